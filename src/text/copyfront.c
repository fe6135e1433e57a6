/* SPDX-License-Identifier: ISC */
/* What only fronts, menus and settings have: slots, items, languages. */
#include <stddef.h>

#include "text/copyread.h"

#define FEED_URL_MAX 2000

/* Which listing a slot or an item names, if any. */
static bool
take_listing(const struct node *map, enum kind *kind, struct ref *out)
{
	static const enum kind kinds[] = { KIND_SECTION, KIND_TOPIC,
		KIND_PERSON };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct node *nd = node_like(map, kind_name(kinds[i]));

		if (node_text(nd).n == 0)
			continue;
		*kind = kinds[i];
		*out = (struct ref){ str_trim(nd->text), nd->line };
		return true;
	}
	return false;
}

static bool
weight_of(struct str word, enum weight *out)
{
	for (int w = WEIGHT_LEAD; w <= WEIGHT_RAIL; w++) {
		if (str_eq_nocase(str_trim(word),
			weight_name((enum weight)w))) {
			*out = (enum weight)w;
			return true;
		}
	}
	return false;
}

/* A reference, or {label, to} */
static void
take_sublink(struct copyreader *r, struct sublinks *list, const struct node *nd)
{
	struct sublink *at = COPY_ADD(r, list);
	const struct node *to = nd->kind == NODE_MAP ? node_like(nd, STR("to"))
						     : nd;

	if (to == NULL)
		to = node_like(nd, STR("story"));
	at->label = str_trim(copy_entry(nd, "label"));
	if (at->label.n == 0)
		at->label = str_trim(copy_entry(nd, "headline"));
	if (to != NULL)
		at->to = (struct ref){ str_trim(node_text(to)), to->line };
}

static enum status
take_slot_picture(struct copyreader *r, const struct node *map,
    struct slot *slot)
{
	const struct node *nd = node_like(map, STR("picture"));
	bool has;

	if (node_is_empty(nd))
		return OK;
	if (str_eq_nocase(node_text(nd), STR("none"))) {
		slot->no_picture = true;
		return OK;
	}
	return copy_take_picture_of(r, nd, &slot->picture, &has);
}

/* The names that a slot may have: a misspelt one would be lost in silence. */
static enum status
check_names(struct copyreader *r, const struct node *map,
    const char *const *names)
{
	for (const struct node *nd = map->first; nd != NULL; nd = nd->next) {
		const char *near = NULL;
		bool known = false;
		enum status st;

		for (const char *const *n = names; *n != NULL && !known; n++) {
			known = str_eq(nd->key, str_of(*n));
			if (word_distance(nd->key, str_of(*n), 2) <= 2)
				near = *n;
		}
		if (known)
			continue;
		st = near != NULL
		    ? copy_refuse(r, nd->key_line,
			"`%.*s` means nothing here; did you mean `%s`?",
			STR_ARG(nd->key), near)
		    : copy_refuse(r, nd->key_line, "`%.*s` means nothing here",
			STR_ARG(nd->key));
		if (st != OK)
			return st;
	}
	return OK;
}

static enum status
take_items(struct copyreader *r, const struct node *list, struct slot *s)
{
	if (list->kind != NODE_LIST)
		return copy_refuse(r, list->line,
		    "`items` has to be a list of stories, or of {label, to}");
	for (const struct node *o = list->first; o != NULL; o = o->next)
		take_sublink(r, &s->sublinks, o);
	return OK;
}

/* Where a text of a module stands in its slot; others have no such place. */
static size_t
module_text_at(enum module_part p)
{
	switch ((int)p) {
	case MODULE_TITLE:
		return offsetof(struct slot, headline);
	case MODULE_TEXT:
		return offsetof(struct slot, text);
	case MODULE_LINK:
		return offsetof(struct slot, link);
	case MODULE_LABEL:
		return offsetof(struct slot, kicker);
	case MODULE_BY:
		return offsetof(struct slot, by);
	case MODULE_ROLE:
		return offsetof(struct slot, role);
	default:
		return NOWHERE;
	}
}

static enum status
take_feed(struct copyreader *r, const struct node *nd, struct slot *s)
{
	const struct str url = str_trim(node_text(nd));

	if ((!str_starts(url, STR("https://"))
		&& !str_starts(url, STR("http://")))
	    || url.n > FEED_URL_MAX)
		return copy_refuse(r, nd->line,
		    "`feed` has to be the address of a feed, such as "
		    "https://elsewhere.example/feed.xml");
	s->feed = url;
	return OK;
}

