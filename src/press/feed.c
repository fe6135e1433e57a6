/* SPDX-License-Identifier: ISC */
/*
 * A listing as a feed, with the whole text of its newest: Atom (RFC 4287), RSS
 * 2.0, JSON Feed 1.1; with recordings as enclosures a podcast's.
 */
#include "edge/edge.h"
#include "page/absolute.h"
#include "page/escape.h"
#include "page/feed_json.h"
#include "page/inline.h"
#include "press/icon.h"
#include "press/making.h"

#define FEED_ENTRIES 20
/*
 * So many deletions, the last ones, however long ago they were: whoever asks
 * once a day misses none, and a feed does not grow with a paper's age.
 */
#define FEED_DELETIONS 20

struct str
feed_stamp(struct making *m, struct when w)
{
	return date_iso(m->dates, m->j, w.at);
}

struct str
feed_urn(struct making *m, struct id id)
{
	struct str h = id_hex(m->j, id);

	return job_printf(m->j, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", h.p,
	    h.p + 8, h.p + 12, h.p + 16, h.p + 20);
}

/* "Wed, 25 Nov 2026 12:00:00 GMT" */
struct str
feed_mailed(struct making *m, int64_t at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const struct civil c = civil_of(at, 0);

	return job_printf(m->j, "%s, %02d %s %d %02d:%02d:%02d GMT",
	    days[c.weekday], c.day, months[c.month - 1], c.year, c.hour,
	    c.minute, c.second);
}

static const struct view_enclosure *
enclosure_of(struct making *m, const struct story *s)
{
	const struct attachment *const a = s->attached;
	struct view_enclosure *e;

	if (s->more.file.n == 0 || a[0].format.n == 0)
		return NULL;
	e = JOB_NEW(m->j, struct view_enclosure);
	e->href = url_of(m, a[0].address);
	e->type = media_type(a[0].format);
	e->bytes = job_printf(m->j, "%lld", (long long)a[0].bytes);
	if (s->more.duration > 0)
		e->seconds = job_printf(m->j, "%lld",
		    (long long)s->more.duration);
	return e;
}

static struct view_list
authors_set(struct making *m, const struct signers *by)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, by->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < by->n; i++)
		if (by->at[i].role == ROLE_BY)
			at[n++].text = by->at[i].who.name;
	return list_of(at, n);
}

static struct view_list
categories_set(struct making *m, const struct links *topics)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, topics->n + 1);

	for (size_t i = 0; i < topics->n; i++)
		at[i].text = topics->at[i].name;
	return list_of(at, topics->n);
}

/* As HTML that a feed carries as text. */
static struct view_list
item_notes(struct making *m, const struct story *s)
{
	struct view_list l = notes_of(m, &s->changes, s->card.published);
	const struct view_note *from = l.items;
	struct view_note *at = JOB_ARRAY(m->j, struct view_note, l.n + 1);

	for (size_t i = 0; i < l.n; i++) {
		at[i] = from[i];
		at[i].title = escape(m->j, from[i].title);
		at[i].text = escape(m->j, from[i].text);
	}
	return list_of(at, l.n);
}

static enum status
item_set(struct making *m, int64_t num, struct view_item *out)
{
	struct story s;
	enum status st = site_story(m->site, m->j, num, &s);
	const struct card *c = &s.card;

	if (st != OK)
		return st;
	*out = (struct view_item){
		.title = card_headline(m, c),
		.id = feed_urn(m, c->id),
		.href = url_of(m, c->address),
		.published = feed_stamp(m, c->published),
		.updated = feed_stamp(m,
		    c->updated.precision != WHEN_NONE ? c->updated
						      : c->published),
		.mailed = feed_mailed(m, c->published.at),
		.enclosure = enclosure_of(m, &s),
		.summary = c->deck.n > 0 ? inline_plain(m->j, c->deck)
					 : c->excerpt,
		.authors = authors_set(m, &c->byline),
		.topics = categories_set(m, &s.topics),
		.notes = item_notes(m, &s),
	};
	return absolute_html(m->j, s.html, m->base, out->href, &out->content);
}

static enum status
items_set(struct making *m, const struct cards *cards, struct view_feed *v)
{
	struct view_item *at = JOB_ARRAY(m->j, struct view_item, cards->n + 1);

	for (size_t i = 0; i < cards->n; i++) {
		enum status st = item_set(m, cards->at[i].num, &at[i]);

		if (st != OK)
			return st;
		if (str_cmp(at[i].updated, v->updated) > 0)
			v->updated = at[i].updated;
		v->podcast = v->podcast || at[i].enclosure != NULL;
	}
	v->entries = list_of(at, cards->n);
	return OK;
}

/* A podcast's picture is the paper's own mark. */
static struct str
image_of(struct making *m)
{
	struct plate mark;

	if (!icon_of(m, &mark))
		return STR("");
	return url_of(m, mark.lead.n > 0 ? mark.lead : mark.column);
}

