/* SPDX-License-Identifier: ISC */
/*
 * Stories and pages.
 *
 * What could be refused is looked at before the first row is written.  A
 * story is always taken out as it was and put in as it is, so that there is
 * one way only; the listings in which it stays are left alone.
 */
#include <assert.h>

#include "site/inside.h"
#include "text/address.h"
#include "text/sanitise.h"

/* A story stands in no more listings than this; further ones are left out. */
#define LISTINGS_MOST 200

/* The rows of a story as they are, before it changes. */
struct old_story {
	bool there;
	struct str address, lang, headline, related, listings, family, refs;
	struct listed listed;
};

/* What it is to become. */
struct new_story {
	int64_t listings[LISTINGS_MOST];
	size_t nlistings;
	struct refs_found refs;
	struct related_list related;
	struct str address, family, filter;
	struct texts aliases; /* normal forms */
	struct listed listed;
};

static enum status
old_load(struct site *s, struct job *j, int64_t num, struct old_story *old)
{
	struct val v[9];
	const enum status st = store_one(s->st, j, SQL_SITE_STORY_OLD,
	    VALS(val_int(num)), v, 9);

	*old = (struct old_story){ 0 };
	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	*old = (struct old_story){
		.there = true,
		.address = v[0].s,
		.lang = v[1].s,
		.headline = v[2].s,
		.related = v[3].s,
		.listings = v[4].s,
		.family = v[5].s,
		.refs = v[8].s,
		.listed = { v[6].i, num, v[7].i },
	};
	return OK;
}

static bool
in_list(const int64_t *list, size_t n, int64_t num)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == num)
			return true;
	return false;
}

/* Numbers packed one after the other, behind how many there are. */
static struct str
nums_pack(struct job *j, const int64_t *nums, size_t n)
{
	struct buf b = buf_in(j, PACK_MAX);

	pack_int(&b, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		pack_int(&b, nums[i]);
	return buf_so_far(&b);
}

static size_t
nums_unpack(struct str packed, int64_t *nums, size_t most)
{
	struct unpack u = { packed, false };
	const size_t n = packed.n == 0 ? 0 : (size_t)unpack_int(&u);
	size_t i;

	for (i = 0; i < n && i < most && !u.broken; i++)
		nums[i] = unpack_int(&u);
	return i;
}

/* ---- references ---- */

/* The kinds that a reference may mean, the likeliest first. */
#define KINDS_MEANT 4

struct meant {
	enum kind kinds[KINDS_MEANT]; /* as many as there are, then NONE */
};

static const struct meant sections_meant = { { KIND_SECTION } };
static const struct meant topics_meant = { { KIND_TOPIC } };
static const struct meant about_meant = { { KIND_PERSON, KIND_ORGANISATION,
    KIND_PLACE, KIND_TOPIC } };
static const struct meant credit_meant = { { KIND_PERSON, KIND_ORGANISATION } };

/* 0 if there is no such thing. */
static enum status
find_one(struct site *s, struct job *j, const struct meant *m, struct str lang,
    struct str text, int64_t *num)
{
	enum status st = NOT_FOUND;

	*num = 0;
	for (int k = 0; k < KINDS_MEANT && st == NOT_FOUND; k++)
		if (m->kinds[k] != KIND_NONE)
			st = site_find(s, j, m->kinds[k], lang, text, num);
	return st == NOT_FOUND ? OK : st;
}

struct found {
	int64_t *nums;
	size_t n;
};

static enum status
find_refs(struct site *s, struct job *j, const struct refs *refs,
    const struct meant *m, struct str lang, struct found *out)
{
	enum status st = OK;

	out->nums = JOB_ARRAY(j, int64_t, refs->n + 1);
	out->n = 0;
	for (size_t i = 0; i < refs->n && st == OK; i++) {
		int64_t num;

		st = find_one(s, j, m, lang, refs->at[i].text, &num);
		if (st == OK && num != 0 && !in_list(out->nums, out->n, num))
			out->nums[out->n++] = num;
	}
	return st;
}

/* One for each credit, 0 where it is only a name. */
static enum status
find_people(struct site *s, struct job *j, const struct copy *c,
    struct refs_found *f)
{
	enum status st = OK;

	f->people = JOB_ARRAY(j, int64_t, c->byline.n + 1);
	f->npeople = c->byline.n;
	for (size_t i = 0; i < c->byline.n && st == OK; i++)
		st = find_one(s, j, &credit_meant, c->lang,
		    c->byline.at[i].name, &f->people[i]);
	return st;
}

static enum status
find_all(struct site *s, struct job *j, const struct copy *c,
    struct refs_found *f)
{
	struct found sections, topics, about;
	enum status st = find_refs(s, j, &c->sections, &sections_meant, c->lang,
	    &sections);

	if (st == OK)
		st = find_refs(s, j, &c->topics, &topics_meant, c->lang,
		    &topics);
	if (st == OK)
		st = find_refs(s, j, &c->about, &about_meant, c->lang, &about);
	if (st != OK)
		return st;
	f->sections = sections.nums;
	f->nsections = sections.n;
	f->topics = topics.nums;
	f->ntopics = topics.n;
	f->about = about.nums;
	f->nabout = about.n;
	return find_people(s, j, c, f);
}

/* ---- listings ---- */

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

	for (size_t i = 0; i < count && st == OK; i++)
		if (nums[i] != 0)
			st = stand_in(s, j, nums[i], STR(""), lang, n);
	return st;
}

