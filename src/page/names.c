/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "page/names.h"

#define LONGEST 48 /* bytes of a name that are compared */
#define MOST 40

struct candidate {
	struct str name;
	size_t far;
};

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* How many letters must be put in, taken out or changed. */
static size_t
distance(struct str a, struct str b)
{
	size_t row[LONGEST + 1];

	a = str_sub(a, 0, LONGEST);
	b = str_sub(b, 0, LONGEST);
	for (size_t k = 0; k <= b.n; k++)
		row[k] = k;
	for (size_t i = 1; i <= a.n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t k = 1; k <= b.n; k++) {
			size_t above = row[k];

			row[k] = least(above + 1, row[k - 1] + 1,
			    corner + (a.p[i - 1] != b.p[k - 1]));
			corner = above;
		}
	}
	return row[b.n];
}

static int
by_distance(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;

	if (a->far != b->far)
		return a->far < b->far ? -1 : 1;
	return str_cmp(a->name, b->name);
}

struct str
names_like(struct job *j, struct str miss, struct str *names, size_t n)
{
	struct candidate *c = JOB_ARRAY(j, struct candidate, n + 1);
	struct buf b = buf_in(j, SIZE_MAX);
	struct str last = { NULL, 0 };
	size_t said = 0;

	for (size_t i = 0; i < n; i++)
		c[i] = (struct candidate){ names[i], distance(miss, names[i]) };
	qsort(c, n, sizeof(*c), by_distance);
	for (size_t i = 0; i < n; i++) {
		names[i] = c[i].name;
		if (str_eq(c[i].name, last) || said == MOST)
			continue;
		if (said++)
			BUF_LIT(&b, ", ");
		buf_put(&b, c[i].name);
		last = c[i].name;
	}
	if (n > MOST)
		BUF_LIT(&b, ", ...");
	return buf_so_far(&b);
}
