/* SPDX-License-Identifier: ISC */
/*
 * What a text lists: a brief its items by day, an event what is about it as a
 * timeline, a series its parts.  Listings as any other, with numbered pages
 * under the text's own address; so the next item costs what the first did.
 */
#include <stdlib.h>

#include "page/inline.h"
#include "press/making.h"

#define SEQUENCE_FIRST 40 /* items or moments on the first page */
#define SERIES_PARTS 100
#define YEARS_MOST 60

static struct listing
listing_of_text(const struct story *s)
{
	return (struct listing){ LISTING_THING, s->card.num, s->card.kind,
		s->card.lang };
}

static struct view_link
page_link(struct making *m, const struct story *s, int64_t page,
    struct str text)
{
	return (struct view_link){ .text = text,
		.href = href_of(m,
		    page == 0 ? s->card.address
			      : job_printf(m->j, "%.*spage/%lld/",
				  STR_ARG(s->card.address), (long long)page)) };
}

/* What is before and after this page, in the order of reading. */
static void
pages_set(struct making *m, const struct story *s,
    const struct listing_page *page, struct view_story *v)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, 2);
	size_t n = 0;

	if (page->page != 0)
		at[n++] = page_link(m, s, page->newer, say(m, "newer"));
	if (page->older > 0)
		at[n++] = page_link(m, s, page->older, say(m, "items_earlier"));
	v->pages = list_of(at, n);
	v->has_pages = n > 0;
	if (page->page != 0)
		v->page_label = say_number(m, "page", page->page);
}

/* The first page shows more than a numbered one; all, if that is all. */
static enum status
page_read(struct making *m, const struct story *s, struct listing_page *out)
{
	const struct listing l = listing_of_text(s);
	enum status st;

	if (m->place->what == PLACE_NUMBERED)
		return site_numbered(m->site, m->j, &l, m->place->page, out);
	st = site_newest(m->site, m->j, &l, SEQUENCE_FIRST, out);
	if (st == OK && out->cards.n < SEQUENCE_FIRST)
		out->older = 0;
	return st;
}

/* ---- briefs ---- */

struct str
part_id(struct job *j, struct id id)
{
	return job_printf(j, "i%.8s", id_hex(j, id).p);
}

enum status
part_set(struct making *m, const struct card *c, struct view_part *out)
{
	struct changes changes = { NULL, 0 };
	enum status st = site_story_html(m->site, m->j, c->num, &out->body);

	if (st == OK)
		st = site_changes(m->site, m->j, c->num, &changes);
	if (st != OK)
		return st;
	out->body = body_set(m, out->body);
	out->id = part_id(m->j, c->id);
	out->href = href_of(m, c->address);
	out->headline = c->headline;
	out->who = byline_of(m, &c->byline, false);
	out->time = time_of_day(m, c->published);
	if (out->time == NULL)
		out->time = time_long(m, c->published);
	out->notes = notes_of(m, &changes, c->published);
	if (c->corrected)
		out->label = say(m, "corrected");
	return c->more != NULL ? promoted_link(m, c->more, &out->promoted) : OK;
}

/* Cards in the order of reading, day by day. */
static enum status
days_set(struct making *m, const struct cards *cards, bool oldest,
    struct view_story *v)
{
	const size_t n = cards->n;
	struct view_part *parts = JOB_ARRAY(m->j, struct view_part, n + 1);
	struct view_sequence *days = JOB_ARRAY(m->j, struct view_sequence,
	    n + 1);
	size_t ndays = 0, first = 0;
	enum status st = OK;

	for (size_t i = 0; i < n && st == OK; i++) {
		const struct card *c = &cards->at[oldest ? n - 1 - i : i];
		const bool last = i + 1 == n
		    || !date_same_day(m->dates, c->published.at,
			cards->at[oldest ? n - 2 - i : i + 1].published.at);

		st = part_set(m, c, &parts[i]);
		if (!last)
			continue;
		days[ndays++] = (struct view_sequence){
			.title = date_full(m->dates, m->j, c->published.at),
			.iso = date_iso_day(m->dates, m->j, c->published.at),
			.parts = list_of(&parts[first], i + 1 - first),
		};
		first = i + 1;
	}
	v->days = list_of(days, ndays);
	v->has_days = ndays > 0;
	return st;
}

