/* SPDX-License-Identifier: ISC */
/*
 * Stories and pages.
 *
 * What could be refused is looked at before the first row is written.  A
 * story is always taken out as it was and put in as it is, so that there is
 * one way only; the listings in which it stays are left alone.
 */
#include "site/particulars.h"
#include "site/story_rows.h"
#include "text/address.h"
#include "text/sanitise.h"
#include "text/slug.h"
#include "text/words.h"

#define PARTY_WORDS 8 /* of a name, by which it is found */

enum status
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
	if (st == OK)
		st = stale_naming(s, j, num, old->address, old->headline);
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]) && st == OK; i++)
		st = store_run(s->st, j, gone[i], VALS(val_int(num)));
	const size_t n = nums_unpack(old->related, related, SITE_RELATED);

	for (size_t i = 0; i < n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_RELATED_GONE,
		    VALS(val_int(related[i]), val_int(num)));
	return st == OK ? search_take(s, j, num) : st;
}

enum status
retract_story(struct site *s, struct job *j, int64_t num, struct str *listings)
{
	struct old_story old;
	struct new_story *const none = JOB_NEW(j, struct new_story);
	const struct telling silence = { 0 };
	struct telling was = { 0 };
	enum status st = old_load(s, j, num, &old);

	if (st != OK || !old.there)
		return st;
	*listings = old.listings;
	none->listed = old.listed;
	st = told_load(s, j, num, &was.told);
	was.lang = old.lang;
	if (st == OK)
		st = corrections_move(s, j, num, &was, &silence);
	if (st == OK)
		st = story_out(s, j, num, &old);
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_SIGNED_GONE,
		    VALS(val_int(num)));
	return st == OK ? listings_move(s, j, &old, none) : st;
}

/* ---- putting in ---- */

