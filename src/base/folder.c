/* SPDX-License-Identifier: ISC */
/*
 * .stet/files names each file that was put, a line each, in the order in which
 * they came; .stet/files.new is the one that a whole export is writing.  A line
 * may stand for a file that is there no more, never a file be without its line:
 * it is written first.
 */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define NAME_MOST 240 /* bytes of one name; ".gz" has to fit behind it */
#define PATH_MOST 4000
#define PIECE ((size_t)64 * 1024)
#define FILES "files"
#define FILES_NEW "files.new"
#define ASIDE FOLDER_NOTES "/aside" /* files on their way */

/* Which files have a line, by 64 bits of their names. */
struct lines {
	uint64_t *at;   /* 0: free */
	size_t n, room; /* room: a power of two, or 0 */
	FILE *to;
};

struct folder {
	char *path;
	int dir;  /* the folder */
	int lock; /* .stet/lock */
	pthread_mutex_t mutex;
	struct lines lines;
	bool fresh;             /* nothing had been put when it was opened */
	_Atomic uint64_t names; /* of files on their way */
};

/* ---- names ---- */

/* FNV-1a with a last stir; 0 stands for none. */
static uint64_t
hash_name(struct str s)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	h ^= h >> 29;
	return h != 0 ? h : 1;
}

static bool
name_fits(struct str name)
{
	struct str rest = name, one;

	if (name.n > PATH_MOST || str_starts(name, STR(FOLDER_NOTES "/")))
		return false;
	while (str_cut(&rest, '/', &one))
		if (one.n == 0 || one.n > NAME_MOST || str_eq(one, STR("."))
		    || str_eq(one, STR("..")))
			return false;
	return true;
}

struct str
folder_name(struct job *j, struct str address, bool html)
{
	struct str name;

	if (!str_starts(address, STR("/")))
		return STR("");
	name = str_skip(address, 1);
	if (name.n == 0 || str_ends(name, STR("/")))
		name = job_printf(j, "%.*sindex.html", STR_ARG(name));
	else if (html && !str_ends(name, STR(".html"))
	    && !str_ends(name, STR(".htm")))
		name = job_printf(j, "%.*s.html", STR_ARG(name));
	return name_fits(name) ? name : STR("");
}

static const char *
full(const struct folder *f, struct job *j, struct str name)
{
	return job_cstr(j, job_printf(j, "%s/%.*s", f->path, STR_ARG(name)));
}

/* ---- lines ---- */

static void
lines_grow(struct lines *l)
{
	const size_t room = l->room == 0 ? 4096 : l->room * 2;
	uint64_t *at = calloc(room, sizeof(*at));

	if (at == NULL)
		abort();
	for (size_t i = 0; i < l->room; i++) {
		size_t k = (size_t)l->at[i] & (room - 1);

		while (l->at[i] != 0 && at[k] != 0)
			k = (k + 1) & (room - 1);
		if (l->at[i] != 0)
			at[k] = l->at[i];
	}
	free(l->at);
	l->at = at;
	l->room = room;
}

/* Where it is or would be. */
static uint64_t *
lines_slot(const struct lines *l, uint64_t h)
{
	size_t k = (size_t)h & (l->room - 1);

	while (l->at[k] != 0 && l->at[k] != h)
		k = (k + 1) & (l->room - 1);
	return &l->at[k];
}

static bool
lines_have(const struct lines *l, struct str name)
{
	return l->room > 0 && *lines_slot(l, hash_name(name)) != 0;
}

/* True if it is new. */
static bool
lines_add(struct lines *l, struct str name)
{
	const uint64_t h = hash_name(name);
	uint64_t *slot;

	if (4 * (l->n + 1) > 3 * l->room)
		lines_grow(l);
	slot = lines_slot(l, h);
	if (*slot != 0)
		return false;
	*slot = h;
	l->n++;
	return true;
}

static void
lines_free(struct lines *l)
{
	free(l->at);
	if (l->to != NULL)
		(void)fclose(l->to);
	*l = (struct lines){ 0 };
}

static enum status
lines_open(struct folder *f, struct job *j, const char *name, const char *mode)
{
	const char *const path = file_path(j,
	    file_path(j, f->path, FOLDER_NOTES), name);

	f->lines.to = fopen(path, mode);
	return f->lines.to != NULL ? OK : file_fail(j, "opening", path);
}

