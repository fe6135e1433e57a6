/* SPDX-License-Identifier: ISC */
#include "text/utf8.h"

/* How many bytes follow a first byte, and the least character so written. */
static size_t
length_of(unsigned char b, int32_t *first, int32_t *least)
{
	if (b >= 0xc2 && b < 0xe0) {
		*first = b & 0x1f;
		*least = 0x80;
		return 1;
	}
	if (b >= 0xe0 && b < 0xf0) {
		*first = b & 0x0f;
		*least = 0x800;
		return 2;
	}
	if (b >= 0xf0 && b < 0xf5) {
		*first = b & 0x07;
		*least = 0x10000;
		return 3;
	}
	return 0;
}

int32_t
utf8_next(struct str s, size_t *i)
{
	const unsigned char *p = (const unsigned char *)s.p + *i;
	const size_t left = s.n - *i;
	int32_t c = 0, least = 0;
	size_t n;

	(*i)++;
	if (p[0] < 0x80)
		return p[0];
	n = length_of(p[0], &c, &least);
	if (n == 0 || n >= left)
		return -1;
	for (size_t k = 1; k <= n; k++) {
		if ((p[k] & 0xc0) != 0x80)
			return -1;
		c = (c << 6) | (p[k] & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return -1;
	*i += n;
	return c;
}

size_t
utf8_length(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

size_t
utf8_put(char *at, int32_t c)
{
	if (c < 0x80) {
		at[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		at[0] = (char)(0xc0 | (c >> 6));
		at[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		at[0] = (char)(0xe0 | (c >> 12));
		at[1] = (char)(0x80 | ((c >> 6) & 0x3f));
		at[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	at[0] = (char)(0xf0 | (c >> 18));
	at[1] = (char)(0x80 | ((c >> 12) & 0x3f));
	at[2] = (char)(0x80 | ((c >> 6) & 0x3f));
	at[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}
