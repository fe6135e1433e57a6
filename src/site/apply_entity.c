/* SPDX-License-Identifier: ISC */
/* People, topics, sections, organisations, places. */
#include "site/inside.h"
#include "site/particulars.h"
#include "text/body.h"
#include "text/slug.h"

/* Languages in which one entity may be named. */
#define NAMES_MOST 64

struct entity_names {
	struct name_row rows[NAMES_MOST];
	struct str intros[NAMES_MOST];
	size_t n;
};

static struct name_row *
row_for(struct entity_names *e, struct str lang)
{
	for (size_t i = 0; i < e->n; i++)
		if (str_eq(e->rows[i].lang, lang))
			return &e->rows[i];
	if (e->n == NAMES_MOST)
		return NULL;
	e->rows[e->n] = (struct name_row){ .lang = lang };
	return &e->rows[e->n++];
}

static void
rows_fill(struct entity_names *e, const struct worded_list *list,
    enum name_text which)
{
	for (size_t i = 0; i < list->n; i++) {
		struct name_row *const r = row_for(e, list->at[i].lang);

		if (r != NULL)
			r->text[which] = list->at[i].text;
	}
}

static enum status
intros_fill(struct job *j, struct entity_names *e,
    const struct worded_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct body body;
		const struct body_opts o = { .lang = list->at[i].lang };
		struct name_row *const r = row_for(e, list->at[i].lang);
		const enum status st = r == NULL
		    ? OK
		    : body_markup(j, list->at[i].text, &o, &body);

		if (st != OK)
			return st;
		if (r != NULL)
			e->intros[r - e->rows] = body.html.html;
	}
	return OK;
}

/* Names, slugs, roles, intros; a slug of the name where none is given. */
static enum status
names_of(struct site *s, struct job *j, const struct placing *p,
    struct entity_names *e)
{
	const struct copy *const c = p->c;
	const struct languages *langs;
	enum status st = site_languages(s, j, &langs);

	if (st != OK)
		return st;
	rows_fill(e, &c->names, NAME_NAME);
	rows_fill(e, &c->slugs, NAME_SLUG);
	rows_fill(e, &c->roles, NAME_ROLE);
	st = intros_fill(j, e, &c->intros);
	if (st != OK || c->slugs.n > 0)
		return st;
	const struct str first = langs->at[0].tag;
	const struct str name = worded_in(&c->names, first, STR(""));
	struct name_row *const r = row_for(e, STR(""));

	if (r != NULL)
		r->text[NAME_SLUG] = slug_of(j, c->slug.n > 0 ? c->slug : name,
		    first);
	if (r != NULL && r->text[NAME_SLUG].n == 0)
		r->text[NAME_SLUG] = id_hex(j, p->e->thing);
	return OK;
}

static struct str
slug_in(const struct entity_names *e, struct str lang)
{
	const struct str order[] = { lang, STR("") };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < e->n; i++)
			if (e->rows[i].text[NAME_SLUG].n > 0
			    && str_eq(e->rows[i].lang, order[k]))
				return e->rows[i].text[NAME_SLUG];
	for (size_t i = 0; i < e->n; i++)
		if (e->rows[i].text[NAME_SLUG].n > 0)
			return e->rows[i].text[NAME_SLUG];
	return (struct str){ NULL, 0 };
}

/* ---- addresses: one in each language of the site ---- */

/* The slug that memory (and so readers) will use in that language. */
static struct str
address_in(struct site *s, struct job *j, enum kind kind,
    const struct entity_names *e, const struct languages *langs, size_t i)
{
	struct str slug = (struct str){ NULL, 0 };

	for (size_t k = 0; k < e->n && slug.n == 0; k++)
		if (str_eq(e->rows[k].lang, langs->at[i].tag))
			slug = e->rows[k].text[NAME_SLUG];
	for (size_t k = 0; k < e->n && slug.n == 0; k++)
		if (e->rows[k].lang.n == 0)
			slug = e->rows[k].text[NAME_SLUG];
	if (slug.n == 0)
		slug = slug_in(e, langs->at[0].tag);
	return entity_address(s, j, kind, slug, langs->at[i].tag);
}

static enum status
addresses_check(struct site *s, struct job *j, const struct placing *p,
    const struct entity_names *e)
{
	const struct languages *langs;
	enum status st = site_languages(s, j, &langs);

	for (size_t i = 0; st == OK && i < langs->n; i++) {
		const struct str a = address_in(s, j, p->c->kind, e, langs, i);

		if (a.n > 0)
			st = address_check(s, j, a, p->num);
	}
	for (size_t i = 0; st == OK && i < p->c->aliases.n; i++)
		if (str_starts(p->c->aliases.at[i], STR("/")))
			st = address_check(s, j, p->c->aliases.at[i], p->num);
	return st;
}

