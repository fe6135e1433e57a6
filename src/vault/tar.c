/* SPDX-License-Identifier: ISC */
#include "vault/tar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define OCTAL_MAX ((int64_t)1 << 33) /* eleven digits: 8 GiB */

/* The fields of a header block: where, and how many bytes. */
enum field {
	NAME = 0,
	MODE = 100,
	UID = 108,
	GID = 116,
	SIZE = 124,
	MTIME = 136,
	CHECKSUM = 148,
	TYPE = 156,
	MAGIC = 257,
	MAJOR = 329,
	MINOR = 337,
};

/* Digits before a NUL, as many as fit. */
static void
octal(unsigned char *at, int width, int64_t v)
{
	for (int i = width - 2; i >= 0; i--) {
		at[i] = (unsigned char)('0' + (v & 7));
		v >>= 3;
	}
	at[width - 1] = '\0';
}

static int64_t
octal_of(const unsigned char *at, int width)
{
	int64_t v = 0;

	for (int i = 0; i < width - 1 && at[i] >= '0' && at[i] <= '7'; i++)
		v = v << 3 | (at[i] - '0');
	return v;
}

static void
block(unsigned char *b, const char *name, int64_t size, int64_t at,
    unsigned mode, char type)
{
	unsigned sum = 0;

	memset(b, 0, TAR_BLOCK);
	memcpy(b + NAME, name, strnlen(name, TAR_NAME_MAX));
	octal(b + MODE, 8, mode);
	octal(b + UID, 8, 0);
	octal(b + GID, 8, 0);
	octal(b + SIZE, 12, size);
	octal(b + MTIME, 12, at);
	memset(b + CHECKSUM, ' ', 8);
	b[TYPE] = (unsigned char)type;
	/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): a field of tar */
	memcpy(b + MAGIC, "ustar\00000", 8);
	octal(b + MAJOR, 8, 0);
	octal(b + MINOR, 8, 0);
	for (int i = 0; i < TAR_BLOCK; i++)
		sum += b[i];
	octal(b + CHECKSUM, 7, sum);
}

/* "20 size=8589934592\n": the length counts itself. */
static size_t
size_record(int64_t size, char *out, size_t room)
{
	int n = 0, was;

	do {
		was = n;
		n = snprintf(out, room, "%d size=%lld\n", was, (long long)size);
		assert(n > 0 && (size_t)n < room);
	} while (n != was);
	return (size_t)n;
}

size_t
tar_head(const struct tar_member *m, unsigned char out[TAR_HEAD_MAX])
{
	char record[64];

	assert(
	    m->size >= 0 && m->at >= 0 && m->at < OCTAL_MAX && m->mode <= 0777);
	if (m->size < OCTAL_MAX) {
		block(out, m->name, m->size, m->at, m->mode, '0');
		return TAR_BLOCK;
	}
	const size_t n = size_record(m->size, record, sizeof(record));

	block(out, "size", (int64_t)n, m->at, m->mode, 'x');
	memset(out + TAR_BLOCK, 0, TAR_BLOCK);
	memcpy(out + TAR_BLOCK, record, n);
	block(out + 2 * (size_t)TAR_BLOCK, m->name, 0, m->at, m->mode, '0');
	return TAR_HEAD_MAX;
}

size_t
tar_head_bytes(const unsigned char *first)
{
	return first[TYPE] == 'x' ? TAR_HEAD_MAX : TAR_BLOCK;
}

/* The number behind "size=". */
static int64_t
record_size(const unsigned char *b)
{
	const struct str text = str_from((const char *)b, TAR_BLOCK);
	const size_t from = str_find(text, STR("size=")),
		     end = str_find_ch(text, '\n');
	int64_t v = 0;

	if (from == NOWHERE || end == NOWHERE || end < from
	    || !str_to_int(str_sub(text, from + 5, end - from - 5), &v))
		return -1;
	return v;
}

bool
tar_head_read(const unsigned char *head, struct tar_member *out)
{
	const size_t n = tar_head_bytes(head);
	const unsigned char *main = head + n - TAR_BLOCK;
	unsigned char again[TAR_HEAD_MAX];
	struct tar_member m = { .at = octal_of(main + MTIME, 12),
		.size = octal_of(main + SIZE, 12),
		.mode = (unsigned)octal_of(main + MODE, 8) };

	memcpy(m.name, main + NAME, TAR_NAME_MAX);
	if (n == TAR_HEAD_MAX)
		m.size = record_size(head + TAR_BLOCK);
	if (m.size < 0 || m.mode > 0777 || m.name[0] == '\0'
	    || (n == TAR_HEAD_MAX) != (m.size >= OCTAL_MAX))
		return false;
	/* There is one way of writing it, and this has to be that. */
	if (tar_head(&m, again) != n || memcmp(again, head, n) != 0)
		return false;
	*out = m;
	return true;
}

bool
tar_is_end(const unsigned char *b)
{
	for (int i = 0; i < TAR_BLOCK; i++)
		if (b[i] != 0)
			return false;
	return true;
}

size_t
tar_padding(int64_t size)
{
	return (size_t)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}
