/* SPDX-License-Identifier: ISC */
/*
 * The writing side of listings.
 *
 * 1. Entries are in the table at once; the counts of a listing stand in
 *    memory until listings_settle().
 * 2. Numbered page k (from 1, the oldest) holds what comes after the bound of
 *    page k-1, up to and with its own bound.  A page gets its bound, for good,
 *    when its 20th entry arrives; what comes after the last bound is the open
 *    page, number pages + 1.
 * 3. So `open` is always below 20 and the newest 20 are never counted.
 */
#include <assert.h>
#include <limits.h>

#include "site/inside.h"

static bool
after(int64_t at, int64_t num, int64_t bound_at, int64_t bound_num)
{
	return at > bound_at || (at == bound_at && num > bound_num);
}

static struct standing *
standing_new(struct site *s, int64_t num, struct str key)
{
	struct standing *l = JOB_NEW(s->standing, struct standing);

	l->num = num;
	l->ring_n = -1;
	l->published = l->entry = INT64_MIN;
	l->next = s->all_listings;
	s->all_listings = l;
	s->nlistings++;
	map_put(&s->listings, key, l);
	map_put(&s->listings, NUM_KEY(l->num), l);
	return l;
}

static void
standing_fill(struct site *s, struct standing *l, const struct val v[7])
{
	l->thing = v[0].i;
	l->kind = job_str(s->standing, v[1].s);
	l->lang = job_str(s->standing, v[2].s);
	l->pages = v[3].i;
	l->open = v[4].i;
	l->published = v[5].i;
	l->entry = v[6].i;
}

static struct str
standing_key(struct job *j, int64_t thing, struct str kind, struct str lang)
{
	struct buf b = buf_in(j, PACK_MAX);
	struct str key;

	pack_int(&b, thing);
	pack_str(&b, kind);
	pack_str(&b, lang);
	/* One byte more than eight, so that it is never a NUM_KEY. */
	while (b.n <= sizeof(int64_t))
		buf_ch(&b, '\0');
	const enum status st = buf_done(&b, &key);

	assert(st == OK);
	return key;
}

/* Whether its archive is kept: home's and the sections'. */
static enum status
mark_archive(struct site *s, struct job *j, struct standing *l)
{
	struct named *n;

	if (l->thing == 0) {
		l->has_archive = l->kind.n == 0;
		return OK;
	}
	const enum status st = named_at(s, j, l->thing, &n);

	if (st == OK)
		l->has_archive = n != NULL && n->kind == KIND_SECTION;
	return st;
}

enum status
standing_at(struct site *s, struct job *j, int64_t thing, struct str kind,
    struct str lang, struct standing **out)
{
	const struct str key = standing_key(j, thing, kind, lang);
	struct standing *l = map_at(&s->listings, key);
	struct val v[5];

	if (l != NULL) {
		*out = l;
		return OK;
	}
	enum status st = store_one(s->st, j, SQL_SITE_LISTING_AT,
	    VALS(val_int(thing), val_text(kind), val_text(lang)), v, 5);

	if (st != OK && st != NOT_FOUND)
		return st;
	if (st == NOT_FOUND) {
		st = store_run(s->st, j, SQL_SITE_LISTING_NEW,
		    VALS(val_int(thing), val_text(kind), val_text(lang),
			val_int(INT64_MIN)));
		if (st != OK)
			return st;
		v[0] = val_int(store_rowid(s->st));
		v[1] = v[2] = val_int(0);
		v[3] = v[4] = val_int(INT64_MIN);
	}
	l = standing_new(s, v[0].i, key);
	standing_fill(s, l,
	    (const struct val[7]){ val_int(thing), val_text(kind),
		val_text(lang), v[1], v[2], v[3], v[4] });
	st = mark_archive(s, j, l);
	if (st == OK)
		*out = l;
	return st;
}

enum status
standing_by_num(struct site *s, struct job *j, int64_t num,
    struct standing **out)
{
	struct standing *l = map_at(&s->listings, NUM_KEY(num));
	struct val v[7];

	if (l != NULL) {
		*out = l;
		return OK;
	}
	enum status st = store_one(s->st, j, SQL_SITE_LISTING_ROW,
	    VALS(val_int(num)), v, 7);

	if (st == NOT_FOUND)
		return job_fail(j, FAULT,
		    "site.db names listing %lld, which is not there; run "
		    "stet reindex",
		    (long long)num);
	if (st != OK)
		return st;
	l = standing_new(s, num, standing_key(j, v[0].i, v[1].s, v[2].s));
	standing_fill(s, l, v);
	st = mark_archive(s, j, l);
	if (st == OK)
		*out = l;
	return st;
}

