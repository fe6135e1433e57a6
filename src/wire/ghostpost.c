/* SPDX-License-Identifier: ISC */
/* A post or page of Ghost's. */
#include <limits.h>

#include "text/address.h"
#include "wire/ghosttext.h"
#include "wire/html.h"
#include "wire/lexical.h"
#include "wire/mobiledoc.h"

/* Ghost 5 says "2026-11-06 10:30:00", Ghost 0 milliseconds since 1970. */
static struct when
moment(struct ghost_work *w, const char *name)
{
	const json_t *const v = json_object_get(w->row, name);
	struct when when = { .precision = WHEN_NONE };

	if (json_is_integer(v)) {
		when = when_at(json_integer_value(v) / 1000, w->g->o->zone);
		when.precision = WHEN_SECOND;
		return when;
	}
	if (ghost_text(w->row, name).n == 0)
		return when;
	if (when_parse(w->j, ghost_text(w->row, name), NULL, &when) != OK) {
		w->out->unclear = job_printf(w->j, "%.*s: %s: %.*s",
		    STR_ARG(w->item->name), name, STR_ARG(job_reason(w->j)));
		job_forgive(w->j);
		return (struct when){ .precision = WHEN_NONE };
	}
	when = when_at(when.at, w->g->o->zone);
	when.precision = WHEN_SECOND;
	return when;
}

static void
put_tags(struct ghost_work *w)
{
	struct node *topics = NULL, *internal = NULL;
	size_t n;
	const struct ghost_tie *ties = ghost_ties_of(&w->g->tags,
	    ghost_post_id(w->item), &n);

	for (size_t i = 0; i < n; i++) {
		const json_t *const row = ties[i].to->row;
		const struct str name = ghost_text(row, "name");
		const bool hidden = str_starts(name, STR("#"))
		    || str_eq(ghost_text(row, "visibility"), STR("internal"));
		struct node **list = hidden ? &internal : &topics;

		if (*list == NULL)
			*list = writeup_list(&w->up,
			    hidden ? "internal_tags" : "topics");
		(void)writeup_text(&w->up, *list, "",
		    hidden ? name : ghost_called(ties[i].to));
	}
}

static void
put_authors(struct ghost_work *w)
{
	struct node *list = NULL;
	size_t n;
	const struct ghost_tie *ties = ghost_ties_of(&w->g->authors,
	    ghost_post_id(w->item), &n);

	for (size_t i = 0; i < n; i++) {
		if (list == NULL)
			list = writeup_list(&w->up, "byline");
		(void)writeup_text(&w->up, list, "", ghost_called(ties[i].to));
	}
}

/* Whether and when readers see it. */
static void
put_state(struct ghost_work *w)
{
	const struct str status = ghost_text(w->row, "status");
	const struct str seen = ghost_text(w->row, "visibility");
	const struct when at = moment(w, "published_at");
	const json_t *const only_mail = json_object_get(w->item->meta,
	    "email_only");
	bool draft = !w->item->shown;

	writeup_when(&w->up, "date", at);
	if (str_eq(status, STR("sent")) || json_integer_value(only_mail) == 1) {
		draft = true;
		writeup_note(&w->up,
		    "Ghost sent it by e-mail and showed it to nobody "
		    "else; it is kept as a draft");
	} else if (str_eq(status, STR("scheduled")) && at.at <= w->g->o->now) {
		draft = true;
		writeup_note(&w->up,
		    "Ghost was to publish it at a time that is over, "
		    "and did not; it is kept as a draft");
	}
	if (seen.n > 0 && !str_eq(seen, STR("public"))) {
		(void)writeup_text(&w->up, w->up.top, "visibility", seen);
		if (!w->g->o->opts->members) {
			draft = true;
			writeup_note(&w->up,
			    "Ghost showed it to %.*s only; it is kept as a "
			    "draft (--include-members publishes it)",
			    STR_ARG(seen));
		}
	}
	if (draft)
		writeup_plain(&w->up, "draft", STR("true"));
}

/* Code of its own for the page's head and foot is no text. */
static void
note_code(struct ghost_work *w)
{
	static const char *const names[] = { "codeinjection_head",
		"codeinjection_foot" };

	for (size_t i = 0; i < 2; i++) {
		const struct str code = str_trim(ghost_text(w->row, names[i]));

		if (code.n > 0)
			writeup_note(&w->up,
			    "its own code (%s, %zu bytes) is left out",
			    names[i], code.n);
	}
}

/* Metadata stood in the post itself before Ghost 3. */
static struct str
meta(struct ghost_work *w, const char *name)
{
	const struct str s = ghost_text(w->item->meta, name);

	return s.n > 0 ? s : ghost_text(w->row, name);
}

