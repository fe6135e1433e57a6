/* SPDX-License-Identifier: ISC */
/*
 * A section's, a topic's or a person's pages.  The first shows the newest and
 * what moves with the clock; a numbered one, once full, never changes, so it
 * has no totals, no clock and no "today".
 */
#include "press/front.h"
#include "text/utf8.h"

#define PAGES_NEAR 3    /* numbers shown beside the open page's */
#define PICTURE_EVERY 3 /* entries between two pictures */
#define LONG_TITLE 22   /* characters */

/* ---- entries ---- */

static int
entry_rank(const struct making *m, const struct card *c, size_t i)
{
	if (i == 0 && !m->still)
		return 4;
	if (card_is_other(c))
		return 3;
	if (i < 3 && is_today(m, c->published) && !m->still && c->deck.n > 0
	    && card_label(m, c).n == 0)
		return 3;
	if (c->deck.n > 0 || c->intro.html.n > 0 || c->has_picture)
		return 2;
	return is_today(m, c->published) && !m->still ? 2 : 1;
}

/* On a person's page their name need not stand under each of their stories. */
static bool
is_only_by(const struct signers *by, int64_t person)
{
	size_t others = 0;

	for (size_t i = 0; i < by->n; i++)
		others += by->at[i].role == ROLE_BY
		    && by->at[i].who.num != person;
	return by->n > 0 && others == 0;
}

static struct view_list
entries_set(struct making *m, const struct cards *cards, int64_t within)
{
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, cards->n + 1);
	size_t since = PICTURE_EVERY;

	for (size_t i = 0; i < cards->n; i++) {
		const struct card *c = &cards->at[i];

		card_set(m, c,
		    &(struct showing){ .rank = entry_rank(m, c, i),
			.level = "2",
			.deck = true,
			.deck_most = 320,
			.excerpt = true,
			.byline = !is_only_by(&c->byline, within),
			.office = true,
			.time = true,
			/* Somebody else's words stand without one there. */
			.picture = since >= PICTURE_EVERY && !card_is_other(c),
			.eager = i == 0,
			.section = true,
			.within = within,
			.in_listing = true },
		    &at[i]);
		since = at[i].picture != NULL ? 1 : since + 1;
	}
	return list_of(at, cards->n);
}

/* An editor's arrangement stands first, each slot in its weight. */
static enum status
arranged_set(struct making *m, struct view_listing *v, bool *arranged)
{
	struct front f;
	struct cards *all;
	enum status st = site_front_is(m->site, m->j, m->lang,
	    m->place->listing.num, arranged);

	if (st == OK && *arranged)
		st = site_front(m->site, m->j, m->lang, m->place->listing.num,
		    &f);
	if (st != OK || !*arranged)
		return st;
	v->modules = modules_beside(m, &f, true);
	breaking_set(m, &f);
	modules_refresh(m, &f);
	all = JOB_NEW(m->j, struct cards);
	all->at = JOB_ARRAY(m->j, struct card, f.nslots + f.newest.n);
	for (size_t i = 0; i < f.nslots; i++)
		if (f.slots[i].listing.num == 0 && f.slots[i].cards.n > 0)
			all->at[all->n++] = f.slots[i].cards.at[0];
	for (size_t i = 0; i < f.newest.n && all->n < LISTING_PAGE; i++)
		all->at[all->n++] = f.newest.at[i];
	v->entries = entries_set(m, all, m->place->listing.num);
	v->empty = all->n == 0;
	return OK;
}

/* ---- page numbers ---- */

static struct view_link
page_link(struct making *m, struct str first, int64_t page, struct str text)
{
	return (struct view_link){ .text = text,
		.href = href_of(m,
		    job_printf(m->j, "%.*spage/%lld/", STR_ARG(first),
			(long long)page)) };
}

void
listing_pages_set(struct making *m, struct view_listing *v, struct str first,
    int64_t from, int64_t current)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link,
	    PAGES_NEAR + 3);
	int64_t page = from;
	size_t n = 0;

	for (; page > 1 && n < PAGES_NEAR; page--) {
		at[n] = page_link(m, first, page,
		    number_text(m->digits, m->j, page));
		at[n++].current = page == current;
	}
	if (page > 1)
		at[n++] = (struct view_link){ .gap = true };
	if (from >= 1) {
		at[n] = page_link(m, first, 1, say_number(m, "page_oldest", 1));
		at[n++].current = current == 1;
	}
	v->pages = list_of(at, n);
	v->has_pages = n > 0;
}

