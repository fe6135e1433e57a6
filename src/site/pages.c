/* SPDX-License-Identifier: ISC */
/* The reading side of listings: first pages, numbered pages, the archive. */
#include "site/inside.h"

struct listing_row {
	int64_t num, pages, open, published, entry;
};

struct str
listing_word(const struct listing *l)
{
	if (l->what == LISTING_CORRECTIONS)
		return CORRECTIONS;
	return l->what == LISTING_KIND ? kind_name(l->kind) : STR("");
}

static enum status
listing_row(struct site *s, struct job *j, const struct listing *l,
    struct listing_row *out)
{
	struct val v[5];
	const int64_t thing = l->what == LISTING_THING ? l->num : 0;
	const enum status st = store_one(s->st, j, SQL_SITE_LISTING_AT,
	    VALS(val_int(thing), val_text(listing_word(l)), val_text(l->lang)),
	    v, 5);

	if (st == NOT_FOUND) {
		*out = (struct listing_row){ 0 };
		return OK;
	}
	if (st == OK)
		*out = (struct listing_row){ v[0].i, v[1].i, v[2].i, v[3].i,
			v[4].i };
	return st;
}

enum status
listing_num(struct site *s, struct job *j, const struct listing *l,
    int64_t *out)
{
	struct listing_row row;
	const enum status st = listing_row(s, j, l, &row);

	if (st == OK)
		*out = row.num;
	return st;
}

enum status
listing_base(struct site *s, struct job *j, int64_t thing, struct str kind,
    struct str lang, struct str *out)
{
	const struct named_link *n;

	if (thing == 0 && kind.n == 0) {
		const struct str prefix = site_prefix(s, j, lang);

		*out = job_printf(j, "%.*s/", STR_ARG(prefix));
		return OK;
	}
	if (thing == 0 && str_eq(kind, CORRECTIONS)) {
		const struct str prefix = site_prefix(s, j, lang);

		*out = job_printf(j, "%.*s/corrections/", STR_ARG(prefix));
		return OK;
	}
	if (thing == 0) {
		const struct str prefix = site_prefix(s, j, lang);

		*out = job_printf(j, "%.*s/kind/%.*s/", STR_ARG(prefix),
		    STR_ARG(kind));
		return OK;
	}
	enum status st = named_in(s, j, thing, lang, &n);

	if (st == OK && n->link.num != 0)
		*out = n->link.address;
	if (st != OK || n->link.num != 0)
		return st;
	/* A brief's, an event's, a series': under its own address. */
	struct val v[3];

	st = store_one(s->st, j, SQL_SITE_STORY_WHERE, VALS(val_int(thing)), v,
	    3);
	*out = st == OK ? v[0].s : STR("");
	return st == NOT_FOUND ? OK : st;
}

enum status
site_listing_address(struct site *s, struct job *j, const struct listing *l,
    struct str *out)
{
	return listing_base(s, j, l->what == LISTING_THING ? l->num : 0,
	    listing_word(l), l->lang, out);
}

/*
 * Older goes on with the last full page, which may repeat some; if the open
 * page is empty that page is what is shown here.
 */
static int64_t
older_than_first(const struct listing_row *row)
{
	return row->open == 0 && row->pages > 0 ? row->pages - 1 : row->pages;
}

enum status
site_newest(struct site *s, struct job *j, const struct listing *l, size_t max,
    struct listing_page *out)
{
	struct listing_row row;
	struct listing_page p = { 0 };
	enum status st = listing_row(s, j, l, &row);

	if (max == 0 || max > PAGE_MOST)
		max = max == 0 ? LISTING_PAGE : PAGE_MOST;
	if (st == OK && row.num != 0)
		st = cards_read(s, j, SQL_SITE_CARDS_NEWEST,
		    VALS(val_int(row.num), val_int((int64_t)max)), &p.cards);
	if (st != OK)
		return st;
	p.older = older_than_first(&row);
	*out = p;
	return OK;
}

enum status
site_deletions(struct site *s, struct job *j, const struct listing *l,
    size_t max, struct deletions *out)
{
	struct deletions all = { JOB_ARRAY(j, struct deletion, max + 1), 0 };
	struct rows r;
	int64_t num;
	enum status st = listing_num(s, j, l, &num);

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_GONE_NEWEST,
		    VALS(val_int(num), val_int((int64_t)max)), &r);
	if (st != OK)
		return st;
	while (all.n < max && rows_next(&r)) {
		struct deletion *const d = &all.at[all.n++];
		const struct str id = row_str(&r, 0);

		for (size_t i = 0; i < id.n && i < ID_BYTES; i++)
			d->id.b[i] = (unsigned char)id.p[i];
		d->at = row_int(&r, 1);
		d->reason = job_str(j, row_str(&r, 2));
		d->expired = row_int(&r, 3);
	}
	st = rows_end(&r);
	if (st == OK)
		*out = all;
	return st;
}