/* RFC 6721: what readers have to take out of what they keep. */
static enum status
deletions_set(struct making *m, struct view_feed *v)
{
	struct deletions gone;
	struct view_deletion *at;
	enum status st = site_deletions(m->site, m->j, &m->place->listing,
	    FEED_DELETIONS, &gone);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_deletion, gone.n + 1);
	for (size_t i = 0; i < gone.n; i++) {
		const struct deletion *const d = &gone.at[i];

		at[i].id = feed_urn(m, d->id);
		at[i].at = date_iso(m->dates, m->j, d->at);
		at[i].reason = gone_reason(m, d->reason, d->expired);
		if (str_cmp(at[i].at, v->updated) > 0)
			v->updated = at[i].at;
	}
	v->gone = list_of(at, gone.n);
	return OK;
}

static enum status
title_set(struct making *m, struct view_feed *v)
{
	const struct listing *l = &m->place->listing;
	struct link link;
	enum status st;

	v->title = m->name;
	v->subtitle = site_worded(m->settings, &m->settings->taglines, m->lang);
	if (l->what != LISTING_THING)
		return OK;
	st = site_link(m->site, m->j, l->num, m->lang, &link);
	if (st == OK) {
		v->title = joined(m, link.name, STR(" · "), m->name);
		v->subtitle = STR("");
	}
	return st;
}

/* The feed's own time, as it stands in it. */
static enum status
mailed_set(struct making *m, struct view_feed *v)
{
	struct zone *utc;
	struct when w;
	enum status st = zone_open(m->j, STR("UTC"), &utc);

	if (st == OK)
		st = when_parse(m->j, v->updated, utc, &w);
	if (st == OK)
		v->mailed = feed_mailed(m, w.at);
	return st;
}

/* WebSub, section 4: whoever subscribes may look at the header alone. */
static void
hub_header(struct making *m, const struct view_feed *v)
{
	struct answer_header *const h = JOB_NEW(m->j, struct answer_header);

	if (v->hub.n == 0)
		return;
	h->name = STR("Link");
	h->value = job_printf(m->j, "<%.*s>; rel=\"hub\", <%.*s>; rel=\"self\"",
	    STR_ARG(v->hub), STR_ARG(v->self));
	m->answer->headers = h;
	m->answer->nheaders = 1;
}

enum status
feed_out(struct making *m, struct view_feed *v)
{
	enum status st;

	m->feed = v;
	hub_header(m, v);
	switch (m->place->feed) {
	case FEED_ATOM:
		break;
	case FEED_RSS:
		st = mailed_set(m, v);
		return st == OK ? page_out(m, "rss", 200) : st;
	case FEED_JSON:
		m->answer->status = 200;
		m->answer->type = STR("application/feed+json; charset=utf-8");
		m->answer->squeeze = true;
		m->answer->bytes = feed_json(m->j, v);
		return OK;
	}
	return page_out(m, "feed", 200);
}

struct view_feed *
feed_begin(struct making *m, struct str first)
{
	struct view_feed *v = JOB_NEW(m->j, struct view_feed);

	v->lang = m->lang;
	v->author = m->name;
	v->href = url_of(m, first);
	v->self = url_of(m, m->place->address);
	v->hub = m->base.n > 0 ? m->settings->hub : STR("");
	v->id = v->self;
	/* Of a feed in which nothing stands yet: a time that stays. */
	v->updated = STR("1970-01-01T00:00:00Z");
	return v;
}

/* All that is the same in its three forms. */
static enum status
contents(struct making *m, struct view_feed *v)
{
	struct listing_page page;
	enum status st = site_newest(m->site, m->j, &m->place->listing,
	    FEED_ENTRIES, &page);

	if (st == OK)
		st = title_set(m, v);
	if (st == OK)
		st = items_set(m, &page.cards, v);
	if (v->podcast)
		v->image = image_of(m);
	return st == OK ? deletions_set(m, v) : st;
}

/* They follow each other where all is made: then the last feed's are kept. */
static enum status
contents_kept(struct making *m, struct str first, struct view_feed *v)
{
	struct kept_feed *const k = press_kept_feed(m->press);
	struct job *const own = m->j;
	enum status st;

	if (k == NULL)
		return contents(m, v);
	if (!str_eq(k->first, first)) {
		k->first = STR("");
		job_reset(k->j, m->now);
		k->feed = *v;
		m->j = k->j;
		st = contents(m, &k->feed);
		m->j = own;
		if (st != OK)
			return job_fail(own, st, "%.*s",
			    STR_ARG(job_reason(k->j)));
		k->first = job_str(k->j, first);
		k->fresh_until = m->fresh_until;
	}
	m->fresh_until = k->fresh_until;
	v->title = k->feed.title;
	v->subtitle = k->feed.subtitle;
	v->updated = k->feed.updated;
	v->image = k->feed.image;
	v->podcast = k->feed.podcast;
	v->entries = k->feed.entries;
	v->gone = k->feed.gone;
	return OK;
}

enum status
page_feed(struct making *m)
{
	struct view_feed *v;
	struct str first;
	enum status st = site_listing_address(m->site, m->j, &m->place->listing,
	    &first);

	if (st != OK)
		return st;
	v = feed_begin(m, first);
	st = contents_kept(m, first, v);
	return st == OK ? feed_out(m, v) : st;
}
