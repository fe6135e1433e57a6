/* SPDX-License-Identifier: ISC */
/*
 * 1. .stet/files names each file that was put, a line each, in the order in
 *    which they came; .stet/files.new is the one that a whole export is
 *    writing.  A line may stand twice or for a file that is there no more,
 *    never a file be without its line: it is written first.
 * 2. The first whole export makes its files in .stet/first, in place, and what
 *    lies there moves up when all of it is on the disk: nobody reads it before,
 *    so no file needs a rename of its own.  Cut off, it is begun anew; cut off
 *    while moving up (there is no files.new any more), the next one ends that.
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
#define FIRST FOLDER_NOTES "/first"
#define RECENT 4096 /* names that need no second line just yet */
#define SWEEP_ROOM ((size_t)1 << 19) /* for half as many names at a time */

struct folder {
	char *path;
	int dir;   /* the folder */
	int files; /* where files are put: dir, or .stet/first */
	int lock;  /* .stet/lock */
	pthread_mutex_t mutex;
	FILE *list;
	off_t began; /* where in it this whole export's lines begin */
	bool whole;
	uint64_t lines;          /* since then */
	uint64_t recent[RECENT]; /* names that a whole export put, hashed */
	_Atomic uint64_t names;  /* of files on their way */
};

static bool
is_first(const struct folder *f)
{
	return f->files != f->dir;
}

/* ---- names ---- */

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

static const char *
note_path(const struct folder *f, struct job *j, const char *name)
{
	return file_path(j, file_path(j, f->path, FOLDER_NOTES), name);
}

/* ---- lines ---- */

static enum status
list_open(struct folder *f, struct job *j, const char *name)
{
	const char *const path = note_path(f, j, name);

	if (f->list != NULL)
		(void)fclose(f->list);
	f->list = fopen(path, "ae");
	if (f->list == NULL || fseeko(f->list, 0, SEEK_END) < 0)
		return file_fail(j, "opening", path);
	f->began = ftello(f->list);
	return OK;
}

/* Each line of a list that is there, from one place in it to another. */
typedef enum status line_do(struct folder *f, struct job *own, struct str name,
    void *arg);
