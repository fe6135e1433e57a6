/* SPDX-License-Identifier: ISC */
#include "site/front.h"

#include <assert.h>
#include <stdlib.h>

#include "site/inside.h"

/* A front shows no more stories than this. */
#define SHOWN_MOST 400
#define SLOTS_MOST 100
/* So far back a listing is looked through for what is not shown yet. */
#define LOOKED_AT 100

/* What stands on the front already: nothing stands there twice. */
struct used {
	int64_t nums[SHOWN_MOST];
	size_t n;
};

static bool
is_shown(const struct used *sh, int64_t num)
{
	for (size_t i = 0; i < sh->n; i++)
		if (sh->nums[i] == num)
			return true;
	return false;
}

static void
show(struct used *sh, int64_t num)
{
	if (sh->n < SHOWN_MOST)
		sh->nums[sh->n++] = num;
}

/*
 * The newest of a listing that are not shown yet, up to max; they are from
 * then on.  Only those are read whole.
 */
static enum status
take_newest(struct site *s, struct job *j, const struct listing *l, size_t max,
    struct used *sh, struct cards *out)
{
	struct rows r;
	int64_t num;
	enum status st = listing_num(s, j, l, &num);

	out->at = JOB_ARRAY(j, struct card, max);
	out->n = 0;
	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_ENTRIES_NEWEST,
		    VALS(val_int(num), val_int(LOOKED_AT)), &r);
	if (st != OK)
		return st;
	while (st == OK && out->n < max && rows_next(&r)) {
		const int64_t story = row_int(&r, 1);

		if (is_shown(sh, story))
			continue;
		show(sh, story);
		st = site_card(s, j, story, &out->at[out->n]);
		if (st == OK)
			out->n++;
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

/* ---- slots ---- */

struct slot_words {
	struct str story, headline, kicker, deck, picture;
	int64_t listing, count;
};

static enum status
sublink_read(struct site *s, struct job *j, struct str lang, struct str label,
    struct str to, struct links *out)
{
	struct link l = { .name = label, .address = to };
	struct card c;
	enum status st = site_find_story(s, j, KIND_NONE, lang, to, &l.num);

	if (st == OK)
		st = site_card(s, j, l.num, &c);
	if (st == OK) {
		l.kind = c.kind;
		l.address = c.address;
		if (label.n == 0)
			l.name = c.headline;
	} else if (st != NOT_FOUND) {
		return st;
	}
	/* A story that is not (yet) there leaves no dead link. */
	if (l.name.n > 0
	    && (l.num != 0 || str_starts(to, STR("/"))
		|| str_find(to, STR("://")) != NOWHERE))
		out->at[out->n++] = l;
	return OK;
}

struct module_words {
	enum module what;
	struct str text, by, role, link, feed;
	int64_t until;
};

static enum status
slot_read(struct site *s, struct job *j, struct unpack *u, struct str lang,
    struct front_slot *slot, struct slot_words *w, struct module_words *m)
{
	enum status st = OK;

	*slot = (struct front_slot){ .weight = (enum weight)unpack_int(u) };
	w->story = unpack_str(u);
	w->listing = unpack_int(u);
	w->count = unpack_int(u);
	w->headline = unpack_str(u);
	w->kicker = unpack_str(u);
	w->deck = unpack_str(u);
	w->picture = unpack_str(u);
	slot->no_picture = unpack_int(u) != 0;
	const size_t n = (size_t)unpack_int(u);

	if (n > u->rest.n)
		return OK;
	slot->sublinks.at = JOB_ARRAY(j, struct link, n);
	for (size_t i = 0; i < n && st == OK; i++) {
		const struct str label = unpack_str(u);

		st = sublink_read(s, j, lang, label, unpack_str(u),
		    &slot->sublinks);
	}
	m->what = (enum module)unpack_int(u);
	if (m->what == MODULE_NONE)
		return st;
	m->text = unpack_str(u);
	m->by = unpack_str(u);
	m->role = unpack_str(u);
	m->link = unpack_str(u);
	m->until = unpack_int(u);
	m->feed = unpack_str(u);
	return st;
}

/* ---- modules ---- */

static int
by_start(const void *a, const void *b)
{
	const struct card *const x = a, *const y = b;
	const int64_t p = x->more->starts.at, q = y->more->starts.at;

	return p < q ? -1 : p > q;
}

/* Under way or to come, the next first; how many there are is few. */
static enum status
events_ahead(struct site *s, struct job *j, struct str lang, size_t max,
    struct cards *out)
{
	const struct listing l = { LISTING_KIND, 0, KIND_EVENT, lang };
	const int64_t now = job_now(j);
	struct listing_page page;
	enum status st = site_newest(s, j, &l, LOOKED_AT, &page);

	if (st != OK)
		return st;
	out->at = JOB_ARRAY(j, struct card, page.cards.n + 1);
	for (size_t i = 0; i < page.cards.n; i++) {
		const struct particulars *p = page.cards.at[i].more;
		const int64_t end = p == NULL        ? 0
		    : p->ends.precision != WHEN_NONE ? p->ends.at
		    : p->starts.precision == WHEN_DAY
		    ? p->starts.at + (int64_t)24 * 3600
		    : p->starts.at;

		if (p != NULL && end >= now)
			out->at[out->n++] = page.cards.at[i];
	}
	qsort(out->at, out->n, sizeof(*out->at), by_start);
	if (out->n > max)
		out->n = max;
	return OK;
}

static enum status
videos_newest(struct site *s, struct job *j, struct str lang, size_t max,
    struct cards *out)
{
	const struct listing l = { LISTING_KIND, 0, KIND_VIDEO, lang };
	struct listing_page page;
	const enum status st = site_newest(s, j, &l, max, &page);

	if (st == OK)
		*out = page.cards;
	return st;
}

static enum status
feed_newest(struct site *s, struct job *j, struct str url, size_t max,
    struct outside_items *out)
{
	const enum status st = site_feed(s, j, url, out);

	if (out->n > max)
		out->n = max;
	return st;
}

static enum status
module_fill(struct site *s, struct job *j, struct str lang,
    const struct front_slot *slot, const struct slot_words *w,
    const struct module_words *m, struct front_module *out)
{
	const size_t count = w->count > 0 && w->count <= LISTING_PAGE
	    ? (size_t)w->count
	    : 0;

	*out = (struct front_module){ .what = m->what,
		.weight = slot->weight,
		.title = w->headline,
		.text = m->text,
		.label = w->kicker,
		.by = m->by,
		.role = m->role,
		.link = m->link,
		.until = m->until,
		.items = slot->sublinks };
	if (m->what == MODULE_EVENTS)
		return events_ahead(s, j, lang,
		    count > 0 ? count : FRONT_EVENTS, &out->cards);
	if (m->what == MODULE_ELSEWHERE)
		return feed_newest(s, j, m->feed,
		    count > 0 ? count : FRONT_FEED, &out->feed);
	if (m->what == MODULE_MOST_READ)
		return site_most_read(s, j, lang,
		    count > 0 ? count : FRONT_READ, &out->cards);
	if (m->what == MODULE_VIDEO)
		return videos_newest(s, j, lang,
		    count > 0 ? count : FRONT_VIDEOS, &out->cards);
	return OK;
}

/* The editor's words stand instead of the story's own. */
static void
dress(struct job *j, const struct slot_words *w, struct front_slot *slot)
{
	if (slot->cards.n == 0)
		return;
	struct card *const c = &slot->cards.at[0];

	if (w->headline.n > 0)
		c->headline = w->headline;
	if (w->kicker.n > 0)
		c->kicker = w->kicker;
	if (w->deck.n > 0)
		c->deck = w->deck;
	if (plate_unpack(j, w->picture, &c->picture))
		c->has_picture = true;
	if (slot->no_picture)
		c->has_picture = false;
}

/* Stories that the editor has named come before anything fills up. */
static enum status
fill_story(struct site *s, struct job *j, const struct slot_words *w,
    struct str lang, struct used *sh, struct front_slot *slot)
{
	int64_t num = 0;

	if (w->story.n == 0)
		return OK;
	enum status st = site_find_story(s, j, KIND_NONE, lang, w->story, &num);

	if (st == OK && !is_shown(sh, num))
		st = cards_read(s, j, SQL_SITE_CARD, VALS(val_int(num)),
		    &slot->cards);
	if (st == NOT_FOUND)
		return OK;
	if (st == OK && slot->cards.n > 0) {
		show(sh, num);
		dress(j, w, slot);
	}
	return st;
}

static enum status
fill_listing(struct site *s, struct job *j, const struct slot_words *w,
    struct str lang, struct used *sh, struct front_slot *slot)
{
	const struct listing l = { LISTING_THING, w->listing, KIND_NONE, lang };
	const size_t max = w->count > 0 && w->count <= LISTING_PAGE
	    ? (size_t)w->count
	    : FRONT_BLOCK;

	if (w->listing == 0)
		return OK;
	enum status st = site_link(s, j, w->listing, lang, &slot->listing);

	if (st == OK && slot->listing.num != 0)
		st = take_newest(s, j, &l, max, sh, &slot->cards);
	return st;
}

/* A slot that names nothing, or what is gone, takes the newest. */
static enum status
fill_open(struct site *s, struct job *j, const struct slot_words *w,
    const struct listing *l, struct used *sh, struct front_slot *slot)
{
	const enum status st = take_newest(s, j, l, 1, sh, &slot->cards);

	/* Words for a story that is gone don't fit another. */
	if (w->story.n == 0)
		dress(j, w, slot);
	else
		slot->sublinks.n = 0;
	return st;
}

static enum status
slots_read(struct site *s, struct job *j, struct str packed,
    const struct listing *l, struct used *sh, struct front *f)
{
	struct unpack u = { packed, false };
	const size_t n = (size_t)unpack_int(&u);
	struct slot_words *words;
	size_t listings = 0;
	enum status st = OK;

	if (n > SLOTS_MOST)
		return OK;
	f->slots = JOB_ARRAY(j, struct front_slot, n);
	f->modules = JOB_ARRAY(j, struct front_module, n);
	words = JOB_ARRAY(j, struct slot_words, n);
	for (size_t i = 0; i < n && st == OK; i++) {
		const size_t k = f->nslots;
		struct module_words m = { .what = MODULE_NONE };

		st = slot_read(s, j, &u, l->lang, &f->slots[k], &words[k], &m);
		if (st != OK || m.what == MODULE_NONE) {
			f->nslots++;
			listings += words[k].listing != 0;
			continue;
		}
		st = module_fill(s, j, l->lang, &f->slots[k], &words[k], &m,
		    &f->modules[f->nmodules]);
		f->modules[f->nmodules++].after = listings;
	}
	for (size_t i = 0; i < f->nslots && st == OK; i++)
		st = fill_story(s, j, &words[i], l->lang, sh, &f->slots[i]);
	/* What is left open fills up from the top of the page down. */
	for (size_t i = 0; i < f->nslots && st == OK; i++) {
		struct front_slot *const slot = &f->slots[i];

		st = fill_listing(s, j, &words[i], l->lang, sh, slot);
		if (st == OK && slot->cards.n == 0 && slot->listing.num == 0)
			st = fill_open(s, j, &words[i], l, sh, slot);
	}
	return st;
}

/* ---- blocks ---- */

static bool
has_slot(const struct front *f, int64_t section)
{
	for (size_t i = 0; i < f->nslots; i++)
		if (f->slots[i].listing.num == section)
			return true;
	return false;
}

static enum status
blocks_read(struct site *s, struct job *j, struct str lang, struct used *sh,
    struct front *f)
{
	struct sections all;
	enum status st = site_sections(s, j, lang, &all);

	if (st != OK)
		return st;
	f->blocks = JOB_ARRAY(j, struct front_block, all.n);
	for (size_t i = 0; i < all.n && st == OK; i++) {
		const struct section *const x = &all.at[i];
		struct front_block *const b = &f->blocks[f->nblocks];
		const struct listing l = { LISTING_THING, x->link.num,
			KIND_SECTION, lang };

		if (x->depth > 0 || x->retired || has_slot(f, x->link.num))
			continue;
		b->section = x->link;
		st = take_newest(s, j, &l, FRONT_BLOCK, sh, &b->cards);
		if (b->cards.n > 0)
			f->nblocks++;
	}
	return st;
}

enum status
site_front_is(struct site *s, struct job *j, struct str lang, int64_t section,
    bool *is)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_FRONT_AT,
	    VALS(val_text(lang), val_int(section)), v, 1);

	*is = st == OK;
	return st == NOT_FOUND ? OK : st;
}