/* Each line of a list that is there. */
typedef enum status line_do(struct folder *f, struct job *own, struct str name,
    void *arg);
static enum status
lines_each(struct folder *f, struct job *j, const char *name, line_do *act,
    void *arg)
{
	const char *const path = file_path(j,
	    file_path(j, f->path, FOLDER_NOTES), name);
	FILE *from = fopen(path, "re");
	struct job *own = job_new(job_now(j));
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	enum status st = OK;

	if (from == NULL && errno != ENOENT)
		st = file_fail(j, "opening", path);
	while (
	    from != NULL && st == OK && (n = getline(&line, &room, from)) > 0) {
		const bool whole = line[n - 1] == '\n';

		if (whole && name_fits(str_from(line, (size_t)n - 1)))
			st = act(f, own, str_from(line, (size_t)n - 1), arg);
		if (st != OK)
			st = job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
		job_reset(own, job_now(j));
	}
	free(line);
	if (from != NULL)
		(void)fclose(from);
	job_free(own);
	return st;
}

/* A file is going to be put: its line first. */
static enum status
line_put(struct folder *f, struct job *j, struct str name, bool *first)
{
	bool ok = true;

	pthread_mutex_lock(&f->mutex);
	*first = lines_add(&f->lines, name);
	if (*first)
		ok = fwrite(name.p, 1, name.n, f->lines.to) == name.n
		    && putc('\n', f->lines.to) != EOF
		    && fflush(f->lines.to) == 0;
	pthread_mutex_unlock(&f->mutex);
	return ok ? OK : file_fail(j, "writing", f->path);
}

/* ---- opening ---- */

static bool
is_empty(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	bool empty = true;

	while (d != NULL && empty && (e = readdir(d)) != NULL) /* NOLINT */
		empty = strcmp(e->d_name, ".") == 0
		    || strcmp(e->d_name, "..") == 0;
	if (d != NULL)
		(void)closedir(d);
	return empty;
}

static enum status
make_folder(struct job *j, const char *path)
{
	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return OK;
	return file_fail(j, "making", path);
}

static enum status
take_lock(struct folder *f, struct job *j)
{
	const char *const path = file_path(j,
	    file_path(j, f->path, FOLDER_NOTES), "lock");

	f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (f->lock < 0)
		return file_fail(j, "opening", path);
	if (flock(f->lock, LOCK_EX | LOCK_NB) == 0)
		return OK;
	return job_fail(j, BUSY, "another export is at work in %s", f->path);
}

static enum status
remember(struct folder *f, struct job *own, struct str name, void *arg)
{
	(void)own;
	(void)arg;
	(void)lines_add(&f->lines, name);
	return OK;
}

static enum status
make_notes(struct folder *f, struct job *j)
{
	const char *const notes = file_path(j, f->path, FOLDER_NOTES);
	enum status st = OK;

	if (access(notes, F_OK) != 0 && !is_empty(f->path))
		return job_fail(j, CONFLICT,
		    "%s holds files that are no export's; name a folder that "
		    "is empty, or not there yet",
		    f->path);
	st = make_folder(j, notes);
	if (st == OK)
		st = make_folder(j, file_path(j, f->path, ASIDE));
	return st == OK ? take_lock(f, j) : st;
}

enum status
folder_open(struct job *j, const char *path, struct folder **out)
{
	struct folder *f = calloc(1, sizeof(*f));
	enum status st = make_folder(j, path);

	if (f == NULL)
		abort();
	f->lock = -1;
	f->path = strdup(path);
	if (f->path == NULL)
		abort();
	pthread_mutex_init(&f->mutex, NULL);
	f->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (st == OK && f->dir < 0)
		st = file_fail(j, "opening", path);
	if (st == OK)
		st = make_notes(f, j);
	/* What one that was cut off had put, was put. */
	if (st == OK)
		st = lines_open(f, j, FILES, "ae");
	if (st == OK)
		st = lines_each(f, j, FILES, remember, NULL);
	if (st == OK)
		f->fresh = f->lines.n == 0
		    && access(file_path(j, file_path(j, path, FOLDER_NOTES),
				  FILES_NEW),
			   F_OK)
			!= 0;
	if (st != OK) {
		folder_close(f);
		return st;
	}
	*out = f;
	return OK;
}

