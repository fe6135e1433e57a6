/* SPDX-License-Identifier: ISC */
/* What frames the stories: fronts, menus, settings, redirects. */
#include "site/inside.h"
#include "text/address.h"

/* ---- fronts ---- */

/* The story that a slot names, if only its id or address is needed for that. */
static enum status
slot_story(struct site *s, struct job *j, const struct slot *slot, int64_t *num)
{
	const struct str text = slot->story.text;
	struct id id;
	struct val v[1];

	*num = 0;
	if (text.n == 0)
		return OK;
	if (str_starts(text, STR("/"))) {
		struct str normal;

		if (address_normal(j, text, &normal) != OK) {
			job_forgive(j);
			return OK;
		}
		const enum status st = site_holder(s, j, normal, num);

		return st == NOT_FOUND ? OK : st;
	}
	if (text.n != 2 * (size_t)ID_BYTES || id_of(j, text, &id) != OK) {
		job_forgive(j);
		return OK;
	}
	const enum status st = store_one(s->st, j, SQL_SITE_STORY_BY_ID,
	    VALS(val_blob(id_str(&id))), v, 1);

	if (st == OK)
		*num = v[0].i;
	return st == NOT_FOUND ? OK : st;
}

static enum status
slot_listing(struct site *s, struct job *j, const struct slot *slot,
    struct str lang, int64_t *num)
{
	*num = 0;
	if (slot->listing_kind == KIND_NONE || slot->listing.text.n == 0)
		return OK;
	const enum status st = site_find(s, j, slot->listing_kind, lang,
	    slot->listing.text, num);

	return st == NOT_FOUND ? OK : st;
}

static void
slot_pack(struct buf *b, const struct slot *slot, const struct plate *plate,
    int64_t listing)
{
	struct buf picture = buf_in(b->j, PACK_MAX);

	if (plate->w > 0)
		plate_pack(&picture, plate);
	pack_int(b, (int64_t)slot->weight);
	pack_str(b, slot->story.text);
	pack_int(b, listing);
	pack_int(b, slot->count);
	pack_str(b, slot->headline);
	pack_str(b, slot->kicker);
	pack_str(b, slot->deck);
	pack_str(b, buf_so_far(&picture));
	pack_int(b, slot->no_picture);
	pack_int(b, (int64_t)slot->sublinks.n);
	for (size_t i = 0; i < slot->sublinks.n; i++) {
		pack_str(b, slot->sublinks.at[i].label);
		pack_str(b, slot->sublinks.at[i].to.text);
	}
	pack_int(b, (int64_t)slot->module);
	if (slot->module == MODULE_NONE)
		return;
	pack_str(b, slot->text);
	pack_str(b, slot->by);
	pack_str(b, slot->role);
	pack_str(b, slot->link);
	pack_int(b, slot->until.at);
	pack_str(b, slot->feed);
}

/* What changes without an entry of the record, see observed.c. */
static enum status
watch(struct site *s, struct job *j, const struct slot *slot, int64_t front)
{
	if (slot->module != MODULE_ELSEWHERE
	    && slot->module != MODULE_MOST_READ)
		return OK;
	return store_run(s->st, j, SQL_SITE_FRONT_WATCH_NEW,
	    VALS(val_int(front), val_text(slot->feed)));
}

static enum status
name_thing(struct site *s, struct job *j, int64_t thing, int64_t front)
{
	if (thing == 0)
		return OK;
	return store_run(s->st, j, SQL_SITE_FRONT_NAME_NEW,
	    VALS(val_int(thing), val_int(front)));
}

static enum status
slots_put(struct site *s, struct job *j, const struct placing *p, struct buf *b)
{
	const struct slots *const slots = &p->c->slots;
	enum status st = OK;

	pack_int(b, (int64_t)slots->n);
	for (size_t i = 0; i < slots->n && st == OK; i++) {
		const struct slot *const slot = &slots->at[i];
		int64_t story = 0, listing = 0;

		st = slot_story(s, j, slot, &story);
		if (st == OK)
			st = slot_listing(s, j, slot, p->c->lang, &listing);
		if (st == OK)
			st = name_thing(s, j, story, p->num);
		if (st == OK)
			st = name_thing(s, j, listing, p->num);
		if (st == OK)
			st = watch(s, j, slot, p->num);
		slot_pack(b, slot, &p->g->slot_pictures[i], listing);
	}
	return st;
}

static enum status
front_out(struct site *s, struct job *j, int64_t num)
{
	struct val v[2];
	struct str base;
	enum status st = store_one(s->st, j, SQL_SITE_FRONT_WHERE,
	    VALS(val_int(num)), v, 2);

	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	st = listing_base(s, j, v[0].i, STR(""), v[1].s, &base);
	if (st == OK)
		stale_put(s, base);
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_FRONT_NAMES_GONE,
		    VALS(val_int(num)));
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_FRONT_WATCH_GONE,
		    VALS(val_int(num)));
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_FRONT_GONE,
		    VALS(val_int(num)));
	return st;
}