enum status
site_front(struct site *s, struct job *j, struct str lang, int64_t section,
    struct front *out)
{
	struct front f = { 0 };
	struct used *const sh = JOB_NEW(j, struct used);
	struct listing_page newest;
	struct val v[1];
	const struct listing l = { section == 0 ? LISTING_HOME : LISTING_THING,
		section, section == 0 ? KIND_NONE : KIND_SECTION, lang };
	enum status st = store_one(s->st, j, SQL_SITE_FRONT_AT,
	    VALS(val_text(lang), val_int(section)), v, 1);

	if (st == OK) {
		f.arranged = true;
		st = slots_read(s, j, v[0].s, &l, sh, &f);
	} else if (st == NOT_FOUND) {
		st = OK;
	}
	if (st == OK)
		st = site_newest(s, j, &l, FRONT_LATEST, &newest);
	if (st != OK)
		return st;
	f.latest = newest.cards;
	/* Only the top of newest counts as shown to the blocks below. */
	const size_t top = sh->n + FRONT_TOP;

	st = take_newest(s, j, &l, FRONT_NEWEST, sh, &f.newest);
	if (sh->n > top)
		sh->n = top;
	if (st == OK && section == 0)
		st = blocks_read(s, j, lang, sh, &f);
	if (st == OK)
		*out = f;
	return st;
}
