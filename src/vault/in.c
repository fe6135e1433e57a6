/* SPDX-License-Identifier: ISC */
#include "vault/in.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define LINE_MAX_BYTES 256

enum status
in_begin(struct in *in)
{
	in->hasher = hasher_new();
	in->manifest = tmpfile();
	in->last = PARTS;
	return in->manifest ? OK
			    : file_fail(in->j, "making a file in",
				"the folder for temporary files (TMPDIR)");
}

void
in_end(struct in *in)
{
	hasher_free(in->hasher);
	if (in->manifest)
		(void)fclose(in->manifest);
}

/* n bytes, or fewer at the end of the file. */
static enum status
take_some(struct in *in, void *to, size_t n, size_t *got)
{
	char *at = to;

	for (*got = 0; *got < n;) {
		const ssize_t r = read(in->fd, at + *got, n - *got);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return file_fail(in->j, "reading", in->path);
		if (r == 0)
			break;
		*got += (size_t)r;
	}
	in->bytes += (int64_t)*got;
	progress_at(in->p, "megabytes", (uint64_t)(in->bytes >> 20),
	    (uint64_t)(in->total >> 20));
	return OK;
}

static enum status
cut_off(struct in *in)
{
	return job_fail(in->j, INVALID,
	    "%s is cut off after %lld bytes; the rest of the backup is missing",
	    in->path, (long long)in->bytes);
}

static enum status
take(struct in *in, void *to, size_t n)
{
	size_t got = 0;
	const enum status st = take_some(in, to, n, &got);

	return st == OK && got < n ? cut_off(in) : st;
}

static enum status
foreign(struct in *in)
{
	if (in->last == PARTS)
		return job_fail(in->j, INVALID,
		    "%s is no backup that \"stet backup\" made", in->path);
	return job_fail(in->j, INVALID,
	    "%s is damaged, or not as \"stet backup\" made it, behind byte "
	    "%lld",
	    in->path, (long long)in->bytes);
}

/* Each part after those before it; only folders' files come many times. */
static bool
in_order(const struct in *in)
{
	if (in->part == PARTS)
		return false;
	if (in->last == PARTS)
		return in->part == PART_TITLE;
	return in->part > in->last
	    || (in->part == in->last && part_is_folder(in->part));
}

static enum status
take_padding(struct in *in)
{
	char zeroes[TAR_BLOCK];
	const size_t n = tar_padding(in->m.size);
	const enum status st = take(in, zeroes, n);

	for (size_t i = 0; st == OK && i < n; i++)
		if (zeroes[i] != 0)
			return foreign(in);
	return st;
}

/* The first line of the manifest that is not what it should be. */
static enum status
differs(struct in *in, const char *want)
{
	const struct str line = str_trim(str_skip(str_of(want), 66));

	if (line.n == 0)
		return job_fail(in->j, INVALID,
		    "%s is damaged: its list of what is in it does not fit",
		    in->path);
	return job_fail(in->j, INVALID,
	    "%s is damaged: %.*s is not what it was when the backup was made",
	    in->path, STR_ARG(line));
}

/* The list that came has to be the one that was made on the way. */
static enum status
check_manifest(struct in *in)
{
	const long size = fflush(in->manifest) == 0 ? ftell(in->manifest) : -1;
	char want[LINE_MAX_BYTES], got[LINE_MAX_BYTES];
	enum status st = OK;

	if (size < 0)
		return file_fail(in->j, "writing", "the list of what is in it");
	rewind(in->manifest);
	while (st == OK && fgets(want, sizeof(want), in->manifest) != NULL) {
		const size_t n = strlen(want);

		if ((int64_t)n > in->left)
			return differs(in, want);
		st = take(in, got, n);
		in->left -= (int64_t)n;
		if (st == OK && memcmp(want, got, n) != 0)
			return differs(in, want);
	}
	if (st == OK && in->left > 0)
		return job_fail(in->j, INVALID,
		    "%s is damaged: files are missing that its list names",
		    in->path);
	return st == OK ? take_padding(in) : st;
}

/* Two blocks of zeroes, and nothing behind them. */
static enum status
check_end(struct in *in)
{
	unsigned char b[TAR_BLOCK];
	size_t got = 0;
	enum status st = take(in, b, sizeof(b));

	if (st == OK && !tar_is_end(b))
		return foreign(in);
	if (st == OK)
		st = take_some(in, b, 1, &got);
	if (st == OK && got > 0)
		return foreign(in);
	in->whole = st == OK;
	return st;
}

enum status
/* NOLINTNEXTLINE(misc-no-recursion): once, for the manifest */
in_next(struct in *in, bool *more)
{
	unsigned char head[TAR_HEAD_MAX];
	enum status st = take(in, head, TAR_BLOCK);
	const size_t n = tar_head_bytes(head);

	*more = false;
	if (st == OK && tar_is_end(head))
		return in->last == PART_MANIFEST ? check_end(in) : foreign(in);
	if (st == OK && n > TAR_BLOCK)
		st = take(in, head + TAR_BLOCK, n - TAR_BLOCK);
	if (st != OK)
		return st;
	if (!tar_head_read(head, &in->m))
		return foreign(in);
	in->part = part_of(str_of(in->m.name));
	if (!in_order(in))
		return foreign(in);
	in->last = in->part;
	in->left = in->m.size;
	in->files++;
	if (in->part != PART_MANIFEST) {
		*more = true;
		return OK;
	}
	st = check_manifest(in);
	return st == OK ? in_next(in, more) : st;
}

static enum status
list(struct in *in, struct sha256 sha)
{
	for (size_t i = 0; i < sizeof(sha.b); i++)
		if (fprintf(in->manifest, "%02x", sha.b[i]) < 0)
			break;
	if (fprintf(in->manifest, "  %s\n", in->m.name) < 0)
		return file_fail(in->j, "writing", "the list of what is in it");
	return take_padding(in);
}

enum status
in_copy(struct in *in, int fd, const char *path)
{
	hasher_begin(in->hasher, in->left);
	while (in->left > 0) {
		const size_t n = in->left < (int64_t)PIECE ? (size_t)in->left
							   : PIECE;
		char *piece = hasher_room(in->hasher);
		const enum status st = take(in, piece, n);

		if (st != OK)
			return st;
		hasher_take(in->hasher, n);
		if (file_write_fd(in->j, fd, str_from(piece, n)) != OK) {
			job_forgive(in->j);
			return file_fail(in->j, "writing", path);
		}
		in->left -= (int64_t)n;
	}
	return list(in, hasher_end(in->hasher));
}

enum status
in_text(struct in *in, size_t max, struct str *out)
{
	const size_t n = (size_t)in->left;
	char *p;

	if (in->left > (int64_t)max)
		return foreign(in);
	p = job_alloc(in->j, n + 1);
	const enum status st = take(in, p, n);

	if (st != OK)
		return st;
	in->left = 0;
	*out = str_from(p, n);
	return list(in, sha256_of(*out));
}
