/* SPDX-License-Identifier: ISC */
/* A post or page of an export, as a text file. */
#include "text/slug.h"
#include "text/words.h"
#include "wire/wp_posting.h"

#define TITLE_OPENING 80
#define OFFSET_MAX INT64_C(50400) /* 14 hours */

void
posting_note(struct posting *p, int line, struct str text)
{
	convert_note(p->j, &p->out->notes, line, text);
}

int
posting_line(const struct posting *p, const char *name)
{
	const struct xml *part = xml_at(p->item, name);

	return part != NULL ? part->line : p->e->line;
}

/* ---- dates ---- */

static bool
is_zero(struct str date)
{
	return date.n == 0 || str_starts(date, STR("0000-00-00"));
}

/*
 * A moment given in local time and in UTC: the offset is what lies between.
 * False if neither says anything.
 */
static bool
read_when(struct posting *p, struct str local, struct str utc, struct when *out)
{
	struct when here;
	const bool has_utc = !is_zero(utc)
	    && when_parse(p->j, utc, NULL, out) == OK;
	const bool has_local = !is_zero(local)
	    && when_parse(p->j, local, has_utc ? NULL : p->w->o->zone, &here)
		== OK;

	job_forgive(p->j);
	if (!has_utc && !has_local)
		return false;
	if (!has_utc) {
		*out = here;
		return true;
	}
	if (has_local && here.at - out->at >= -OFFSET_MAX
	    && here.at - out->at <= OFFSET_MAX
	    && (here.at - out->at) % 900 == 0)
		out->offset_s = (int32_t)(here.at - out->at);
	return true;
}

/* The first of its dates that says something. */
static bool
find_when(struct posting *p, struct when *out)
{
	const struct xml *it = p->item;

	if (read_when(p, xml_text(it, "wp:post_date"),
		xml_text(it, "wp:post_date_gmt"), out))
		return true;
	if (!p->draft)
		posting_note(p, posting_line(p, "wp:post_date"),
		    job_printf(p->j,
			"its date is %.*s; the next one that it has is taken",
			STR_ARG(xml_text(it, "wp:post_date").n > 0
				? xml_text(it, "wp:post_date")
				: STR("missing"))));
	if (read_when(p, xml_text(it, "pubDate"), STR(""), out))
		return true;
	return read_when(p, xml_text(it, "wp:post_modified"),
	    xml_text(it, "wp:post_modified_gmt"), out);
}

static void
put_dates(struct posting *p)
{
	const struct xml *it = p->item;
	struct when date = { 0 }, modified;
	const bool found = find_when(p, &date);

	if (found)
		wp_set(&p->f, "date", when_write(p->j, date));
	else if (!p->draft)
		posting_note(p, posting_line(p, "wp:post_date"),
		    STR("it has no date at all; it gets that of its import"));
	if (found && !p->draft
	    && read_when(p, xml_text(it, "wp:post_modified"),
		xml_text(it, "wp:post_modified_gmt"), &modified)
	    && modified.at > date.at + 60)
		wp_set(&p->f, "updated", when_write(p->j, modified));
}

/* ---- whether anybody may read it ---- */

/* Due and overdue: whatever was to appear by itself and has not. */
static bool
is_overdue(struct posting *p)
{
	struct when date;

	return !read_when(p, xml_text(p->item, "wp:post_date"),
		   xml_text(p->item, "wp:post_date_gmt"), &date)
	    || date.at <= p->w->o->now;
}

static void
put_status(struct posting *p)
{
	const struct str status = xml_text(p->item, "wp:status");
	const bool secret = xml_text(p->item, "wp:post_password").n > 0;
	struct str why = STR("");

	if (secret)
		why = STR("only who had its password could read it; it is a "
			  "draft (the password is not taken over)");
	else if (str_eq(status, STR("private")))
		why = STR("it was private; it is a draft");
	else if (str_eq(status, STR("trash")))
		why = STR("it was in the bin; it is a draft");
	else if (str_eq(status, STR("pending")))
		why = STR("it waited for review; it is a draft");
	else if (str_eq(status, STR("future")) && is_overdue(p))
		why = STR("its time had come and WordPress had not published "
			  "it; it is a draft");
	else if (!str_eq(status, STR("publish"))
	    && !str_eq(status, STR("future")) && !str_eq(status, STR("draft"))
	    && !str_eq(status, STR("inherit")))
		why = job_printf(p->j,
		    "nobody here knows the status `%.*s`; it is a draft",
		    STR_ARG(status));
	p->draft = why.n > 0 || str_eq(status, STR("draft"));
	if (p->draft)
		wp_set(&p->f, "draft", STR("true"));
	if (why.n > 0)
		posting_note(p, posting_line(p, "wp:status"), why);
}