/* Home first, then the story's home section: story.c counts on that. */
static enum status
choose_listings(struct site *s, struct job *j, const struct copy *c,
    struct new_story *n)
{
	const struct kind_row *const row = kind_row(c->kind);
	enum status st;

	if (!row->listed || c->unlisted)
		return OK;
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
		st = stand_in_each(s, j, n->refs.people, n->refs.npeople,
		    c->lang, n);
	return st;
}

/* Leave the listings in which it no longer stands, or stands elsewhere. */
static enum status
move_listings(struct site *s, struct job *j, const struct old_story *old,
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

/* ---- pages elsewhere that show it ---- */

static enum status
stale_rows_of(struct site *s, struct job *j, enum stmt q, const struct val *v,
    size_t n)
{
	struct rows r;
	const enum status st = rows_begin(s->st, j, q, v, n, &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		stale_put(s, row_str(&r, 0));
	return rows_end(&r);
}

/* The stories before and after it in its section link to it. */
static enum status
stale_neighbours(struct site *s, struct job *j, struct str listings,
    struct listed e)
{
	int64_t nums[2];
	struct rows r;

	if (nums_unpack(listings, nums, 2) < 2)
		return OK;
	const enum status st = rows_begin(s->st, j, SQL_SITE_NEIGHBOURS,
	    VALS(val_int(nums[1]), val_int(e.published), val_int(e.num)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		stale_put(s, row_str(&r, 4));
	return rows_end(&r);
}

static enum status
stale_fronts(struct site *s, struct job *j, const int64_t *things, size_t n)
{
	enum status st = OK;

	for (size_t i = 0; i < n && st == OK; i++) {
		struct rows r;

		st = rows_begin(s->st, j, SQL_SITE_FRONTS_NAMING,
		    VALS(val_int(things[i])), &r);
		while (st == OK && rows_next(&r)) {
			struct str base;

			st = listing_base(s, j, row_int(&r, 0), STR(""),
			    job_str(j, row_str(&r, 1)), &base);
			if (st == OK)
				stale_put(s, base);
		}
		if (st == OK)
			st = rows_end(&r);
	}
	return st;
}

static enum status
stale_story(struct site *s, struct job *j, int64_t num, struct str family,
    struct str listings, struct listed e)
{
	int64_t in[LISTINGS_MOST + 1], things[LISTINGS_MOST + 1] = { num };
	size_t n = 1;
	enum status st = OK;

	if (!stale_wanted(s))
		return OK;
	stale_put(s, STR("/sitemap.xml"));
	stale_put(s, STR("/sitemap-news.xml"));
	st = stale_neighbours(s, j, listings, e);
	if (st == OK)
		st = stale_rows_of(s, j, SQL_SITE_RELATED_TO,
		    VALS(val_int(num)));
	if (st == OK && family.n > 0)
		st = stale_rows_of(s, j, SQL_SITE_FAMILY_ADDRESSES,
		    VALS(val_blob(family)));
	const size_t nin = nums_unpack(listings, in, LISTINGS_MOST);

	for (size_t i = 0; i < nin && st == OK; i++) {
		struct standing *l;

		st = standing_by_num(s, j, in[i], &l);
		if (st == OK && l->thing != 0)
			things[n++] = l->thing;
	}
	return st == OK ? stale_fronts(s, j, things, n) : st;
}

/* ---- taking out ---- */

static enum status
story_out(struct site *s, struct job *j, int64_t num,
    const struct old_story *old)
{
	static const enum stmt gone[] = { SQL_SITE_TRANSLATION_GONE,
		SQL_SITE_CHANGES_GONE, SQL_SITE_STORY_BODY_GONE,
		SQL_SITE_STORY_GONE };
	int64_t related[SITE_RELATED];
	enum status st = stale_story(s, j, num, old->family, old->listings,
	    old->listed);

	stale_put(s, old->address);
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]) && st == OK; i++)
		st = store_run(s->st, j, gone[i], VALS(val_int(num)));
	const size_t n = nums_unpack(old->related, related, SITE_RELATED);

	for (size_t i = 0; i < n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_RELATED_GONE,
		    VALS(val_int(related[i]), val_int(num)));
	return st == OK ? search_take(s, j, num) : st;
}

enum status
retract_story(struct site *s, struct job *j, int64_t num)
{
	struct old_story old;
	struct new_story *const none = JOB_NEW(j, struct new_story);
	enum status st = old_load(s, j, num, &old);

	if (st != OK || !old.there)
		return st;
	none->listed = old.listed;
	st = story_out(s, j, num, &old);
	return st == OK ? move_listings(s, j, &old, none) : st;
}

/* ---- a section that moved ---- */

static void
refs_unpack(struct job *j, struct str packed, struct refs_found *f)
{
	struct unpack u = { packed, false };
	int64_t **const lists[] = { &f->sections, &f->topics, &f->about };
	size_t *const counts[] = { &f->nsections, &f->ntopics, &f->nabout };

	for (size_t k = 0; k < 3; k++) {
		const size_t n = (size_t)unpack_int(&u);

		if (n > packed.n)
			return;
		*lists[k] = JOB_ARRAY(j, int64_t, n);
		for (size_t i = 0; i < n; i++)
			(*lists[k])[i] = unpack_int(&u);
		*counts[k] = n;
	}
}

static void
people_unpack(struct job *j, struct str byline, struct refs_found *f)
{
	struct unpack u = { byline, false };
	const size_t n = byline.n == 0 ? 0 : (size_t)unpack_int(&u);

	if (n > byline.n)
		return;
	f->people = JOB_ARRAY(j, int64_t, n);
	f->npeople = n;
	for (size_t i = 0; i < n; i++) {
		(void)unpack_int(&u);
		f->people[i] = unpack_int(&u);
		(void)unpack_str(&u);
	}
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
	people_unpack(j, v[0].s, &n->refs);
	c.kind = kind_of(v[1].s);
	c.lang = old.lang;
	n->listed = old.listed;
	st = choose_listings(s, j, &c, n);
	if (st == OK)
		st = move_listings(s, j, &old, n);
	if (st != OK)
		return st;
	return store_run(s->st, j, SQL_SITE_LISTINGS_PUT,
	    VALS(val_int(num),
		val_blob(nums_pack(j, n->listings, n->nlistings))));
}

/* ---- putting in ---- */

static struct str
byline_pack(struct job *j, const struct copy *c, const struct refs_found *f)
{
	struct buf b = buf_in(j, PACK_MAX);

	if (c->byline.n == 0)
		return (struct str){ NULL, 0 };
	pack_int(&b, (int64_t)c->byline.n);
	for (size_t i = 0; i < c->byline.n; i++) {
		pack_int(&b, (int64_t)c->byline.at[i].role);
		pack_int(&b, f->people[i]);
		pack_str(&b, c->byline.at[i].name);
	}
	return buf_so_far(&b);
}

static struct str
refs_pack(struct job *j, const struct refs_found *f)
{
	struct buf b = buf_in(j, PACK_MAX);
	const int64_t *const lists[] = { f->sections, f->topics, f->about };
	const size_t counts[] = { f->nsections, f->ntopics, f->nabout };

	for (size_t k = 0; k < 3; k++) {
		pack_int(&b, (int64_t)counts[k]);
		for (size_t i = 0; i < counts[k]; i++)
			pack_int(&b, lists[k][i]);
	}
	return buf_so_far(&b);
}

static struct str
rest_pack(struct job *j, const struct copy *c)
{
	struct buf b = buf_in(j, PACK_MAX);

	pack_str(&b, c->summary);
	pack_str(&b, c->search_headline);
	pack_str(&b, c->social_headline);
	pack_str(&b, c->canonical);
	pack_str(&b, c->rights);
	return buf_so_far(&b);
}

static struct str
picture_pack(struct job *j, const struct galley *g)
{
	struct buf b = buf_in(j, PACK_MAX);

	if (!g->has_picture)
		return (struct str){ NULL, 0 };
	plate_pack(&b, &g->picture);
	return buf_so_far(&b);
}

/* Words that stand for what a search can be narrowed by. */
static struct str
filter_words(struct job *j, const struct copy *c, const struct refs_found *f,
    int64_t month)
{
	struct buf b = buf_in(j, PACK_MAX);

	buf_printf(&b, "l%.*s k%.*s y%lld", STR_ARG(c->lang),
	    STR_ARG(kind_name(c->kind)), (long long)(month / 12));
	for (size_t i = 0; i < f->nsections; i++)
		buf_printf(&b, " s%lld", (long long)f->sections[i]);
	for (size_t i = 0; i < f->ntopics; i++)
		buf_printf(&b, " t%lld", (long long)f->topics[i]);
	for (size_t i = 0; i < f->npeople; i++)
		if (f->people[i] != 0)
			buf_printf(&b, " a%lld", (long long)f->people[i]);
	return buf_so_far(&b);
}

static bool
is_corrected(const struct copy *c)
{
	for (size_t i = 0; i < c->changes.n; i++)
		if (grade_corrects(c->changes.at[i].grade))
			return true;
	return false;
}

static enum status
story_row_put(struct site *s, struct job *j, const struct placing *p,
    const struct new_story *n)
{
	const struct copy *const c = p->c;
	const struct galley *const g = p->g;
	const struct str byline = byline_pack(j, c, &n->refs);
	const struct str picture = picture_pack(j, g);
	const int64_t home = n->refs.nsections > 0 ? n->refs.sections[0] : 0;

	return store_run(s->st, j, SQL_SITE_STORY_NEW,
	    VALS(val_int(p->num), val_blob(id_str(&p->e->thing)),
		val_text(kind_name(c->kind)), val_text(c->lang),
		val_text(n->address), val_int(n->listed.published),
		val_int(when_form(c->published)), val_int(c->updated.at),
		val_int(when_form(c->updated)), val_int((int64_t)c->voice),
		val_int(is_corrected(c)), val_int(g->words), val_int(home),
		val_text(c->headline), val_text(c->kicker), val_text(c->deck),
		val_text(c->short_headline), val_text(g->intro.html),
		val_text(g->excerpt), val_blob(byline), val_text(c->dateline),
		val_text(c->agency), val_blob(picture)));
}

static enum status
story_body_put(struct site *s, struct job *j, const struct placing *p,
    const struct new_story *n)
{
	const struct str listings = nums_pack(j, n->listings, n->nlistings);
	const struct str related = nums_pack(j, n->related.nums, n->related.n);
	const struct str refs = refs_pack(j, &n->refs);
	const struct str rest = rest_pack(j, p->c);

	return store_run(s->st, j, SQL_SITE_STORY_BODY_NEW,
	    VALS(val_int(p->num), val_int(SANITISER_VERSION),
		val_blob(p->g->html_packed), val_blob(rest), val_blob(refs),
		val_blob(listings), val_blob(related), val_blob(n->family),
		val_int(n->listed.month), val_int(p->e->seq),
		val_int(p->e->revision), val_blob(sha256_str(&p->g->sha256))));
}

static enum status
changes_put(struct site *s, struct job *j, const struct placing *p)
{
	enum status st = OK;

	for (size_t i = 0; i < p->c->changes.n && st == OK; i++) {
		const struct change *const c = &p->c->changes.at[i];

		st = store_run(s->st, j, SQL_SITE_CHANGE_NEW,
		    VALS(val_int(p->num), val_int((int64_t)i + 1),
			val_int(c->at.at), val_int(when_form(c->at)),
			val_int((int64_t)c->grade), val_text(c->note)));
	}
	if (p->c->changes.n > 0)
		stale_put(s, STR("/corrections/"));
	return st;
}

static enum status
addresses_put(struct site *s, struct job *j, const struct placing *p,
    const struct new_story *n, struct str was)
{
	enum status st = OK;

	for (size_t i = 0; i < n->aliases.n && st == OK; i++)
		st = address_take(s, j, n->aliases.at[i], p->num, true,
		    p->c->lang);
	if (st == OK && was.n > 0 && !str_eq(was, n->address))
		st = address_take(s, j, was, p->num, true, p->c->lang);
	/* Last, for an alias may be the other form of its own address. */
	if (st == OK && n->address.n > 0)
		st = address_take(s, j, n->address, p->num, false, p->c->lang);
	return st;
}

static enum status
related_put(struct site *s, struct job *j, int64_t num,
    const struct new_story *n)
{
	enum status st = OK;

	for (size_t i = 0; i < n->related.n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_RELATED_NEW,
		    VALS(val_int(n->related.nums[i]), val_int(num)));
	return st;
}

/* ---- what it will be ---- */

static enum status
check_addresses(struct site *s, struct job *j, const struct placing *p,
    struct new_story *n)
{
	const struct texts *const written = &p->c->aliases;
	enum status st = OK;

	n->address = p->c->address;
	if (n->address.n == 0)
		return job_fail(j, INVALID,
		    "the %.*s \"%.*s\" has no address; publish gives it one",
		    STR_ARG(p->e->type), STR_ARG(p->c->headline));
	st = address_check(s, j, n->address, p->num);
	n->aliases.at = JOB_ARRAY(j, struct str, written->n + 1);
	for (size_t i = 0; i < written->n && st == OK; i++) {
		struct str *const a = &n->aliases.at[n->aliases.n];

		/* What is no address can't be asked for either. */
		if (address_normal(j, written->at[i], a) != OK) {
			job_forgive(j);
			continue;
		}
		st = address_check(s, j, *a, p->num);
		n->aliases.n++;
	}
	return st;
}

/* What a translation names: by id, or as an author writes it. */
static enum status
find_original(struct site *s, struct job *j, const struct placing *p,
    struct id *out)
{
	const struct str text = p->c->translation_of.text;
	struct card original;
	int64_t num;
	enum status st = id_of(j, text, out);

	if (st == OK)
		return OK;
	job_forgive(j);
	st = site_find_story(s, j, STR(""), text, &num);
	if (st != OK || num == p->num)
		return st != OK ? st : NOT_FOUND;
	st = site_card(s, j, num, &original);
	if (st == OK)
		*out = original.id;
	return st;
}

/* The original's id, if this is a translation or has one. */
static enum status
find_family(struct site *s, struct job *j, const struct placing *p,
    struct new_story *n)
{
	struct id *const id = JOB_NEW(j, struct id);
	struct val v[1];

	if (p->c->translation_of.text.n > 0) {
		const enum status found = find_original(s, j, p, id);

		if (found == OK)
			n->family = id_str(id);
		if (found == OK || found != NOT_FOUND)
			return found;
		job_forgive(j);
	}
	*id = p->e->thing;
	const enum status st = store_one(s->st, j, SQL_SITE_TRANSLATION_ANY,
	    VALS(val_blob(id_str(id))), v, 1);

	if (st == OK)
		n->family = id_str(id);
	return st == NOT_FOUND ? OK : st;
}

/* A translation makes its original one of a family. */
static enum status
family_put(struct site *s, struct job *j, const struct placing *p,
    const struct new_story *n)
{
	if (n->family.n == 0 || str_eq(n->family, id_str(&p->e->thing)))
		return OK;
	const enum status st = store_run(s->st, j, SQL_SITE_TRANSLATION_NEW,
	    VALS(val_blob(n->family), val_int(p->num)));

	if (st != OK)
		return st;
	return store_run(s->st, j, SQL_SITE_FAMILY_PUT,
	    VALS(val_blob(n->family)));
}

/* Chosen once, and again if what it is about has changed. */
static enum status
choose_related(struct site *s, struct job *j, const struct placing *p,
    const struct old_story *old, struct new_story *n)
{
	if (n->nlistings == 0)
		return OK;
	if (old->there && str_eq(old->refs, refs_pack(j, &n->refs))
	    && str_eq(old->lang, p->c->lang)) {
		n->related.n = nums_unpack(old->related, n->related.nums,
		    SITE_RELATED);
		return OK;
	}
	return related_choose(s, j, p->num, p->c->lang, &n->refs, &n->related);
}

static enum status
story_plan(struct site *s, struct job *j, const struct placing *p,
    const struct old_story *old, struct new_story *n)
{
	enum status st = check_addresses(s, j, p, n);

	n->listed = (struct listed){
		.published = p->c->published.precision == WHEN_NONE
		    ? p->e->at
		    : p->c->published.at,
		.num = p->num,
		.month = p->g->month,
	};
	if (st == OK)
		st = find_all(s, j, p->c, &n->refs);
	if (st == OK)
		st = find_family(s, j, p, n);
	if (st == OK)
		st = choose_listings(s, j, p->c, n);
	if (st == OK)
		st = choose_related(s, j, p, old, n);
	n->filter = filter_words(j, p->c, &n->refs, n->listed.month);
	return st;
}

static enum status
story_in(struct site *s, struct job *j, const struct placing *p,
    const struct old_story *old, const struct new_story *n)
{
	enum status st = addresses_put(s, j, p, n, old->address);

	if (st == OK)
		st = story_row_put(s, j, p, n);
	if (st == OK)
		st = story_body_put(s, j, p, n);
	if (st == OK)
		st = changes_put(s, j, p);
	if (st == OK)
		st = related_put(s, j, p->num, n);
	if (st == OK)
		st = family_put(s, j, p, n);
	if (st == OK)
		st = move_listings(s, j, old, n);
	if (st == OK)
		st = search_put(s, j, p->num, n->listed.published, n->filter,
		    p->g);
	if (st != OK)
		return st;
	stale_put(s, n->address);
	for (size_t i = 0; i < n->aliases.n; i++)
		stale_put(s, n->aliases.at[i]);
	return stale_story(s, j, p->num, n->family,
	    nums_pack(j, n->listings, n->nlistings), n->listed);
}

enum status
apply_story(struct site *s, struct job *j, const struct placing *p,
    struct applied *out)
{
	struct new_story *const n = JOB_NEW(j, struct new_story);
	struct old_story old = { 0 };
	enum status st = OK;

	if (p->e->revision > 1)
		st = old_load(s, j, p->num, &old);
	if (st == OK)
		st = story_plan(s, j, p, &old, n);
	if (st == OK && old.there)
		st = story_out(s, j, p->num, &old);
	if (st == OK)
		st = story_in(s, j, p, &old, n);
	out->address = n->address;
	return st;
}
