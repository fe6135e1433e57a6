/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "base/str.h"

struct str
str_of(const char *terminated)
{
	return (struct str){ terminated, terminated ? strlen(terminated) : 0 };
}

struct str
str_from(const char *p, size_t n)
{
	return (struct str){ p, n };
}

bool
str_eq(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	return a.n == 0 || (a.p && b.p && memcmp(a.p, b.p, a.n) == 0);
}

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

struct str
str_sub(struct str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){ s.p ? s.p + from : NULL, n };
}

struct str
str_skip(struct str s, size_t n)
{
	return str_sub(s, n, s.n);
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_space(s.p[0]))
		s = str_skip(s, 1);
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

size_t
str_find(struct str s, struct str what)
{
	const char *hit;

	if (what.n == 0 || s.n < what.n)
		return what.n == 0 ? 0 : NOWHERE;
	hit = memmem(s.p, s.n, what.p, what.n);
	return hit != NULL ? (size_t)(hit - s.p) : NOWHERE;
}

size_t
str_find_ch(struct str s, char c)
{
	const char *hit = s.p ? memchr(s.p, c, s.n) : NULL;

	return hit ? (size_t)(hit - s.p) : NOWHERE;
}

size_t
str_rfind_ch(struct str s, char c)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == c)
			return i - 1;
	return NOWHERE;
}

bool
str_cut(struct str *rest, char c, struct str *piece)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	at = str_find_ch(*rest, c);
	if (at == NOWHERE) {
		*piece = *rest;
		*rest = (struct str){ NULL, 0 };
	} else {
		*piece = str_sub(*rest, 0, at);
		*rest = str_skip(*rest, at + 1);
	}
	return true;
}

bool
str_line(struct str *rest, struct str *line)
{
	if (!str_cut(rest, '\n', line))
		return false;
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool
str_to_int(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	int64_t v = 0;

	if (minus)
		s = str_skip(s, 1);
	if (s.n == 0 || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*out = minus ? -v : v;
	return true;
}

/* How many bytes the well-formed sequence at s takes (Unicode 15, table 3-7). */
static size_t
utf8_len(struct str s)
{
	const unsigned char *b = (const unsigned char *)s.p;
	unsigned char low = 0x80, high = 0xBF;
	size_t n;

	assert(s.n > 0 && b != NULL);
	if (b[0] < 0x80)
		return 1;
	if (b[0] < 0xC2 || b[0] > 0xF4)
		return 0;
	n = b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
	if (s.n < n)
		return 0;
	if (b[0] == 0xE0)
		low = 0xA0;
	else if (b[0] == 0xED)
		high = 0x9F;
	else if (b[0] == 0xF0)
		low = 0x90;
	else if (b[0] == 0xF4)
		high = 0x8F;
	if (b[1] < low || b[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (b[i] < 0x80 || b[i] > 0xBF)
			return 0;
	return n;
}

/* How many bytes at the front are ASCII, by eights: most text is that. */
static size_t
ascii_eights(struct str s)
{
	size_t n = 0;

	while (s.n - n >= sizeof(uint64_t)) {
		uint64_t eight;

		memcpy(&eight, s.p + n, sizeof(eight));
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
		n += sizeof(eight);
	}
	return n;
}

bool
str_is_utf8(struct str s)
{
	while (s.n > 0) {
		size_t n = ascii_eights(s);

		if (n == 0)
			n = utf8_len(s);
		if (n == 0)
			return false;
		s = str_skip(s, n);
	}
	return true;
}

uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t n)
{
	const char *const p = bytes;

	for (size_t i = 0; i < n; i++)
		hash = hash_byte(hash, p[i]);
	return hash;
}

uint64_t
str_hash(struct str s)
{
	uint64_t h = hash_bytes(HASH_NONE, s.p, s.n);

	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	h ^= h >> 29;
	return h != 0 ? h : 1;
}
