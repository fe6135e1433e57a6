/* SPDX-License-Identifier: ISC */
/*
 * The two folders.  A master stands in ab/<sha256>, its renditions beside it
 * in ab/<the first 16 digits>-<width>.<format>: who knows the master finds
 * them without asking anybody, so they go where it goes.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "media/inside.h"

static char *
path_in(const char *dir, struct job *j, const char *folder, struct sha256 sha)
{
	const struct str hex = sha256_hex(j, sha);

	return file_path(j, dir,
	    job_printf(j, "%s/%.2s/%.*s", folder, hex.p, STR_ARG(hex)).p);
}

static char *
rendition_path(const char *dir, struct job *j, const char *folder,
    struct sha256 master, const struct rendition *r)
{
	const struct str name = rendition_name(j, master, r);

	return file_path(j, dir,
	    job_printf(j, "%s/%.2s/%.*s", folder, name.p, STR_ARG(name)).p);
}

struct str
rendition_name(struct job *j, struct sha256 master, const struct rendition *r)
{
	return job_printf(j, "%.*s-%lld.%.*s", RENDITION_DIGITS,
	    sha256_hex(j, master).p, (long long)r->w, STR_ARG(r->format));
}

char *
media_path(const struct darkroom *m, struct job *j, struct sha256 sha)
{
	char *private = path_in(m->dir, j, PRIVATE, sha);

	return access(private, F_OK) == 0 ? private
					  : path_in(m->dir, j, SHOWN, sha);
}

bool
media_has(const struct darkroom *m, struct job *j, struct sha256 sha)
{
	return access(media_path(m, j, sha), R_OK) == 0;
}

bool
media_has_rendition(const struct darkroom *m, struct job *j,
    struct sha256 master, const struct rendition *r)
{
	static const char *const folders[] = { SHOWN, PRIVATE };

	for (size_t i = 0; i < 2; i++)
		if (access(rendition_path(m->dir, j, folders[i], master, r),
			R_OK)
		    == 0)
			return true;
	return false;
}

const char *
shelf_aside(const struct darkroom *m, struct job *j)
{
	return file_path(j, m->dir,
	    job_printf(j, PRIVATE "/.taking-%.*s",
		STR_ARG(id_hex(j, id_random())))
		.p);
}

static enum status
make_folder_of(struct job *j, const char *path, mode_t mode)
{
	char *folder = job_cstr(j,
	    str_from(path, (size_t)(strrchr(path, '/') - path)));

	if (mkdir(folder, mode) != 0 && errno != EEXIST)
		return file_fail(j, "making", folder);
	return OK;
}

/* ---- the renditions of a master, by their names ---- */

/* What is done to each of them, with its folder. */
typedef enum status rendition_rule(struct job *j, const char *from,
    const char *to);

static enum status
move_one(struct job *j, const char *from, const char *to)
{
	return rename(from, to) == 0 || errno == ENOENT
	    ? OK
	    : file_fail(j, "moving a file to", to);
}

static enum status
erase_one(struct job *j, const char *from, const char *to)
{
	(void)to;
	return unlink(from) == 0 || errno == ENOENT
	    ? OK
	    : file_fail(j, "erasing", from);
}

/*
 * The names are gathered before anything is done: a folder that changes while
 * it is read need not tell all.
 */
static enum status
names_of(struct job *j, const char *folder, struct sha256 master,
    struct str **out, size_t *n)
{
	const struct str begin = job_printf(j, "%.*s-", RENDITION_DIGITS,
	    sha256_hex(j, master).p);
	const struct dirent *e;
	DIR *d = opendir(folder);

	*out = NULL;
	*n = 0;
	if (d == NULL)
		return errno == ENOENT || errno == ENOTDIR
		    ? OK
		    : file_fail(j, "reading", folder);
	/* This stream is ours alone. */
	/* NOLINTNEXTLINE(concurrency-mt-unsafe) */
	while ((e = readdir(d)) != NULL) {
		if (!str_starts(str_of(e->d_name), begin))
			continue;
		*out = job_grow(j, *out, *n * sizeof(**out),
		    (*n + 1) * sizeof(**out));
		(*out)[(*n)++] = job_str(j, str_of(e->d_name));
	}
	(void)closedir(d);
	return OK;
}