static void
put_meta(struct ghost_work *w)
{
	static const char *const own[] = { "og_image", "og_description",
		"twitter_image", "twitter_title", "twitter_description",
		"email_subject", "frontmatter", NULL };
	static const char *const more[] = { "custom_template", NULL };

	(void)writeup_text(&w->up, w->up.top, "search", meta(w, "meta_title"));
	(void)writeup_text(&w->up, w->up.top, "summary",
	    meta(w, "meta_description"));
	(void)writeup_text(&w->up, w->up.top, "social", meta(w, "og_title"));
	for (const char *const *name = own; *name != NULL; name++)
		(void)writeup_text(&w->up, w->up.top, *name, meta(w, *name));
	ghost_keep(w, w->row, more);
	if (json_integer_value(json_object_get(w->row, "featured")) == 1
	    || json_is_true(json_object_get(w->row, "featured")))
		writeup_plain(&w->up, "featured", STR("true"));
	writeup_when(&w->up, "created_at", moment(w, "created_at"));
	writeup_when(&w->up, "updated_at", moment(w, "updated_at"));
}

static bool
is_page(const struct ghost_work *w)
{
	const json_t *const old = json_object_get(w->row, "page");

	return str_eq(ghost_text(w->row, "type"), STR("page"))
	    || json_is_true(old) || json_integer_value(old) == 1;
}

/* One piece of a pattern: ":year" or "{year}". */
static bool
put_part(struct ghost_work *w, struct buf *b, struct str name,
    const struct civil *c)
{
	size_t n;
	const struct ghost_tie *tie = ghost_ties_of(str_eq(name,
							STR("primary_author"))
		    || str_eq(name, STR("author"))
		? &w->g->authors
		: &w->g->tags,
	    ghost_post_id(w->item), &n);

	if (str_eq(name, STR("slug")))
		buf_put(b, ghost_text(w->row, "slug"));
	else if (str_eq(name, STR("id")))
		buf_put(b, ghost_post_id(w->item));
	else if (str_eq(name, STR("year")))
		buf_printf(b, "%04d", c->year);
	else if (str_eq(name, STR("month")))
		buf_printf(b, "%02d", c->month);
	else if (str_eq(name, STR("day")))
		buf_printf(b, "%02d", c->day);
	else if (str_eq(name, STR("primary_tag"))
	    || str_eq(name, STR("primary_author"))
	    || str_eq(name, STR("author")))
		buf_put(b,
		    n > 0 ? ghost_text(tie[0].to->row, "slug") : STR("all"));
	else
		return false;
	return true;
}

static size_t
name_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= 'a' && s.p[n] <= 'z') || s.p[n] == '_'))
		n++;
	return n;
}

static enum status
post_path(struct ghost_work *w, struct str *out)
{
	const struct str pattern = is_page(w) ? STR("/:slug/") : w->g->pattern;
	const struct when at = moment(w, "published_at");
	const struct civil c = civil_of(at.at, at.offset_s);
	struct buf b = buf_in(w->j, ADDRESS_MAX);

	buf_put(&b, w->g->base);
	for (size_t i = 0; i < pattern.n; i++) {
		const char ch = pattern.p[i];
		const struct str rest = str_skip(pattern, i + 1);
		const size_t n = name_length(rest);

		if (ch != ':' && ch != '{') {
			buf_ch(&b, ch);
			continue;
		}
		if (!put_part(w, &b, str_sub(rest, 0, n), &c))
			return job_fail(w->j, INVALID,
			    "the pattern %.*s names `%.*s`, which is none of "
			    "slug, year, month, day, primary_tag, "
			    "primary_author, id",
			    STR_ARG(pattern), STR_ARG(str_sub(rest, 0, n)));
		i += n + (ch == '{');
	}
	return buf_done(&b, out);
}

/* Drafts have no address yet. */
static enum status
put_address(struct ghost_work *w)
{
	struct str path = STR("");
	enum status st = post_path(w, &path);

	if (st == OK && ghost_text(w->row, "slug").n > 0)
		st = address_normal(w->j, path, &w->out->address);
	if (st != INVALID)
		return st;
	writeup_note(&w->up, "%.*s", STR_ARG(job_reason(w->j)));
	job_forgive(w->j);
	return OK;
}

static void
put_documents(struct ghost_work *w, const struct koenig *k)
{
	struct node *list = NULL;

	for (size_t i = 0; i < k->n_files; i++) {
		struct node *map;

		if (list == NULL)
			list = writeup_list(&w->up, "documents");
		map = writeup_map(&w->up, list, "");
		(void)writeup_text(&w->up, map, "src", k->files[i].src);
		(void)writeup_text(&w->up, map, "label", k->files[i].label);
	}
}

