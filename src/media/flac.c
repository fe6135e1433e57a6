/* SPDX-License-Identifier: ISC */
#include "media/bytes.h"
#include "media/clean.h"

#define MARK 4
#define HEAD 4 /* of a metadata block */
#define STREAMINFO 0
#define SEEKTABLE 3
#define STREAMINFO_BYTES 34

/* Move the two blocks that stay to the front; where the sound begins, or 0. */
static size_t
blocks(unsigned char *p, size_t n, size_t *out)
{
	size_t at = MARK, last = MARK;
	bool ends = false;

	*out = MARK;
	while (!ends) {
		if (n - at < HEAD)
			return 0;
		const unsigned type = p[at] & 0x7f;
		const size_t bytes = HEAD
		    + ((size_t)p[at + 1] << 16 | be16(p + at + 2));

		ends = (p[at] & 0x80) != 0;
		if (bytes > n - at
		    || (at == MARK
			&& (type != STREAMINFO
			    || bytes != HEAD + STREAMINFO_BYTES)))
			return 0;
		if (at == MARK || type == SEEKTABLE) {
			memmove(p + *out, p + at, bytes);
			p[*out] = (unsigned char)type;
			last = *out;
			*out += bytes;
		}
		at += bytes;
	}
	p[last] |= 0x80;
	return at;
}

bool
clean_flac(struct clean *c)
{
	const size_t tag = id3_before(c->p, c->n);
	unsigned char *const p = c->p + tag;
	const size_t n = id3_behind(p, c->n - tag);
	size_t out, at;

	if (!begins(p, n, STR("fLaC")) || (at = blocks(p, n, &out)) == 0
	    || n - at < 2 || p[at] != 0xff || (p[at + 1] & 0xfc) != 0xf8)
		return clean_refuse(c, "the FLAC file is damaged");
	/* The blocks go to the sound, which is far more. */
	c->p = p + at - out;
	c->n = out + n - at;
	memmove(c->p, p, out);

	const unsigned char *const info = c->p + MARK + HEAD;
	const uint32_t rate = be32(info + 10) >> 12;
	const uint64_t samples = (uint64_t)(info[13] & 0x0f) << 32
	    | be32(info + 14);

	c->format = MADE_FLAC;
	c->duration = seconds_of(samples, rate);
	return true;
}