void
listing_newer_set(struct making *m, struct view_listing *v, struct str first,
    int64_t newer)
{
	struct view_link *l = JOB_NEW(m->j, struct view_link);

	*l = newer == 0 ? (struct view_link){ .text = say(m, "newest"),
		.href = href_of(m, first) }
			: page_link(m, first, newer, say(m, "newer"));
	v->newer = l;
}

/* ---- the side ---- */

static enum status
years_set(struct making *m, struct view_listing *v, struct str first)
{
	struct archive_months months;
	struct view_link *at;
	size_t n = 0;
	enum status st = site_archive(m->site, m->j, &m->place->listing, 0,
	    &months);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, months.n + 1);
	for (size_t i = 0; i < months.n; i++) {
		int year = months.at[i].year;

		if (i > 0 && year == months.at[i - 1].year)
			continue;
		at[n++] = (struct view_link){
			.text = year_words(m, year),
			.href = href_of(m,
			    job_printf(m->j, "%.*sarchive/%d/", STR_ARG(first),
				year)),
		};
	}
	v->years = list_of(at, n);
	v->has_years = n > 0;
	v->years_title = say_with(m, "by_year", v->title);
	return OK;
}

void
listing_feed_set(struct making *m, struct view_listing *v, struct str first)
{
	struct view_link *l = JOB_NEW(m->j, struct view_link);
	struct view_link *head = JOB_NEW(m->j, struct view_link);
	struct str feed = job_printf(m->j, "%.*sfeed.xml", STR_ARG(first));

	/* To be read and copied: in its own letters, without the scheme. */
	l->href = href_of(m, feed);
	l->text = feed;
	if (m->base.n > 0)
		l->text = job_printf(m->j, "%.*s%.*s",
		    STR_ARG(url_host(m->base)), STR_ARG(feed));
	v->feed = l;
	*head = (struct view_link){ .href = l->href,
		.text = joined(m, v->title, STR(" · "), m->name) };
	m->page.feed = head;
}

/* ---- what it is a listing of ---- */

static enum status
subs_set(struct making *m, struct view_listing *v, int64_t num)
{
	struct sections all;
	struct view_link *at;
	size_t n = 0;
	enum status st = site_sections(m->site, m->j, m->lang, &all);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].parent == num && !all.at[i].retired)
			at[n++] = (struct view_link){
				.text = all.at[i].link.name,
				.href = href_of(m, all.at[i].link.address),
			};
	v->subs = list_of(at, n);
	v->has_subs = n > 0;
	return OK;
}

static enum status
thing_set(struct making *m, struct view_listing *v)
{
	const struct listing *l = &m->place->listing;
	struct entity e;
	enum status st = site_entity(m->site, m->j, l->num, m->lang, &e);

	if (st != OK)
		return st;
	v->title = e.name;
	v->intro = e.intro;
	/* A body is in the site's first language and is read nowhere else. */
	if (e.html.html.n > 0
	    && str_eq(m->lang, m->settings->languages.at[0].tag))
		v->intro = body_set(m, e.html);
	v->role = e.role;
	v->closed = e.retired;
	if (e.has_picture)
		v->picture = picture_set(m, &e.picture, FRAME_SMALL, true);
	v->head = STR("head-topic");
	if (e.kind == KIND_PERSON)
		v->head = STR("head-person");
	else if (e.kind == KIND_SECTION)
		v->head = STR("head-section");
	else if (e.kind == KIND_ORGANISATION)
		v->label = say(m, "organisation");
	else
		v->label = say(m, e.kind == KIND_PLACE ? "place" : "topic");
	st = entity_set(m, &e, v);
	if (st == OK && m->place->what == PLACE_LISTING
	    && (e.kind == KIND_PERSON || e.kind == KIND_ORGANISATION
		|| e.kind == KIND_PLACE))
		structured_of_entity(m, &e);
	if (st == OK && e.kind == KIND_SECTION)
		st = trail_sections(m, l->num);
	return st == OK && e.kind == KIND_SECTION ? subs_set(m, v, l->num) : st;
}

static enum status
what_set(struct making *m, struct view_listing *v)
{
	switch (m->place->listing.what) {
	case LISTING_THING:
		return thing_set(m, v);
	case LISTING_HOME:
		v->title = say(m, "most_recent");
		break;
	case LISTING_KIND:
	case LISTING_CORRECTIONS: /* corrections.c */
		v->title = say(m, "latest");
		break;
	}
	v->head = STR("head-section");
	return OK;
}

enum status
listing_others_set(struct making *m)
{
	const struct languages *all = &m->settings->languages;
	struct other_language *o = JOB_ARRAY(m->j, struct other_language,
	    all->n);
	struct listing l = m->place->listing;

	for (size_t i = 0; i < all->n; i++) {
		enum status st;

		l.lang = o[i].lang = all->at[i].tag;
		st = site_listing_address(m->site, m->j, &l, &o[i].address);
		if (st != OK)
			return st;
	}
	languages_set(m, o, all->n > 1 ? all->n : 0);
	return OK;
}

