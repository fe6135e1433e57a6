/* SPDX-License-Identifier: ISC */
/* In which listings a story stands. */
#include "site/story_rows.h"

static enum status
stand_in(struct site *s, struct job *j, int64_t thing, struct str kind,
    struct str lang, struct new_story *n)
{
	struct standing *l;
	const enum status st = standing_at(s, j, thing, kind, lang, &l);

	if (st == OK && n->nlistings < LISTINGS_MOST
	    && !in_list(n->listings, n->nlistings, l->num))
		n->listings[n->nlistings++] = l->num;
	return st;
}

/* A parent lists its children's entries. */
static enum status
stand_in_section(struct site *s, struct job *j, int64_t num, struct str lang,
    struct new_story *n)
{
	enum status st = OK;

	for (int up = 0; up < SECTION_DEPTH && num != 0 && st == OK; up++) {
		struct named *section;

		st = merged_num(s, j, num, &num);
		if (st == OK)
			st = stand_in(s, j, num, STR(""), lang, n);
		if (st == OK)
			st = named_at(s, j, num, &section);
		if (st == OK)
			num = section == NULL ? 0 : section->parent;
	}
	return st;
}

static enum status
stand_in_each(struct site *s, struct job *j, const int64_t *nums, size_t count,
    struct str lang, struct new_story *n)
{
	enum status st = OK;

	for (size_t i = 0; i < count && st == OK; i++) {
		int64_t num = 0;

		if (nums[i] != 0)
			st = merged_num(s, j, nums[i], &num);
		if (st == OK && num != 0)
			st = stand_in(s, j, num, STR(""), lang, n);
	}
	return st;
}

/* A brief lists its items, an event what is about it, in its own language. */
static enum status
stand_within(struct site *s, struct job *j, struct new_story *n)
{
	enum status st = OK;

	for (size_t i = 0; i < n->refs.nwithin && st == OK; i++) {
		struct val v[3];

		st = store_one(s->st, j, SQL_SITE_STORY_WHERE,
		    VALS(val_int(n->refs.within[i])), v, 3);
		if (st == OK)
			st = stand_in(s, j, n->refs.within[i], STR(""), v[1].s,
			    n);
		else if (st == NOT_FOUND)
			st = OK; /* it was retracted */
	}
	return st;
}

/*
 * Home first, then the story's home section: story.c counts on that.  An
 * item's first is its brief.
 */
enum status
listings_choose(struct site *s, struct job *j, const struct copy *c,
    struct new_story *n)
{
	const struct kind_row *const row = kind_row(c->kind);
	enum status st = OK;

	if (!row->listed || c->unlisted)
		return OK;
	if (c->kind == KIND_ITEM) {
		st = stand_within(s, j, n);
		if (st != OK || !c->more.listed)
			return st;
	}
	st = stand_in(s, j, 0, STR(""), c->lang, n);
	for (size_t i = 0; i < n->refs.nsections && st == OK; i++)
		st = stand_in_section(s, j, n->refs.sections[i], c->lang, n);
	if (st == OK && c->kind != KIND_STORY)
		st = stand_in(s, j, 0, kind_name(c->kind), c->lang, n);
	if (st == OK)
		st = stand_in_each(s, j, n->refs.topics, n->refs.ntopics,
		    c->lang, n);
	if (st == OK)
		st = stand_in_each(s, j, n->refs.about, n->refs.nabout, c->lang,
		    n);
	if (st == OK)
		st = stand_in_each(s, j, n->refs.also, n->refs.nalso, c->lang,
		    n);
	if (st == OK)
		st = stand_in_each(s, j, n->refs.people, n->refs.npeople,
		    c->lang, n);
	return st == OK && c->kind != KIND_ITEM ? stand_within(s, j, n) : st;
}

/* Leave the listings in which it no longer stands, or stands elsewhere. */
enum status
listings_move(struct site *s, struct job *j, const struct old_story *old,
    const struct new_story *n)
{
	int64_t was[LISTINGS_MOST];
	const size_t nwas = nums_unpack(old->listings, was, LISTINGS_MOST);
	const bool moved = old->listed.published != n->listed.published
	    || old->listed.month != n->listed.month;
	enum status st = OK;

	for (size_t i = 0; i < nwas && st == OK; i++) {
		struct standing *l;

		st = standing_by_num(s, j, was[i], &l);
		if (st == OK)
			st = stale_listing(s, j, l, old->listed);
		if (st == OK
		    && (moved || !in_list(n->listings, n->nlistings, was[i])))
			st = listing_remove(s, j, l, old->listed);
	}
	for (size_t i = 0; i < n->nlistings && st == OK; i++) {
		struct standing *l;
		const bool stays = !moved && in_list(was, nwas, n->listings[i]);

		st = standing_by_num(s, j, n->listings[i], &l);
		if (st == OK && !stays)
			st = listing_add(s, j, l, n->listed);
		if (st == OK && !stays)
			st = stale_listing(s, j, l, n->listed);
	}
	return st;
}

/* ---- a section that moved ---- */

static enum status
stands_at_home(struct site *s, struct job *j, const struct old_story *old,
    bool *yes)
{
	int64_t in[LISTINGS_MOST];
	const size_t n = nums_unpack(old->listings, in, LISTINGS_MOST);
	struct standing *home;
	const enum status st = standing_at(s, j, 0, STR(""), old->lang, &home);

	if (st == OK)
		*yes = in_list(in, n, home->num);
	return st;
}

enum status
story_relist(struct site *s, struct job *j, int64_t num)
{
	struct old_story old;
	struct val v[2];
	struct new_story *const n = JOB_NEW(j, struct new_story);
	struct copy c = { 0 };
	enum status st = old_load(s, j, num, &old);

	if (st == OK && old.there)
		st = store_one(s->st, j, SQL_SITE_STORY_BYLINE,
		    VALS(val_int(num)), v, 2);
	if (st != OK || !old.there || old.listings.n <= 1)
		return st;
	refs_unpack(j, old.refs, &n->refs);
	byline_unpack(j, v[0].s, &n->refs);
	c.kind = kind_of(v[1].s);
	c.lang = old.lang;
	n->listed = old.listed;
	if (c.kind == KIND_ITEM) {
		st = stands_at_home(s, j, &old, &c.more.listed);
		if (st != OK)
			return st;
	}
	st = listings_choose(s, j, &c, n);
	if (st == OK)
		st = listings_move(s, j, &old, n);
	if (st != OK)
		return st;
	return store_run(s->st, j, SQL_SITE_LISTINGS_PUT,
	    VALS(val_int(num),
		val_blob(nums_pack(j, n->listings, n->nlistings))));
}
