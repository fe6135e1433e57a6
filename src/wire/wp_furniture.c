/* SPDX-License-Identifier: ISC */
/* What frames the texts: the menu, sticky posts on the front, redirects. */
#include <stdlib.h>

#include "wire/wordpress_inside.h"

#define MENU_MAX 200
#define STICKY_MAX 12
#define ORPHANS 100 /* pages of files that one redirect takes */

/* ---- the menu ---- */

struct entry_link {
	struct str label, to;
	const struct wp_term *term; /* leads to its listing */
	struct str menu;            /* slug */
	int64_t id, parent;
	int order;
};

/* Where an entry of a menu leads. */
static void
take_target(struct wordpress *w, struct job *j, const struct xml *item,
    struct entry_link *l)
{
	const struct str type = wp_meta(item, "_menu_item_type");
	int64_t id = 0;

	(void)str_to_int(wp_meta(item, "_menu_item_object_id"), &id);
	if (str_eq(type, STR("taxonomy"))) {
		l->term = wp_term_by_id(w, id);
		if (l->term == NULL)
			return;
		l->term = l->term->main;
		if (l->label.n == 0)
			l->label = l->term->name;
	} else if (str_eq(type, STR("post_type"))) {
		const struct wp_entry *e = wp_entry(w, id);
		struct notes quiet = { 0 };
		struct xml *target;

		if (e == NULL || (e->flags & WP_LIVE) == 0
		    || wp_load(w, j, e, &target, &quiet) != OK) {
			job_forgive(j);
			return;
		}
		l->to = wp_path(w, j, xml_text(target, "link"));
		if (l->to.n == 0)
			l->to = STR("/");
		if (l->label.n == 0)
			l->label = html_plain(j, xml_text(target, "title"));
	} else {
		l->to = wp_address(w, j, wp_meta(item, "_menu_item_url"));
	}
}

static int
by_order(const void *va, const void *vb)
{
	const struct entry_link *a = va, *b = vb;

	return a->order != b->order ? a->order - b->order
	    : a->id < b->id         ? -1
				    : a->id > b->id;
}

static size_t
take_links(struct wordpress *w, struct job *j, struct entry_link *out)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n && n < MENU_MAX; i++) {
		const struct wp_entry *e = &w->entries[i];
		struct notes quiet = { 0 };
		struct entry_link l = { .id = e->id, .order = e->order };
		struct xml *item;

		if (e->type != WP_LINK)
			continue;
		if (wp_load(w, j, e, &item, &quiet) != OK) {
			job_forgive(j);
			continue;
		}
		for (const struct xml *c = item->first; c; c = c->next)
			if (str_eq(c->domain, STR("nav_menu")))
				l.menu = c->nicename;
		(void)str_to_int(wp_meta(item, "_menu_item_menu_item_parent"),
		    &l.parent);
		l.label = html_plain(j, xml_text(item, "title"));
		take_target(w, j, item, &l);
		if (l.term != NULL || l.to.n > 0)
			out[n++] = l;
	}
	qsort(out, n, sizeof(*out), by_order);
	return n;
}

/* The one whose name says so, else the first of those with most entries. */
static struct str
main_menu(const struct entry_link *all, size_t n)
{
	static const char *const words[] = { "main", "primary", "header",
		"haupt", "principal", "top" };
	struct str best = STR("");
	size_t most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t same = 0;

		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (str_find(all[i].menu, str_of(words[k])) != NOWHERE)
				return all[i].menu;
		for (size_t k = 0; k < n; k++)
			same += str_eq(all[k].menu, all[i].menu);
		if (same > most) {
			most = same;
			best = all[i].menu;
		}
	}
	return best;
}

static void
put_link(struct wordpress *w, struct job *j, struct node *item,
    const struct entry_link *l)
{
	if (l->label.n > 0)
		wp_add(j, item, "label", l->label);
	if (l->term != NULL)
		wp_add(j, item, wp_is_section(w, l->term) ? "section" : "topic",
		    wp_term_slug(j, l->term));
	else
		wp_add(j, item, "to", l->to);
}

/* Of its ancestors the one that stands at the top; NULL: itself. */
static const struct entry_link *
root_of(const struct entry_link *all, size_t n, const struct entry_link *l)
{
	const struct entry_link *at = l;

	for (int steps = 0; at->parent != 0 && steps < 8; steps++) {
		const struct entry_link *up = NULL;

		for (size_t i = 0; i < n; i++)
			if (all[i].id == at->parent)
				up = &all[i];
		if (up == NULL)
			break;
		at = up;
	}
	return at == l ? NULL : at;
}

