/* SPDX-License-Identifier: ISC */
/*
 * 1. record/checkpoint counts only entries whose bundles, tiles and text files
 *    are on the disk.
 * 2. What is new comes into .incoming first and is moved to its place when
 *    its root was signed, so a liar changes nothing that is served.
 * 3. Text files and media are asked for only after that, and stand under
 *    their hash, so what a broken run left is used by the next.
 */
#include "wire/mirror.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "wire/mirror_here.h"

#define INCOMING ".incoming"

struct mirror {
	struct job *j;
	const char *folder;
	struct source *there;
	struct here here;
	struct walk w;
	struct seen_head head;
	const struct follow_opts *opts;
	struct str *staged; /* paths in .incoming, in the order they came */
	size_t n_staged, room;
};

/* ---- files ---- */

static enum status
folders_for(struct job *j, char *path)
{
	for (char *p = path + 1; *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			if (mkdir(path, 0755) != 0 && errno != EEXIST)
				return file_fail(j, "making", path);
			*p = '/';
		}
	return OK;
}

/* Not synced: syncfs() does that for all, before the head. */
static enum status
write_at(struct mirror *m, struct job *j, struct str path, struct str bytes)
{
	char *to = file_path(j, m->folder, job_cstr(j, path));
	char *aside = file_path(j, m->folder, INCOMING "/part");
	enum status st = folders_for(j, to);
	int fd;

	if (st == OK)
		st = folders_for(j, aside);
	if (st != OK)
		return st;
	fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	    0644);
	if (fd < 0)
		return file_fail(j, "making", aside);
	st = file_write_fd(j, fd, bytes);
	if (close(fd) != 0 && st == OK)
		st = file_fail(j, "writing", aside);
	if (st == OK && rename(aside, to) != 0)
		st = file_fail(j, "writing", to);
	return st;
}

static enum status
stage(void *arg, struct job *j, struct str path, struct str bytes)
{
	struct mirror *m = arg;

	if (m->n_staged == m->room) {
		const size_t room = m->room ? 2 * m->room : 64;

		m->staged = job_grow(m->j, m->staged,
		    m->room * sizeof(*m->staged), room * sizeof(*m->staged));
		m->room = room;
	}
	m->staged[m->n_staged++] = job_str(m->j, path);
	return write_at(m, j, job_printf(j, INCOMING "/%.*s", STR_ARG(path)),
	    bytes);
}

static enum status
keep_file(void *arg, struct job *j, struct str path, struct str bytes)
{
	return write_at(arg, j, path, bytes);
}

static enum status
keep_gone(void *arg, struct job *j, struct str path, struct str bytes)
{
	return write_at(arg, j, job_printf(j, "%.*s.gone", STR_ARG(path)),
	    bytes);
}

static bool
have(void *arg, struct job *j, struct str path, struct sha256 sha,
    struct str *bytes)
{
	const struct mirror *m = arg;
	const enum status st = file_read(j,
	    file_path(j, m->folder, job_cstr(j, path)), FOLLOW_MEDIUM_MAX,
	    bytes);

	job_forgive(j);
	return st == OK && sha256_eq(sha256_of(*bytes), sha);
}

/* ---- heads ---- */

static enum status
refuse(struct mirror *m, const char *what)
{
	const struct checkpoint *c = &m->head.c;
	const struct str name = job_printf(m->j, "refused/%lld-%.*s",
	    (long long)c->size, STR_ARG(sha256_hex(m->j, c->root)));
	const char *path = job_cstr(m->j, name);
	char *whole = file_path(m->j, m->folder, path);
	enum status st = folders_for(m->j, whole);

	if (st == OK)
		st = file_replace(m->j, whole, m->head.note, 0644);
	if (st != OK)
		return st;
	job_forgive(m->j);
	return job_fail(m->j, CONFLICT,
	    "%.*s %s: it showed a signed head of %lld entries, and this folder "
	    "holds one of %lld.  Nothing here was changed; the head is kept in "
	    "%s as evidence.  Tell others who keep a copy.",
	    STR_ARG(c->origin), what, (long long)c->size,
	    (long long)m->here.head.size, whole);
}

/*
 * A head of the log's own that is behind the one that is here, or beside it,
 * is evidence, whichever of its keys signed it.
 */