static enum status
lines_each(struct folder *f, struct job *j, const char *name, off_t at,
    off_t end, line_do *act, void *arg)
{
	const char *const path = note_path(f, j, name);
	FILE *from = fopen(path, "re");
	struct job *own = job_new(job_now(j));
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	enum status st = OK;

	if (from == NULL && errno != ENOENT)
		st = file_fail(j, "opening", path);
	if (from != NULL && fseeko(from, at, SEEK_SET) < 0)
		st = file_fail(j, "reading", path);
	while (from != NULL && st == OK && at < end
	    && (n = getline(&line, &room, from)) > 0) {
		const bool whole = line[n - 1] == '\n';

		at += n;
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

static enum status
line_write(struct folder *f, struct job *j, struct str name, bool at_once)
{
	if (fwrite(name.p, 1, name.n, f->list) < name.n
	    || putc('\n', f->list) == EOF || (at_once && fflush(f->list) != 0))
		return file_fail(j, "writing", f->path);
	return OK;
}

/*
 * A file is going to be put: its line first, and on its way to the disk unless
 * another list has it or all will be begun anew.
 */
static enum status
line_put(struct folder *f, struct job *j, struct str name, bool is)
{
	const uint64_t hash = str_hash(name);
	uint64_t *const recent = &f->recent[hash % RECENT];
	enum status st = OK;

	if (is && !f->whole)
		return OK;
	pthread_mutex_lock(&f->mutex);
	if (!f->whole || *recent != hash) {
		st = line_write(f, j, name, !is && !is_first(f));
		*recent = hash;
		f->lines++;
	}
	pthread_mutex_unlock(&f->mutex);
	return st;
}

/* ---- opening ---- */

/* But for what an export remembers there. */
static bool
is_empty(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	bool empty = true;

	while (d != NULL && empty && (e = readdir(d)) != NULL) /* NOLINT */
		empty = strcmp(e->d_name, ".") == 0
		    || strcmp(e->d_name, "..") == 0
		    || strcmp(e->d_name, FOLDER_NOTES) == 0;
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
	const char *const path = note_path(f, j, "lock");

	f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (f->lock < 0)
		return file_fail(j, "opening", path);
	if (flock(f->lock, LOCK_EX | LOCK_NB) == 0)
		return OK;
	return job_fail(j, BUSY, "another export is at work in %s", f->path);
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

/* All that a first export has made, to where it belongs. */
static enum status
move_up(struct folder *f, struct job *j)
{
	DIR *d = opendir(file_path(j, f->path, FIRST));
	const struct dirent *e;
	enum status st = OK;

	if (d == NULL)
		return file_fail(j, "opening", file_path(j, f->path, FIRST));
	while (st == OK && (e = readdir(d)) != NULL) { /* NOLINT */
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (renameat(dirfd(d), e->d_name, f->dir, e->d_name) < 0)
			st = job_fail(j, CONFLICT,
			    "%s/%s, which an export would make, came there "
			    "meanwhile: move it elsewhere and export again",
			    f->path, e->d_name);
	}
	(void)closedir(d);
	if (st == OK && unlinkat(f->dir, FIRST, AT_REMOVEDIR) < 0)
		st = file_fail(j, "removing", file_path(j, f->path, FIRST));
	return st;
}

/* What became of a first export that was cut off. */
static enum status
end_first(struct folder *f, struct job *j)
{
	const char *const first = file_path(j, f->path, FIRST);
	const char *const files = note_path(f, j, FILES_NEW);

	if (access(first, F_OK) != 0)
		return OK;
	if (access(files, F_OK) != 0)
		return move_up(f, j);
	file_remove_tree(first);
	if (access(first, F_OK) == 0 || unlink(files) < 0)
		return file_fail(j, "removing", first);
	return OK;
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
	f->files = f->dir;
	if (st == OK && f->dir < 0)
		st = file_fail(j, "opening", path);
	if (st == OK)
		st = make_notes(f, j);
	if (st == OK)
		st = end_first(f, j);
	/* What one that was cut off had put, was put. */
	if (st == OK)
		st = list_open(f, j, FILES);
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
	if (f->list != NULL)
		(void)fclose(f->list);
	if (is_first(f))
		close(f->files);
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
		if (mkdirat(f->files, path, 0755) == 0 || errno == EEXIST)
			break;
		if (errno != ENOENT)
			return file_fail(j, "making", full(f, j, str_of(path)));
	}
	for (; cut != NULL; cut = strchr(cut, '\0')) {
		*cut = '/';
		if (strlen(path) == name.n)
			return OK;
		if (mkdirat(f->files, path, 0755) < 0 && errno != EEXIST)
			return file_fail(j, "making", full(f, j, str_of(path)));
	}
	return OK;
}

static enum status
move_in(struct folder *f, struct job *j, const char *aside, struct str name)
{
	const char *const to = job_cstr(j, name);
	enum status st = OK;

	if (renameat(f->dir, aside, f->files, to) == 0)
		return OK;
	if (errno == ENOENT)
		st = make_way(f, j, name);
	if (st == OK && renameat(f->dir, aside, f->files, to) < 0)
		st = file_fail(j, "writing", full(f, j, name));
	if (st != OK)
		(void)unlinkat(f->dir, aside, 0);
	return st;
}

/* A new file where nobody looks yet; *aside is NULL if it is in its place. */
static int
open_new(struct folder *f, struct job *j, struct str name, const char **aside)
{
	int fd = -1;

	*aside = NULL;
	if (is_first(f)) {
		const int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;

		/* Most are alone in a folder that is not there yet. */
		if (str_ends(name, STR("/index.html")))
			(void)make_way(f, j, name);
		fd = openat(f->files, job_cstr(j, name), how, 0644);
		if (fd < 0 && errno == ENOENT && make_way(f, j, name) == OK)
			fd = openat(f->files, job_cstr(j, name), how, 0644);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	*aside = job_cstr(j,
	    job_printf(j, ASIDE "/%llu",
		(unsigned long long)atomic_fetch_add(&f->names, 1)));
	return openat(f->dir, *aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0644);
}

static enum status
finish_new(struct folder *f, struct job *j, int fd, const char *aside,
    struct str name, enum status st)
{
	if (close(fd) < 0 && st == OK)
		st = file_fail(j, "writing", full(f, j, name));
	if (aside == NULL) {
		if (st != OK)
			(void)unlinkat(f->files, job_cstr(j, name), 0);
		return st;
	}
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

static enum status
write_new(struct folder *f, struct job *j, struct str name, struct str bytes)
{
	const char *aside;
	const int fd = open_new(f, j, name, &aside);

	return fd < 0
	    ? file_fail(j, "writing", full(f, j, name))
	    : finish_new(f, j, fd, aside, name, file_write_fd(j, fd, bytes));
}

enum status
folder_put(struct folder *f, struct job *j, struct str name, struct str bytes,
    bool *written)
{
	/* In a first one nearly nothing is there; O_EXCL knows what is. */
	const int fd = is_first(f)
	    ? -1
	    : openat(f->files, job_cstr(j, name), O_RDONLY | O_CLOEXEC);
	const enum status st = line_put(f, j, name, fd >= 0);

	*written = fd < 0 || !has_bytes(j, fd, bytes);
	if (fd >= 0)
		close(fd);
	return st == OK && *written ? write_new(f, j, name, bytes) : st;
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
	*is = faccessat(f->files, job_cstr(j, name), F_OK, 0) == 0;
	return *is ? line_put(f, j, name, true) : OK;
}

enum status
folder_copy(struct folder *f, struct job *j, struct str name, int from,
    bool *written)
{
	const char *aside;
	bool is;
	enum status st = folder_keep(f, j, name, &is);
	int fd;

	*written = !is;
	if (st == OK && !is)
		st = line_put(f, j, name, false);
	if (st != OK || is)
		return st;
	fd = open_new(f, j, name, &aside);
	if (fd < 0)
		return file_fail(j, "writing", full(f, j, name));
	return finish_new(f, j, fd, aside, name, copy_fd(j, from, fd));
}

enum status
folder_drop(struct folder *f, struct job *j, struct str name, bool *was)
{
	char *const path = job_cstr(j, name);
	char *cut;

	*was = unlinkat(f->files, path, 0) == 0;
	if (!*was) {
		if (errno == ENOENT || errno == ENOTDIR)
			return OK;
		return file_fail(j, "removing", full(f, j, name));
	}
	while ((cut = strrchr(path, '/')) != NULL) {
		*cut = '\0';
		if (unlinkat(f->files, path, AT_REMOVEDIR) < 0)
			break;
	}
	return OK;
}

/* ---- a whole export ---- */

static enum status
begin_first(struct folder *f, struct job *j)
{
	const char *const first = file_path(j, f->path, FIRST);
	const enum status st = make_folder(j, first);

	if (st != OK)
		return st;
	f->files = open(first, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->files >= 0)
		return OK;
	f->files = f->dir;
	return file_fail(j, "opening", first);
}

enum status
folder_begin(struct folder *f, struct job *j)
{
	/* What is in the list of one that was cut off was put all the same. */
	const bool first = f->began == 0 && ftello(f->list) == 0
	    && access(note_path(f, j, FILES_NEW), F_OK) != 0
	    && is_empty(f->path);
	const enum status st = list_open(f, j, FILES_NEW);

	memset(f->recent, 0, sizeof(f->recent));
	f->whole = true;
	f->lines = 0;
	return st == OK && first ? begin_first(f, j) : st;
}

/* Names that hash to this part, of which the export that ends put some. */
struct sweep {
	uint64_t *at; /* SWEEP_ROOM of them; 0: free */
	uint64_t part, parts;
	int64_t dropped;
};

static uint64_t *
sweep_slot(const struct sweep *s, uint64_t h)
{
	size_t k = (size_t)(h / s->parts) & (SWEEP_ROOM - 1);

	while (s->at[k] != 0 && s->at[k] != h)
		k = (k + 1) & (SWEEP_ROOM - 1);
	return &s->at[k];
}

static enum status
sweep_keep(struct folder *f, struct job *own, struct str name, void *arg)
{
	const struct sweep *const s = arg;
	const uint64_t h = str_hash(name);

	(void)f;
	(void)own;
	if (h % s->parts == s->part)
		*sweep_slot(s, h) = h;
	return OK;
}

static enum status
sweep_drop(struct folder *f, struct job *own, struct str name, void *arg)
{
	struct sweep *const s = arg;
	const uint64_t h = str_hash(name);
	bool was = false;
	enum status st = OK;

	if (h % s->parts == s->part && *sweep_slot(s, h) == 0)
		st = folder_drop(f, own, name, &was);
	s->dropped += was;
	return st;
}

/* A part of all names at a time, so that memory has a bound. */
static enum status
sweep(struct folder *f, struct job *j, int64_t *dropped)
{
	struct sweep s = { .parts = f->lines / (SWEEP_ROOM / 2) + 1 };
	enum status st = OK;

	for (; st == OK && s.part < s.parts; s.part++) {
		s.at = calloc(SWEEP_ROOM, sizeof(*s.at));
		if (s.at == NULL)
			abort();
		st = lines_each(f, j, FILES_NEW, f->began, INT64_MAX,
		    sweep_keep, &s);
		if (st == OK)
			st = lines_each(f, j, FILES, 0, INT64_MAX, sweep_drop,
			    &s);
		if (st == OK)
			st = lines_each(f, j, FILES_NEW, 0, f->began,
			    sweep_drop, &s);
		free(s.at);
	}
	*dropped += s.dropped;
	return st;
}

enum status
folder_sweep(struct folder *f, struct job *j, int64_t *dropped)
{
	const char *const list = note_path(f, j, FILES_NEW);
	const bool first = is_first(f);
	enum status st = OK;

	f->whole = false;
	if (fflush(f->list) != 0)
		return file_fail(j, "writing", list);
	st = first ? folder_sync(f, j) : sweep(f, j, dropped);
	if (st == OK && rename(list, note_path(f, j, FILES)) < 0)
		st = file_fail(j, "writing", list);
	if (st != OK || !first)
		return st;
	close(f->files);
	f->files = f->dir;
	return move_up(f, j);
}

/* ---- notes ---- */

enum status
folder_recall(struct folder *f, struct job *j, const char *name, size_t max,
    struct str *out)
{
	return file_read(j, note_path(f, j, name), max, out);
}

enum status
folder_note(struct folder *f, struct job *j, const char *name, struct str bytes)
{
	const char *const path = note_path(f, j, name);
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const bool same = fd >= 0 && has_bytes(j, fd, bytes);

	if (fd >= 0)
		close(fd);
	return same ? OK
		    : file_put(j, file_path(j, f->path, ASIDE "/note"), path,
			bytes, 0644);
}

enum status
folder_sync(struct folder *f, struct job *j)
{
	return syncfs(f->dir) == 0 ? OK : file_fail(j, "writing", f->path);
}
