/* SPDX-License-Identifier: ISC */
/*
 * The first walk through an export: what is in it, and where.  That lies in
 * spills, so that no number of items needs more memory.
 */
#include <stdlib.h>

#include "wire/wordpress_inside.h"

#define GROUPS_FIRST 1024
#define EASE_EVERY 1024 /* items */

static const struct {
	const char *name;
	enum wp_type type;
} types[] = {
	{ "post", WP_POST },
	{ "page", WP_PAGE },
	{ "attachment", WP_FILE },
	{ "nav_menu_item", WP_LINK },
	{ "wp_block", WP_BLOCK },
	/* Inner matters of WordPress and of plugins, and what people sent. */
	{ "revision", WP_LEFT },
	{ "customize_changeset", WP_LEFT },
	{ "custom_css", WP_LEFT },
	{ "oembed_cache", WP_LEFT },
	{ "user_request", WP_LEFT },
	{ "wp_template", WP_LEFT },
	{ "wp_template_part", WP_LEFT },
	{ "wp_global_styles", WP_LEFT },
	{ "wp_navigation", WP_LEFT },
	{ "wp_font_family", WP_LEFT },
	{ "wp_font_face", WP_LEFT },
	{ "guest-author", WP_LEFT },
	{ "feedback", WP_LEFT },
	{ "flamingo_inbound", WP_LEFT },
	{ "flamingo_contact", WP_LEFT },
	{ "wpcf7_contact_form", WP_LEFT },
	{ "acf-field", WP_LEFT },
	{ "acf-field-group", WP_LEFT },
	{ "scheduled-action", WP_LEFT },
	{ "shop_order", WP_LEFT },
	{ "shop_coupon", WP_LEFT },
};

static enum wp_type
type_of(struct str name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq(name, str_of(types[i].name)))
			return types[i].type;
	return WP_POST;
}

void
wp_counted(struct job *j, struct wp_count *at, size_t *n, struct str name)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(at[i].name, name)) {
			at[i].n++;
			return;
		}
	if (*n < WP_LEFT_TYPES)
		at[(*n)++] = (struct wp_count){ job_str(j, name), 1 };
}

static void
add_host(struct wordpress *w, struct str url)
{
	const struct str host = wp_host(url);

	if (host.n == 0 || wp_is_own(w, url) || w->n_hosts == 8)
		return;
	if (w->hosts == NULL)
		w->hosts = JOB_ARRAY(w->o->j, struct str, 8);
	w->hosts[w->n_hosts++] = job_str(w->o->j, host);
}

/* ---- groups of translations ---- */

/* Its slot; there is always a free one. */
static struct wp_group *
group_at(struct wordpress *w, uint64_t hash)
{
	size_t at = (size_t)hash & (w->room_groups - 1);

	while (w->groups[at].hash != 0 && w->groups[at].hash != hash)
		at = (at + 1) & (w->room_groups - 1);
	return &w->groups[at];
}

static enum status
widen_groups(struct wordpress *w)
{
	struct spill wider, was = w->spills[WP_GROUPS];
	const size_t n = w->room_groups, room = n == 0 ? GROUPS_FIRST : n * 2;
	enum status st;

	if (w->n_groups * 2 < n)
		return OK;
	st = spill_open(w->o->j, w->o->opts->site, sizeof(struct wp_group),
	    &wider);
	if (st != OK)
		return st;
	w->spills[WP_GROUPS] = wider;
	st = spill_room(w->o->j, &w->spills[WP_GROUPS], room);
	if (st == OK) {
		w->groups = w->spills[WP_GROUPS].at;
		w->room_groups = room;
	}
	for (size_t i = 0; st == OK && i < n; i++) {
		const struct wp_group *const g = (struct wp_group *)was.at + i;

		if (g->hash != 0)
			*group_at(w, g->hash) = *g;
	}
	spill_close(&was);
	return st;
}

static enum status
take_group(struct wordpress *w, struct str group, int64_t id, bool first)
{
	const uint64_t hash = str_hash(group);
	const enum status st = widen_groups(w);
	struct wp_group *g;

	if (st != OK)
		return st;
	g = group_at(w, hash);
	if (g->hash == 0) {
		*g = (struct wp_group){ hash, id, first };
		w->n_groups++;
	} else if (first && !g->first) {
		g->original = id;
		g->first = true;
	}
	return OK;
}