static enum status
compare(struct mirror *m)
{
	const struct checkpoint *c = &m->head.c;

	if (!m->here.is || c->size > m->here.head.size
	    || !str_eq(c->origin, m->here.head.origin)
	    || !trust_signed(&m->w.trust, m->j, m->head.note))
		return OK;
	if (c->size < m->here.head.size)
		return refuse(m, "has become shorter");
	return sha256_eq(c->root, m->here.head.root)
	    ? OK
	    : refuse(m, "has signed two logs of the same length");
}

static enum status
believe(struct mirror *m, struct progress *p)
{
	const enum status st = follow_believe(&m->w, &m->head, p);

	if (st != INVALID || !m->here.is
	    || str_eq(m->head.c.origin, m->here.head.origin))
		return st;
	const struct str why = job_str(m->j, job_reason(m->j));

	job_forgive(m->j);
	return job_fail(m->j, CONFLICT,
	    "%s is a copy of %.*s, not of %.*s: %.*s", m->folder,
	    STR_ARG(m->here.head.origin), STR_ARG(m->head.c.origin),
	    STR_ARG(why));
}

/*
 * Those that are believed from here on: not what the log says has ended, and
 * no more than a next run takes, the newest first of all.
 */
static struct str
keys_text(struct mirror *m)
{
	const struct trust *t = &m->w.trust;
	struct buf b = buf_in(m->j, MIRROR_KEYS_MAX);

	for (size_t i = t->n > FOLLOW_KEYS ? t->n - FOLLOW_KEYS : 0; i < t->n;
	     i++) {
		bool ended = false;

		for (size_t k = 0; k < t->m.seals.n; k++)
			ended |= t->m.seals.at[k].until != 0
			    && t->m.seals.at[k].until <= t->at
			    && str_eq(t->m.seals.at[k].verifier, t->keys[i]);
		if (ended)
			continue;
		buf_put(&b, t->keys[i]);
		BUF_LIT(&b, "\n");
	}
	return buf_so_far(&b);
}

/* A part that the whole has come for. */
static void
parts_drop(struct mirror *m, struct str path)
{
	if (str_find(path, STR(".p/")) == NOWHERE)
		file_remove_tree(file_path(m->j, m->folder,
		    job_cstr(m->j, job_printf(m->j, "%.*s.p", STR_ARG(path)))));
}

static enum status
install(struct mirror *m)
{
	for (size_t i = 0; i < m->n_staged; i++) {
		char *from = file_path(m->j, m->folder,
		    job_cstr(m->j,
			job_printf(m->j, INCOMING "/%.*s",
			    STR_ARG(m->staged[i]))));
		char *to = file_path(m->j, m->folder,
		    job_cstr(m->j, m->staged[i]));
		const enum status st = folders_for(m->j, to);

		if (st != OK)
			return st;
		if (rename(from, to) != 0)
			return file_fail(m->j, "writing", to);
	}
	return OK;
}

