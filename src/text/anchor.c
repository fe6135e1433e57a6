/* SPDX-License-Identifier: ISC */
#include "text/anchor.h"

#include "base/buf.h"

#define ANCHOR_BYTES 120

/* Punctuation outside ASCII: U+00A0 to U+00BF, U+2000 to U+206F, and CJK's. */
static size_t
punctuation(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n > 1 && p[0] == 0xc2)
		return 2;
	if (s.n > 2 && p[0] == 0xe2 && (p[1] == 0x80 || p[1] == 0x81))
		return 3;
	if (s.n > 2 && p[0] == 0xe3 && p[1] == 0x80 && p[2] < 0x91)
		return 3;
	return 0;
}

/* A character of ASCII as it stands in an id, 0 if it does not. */
static char
small(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c | 0x20);
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
		return c;
	return '\0';
}

/* An apostrophe joins what stands around it. */
static bool
parts_words(struct str s, size_t n)
{
	return n == 3 ? s.p[2] != '\x99' : s.p[0] != '\'';
}

static struct str
slug(struct job *j, struct str words)
{
	struct buf b = buf_in(j, ANCHOR_BYTES + 8);
	bool gap = false;

	BUF_LIT(&b, "h-");
	for (size_t i = 0; i < words.n;) {
		const struct str rest = str_skip(words, i);
		const bool wide = (unsigned char)words.p[i] >= 0x80;
		const size_t n = punctuation(rest);
		char c = words.p[i];

		if (!wide)
			c = small(c);

		/* Never stop within a character. */
		if (b.n >= ANCHOR_BYTES && (words.p[i] & 0xc0) != 0x80)
			break;
		if (n == 0 && c != '\0') {
			if (gap && b.n > 2)
				buf_ch(&b, '-');
			gap = false;
			buf_ch(&b, c);
		} else {
			gap = gap || parts_words(rest, n);
		}
		i += n > 0 ? n : 1;
	}
	if (b.n == 2)
		BUF_LIT(&b, "part");
	return buf_so_far(&b);
}

static bool
is_taken(const struct anchors *a, struct str id)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_eq(a->at[i], id))
			return true;
	return false;
}

struct str
anchor_of(struct anchors *a, struct str words)
{
	struct str id, first;

	if (a->n == ANCHORS_MAX)
		return STR("");
	if (a->n == a->room) {
		const size_t more = a->room == 0 ? 8 : a->room * 2;

		a->at = job_grow(a->j, a->at, a->room * sizeof(*a->at),
		    more * sizeof(*a->at));
		a->room = more;
	}
	first = id = slug(a->j, words);
	for (int turn = 2; is_taken(a, id); turn++)
		id = job_printf(a->j, "%.*s-%d", STR_ARG(first), turn);
	a->at[a->n++] = id;
	return id;
}