int64_t
wp_original(struct wordpress *w, struct str group)
{
	if (w->room_groups == 0)
		return 0;
	return group_at(w, str_hash(group))->original;
}

/* ---- the channel's own parts ---- */

static void
take_author(struct wordpress *w, struct job *j, const struct xml *e)
{
	struct job *own = w->o->j;
	struct wp_author a = { .id = xml_int(e, "wp:author_id"),
		.login = job_str(own, xml_text(e, "wp:author_login")),
		.name = job_str(own,
		    html_plain(j, xml_text(e, "wp:author_display_name"))),
		.description = job_str(own,
		    xml_text(e, "wp:author_description")),
		.line = e->line };

	if (a.name.n == 0)
		a.name = job_str(own,
		    str_trim(job_printf(j, "%.*s %.*s",
			STR_ARG(xml_text(e, "wp:author_first_name")),
			STR_ARG(xml_text(e, "wp:author_last_name")))));
	if (a.name.n == 0)
		a.name = a.login;
	if (a.login.n == 0 || wp_author(w, a.login) != NULL)
		return;
	for (size_t i = 0; i < w->n_authors; i++)
		if (str_eq(w->authors[i].name, a.name))
			a.double_name = w->authors[i].double_name = true;
	w->authors = job_grow(own, w->authors,
	    w->n_authors * sizeof(*w->authors),
	    (w->n_authors + 1) * sizeof(*w->authors));
	w->authors[w->n_authors++] = a;
}

static void
take_term(struct wordpress *w, const struct xml *e, const struct wp_term *t)
{
	struct job *own = w->o->j;
	struct wp_term *kept = JOB_NEW(own, struct wp_term);

	if (t->slug.n == 0 && t->name.n == 0)
		return;
	*kept = *t;
	kept->line = e->line;
	kept->taxonomy = job_str(own, t->taxonomy);
	kept->slug = job_str(own, t->slug);
	kept->name = job_str(own, t->name);
	kept->parent = job_str(own, t->parent);
	kept->description = job_str(own, t->description);
	kept->main = kept;
	if (w->n_terms == w->room_terms) {
		const size_t room = w->room_terms * 2 + 64;

		w->terms = job_grow(own, w->terms,
		    w->room_terms * sizeof(struct wp_term *),
		    room * sizeof(struct wp_term *));
		w->room_terms = room;
	}
	w->terms[w->n_terms++] = kept;
}

static bool
take_part(struct wordpress *w, struct job *j, const struct xml *e)
{
	const int64_t id = xml_int(e, "wp:term_id");

	if (str_eq(e->name, STR("wp:author"))) {
		take_author(w, j, e);
	} else if (str_eq(e->name, STR("wp:category"))) {
		take_term(w, e,
		    &(struct wp_term){ .id = id,
			.taxonomy = STR("category"),
			.slug = xml_text(e, "wp:category_nicename"),
			.name = html_plain(j, xml_text(e, "wp:cat_name")),
			.parent = xml_text(e, "wp:category_parent"),
			.description = xml_text(e,
			    "wp:category_description") });
	} else if (str_eq(e->name, STR("wp:tag"))) {
		take_term(w, e,
		    &(struct wp_term){ .id = id,
			.taxonomy = STR("post_tag"),
			.slug = xml_text(e, "wp:tag_slug"),
			.name = html_plain(j, xml_text(e, "wp:tag_name")),
			.description = xml_text(e, "wp:tag_description") });
	} else if (str_eq(e->name, STR("wp:term"))) {
		take_term(w, e,
		    &(struct wp_term){ .id = id,
			.taxonomy = xml_text(e, "wp:term_taxonomy"),
			.slug = xml_text(e, "wp:term_slug"),
			.name = html_plain(j, xml_text(e, "wp:term_name")),
			.parent = xml_text(e, "wp:term_parent"),
			.description = xml_text(e, "wp:term_description") });
	} else {
		return false;
	}
	return true;
}

static void
take_site(struct wordpress *w, struct str url)
{
	struct str path = wp_path_of(url);

	if (wp_host(url).n == 0)
		return;
	while (path.n > 0 && path.p[path.n - 1] == '/')
		path.n--;
	w->link = job_str(w->o->j, url);
	w->host = wp_host(w->link);
	w->base = job_str(w->o->j, path);
	w->site = job_printf(w->o->j, "%.*s%.*s", STR_ARG(w->host),
	    STR_ARG(path));
	add_host(w, w->link);
}

