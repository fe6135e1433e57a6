/* SPDX-License-Identifier: ISC */
/*
 * Both databases are copied as they stood at one moment, with nobody writing
 * (store_freeze); media come after, so all that the copied site.db names is
 * there: nothing is published before its pictures are in place.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "record/leaf.h"
#include "store/store.h"
#include "vault/out.h"
#include "vault/vault.h"

#define THEME_DEPTH 8

/* One database: open files first, so that closing them comes last. */
struct source {
	const char *path, *log_path;
	int fd, log_fd;
	int64_t size, log;
	struct store *s;
};

struct backup {
	const char *dir;
	struct job *j, *own; /* own: for one file */
	struct source site, desk;
	struct out o;
	struct backed_up r;
	struct str checkpoint;
};

static enum status
source_open(struct job *j, const char *dir, enum store_db db, const char *name,
    struct source *s)
{
	s->path = file_path(j, dir, name);
	s->log_path = job_cstr(j, job_printf(j, "%s-wal", s->path));
	s->fd = open(s->path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0 && errno == ENOENT)
		return job_fail(j, NOT_FOUND, "there is no site in %s (no %s)",
		    dir, name);
	if (s->fd < 0)
		return file_fail(j, "opening", s->path);
	s->log_fd = open(s->log_path, O_RDONLY | O_CLOEXEC);
	if (s->log_fd < 0 && errno != ENOENT)
		return file_fail(j, "opening", s->log_path);
	return store_open(j, dir, db, STORE_WRITE, &s->s);
}

static void
source_close(struct source *s)
{
	store_close(s->s);
	if (s->fd >= 0)
		(void)close(s->fd);
	if (s->log_fd >= 0)
		(void)close(s->log_fd);
}

static enum status
source_freeze(struct job *j, struct source *s)
{
	struct stat sb;
	enum status st = store_freeze(s->s, j, &s->log);

	if (st != OK)
		return st;
	if (fstat(s->fd, &sb) != 0 || !store_same_file(s->s))
		st = file_fail(j, "looking at", s->path);
	s->size = sb.st_size;
	/* It was made since we looked for it. */
	if (st == OK && s->log > 0 && s->log_fd < 0)
		s->log_fd = open(s->log_path, O_RDONLY | O_CLOEXEC);
	if (st == OK && s->log > 0 && s->log_fd < 0)
		st = file_fail(j, "opening", s->log_path);
	return st;
}

/* The site's queue before the desk's, as everybody takes them. */
static enum status
freeze_both(struct backup *b)
{
	enum status st = source_freeze(b->j, &b->site);

	if (st != OK)
		return st;
	st = source_freeze(b->j, &b->desk);
	if (st == OK)
		store_thaw(b->desk.s);
	store_thaw(b->site.s);
	return st;
}

static enum status
look_at_head(struct backup *b)
{
	struct str text;
	size_t end;
	enum status st = record_checkpoint(b->site.s, b->j, &b->checkpoint);

	if (st == OK)
		st = record_size(b->site.s, b->j, &b->r.entries);
	if (st != OK)
		return st;
	text = b->checkpoint;
	end = str_find_ch(text, '\n');
	b->r.origin = str_sub(text, 0, end == NOWHERE ? 0 : end);
	return OK;
}

static enum status
put_title(struct backup *b)
{
	const struct str text = job_printf(b->j,
	    "stet-backup/1\nmade %.*s\norigin %.*s\nentries %lld\n",
	    STR_ARG(leaf_time(b->j, b->o.at)), STR_ARG(b->r.origin),
	    (long long)b->r.entries);
	enum status st = out_bytes(&b->o, part_name(PART_TITLE),
	    part_mode(PART_TITLE), text);

	if (st == OK)
		st = out_bytes(&b->o, part_name(PART_HEAD),
		    part_mode(PART_HEAD), b->checkpoint);
	return st;
}

static enum status
put_source(struct backup *b, const struct source *s, enum part file,
    enum part log)
{
	enum status st = out_file(&b->o, part_name(file), part_mode(file),
	    s->fd, s->path, s->size, NULL);

	if (st == OK && s->log > 0)
		st = out_file(&b->o, part_name(log), part_mode(log), s->log_fd,
		    s->log_path, s->log, NULL);
	return st;
}

/* A file that may be gone by now: then it is left out. */
static enum status
put_path(struct backup *b, const char *name, enum part part, struct sha256 *sha)
{
	const char *path = file_path(b->own, b->dir, name);
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat sb;
	enum status st = OK;

	if (fd < 0 && (errno == ENOENT || errno == ELOOP))
		return NOT_FOUND; /* a link is nothing of ours */
	if (fd < 0)
		return file_fail(b->j, "opening", path);
	if (fstat(fd, &sb) != 0)
		st = file_fail(b->j, "looking at", path);
	else if (!S_ISREG(sb.st_mode))
		st = NOT_FOUND;
	if (st == OK)
		st = out_file(&b->o, name, part_mode(part), fd, path,
		    sb.st_size, sha);
	(void)close(fd);
	return st;
}

/* Its name is its hash, or it is not what it was; a rendition's is not. */
static enum status
put_medium(struct backup *b, const char *name, enum part part)
{
	struct sha256 sha;
	enum status st = put_path(b, name, part, &sha);
	const char *hex = strrchr(name, '/') + 1;

	if (st == NOT_FOUND)
		return OK;
	if (st != OK)
		return st;
	if (strchr(hex, '-') != NULL)
		return OK;
	b->r.media++;
	if (str_eq(sha256_hex(b->own, sha), str_of(hex)))
		return OK;
	if (b->r.damaged++ == 0)
		b->r.damage = job_str(b->j, str_of(name));
	return OK;
}