static enum status
take_module_part(struct copyreader *r, const struct node *nd,
    enum module_part p, struct slot *s)
{
	const size_t at = module_text_at(p);

	if (at != NOWHERE) {
		*(struct str *)(void *)((char *)s + at) = str_trim(
		    node_text(nd));
		return OK;
	}
	if (p == MODULE_FEED)
		return take_feed(r, nd, s);
	if (p == MODULE_UNTIL)
		return copy_take_when(r, nd, &s->until);
	if (p == MODULE_ITEMS)
		return take_items(r, nd, s);
	if (str_to_int(str_trim(node_text(nd)), &s->count) && s->count > 0)
		return OK;
	return copy_refuse(r, nd->line, "`count` has to be a whole number");
}

#define PARTS_OF_MODULES 10

static enum status
no_such_module(struct copyreader *r, const struct node *nd)
{
	struct str names = STR("");

	for (int m = 1; m < MODULES; m++) {
		const char *name = module_row((enum module)m)->name;

		if (word_distance(node_text(nd), str_of(name), 2) <= 2)
			return copy_refuse(r, nd->line,
			    "`%.*s` is no module; did you mean `%s`?",
			    STR_ARG(node_text(nd)), name);
		names = job_printf(r->j, "%.*s%s%s", STR_ARG(names),
		    m == 1                 ? ""
			: m + 1 == MODULES ? " or "
					   : ", ",
		    name);
	}
	return copy_refuse(r, nd->line, "`%.*s` is no module; write %.*s",
	    STR_ARG(node_text(nd)), STR_ARG(names));
}

/* A slot of a module: its parts, and nothing that others have. */
static enum status
take_module(struct copyreader *r, const struct node *map,
    const struct node *name, struct slot *s)
{
	const struct module_row *row;
	const char *names[PARTS_OF_MODULES + 3] = { "weight", "module" };
	size_t n = 2;
	enum status st;

	s->module = module_of(str_trim(node_text(name)));
	if (s->module == MODULE_NONE)
		return no_such_module(r, name);
	row = module_row(s->module);
	for (unsigned i = 0; i < PARTS_OF_MODULES; i++)
		if ((row->parts & (1U << i)) != 0)
			names[n++] = module_part_name(
			    (enum module_part)(1U << i));
	st = check_names(r, map, names);
	for (unsigned i = 0; i < PARTS_OF_MODULES && st == OK; i++) {
		const enum module_part p = (enum module_part)(1U << i);
		const struct node *nd = node_like(map,
		    str_of(module_part_name(p)));

		if ((row->parts & p) == 0)
			continue;
		if (!node_is_empty(nd))
			st = take_module_part(r, nd, p, s);
		else if ((row->required & p) != 0)
			st = copy_refuse(r, map->line,
			    "the module `%s` needs `%s`", row->name,
			    module_part_name(p));
	}
	return st;
}

static enum status
take_slot(struct copyreader *r, struct slots *list, const struct node *nd)
{
	static const char *const names[] = { "weight", "story", "section",
		"topic", "person", "count", "headline", "kicker", "deck",
		"picture", "sublinks", NULL };
	const struct node *story = node_like(nd, STR("story"));
	const struct node *links = node_like(nd, STR("sublinks"));
	struct slot s = { .line = nd->line, .weight = WEIGHT_THIRD };
	struct slot *room;
	enum status st;

	if (nd->kind != NODE_MAP)
		return copy_refuse(r, nd->line,
		    "a slot has to be a map: weight, and story or section");
	if (node_like(nd, STR("module")) == NULL)
		st = check_names(r, nd, names);
	else
		st = take_module(r, nd, node_like(nd, STR("module")), &s);
	if (st != OK)
		return st;
	if (!weight_of(copy_entry(nd, "weight"), &s.weight))
		return copy_refuse(r, nd->line,
		    "a slot needs a `weight`: lead, second, third, brief, "
		    "block or rail");
	if (s.module != MODULE_NONE) {
		room = COPY_ADD(r, list);
		*room = s;
		return OK;
	}
	if (story != NULL)
		s.story = (struct ref){ str_trim(node_text(story)),
			story->line };
	(void)take_listing(nd, &s.listing_kind, &s.listing);
	if (!node_is_empty(node_like(nd, STR("count")))
	    && !str_to_int(str_trim(copy_entry(nd, "count")), &s.count))
		return copy_refuse(r, nd->line,
		    "`count` has to be a whole number");
	s.headline = str_trim(copy_entry(nd, "headline"));
	s.kicker = str_trim(copy_entry(nd, "kicker"));
	s.deck = str_trim(copy_entry(nd, "deck"));
	if (links != NULL)
		for (const struct node *o = links->first; o != NULL;
		     o = o->next)
			take_sublink(r, &s.sublinks, o);
	st = take_slot_picture(r, nd, &s);
	if (st == OK) {
		room = COPY_ADD(r, list);
		*room = s;
	}
	return st;
}