static enum status
page_bound(struct site *s, struct job *j, int64_t listing, int64_t page,
    struct val bound[2])
{
	const enum status st = store_one(s->st, j, SQL_SITE_PAGE_ROW,
	    VALS(val_int(listing), val_int(page)), bound, 2);

	if (st != NOT_FOUND)
		return st;
	bound[0] = bound[1] = val_int(INT64_MIN);
	return OK;
}

enum status
page_span(struct site *s, struct job *j, const struct listing *l, int64_t page,
    struct listing_page *p, struct page_span *out)
{
	struct listing_row row;
	struct page_span x = { .low = { val_int(INT64_MIN),
				   val_int(INT64_MIN) },
		.high = { val_int(INT64_MAX), val_int(INT64_MAX) } };
	enum status st = listing_row(s, j, l, &row);

	if (st != OK)
		return st;
	x.listing = row.num;
	p->page = page;
	if (page == 0) {
		p->older = older_than_first(&row);
		*out = x;
		return OK;
	}
	if (page < 1 || page > row.pages + (row.open > 0 ? 1 : 0))
		return NOT_FOUND;
	p->older = page - 1;
	p->open = page == row.pages + 1;
	/*
	 * A full page always leads to the next number, whether there is one
	 * yet or not (place.c sends that on to the first page), so that it
	 * need not change when the next one begins.
	 */
	p->newer = p->open ? 0 : page + 1;
	st = page_bound(s, j, row.num, page - 1, x.low);
	if (st == OK && !p->open)
		st = page_bound(s, j, row.num, page, x.high);
	if (st == OK)
		*out = x;
	return st;
}

enum status
site_numbered(struct site *s, struct job *j, const struct listing *l,
    int64_t page, struct listing_page *out)
{
	struct listing_page p = { .page = page };
	struct page_span x;
	enum status st = page < 1 ? NOT_FOUND
				  : page_span(s, j, l, page, &p, &x);

	if (st == OK)
		st = cards_read(s, j, SQL_SITE_CARDS_BETWEEN,
		    VALS(val_int(x.listing), x.low[0], x.low[1], x.high[0],
			x.high[1], val_int(PAGE_MOST)),
		    &p.cards);
	if (st == OK)
		*out = p;
	return st;
}

enum status
site_archive(struct site *s, struct job *j, const struct listing *l, int year,
    struct archive_months *out)
{
	struct archive_months a = { NULL, 0 };
	const int64_t first = year == 0 ? INT32_MIN : (int64_t)year * 12;
	const int64_t end = year == 0 ? INT32_MAX : first + 12;
	size_t room = 0;
	int64_t num;
	struct rows r;
	enum status st = listing_num(s, j, l, &num);

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_MONTHS,
		    VALS(val_int(num), val_int(first), val_int(end)), &r);
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (a.n == room) {
			const size_t more = room == 0 ? 16 : room * 2;

			a.at = job_grow(j, a.at, room * sizeof(*a.at),
			    more * sizeof(*a.at));
			room = more;
		}
		a.at[a.n++] = (struct archive_month){
			.year = (int)(row_int(&r, 0) / 12),
			.month = (int)(row_int(&r, 0) % 12) + 1,
			.n = row_int(&r, 1),
		};
	}
	st = rows_end(&r);
	if (st == OK)
		*out = a;
	return st;
}

enum status
site_archive_month(struct site *s, struct job *j, const struct listing *l,
    const struct archive_piece *piece, struct cards *out)
{
	const bool december = piece->month == 12;
	const struct civil first = {
		.year = piece->year,
		.month = piece->month,
		.day = 1,
	};
	const struct civil end = {
		.year = december ? piece->year + 1 : piece->year,
		.month = december ? 1 : piece->month + 1,
		.day = 1,
	};
	const struct copy *settings;
	int64_t num;
	enum status st = site_settings(s, j, &settings);

	if (st == OK)
		st = listing_num(s, j, l, &num);
	if (st != OK)
		return st;
	return cards_read(s, j, SQL_SITE_CARDS_MONTH,
	    VALS(val_int(num), val_int(zone_instant(s->zone, &first)),
		val_int(zone_instant(s->zone, &end)),
		val_int((int64_t)piece->max), val_int((int64_t)piece->skip)),
	    out);
}
