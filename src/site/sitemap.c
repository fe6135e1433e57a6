/* SPDX-License-Identifier: ISC */
#include "site/sitemap.h"

#include "site/inside.h"

struct gathering {
	struct texts all;
	size_t max;
};

static void
put(struct gathering *g, struct job *j, struct str address)
{
	if (address.n == 0 || g->all.n == g->max)
		return;
	texts_add(j, &g->all, job_str(j, address));
}

static enum status
pages_in(struct site *s, struct job *j, struct gathering *g)
{
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_SITE_PAGES_ALL, NO_VALS,
	    &r);

	if (st != OK)
		return st;
	while (g->all.n < g->max && rows_next(&r))
		put(g, j, row_str(&r, 0));
	return rows_end(&r);
}

static enum status
entities_in(struct site *s, struct job *j, struct gathering *g)
{
	const struct languages *langs;
	struct rows r;
	enum status st = site_languages(s, j, &langs);

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_ENTITIES_AFTER,
		    VALS(val_int(0), val_int(INT64_MAX)), &r);
	if (st != OK)
		return st;
	while (st == OK && g->all.n < g->max && rows_next(&r))
		for (size_t i = 0; i < langs->n && st == OK; i++) {
			struct link l;

			st = site_link(s, j, row_int(&r, 0), langs->at[i].tag,
			    &l);
			if (st == OK)
				put(g, j, l.address);
		}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

enum status
site_standing_addresses(struct site *s, struct job *j, size_t max,
    struct texts *out)
{
	struct gathering g = { .max = max };
	enum status st = pages_in(s, j, &g);

	if (st == OK)
		st = entities_in(s, j, &g);
	if (st == OK)
		*out = g.all;
	return st;
}
