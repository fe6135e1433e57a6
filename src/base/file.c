/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define FOLDERS_OPEN 16

static enum status
status_of_errno(int e)
{
	switch (e) {
	case ENOENT:
	case ENOTDIR:
		return NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
		return DENIED;
	default:
		return FAULT;
	}
}

static int
remove_one(const char *path, const struct stat *sb, int what, struct FTW *ftw)
{
	(void)sb;
	(void)what;
	(void)ftw;
	return remove(path);
}

void
file_remove_tree(const char *path)
{
	/* glibc's is as safe as what it calls.  NOLINTNEXTLINE(concurrency-mt-unsafe) */
	(void)nftw(path, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

enum status
file_fail(struct job *j, const char *doing, const char *path)
{
	int e = errno;
	const char *why = strerrordesc_np(e);

	return job_fail(j, status_of_errno(e), "%s %s: %s", doing, path,
	    why ? why : "an error without a name");
}

char *
file_path(struct job *j, const char *dir, const char *name)
{
	size_t n = strlen(dir);
	const char *slash = n > 0 && dir[n - 1] == '/' ? "" : "/";
	struct str path = job_printf(j, "%s%s%s", dir, slash, name);

	return job_cstr(j, path);
}

enum status
file_read_fd(struct job *j, int fd, size_t max, struct str *out)
{
	struct buf b = buf_in(j, max);
	char piece[16384];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return file_fail(j, "reading", "input");
		buf_put(&b, str_from(piece, (size_t)n));
	}
	return buf_done(&b, out);
}

static enum status
read_regular(struct job *j, int fd, const char *path, size_t max,
    struct str *out)
{
	struct stat st;
	size_t got = 0;
	char *p;

	if (fstat(fd, &st) != 0)
		return file_fail(j, "reading", path);
	if (!S_ISREG(st.st_mode))
		return job_fail(j, INVALID, "%s is not a file", path);
	if ((uintmax_t)st.st_size > max)
		return job_fail(j, INVALID, "%s is larger than %zu bytes", path,
		    max);
	p = job_alloc(j, (size_t)st.st_size + 1);
	while (got < (size_t)st.st_size) {
		ssize_t n = read(fd, p + got, (size_t)st.st_size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return file_fail(j, "reading", path);
		if (n == 0)
			break;
		got += (size_t)n;
	}
	*out = str_from(p, got);
	return OK;
}

enum status
file_read(struct job *j, const char *path, size_t max, struct str *out)
{
	enum status st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return file_fail(j, "opening", path);
	st = read_regular(j, fd, path, max, out);
	(void)close(fd);
	return st;
}

enum status
file_hash_fd(struct job *j, int fd, const char *path, struct sha256 *out)
{
	enum { PIECE = 64 * 1024 };
	uint8_t *const piece = job_alloc(j, PIECE);
	struct sha256_ctx h;
	off_t at = 0;
	ssize_t n;

	sha256_init(&h);
	while ((n = pread(fd, piece, PIECE, at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return file_fail(j, "reading", path);
		sha256_update(&h, (size_t)n, piece);
		at += n;
	}
	sha256_digest(&h, sizeof(out->b), out->b);
	return OK;
}

enum status
file_hash(struct job *j, const char *path, struct sha256 *out)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return file_fail(j, "opening", path);
	const enum status st = file_hash_fd(j, fd, path, out);

	(void)close(fd);
	return st;
}

enum status
file_write_fd(struct job *j, int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return file_fail(j, "writing", "output");
		bytes = str_skip(bytes, (size_t)n);
	}
	return OK;
}

enum status
file_sync_folder(struct job *j, const char *path)
{
	size_t slash = str_rfind_ch(str_of(path), '/');
	const char *dir = slash == NOWHERE
	    ? "."
	    : job_cstr(j, str_sub(str_of(path), 0, slash > 0 ? slash : 1));
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status st = OK;

	if (fd < 0)
		return file_fail(j, "opening", dir);
	if (fsync(fd) != 0 && errno != EINVAL)
		st = file_fail(j, "syncing", dir);
	(void)close(fd);
	return st;
}

enum status
file_put(struct job *j, const char *aside, const char *path, struct str bytes,
    unsigned mode)
{
	int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    (mode_t)mode);
	enum status st;

	if (fd < 0)
		return file_fail(j, "creating", aside);
	st = file_write_fd(j, fd, bytes);
	if (st == OK && fdatasync(fd) != 0)
		st = file_fail(j, "syncing", aside);
	(void)close(fd);
	if (st == OK && rename(aside, path) != 0)
		st = file_fail(j, "replacing", path);
	if (st != OK) {
		(void)unlink(aside);
		return st;
	}
	return file_sync_folder(j, path);
}

enum status
file_replace(struct job *j, const char *path, struct str bytes, unsigned mode)
{
	struct str aside = job_printf(j, "%s.%ld~", path, (long)getpid());

	return file_put(j, aside.p, path, bytes, mode);
}
