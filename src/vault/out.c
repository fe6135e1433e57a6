/* SPDX-License-Identifier: ISC */
#include "vault/out.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "vault/tar.h"

#define WRITE_SOON ((int64_t)8 * 1024 * 1024)

enum status
out_begin(struct out *o)
{
	o->hasher = hasher_new();
	o->manifest = tmpfile();
	return o->manifest ? OK
			   : file_fail(o->j, "making a file in",
			       "the folder for temporary files (TMPDIR)");
}

void
out_end(struct out *o)
{
	hasher_free(o->hasher);
	if (o->manifest)
		(void)fclose(o->manifest);
}

static enum status
put(struct out *o, const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		const ssize_t w = write(o->fd, at, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return file_fail(o->j, "writing", o->path);
		at += w;
		n -= (size_t)w;
		o->bytes += w;
	}
	/* The disk writes while we read and hash; a pipe needs no telling. */
	if (o->bytes - o->told >= WRITE_SOON) {
		(void)sync_file_range(o->fd, o->told, o->bytes - o->told,
		    SYNC_FILE_RANGE_WRITE);
		o->told = o->bytes;
	}
	progress_at(o->p, "megabytes", (uint64_t)(o->bytes >> 20),
	    (uint64_t)(o->total >> 20));
	return OK;
}

static enum status
head(struct out *o, const char *name, unsigned mode, int64_t size)
{
	struct tar_member m = { .size = size, .at = o->at, .mode = mode };
	unsigned char bytes[TAR_HEAD_MAX];

	if (strlen(name) > TAR_NAME_MAX)
		return job_fail(o->j, INVALID,
		    "the name %s is too long for a backup; shorten it", name);
	(void)strncpy(m.name, name, TAR_NAME_MAX);
	o->files++;
	return put(o, bytes, tar_head(&m, bytes));
}

static enum status
pad(struct out *o, int64_t size)
{
	static const char zeroes[TAR_BLOCK];

	return put(o, zeroes, tar_padding(size));
}

static enum status
list(struct out *o, const char *name, struct sha256 sha)
{
	for (size_t i = 0; i < sizeof(sha.b); i++)
		if (fprintf(o->manifest, "%02x", sha.b[i]) < 0)
			break;
	if (fprintf(o->manifest, "  %s\n", name) < 0)
		return file_fail(o->j, "writing", "the list of what is in it");
	return OK;
}

enum status
out_bytes(struct out *o, const char *name, unsigned mode, struct str bytes)
{
	enum status st = head(o, name, mode, (int64_t)bytes.n);

	if (st == OK)
		st = put(o, bytes.p, bytes.n);
	if (st == OK)
		st = pad(o, (int64_t)bytes.n);
	return st == OK ? list(o, name, sha256_of(bytes)) : st;
}

/* The next n bytes, hashed on their way. */
static enum status
pass(struct out *o, int fd, const char *path, int64_t n, struct sha256 *sha)
{
	hasher_begin(o->hasher, n);
	while (n > 0) {
		const size_t want = n < (int64_t)PIECE ? (size_t)n : PIECE;
		char *piece = hasher_room(o->hasher);
		ssize_t got;

		do
			got = read(fd, piece, want);
		while (got < 0 && errno == EINTR);
		if (got < 0)
			return file_fail(o->j, "reading", path);
		if (got == 0)
			return job_fail(o->j, FAULT,
			    "%s became shorter while it was read", path);
		hasher_take(o->hasher, (size_t)got);
		const enum status st = put(o, piece, (size_t)got);

		if (st != OK)
			return st;
		n -= got;
	}
	*sha = hasher_end(o->hasher);
	return OK;
}

enum status
out_file(struct out *o, const char *name, unsigned mode, int fd,
    const char *path, int64_t size, struct sha256 *sha)
{
	struct sha256 got;
	enum status st = head(o, name, mode, size);

	if (st == OK)
		st = pass(o, fd, path, size, &got);
	if (st == OK)
		st = pad(o, size);
	if (st != OK)
		return st;
	if (sha)
		*sha = got;
	return list(o, name, got);
}

enum status
out_close(struct out *o)
{
	static const char end[2 * TAR_BLOCK];
	const long size = fflush(o->manifest) == 0 ? ftell(o->manifest) : -1;
	const int fd = fileno(o->manifest);
	struct sha256 sha;
	enum status st;

	if (size < 0 || lseek(fd, 0, SEEK_SET) != 0)
		return file_fail(o->j, "writing", "the list of what is in it");
	st = head(o, part_name(PART_MANIFEST), part_mode(PART_MANIFEST), size);
	if (st == OK)
		st = pass(o, fd, "the list of what is in it", size, &sha);
	if (st == OK)
		st = pad(o, size);
	return st == OK ? put(o, end, sizeof(end)) : st;
}
