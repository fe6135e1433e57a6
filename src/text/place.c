/* SPDX-License-Identifier: ISC */
#include "text/place.h"

#include <assert.h>

enum element
place_top(const struct place *p)
{
	return p->n > 0 ? p->open[p->n - 1] : EL_NONE;
}

/* <dl><div><dt>: the one case in which a grandparent counts. */
static bool
is_group_of_dl(const struct place *p)
{
	return p->n > 1 && p->open[p->n - 1] == EL_div
	    && p->open[p->n - 2] == EL_dl;
}

static bool
fits_parent(const struct place *p, const struct element_row *row)
{
	const enum element top = place_top(p);

	if (row->parents[0] == EL_NONE)
		return (element_row(top)->is & IS_STRICT) == 0;
	for (size_t i = 0; i < 4 && row->parents[i] != EL_NONE; i++)
		if (row->parents[i] == top)
			return top != EL_div || is_group_of_dl(p);
	return false;
}

bool
place_may_open(const struct place *p, enum element el)
{
	const struct element_row *row = element_row(el);

	if (el == EL_NONE || p->n >= PLACE_MAX)
		return false;
	if (el == EL_div && place_top(p) == EL_dl)
		return true;
	if (!fits_parent(p, row))
		return false;
	if ((row->is & IS_BLOCK) != 0 && p->phrasing > 0)
		return false;
	if (el == EL_table && p->captions > 0)
		return false;
	if (el == EL_a)
		return p->count[EL_a] == 0;
	return (row->is & IS_FORMAT) == 0 || p->count[el] < 3;
}

void
place_open(struct place *p, enum element el)
{
	assert(p->n < PLACE_MAX);
	p->open[p->n++] = el;
	p->count[el]++;
	p->phrasing += (element_row(el)->is & IS_PHRASING) != 0;
	p->captions += el == EL_caption;
}

void
place_close(struct place *p)
{
	assert(p->n > 0);
	const enum element el = p->open[--p->n];

	p->count[el]--;
	p->phrasing -= (element_row(el)->is & IS_PHRASING) != 0;
	p->captions -= el == EL_caption;
}

bool
place_may_write(const struct place *p)
{
	return (element_row(place_top(p))->is & IS_STRICT) == 0;
}
