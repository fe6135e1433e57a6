/* SPDX-License-Identifier: ISC */
#include "site/pack.h"

static void
pack_size(struct buf *b, uint64_t v)
{
	while (v >= 0x80) {
		buf_ch(b, (char)(v | 0x80));
		v >>= 7;
	}
	buf_ch(b, (char)v);
}

static uint64_t
unpack_size(struct unpack *u)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 64 && u->rest.n > 0; shift += 7) {
		const unsigned char c = (unsigned char)u->rest.p[0];

		u->rest = str_skip(u->rest, 1);
		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return v;
	}
	u->broken = true;
	return 0;
}

void
pack_int(struct buf *b, int64_t v)
{
	/* The sign goes to the low end, so that small numbers stay short. */
	pack_size(b, ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

void
pack_str(struct buf *b, struct str s)
{
	pack_size(b, s.n);
	buf_put(b, s);
}

int64_t
unpack_int(struct unpack *u)
{
	const uint64_t v = unpack_size(u);

	return (int64_t)((v >> 1) ^ (v & 1 ? UINT64_MAX : 0));
}

struct str
unpack_str(struct unpack *u)
{
	const uint64_t n = unpack_size(u);

	if (n > u->rest.n) {
		u->broken = true;
		u->rest.n = 0;
		return (struct str){ NULL, 0 };
	}
	const struct str s = str_from(u->rest.p, (size_t)n);

	u->rest = str_skip(u->rest, (size_t)n);
	return s;
}