static void
take_channel(struct wordpress *w, struct job *j, const struct xml *e)
{
	if (take_part(w, j, e))
		return;
	if (str_eq(e->name, STR("title")) && w->title.n == 0)
		w->title = job_str(w->o->j, html_plain(j, e->text));
	else if (str_eq(e->name, STR("language")) && w->lang.n == 0)
		w->lang = wp_lang(w, w->o->j, str_trim(e->text));
	else if ((str_eq(e->name, STR("link")) && w->link.n == 0)
	    || str_eq(e->name, STR("wp:base_blog_url")))
		take_site(w, str_trim(e->text));
}

/* ---- items ---- */

/* A guest author of Co-Authors Plus. */
static void
take_guest(struct wordpress *w, struct job *j, const struct xml *e)
{
	struct job *own = w->o->j;
	struct str login = wp_meta(e, "cap-user_login");
	struct str name = wp_meta(e, "cap-display_name");
	struct wp_author a = { .line = e->line };

	if (login.n == 0)
		login = xml_text(e, "wp:post_name");
	if (str_starts(login, STR("cap-")))
		login = str_skip(login, 4);
	if (name.n == 0)
		name = html_plain(j, xml_text(e, "title"));
	if (login.n == 0 || name.n == 0 || wp_author(w, login) != NULL)
		return;
	a.login = job_str(own, login);
	a.name = job_str(own, name);
	a.description = job_str(own, wp_meta(e, "cap-description"));
	for (size_t i = 0; i < w->n_authors; i++)
		if (str_eq(w->authors[i].name, a.name))
			a.double_name = w->authors[i].double_name = true;
	w->authors = job_grow(own, w->authors,
	    w->n_authors * sizeof(*w->authors),
	    (w->n_authors + 1) * sizeof(*w->authors));
	w->authors[w->n_authors++] = a;
}

static bool
has_comments(const struct xml *item)
{
	for (const struct xml *e = item->first; e != NULL; e = e->next)
		if (str_eq(e->name, STR("wp:comment"))
		    && str_eq(xml_text(e, "wp:comment_approved"), STR("1")))
			return true;
	return false;
}

/* Its language, and of what it is a translation (Polylang, WPML). */
static enum status
take_tongue(struct wordpress *w, struct job *j, const struct xml *item,
    struct wp_entry *e)
{
	struct str lang = wp_meta(item, "_wpml_import_language_code");
	struct str group = wp_meta(item, "_wpml_import_translation_group");

	for (const struct xml *c = item->first; c != NULL; c = c->next) {
		if (str_eq(c->domain, STR("language")))
			lang = c->nicename;
		else if (str_eq(c->domain, STR("post_translations")))
			group = c->nicename;
	}
	lang = lang.n > 0 ? wp_lang(w, j, lang) : w->lang;
	if (lang.n == 0)
		return OK;
	const bool first = str_eq_nocase(lang, w->langs.at[0].tag);

	if (!first)
		origin_tongue(w->o, lang,
		    job_printf(j, "%s:%d", w->file, e->line));
	if (group.n == 0)
		return OK;
	if (!first)
		e->flags |= WP_TRANSLATED;
	return take_group(w, group, e->id, first);
}

static enum status
new_entry(struct wordpress *w, const struct wp_entry *e)
{
	const enum status st = spill_room(w->o->j, &w->spills[WP_ENTRIES],
	    w->n + 1);

	if (st != OK)
		return st;
	w->entries = w->spills[WP_ENTRIES].at;
	w->entries[w->n++] = *e;
	return OK;
}

static enum status
take_file(struct wordpress *w, struct str url)
{
	const enum status st = spill_room(w->o->j, &w->spills[WP_URLS],
	    w->n_urls + 1);

	if (st != OK)
		return st;
	add_host(w, url);
	w->urls = w->spills[WP_URLS].at;
	w->urls[w->n_urls++] = (struct wp_url){ wp_file_hash(wp_path_of(url)),
		(uint32_t)w->n };
	return OK;
}

