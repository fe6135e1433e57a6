/* SPDX-License-Identifier: ISC */
#include "text/moment.h"

#define HOURS_MOST 99
#define MINUTES_MOST 999 /* where no hours are written */

/* The number at the front, of so many digits at least, three at most. */
static bool
number(struct str *s, size_t least, int64_t most, int64_t *out)
{
	int64_t v = 0;
	size_t n = 0;

	while (n < s->n && n < 3 && s->p[n] >= '0' && s->p[n] <= '9')
		v = v * 10 + (s->p[n++] - '0');
	if (n < least || v > most)
		return false;
	*s = str_skip(*s, n);
	*out = v;
	return true;
}

static bool
two_digits(struct str *s, int64_t *out)
{
	if (s->n < 3 || s->p[0] != ':')
		return false;
	*s = str_skip(*s, 1);
	return number(s, 2, 59, out);
}

bool
moment_at(struct str s, struct moment *out)
{
	const struct str begin = str_skip(s, 1);
	struct str rest = begin;
	int64_t a, b, c;

	if (s.n == 0 || s.p[0] != '[' || !number(&rest, 1, MINUTES_MOST, &a)
	    || !two_digits(&rest, &b))
		return false;
	if (!two_digits(&rest, &c)) {
		c = b;
		b = a;
		a = 0;
	} else if (a > HOURS_MOST) {
		return false;
	}
	if (rest.n == 0 || rest.p[0] != ']'
	    || (rest.n > 1 && rest.p[1] != ' ' && rest.p[1] != '\n'))
		return false;
	out->seconds = a * 3600 + b * 60 + c;
	out->said = str_sub(begin, 0, begin.n - rest.n);
	out->rest = str_skip(rest, 1);
	while (out->rest.n > 0 && out->rest.p[0] == ' ')
		out->rest = str_skip(out->rest, 1);
	return true;
}