static enum status
each_rendition(struct job *j, const char *dir, const char *folder,
    struct sha256 master, rendition_rule *rule, bool *any)
{
	const struct str hex = sha256_hex(j, master);
	const char *from = file_path(j, dir,
	    job_printf(j, "%s/%.2s", folder, hex.p).p);
	const char *to = file_path(j, dir,
	    job_printf(j, SHOWN "/%.2s", hex.p).p);
	struct str *names;
	size_t n;
	enum status st = names_of(j, from, master, &names, &n);

	for (size_t i = 0; st == OK && i < n; i++)
		st = rule(j, file_path(j, from, names[i].p),
		    file_path(j, to, names[i].p));
	*any = n > 0;
	return st;
}

/* ---- in and out ---- */

static enum status
erase_in(struct job *j, const char *dir, const char *folder, struct sha256 sha,
    bool *was)
{
	const char *path = path_in(dir, j, folder, sha);
	bool any;
	enum status st = each_rendition(j, dir, folder, sha, erase_one, &any);

	if (st != OK)
		return st;
	if (unlink(path) == 0)
		any = *was = true;
	else if (errno != ENOENT && errno != ENOTDIR)
		return file_fail(j, "erasing", path);
	return any ? file_sync_folder(j, path) : OK;
}

enum status
media_erase(struct job *j, const char *dir, struct sha256 sha, bool *was)
{
	enum status st;

	*was = false;
	st = erase_in(j, dir, SHOWN, sha, was);
	return st == OK ? erase_in(j, dir, PRIVATE, sha, was) : st;
}

/* The master last: where it stands the others do. */
enum status
media_show(const struct darkroom *m, struct job *j, struct sha256 sha)
{
	const char *from = path_in(m->dir, j, PRIVATE, sha);
	const char *to = path_in(m->dir, j, SHOWN, sha);
	bool any;
	enum status st;

	if (access(from, F_OK) != 0)
		return access(to, F_OK) == 0 ? OK : NOT_FOUND;
	st = make_folder_of(j, to, 0777);
	if (st == OK)
		st = each_rendition(j, m->dir, PRIVATE, sha, move_one, &any);
	if (st == OK && rename(from, to) != 0)
		st = file_fail(j, "moving a file to", to);
	return st == OK ? file_sync_folder(j, to) : st;
}

enum status
shelf_put(const struct darkroom *m, struct job *j, struct str bytes,
    struct sha256 sha)
{
	const char *path = path_in(m->dir, j, PRIVATE, sha);
	enum status st;

	if (media_has(m, j, sha))
		return OK;
	st = make_folder_of(j, path, 0700);
	return st == OK ? file_put(j, shelf_aside(m, j), path, bytes, 0644)
			: st;
}

enum status
shelf_move(const struct darkroom *m, struct job *j, const char *aside, int fd,
    struct sha256 sha)
{
	const char *path = path_in(m->dir, j, PRIVATE, sha);
	enum status st;

	if (media_has(m, j, sha))
		return OK;
	st = make_folder_of(j, path, 0700);
	if (st == OK && fdatasync(fd) != 0)
		st = file_fail(j, "syncing", aside);
	if (st == OK && rename(aside, path) != 0)
		st = file_fail(j, "making", path);
	return st == OK ? file_sync_folder(j, path) : st;
}

enum status
shelf_put_rendition(const struct darkroom *m, struct job *j, struct str bytes,
    struct sha256 master, const struct rendition *r)
{
	const bool shown = access(path_in(m->dir, j, SHOWN, master), F_OK) == 0;
	const char *path = rendition_path(m->dir, j, shown ? SHOWN : PRIVATE,
	    master, r);
	const enum status st = make_folder_of(j, path, shown ? 0777 : 0700);

	return st == OK ? file_put(j, shelf_aside(m, j), path, bytes, 0644)
			: st;
}