/* ---- the pages ---- */

/* What the editor pinned stands first, and not again below. */
static enum status
pins_first(struct making *m, struct cards *cards)
{
	const struct listing *const l = &m->place->listing;
	struct cards all = { NULL, 0 };
	struct entity e;
	enum status st = l->what == LISTING_THING
	    ? site_entity(m->site, m->j, l->num, m->lang, &e)
	    : NOT_FOUND;

	if (st != OK || e.more.pins.n == 0) {
		job_forgive(m->j);
		return st == NOT_FOUND ? OK : st;
	}
	all.at = JOB_ARRAY(m->j, struct card, e.more.pins.n + cards->n);
	for (size_t i = 0; i < e.more.pins.n && st == OK; i++) {
		int64_t num;

		st = site_find_story(m->site, m->j, KIND_NONE, m->lang,
		    e.more.pins.at[i].text, &num);
		if (st == OK)
			st = site_card(m->site, m->j, num, &all.at[all.n]);
		if (st == OK && str_eq(all.at[all.n].lang, m->lang))
			all.n++;
		if (st == NOT_FOUND) {
			job_forgive(m->j);
			st = OK;
		}
	}
	const size_t pinned = all.n;

	for (size_t i = 0; i < cards->n; i++) {
		bool again = false;

		for (size_t k = 0; k < pinned; k++)
			again |= all.at[k].num == cards->at[i].num;
		if (!again)
			all.at[all.n++] = cards->at[i];
	}
	*cards = all;
	return st;
}

static enum status
first_page(struct making *m, struct view_listing *v, struct str first)
{
	struct listing_page page;
	bool arranged = false;
	enum status st = site_newest(m->site, m->j, &m->place->listing, 0,
	    &page);

	if (st == OK
	    && (m->place->listing.kind == KIND_SECTION
		|| m->place->listing.kind == KIND_TOPIC))
		st = arranged_set(m, v, &arranged);
	if (st != OK)
		return st;
	if (!arranged)
		st = pins_first(m, &page.cards);
	if (st != OK)
		return st;
	if (!arranged) {
		v->entries = entries_set(m, &page.cards, m->place->listing.num);
		v->empty = page.cards.n == 0;
	}
	listing_pages_set(m, v, first, page.older, 0);
	today_set(m);
	st = years_set(m, v, first);
	return st == OK ? listing_others_set(m) : st;
}

static enum status
numbered_page(struct making *m, struct view_listing *v, struct str first)
{
	struct listing_page page;
	enum status st = site_numbered(m->site, m->j, &m->place->listing,
	    m->place->page, &page);

	if (st != OK)
		return st;
	m->still = true;
	v->entries = entries_set(m, &page.cards, m->place->listing.num);
	v->empty = page.cards.n == 0;
	v->page_label = say_number(m, "page", m->place->page);
	listing_newer_set(m, v, first, page.newer);
	listing_pages_set(m, v, first, m->place->page, m->place->page);
	return OK;
}

void
listing_title_set(struct making *m, struct view_listing *v)
{
	v->long_title = utf8_length(v->title) > LONG_TITLE;
	v->ruled = v->has_years;
	v->aside_label = say_with(m, "more_from", v->title);
	m->page.title = joined(m, v->title, STR(" · "), v->page_label);
	m->page.title = joined(m, m->page.title, STR(" · "), m->name);
	m->page.description = m->page.title;
}

/* Of a section its own steps are there already. */
void
listing_trail_set(struct making *m, const struct view_listing *v,
    struct str first)
{
	if (m->place->listing.kind != KIND_SECTION)
		trail_add(m, v->title, first);
	if (m->place->what == PLACE_NUMBERED)
		trail_add(m, v->page_label, m->place->address);
}

enum status
page_listing(struct making *m)
{
	struct view_listing *v = JOB_NEW(m->j, struct view_listing);
	struct str first;
	enum status st = around_set(m,
	    m->place->listing.kind == KIND_SECTION ? m->place->listing.num : 0);

	if (st == OK)
		st = what_set(m, v);
	if (st == OK)
		st = site_listing_address(m->site, m->j, &m->place->listing,
		    &first);
	if (st == OK)
		st = m->place->what == PLACE_NUMBERED
		    ? numbered_page(m, v, first)
		    : first_page(m, v, first);
	if (st != OK)
		return st;
	listing_feed_set(m, v, first);
	listing_title_set(m, v);
	listing_trail_set(m, v, first);
	m->page.listing = v;
	return page_out(m, "listing", 200);
}