/* ---- who, where, what about ---- */

/* One as a word, more as a list. */
static void
append(struct wp_fields *f, struct node *list, const char *name)
{
	if (list->n == 0)
		return;
	if (list->n == 1) {
		wp_set(f, name, list->first->text);
		return;
	}
	list->key = str_of(name);
	node_append(f->top, list);
}

static void
put_authors(struct posting *p)
{
	struct node *list = node_put(p->j, NULL, NODE_LIST, 0);

	for (const struct xml *c = p->item->first; c != NULL; c = c->next) {
		const struct wp_author *a;
		struct str login = c->nicename;

		if (!str_eq(c->domain, STR("author")))
			continue;
		a = wp_author(p->w, str_trim(c->text));
		if (a == NULL && str_starts(login, STR("cap-")))
			a = wp_author(p->w, str_skip(login, 4));
		wp_add(p->j, list, NULL,
		    a == NULL            ? html_plain(p->j, c->text)
			: a->double_name ? slug_of(p->j, a->login, STR(""))
					 : a->name);
	}
	if (list->n == 0) {
		const struct str login = xml_text(p->item, "dc:creator");
		const struct wp_author *a = wp_author(p->w, login);

		if (a != NULL)
			wp_add(p->j, list, NULL,
			    a->double_name ? slug_of(p->j, a->login, STR(""))
					   : a->name);
		else if (login.n > 0)
			wp_add(p->j, list, NULL, login);
	}
	append(&p->f, list, "byline");
}

static void
put_ref(struct posting *p, struct node *list, struct str text, bool first)
{
	struct node *nd;

	for (nd = list->first; nd != NULL; nd = nd->next)
		if (str_eq(nd->text, text))
			return;
	nd = node_put(p->j, list, NODE_SCALAR, 0);
	nd->text = text;
	if (first && list->n > 1) {
		/* Its home stands first. */
		nd->text = list->first->text;
		list->first->text = text;
	}
}

/* The category that an SEO plugin calls the post's own. */
static int64_t
primary_of(const struct xml *item)
{
	static const char *const keys[] = { "_yoast_wpseo_primary_category",
		"rank_math_primary_category" };
	int64_t id = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (str_to_int(wp_meta(item, keys[i]), &id) && id > 0)
			return id;
	return 0;
}

/* One of an item's terms: a section, a topic, or the post's format. */
static void
put_term(struct posting *p, const struct xml *c, int64_t primary,
    struct node *sections, struct node *topics)
{
	const struct str taxonomy = str_eq(c->domain, STR("tag"))
	    ? STR("post_tag")
	    : c->domain;
	struct wp_term missing = { .taxonomy = taxonomy,
		.slug = c->nicename,
		.main = &missing };
	const struct wp_term *t;
	struct str name;

	if (str_eq(taxonomy, STR("post_format"))
	    && str_starts(c->nicename, STR("post-format-")))
		wp_set(&p->f, "post_format", str_skip(c->nicename, 12));
	if (wp_is_inner(taxonomy))
		return;
	t = wp_term(p->w, taxonomy, c->nicename);
	if (t == NULL) {
		missing.name = html_plain(p->j, c->text);
		t = &missing;
	}
	name = t == &missing && missing.name.n > 0
	    ? missing.name
	    : wp_term_slug(p->j, t->main);
	put_ref(p, wp_is_section(p->w, t) ? sections : topics, name,
	    primary != 0 && t->id == primary);
}

static void
put_terms(struct posting *p)
{
	struct node *sections = node_put(p->j, NULL, NODE_LIST, 0);
	struct node *topics = node_put(p->j, NULL, NODE_LIST, 0);
	const int64_t primary = primary_of(p->item);

	for (const struct xml *c = p->item->first; c != NULL; c = c->next)
		if (str_eq(c->name, STR("category")) && c->domain.n > 0)
			put_term(p, c, primary, sections, topics);
	/* Pages stand in no listing: their terms are only kept. */
	append(&p->f, sections, p->page ? "categories" : "section");
	append(&p->f, topics, p->page ? "tags" : "topics");
}

static void
put_language(struct posting *p)
{
	struct wordpress *w = p->w;
	struct str lang = wp_meta(p->item, "_wpml_import_language_code");
	struct str group = wp_meta(p->item, "_wpml_import_translation_group");
	int64_t original = 0;

	for (const struct xml *c = p->item->first; c != NULL; c = c->next) {
		if (str_eq(c->domain, STR("language")))
			lang = c->nicename;
		else if (str_eq(c->domain, STR("post_translations")))
			group = c->nicename;
	}
	lang = lang.n > 0 ? wp_lang(w, p->j, lang) : w->lang;
	p->lang = lang;
	if (lang.n > 0 && !str_eq_nocase(lang, w->langs.at[0].tag)) {
		wp_set(&p->f, "lang", lang);
		p->out->lang = lang;
	}
	if (group.n > 0)
		original = wp_original(w, group);
	if (original != 0 && original != p->e->id)
		wp_set(&p->f, "translation_of",
		    id_hex(p->j,
			origin_id(w->o->key,
			    wp_source_of(w, p->j, "post", original))));
}