void
folder_close(struct folder *f)
{
	if (f == NULL)
		return;
	lines_free(&f->lines);
	if (f->lock >= 0)
		close(f->lock);
	if (f->dir >= 0)
		close(f->dir);
	pthread_mutex_destroy(&f->mutex);
	free(f->path);
	free(f);
}

/* ---- files ---- */

/*
 * The folders of a name, but for the last part of it: up to the first that is
 * there or can be made, which is nearly always the deepest, and down again.
 */
static enum status
make_way(struct folder *f, struct job *j, struct str name)
{
	char *const path = job_cstr(j, name);
	char *cut = strrchr(path, '/');

	for (; cut != NULL; cut = strrchr(path, '/')) {
		*cut = '\0';
		if (mkdirat(f->dir, path, 0755) == 0 || errno == EEXIST)
			break;
		if (errno != ENOENT)
			return file_fail(j, "making", full(f, j, str_of(path)));
	}
	for (; cut != NULL; cut = strchr(cut, '\0')) {
		*cut = '/';
		if (strlen(path) == name.n)
			return OK;
		if (mkdirat(f->dir, path, 0755) < 0 && errno != EEXIST)
			return file_fail(j, "making", full(f, j, str_of(path)));
	}
	return OK;
}

static enum status
move_in(struct folder *f, struct job *j, const char *aside, struct str name)
{
	const char *const to = job_cstr(j, name);
	enum status st = OK;

	if (renameat(f->dir, aside, f->dir, to) == 0)
		return OK;
	if (errno == ENOENT)
		st = make_way(f, j, name);
	if (st == OK && renameat(f->dir, aside, f->dir, to) < 0)
		st = file_fail(j, "writing", full(f, j, name));
	if (st != OK)
		(void)unlinkat(f->dir, aside, 0);
	return st;
}

/* A new file on its way. */
static int
open_aside(struct folder *f, struct job *j, const char **name)
{
	*name = job_cstr(j,
	    job_printf(j, ASIDE "/%llu",
		(unsigned long long)atomic_fetch_add(&f->names, 1)));
	return openat(f->dir, *name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0644);
}

static enum status
finish_aside(struct folder *f, struct job *j, int fd, const char *aside,
    struct str name, enum status st)
{
	if (close(fd) < 0 && st == OK)
		st = file_fail(j, "writing", full(f, j, name));
	if (st == OK)
		return move_in(f, j, aside, name);
	(void)unlinkat(f->dir, aside, 0);
	return st;
}

