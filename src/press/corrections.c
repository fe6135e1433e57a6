/* SPDX-License-Identifier: ISC */
/*
 * All that readers were told was changed, newest first, and its feed.  Every
 * correction shows its whole date, so no page changes with the clock.
 */
#include "press/making.h"

static const struct view_time *
day_of(struct making *m, struct when w)
{
	w.precision = WHEN_DAY;
	return time_long(m, w);
}

/* An item that has no headline is called by where it stands in time. */
static struct str
called(struct making *m, const struct correction *x)
{
	if (x->headline.n > 0)
		return x->headline;
	return joined(m, say(m, "item"), say(m, "comma"),
	    date_and_time(m->dates, m->j, x->published));
}

static void
entries_set(struct making *m, const struct corrections *c,
    struct view_listing *v)
{
	struct view_correction *at = JOB_ARRAY(m->j, struct view_correction,
	    c->n + 1);

	for (size_t i = 0; i < c->n; i++) {
		const struct correction *x = &c->at[i];

		at[i] = (struct view_correction){
			.label = grade_label(m, x->change.grade),
			.headline = called(m, x),
			.href = href_of(m, x->address),
			.text = x->change.note,
			.time = day_of(m, x->change.at),
			.plain = !grade_corrects(x->change.grade),
		};
	}
	v->corrections = list_of(at, c->n);
	v->empty = c->n == 0;
}

static enum status
read(struct making *m, int64_t page, struct corrections *c, struct str *first)
{
	enum status st = site_corrections(m->site, m->j, &m->place->listing,
	    page, c);

	return st == OK
	    ? site_listing_address(m->site, m->j, &m->place->listing, first)
	    : st;
}

enum status
page_corrections(struct making *m)
{
	const int64_t page = m->place->what == PLACE_NUMBERED ? m->place->page
							      : 0;
	struct view_listing *v = JOB_NEW(m->j, struct view_listing);
	struct corrections c;
	struct str first;
	enum status st = around_set(m, 0);

	if (st == OK)
		st = read(m, page, &c, &first);
	if (st == OK && page == 0)
		st = listing_others_set(m);
	if (st != OK)
		return st;
	v->title = say(m, "corrections");
	v->head = STR("head-section");
	entries_set(m, &c, v);
	if (page > 0) {
		v->page_label = say_number(m, "page", page);
		listing_newer_set(m, v, first, c.page.newer);
	}
	listing_pages_set(m, v, first, page > 0 ? page : c.page.older, page);
	listing_feed_set(m, v, first);
	listing_title_set(m, v);
	listing_trail_set(m, v, first);
	m->page.listing = v;
	return page_out(m, "corrections", 200);
}

/* ---- the feed ---- */

static void
item_set(struct making *m, const struct correction *x, struct view_item *out)
{
	struct str id = feed_urn(m, x->id), grade = grade_name(x->change.grade);

	*out = (struct view_item){
		.title = joined(m, grade_label(m, x->change.grade), STR(": "),
		    called(m, x)),
		/* The story's own, and which of its changes. */
		.id = job_printf(m->j, "%.*s#%c%lld", STR_ARG(id), grade.p[0],
		    (long long)x->change.at.at),
		.href = url_of(m, x->address),
		.published = feed_stamp(m, x->change.at),
		.updated = feed_stamp(m, x->change.at),
		.mailed = feed_mailed(m, x->change.at.at),
		.summary = x->change.note,
	};
}

enum status
page_corrections_feed(struct making *m)
{
	struct corrections c;
	struct view_feed *v;
	struct view_item *at;
	struct str first;
	enum status st = read(m, 0, &c, &first);

	if (st != OK)
		return st;
	v = feed_begin(m, first);
	v->title = joined(m, say(m, "corrections"), STR(" · "), m->name);
	at = JOB_ARRAY(m->j, struct view_item, c.n + 1);
	for (size_t i = 0; i < c.n; i++) {
		item_set(m, &c.at[i], &at[i]);
		if (str_cmp(at[i].updated, v->updated) > 0)
			v->updated = at[i].updated;
	}
	v->entries = list_of(at, c.n);
	return feed_out(m, v);
}