/* Everything in a folder that may stand in a backup. */
static enum status
/* NOLINTNEXTLINE(misc-no-recursion): a theme's folders */
put_folder(struct backup *b, const char *name, enum part part, int depth)
{
	DIR *d = opendir(file_path(b->j, b->dir, name));
	const struct dirent *e;
	enum status st = OK;

	if (d == NULL && (errno == ENOENT || errno == ENOTDIR))
		return OK;
	if (d == NULL)
		return file_fail(b->j, "opening",
		    file_path(b->j, b->dir, name));
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
	while (st == OK && (e = readdir(d)) != NULL) {
		const char *path;

		if (e->d_name[0] == '.')
			continue;
		job_reset(b->own, job_now(b->j));
		path = file_path(b->own, name, e->d_name);
		if (part_of(str_of(path)) != part) {
			/* A folder, or nothing of ours. */
			if (depth < THEME_DEPTH)
				st = put_folder(b, job_cstr(b->j, str_of(path)),
				    part, depth + 1);
		} else if (part != PART_THEME)
			st = put_medium(b, path, part);
		else {
			st = put_path(b, path, part, NULL);
			if (st == NOT_FOUND)
				st = put_folder(b, job_cstr(b->j, str_of(path)),
				    part, depth + 1);
		}
	}
	(void)closedir(d);
	return st;
}

static enum status
put_all(struct backup *b)
{
	enum status st = put_title(b);

	if (st == OK)
		st = put_source(b, &b->site, PART_SITE, PART_SITE_WAL);
	if (st == OK)
		store_read_end(b->site.s);
	if (st == OK)
		st = put_source(b, &b->desk, PART_DESK, PART_DESK_WAL);
	if (st == OK)
		store_read_end(b->desk.s);
	if (st == OK)
		st = put_path(b, part_name(PART_REDACTIONS), PART_REDACTIONS,
		    NULL);
	if (st == NOT_FOUND)
		st = OK;
	for (enum part p = PART_THEME; st == OK && p <= PART_HIDDEN; p++)
		st = put_folder(b, part_name(p), p, 0);
	return st == OK ? out_close(&b->o) : st;
}

static enum status
copy(struct backup *b)
{
	enum status st = source_open(b->j, b->dir, SITE_DB,
	    part_name(PART_SITE), &b->site);

	if (st == OK)
		st = source_open(b->j, b->dir, DESK_DB, part_name(PART_DESK),
		    &b->desk);
	if (st == OK)
		st = freeze_both(b);
	if (st == OK)
		st = look_at_head(b);
	b->o.total = b->site.size + b->site.log + b->desk.size + b->desk.log;
	if (st == OK)
		st = out_begin(&b->o);
	if (st == OK)
		st = put_all(b);
	out_end(&b->o);
	progress_end(b->o.p);
	source_close(&b->desk);
	source_close(&b->site);
	return st;
}

/* A new file beside it that gets its name when it is whole. */
static enum status
finish(struct backup *b, const char *aside, const char *file, bool force)
{
	enum status st = OK;

	if (fsync(b->o.fd) != 0 && errno != EINVAL)
		st = file_fail(b->j, "saving", file);
	if (st == OK && !force && link(aside, file) != 0) {
		if (errno == EEXIST)
			st = job_fail(b->j, CONFLICT,
			    "%s exists already; choose another name, or "
			    "--force",
			    file);
		else
			st = file_fail(b->j, "naming", file);
	}
	if (st == OK && force && rename(aside, file) != 0)
		st = file_fail(b->j, "naming", file);
	if (st == OK)
		st = file_sync_folder(b->j, file);
	return st;
}

static enum status
to_file(struct backup *b, const char *file, bool force)
{
	const char *aside = job_cstr(b->j,
	    job_printf(b->j, "%s.%ld~", file, (long)getpid()));
	struct stat sb;
	enum status st = OK;

	if (stat(file, &sb) == 0 && force && !S_ISREG(sb.st_mode))
		return job_fail(b->j, INVALID,
		    "%s is no file that could be replaced; for a pipe or a "
		    "tape write to standard output (-)",
		    file);
	if (!force && access(file, F_OK) == 0)
		return job_fail(b->j, CONFLICT,
		    "%s exists already; choose another name, or --force", file);
	/* It holds drafts: for nobody else to read. */
	b->o.fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (b->o.fd < 0)
		return file_fail(b->j, "making", aside);
	st = copy(b);
	if (st == OK)
		st = finish(b, aside, file, force);
	(void)close(b->o.fd);
	(void)unlink(aside);
	return st;
}

enum status
vault_backup(struct job *j, const char *dir, const char *file, bool force,
    struct progress *p, struct backed_up *out)
{
	struct backup b = { .dir = dir,
		.j = j,
		.own = job_new(job_now(j)),
		.site = { .fd = -1, .log_fd = -1 },
		.desk = { .fd = -1, .log_fd = -1 },
		.o = { .p = p, .path = file, .at = job_now(j) } };
	enum status st;

	b.o.j = j;
	if (strcmp(file, "-") == 0) {
		b.o.fd = STDOUT_FILENO;
		b.o.path = "standard output";
		st = copy(&b);
	} else
		st = to_file(&b, file, force);
	job_free(b.own);
	b.r.files = b.o.files;
	b.r.bytes = b.o.bytes;
	if (st == OK)
		*out = b.r;
	return st;
}