/* What it had before leads to what it has now. */
static enum status
addresses_leave(struct site *s, struct job *j, int64_t num)
{
	const struct languages *langs;
	enum status st = site_languages(s, j, &langs);

	for (size_t i = 0; st == OK && i < langs->n; i++) {
		const struct named_link *l;

		st = named_in(s, j, num, langs->at[i].tag, &l);
		if (st == OK && l->link.address.n > 0)
			st = address_take(s, j, l->link.address, num, true,
			    langs->at[i].tag);
	}
	return st;
}

static enum status
addresses_take(struct site *s, struct job *j, const struct placing *p,
    const struct entity_names *e)
{
	const struct languages *langs;
	enum status st = site_languages(s, j, &langs);

	for (size_t i = 0; st == OK && i < p->c->aliases.n; i++)
		if (str_starts(p->c->aliases.at[i], STR("/")))
			st = address_take(s, j, p->c->aliases.at[i], p->num,
			    true, langs->at[0].tag);
	for (size_t i = 0; st == OK && i < langs->n; i++) {
		const struct str a = address_in(s, j, p->c->kind, e, langs, i);

		if (a.n > 0)
			st = address_take(s, j, a, p->num, false,
			    langs->at[i].tag);
		stale_put(s, a);
	}
	return st;
}

/* ---- keys by which it is found ---- */

static enum status
key_put(struct site *s, struct job *j, const struct placing *p, struct str word,
    int rank, struct str lang)
{
	struct str folded;
	enum status st = name_fold(j, word, &folded);

	if (st != OK || folded.n == 0)
		return st;
	/* A slug that came back is no old one. */
	if (rank == 1 && p->e->revision > 1)
		st = store_run(s->st, j, SQL_SITE_ENTITY_OLD_KEY_GONE,
		    VALS(val_text(kind_name(p->c->kind)), val_text(folded),
			val_text(lang), val_int(p->num)));
	if (st != OK)
		return st;
	return store_run(s->st, j, SQL_SITE_ENTITY_KEY_NEW,
	    VALS(val_text(kind_name(p->c->kind)), val_text(folded),
		val_int(rank), val_text(lang), val_int(p->num)));
}

static enum status
keys_put(struct site *s, struct job *j, const struct placing *p,
    const struct entity_names *e)
{
	enum status st = OK;

	for (size_t i = 0; i < e->n && st == OK; i++) {
		const struct name_row *const r = &e->rows[i];

		st = key_put(s, j, p, r->text[NAME_SLUG], 1, r->lang);
		if (st == OK)
			st = key_put(s, j, p, r->text[NAME_NAME], 2, r->lang);
	}
	for (size_t i = 0; i < p->c->also.n && st == OK; i++)
		st = key_put(s, j, p, p->c->also.at[i], 4, STR(""));
	return st;
}

/* ---- rows ---- */

static enum status
rows_out(struct site *s, struct job *j, int64_t num)
{
	static const enum stmt gone[] = { SQL_SITE_ENTITY_SLUGS_OLD,
		SQL_SITE_ENTITY_KEYS_GONE, SQL_SITE_ENTITY_NAMES_GONE,
		SQL_SITE_ENTITY_GONE };
	enum status st = OK;

	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]) && st == OK; i++)
		st = store_run(s->st, j, gone[i], VALS(val_int(num)));
	return st;
}

/* What it belongs to, and what took its place. */
struct kin {
	int64_t parent, merged;
};

static enum status
rows_in(struct site *s, struct job *j, const struct placing *p,
    const struct kin *kin, const struct entity_names *e)
{
	const struct copy *const c = p->c;
	struct buf picture = buf_in(j, PACK_MAX), links = buf_in(j, PACK_MAX);

	if (p->g->has_picture)
		plate_pack(&picture, &p->g->picture);
	pack_int(&links, (int64_t)c->links.n);
	for (size_t i = 0; i < c->links.n; i++)
		pack_str(&links, c->links.at[i]);
	enum status st = store_run(s->st, j, SQL_SITE_ENTITY_NEW,
	    VALS(val_int(p->num), val_blob(id_str(&p->e->thing)),
		val_text(kind_name(c->kind)), val_int(kin->parent),
		val_int(c->order), val_int(c->retired),
		val_blob(buf_so_far(&picture)), val_blob(buf_so_far(&links)),
		val_blob(p->g->html_packed), val_int(kin->merged),
		val_blob(particulars_pack(j, c, 0))));

	for (size_t i = 0; i < e->n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_ENTITY_NAME_NEW,
		    VALS(val_int(p->num), val_text(e->rows[i].lang),
			val_text(e->rows[i].text[NAME_NAME]),
			val_text(e->rows[i].text[NAME_SLUG]),
			val_text(e->rows[i].text[NAME_ROLE]),
			val_text(e->intros[i])));
	return st;
}