/* Before Ghost 1 a text was Markdown. */
static enum status
put_oldest(struct ghost_work *w, struct koenig *k)
{
	const struct str markdown = ghost_text(w->row, "markdown");
	json_t *o;

	if (markdown.n == 0) {
		koenig_html_block(k, ghost_text(w->row, "html"));
		return OK;
	}
	o = json_pack("{s:s%}", "markdown", markdown.p, markdown.n);
	if (o == NULL)
		return job_fail(w->j, INVALID, "%.*s: its text is no UTF-8",
		    STR_ARG(w->item->name));
	koenig_put(k, STR("markdown"), o);
	json_decref(o);
	return OK;
}

static enum status
put_text(struct ghost_work *w, struct koenig *k)
{
	const struct str lexical = ghost_text(w->row, "lexical");
	const struct str mobiledoc = ghost_text(w->row, "mobiledoc");
	enum status st = INVALID;

	if (lexical.n > 0)
		st = lexical_put(k, lexical);
	else if (mobiledoc.n > 0)
		st = mobiledoc_put(k, mobiledoc);
	else
		return put_oldest(w, k);
	if (st != INVALID)
		return st;
	writeup_note(&w->up, "%.*s; the HTML that Ghost made of it is taken",
	    STR_ARG(job_reason(w->j)));
	job_forgive(w->j);
	return put_oldest(w, k);
}

static bool
has_file(void *arg, struct str src)
{
	const struct ghost_work *w = arg;
	char path[PATH_MAX];

	return ghost_find(w->g, w->j, src, path);
}

static enum status
post_body(struct ghost_work *w, struct str *body)
{
	static const struct html_opts as_it_is = { .address = NULL };
	struct str html = STR("");
	struct koenig k = koenig_begin(w->j, w->g->base, w->g->host,
	    &w->out->notes);
	enum status st;

	k.members = w->g->o->opts->members;
	k.has = has_file;
	k.arg = w;
	st = put_text(w, &k);
	if (st == OK)
		st = koenig_end(&k, &html);
	if (st == OK)
		st = html_body(w->j, html, &as_it_is, body);
	if (st == OK)
		put_documents(w, &k);
	return st;
}

/* The language, unless it is the paper's own. */
static struct str
language(const struct ghost_work *w)
{
	struct str lang = str_trim(ghost_text(w->row, "locale"));
	const struct str own = w->g->o->site_lang;
	const size_t n = str_find_ch(own, '-');
	struct str base;

	if (lang.n == 0)
		lang = w->g->locale;
	base = str_sub(lang, 0, str_find_ch(lang, '-'));
	return str_eq_nocase(base, str_sub(own, 0, n)) ? STR("") : lang;
}

/* One that leads into the site itself says nothing that an address does not. */
static void
put_canonical(struct ghost_work *w)
{
	const struct str at = ghost_src(w, ghost_text(w->row, "canonical_url"));

	if (!str_starts(at, STR("/")))
		(void)writeup_text(&w->up, w->up.top, "canonical", at);
	else
		writeup_note(&w->up,
		    "that its canonical address is %.*s is left out",
		    STR_ARG(at));
}

enum status
ghost_post(struct ghost_work *w, struct str *body)
{
	struct str title = str_trim(ghost_text(w->row, "title"));
	const struct str deck = ghost_text(w->row, "custom_excerpt");

	if (title.n == 0) {
		title = STR("(Untitled)");
		writeup_note(&w->up,
		    "it has no title; it is called `(Untitled)`");
	}
	if (is_page(w))
		writeup_plain(&w->up, "kind", STR("page"));
	(void)writeup_text(&w->up, w->up.top, "headline", title);
	(void)writeup_text(&w->up, w->up.top, "deck", deck);
	w->out->lang = language(w);
	writeup_plain(&w->up, "lang", w->out->lang);
	put_authors(w);
	put_tags(w);
	ghost_picture(w,
	    ghost_text(w->row,
		ghost_text(w->row, "feature_image").n > 0 ? "feature_image"
							  : "image"),
	    meta(w, "feature_image_alt"), meta(w, "feature_image_caption"));
	put_canonical(w);
	put_state(w);
	put_meta(w);
	note_code(w);
	w->out->kind = is_page(w) ? KIND_PAGE : KIND_STORY;
	const enum status st = put_address(w);

	return st == OK ? post_body(w, body) : st;
}