/* Whether a file has just these bytes. */
static bool
has_bytes(struct job *j, int fd, struct str bytes)
{
	struct stat sb;
	char *const room = job_room(j, PIECE);
	size_t at = 0;

	if (fstat(fd, &sb) < 0 || !S_ISREG(sb.st_mode)
	    || (uint64_t)sb.st_size != bytes.n)
		return false;
	while (at < bytes.n) {
		const ssize_t n = read(fd, room, PIECE);

		if (n <= 0 || (size_t)n > bytes.n - at
		    || memcmp(room, bytes.p + at, (size_t)n) != 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

/* Write a file, unless it is there with the same bytes. */
static enum status
write_file(struct folder *f, struct job *j, struct str name, struct str bytes,
    bool fresh, bool *written)
{
	int fd = fresh
	    ? -1
	    : openat(f->dir, job_cstr(j, name), O_RDONLY | O_CLOEXEC);
	const char *aside;
	enum status st;

	*written = fd < 0 || !has_bytes(j, fd, bytes);
	if (fd >= 0)
		close(fd);
	if (!*written)
		return OK;
	fd = open_aside(f, j, &aside);
	if (fd < 0)
		return file_fail(j, "writing", full(f, j, name));
	st = file_write_fd(j, fd, bytes);
	return finish_aside(f, j, fd, aside, name, st);
}

enum status
folder_put(struct folder *f, struct job *j, struct str name, struct str bytes,
    bool *written)
{
	bool first;
	const enum status st = line_put(f, j, name, &first);

	return st == OK
	    ? write_file(f, j, name, bytes, f->fresh && first, written)
	    : st;
}

static enum status
copy_fd(struct job *j, int from, int to)
{
	ssize_t n;
	char *room;

	while (
	    (n = copy_file_range(from, NULL, to, NULL, (size_t)1 << 30, 0)) > 0)
		;
	if (n == 0)
		return OK;
	if (errno != EXDEV && errno != EINVAL && errno != EOPNOTSUPP)
		return file_fail(j, "copying", "a picture");
	/* Another file system, or one that can't. */
	room = job_room(j, PIECE);
	while ((n = read(from, room, PIECE)) > 0) {
		const enum status st = file_write_fd(j, to,
		    str_from(room, (size_t)n));

		if (st != OK)
			return st;
	}
	return n == 0 ? OK : file_fail(j, "reading", "a picture");
}

enum status
folder_keep(struct folder *f, struct job *j, struct str name, bool *is)
{
	bool first;

	*is = faccessat(f->dir, job_cstr(j, name), F_OK, 0) == 0;
	return *is ? line_put(f, j, name, &first) : OK;
}

enum status
folder_copy(struct folder *f, struct job *j, struct str name, int from,
    bool *written)
{
	const char *aside;
	bool is, first;
	enum status st = folder_keep(f, j, name, &is);
	int fd;

	*written = !is;
	if (st == OK && !is)
		st = line_put(f, j, name, &first);
	if (st != OK || is)
		return st;
	fd = open_aside(f, j, &aside);
	if (fd < 0)
		return file_fail(j, "writing", full(f, j, name));
	st = copy_fd(j, from, fd);
	return finish_aside(f, j, fd, aside, name, st);
}

enum status
folder_drop(struct folder *f, struct job *j, struct str name, bool *was)
{
	char *const path = job_cstr(j, name);
	char *cut;

	*was = unlinkat(f->dir, path, 0) == 0;
	if (!*was) {
		if (errno == ENOENT || errno == ENOTDIR)
			return OK;
		return file_fail(j, "removing", full(f, j, name));
	}
	while ((cut = strrchr(path, '/')) != NULL) {
		*cut = '\0';
		if (unlinkat(f->dir, path, AT_REMOVEDIR) < 0)
			break;
	}
	return OK;
}

/* ---- a whole export ---- */

enum status
folder_begin(struct folder *f, struct job *j)
{
	lines_free(&f->lines);
	/* What is in the list of one that was cut off was put all the same. */
	return lines_open(f, j, FILES_NEW, "ae");
}

static enum status
sweep_one(struct folder *f, struct job *own, struct str name, void *arg)
{
	int64_t *const dropped = arg;
	bool was = false;
	enum status st = OK;

	if (!lines_have(&f->lines, name))
		st = folder_drop(f, own, name, &was);
	*dropped += was;
	return st;
}

enum status
folder_sweep(struct folder *f, struct job *j, int64_t *dropped)
{
	const char *const notes = file_path(j, f->path, FOLDER_NOTES);
	enum status st = OK;

	if (fflush(f->lines.to) != 0)
		return file_fail(j, "writing", f->path);
	st = lines_each(f, j, FILES, sweep_one, dropped);
	if (st == OK)
		st = lines_each(f, j, FILES_NEW, sweep_one, dropped);
	if (st == OK
	    && rename(file_path(j, notes, FILES_NEW),
		   file_path(j, notes, FILES))
		< 0)
		st = file_fail(j, "writing", file_path(j, notes, FILES));
	return st;
}

/* ---- notes ---- */

enum status
folder_recall(struct folder *f, struct job *j, const char *name, size_t max,
    struct str *out)
{
	return file_read(j,
	    file_path(j, file_path(j, f->path, FOLDER_NOTES), name), max, out);
}

enum status
folder_note(struct folder *f, struct job *j, const char *name, struct str bytes)
{
	bool written;

	return write_file(f, j, job_printf(j, FOLDER_NOTES "/%s", name), bytes,
	    false, &written);
}

enum status
folder_sync(struct folder *f, struct job *j)
{
	return syncfs(f->dir) == 0 ? OK : file_fail(j, "writing", f->path);
}
