/* SPDX-License-Identifier: ISC */
/* Which pages elsewhere show a story. */
#include "site/sitemap.h"
#include "site/story_rows.h"

static enum status
stale_rows_of(struct site *s, struct job *j, enum stmt q, const struct val *v,
    size_t n)
{
	struct rows r;
	const enum status st = rows_begin(s->st, j, q, v, n, &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		stale_put(s, row_str(&r, 0));
	return rows_end(&r);
}

/* The stories before and after it in its section link to it. */
static enum status
stale_neighbours(struct site *s, struct job *j, struct str listings,
    struct listed e)
{
	int64_t nums[2];
	struct rows r;

	if (nums_unpack(listings, nums, 2) < 2)
		return OK;
	const enum status st = rows_begin(s->st, j, SQL_SITE_NEIGHBOURS,
	    VALS(val_int(nums[1]), val_int(e.published), val_int(e.num)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		stale_put(s, row_str(&r, 4));
	return rows_end(&r);
}

static enum status
stale_fronts(struct site *s, struct job *j, const int64_t *things, size_t n)
{
	enum status st = OK;

	for (size_t i = 0; i < n && st == OK; i++) {
		struct rows r;

		st = rows_begin(s->st, j, SQL_SITE_FRONTS_NAMING,
		    VALS(val_int(things[i])), &r);
		while (st == OK && rows_next(&r)) {
			struct str base;

			st = listing_base(s, j, row_int(&r, 0), STR(""),
			    job_str(j, row_str(&r, 1)), &base);
			if (st == OK)
				stale_put(s, base);
		}
		if (st == OK)
			st = rows_end(&r);
	}
	return st;
}

/*
 * The sitemaps that it is in.  A month's further parts move on when a part
 * before them takes one in, and it may be the first of a new part.
 */
static enum status
stale_sitemaps(struct site *s, struct job *j, int64_t num, int64_t month)
{
	struct str part;
	int64_t parts;
	enum status st = site_standing_part(s, j, num, &part);

	if (st == OK)
		st = site_month_parts(s, j, month, &parts);
	if (st != OK)
		return st;
	stale_put(s, STR("/sitemap.xml"));
	stale_put(s, STR("/sitemap-news.xml"));
	stale_put(s, job_printf(j, "/sitemap-%.*s.xml", STR_ARG(part)));
	for (int64_t i = 1; i <= parts + (parts > 1); i++)
		stale_put(s,
		    job_printf(j, "/sitemap-%.*s.xml",
			STR_ARG(site_month_part(j, month, i))));
	return OK;
}

enum status
stale_story(struct site *s, struct job *j, int64_t num, struct str family,
    struct str listings, struct listed e)
{
	int64_t in[LISTINGS_MOST + 1], things[LISTINGS_MOST + 1] = { num };
	size_t n = 1;
	enum status st = OK;

	if (!stale_wanted(s))
		return OK;
	st = stale_sitemaps(s, j, num, e.month);
	if (st == OK)
		st = stale_neighbours(s, j, listings, e);
	if (st == OK)
		st = stale_rows_of(s, j, SQL_SITE_RELATED_TO,
		    VALS(val_int(num)));
	if (st == OK && family.n > 0)
		st = stale_rows_of(s, j, SQL_SITE_FAMILY_ADDRESSES,
		    VALS(val_blob(family)));
	const size_t nin = nums_unpack(listings, in, LISTINGS_MOST);

	for (size_t i = 0; i < nin && st == OK; i++) {
		struct standing *l;

		st = standing_by_num(s, j, in[i], &l);
		if (st == OK && l->thing != 0)
			things[n++] = l->thing;
	}
	return st == OK ? stale_fronts(s, j, things, n) : st;
}