enum status
copy_take_slots(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	struct slots *list = copy_member(r, f);
	enum status st = OK;

	if (nd->kind != NODE_LIST)
		return copy_refuse(r, nd->line,
		    "`slots` has to be a list; begin each slot with `- `");
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next)
		st = take_slot(r, list, o);
	return st;
}

static enum status
take_item(struct copyreader *r, struct menu *menu, const struct node *nd,
    int level)
{
	static const char *const names[] = { "label", "to", "section", "topic",
		"person", "children", NULL };
	const struct node *to = nd->kind == NODE_SCALAR
	    ? nd
	    : node_like(nd, STR("to"));
	struct menu_item *item;
	enum status st;

	if (nd->kind == NODE_MAP) {
		st = check_names(r, nd, names);
		if (st != OK)
			return st;
	}
	item = COPY_ADD(r, menu);
	item->level = level;
	item->label = str_trim(copy_entry(nd, "label"));
	if (to != NULL)
		item->to = (struct ref){ str_trim(node_text(to)), to->line };
	else if (!take_listing(nd, &item->to_kind, &item->to)
	    && node_is_empty(node_like(nd, STR("children"))))
		return copy_refuse(r, nd->line,
		    "a menu's item needs `to` (an address), `section`, "
		    "`topic`, `person` or `children`");
	return OK;
}

enum status
copy_take_menu(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	struct menu *menu = copy_member(r, f);
	enum status st = OK;

	if (nd->kind != NODE_LIST)
		return copy_refuse(r, nd->line,
		    "`items` has to be a list; begin each item with `- `");
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next) {
		const struct node *in = node_like(o, STR("children"));

		st = take_item(r, menu, o, 0);
		for (in = in != NULL ? in->first : NULL; in != NULL && st == OK;
		     in = in->next)
			st = take_item(r, menu, in, 1);
	}
	return st;
}

static enum status
take_language(struct copyreader *r, struct languages *list, struct str tag,
    const struct node *nd)
{
	const struct str dir = str_trim(copy_entry(nd, "direction"));
	struct language *lang;

	if (!lang_is_tag(tag))
		return copy_refuse(r, nd->line,
		    "`%.*s` is no language; write its tag, such as en, pt-BR "
		    "or fa",
		    STR_ARG(tag));
	lang = COPY_ADD(r, list);
	lang->tag = lang_usual(r->j, tag);
	lang->name = str_trim(copy_entry(nd, "name"));
	lang->rtl = lang_is_rtl(tag);
	if (str_eq_nocase(dir, STR("rtl")))
		lang->rtl = true;
	else if (str_eq_nocase(dir, STR("ltr")))
		lang->rtl = false;
	lang->calendar = str_trim(copy_entry(nd, "calendar"));
	lang->digits = str_trim(copy_entry(nd, "digits"));
	lang->timezone = str_trim(copy_entry(nd, "timezone"));
	return OK;
}

/* A list of tags or of maps, or a map by tag. */
enum status
copy_take_languages(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	struct languages *list = copy_member(r, f);
	enum status st = OK;

	if (nd->kind == NODE_SCALAR)
		return take_language(r, list, str_trim(nd->text), nd);
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next) {
		struct str tag = nd->kind == NODE_MAP ? o->key : node_text(o);

		if (tag.n == 0)
			tag = copy_entry(o, "tag");
		st = take_language(r, list, str_trim(tag), o);
	}
	return st;
}
