/* SPDX-License-Identifier: ISC */
#include "press/query.h"

#include "base/buf.h"
#include "text/utf8.h"
#include "text/words.h"

/* -1: it is none. */
static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | ' ');
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One byte of a value that may be encoded; moves *i past it. */
static char
byte_at(struct str s, size_t *i)
{
	const char c = s.p[(*i)++];
	int high, low;

	if (c == '+')
		return ' ';
	if (c != '%' || s.n - *i < 2 || (high = digit(s.p[*i])) < 0
	    || (low = digit(s.p[*i + 1])) < 0)
		return c;
	*i += 2;
	return (char)(high << 4 | low);
}

static struct str
decoded(struct job *j, struct str s)
{
	struct buf b = buf_in(j, s.n + 1);

	for (size_t i = 0; i < s.n;)
		buf_ch(&b, byte_at(s, &i));
	return buf_so_far(&b);
}

static bool
is_text(struct str s)
{
	for (size_t i = 0; i < s.n;) {
		const int32_t c = utf8_next(s, &i);

		if (c < ' ' || c == 0x7f)
			return false;
	}
	return true;
}

struct str
query_address(struct job *j, struct str query, struct str name)
{
	struct str pair;

	while (str_cut(&query, '&', &pair)) {
		const size_t eq = str_find_ch(pair, '=');
		struct str value;

		if (eq == NOWHERE || !str_eq(str_sub(pair, 0, eq), name))
			continue;
		value = decoded(j, str_skip(pair, eq + 1));
		return is_text(value) ? value : STR("");
	}
	return STR("");
}

struct str
query_value(struct job *j, struct str query, struct str name)
{
	const struct str value = query_address(j, query, name);

	return value.n > 0 ? words_excerpt(j, value, QUERY_MAX) : value;
}
