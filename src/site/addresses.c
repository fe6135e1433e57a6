/* SPDX-License-Identifier: ISC */
/*
 * Whose address it is.  An address is kept without the slash at its end, so
 * that nobody can take the other form of one that is taken.
 */
#include "base/hex.h"
#include "site/inside.h"
#include "text/address.h"
#include "text/slug.h"

enum status
site_holder(struct site *s, struct job *j, struct str address, int64_t *num)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_ADDRESS_HOLDER,
	    VALS(val_text(address_key(address))), v, 1);

	if (st == OK)
		*num = v[0].i;
	return st;
}

/* "the story "Ferry returns" (id)" */
static struct str
holder_words(struct site *s, struct job *j, int64_t num)
{
	struct val v[3];

	if (store_one(s->st, j, SQL_SITE_HOLDER_WORDS, VALS(val_int(num)), v, 3)
	    != OK) {
		job_forgive(j);
		return STR("another thing");
	}
	const struct str id = hex_of(j, v[1].s.p, v[1].s.n);

	if (v[2].s.n == 0)
		return job_printf(j, "the %.*s %.*s", STR_ARG(v[0].s),
		    STR_ARG(id));
	return job_printf(j, "the %.*s \"%.*s\" (%.*s)", STR_ARG(v[0].s),
	    STR_ARG(v[2].s), STR_ARG(id));
}

enum status
address_check(struct site *s, struct job *j, struct str address, int64_t num)
{
	int64_t holder;
	const enum status st = site_holder(s, j, address, &holder);

	if (st == NOT_FOUND)
		return OK;
	if (st != OK || holder == num)
		return st;
	const struct str words = holder_words(s, j, holder);

	return job_fail(j, CONFLICT,
	    "the address %.*s belongs to %.*s; give this one another",
	    STR_ARG(address), STR_ARG(words));
}

enum status
address_take(struct site *s, struct job *j, struct str address, int64_t num,
    bool old, struct str lang)
{
	return store_run(s->st, j, SQL_SITE_ADDRESS_PUT,
	    VALS(val_text(address_key(address)), val_int(num), val_int(old),
		val_text(lang)));
}

/* ---- which address a new thing gets ---- */

/* The first bytes of stem are the language's prefix: never a reserved word. */
static enum status
evade(struct site *s, struct job *j, struct str stem, size_t prefix,
    struct str *out)
{
	for (int n = 1; n < 10000; n++) {
		const struct str a = n == 1
		    ? job_printf(j, "%.*s/", STR_ARG(stem))
		    : job_printf(j, "%.*s-%d/", STR_ARG(stem), n);
		int64_t holder;
		const enum status st = site_holder(s, j, a, &holder);

		if (st == NOT_FOUND
		    && address_reserved(str_skip(a, prefix)).n == 0) {
			*out = a;
			return OK;
		}
		if (st != OK && st != NOT_FOUND)
			return st;
	}
	return job_fail(j, CONFLICT,
	    "no address is free near %.*s/; give the file a `slug` of its own",
	    STR_ARG(stem));
}

static struct str
slug_for(struct job *j, const struct copy *c)
{
	struct str slug = slug_of(j, c->slug, c->lang);

	if (slug.n == 0)
		slug = slug_of(j, c->headline, c->lang);
	return slug.n > 0 ? slug : kind_name(c->kind);
}

struct str
site_address_wish(struct job *j, const struct copy *c, struct str prefix,
    struct zone *zone)
{
	const struct kind_row *const row = kind_row(c->kind);

	if (row->entity || !row->addressed)
		return (struct str){ NULL, 0 };
	const struct str slug = slug_for(j, c);

	if (!row->listed)
		return job_printf(j, "%.*s/%.*s/", STR_ARG(prefix),
		    STR_ARG(slug));
	/* The day is the one on the newsroom's own calendar. */
	const int64_t at = c->published.at;
	const struct civil day = civil_of(at, zone_offset(zone, at));

	return job_printf(j, "%.*s/%04d/%02d/%02d/%.*s/", STR_ARG(prefix),
	    day.year, day.month, day.day, STR_ARG(slug));
}

/* An item stands under its brief's address, by its time if it has no words. */
static enum status
item_address(struct site *s, struct job *j, const struct copy *c,
    struct str *out)
{
	struct str slug = slug_of(j, c->slug, c->lang);
	const int64_t at = c->published.at;
	const struct civil t = civil_of(at, zone_offset(s->zone, at));
	struct val v[3];
	int64_t brief;
	enum status st = site_find_story(s, j, KIND_BRIEF, c->lang,
	    c->more.brief.text, &brief);

	if (st == OK)
		st = store_one(s->st, j, SQL_SITE_STORY_WHERE,
		    VALS(val_int(brief)), v, 3);
	if (st == NOT_FOUND)
		return job_fail(j, INVALID,
		    "there is no brief \"%.*s\" for this item",
		    STR_ARG(c->more.brief.text));
	if (st != OK)
		return st;
	if (slug.n == 0)
		slug = slug_of(j, c->headline, c->lang);
	if (slug.n == 0)
		slug = job_printf(j, "%04d%02d%02d-%02d%02d", t.year, t.month,
		    t.day, t.hour, t.minute);
	/* What is reserved for listings is so for the brief's own pages. */
	return evade(s, j,
	    job_printf(j, "%.*s%.*s", STR_ARG(v[0].s), STR_ARG(slug)),
	    v[0].s.n - 1, out);
}

enum status
site_address_for(struct site *s, struct job *j, const struct copy *c,
    struct str *out)
{
	const struct copy *settings;
	const enum status st = site_settings(s, j, &settings);

	if (st != OK)
		return st;
	if (c->kind == KIND_ITEM)
		return item_address(s, j, c, out);
	const struct str prefix = site_prefix(s, j, c->lang);
	const struct str wish = site_address_wish(j, c, prefix, s->zone);

	if (wish.n == 0) {
		*out = wish;
		return OK;
	}
	return evade(s, j, str_sub(wish, 0, wish.n - 1), prefix.n, out);
}
