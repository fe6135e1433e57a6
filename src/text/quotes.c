/* SPDX-License-Identifier: ISC */
#include "text/quotes.h"

#include <string.h>

#include "text/canonical.h"

/* What straight quotes, hyphens and full stops may become something else. */
static bool
is_mark(char c)
{
	return c == '"' || c == '\'' || c == '-' || c == '.';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Behind these a quotation begins, behind all else it ends. */
static bool
opens_behind(struct str before)
{
	static const struct str openers[] = { STR_INIT("("), STR_INIT("["),
		STR_INIT("{"), STR_INIT("/"), STR_INIT("-"), STR_INIT("“"),
		STR_INIT("‘"), STR_INIT("«"), STR_INIT("„"), STR_INIT("‹"),
		STR_INIT("—"), STR_INIT("–"), STR_INIT("\xc2\xa0") };

	if (is_blank(before.p[before.n - 1]))
		return true;
	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (str_ends(before, openers[i]))
			return true;
	return false;
}

/* How many of c stand at the front of s. */
static size_t
run_of(struct str s, char c)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

static void
put_double(const struct quotes *q, struct buf *b, bool opens, struct str behind)
{
	const bool blank = behind.n > 0 && is_blank(behind.p[0]);

	buf_put(b, opens && !blank ? q->phrases->open : q->phrases->close);
}

/* An apostrophe far more often than a quotation. */
static void
put_single(const struct quotes *q, struct buf *b, bool opens, struct str behind)
{
	const bool digit = behind.n > 0 && behind.p[0] >= '0'
	    && behind.p[0] <= '9';
	const bool blank = behind.n > 0 && is_blank(behind.p[0]);

	if (opens && !blank && !digit && str_find_ch(behind, '\'') != NOWHERE)
		buf_put(b, q->phrases->open_inner);
	else
		BUF_LIT(b, "’");
}

/* The mark at the front of s; how many bytes it took. */
static size_t
put_mark(const struct quotes *q, struct buf *b, bool opens, struct str s)
{
	const size_t n = run_of(s, s.p[0]);

	switch (s.p[0]) {
	case '"':
		put_double(q, b, opens, str_skip(s, 1));
		return 1;
	case '\'':
		put_single(q, b, opens, str_skip(s, 1));
		return 1;
	case '-':
		if (n == 2)
			BUF_LIT(b, "–");
		else if (n == 3)
			BUF_LIT(b, "—");
		else
			buf_put(b, str_sub(s, 0, n));
		return n;
	default:
		if (n == 3)
			BUF_LIT(b, "…");
		else
			buf_put(b, str_sub(s, 0, n));
		return n;
	}
}

void
quotes_put(struct quotes *q, struct buf *b, struct str words)
{
	size_t from = 0, i = 0;

	if (words.n == 0)
		return;
	while (q->phrases != NULL && i < words.n) {
		if (!is_mark(words.p[i])) {
			i++;
			continue;
		}
		const bool opens = i == 0 ? q->opens
					  : opens_behind(str_sub(words, 0, i));

		canonical_text(b, str_sub(words, from, i - from));
		i += put_mark(q, b, opens, str_skip(words, i));
		from = i;
	}
	canonical_text(b, str_skip(words, from));
	q->opens = opens_behind(words);
}
