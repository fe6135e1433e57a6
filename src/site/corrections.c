/* SPDX-License-Identifier: ISC */
/*
 * The listing of corrections: an entry for each moment at which readers were
 * told of a change.  Its pages are those of any listing, so one that is full
 * stays as it is and thousands cost no more than ten.
 */
#include "site/corrections.h"

#include <stdlib.h>

#include "site/story_rows.h"

enum status
told_load(struct site *s, struct job *j, int64_t num, struct told *out)
{
	struct told t = { NULL, 0 };
	size_t room = 0;
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_SITE_CHANGES_TOLD,
	    VALS(val_int(num)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (t.n == room) {
			t.at = job_grow(j, t.at, room * sizeof(*t.at),
			    (room + 8) * sizeof(*t.at));
			room += 8;
		}
		t.at[t.n++] = row_int(&r, 0);
	}
	*out = t;
	return rows_end(&r);
}

static int
by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void
told_of(struct job *j, const struct copy *c, struct told *out)
{
	struct told t = { JOB_ARRAY(j, int64_t, c->changes.n + 1), 0 };
	size_t n = 0;

	for (size_t i = 0; i < c->changes.n; i++)
		if (c->changes.at[i].grade != GRADE_TYPO)
			t.at[t.n++] = c->changes.at[i].at.at;
	if (t.n > 1)
		qsort(t.at, t.n, sizeof(*t.at), by_time);
	for (size_t i = 0; i < t.n; i++)
		if (n == 0 || t.at[i] != t.at[n - 1])
			t.at[n++] = t.at[i];
	t.n = n;
	*out = t;
}

/* What it is and was is stale on the page where it stands. */
static enum status
each_of(struct site *s, struct job *j, int64_t num, const struct telling *these,
    const struct telling *others,
    enum status (*move)(struct site *s, struct job *j, struct standing *l,
	struct listed e))
{
	const bool same = str_eq(these->lang, others->lang);
	struct standing *l;
	enum status st = OK;

	for (size_t i = 0; i < these->told.n && st == OK; i++) {
		const struct listed e = { these->told.at[i], num, 0 };
		const bool stays = same
		    && in_list(others->told.at, others->told.n, e.published);

		st = standing_at(s, j, 0, CORRECTIONS, these->lang, &l);
		if (st == OK)
			st = stale_listing(s, j, l, e);
		if (st != OK || stays)
			continue;
		st = move(s, j, l, e);
		if (st == OK)
			st = stale_listing(s, j, l, e);
	}
	return st;
}

enum status
corrections_move(struct site *s, struct job *j, int64_t num,
    const struct telling *was, const struct telling *now)
{
	const enum status st = each_of(s, j, num, was, now, listing_remove);

	return st == OK ? each_of(s, j, num, now, was, listing_add) : st;
}

/* ---- reading ---- */

static void
correction_read(struct job *j, const struct rows *r, struct correction *out)
{
	const struct str id = row_str(r, 0);

	*out = (struct correction){
		.address = job_str(j, row_str(r, 1)),
		.headline = job_str(j, row_str(r, 2)),
		.published = row_int(r, 3),
		.change = { .at = when_of(row_int(r, 4), row_int(r, 5)),
		    .grade = (enum grade)row_int(r, 6),
		    .note = job_str(j, row_str(r, 7)) },
	};
	for (size_t i = 0; i < id.n && i < ID_BYTES; i++)
		out->id.b[i] = (unsigned char)id.p[i];
}

enum status
site_corrections(struct site *s, struct job *j, const struct listing *l,
    int64_t page, struct corrections *out)
{
	const int64_t most = page == 0 ? LISTING_PAGE : PAGE_MOST;
	struct corrections c = { .n = 0 };
	struct page_span x;
	struct rows r;
	enum status st = page_span(s, j, l, page, &c.page, &x);

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_CORRECTIONS_BETWEEN,
		    VALS(val_int(x.listing), x.low[0], x.low[1], x.high[0],
			x.high[1], val_int(most)),
		    &r);
	if (st != OK)
		return st;
	c.at = JOB_ARRAY(j, struct correction, (size_t)most);
	while (rows_next(&r))
		correction_read(j, &r, &c.at[c.n++]);
	st = rows_end(&r);
	if (st == OK)
		*out = c;
	return st;
}
