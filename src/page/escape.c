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

void
escape_put(struct buf *b, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char e = which[(unsigned char)text.p[i]];

		if (e == 0)
			continue;
		buf_put(b, str_sub(text, from, i - from));
		buf_put(b, entities[e]);
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