/* The years before and after: the other briefs of its series. */
static enum status
years_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct listing l = { LISTING_THING, 0, KIND_SERIES, s->card.lang };
	struct listing_page page;
	struct view_link *at;
	size_t n = 0;
	enum status st;

	for (size_t i = 0; i < s->within.n; i++)
		if (s->within.at[i].kind == KIND_SERIES)
			l.num = s->within.at[i].num;
	if (l.num == 0)
		return OK;
	st = site_newest(m->site, m->j, &l, YEARS_MOST, &page);
	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, page.cards.n + 1);
	for (size_t i = 0; i < page.cards.n; i++) {
		const struct card *c = &page.cards.at[i];

		if (c->kind == KIND_BRIEF)
			at[n++] = (struct view_link){
				.text = c->short_headline.n > 0
				    ? c->short_headline
				    : c->headline,
				.href = href_of(m, c->address),
				.current = c->num == s->card.num,
			};
	}
	v->years = list_of(at, n);
	v->has_years = n > 1;
	return OK;
}

static enum status
brief_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct listing_page page;
	enum status st = page_read(m, s, &page);

	if (st == OK)
		st = days_set(m, &page.cards, v->oldest, v);
	if (st == OK)
		st = years_set(m, s, v);
	if (st != OK)
		return st;
	pages_set(m, s, &page, v);
	if (!v->sealed && page.page == 0 && !m->unserved)
		v->live = job_printf(m->j, "/live%.*s?since=%lld",
		    STR_ARG(href_of(m, s->card.address)),
		    (long long)site_version(m->site));
	return OK;
}

/* ---- events ---- */

struct moments {
	struct view_moment *at;
	int64_t *when;
	size_t n;
};

static void
moment_put(struct moments *list, int64_t when, struct view_moment what)
{
	size_t i = list->n++;

	/* Most come in order, so this is short. */
	for (; i > 0 && list->when[i - 1] > when; i--) {
		list->when[i] = list->when[i - 1];
		list->at[i] = list->at[i - 1];
	}
	list->when[i] = when;
	list->at[i] = what;
}

static struct view_moment
moment_of(struct making *m, const struct card *c)
{
	struct view_card card;
	struct view_moment out;

	card_set(m, c,
	    &(struct showing){ .at = CARD_RELATED, .rank = 1, .level = "3" },
	    &card);
	out = (struct view_moment){
		.time = time_of_day(m, c->published),
		.label = card.label,
		.headline = card.headline,
		.href = card.href,
		.who = card.byline,
		.lang = card.lang,
		.dir = card.dir,
		.other = card.other,
	};
	return out;
}

/* A new day says so; hours alone stand below it. */
static void
days_mark(struct making *m, struct moments *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (i == 0
		    || !date_same_day(m->dates, list->when[i - 1],
			list->when[i]))
			list->at[i].day = date_long(m->dates, m->j,
			    list->when[i]);
}

/*
 * The event's own updates stand among the stories of this page: those after
 * the page before it, if there is one.
 */
static enum status
event_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct updates *const own = &s->more.updates;
	struct listing_page page;
	struct moments list = { .n = 0 };
	const enum status st = page_read(m, s, &page);

	if (st != OK)
		return st;
	const size_t n = page.cards.n, room = n + own->n + 1;
	const int64_t low = page.older > 0 && n > 0
	    ? page.cards.at[n - 1].published.at
	    : INT64_MIN;
	const int64_t high = page.page != 0 && n > 0
	    ? page.cards.at[0].published.at
	    : INT64_MAX;

	list.at = JOB_ARRAY(m->j, struct view_moment, room);
	list.when = JOB_ARRAY(m->j, int64_t, room);
	for (size_t i = n; i-- > 0;)
		moment_put(&list, page.cards.at[i].published.at,
		    moment_of(m, &page.cards.at[i]));
	for (size_t i = 0; i < own->n; i++)
		if (own->at[i].at.at >= low && own->at[i].at.at <= high)
			moment_put(&list, own->at[i].at.at,
			    (struct view_moment){
				.time = time_of_day(m, own->at[i].at),
				.text = own->at[i].text,
				.who = own->at[i].source,
			    });
	days_mark(m, &list);
	v->timeline = list_of(list.at, list.n);
	v->has_timeline = list.n > 0;
	pages_set(m, s, &page, v);
	return OK;
}

