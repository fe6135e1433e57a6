/* SPDX-License-Identifier: ISC */
#include "site/observed.h"

#include "site/inside.h"

#define HOUR 3600

/* ---- feeds ---- */

static struct str
items_pack(struct job *j, const struct outside_items *items)
{
	struct buf b = buf_in(j, PACK_MAX);

	for (size_t i = 0; i < items->n && i < OUTSIDE_ITEMS; i++) {
		pack_str(&b, items->at[i].title);
		pack_str(&b, items->at[i].address);
		pack_str(&b, items->at[i].summary);
		pack_int(&b, items->at[i].at);
	}
	return buf_so_far(&b);
}

static void
items_unpack(struct job *j, struct str packed, struct outside_items *out)
{
	struct unpack u = { job_str(j, packed), false };

	out->at = JOB_ARRAY(j, struct outside_item, OUTSIDE_ITEMS);
	while (u.rest.n > 0 && out->n < OUTSIDE_ITEMS) {
		struct outside_item *const at = &out->at[out->n];

		at->title = unpack_str(&u);
		at->address = unpack_str(&u);
		at->summary = unpack_str(&u);
		at->at = unpack_int(&u);
		out->n += !u.broken;
	}
}

enum status
site_feeds(struct site *s, struct job *j, struct outsides *out)
{
	size_t room = 0;
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_SITE_FEEDS, NO_VALS,
	    &r);

	*out = (struct outsides){ NULL, 0 };
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		struct outside f = { .url = job_str(j, row_str(&r, 0)) };

		if (out->n == room) {
			const size_t more = room == 0 ? 4 : room * 2;

			out->at = job_grow(j, out->at, room * sizeof(f),
			    more * sizeof(f));
			room = more;
		}
		f.items.title = job_str(j, row_str(&r, 1));
		f.etag = job_str(j, row_str(&r, 2));
		f.modified = job_str(j, row_str(&r, 3));
		f.asked = row_int(&r, 4);
		f.next = row_int(&r, 5);
		f.failures = row_int(&r, 6);
		f.trouble = job_str(j, row_str(&r, 7));
		items_unpack(j, row_str(&r, 8), &f.items);
		out->at[out->n++] = f;
	}
	return rows_end(&r);
}

enum status
site_feed(struct site *s, struct job *j, struct str url,
    struct outside_items *out)
{
	struct val v[2];
	const enum status st = store_one(s->st, j, SQL_SITE_FEED_AT,
	    VALS(val_text(url)), v, 2);

	*out = (struct outside_items){ 0 };
	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	out->title = v[0].s;
	items_unpack(j, v[1].s, out);
	return OK;
}

/* The pages of the fronts that show it. */
static enum status
stale_watching(struct site *s, struct job *j, struct str source)
{
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_FRONTS_WATCHING,
	    VALS(val_text(source)), &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		struct str base;

		st = listing_base(s, j, row_int(&r, 0), STR(""),
		    job_str(j, row_str(&r, 1)), &base);
		if (st == OK)
			stale_put(s, base);
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

enum status
site_feed_put(struct site *s, struct job *j, const struct outside *f)
{
	const struct str items = items_pack(j, &f->items);
	struct val was[2];
	enum status st = store_one(s->st, j, SQL_SITE_FEED_AT,
	    VALS(val_text(f->url)), was, 2);
	const bool same = st == OK && str_eq(was[1].s, items)
	    && str_eq(was[0].s, f->items.title);

	if (st == OK || st == NOT_FOUND)
		st = store_run(s->st, j, SQL_SITE_FEED_PUT,
		    VALS(val_text(f->url), val_text(f->items.title),
			val_text(f->etag), val_text(f->modified),
			val_int(f->asked), val_int(f->next),
			val_int(f->failures), val_text(f->trouble),
			val_blob(items)));
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_FEEDS_FORGET, NO_VALS);
	return st != OK || same ? st : stale_watching(s, j, f->url);
}

/* ---- what is read most ---- */

struct ranked {
	struct str lang, id;
};

/* The first MOST_READ of each language. */
static enum status
ranking(struct site *s, struct job *j, enum stmt q, const struct val *v,
    size_t n, struct ranked **out, size_t *nout)
{
	size_t room = 0, of_lang = 0;
	struct rows r;
	const enum status st = rows_begin(s->st, j, q, v, n, &r);

	*out = NULL;
	*nout = 0;
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		const bool same = *nout > 0
		    && str_eq((*out)[*nout - 1].lang, row_str(&r, 0));

		of_lang = same ? of_lang + 1 : 1;
		if (of_lang > MOST_READ)
			continue;
		if (*nout == room) {
			const size_t more = room == 0 ? 32 : room * 2;

			*out = job_grow(j, *out, room * sizeof(**out),
			    more * sizeof(**out));
			room = more;
		}
		(*out)[(*nout)++] = (struct ranked){ job_str(j, row_str(&r, 0)),
			job_str(j, row_str(&r, 1)) };
	}
	return rows_end(&r);
}

static enum status
ranking_put(struct site *s, struct job *j, const struct ranked *at, size_t n)
{
	enum status st = store_run(s->st, j, SQL_SITE_MOST_READ_GONE, NO_VALS);
	int64_t rank = 0;

	for (size_t i = 0; i < n && st == OK; i++) {
		rank = i > 0 && str_eq(at[i].lang, at[i - 1].lang) ? rank + 1
								   : 1;
		st = store_run(s->st, j, SQL_SITE_MOST_READ_NEW,
		    VALS(val_text(at[i].lang), val_int(rank),
			val_blob(at[i].id)));
	}
	return st;
}

static bool
same_ranking(const struct ranked *a, size_t na, const struct ranked *b,
    size_t nb)
{
	if (na != nb)
		return false;
	for (size_t i = 0; i < na; i++)
		if (!str_eq(a[i].lang, b[i].lang) || !str_eq(a[i].id, b[i].id))
			return false;
	return true;
}

enum status
site_reads_put(struct site *s, struct job *j, const struct read_count *at,
    size_t n)
{
	const int64_t hour = job_now(j) / HOUR;
	struct ranked *was, *is;
	size_t nwas, nis;
	enum status st = store_run(s->st, j, SQL_SITE_READS_FORGET,
	    VALS(val_int(hour - MOST_READ_HOURS)));

	for (size_t i = 0; i < n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_READS_ADD,
		    VALS(val_int(hour), val_int(at[i].num), val_int(at[i].n)));
	if (st == OK)
		st = ranking(s, j, SQL_SITE_MOST_READ_ALL, NO_VALS, &was,
		    &nwas);
	if (st == OK)
		st = ranking(s, j, SQL_SITE_READS_MOST,
		    VALS(val_int(hour - MOST_READ_HOURS)), &is, &nis);
	if (st != OK || same_ranking(was, nwas, is, nis))
		return st;
	st = ranking_put(s, j, is, nis);
	return st == OK ? stale_watching(s, j, STR("")) : st;
}

enum status
site_most_read(struct site *s, struct job *j, struct str lang, size_t max,
    struct cards *out)
{
	return cards_read(s, j, SQL_SITE_MOST_READ,
	    VALS(val_text(lang), val_int((int64_t)max)), out);
}