static struct str
rest_pack(struct job *j, const struct placing *p)
{
	const struct copy *const c = p->c;
	struct buf b = buf_in(j, PACK_MAX);

	pack_str(&b, c->summary);
	pack_str(&b, c->search_headline);
	pack_str(&b, c->social_headline);
	pack_str(&b, c->canonical);
	pack_str(&b, c->rights);
	pack_str(&b, particulars_pack(j, c, 0));
	for (size_t i = 0; i < c->more.shots.n; i++)
		plate_pack(&b, &p->g->shots[i]);
	for (size_t i = 0; i < attached_count(&c->more); i++)
		attachment_pack(&b, &p->g->attached[i]);
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

/* "pier" of /old/2019/pier.html, and of /2026/11/23/pier/ */
static struct str
last_slug(struct str alias)
{
	struct str s = address_key(alias);
	const size_t slash = str_rfind_ch(s, '/');
	size_t dot;

	s = str_skip(s, slash == NOWHERE ? 0 : slash + 1);
	dot = str_rfind_ch(s, '.');
	return dot == NOWHERE ? s : str_sub(s, 0, dot);
}

/*
 * Slugs by which others may call it that do not follow from its headline: its
 * own, and those that it had.
 */
static void
put_slugs(struct buf *b, struct job *j, const struct copy *c)
{
	const struct str now = last_slug(c->address);

	if (now.n > 0 && !str_eq(now, slug_of(j, c->headline, c->lang)))
		buf_printf(b, " %.*s", STR_ARG(slug_mark(j, now)));
	for (size_t i = 0; i < c->aliases.n; i++) {
		struct str path, slug;

		if (address_normal(j, c->aliases.at[i], &path) != OK) {
			job_forgive(j);
			continue;
		}
		slug = last_slug(path);
		if (slug.n > 0 && str_find_ch(slug, '?') == NOWHERE
		    && !str_eq(slug, now))
			buf_printf(b, " %.*s", STR_ARG(slug_mark(j, slug)));
	}
}

/* Each by its first word, its first two, and so on, as signatories are found. */
static void
put_parties(struct buf *b, struct job *j, const struct copy *c)
{
	for (size_t i = 0; i < c->more.parties.n; i++) {
		struct str words, rest, one;

		if (words_index(j, c->more.parties.at[i].name, c->lang, &words)
		    != OK) {
			job_forgive(j);
			continue;
		}
		rest = words;
		for (int n = 0; words.n > 0 && n < PARTY_WORDS
		     && str_cut(&rest, ' ', &one);
		     n++)
			buf_printf(b, " %.*s",
			    STR_ARG(party_mark(j,
				str_from(words.p,
				    (size_t)(one.p + one.n - words.p)))));
	}
}

/*
 * Words that stand for what a search can be narrowed by.  Each begins with a
 * capital, which no word of a text does: so a search need not say in which
 * column to look, which would take the index twice as long.
 */
static struct str
filter_words(struct job *j, const struct copy *c, const struct refs_found *f,
    int64_t month)
{
	struct buf b = buf_in(j, PACK_MAX);

	buf_printf(&b, "L%.*s K%.*s Y%lld", STR_ARG(c->lang),
	    STR_ARG(kind_name(c->kind)), (long long)(month / 12));
	for (size_t i = 0; i < f->nsections; i++)
		buf_printf(&b, " S%lld", (long long)f->sections[i]);
	for (size_t i = 0; i < f->ntopics; i++)
		buf_printf(&b, " T%lld", (long long)f->topics[i]);
	for (size_t i = 0; i < f->npeople; i++)
		if (f->people[i] != 0)
			buf_printf(&b, " A%lld", (long long)f->people[i]);
	for (size_t i = 0; i < f->nwithin; i++)
		buf_printf(&b, " E%lld", (long long)f->within[i]);
	for (size_t i = 0; i < f->nalso; i++)
		buf_printf(&b, " W%lld", (long long)f->also[i]);
	put_slugs(&b, j, c);
	put_parties(&b, j, c);
	return buf_so_far(&b);
}

static bool
is_corrected(const struct copy *c)
{
	for (size_t i = 0; i < c->changes.n; i++)
		if (grade_rights(c->changes.at[i].grade))
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
	const struct card card = {
		.published = c->published,
		.updated = c->updated,
		.voice = c->voice,
		.corrected = is_corrected(c),
		.words = g->words,
		.section.num = n->refs.nsections > 0 ? n->refs.sections[0] : 0,
		.kicker = c->kicker,
		.deck = c->deck,
		.short_headline = c->short_headline,
		.intro = g->intro,
		.excerpt = g->excerpt,
		.dateline = c->dateline,
		.agency = c->agency,
	};

	return store_run(s->st, j, SQL_SITE_STORY_NEW,
	    VALS(val_int(p->num), val_blob(id_str(&p->e->thing)),
		val_text(kind_name(c->kind)), val_text(c->lang),
		val_text(n->address), val_int(n->listed.published),
		val_text(c->headline), val_blob(byline),
		val_blob(card_rest_pack(j, &card, picture_pack(j, g),
		    particulars_pack(j, c, SHOWN_FRONT)))));
}

static enum status
story_body_put(struct site *s, struct job *j, const struct placing *p,
    const struct new_story *n)
{
	const struct str listings = nums_pack(j, n->listings, n->nlistings);
	const struct str related = nums_pack(j, n->related.nums, n->related.n);
	const struct str refs = refs_pack(j, &n->refs);
	const struct str rest = rest_pack(j, p);

	return store_run(s->st, j, SQL_SITE_STORY_BODY_NEW,
	    VALS(val_int(p->num), val_int(SANITISER_VERSION),
		val_blob(p->g->html_packed), val_blob(rest), val_blob(refs),
		val_blob(listings), val_blob(related), val_blob(n->family),
		val_int(n->listed.month), val_int(p->e->seq),
		val_int(p->e->revision), val_blob(sha256_str(&p->g->sha256)),
		val_int(p->c->expires.precision == WHEN_NONE
			? 0
			: p->c->expires.at)));
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
	st = find_story_now(s, j, KIND_NONE, STR(""), text, &num);
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
		if (found != NOT_FOUND)
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
		st = refs_find(s, j, p->c, &n->refs);
	if (st == OK)
		st = find_family(s, j, p, n);
	if (st == OK)
		st = listings_choose(s, j, p->c, n);
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
		st = apply_signed(s, j, p);
	if (st == OK)
		st = changes_put(s, j, p);
	if (st == OK)
		st = related_put(s, j, p->num, n);
	if (st == OK)
		st = family_put(s, j, p, n);
	if (st == OK)
		st = listings_move(s, j, old, n);
	if (st == OK)
		st = search_put(s, j, p->num, n->listed.published, n->filter,
		    p->g);
	if (st != OK)
		return st;
	stale_put(s, n->address);
	for (size_t i = 0; i < n->aliases.n; i++)
		stale_put(s, n->aliases.at[i]);
	st = stale_naming(s, j, p->num, n->address, p->c->headline);
	if (st != OK)
		return st;
	return stale_story(s, j, p->num, n->family,
	    nums_pack(j, n->listings, n->nlistings), n->listed);
}

enum status
apply_story(struct site *s, struct job *j, const struct placing *p,
    struct applied *out)
{
	struct new_story *const n = JOB_NEW(j, struct new_story);
	struct old_story old = { 0 };
	struct telling was = { 0 }, now = { .lang = p->c->lang };
	enum status st = OK;

	if (p->e->revision > 1)
		st = old_load(s, j, p->num, &old);
	was.lang = old.lang;
	if (st == OK && old.there)
		st = told_load(s, j, p->num, &was.told);
	if (st == OK)
		st = story_plan(s, j, p, &old, n);
	if (st == OK && old.there)
		st = story_out(s, j, p->num, &old);
	if (st == OK)
		st = story_in(s, j, p, &old, n);
	told_of(j, p->c, &now.told);
	if (st == OK)
		st = corrections_move(s, j, p->num, &was, &now);
	out->address = n->address;
	return st;
}
