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

static bool
is_end(struct str s)
{
	return s.n == 0 || s.p[0] == ' ' || s.p[0] == '\n';
}

/* As captions have it: two digits each, hours too, and no brackets. */
static bool
bare(struct str *s, int64_t *hours, int64_t *minutes, int64_t *seconds)
{
	const struct str begin = *s;

	return number(s, 2, HOURS_MOST, hours) && begin.n - s->n == 2
	    && two_digits(s, minutes) && two_digits(s, seconds) && is_end(*s);
}

static bool
bracketed(struct str *s, int64_t *hours, int64_t *minutes, int64_t *seconds)
{
	int64_t a, b, c;

	if (!number(s, 1, MINUTES_MOST, &a) || !two_digits(s, &b))
		return false;
	if (!two_digits(s, &c)) {
		c = b;
		b = a;
		a = 0;
	} else if (a > HOURS_MOST) {
		return false;
	}
	*hours = a;
	*minutes = b;
	*seconds = c;
	return s->n > 0 && s->p[0] == ']' && is_end(str_skip(*s, 1));
}

bool
moment_at(struct str s, struct moment *out)
{
	const bool open = s.n > 0 && s.p[0] == '[';
	const struct str begin = str_skip(s, open);
	struct str rest = begin;
	int64_t hours, minutes, seconds;

	if (!(open ? bracketed : bare)(&rest, &hours, &minutes, &seconds))
		return false;
	out->seconds = hours * 3600 + minutes * 60 + seconds;
	out->said = str_sub(begin, 0, begin.n - rest.n);
	out->rest = str_skip(rest, open);
	while (out->rest.n > 0 && out->rest.p[0] == ' ')
		out->rest = str_skip(out->rest, 1);
	return true;
}