/* ---- a section that moves to another parent ---- */

/*
 * The section's stories in one language join the listings of its new
 * ancestors and leave those of its old ones, unless another of the story's
 * sections brings it there.  That is what applying each story again does; its
 * text has not changed, so only its listings are looked at.
 */
static enum status
relist(struct site *s, struct job *j, int64_t section)
{
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_STORIES_OF_SECTION,
	    VALS(val_int(section)), &r);
	int64_t *nums = NULL;
	size_t n = 0, room = 0;

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (n == room) {
			const size_t more = room == 0 ? 256 : room * 2;

			nums = job_grow(j, nums, room * sizeof(*nums),
			    more * sizeof(*nums));
			room = more;
		}
		nums[n++] = row_int(&r, 0);
	}
	st = rows_end(&r);
	for (size_t i = 0; i < n && st == OK; i++)
		st = story_relist(s, j, nums[i]);
	return st;
}

/* Another of its kind; 0 if there is none, or it is the thing itself. */
static enum status
find_kin(struct site *s, struct job *j, const struct placing *p,
    const struct ref *ref, int64_t *out)
{
	const struct languages *langs;
	enum status st = site_languages(s, j, &langs);

	*out = 0;
	if (st != OK || ref->text.n == 0)
		return st;
	st = site_find(s, j, p->c->kind, langs->at[0].tag, ref->text, out);
	if (st == OK && *out == p->num)
		*out = 0;
	return st == NOT_FOUND ? OK : st;
}

/*
 * Its stories go to what it was merged into, or come back from there: each
 * still names what its author wrote.
 */
static enum status
relist_merged(struct site *s, struct job *j, int64_t num, int64_t was,
    int64_t is)
{
	enum status st = OK;

	if (is == was)
		return OK;
	if (was != 0)
		st = relist(s, j, was);
	return st == OK ? relist(s, j, num) : st;
}

enum status
apply_entity(struct site *s, struct job *j, const struct placing *p,
    struct applied *out)
{
	struct entity_names *const e = JOB_NEW(j, struct entity_names);
	const struct languages *langs;
	struct kin kin = { 0 }, had = { 0 };
	struct named *was = NULL;
	enum status st = site_languages(s, j, &langs);

	if (st == OK)
		st = names_of(s, j, p, e);
	if (st == OK)
		st = addresses_check(s, j, p, e);
	if (st == OK)
		st = find_kin(s, j, p, &p->c->parent, &kin.parent);
	if (st == OK)
		st = find_kin(s, j, p, &p->c->merged_into, &kin.merged);
	if (st == OK && p->e->revision > 1)
		st = named_at(s, j, p->num, &was);
	if (st != OK)
		return st;
	if (was != NULL)
		had = (struct kin){ was->parent, was->merged };
	out->address = job_str(j, address_in(s, j, p->c->kind, e, langs, 0));
	if (p->e->revision > 1)
		st = addresses_leave(s, j, p->num);
	if (st == OK && p->e->revision > 1)
		st = rows_out(s, j, p->num);
	if (st == OK)
		st = rows_in(s, j, p, &kin, e);
	if (st == OK)
		st = keys_put(s, j, p, e);
	if (st == OK)
		st = addresses_take(s, j, p, e);
	/* A new person or topic stands on no page yet; a section in menus. */
	if (p->e->revision > 1 || p->c->kind == KIND_SECTION || kin.merged != 0)
		stale_everything(s, true);
	s->found = map_in(s->memory);
	if (st == OK)
		st = relist_merged(s, j, p->num, had.merged, kin.merged);
	if (st == OK && was != NULL && had.parent != kin.parent)
		st = relist(s, j, p->num);
	return st;
}

enum status
retract_entity(struct site *s, struct job *j, int64_t num)
{
	stale_everything(s, true);
	return rows_out(s, j, num);
}

/* ---- another set of languages ---- */

/* Every entity gets its addresses in the languages that there are now. */
enum status
entities_readdress(struct site *s, struct job *j)
{
	const struct languages *langs;
	struct rows r;
	enum status st = site_languages(s, j, &langs);

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_ENTITIES_AFTER,
		    VALS(val_int(0), val_int(INT64_MAX)), &r);
	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		const int64_t num = row_int(&r, 0);

		for (size_t i = 0; i < langs->n && st == OK; i++) {
			const struct named_link *l;
			int64_t holder;

			st = named_in(s, j, num, langs->at[i].tag, &l);
			if (st != OK || l->link.address.n == 0)
				continue;
			st = site_holder(s, j, l->link.address, &holder);
			/* What another thing has had for long it keeps. */
			if (st == NOT_FOUND || (st == OK && holder == num))
				st = address_take(s, j, l->link.address, num,
				    false, langs->at[i].tag);
		}
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}