/* What it arranges: home's front (0), a section's, a topic's, an event's. */
static enum status
front_of(struct site *s, struct job *j, const struct copy *c, int64_t *num)
{
	*num = 0;
	if (c->sections.n > 0)
		return site_find(s, j, KIND_SECTION, c->lang,
		    c->sections.at[0].text, num);
	if (c->topics.n > 0)
		return site_find(s, j, KIND_TOPIC, c->lang,
		    c->topics.at[0].text, num);
	if (c->more.events.n > 0)
		return site_find_story(s, j, KIND_EVENT, c->lang,
		    c->more.events.at[0].text, num);
	return OK;
}

enum status
apply_front(struct site *s, struct job *j, const struct placing *p)
{
	int64_t section = 0;
	struct str base;
	struct buf b = buf_in(j, PACK_MAX);
	enum status st = front_out(s, j, p->num);

	if (st == OK)
		st = front_of(s, j, p->c, &section);
	/* The front of what is not there is shown nowhere. */
	if (st == NOT_FOUND)
		section = -1;
	else if (st != OK)
		return st;
	st = slots_put(s, j, p, &b);
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_FRONT_NEW,
		    VALS(val_int(p->num), val_text(p->c->lang),
			val_int(section), val_blob(buf_so_far(&b))));
	if (st != OK || section < 0)
		return st;
	st = listing_base(s, j, section, STR(""), p->c->lang, &base);
	if (st == OK)
		stale_put(s, base);
	return st;
}

/* ---- menus ---- */

enum status
apply_menu(struct site *s, struct job *j, const struct placing *p)
{
	const struct menu *const m = &p->c->menu;
	struct buf b = buf_in(j, PACK_MAX);
	const enum status st = store_run(s->st, j, SQL_SITE_MENU_GONE,
	    VALS(val_int(p->num)));

	if (st != OK)
		return st;
	pack_int(&b, (int64_t)m->n);
	for (size_t i = 0; i < m->n; i++) {
		const struct menu_item *const item = &m->at[i];

		pack_str(&b, item->label);
		pack_str(&b, item->to.text);
		pack_str(&b,
		    item->to_kind == KIND_NONE ? STR("")
					       : kind_name(item->to_kind));
		pack_int(&b, item->level);
	}
	stale_everything(s, true);
	return store_run(s->st, j, SQL_SITE_MENU_NEW,
	    VALS(val_int(p->num),
		val_text(p->c->place.n > 0 ? p->c->place : STR("main")),
		val_text(p->c->lang), val_blob(buf_so_far(&b))));
}

/* ---- settings ---- */

enum status
apply_settings(struct site *s, struct job *j, const struct placing *p)
{
	const enum status st = store_run(s->st, j, SQL_SITE_SETTING_PUT,
	    VALS(val_int(p->num), val_int(p->e->seq)));

	if (st != OK)
		return st;
	stale_everything(s, true);
	return entities_readdress(s, j);
}

/* ---- redirects ---- */

/* Kept in normal form, so that what moves finds who leads to it. */
static enum status
redirect_put(struct site *s, struct job *j, const struct placing *p)
{
	struct str to = p->c->to, normal;

	if (str_starts(to, STR("/")) && str_find_ch(to, '#') == NOWHERE) {
		if (address_normal(j, to, &normal) == OK)
			to = normal;
		else
			job_forgive(j);
	}
	/* Others may lead to one of these addresses, and so to there. */
	stale_everything(s, false);
	return store_run(s->st, j, SQL_SITE_REDIRECT_PUT,
	    VALS(val_int(p->num), val_text(to)));
}

enum status
apply_redirect(struct site *s, struct job *j, const struct placing *p)
{
	const struct texts *const from = &p->c->aliases;
	struct str *const at = JOB_ARRAY(j, struct str, from->n + 2);
	size_t n = 0;
	enum status st = OK;

	for (size_t i = 0; i < from->n && st == OK; i++) {
		if (address_normal(j, from->at[i], &at[n]) != OK) {
			job_forgive(j);
			continue;
		}
		st = address_check(s, j, at[n++], p->num);
	}
	if (st == OK && p->c->address.n > 0) {
		at[n] = p->c->address;
		st = address_check(s, j, at[n++], p->num);
	}
	if (st == OK)
		st = redirect_put(s, j, p);
	for (size_t i = 0; i < n && st == OK; i++) {
		st = address_take(s, j, at[i], p->num, false, p->c->lang);
		stale_put(s, at[i]);
	}
	return st;
}

enum status
retract_furniture(struct site *s, struct job *j, int64_t num, enum kind kind)
{
	if (kind == KIND_FRONT)
		return front_out(s, j, num);
	stale_everything(s, true);
	if (kind == KIND_MENU)
		return store_run(s->st, j, SQL_SITE_MENU_GONE,
		    VALS(val_int(num)));
	if (kind == KIND_REDIRECT)
		return store_run(s->st, j, SQL_SITE_REDIRECT_DROP,
		    VALS(val_int(num)));
	return store_run(s->st, j, SQL_SITE_SETTING_GONE, VALS(val_int(num)));
}
