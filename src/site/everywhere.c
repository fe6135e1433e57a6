/* SPDX-License-Identifier: ISC */
#include "site/everywhere.h"

#include "site/inside.h"
#include "site/sitemap.h"
#include "text/kinds.h"

enum part {
	PART_CORNERS, /* what every site has in each of its languages */
	PART_STORIES,
	PART_ENTITIES,
	PART_LISTINGS, /* numbered pages, archives; a row is a listing */
	PARTS,
};

struct gathering {
	struct job *j;
	struct texts all;
};

static void
put(struct gathering *g, struct str address)
{
	if (address.n > 0)
		texts_add(g->j, &g->all, job_str(g->j, address));
}

/* A page under a listing's address. */
static void
put_under(struct gathering *g, struct str base, const char *what)
{
	put(g, job_printf(g->j, "%.*s%s", STR_ARG(base), what));
}

static void
put_feeds(struct gathering *g, struct str base)
{
	put_under(g, base, "feed.xml");
	put_under(g, base, "rss.xml");
	put_under(g, base, "feed.json");
}

static void
put_first(struct gathering *g, struct str base)
{
	put(g, base);
	put_feeds(g, base);
}

/* ---- the parts ---- */

static enum status
standing(struct site *s, struct gathering *g)
{
	struct texts parts = { NULL, 0 };
	const enum status st = site_standing_parts(s, g->j, &parts);

	for (size_t i = 0; st == OK && i < parts.n; i++)
		put(g,
		    job_printf(g->j, "/sitemap-%.*s.xml",
			STR_ARG(parts.at[i])));
	return st;
}

static enum status
corners(struct site *s, struct gathering *g, struct everywhere *w)
{
	const struct languages *langs;
	const enum status st = site_languages(s, g->j, &langs);

	if (st != OK)
		return st;
	for (size_t i = 0; i < langs->n; i++) {
		const struct str prefix = site_prefix(s, g->j,
		    langs->at[i].tag);

		put_first(g, job_printf(g->j, "%.*s/", STR_ARG(prefix)));
		put_under(g, prefix, "/archive/");
		put_first(g,
		    job_printf(g->j, "%.*s/corrections/", STR_ARG(prefix)));
	}
	put(g, STR("/sitemap.xml"));
	put(g, STR("/sitemap-news.xml"));
	w->done = true;
	return standing(s, g);
}

static enum status
stories(struct site *s, struct gathering *g, struct everywhere *w, size_t max)
{
	struct rows r;
	const enum status st = rows_begin(s->st, g->j, SQL_SITE_STORIES_AFTER,
	    VALS(val_int(w->after), val_int((int64_t)max)), &r);

	if (st != OK)
		return st;
	w->done = true;
	while (rows_next(&r)) {
		const struct str address = row_str(&r, 2);

		w->after = row_int(&r, 0);
		w->done = false;
		put(g, address);
		if (kind_lists(kind_of(row_str(&r, 1))))
			put_feeds(g, address);
	}
	return rows_end(&r);
}