enum status
wp_menu_file(struct wordpress *w, struct job *j, struct str *out)
{
	struct entry_link *all = JOB_ARRAY(j, struct entry_link, MENU_MAX);
	const size_t n = take_links(w, j, all);
	const struct str menu = main_menu(all, n);
	struct wp_fields f = wp_fields(j);
	struct node *items;

	wp_set(&f, "kind", STR("menu"));
	wp_set(&f, "place", STR("main"));
	items = wp_list(&f, "items");
	for (size_t i = 0; i < n; i++) {
		struct node *item, *children = NULL;

		if (!str_eq(all[i].menu, menu)
		    || root_of(all, n, &all[i]) != NULL)
			continue;
		item = wp_map(&f, items, NULL);
		put_link(w, j, item, &all[i]);
		for (size_t k = 0; k < n; k++) {
			if (root_of(all, n, &all[k]) != &all[i])
				continue;
			if (children == NULL) {
				children = node_put(j, item, NODE_LIST, 0);
				children->key = STR("children");
			}
			put_link(w, j, wp_map(&f, children, NULL), &all[k]);
		}
	}
	if (!w->menu_told)
		for (size_t i = 0; i < n; i++) {
			bool told = str_eq(all[i].menu, menu);

			for (size_t k = 0; k < i && !told; k++)
				told = str_eq(all[k].menu, all[i].menu);
			if (!told)
				origin_note(w->o,
				    job_printf(w->o->j,
					"the menu `%.*s` is left out: the "
					"paper "
					"has one main menu, `%.*s`",
					STR_ARG(all[i].menu), STR_ARG(menu)));
		}
	w->menu_told = true;
	return items->n > 0 ? wp_write(&f, STR(""), out) : NOT_FOUND;
}

/* ---- the front ---- */

enum status
wp_front_file(struct wordpress *w, struct job *j, struct str *out)
{
	struct wp_fields f = wp_fields(j);
	struct node *slots;

	wp_set(&f, "kind", STR("front"));
	slots = wp_list(&f, "slots");
	for (size_t i = 0; i < w->n && slots->n < STICKY_MAX; i++) {
		const struct wp_entry *e = &w->entries[i];
		struct node *slot;

		if ((e->flags & WP_STICKY) == 0 || (e->flags & WP_LIVE) == 0)
			continue;
		slot = wp_map(&f, slots, NULL);
		wp_add(j, slot, "weight",
		    slots->n == 1 ? STR("lead") : STR("second"));
		wp_add(j, slot, "story",
		    id_hex(j,
			origin_id(w->o->key,
			    wp_source_of(w, j, "post", e->id))));
	}
	return slots->n > 0 ? wp_write(&f, STR(""), out) : NOT_FOUND;
}

/* ---- redirects ---- */

/* Feeds of the whole, of a section; pages of files that no text has. */
static void
put_feeds(struct job *j, struct node *aliases, struct str stem)
{
	static const char *const ends[] = { "feed/", "feed/rss2/", "feed/rss/",
		"feed/rdf/", "feed/atom/" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		wp_add(j, aliases, NULL,
		    job_printf(j, "%.*s%s", STR_ARG(stem), ends[i]));
}

static void
put_orphans(struct wordpress *w, struct job *j, struct node *aliases, size_t at)
{
	for (size_t i = at; i < at + ORPHANS && i < w->n_files; i++) {
		const struct wp_entry *e = &w->entries[w->files[i].entry];
		struct notes quiet = { 0 };
		struct xml *item;
		struct str path;

		if (e->parent != 0)
			return;
		wp_add(j, aliases, NULL,
		    job_printf(j, "%.*s/?attachment_id=%lld", STR_ARG(w->base),
			(long long)e->id));
		if (wp_load(w, j, e, &item, &quiet) != OK) {
			job_forgive(j);
			continue;
		}
		path = wp_path(w, j, xml_text(item, "link"));
		if (path.n > 1 && str_find_ch(path, '?') == NOWHERE)
			wp_add(j, aliases, NULL, path);
	}
}

enum status
wp_redirect_file(struct wordpress *w, struct job *j, const struct wp_item *i,
    struct str *out)
{
	struct wp_fields f = wp_fields(j);
	struct node *aliases;

	wp_set(&f, "kind", STR("redirect"));
	aliases = wp_list(&f, "aliases");
	if (i->term != NULL) {
		put_feeds(j, aliases,
		    job_printf(j, "%.*s/category/%.*s/", STR_ARG(w->base),
			STR_ARG(i->term->slug)));
		wp_set(&f, "to",
		    job_printf(j, "/section/%.*s/rss.xml",
			STR_ARG(wp_term_slug(j, i->term))));
	} else if (i->entry == 0) {
		put_feeds(j, aliases, job_printf(j, "%.*s/", STR_ARG(w->base)));
		wp_add(j, aliases, NULL,
		    job_printf(j, "%.*s/comments/feed/", STR_ARG(w->base)));
		wp_set(&f, "to", STR("/rss.xml"));
	} else {
		put_orphans(w, j, aliases, i->entry - 1);
		wp_set(&f, "to", STR("/"));
	}
	return wp_write(&f, STR(""), out);
}

bool
wp_next_redirect(struct wordpress *w, struct wp_item *out)
{
	/* The paper's own feed; then sections'; then files without a text. */
	if (w->at == 0) {
		w->at = 1;
		return true;
	}
	for (; w->at <= w->n_terms; w->at++) {
		const struct wp_term *t = w->terms[w->at - 1];

		if (t->part || !wp_is_section(w, t)
		    || wp_term(w, t->taxonomy, t->slug) != t)
			continue;
		out->term = t;
		w->at++;
		return true;
	}
	out->entry = w->at - w->n_terms;
	if (out->entry > w->n_files || w->files[out->entry - 1].key != 0)
		return false;
	w->at += ORPHANS;
	return true;
}