/* ---- full pages ---- */

static enum status
page_settle(struct site *s, struct job *j, struct standing *l)
{
	if (l->page == 0 || l->page_more == 0)
		return OK;
	const enum status st = store_run(s->st, j, SQL_SITE_PAGE_MORE,
	    VALS(val_int(l->num), val_int(l->page), val_int(l->page_more)));

	l->page_more = 0;
	return st;
}

/* Make l->page the full page that holds this place in the order. */
static enum status
page_find(struct site *s, struct job *j, struct standing *l, struct listed e)
{
	struct val v[3];

	if (l->page != 0 && !after(e.published, e.num, l->high_at, l->high_num)
	    && after(e.published, e.num, l->low_at, l->low_num))
		return OK;
	enum status st = page_settle(s, j, l);

	if (st == OK)
		st = store_one(s->st, j, SQL_SITE_PAGE_HOLDING,
		    VALS(val_int(l->num), val_int(e.published), val_int(e.num)),
		    v, 3);
	if (st != OK)
		return st == NOT_FOUND ? job_fail(j, FAULT,
			   "site.db: a listing has lost a "
			   "page; run stet reindex")
				       : st;
	l->page = v[0].i;
	l->high_at = v[1].i;
	l->high_num = v[2].i;
	st = store_one(s->st, j, SQL_SITE_PAGE_BEFORE,
	    VALS(val_int(l->num), val_int(l->page - 1)), v, 2);
	if (st == NOT_FOUND) {
		l->low_at = l->low_num = INT64_MIN;
		return OK;
	}
	l->low_at = v[0].i;
	l->low_num = v[1].i;
	return st;
}

/* The open page has got its 20th entry: its newest becomes its bound. */
static enum status
page_close(struct site *s, struct job *j, struct standing *l)
{
	struct val v[2];
	enum status st = store_one(s->st, j, SQL_SITE_ENTRY_NEWEST,
	    VALS(val_int(l->num)), v, 2);

	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_PAGE_NEW,
		    VALS(val_int(l->num), val_int(l->pages + 1), v[0], v[1],
			val_int(l->open)));
	if (st != OK)
		return st;
	l->pages++;
	l->open = 0;
	l->published = v[0].i;
	l->entry = v[1].i;
	return OK;
}

enum status
listing_page_of(struct site *s, struct job *j, struct standing *l,
    struct listed e, int64_t *page)
{
	if (l->pages == 0
	    || after(e.published, e.num, l->published, l->entry)) {
		*page = l->pages + 1;
		return OK;
	}
	const enum status st = page_find(s, j, l, e);

	if (st == OK)
		*page = l->page;
	return st;
}

/* ---- archive and ring ---- */

static void
month_more(struct site *s, struct standing *l, int64_t month, int64_t n)
{
	struct months *m = l->months;

	while (m != NULL && m->month != month)
		m = m->next;
	if (m == NULL) {
		m = JOB_NEW(s->standing, struct months);
		m->month = month;
		m->next = l->months;
		l->months = m;
	}
	m->n += n;
}

enum status
listing_ring(struct site *s, struct job *j, struct standing *l)
{
	struct rows r;

	if (l->ring_n >= 0)
		return OK;
	const enum status st = rows_begin(s->st, j, SQL_SITE_ENTRIES_NEWEST,
	    VALS(val_int(l->num), val_int(RING)), &r);

	if (st != OK)
		return st;
	l->ring_n = 0;
	for (; rows_next(&r); l->ring_n++) {
		l->ring_at[l->ring_n] = row_int(&r, 0);
		l->ring[l->ring_n] = row_int(&r, 1);
	}
	return rows_end(&r);
}

static void
ring_add(struct standing *l, struct listed e)
{
	if (l->ring_n < 0)
		return;
	const bool full = l->ring_n == RING;

	if (full
	    && !after(e.published, e.num, l->ring_at[RING - 1],
		l->ring[RING - 1]))
		return;
	int i = full ? RING - 1 : l->ring_n++;

	while (i > 0
	    && after(e.published, e.num, l->ring_at[i - 1], l->ring[i - 1])) {
		l->ring[i] = l->ring[i - 1];
		l->ring_at[i] = l->ring_at[i - 1];
		i--;
	}
	l->ring[i] = e.num;
	l->ring_at[i] = e.published;
}