static enum status
entities(struct site *s, struct gathering *g, struct everywhere *w, size_t max)
{
	const struct languages *langs;
	struct rows r;
	enum status st = site_languages(s, g->j, &langs);

	if (st == OK)
		st = rows_begin(s->st, g->j, SQL_SITE_ENTITIES_AFTER,
		    VALS(val_int(w->after), val_int((int64_t)max)), &r);
	if (st != OK)
		return st;
	w->done = true;
	while (st == OK && rows_next(&r)) {
		w->after = row_int(&r, 0);
		w->done = false;
		for (size_t i = 0; i < langs->n && st == OK; i++) {
			struct link l;

			st = site_link(s, g->j, w->after, langs->at[i].tag, &l);
			/* What it was merged into stands for itself. */
			if (st == OK && l.num == w->after && l.address.n > 0)
				put_first(g, l.address);
		}
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

/* A row of listing: num, thing, kind, lang, pages, open. */
struct shelf {
	int64_t num, thing;
	struct str kind, lang;
	int64_t pages;
};

static enum status
month_maps(struct site *s, struct gathering *g, int64_t month)
{
	int64_t parts;
	const enum status st = site_month_parts(s, g->j, month, &parts);

	for (int64_t i = 1; st == OK && i <= parts; i++)
		put(g,
		    job_printf(g->j, "/sitemap-%.*s.xml",
			STR_ARG(site_month_part(g->j, month, i))));
	return st;
}

/*
 * Its years and months, and the sitemap of each month, which are home's of
 * all languages together: one that is put twice is made twice, no more.
 */
static enum status
months(struct site *s, struct gathering *g, const struct shelf *l,
    struct str base)
{
	const bool home = l->thing == 0 && l->kind.n == 0;
	struct rows r;
	int64_t year = -1, *of_home = NULL;
	size_t n = 0;
	enum status st = rows_begin(s->st, g->j, SQL_SITE_MONTHS,
	    VALS(val_int(l->num), val_int(0), val_int(INT64_MAX)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		const int y = (int)(row_int(&r, 0) / 12);
		const int m = (int)(row_int(&r, 0) % 12) + 1;

		if (year == -1)
			put_under(g, base, "archive/");
		if (y != year)
			put(g,
			    job_printf(g->j, "%.*sarchive/%d/", STR_ARG(base),
				y));
		year = y;
		put(g,
		    job_printf(g->j, "%.*sarchive/%d/%02d/", STR_ARG(base), y,
			m));
		if (home && n % 64 == 0)
			of_home = job_grow(g->j, of_home, n * sizeof(*of_home),
			    (n + 64) * sizeof(*of_home));
		if (home)
			of_home[n++] = row_int(&r, 0);
	}
	st = rows_end(&r);
	for (size_t i = 0; i < n && st == OK; i++)
		st = month_maps(s, g, of_home[i]);
	return st;
}

static enum status
listing_all(struct site *s, struct gathering *g, const struct shelf *l)
{
	struct str base;
	enum status st = listing_base(s, g->j, l->thing, l->kind, l->lang,
	    &base);

	if (st != OK || base.n == 0)
		return st;
	if (l->thing == 0 && l->kind.n > 0)
		put_first(g, base);
	for (int64_t i = 1; i <= l->pages; i++)
		put(g,
		    job_printf(g->j, "%.*spage/%lld/", STR_ARG(base),
			(long long)i));
	return months(s, g, l, base);
}

static enum status
listings(struct site *s, struct gathering *g, struct everywhere *w, size_t max)
{
	struct shelf *all = JOB_ARRAY(g->j, struct shelf, max);
	struct rows r;
	size_t n = 0;
	enum status st = rows_begin(s->st, g->j, SQL_SITE_LISTINGS_AFTER,
	    VALS(val_int(w->after), val_int((int64_t)max)), &r);

	if (st != OK)
		return st;
	while (n < max && rows_next(&r))
		all[n++] = (struct shelf){ row_int(&r, 0), row_int(&r, 1),
			job_str(g->j, row_str(&r, 2)),
			job_str(g->j, row_str(&r, 3)),
			row_int(&r, 4) + (row_int(&r, 5) > 0) };
	st = rows_end(&r);
	w->done = n == 0;
	for (size_t i = 0; i < n && st == OK; i++) {
		w->after = all[i].num;
		st = listing_all(s, g, &all[i]);
	}
	return st;
}

static enum status
part_piece(struct site *s, struct gathering *g, struct everywhere *w,
    size_t max)
{
	switch ((enum part)w->part) {
	case PART_CORNERS:
		return corners(s, g, w);
	case PART_STORIES:
		return stories(s, g, w, max);
	case PART_ENTITIES:
		return entities(s, g, w, max);
	case PART_LISTINGS:
		/* They have many pages each. */
		return listings(s, g, w, max / 16 + 1);
	case PARTS:
		break;
	}
	return OK;
}

enum status
site_everywhere(struct site *s, struct job *j, struct everywhere *w, size_t max,
    struct texts *out)
{
	struct gathering g = { .j = j };
	enum status st = OK;

	while (st == OK && w->part < PARTS && g.all.n == 0) {
		w->done = false;
		st = part_piece(s, &g, w, max);
		if (w->done)
			*w = (struct everywhere){ .part = w->part + 1 };
	}
	if (st == OK)
		*out = g.all;
	return st;
}

enum status
site_elsewhere(struct site *s, struct job *j, struct str after, size_t max,
    struct texts *out)
{
	struct gathering g = { .j = j };
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_ADDRESSES_LEFT,
	    VALS(val_text(after), val_int((int64_t)max)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		put(&g, row_str(&r, 0));
	st = rows_end(&r);
	if (st == OK)
		*out = g.all;
	return st;
}