static enum status
take_item(struct wordpress *w, struct job *j, const struct xml *item,
    struct wxr_place at)
{
	const struct str type = xml_text(item, "wp:post_type");
	const struct str status = xml_text(item, "wp:status");
	struct wp_entry e = { .id = xml_int(item, "wp:post_id"),
		.from = at.from,
		.n = at.n,
		.line = at.line,
		.parent = (int32_t)xml_int(item, "wp:post_parent"),
		.order = (uint16_t)xml_int(item, "wp:menu_order"),
		.type = (uint8_t)type_of(type) };
	enum status st = OK;

	if (has_comments(item))
		e.flags |= WP_COMMENTED;
	if (xml_int(item, "wp:is_sticky") == 1)
		e.flags |= WP_STICKY;
	if (str_eq(status, STR("publish"))
	    && xml_text(item, "wp:post_password").n == 0)
		e.flags |= WP_LIVE;
	if (e.type == WP_FILE)
		st = take_file(w, xml_text(item, "wp:attachment_url"));
	if (str_eq(type, STR("guest-author")))
		take_guest(w, j, item);
	else if (e.type == WP_LEFT || str_eq(status, STR("auto-draft"))) {
		e.type = WP_LEFT;
		wp_counted(w->o->j, w->left, &w->n_left,
		    str_eq(status, STR("auto-draft")) ? status : type);
	}
	if (st == OK && (e.type == WP_POST || e.type == WP_PAGE))
		st = take_tongue(w, j, item, &e);
	return st == OK ? new_entry(w, &e) : st;
}

/* An item that is no XML is still one: it is told of when its turn comes. */
static enum status
take_broken(struct wordpress *w, struct wxr_place at)
{
	return new_entry(w,
	    &(struct wp_entry){ .from = at.from,
		.n = at.n,
		.line = at.line,
		.type = WP_POST });
}

/* ---- afterwards ---- */

static int
by_slug(const void *va, const void *vb)
{
	const struct wp_term *a = *(struct wp_term *const *)va;
	const struct wp_term *b = *(struct wp_term *const *)vb;
	const int order = str_cmp(a->taxonomy, b->taxonomy);

	return order != 0 ? order : str_cmp(a->slug, b->slug);
}

struct wp_term *
wp_term_by_id(struct wordpress *w, int64_t id)
{
	for (size_t i = 0; i < w->n_terms && id != 0; i++)
		if (w->terms[i]->id == id)
			return w->terms[i];
	return NULL;
}

/* Polylang's a:2:{s:2:"en";i:12;s:2:"fr";i:34;} of a term's translations. */
static void
take_translations(struct wordpress *w, struct job *j, struct str s)
{
	struct wp_term *all[32], *first = NULL;
	size_t n = 0;

	while (n < 32) {
		const size_t quote = str_find(s, STR(":\""));
		struct str lang, rest;
		size_t end, semi;
		int64_t id = 0;
		struct wp_term *t;

		if (quote == NOWHERE)
			break;
		rest = str_skip(s, quote + 2);
		end = str_find(rest, STR("\";i:"));
		if (end == NOWHERE)
			break;
		lang = wp_lang(w, j, str_sub(rest, 0, end));
		rest = str_skip(rest, end + 4);
		semi = str_find_ch(rest, ';');
		if (semi == NOWHERE || !str_to_int(str_sub(rest, 0, semi), &id))
			break;
		s = str_skip(rest, semi);
		t = wp_term_by_id(w, id);
		if (t == NULL || lang.n == 0)
			continue;
		t->lang = job_str(w->o->j, lang);
		all[n++] = t;
		if (first == NULL || str_eq_nocase(lang, w->langs.at[0].tag))
			first = t;
	}
	for (size_t i = 0; i < n; i++) {
		all[i]->main = first;
		all[i]->part = all[i] != first;
		if (all[i]->part && all[i]->also == NULL) {
			all[i]->also = first->also;
			first->also = all[i];
		}
	}
}

static void
settle_terms(struct wordpress *w, struct job *j)
{
	for (size_t i = 0; i < w->n_terms; i++)
		if (str_eq(w->terms[i]->taxonomy, STR("term_translations")))
			take_translations(w, j, w->terms[i]->description);
	if (w->n_terms > 0)
		qsort(w->terms, w->n_terms, sizeof(struct wp_term *), by_slug);
	for (size_t i = 0; i < w->n_terms; i++) {
		struct wp_term *t = w->terms[i];

		if (t->parent.n > 0)
			t->up = wp_term(w, t->taxonomy, t->parent);
		if (t->up == t)
			t->up = NULL;
	}
}