/* ---- series ---- */

static int
by_part(const void *a, const void *b)
{
	const struct card *const x = a, *const y = b;
	const int64_t p = x->more != NULL ? x->more->part : 0,
		      q = y->more != NULL ? y->more->part : 0;

	/* Those without a number come last, the oldest first. */
	if (p != q && p != 0 && q != 0)
		return p < q ? -1 : 1;
	if ((p == 0) != (q == 0))
		return p == 0 ? 1 : -1;
	return x->published.at < y->published.at ? -1
	    : x->published.at > y->published.at  ? 1
						 : 0;
}

static enum status
series_read(struct making *m, int64_t num, struct str lang, struct cards *out)
{
	const struct listing l = { LISTING_THING, num, KIND_SERIES, lang };
	struct listing_page page;
	const enum status st = site_newest(m->site, m->j, &l, SERIES_PARTS,
	    &page);

	if (st != OK)
		return st;
	if (page.cards.n > 1)
		qsort(page.cards.at, page.cards.n, sizeof(*page.cards.at),
		    by_part);
	*out = page.cards;
	return OK;
}

static enum status
series_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct cards cards;
	struct view_card *at;
	const enum status st = series_read(m, s->card.num, s->card.lang,
	    &cards);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_card, cards.n + 1);
	for (size_t i = 0; i < cards.n; i++) {
		card_set(m, &cards.at[i],
		    &(struct showing){ .rank = 2,
			.level = "2",
			.deck = true,
			.excerpt = true,
			.byline = true,
			.time = true,
			.picture = i == 0,
			.in_listing = true },
		    &at[i]);
		if (cards.at[i].more != NULL && cards.at[i].more->part > 0)
			at[i].kicker = say_number(m, "part_of",
			    cards.at[i].more->part);
		at[i].has_kicker = at[i].kicker.n > 0 || at[i].label.n > 0;
	}
	v->parts = list_of(at, cards.n);
	v->has_parts = cards.n > 0;
	return OK;
}

/* A part beside another; before: it comes earlier. */
static const struct view_link *
beside(struct making *m, const struct card *c, bool before)
{
	struct view_link *l = JOB_NEW(m->j, struct view_link);

	l->text = c->headline;
	l->href = href_of(m, c->address);
	l->other = card_is_other(c);
	l->label = c->more != NULL && c->more->part > 0
	    ? say_number(m, "part_of", c->more->part)
	    : say(m, before ? "earlier" : "later");
	return l;
}

/* A part's neighbours are the parts before and after it. */
static enum status
part_neighbours(struct making *m, const struct story *s, int64_t series,
    struct view_story *v)
{
	struct cards cards;
	size_t i = 0;
	const enum status st = series_read(m, series, s->card.lang, &cards);

	if (st != OK)
		return st;
	while (i < cards.n && cards.at[i].num != s->card.num)
		i++;
	if (i == cards.n)
		return OK;
	v->older = i > 0 ? beside(m, &cards.at[i - 1], true) : NULL;
	v->newer = i + 1 < cards.n ? beside(m, &cards.at[i + 1], false) : NULL;
	v->has_around = v->older != NULL || v->newer != NULL;
	return OK;
}

enum status
sequence_set(struct making *m, const struct story *s, struct view_story *v)
{
	if (s->card.kind == KIND_BRIEF)
		return brief_set(m, s, v);
	if (s->card.kind == KIND_EVENT)
		return event_set(m, s, v);
	if (s->card.kind == KIND_SERIES)
		return series_set(m, s, v);
	for (size_t i = 0; i < s->within.n; i++)
		if (s->within.at[i].kind == KIND_SERIES)
			return part_neighbours(m, s, s->within.at[i].num, v);
	return OK;
}