static enum status
all_on_disk(struct mirror *m)
{
	const int fd = open(m->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status st = OK;

	if (fd < 0 || syncfs(fd) != 0)
		st = file_fail(m->j, "syncing", m->folder);
	if (fd >= 0)
		(void)close(fd);
	return st;
}

static enum status
head_write(struct mirror *m)
{
	char *kept = file_path(m->j, m->folder,
	    job_cstr(m->j,
		job_printf(m->j, "heads/%lld", (long long)m->head.c.size)));
	char *head = file_path(m->j, m->folder, "record/checkpoint");
	enum status st = folders_for(m->j, kept);

	if (st == OK)
		st = folders_for(m->j, head);
	if (st == OK)
		st = file_replace(m->j,
		    file_path(m->j, m->folder, "record/key"), keys_text(m),
		    0644);
	if (st == OK)
		st = file_replace(m->j,
		    file_path(m->j, m->folder, MIRROR_MASTHEAD),
		    job_printf(m->j, "%lld\n%.*s", (long long)m->head.c.size,
			STR_ARG(m->w.trust.note)),
		    0644);
	if (st == OK)
		st = file_replace(m->j, kept, m->head.note, 0644);
	return st == OK ? file_replace(m->j, head, m->head.note, 0644) : st;
}

/* ---- the work ---- */

/*
 * The new part of the log into .incoming; *good: its root was signed, by who
 * signs after the entries that came.
 */
static enum status
log_take(struct mirror *m, struct progress *p, bool *good)
{
	struct walk *const w = &m->w;
	enum status st;

	w->size = m->head.c.size;
	w->keep_log = stage;
	st = walk_log(w, p);
	*good = st == OK && w->out->v.n == 0
	    && (int64_t)w->edge.size == m->head.c.size
	    && sha256_eq(edge_root(&w->edge), m->head.c.root);
	if (st == CONFLICT) {
		job_forgive(m->j);
		return refuse(m, "has changed what it had published");
	}
	if (st == OK && !*good && m->here.is && w->out->v.n == 0)
		return refuse(m, "does not continue what it had published");
	if (st == OK && !*good && w->out->v.n == 0)
		st = job_fail(m->j, INVALID,
		    "the leaves are not those whose root was signed");
	return st == OK && *good ? trust_head(&w->trust, m->j, m->head.note,
		   &m->head.c, &m->head.verifier)
				 : st;
}

static enum status
files_take(struct mirror *m, struct progress *p)
{
	struct walk *const w = &m->w;

	w->keep_log = NULL;
	w->keep_file = keep_file;
	w->keep_gone = keep_gone;
	w->have = have;
	return m->opts->no_files ? OK : walk_files(w, m->here.s, p);
}

/*
 * Tiles go to their place before the files come: they are beyond the head
 * that is served, and the next run makes them again if this one breaks off.
 */
static enum status
take_over(struct mirror *m, struct progress *p)
{
	bool good = false;
	enum status st = log_take(m, p, &good);

	if (st != OK || !good)
		return st;
	st = install(m);
	if (st == OK)
		st = files_take(m, p);
	if (st == OK)
		st = all_on_disk(m);
	if (st == OK)
		st = head_write(m);
	for (size_t i = 0; st == OK && i < m->n_staged; i++)
		parts_drop(m, m->staged[i]);
	return st;
}

static enum status
update(struct mirror *m, struct progress *p, struct mirrored *out)
{
	struct followed *const f = &out->f;
	enum status st = here_read(&m->here, m->opts);

	f->first_use = m->w.trust.n == 0;
	if (st == OK)
		st = follow_note(&m->w, &m->head);
	if (st == OK)
		st = compare(m);
	if (st == OK)
		st = believe(m, p);
	if (st != OK)
		return st;
	/* The same log may have a new signature. */
	st = m->here.is && m->head.c.size == m->here.head.size
	    ? head_write(m)
	    : take_over(m, p);
	f->v.origin = m->head.c.origin;
	f->v.verifier = m->head.verifier;
	f->v.root = sha256_hex(m->j, m->head.c.root);
	out->had = m->here.head.size;
	out->has = m->head.c.size;
	return st;
}

/* Only one at a time. */
static enum status
lock_take(struct job *j, const char *folder, int *fd)
{
	if (mkdir(folder, 0755) != 0 && errno != EEXIST)
		return file_fail(j, "making", folder);
	*fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return file_fail(j, "opening", folder);
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return OK;
	(void)close(*fd);
	return job_fail(j, BUSY, "another mirror is at work on %s", folder);
}

static enum status
folder_check(struct job *j, const char *folder)
{
	if (access(file_path(j, folder, "site.db"), F_OK) == 0)
		return job_fail(j, INVALID,
		    "%s is a paper's own folder; a mirror needs one of its own",
		    folder);
	return OK;
}

enum status
mirror_update(struct job *j, struct str place, const char *folder,
    const struct follow_opts *opts, struct progress *p, struct mirrored *out)
{
	struct mirror m = { .j = j,
		.folder = folder,
		.opts = opts,
		.here = { .j = j, .folder = folder, .w = &m.w } };
	struct mirrored result = { 0 };
	int lock = -1;
	enum status st = folder_check(j, folder);

	if (st == OK)
		st = lock_take(j, folder, &lock);
	if (st != OK)
		return st;
	st = source_open(j, str_of(folder), &m.here.s);
	if (st == OK)
		st = source_open(j, place, &m.there);
	if (st == OK) {
		walk_begin(&m.w, j, m.there, &result.f);
		m.w.with_media = opts->media;
		m.w.arg = &m;
		st = update(&m, p, &result);
		walk_end(&m.w);
		file_remove_tree(file_path(m.j, m.folder, INCOMING));
	}
	source_close(m.there);
	source_close(m.here.s);
	(void)close(lock);
	if (st == OK)
		*out = result;
	return st;
}
