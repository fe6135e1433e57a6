/* SPDX-License-Identifier: ISC */
#include "site/settings.h"

#include "site/inside.h"

/* What counts before there are any settings. */
static const struct language english = { .tag = STR_INIT("en"),
	.name = STR_INIT("English"),
	.calendar = STR_INIT("gregorian") };

static enum status
settings_of(struct site *s, struct job *j, int64_t seq, struct copy *out)
{
	struct str bytes;
	struct textfile tf;
	const struct copy_defaults defaults = { .kind = KIND_SETTINGS,
		.lenient = true };
	enum status st = record_text_left(s->st, j, s->deflater, seq, &bytes);

	if (st == OK)
		st = textfile_parse(s->memory, job_str(s->memory, bytes),
		    STR("settings"), &tf);
	if (st == OK)
		st = copy_read(s->memory, &tf, &defaults, out);
	return st;
}

enum status
settings_zone(struct job *j, const struct copy *settings, struct zone **out)
{
	enum status st = zone_open(j, settings->timezone, out);

	if (st == INVALID) {
		job_forgive(j);
		st = zone_open(j, STR("UTC"), out);
	}
	return st;
}

enum status
site_settings(struct site *s, struct job *j, const struct copy **out)
{
	struct copy *c;
	struct val v[1];

	if (s->settings != NULL) {
		*out = s->settings;
		return OK;
	}
	c = JOB_NEW(s->memory, struct copy);
	enum status st = store_one(s->st, j, SQL_SITE_SETTING_SEQ, NO_VALS, v,
	    1);

	if (st == OK)
		st = settings_of(s, j, v[0].i, c);
	if (st != OK && st != NOT_FOUND)
		return st;
	if (c->languages.n == 0) {
		c->languages.at = JOB_NEW(s->memory, struct language);
		c->languages.at[0] = english;
		c->languages.n = 1;
	}
	st = settings_zone(s->memory, c, &s->zone);
	if (st != OK)
		return st;
	s->settings = c;
	*out = c;
	return OK;
}

enum status
site_languages(struct site *s, struct job *j, const struct languages **out)
{
	const struct copy *c;
	const enum status st = site_settings(s, j, &c);

	if (st == OK)
		*out = &c->languages;
	return st;
}

struct str
site_worded(const struct copy *settings, const struct worded_list *list,
    struct str lang)
{
	return worded_in(list, lang, settings->languages.at[0].tag);
}

/* ---- menus ---- */

static enum status
entity_item(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str to, struct menu_link *out)
{
	struct link l;
	enum status st = site_find(s, j, kind, lang, to, &out->num);

	if (st == NOT_FOUND)
		return OK;
	if (st == OK)
		st = site_link(s, j, out->num, lang, &l);
	if (st != OK)
		return st;
	out->address = l.address;
	if (out->label.n == 0)
		out->label = l.name;
	return OK;
}

/* An address is followed to where it leads now; a URL stays. */
static enum status
address_item(struct site *s, struct job *j, struct str to,
    struct menu_link *out)
{
	struct cards cards;
	enum status st;

	out->address = to;
	st = site_find_story(s, j, KIND_NONE, STR(""), to, &out->num);
	if (st == NOT_FOUND)
		return OK;
	if (st == OK)
		st = cards_read(s, j, SQL_SITE_CARD, VALS(val_int(out->num)),
		    &cards);
	if (st != OK || cards.n == 0)
		return st;
	out->address = cards.at[0].address;
	if (out->label.n == 0)
		out->label = cards.at[0].headline;
	return OK;
}

static enum status
menu_read(struct site *s, struct job *j, struct str packed, struct str lang,
    struct menu_links *m)
{
	struct unpack u = { job_str(j, packed), false };
	const size_t n = (size_t)unpack_int(&u);
	enum status st = OK;

	if (n > packed.n)
		return OK;
	m->at = JOB_ARRAY(j, struct menu_link, n);
	for (size_t i = 0; i < n && st == OK; i++) {
		struct menu_link *const l = &m->at[m->n];
		const struct str label = unpack_str(&u);
		const struct str to = unpack_str(&u);
		const enum kind kind = kind_of(unpack_str(&u));

		*l = (struct menu_link){ .label = label,
			.level = (int)unpack_int(&u) };
		st = kind == KIND_NONE || !kind_is_entity(kind)
		    ? address_item(s, j, to, l)
		    : entity_item(s, j, kind, lang, to, l);
		/* What leads nowhere is left out. */
		if (l->address.n > 0 && l->label.n > 0)
			m->n++;
	}
	return st;
}

static enum status
menu_of_sections(struct site *s, struct job *j, struct str lang,
    struct menu_links *m)
{
	struct sections all;
	const enum status st = site_sections(s, j, lang, &all);

	if (st != OK)
		return st;
	m->at = JOB_ARRAY(j, struct menu_link, all.n);
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].depth == 0 && !all.at[i].retired)
			m->at[m->n++] = (struct menu_link){
				.label = all.at[i].link.name,
				.address = all.at[i].link.address,
				.num = all.at[i].link.num,
			};
	return OK;
}

/* Texts of a menu that outlives j. */
static struct menu_links *
menu_keep(struct job *m, const struct menu_links *from)
{
	struct menu_links *const kept = JOB_NEW(m, struct menu_links);

	kept->n = from->n;
	kept->at = JOB_ARRAY(m, struct menu_link, from->n);
	for (size_t i = 0; i < from->n; i++) {
		kept->at[i] = from->at[i];
		kept->at[i].label = job_str(m, from->at[i].label);
		kept->at[i].address = job_str(m, from->at[i].address);
	}
	return kept;
}

enum status
site_menu(struct site *s, struct job *j, struct str place, struct str lang,
    struct menu_links *out)
{
	const struct str key = job_printf(j, "%.*s\n%.*s", STR_ARG(place),
	    STR_ARG(lang));
	struct menu_links *kept = map_at(&s->menus, key);
	struct menu_links m = { NULL, 0 };
	struct val v[1];

	if (kept != NULL) {
		*out = *kept;
		return OK;
	}
	enum status st = store_one(s->st, j, SQL_SITE_MENU_AT,
	    VALS(val_text(place), val_text(lang)), v, 1);

	if (st == OK)
		st = menu_read(s, j, v[0].s, lang, &m);
	else if (st == NOT_FOUND)
		st = str_eq(place, STR("main"))
		    ? menu_of_sections(s, j, lang, &m)
		    : OK;
	if (st != OK)
		return st;
	kept = menu_keep(s->memory, &m);
	map_put(&s->menus, key, kept);
	*out = *kept;
	return OK;
}
