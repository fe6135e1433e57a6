/* SPDX-License-Identifier: ISC */
/*
 * 1. Everything is unpacked into a folder inside dir, checked there, and only
 *    then moved up, site.db last: without that there is no paper in dir.
 * 2. The paper is held before it gets its name.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "record/leaf.h"
#include "record/verify.h"
#include "vault/in.h"
#include "vault/regrow.h"
#include "vault/vault.h"

#define STAGE "restoring~"
#define TEXT_MAX ((size_t)64 * 1024)

struct restore {
	struct job *j, *own; /* own: for one file */
	const char *dir, *stage;
	struct in in;
	struct str title, checkpoint;
	struct restored r;
};

/* Nothing in it but what a restore that was interrupted left. */
static enum status
is_free(struct job *j, const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	enum status st = OK;

	if (d == NULL)
		return file_fail(j, "opening", dir);
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
	while (st == OK && (e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0
		    && strcmp(e->d_name, "lost+found") != 0
		    && strcmp(e->d_name, STAGE) != 0)
			st = job_fail(j, CONFLICT,
			    "%s is not empty (it holds %s); restore into a "
			    "folder that is empty or not there yet",
			    dir, e->d_name);
	(void)closedir(d);
	return st;
}

static enum status
make_folder(struct job *j, const char *path, mode_t mode)
{
	return mkdir(path, mode) == 0 || errno == EEXIST
	    ? OK
	    : file_fail(j, "making", path);
}

/* The folders that its name names, below the stage. */
static enum status
folders_for(struct restore *r, const char *name, enum part part)
{
	const struct str s = str_of(name);
	enum status st = OK;

	for (size_t i = 0; st == OK && i < s.n; i++)
		if (s.p[i] == '/')
			st = make_folder(r->j,
			    file_path(r->own, r->stage,
				job_cstr(r->own, str_sub(s, 0, i))),
			    part == PART_HIDDEN ? 0700 : 0755);
	return st;
}

static enum status
unpack(struct restore *r)
{
	const struct in *in = &r->in;
	const char *path = file_path(r->own, r->stage, in->m.name);
	enum status st = OK;

	if (part_is_folder(in->part))
		st = folders_for(r, in->m.name, in->part);
	if (st != OK)
		return st;
	const int fd = open(path,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    (mode_t)part_mode(in->part));

	if (fd < 0 && errno == EEXIST)
		return job_fail(r->j, INVALID, "%s holds %s twice", in->path,
		    in->m.name);
	if (fd < 0)
		return file_fail(r->j, "making", path);
	st = in_copy(&r->in, fd, path);
	(void)close(fd);
	return st;
}

static enum status
read_title(struct restore *r)
{
	struct str rest = r->title, line;

	if (!str_cut(&rest, '\n', &line) || !str_eq(line, STR("stet-backup/1")))
		return job_fail(r->j, INVALID,
		    "%s is a backup of a newer stet; use that one", r->in.path);
	while (str_cut(&rest, '\n', &line))
		if (str_starts(line, STR("made "))
		    && leaf_time_of(r->own, str_skip(line, 5), &r->r.made)
			!= OK)
			return job_fail(r->j, INVALID, "%s is damaged",
			    r->in.path);
	return OK;
}

static enum status
unpack_all(struct restore *r)
{
	bool more = true, seen[PARTS] = { false };
	enum status st = OK;

	for (;;) {
		job_reset(r->own, job_now(r->j));
		st = in_next(&r->in, &more);
		if (st != OK || !more)
			break;
		seen[r->in.part] = true;
		if (r->in.part == PART_TITLE) {
			st = in_text(&r->in, TEXT_MAX, &r->title);
			if (st == OK)
				st = read_title(r);
		} else if (r->in.part == PART_HEAD)
			st = in_text(&r->in, TEXT_MAX, &r->checkpoint);
		else
			st = unpack(r);
		if (st != OK)
			break;
	}
	if (st != OK)
		return st;
	if (!seen[PART_HEAD] || !seen[PART_SITE] || !seen[PART_DESK])
		return job_fail(r->j, INVALID,
		    "%s is no whole backup: a database is missing", r->in.path);
	return OK;
}

/* A planted trigger would run whenever we write. */
static enum status
nothing_foreign(struct store *s, struct job *j, const char *name)
{
	struct val n;
	const enum status st = store_one(s, j, SQL_STORE_FOREIGN, NO_VALS, &n,
	    1);

	if (st == OK && n.i != 0)
		return job_fail(j, INVALID,
		    "%s in the backup holds triggers or views, which stet "
		    "never makes; somebody tampered with it",
		    name);
	return st;
}

static enum status
hold(struct store *s, struct job *j, void *arg)
{
	(void)arg;
	return record_hold(s, j);
}

static enum status
settle_site(struct restore *r)
{
	struct store *s;
	struct str head;
	enum status st = store_open(r->j, r->stage, SITE_DB, STORE_WRITE, &s);

	if (st != OK)
		return st;
	st = nothing_foreign(s, r->j, "site.db");
	if (st == OK)
		st = record_checkpoint(s, r->j, &head);
	if (st == OK && !str_eq(head, r->checkpoint))
		st = job_fail(r->j, INVALID,
		    "%s is damaged: its site.db has another head than it says",
		    r->in.path);
	if (st == OK)
		st = store_tx(s, r->j, hold, NULL);
	if (st == OK)
		st = store_checkpoint(s, r->j, CHECKPOINT_SHRINK);
	store_close(s);
	return st;
}

static enum status
settle_desk(struct restore *r)
{
	struct store *s;
	enum status st = store_open(r->j, r->stage, DESK_DB, STORE_WRITE, &s);

	if (st != OK)
		return st;
	st = nothing_foreign(s, r->j, "desk.db");
	if (st == OK)
		st = store_checkpoint(s, r->j, CHECKPOINT_SHRINK);
	store_close(s);
	return st;
}

static enum status
verify(struct restore *r)
{
	struct verified v = { 0 };
	const enum status st = record_verify(r->j, r->stage, r->in.p, &v);

	if (st != OK)
		return st;
	r->r.origin = v.origin;
	r->r.entries = v.entries;
	r->r.damages = (int64_t)(v.n + v.more);
	if (v.n > 0)
		r->r.first = job_printf(r->j, "%.*s: %.*s",
		    STR_ARG(v.damages[0].where), STR_ARG(v.damages[0].what));
	return OK;
}

/* All that was written is on the disk. */
static enum status
save(struct restore *r)
{
	const int fd = open(r->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status st = OK;

	if (fd < 0 || syncfs(fd) != 0)
		st = file_fail(r->j, "saving", r->dir);
	if (fd >= 0)
		(void)close(fd);
	return st;
}

/* Whatever the stage holds, a level up; its name is no secret of ours. */
static enum status
move_up(struct restore *r, const char *name)
{
	const char *from = file_path(r->j, r->stage, name);
	const char *to = file_path(r->j, r->dir, name);

	if (access(from, F_OK) != 0)
		return OK;
	return rename(from, to) == 0 ? OK : file_fail(r->j, "naming", to);
}

static enum status
move_all(struct restore *r)
{
	static const char *const beside[] = { "desk.db", "desk.db-wal",
		"desk.db-shm", "redactions", "theme", "media", "desk-media",
		"site.db-wal", "site.db-shm", "write.lock", "site.db" };
	enum status st = save(r);

	for (size_t i = 0; st == OK && i < sizeof(beside) / sizeof(*beside);
	     i++)
		st = move_up(r, beside[i]);
	if (st == OK)
		st = save(r);
	return st;
}

static enum status
unpack_backup(struct restore *r)
{
	enum status st = in_begin(&r->in);

	if (st == OK)
		st = unpack_all(r);
	in_end(&r->in);
	r->r.files = r->in.files;
	return st;
}

/* No backup, but all that was ever published. */
static enum status
make_anew(struct restore *r)
{
	struct place_log log = { .first = STR("") };
	const enum status st = regrow(r->j, r->in.path, r->stage, r->in.p, &log,
	    &r->r.missing_media);

	r->checkpoint = log.note;
	r->r.verifier = log.first;
	r->r.made = job_now(r->j);
	return st;
}

static enum status
into_stage(struct restore *r)
{
	enum status st = r->in.fd < 0 ? make_anew(r) : unpack_backup(r);

	if (st == OK)
		st = settle_site(r);
	if (st == OK)
		st = settle_desk(r);
	if (st == OK)
		st = verify(r);
	if (st == OK)
		st = move_all(r);
	progress_end(r->in.p);
	return st;
}

static enum status
into_dir(struct restore *r)
{
	const bool made = mkdir(r->dir, 0777) == 0;
	enum status st = OK;

	if (!made && errno != EEXIST)
		return file_fail(r->j, "making", r->dir);
	st = is_free(r->j, r->dir);
	if (st != OK)
		return st;
	r->stage = file_path(r->j, r->dir, STAGE);
	file_remove_tree(r->stage);
	st = make_folder(r->j, r->stage, 0700);
	if (st == OK)
		st = into_stage(r);
	file_remove_tree(r->stage);
	if (st != OK && made)
		(void)rmdir(r->dir);
	return st;
}

enum status
vault_restore(struct job *j, const char *file, const char *dir,
    struct progress *p, struct restored *out)
{
	const bool standard = strcmp(file, "-") == 0;
	struct restore r = { .j = j,
		.own = job_new(job_now(j)),
		.dir = dir,
		.in = { .j = j, .p = p, .path = file } };
	struct stat sb;
	enum status st = OK;

	if (standard)
		r.in.path = "standard input";
	r.in.fd = standard      ? STDIN_FILENO
	    : place_gives(file) ? -1
				: open(file, O_RDONLY | O_CLOEXEC);
	if (r.in.fd < 0 && !place_gives(file))
		st = file_fail(j, "opening", file);
	else if (fstat(r.in.fd, &sb) == 0 && S_ISREG(sb.st_mode))
		r.in.total = sb.st_size;
	if (st == OK)
		st = into_dir(&r);
	if (!standard && r.in.fd >= 0)
		(void)close(r.in.fd);
	job_free(r.own);
	if (st == OK)
		*out = r.r;
	return st;
}