static int
by_hash(const void *va, const void *vb)
{
	const struct wp_url *a = va, *b = vb;

	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static int
by_key(const void *va, const void *vb)
{
	const struct wp_pair *a = va, *b = vb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static enum status
sort_entries(struct wordpress *w)
{
	struct spill *const s = w->spills;
	enum status st = spill_room(w->o->j, &s[WP_BY_ID], w->n);

	if (st == OK)
		st = spill_room(w->o->j, &s[WP_FILES], w->n_urls);
	if (st != OK)
		return st;
	w->by_id = s[WP_BY_ID].at;
	w->files = s[WP_FILES].at;
	for (size_t i = 0; i < w->n; i++) {
		const struct wp_entry *const e = &w->entries[i];

		w->by_id[i] = (struct wp_pair){ e->id, (uint32_t)i };
		if (e->type == WP_FILE)
			w->files[w->n_files++] = (struct wp_pair){ e->parent,
				(uint32_t)i };
		if (i % EASE_EVERY == 0)
			wp_ease(w);
	}
	spill_sort(&s[WP_BY_ID], w->n, by_key);
	spill_sort(&s[WP_FILES], w->n_files, by_key);
	spill_sort(&s[WP_URLS], w->n_urls, by_hash);
	return OK;
}

static enum status
spills_open(struct wordpress *w)
{
	static const size_t each[WP_SPILLS] = {
		[WP_ENTRIES] = sizeof(struct wp_entry),
		[WP_BY_ID] = sizeof(struct wp_pair),
		[WP_FILES] = sizeof(struct wp_pair),
		[WP_URLS] = sizeof(struct wp_url),
		[WP_GROUPS] = sizeof(struct wp_group),
	};
	enum status st = OK;

	for (int i = 0; st == OK && i < WP_SPILLS; i++)
		st = spill_open(w->o->j, w->o->opts->site, each[i],
		    &w->spills[i]);
	return st;
}

void
wp_ease(struct wordpress *w)
{
	for (int i = 0; i < WP_SPILLS; i++)
		spill_ease(&w->spills[i]);
}

void
wp_spills_close(struct wordpress *w)
{
	for (int i = 0; i < WP_SPILLS; i++)
		spill_close(&w->spills[i]);
}

/* One part of the file; what is wrong with it is told, and the walk goes on. */
static enum status
take(struct wordpress *w, struct job *j, struct str name, struct wxr_place at)
{
	struct notes notes = { 0 };
	struct str bytes;
	struct xml *e;
	enum status st = wxr_read(w->x, j, at, &bytes);

	if (st != OK)
		return job_fail(w->o->j, st, "%.*s", STR_ARG(job_reason(j)));
	st = wxr_parse(w->x, j, bytes, at.line, &e, &notes);
	if (str_eq(name, STR("item")))
		return st == OK ? take_item(w, j, e, at) : take_broken(w, at);
	if (st == OK)
		take_channel(w, j, e);
	else
		origin_note(w->o, job_str(w->o->j, job_reason(j)));
	job_forgive(j);
	return OK;
}

enum status
wp_index(struct wordpress *w)
{
	struct job *j = job_new(job_now(w->o->j));
	enum status st = spills_open(w);

	while (st == OK) {
		struct notes notes = { 0 };
		struct wxr_place at;
		struct str name;

		job_reset(j, job_now(j));
		st = wxr_next(w->x, j, &name, &at, &notes);
		for (size_t i = 0; i < notes.n; i++)
			origin_note(w->o,
			    job_printf(w->o->j, "%s:%d: %.*s", w->file,
				notes.at[i].line, STR_ARG(notes.at[i].text)));
		if (st == NOT_FOUND)
			break;
		st = st == OK
		    ? take(w, j, name, at)
		    : job_fail(w->o->j, st, "%.*s", STR_ARG(job_reason(j)));
		if (w->n % EASE_EVERY == 0)
			wp_ease(w);
	}
	if (st == NOT_FOUND) {
		settle_terms(w, j);
		st = sort_entries(w);
	}
	job_free(j);
	return st;
}