/* ---- pictures, words, fields of its own ---- */

static void
put_picture(struct posting *p)
{
	struct wp_file file;
	struct str src, alt;
	struct node *map;
	int64_t id = 0;

	if (!str_to_int(wp_meta(p->item, "_thumbnail_id"), &id) || id == 0)
		return;
	if (!wp_file(p->w, p->j, id, &file)) {
		posting_note(p, p->e->line,
		    job_printf(p->j,
			"its lead picture %lld is not in the export",
			(long long)id));
		return;
	}
	src = wp_address(p->w, p->j, file.url);
	alt = file.alt;
	map = wp_map(&p->f, p->f.top, "picture");
	wp_add(p->j, map, "src", src);
	if (alt.n > 0)
		wp_add(p->j, map, "alt", alt);
	if (file.caption.n > 0)
		wp_add(p->j, map, "caption", html_plain(p->j, file.caption));
	p->out->picture = src;
}

static void
put_summary(struct posting *p)
{
	struct str text = html_plain(p->j,
	    xml_text(p->item, "excerpt:encoded"));

	if (text.n == 0)
		text = wp_meta(p->item, "_yoast_wpseo_metadesc");
	if (text.n == 0)
		text = wp_meta(p->item, "rank_math_description");
	if (str_find_ch(text, '%') == NOWHERE
	    || xml_text(p->item, "excerpt:encoded").n > 0)
		wp_set(&p->f, "summary", text);
}

static void
put_title(struct posting *p, struct str html)
{
	struct str title = html_plain(p->j, xml_text(p->item, "title"));

	if (title.n == 0) {
		const struct str opening = words_excerpt(p->j,
		    html_plain(p->j, str_sub(html, 0, 4000)), TITLE_OPENING);

		title = opening.n > 0
		    ? opening
		    : job_printf(p->j, "%s %lld", p->page ? "Page" : "Post",
			(long long)p->e->id);
		posting_note(p, posting_line(p, "title"),
		    job_printf(p->j, "it has no title; it is called `%.*s`",
			STR_ARG(title)));
	}
	wp_set(&p->f, "headline", title);
}

static void
put_kind(struct posting *p)
{
	const struct str type = xml_text(p->item, "wp:post_type");

	p->page = p->e->type == WP_PAGE;
	p->out->kind = p->page ? KIND_PAGE : KIND_STORY;
	if (p->page)
		wp_set(&p->f, "kind", STR("page"));
	else if (!str_eq(type, STR("post"))) {
		wp_set(&p->f, "post_type", type);
		posting_note(p, posting_line(p, "wp:post_type"),
		    job_printf(p->j,
			"its type `%.*s` is a plugin's; it is taken as a story",
			STR_ARG(type)));
	}
}

enum status
wp_convert(struct wordpress *w, struct job *j, const struct wp_entry *e,
    struct str bytes, struct converted *out)
{
	struct posting p = { .w = w, .j = j, .e = e, .out = out };
	struct str html, body;
	struct xml *item;
	enum status st = wxr_parse(w->x, j, bytes, e->line, &item, &out->notes);

	if (st != OK)
		return st;
	p.item = item;
	p.f = wp_fields(j);
	p.files = node_put(j, NULL, NODE_LIST, 0);
	out->source = wp_source_of(w, j, "post", e->id);
	out->id = origin_id(w->o->key, out->source);
	put_kind(&p);
	st = posting_body(&p, &html, &body);
	if (st != OK)
		return job_fail(j, INVALID, "%s:%d: %.*s", w->file, e->line,
		    STR_ARG(job_str(j, job_reason(j))));
	put_title(&p, html);
	put_status(&p);
	put_language(&p);
	put_authors(&p);
	put_dates(&p);
	put_terms(&p);
	put_summary(&p);
	put_picture(&p);
	posting_put_documents(&p);
	posting_put_address(&p);
	posting_put_aliases(&p);
	posting_put_custom(&p);
	if (xml_int(item, "wp:is_sticky") == 1)
		wp_set(&p.f, "sticky", STR("true"));
	if (p.draft && (e->flags & WP_COMMENTED) != 0)
		posting_note(&p, e->line,
		    STR("its comments come when it is published: import the "
			"export again then"));
	st = wp_write(&p.f, body, &out->bytes);
	out->line = posting_line(&p, "content:encoded");
	return st;
}
