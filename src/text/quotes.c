/* SPDX-License-Identifier: ISC */
#include "text/quotes.h"

#include <string.h>

#include "text/canonical.h"

/* Digits of an international number (E.164 has 15 at most). */
#define PHONE_LEAST ((size_t)7)
#define PHONE_MOST ((size_t)15)

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Behind these a quotation begins, behind all else it ends. */
static bool
opens_behind(struct str before)
{
	static const struct str openers[] = { STR_INIT("“"), STR_INIT("‘"),
		STR_INIT("«"), STR_INIT("„"), STR_INIT("‹"), STR_INIT("—"),
		STR_INIT("–"), STR_INIT("\xc2\xa0") };
	const char last = before.p[before.n - 1];

	if ((unsigned char)last < 0x80)
		return is_blank(last) || last == '(' || last == '['
		    || last == '{' || last == '/' || last == '-';
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

/*
 * How long a telephone number at the front of s is ("+351 210 000 000"), or 0.
 * Its groups are parted by one blank, hyphen or full stop.
 */
static size_t
phone_length(struct str s)
{
	size_t digits = 0, end = 0;

	for (size_t i = 1; i < s.n && digits <= PHONE_MOST; i++) {
		const char c = s.p[i];

		if (c >= '0' && c <= '9') {
			digits++;
			end = i + 1;
		} else if ((c != ' ' && c != '-' && c != '.') || end != i
		    || digits == 0) {
			break;
		}
	}
	return digits >= PHONE_LEAST && digits <= PHONE_MOST ? end : 0;
}

/*
 * Between words from right to left the groups of a number would be shown last
 * one first, and nobody would be reached.
 */
static size_t
put_phone(const struct quotes *q, struct buf *b, struct str s)
{
	const size_t n = q->phrases->right_to_left ? phone_length(s) : 0;

	if (n == 0) {
		buf_ch(b, '+');
		return 1;
	}
	BUF_LIT(b, "<bdi dir=\"ltr\">");
	buf_put(b, str_sub(s, 0, n));
	BUF_LIT(b, "</bdi>");
	return n;
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
	case '+':
		return put_phone(q, b, s);
	case '-':
		if (n == 2)
			BUF_LIT(b, "–");
		else if (n == 3)
			BUF_LIT(b, "—");
		else
			buf_put(b, str_sub(s, 0, n));
		return n;
	case '.':
		if (n == 3)
			BUF_LIT(b, "…");
		else
			buf_put(b, str_sub(s, 0, n));
		return n;
	default:
		canonical_text(b, str_sub(s, 0, 1));
		return 1;
	}
}

/* Bytes that need a look: our marks, and what has to be escaped. */
/* clang-format off */
static const bool stops[256] = {
	['"'] = true, ['\''] = true, ['-'] = true, ['.'] = true, ['+'] = true,
	['&'] = true, ['<'] = true, ['>'] = true, [0x7f] = true,
};
/* clang-format on */

void
quotes_put(struct quotes *q, struct buf *b, struct str words)
{
	size_t from = 0, i = 0;

	if (words.n == 0)
		return;
	while (q->phrases != NULL) {
		while (i < words.n && !stops[(unsigned char)words.p[i]])
			i++;
		buf_put(b, str_sub(words, from, i - from));
		if (i == words.n)
			break;
		const bool opens = i == 0 ? q->opens
					  : opens_behind(str_sub(words, 0, i));

		i += put_mark(q, b, opens, str_skip(words, i));
		from = i;
	}
	if (q->phrases == NULL)
		canonical_text(b, words);
	q->opens = opens_behind(words);
}