/* ---- entries ---- */

enum status
listing_add(struct site *s, struct job *j, struct standing *l, struct listed e)
{
	enum status st = store_run(s->st, j, SQL_SITE_ENTRY_NEW,
	    VALS(val_int(l->num), val_int(e.published), val_int(e.num)));

	if (st != OK)
		return st;
	if (l->pages == 0
	    || after(e.published, e.num, l->published, l->entry)) {
		l->changed = true;
		l->open++;
		if (l->open == LISTING_PAGE)
			st = page_close(s, j, l);
	} else {
		st = page_find(s, j, l, e);
		l->page_more++;
	}
	if (l->has_archive)
		month_more(s, l, e.month, 1);
	ring_add(l, e);
	return st;
}

enum status
listing_remove(struct site *s, struct job *j, struct standing *l,
    struct listed e)
{
	enum status st = store_run(s->st, j, SQL_SITE_ENTRY_GONE,
	    VALS(val_int(l->num), val_int(e.published), val_int(e.num)));

	if (st != OK)
		return st;
	if (l->pages == 0
	    || after(e.published, e.num, l->published, l->entry)) {
		l->changed = true;
		l->open--;
	} else {
		st = page_find(s, j, l, e);
		l->page_more--;
	}
	if (l->has_archive)
		month_more(s, l, e.month, -1);
	l->ring_n = -1;
	return st;
}

static enum status
months_settle(struct site *s, struct job *j, struct standing *l)
{
	enum status st = OK;

	for (struct months *m = l->months; m != NULL && st == OK; m = m->next) {
		if (m->n == 0)
			continue;
		st = store_run(s->st, j, SQL_SITE_MONTH_MORE,
		    VALS(val_int(l->num), val_int(m->month), val_int(m->n)));
		if (st == OK && m->n < 0)
			st = store_run(s->st, j, SQL_SITE_MONTH_EMPTY,
			    VALS(val_int(l->num), val_int(m->month)));
		m->n = 0;
	}
	return st;
}

static enum status
listing_settle(struct site *s, struct job *j, struct standing *l)
{
	enum status st = page_settle(s, j, l);

	if (st == OK)
		st = months_settle(s, j, l);
	if (st != OK || !l->changed)
		return st;
	l->changed = false;
	return store_run(s->st, j, SQL_SITE_LISTING_PUT,
	    VALS(val_int(l->num), val_int(l->pages), val_int(l->open),
		val_int(l->published), val_int(l->entry)));
}

enum status
listings_settle(struct site *s, struct job *j)
{
	enum status st = OK;

	for (struct standing *l = s->all_listings; l != NULL && st == OK;
	     l = l->next)
		st = listing_settle(s, j, l);
	return st;
}

/* ---- dealing anew ---- */

/* The next 20 entries become a full page, or what is left the open one. */
static enum status
deal(struct site *s, struct job *j, struct standing *l)
{
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_ENTRIES_ALL,
	    VALS(val_int(l->num)), &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		if (++l->open < LISTING_PAGE)
			continue;
		l->open = 0;
		l->pages++;
		l->published = row_int(&r, 0);
		l->entry = row_int(&r, 1);
		st = store_run(s->st, j, SQL_SITE_PAGE_NEW,
		    VALS(val_int(l->num), val_int(l->pages),
			val_int(l->published), val_int(l->entry),
			val_int(LISTING_PAGE)));
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

static enum status
deal_anew(struct site *s, struct job *j, struct standing *l)
{
	const enum status st = store_run(s->st, j, SQL_SITE_PAGES_GONE,
	    VALS(val_int(l->num)));

	if (st != OK)
		return st;
	l->changed = true;
	l->pages = l->open = 0;
	l->published = l->entry = INT64_MIN;
	l->page = l->page_more = 0;
	return deal(s, j, l);
}

enum status
listings_deal(struct site *s, struct job *j)
{
	int64_t last = 0;
	struct val v[1];
	struct standing *l = NULL;
	enum status st = listings_settle(s, j);

	while (st == OK) {
		st = store_one(s->st, j, SQL_SITE_PAGE_LONG,
		    VALS(val_int(last)), v, 1);
		if (st != OK)
			break;
		last = v[0].i;
		st = standing_by_num(s, j, last, &l);
		if (st != OK)
			break;
		assert(l != NULL);
		st = deal_anew(s, j, l);
	}
	return st == NOT_FOUND ? listings_settle(s, j) : st;
}
