/* SPDX-License-Identifier: ISC */
#include "edge/negotiate.h"

/* "q=0.5" of a list's element in thousandths; what is odd counts as 1000. */
static int
quality(struct str params)
{
	struct str param;
	int q, unit = 100;

	while (str_cut(&params, ';', &param)) {
		param = str_trim(param);
		if (param.n < 3
		    || !str_eq_nocase(str_sub(param, 0, 2), STR("q=")))
			continue;
		q = param.p[2] == '0' ? 0 : 1000;
		for (size_t i = 4; i < param.n && i < 7 && q < 1000; i++) {
			q += (param.p[i] - '0') * unit;
			unit /= 10;
		}
		return q < 0 ? 0 : q;
	}
	return 1000;
}

static void
weigh(struct str list, int q[CODINGS], int *others)
{
	struct str element, name;

	while (str_cut(&list, ',', &element)) {
		if (!str_cut(&element, ';', &name))
			continue;
		name = str_trim(name);
		if (str_eq_nocase(name, STR("gzip"))
		    || str_eq_nocase(name, STR("x-gzip")))
			q[GZIP] = quality(element);
		else if (str_eq_nocase(name, STR("br")))
			q[BROTLI] = quality(element);
		else if (str_eq(name, STR("*")))
			*others = quality(element);
	}
}

struct codings
negotiate_codings(const struct http1 *h, struct str bytes)
{
	struct codings c = { { true, false, false }, IDENTITY };
	int q[CODINGS] = { 1, -1, -1 }, others = 0;

	if (!(h->met & 1U << FIELD_ACCEPT_ENCODING))
		return c;
	for (size_t i = 0; i < h->nfields; i++)
		if (h->fields[i].id == FIELD_ACCEPT_ENCODING)
			weigh(http1_str(bytes, h->fields[i].value), q, &others);
	for (enum coding k = GZIP; k < CODINGS; k++) {
		if (q[k] < 0)
			q[k] = others;
		c.takes[k] = q[k] > 0;
		if (c.takes[k] && q[k] >= q[c.best])
			c.best = k;
	}
	return c;
}

/* Take the next entity tag, its W/ cut off; false at the end or at noise. */
static bool
next_tag(struct str *list, struct str *tag)
{
	size_t end;

	while (list->n
	    && (list->p[0] == ' ' || list->p[0] == ',' || list->p[0] == '\t'))
		*list = str_skip(*list, 1);
	if (str_starts(*list, STR("W/")))
		*list = str_skip(*list, 2);
	if (list->n < 2 || list->p[0] != '"')
		return false;
	end = str_find_ch(str_skip(*list, 1), '"');
	if (end == NOWHERE)
		return false;
	*tag = str_sub(*list, 0, end + 2);
	*list = str_skip(*list, end + 2);
	return true;
}

bool
negotiate_unchanged(const struct http1 *h, struct str bytes, struct str etag)
{
	struct str list, tag;

	if (!(h->met & 1U << FIELD_IF_NONE_MATCH) || etag.n == 0)
		return false;
	for (size_t i = 0; i < h->nfields; i++) {
		if (h->fields[i].id != FIELD_IF_NONE_MATCH)
			continue;
		list = http1_str(bytes, h->fields[i].value);
		if (str_eq(list, STR("*")))
			return true;
		while (next_tag(&list, &tag))
			if (str_eq(tag, etag))
				return true;
	}
	return false;
}

/* Decimal digits and nothing else, below 2^59. */
static bool
number(struct str s, uint64_t *out)
{
	int64_t v;

	if (s.n == 0 || s.p[0] == '-' || !str_to_int(s, &v))
		return false;
	*out = (uint64_t)v;
	return true;
}

/* "first-last", "first-", "-suffix"; false if it is none of these. */
static bool
parse_range(struct str spec, uint64_t size, uint64_t *from, uint64_t *to)
{
	const size_t dash = str_find_ch(spec, '-');
	const struct str a = str_sub(spec, 0, dash);
	const struct str b = str_skip(spec, dash + 1);
	uint64_t suffix;

	if (dash == NOWHERE)
		return false;
	if (a.n == 0) {
		if (!number(b, &suffix))
			return false;
		*from = suffix == 0 ? size : suffix < size ? size - suffix : 0;
		*to = size;
		return true;
	}
	*to = UINT64_MAX - 1;
	if (!number(a, from) || (b.n && !number(b, to)) || *to < *from)
		return false;
	*to = *to < size ? *to + 1 : size;
	return true;
}

enum range
negotiate_range(const struct http1 *h, struct str bytes, struct str etag,
    uint64_t size, uint64_t *from, uint64_t *n)
{
	struct str spec = http1_value(h, bytes, FIELD_RANGE);
	uint64_t to;

	if (spec.n < 6 || !str_eq_nocase(str_sub(spec, 0, 6), STR("bytes=")))
		return RANGE_WHOLE;
	if ((h->met & 1U << FIELD_IF_RANGE)
	    && !str_eq(http1_value(h, bytes, FIELD_IF_RANGE), etag))
		return RANGE_WHOLE;
	spec = str_trim(str_skip(spec, 6));
	if (!parse_range(spec, size, from, &to))
		return RANGE_WHOLE;
	if (*from >= size)
		return RANGE_OUTSIDE;
	*n = to - *from;
	return RANGE_PART;
}
