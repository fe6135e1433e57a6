/* SPDX-License-Identifier: ISC */
#include "page/escape.h"

/* Which of the entities a byte becomes, counted from 1. */
static const unsigned char which[256] = {
	['&'] = 1,
	['<'] = 2,
	['>'] = 3,
	['"'] = 4,
	['\''] = 5,
};

static const struct str entities[] = {
	STR_INIT(""),
	STR_INIT("&amp;"),
	STR_INIT("&lt;"),
	STR_INIT("&gt;"),
	STR_INIT("&quot;"),
	STR_INIT("&#39;"),
};

/* The first byte from i on that has an entity; eight at once, as few have. */
static size_t
next_special(struct str text, size_t i)
{
	const unsigned char *const p = (const unsigned char *)text.p;

	while (i + 8 <= text.n
	    && (which[p[i]] | which[p[i + 1]] | which[p[i + 2]]
		   | which[p[i + 3]] | which[p[i + 4]] | which[p[i + 5]]
		   | which[p[i + 6]] | which[p[i + 7]])
		== 0)
		i += 8;
	while (i < text.n && which[p[i]] == 0)
		i++;
	return i;
}

void
escape_put(struct buf *b, struct str text)
{
	size_t from = 0, i;

	while ((i = next_special(text, from)) < text.n) {
		buf_put(b, str_sub(text, from, i - from));
		buf_put(b, entities[which[(unsigned char)text.p[i]]]);
		from = i + 1;
	}
	buf_put(b, str_skip(text, from));
}

struct str
escape(struct job *j, struct str text)
{
	struct buf b = buf_in(j, SIZE_MAX);

	escape_put(&b, text);
	return buf_so_far(&b);
}
