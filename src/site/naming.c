/* SPDX-License-Identifier: ISC */
/*
 * What calls a story by some name of its own: menus, fronts and redirects.
 * There are few of them, so each is asked, whatever it called the story when
 * it was published itself.
 */
#include "site/story_rows.h"
#include "text/address.h"

struct called {
	int64_t num;
	struct str address, headline;
};

static enum status
means(struct site *s, struct job *j, const struct called *c, struct str text,
    bool *yes)
{
	struct str normal, folded;
	struct val v[1];
	struct id id;
	int64_t holder;
	enum status st;

	*yes = false;
	if (text.n == 0)
		return OK;
	if (str_starts(text, STR("/"))) {
		if (address_normal(j, text, &normal) != OK) {
			job_forgive(j);
			return OK;
		}
		st = site_holder(s, j, normal, &holder);
		*yes = st == OK && holder == c->num;
		return st == NOT_FOUND ? OK : st;
	}
	if (text.n == 2 * (size_t)ID_BYTES && id_of(j, text, &id) == OK) {
		st = store_one(s->st, j, SQL_SITE_STORY_BY_ID,
		    VALS(val_blob(id_str(&id))), v, 1);
		*yes = st == OK && v[0].i == c->num;
		return st == NOT_FOUND ? OK : st;
	}
	job_forgive(j);
	st = name_fold(j, text, &folded);
	if (st != OK)
		return st;
	return story_is_called(j, c->address, c->headline, text, folded, yes);
}

static enum status
menu_names(struct site *s, struct job *j, struct str items,
    const struct called *c, bool *yes)
{
	struct unpack u = { items, false };
	const size_t n = (size_t)unpack_int(&u);
	enum status st = OK;

	for (size_t i = 0; i < n && !u.broken && st == OK && !*yes; i++) {
		(void)unpack_str(&u); /* label */
		const struct str to = unpack_str(&u);

		(void)unpack_str(&u); /* kind */
		(void)unpack_int(&u); /* level */
		st = means(s, j, c, to, yes);
	}
	return st;
}

static enum status
front_names(struct site *s, struct job *j, struct str slots,
    const struct called *c, bool *yes)
{
	struct unpack u = { slots, false };
	const size_t n = (size_t)unpack_int(&u);
	enum status st = OK;

	for (size_t i = 0; i < n && !u.broken && st == OK && !*yes; i++) {
		(void)unpack_int(&u); /* weight */
		st = means(s, j, c, unpack_str(&u), yes);
		(void)unpack_int(&u); /* listing */
		(void)unpack_int(&u); /* count */
		for (int k = 0; k < 4; k++)
			(void)unpack_str(&u); /* the editor's own words */
		(void)unpack_int(&u);         /* no picture */
		const size_t links = (size_t)unpack_int(&u);

		for (size_t k = 0; k < links && !u.broken && st == OK && !*yes;
		     k++) {
			(void)unpack_str(&u); /* label */
			st = means(s, j, c, unpack_str(&u), yes);
		}
	}
	return st;
}

static enum status
stale_menus(struct site *s, struct job *j, const struct called *c)
{
	struct rows r;
	bool yes = false;
	enum status st = rows_begin(s->st, j, SQL_SITE_MENUS_ALL, NO_VALS, &r);

	if (st != OK)
		return st;
	while (st == OK && !yes && rows_next(&r))
		st = menu_names(s, j, job_str(j, row_str(&r, 0)), c, &yes);
	const enum status end = rows_end(&r);

	if (yes)
		stale_everything(s, true);
	return st != OK ? st : end;
}

static enum status
stale_fronts(struct site *s, struct job *j, const struct called *c)
{
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_FRONTS_ALL, NO_VALS, &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		const int64_t section = row_int(&r, 0);
		const struct str lang = job_str(j, row_str(&r, 1));
		struct str base;
		bool yes = false;

		st = front_names(s, j, job_str(j, row_str(&r, 2)), c, &yes);
		if (st != OK || !yes || section < 0)
			continue;
		st = listing_base(s, j, section, STR(""), lang, &base);
		if (st == OK)
			stale_put(s, base);
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

/* A path that redirects, in both forms that may have been asked for. */
static void
stale_both(struct site *s, struct job *j, struct str path)
{
	const size_t query = str_find_ch(path, '?');

	if (query != NOWHERE)
		path = str_sub(path, 0, query);
	stale_put(s, path);
	stale_put(s, job_printf(j, "%.*s/", STR_ARG(path)));
}

/* Redirects of their own that lead to an address of the story. */
static enum status
stale_redirects(struct site *s, struct job *j, struct str address)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_REDIRECT_TO,
	    VALS(val_text(address_key(address))), v, 1);

	if (st == OK)
		stale_everything(s, false);
	return st == NOT_FOUND ? OK : st;
}

enum status
stale_naming(struct site *s, struct job *j, int64_t num, struct str address,
    struct str headline)
{
	const struct called c = { num, address, headline };
	struct rows r;
	enum status st;

	if (!stale_wanted(s))
		return OK;
	stale_both(s, j, address_key(address));
	st = stale_redirects(s, j, address);
	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_ADDRESSES_OLD,
		    VALS(val_int(num)), &r);
	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		const struct str old = job_str(j, row_str(&r, 0));

		stale_both(s, j, old);
		st = stale_redirects(s, j, old);
	}
	const enum status end = rows_end(&r);

	if (st == OK)
		st = end;
	if (st == OK)
		st = stale_menus(s, j, &c);
	return st == OK ? stale_fronts(s, j, &c) : st;
}
