/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <libdeflate.h>
#include <lz4.h>
#include <stdlib.h>

#include "base/deflate.h"

#define SIZE_BYTES 10 /* of a 64-bit number in LEB128 */
#define RATIO 1032    /* no deflate stream grows more than that */

struct deflater {
	struct libdeflate_compressor *in;
	struct libdeflate_decompressor *out;
};

struct deflater *
deflater_new(void)
{
	struct deflater *d = calloc(1, sizeof(*d));

	if (d == NULL)
		abort();
	d->in = libdeflate_alloc_compressor(1);
	d->out = libdeflate_alloc_decompressor();
	if (d->in == NULL || d->out == NULL)
		abort();
	return d;
}

void
deflater_free(struct deflater *d)
{
	if (d == NULL)
		return;
	libdeflate_free_compressor(d->in);
	libdeflate_free_decompressor(d->out);
	free(d);
}

static size_t
size_put(unsigned char *to, size_t n)
{
	size_t i = 0;

	while (n >= 0x80) {
		to[i++] = (unsigned char)(n | 0x80);
		n >>= 7;
	}
	to[i++] = (unsigned char)n;
	return i;
}

/* How many bytes the size took, or 0 if it is none. */
static size_t
size_at(struct str s, uint64_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n && i < SIZE_BYTES - 1; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		v |= (uint64_t)(c & 0x7f) << (7 * i);
		if (c < 0x80) {
			*out = v;
			return i + 1;
		}
	}
	return 0;
}

struct str
deflate_pack(struct deflater *d, struct job *j, struct str plain)
{
	const size_t bound = libdeflate_deflate_compress_bound(d->in, plain.n);
	unsigned char *to = job_room(j, SIZE_BYTES + bound);
	const size_t head = size_put(to, plain.n);
	const size_t n = libdeflate_deflate_compress(d->in, plain.p, plain.n,
	    to + head, bound);

	job_give_back(j, to, SIZE_BYTES + bound, head + n);
	return str_from((char *)to, head + n);
}

/* Room for n bytes of plain text; head: those that say so. */
static enum status
room_for(struct job *j, struct str packed, size_t max, size_t *head, char **to,
    size_t *n)
{
	uint64_t size = 0;

	*head = size_at(packed, &size);
	if (*head == 0 || size > (uint64_t)(packed.n - *head) * RATIO)
		return job_fail(j, FAULT, "stored text is damaged");
	if (size > max)
		return job_fail(j, INVALID,
		    "stored text has %llu bytes, more than the %zu allowed",
		    (unsigned long long)size, max);
	*n = (size_t)size;
	*to = job_room(j, *n + 1);
	return OK;
}

enum status
deflate_unpack(struct deflater *d, struct job *j, struct str packed, size_t max,
    struct str *plain)
{
	size_t head, n = 0, taken = 0;
	char *to = NULL;
	const enum status st = room_for(j, packed, max, &head, &to, &n);

	if (st != OK)
		return st;
	if (libdeflate_deflate_decompress_ex(d->out, packed.p + head,
		packed.n - head, to, n, &taken, NULL)
		!= LIBDEFLATE_SUCCESS
	    || taken != packed.n - head)
		return job_fail(j, FAULT, "stored text is damaged");
	*plain = str_from(to, n);
	return OK;
}

struct str
lz4_pack(struct job *j, struct str plain)
{
	assert(plain.n <= LZ4_MAX_INPUT_SIZE);
	const int bound = LZ4_compressBound((int)plain.n);
	unsigned char *to = job_room(j, SIZE_BYTES + (size_t)bound);
	const size_t head = size_put(to, plain.n);
	const int n = LZ4_compress_default(plain.n > 0 ? plain.p : "",
	    (char *)to + head, (int)plain.n, bound);

	job_give_back(j, to, SIZE_BYTES + (size_t)bound, head + (size_t)n);
	return str_from((char *)to, head + (size_t)n);
}

enum status
lz4_unpack(struct job *j, struct str packed, size_t max, struct str *plain)
{
	size_t head, n = 0;
	char *to = NULL;
	const enum status st = room_for(j, packed, max, &head, &to, &n);

	if (st != OK)
		return st;
	if (packed.n - head > LZ4_MAX_INPUT_SIZE || n > LZ4_MAX_INPUT_SIZE
	    || LZ4_decompress_safe(packed.p + head, to, (int)(packed.n - head),
		   (int)n)
		!= (int)n)
		return job_fail(j, FAULT, "stored text is damaged");
	*plain = str_from(to, n);
	return OK;
}
