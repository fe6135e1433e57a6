/* SPDX-License-Identifier: ISC */
/* A row of Ghost's tables as a text file of stet's. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "text/address.h"
#include "text/sanitise.h"
#include "wire/ghost.h"
#include "wire/lexical.h"
#include "wire/mobiledoc.h"

struct work {
	struct ghost *g;
	struct job *j;
	const struct ghost_item *item;
	const json_t *row;
	struct node *top;
	struct converted *out;
	struct buf body;
};

/* ---- bytes ---- */

/* All that is looked at of somebody: no password, no address for mail. */
static const char *const user_fields[] = { "id", "name", "slug", "bio",
	"website", "location", "profile_image", "cover_image", "facebook",
	"twitter", "threads", "bluesky", "mastodon", "tiktok", "youtube",
	"instagram", "linkedin", "meta_title", "meta_description" };

static json_t *
names_of(const struct ghost_ties *t, struct str post)
{
	json_t *const list = json_array();
	size_t n;
	const struct ghost_tie *at = ghost_ties_of(t, post, &n);

	for (size_t i = 0; i < n; i++) {
		const struct str slug = ghost_text(at[i].to->row, "slug");
		const struct str name = ghost_text(at[i].to->row, "name");

		(void)json_array_append_new(list, json_stringn(slug.p, slug.n));
		(void)json_array_append_new(list, json_stringn(name.p, name.n));
	}
	return list;
}

static json_t *
only(const json_t *row, const char *const *fields, size_t n)
{
	json_t *const o = json_object();

	for (size_t i = 0; i < n; i++)
		(void)json_object_set(o, fields[i],
		    json_object_get(row, fields[i]));
	return o;
}

static struct str
post_id(const struct ghost_item *i)
{
	return str_skip(i->key, STR("posts/").n);
}

enum status
ghost_bytes(const struct ghost *g, struct job *j, const struct ghost_item *i,
    struct str *out)
{
	json_t *o = i->table == GHOST_USERS
	    ? only(i->row, user_fields,
		sizeof(user_fields) / sizeof(user_fields[0]))
	    : json_copy((json_t *)(uintptr_t)i->row);
	char *text;

	if (i->table == GHOST_POSTS) {
		(void)json_object_set(o, "posts_meta",
		    (json_t *)(uintptr_t)i->meta);
		(void)json_object_set_new(o, "tags",
		    names_of(&g->tags, post_id(i)));
		(void)json_object_set_new(o, "authors",
		    names_of(&g->authors, post_id(i)));
	}
	(void)json_object_set_new(o, "shown", json_boolean(i->shown));
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	if (text == NULL)
		return job_fail(j, INVALID, "%.*s: it can't be written as JSON",
		    STR_ARG(i->name));
	*out = job_str(j, str_of(text));
	free(text);
	return OK;
}

/* ---- pictures ---- */

/* Below a folder: as it is named, below images/, without content/. */
static bool
find_below(struct job *j, const char *root, const char *name, char *path)
{
	static const char *const fronts[] = { "", "content/",
		"content/images/" };

	for (size_t i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++) {
		const struct str front = str_of(fronts[i]);

		if (str_starts(str_of(name), front)
		    && origin_within(j, root, root, name + front.n, path))
			return true;
	}
	return false;
}

/* "content/images/size/w600/2026/a.jpg" is a smaller one of 2026/a.jpg. */
static const char *
unsized(struct job *j, const char *name)
{
	const struct str s = str_of(name), mark = STR("/images/size/");
	const size_t at = str_find(s, mark);
	struct str rest;
	size_t slash;

	if (at == NOWHERE)
		return name;
	rest = str_skip(s, at + mark.n);
	slash = str_find_ch(rest, '/');
	if (slash == NOWHERE)
		return name;
	return job_cstr(j,
	    job_printf(j, "%.*s/images/%.*s", STR_ARG(str_sub(s, 0, at)),
		STR_ARG(str_skip(rest, slash + 1))));
}

bool
ghost_find(const struct ghost *g, struct job *j, struct str src, char *path)
{
	const char *const media = g->o->opts->media;
	const char *name;

	if (g->base.n > 0 && str_starts(src, g->base))
		src = str_skip(src, g->base.n);
	while (str_starts(src, STR("/")))
		src = str_skip(src, 1);
	name = unsized(j, origin_file_name(j, src));
	if (media != NULL && find_below(j, media, name, path))
		return true;
	return find_below(j, g->folder, name, path);
}

static bool
has_file(void *arg, struct str src)
{
	const struct work *w = arg;
	char path[PATH_MAX];

	return ghost_find(w->g, w->j, src, path);
}

/* ---- fields ---- */

static void
note(struct work *w, struct str text)
{
	convert_note(w->j, &w->out->notes, 0, text);
}

static struct node *
put(struct work *w, struct node *in, const char *key, struct str text)
{
	struct node *nd;

	text = str_trim(text);
	if (text.n == 0)
		return NULL;
	nd = node_put(w->j, in, NODE_SCALAR, 1);
	nd->key = str_of(key);
	nd->text = text;
	nd->quoted = true;
	return nd;
}

static void
put_plain(struct work *w, const char *key, struct str text)
{
	struct node *const nd = put(w, w->top, key, text);

	if (nd != NULL)
		nd->quoted = false;
}

static struct node *
put_list(struct work *w, const char *key)
{
	struct node *const nd = node_put(w->j, w->top, NODE_LIST, 1);

	nd->key = str_of(key);
	return nd;
}

/* Members of a row that stet has no field for, under their own names. */
static void
keep(struct work *w, const json_t *row, const char *const *names)
{
	for (; *names != NULL; names++)
		(void)put(w, w->top, *names, ghost_text(row, *names));
}

/* A name by which a reference finds just that one. */
static struct str
called(const struct ghost_item *i)
{
	const struct str name = str_trim(ghost_text(i->row, "name"));

	return i->namesake || name.n == 0 ? ghost_text(i->row, "slug") : name;
}

/* The words of a line that may hold HTML. */
static struct str
plain(struct work *w, struct str html)
{
	struct markup m;

	if (str_find_ch(html, '<') == NOWHERE
	    && str_find_ch(html, '&') == NOWHERE)
		return html;
	sanitise(w->j, html, &(struct sanitise_opts){ .no_ids = true }, &m,
	    NULL);
	return markup_plain(w->j, m);
}

static struct str
src_of(struct work *w, struct str address)
{
	struct koenig k = koenig_begin(w->j, w->g->base, w->g->host,
	    &w->out->notes);

	return koenig_here(&k, address);
}

/* A picture of somewhere else is named, for stet shows none. */
static void
put_picture(struct work *w, struct str address, struct str alt,
    struct str caption)
{
	const struct str src = src_of(w, address);
	struct node *map;

	if (src.n == 0)
		return;
	if (str_find(src, STR("://")) != NOWHERE
	    || str_starts(src, STR("//"))) {
		note(w,
		    job_printf(w->j,
			"its picture %.*s stands elsewhere and is left out",
			STR_ARG(src)));
		put_plain(w, "feature_image", src);
		(void)put(w, w->top, "feature_image_alt", alt);
		(void)put(w, w->top, "feature_image_caption", caption);
		return;
	}
	map = node_put(w->j, w->top, NODE_MAP, 1);
	map->key = STR("picture");
	(void)put(w, map, "src", src);
	(void)put(w, map, "alt", alt);
	(void)put(w, map, "caption", plain(w, caption));
	w->out->picture = src;
}

static void
put_aliases(struct work *w, const char *folder, struct str slug)
{
	struct node *const list = put_list(w, "aliases");
	static const char *const ends[] = { "", "rss/" };

	for (size_t i = 0; i < 2; i++)
		(void)put(w, list, "",
		    job_printf(w->j, "%.*s/%s/%.*s/%s", STR_ARG(w->g->base),
			folder, STR_ARG(slug), ends[i]));
}

/* ---- people and topics ---- */

static void
user(struct work *w)
{
	static const char *const own[] = { "location", "cover_image",
		"meta_title", "meta_description", NULL };
	static const char *const links[][2] = { { "website", "" },
		{ "facebook", "https://www.facebook.com/" },
		{ "twitter", "https://x.com/" },
		{ "threads", "https://www.threads.net/@" },
		{ "bluesky", "https://bsky.app/profile/" },
		{ "mastodon", "https://" },
		{ "tiktok", "https://www.tiktok.com/@" },
		{ "youtube", "https://www.youtube.com/" },
		{ "instagram", "https://www.instagram.com/" },
		{ "linkedin", "https://www.linkedin.com/in/" } };
	const struct str slug = ghost_text(w->row, "slug");
	struct node *list;

	if (!w->item->shown) {
		w->out->left = true;
		note(w,
		    STR("nothing of theirs is published; make a person of "
			"them when a draft of theirs is to be"));
		return;
	}
	put_plain(w, "kind", STR("person"));
	(void)put(w, w->top, "name", ghost_text(w->row, "name"));
	(void)put(w, w->top, "slug", slug);
	(void)put(w, w->top, "intro", ghost_text(w->row, "bio"));
	put_picture(w, ghost_text(w->row, "profile_image"),
	    ghost_text(w->row, "name"), STR(""));
	list = put_list(w, "links");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct str at = ghost_text(w->row, links[i][0]);
		const bool whole = str_find(at, STR("://")) != NOWHERE;

		if (at.n > 0 && !whole && links[i][1][0] != '\0') {
			while (str_starts(at, STR("@")))
				at = str_skip(at, 1);
			at = job_printf(w->j, "%s%.*s", links[i][1],
			    STR_ARG(at));
		}
		(void)put(w, list, "", at);
	}
	put_aliases(w, "author", slug);
	keep(w, w->row, own);
}

static void
tag(struct work *w)
{
	static const char *const own[] = { "meta_title", "meta_description",
		"og_image", "og_title", "og_description", "twitter_image",
		"twitter_title", "twitter_description", "canonical_url",
		"accent_color", NULL };
	const struct str slug = ghost_text(w->row, "slug");

	if (str_eq(ghost_text(w->row, "visibility"), STR("internal"))
	    || str_starts(ghost_text(w->row, "name"), STR("#"))) {
		w->out->left = true;
		note(w,
		    STR("Ghost showed this tag to nobody; texts keep it in "
			"`internal_tags`"));
		return;
	}
	put_plain(w, "kind", STR("topic"));
	(void)put(w, w->top, "name", ghost_text(w->row, "name"));
	(void)put(w, w->top, "slug", slug);
	(void)put(w, w->top, "intro", ghost_text(w->row, "description"));
	put_picture(w, ghost_text(w->row, "feature_image"), STR(""), STR(""));
	put_aliases(w, "tag", slug);
	keep(w, w->row, own);
}

static void
redirect(struct work *w)
{
	struct node *list;

	put_plain(w, "kind", STR("redirect"));
	(void)put(w, w->top, "to", ghost_text(w->row, "to"));
	list = put_list(w, "aliases");
	(void)put(w, list, "", ghost_text(w->row, "from"));
}

/* ---- posts ---- */

/* Ghost 5 says "2026-11-06 10:30:00", Ghost 0 milliseconds since 1970. */
static struct when
moment(struct work *w, const char *name)
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
put_moment(struct work *w, const char *key, struct when when)
{
	if (when.precision != WHEN_NONE)
		put_plain(w, key, when_write(w->j, when));
}

static void
put_tags(struct work *w)
{
	struct node *topics = NULL, *internal = NULL;
	size_t n;
	const struct ghost_tie *ties = ghost_ties_of(&w->g->tags,
	    post_id(w->item), &n);

	for (size_t i = 0; i < n; i++) {
		const json_t *const row = ties[i].to->row;
		const struct str name = ghost_text(row, "name");
		const bool hidden = str_starts(name, STR("#"))
		    || str_eq(ghost_text(row, "visibility"), STR("internal"));
		struct node **list = hidden ? &internal : &topics;

		if (*list == NULL)
			*list = put_list(w,
			    hidden ? "internal_tags" : "topics");
		(void)put(w, *list, "", hidden ? name : called(ties[i].to));
	}
}

static void
put_authors(struct work *w)
{
	struct node *list = NULL;
	size_t n;
	const struct ghost_tie *ties = ghost_ties_of(&w->g->authors,
	    post_id(w->item), &n);

	for (size_t i = 0; i < n; i++) {
		if (list == NULL)
			list = put_list(w, "byline");
		(void)put(w, list, "", called(ties[i].to));
	}
}

/* Whether and when readers see it. */
static void
put_state(struct work *w)
{
	const struct str status = ghost_text(w->row, "status");
	const struct str seen = ghost_text(w->row, "visibility");
	const struct when at = moment(w, "published_at");
	const json_t *const only_mail = json_object_get(w->item->meta,
	    "email_only");
	bool draft = !w->item->shown;

	put_moment(w, "date", at);
	if (str_eq(status, STR("sent")) || json_integer_value(only_mail) == 1) {
		draft = true;
		note(w,
		    STR("Ghost sent it by e-mail and showed it to nobody "
			"else; it is kept as a draft"));
	} else if (str_eq(status, STR("scheduled")) && at.at <= w->g->o->now) {
		draft = true;
		note(w,
		    STR("Ghost was to publish it at a time that is over, "
			"and did not; it is kept as a draft"));
	}
	if (seen.n > 0 && !str_eq(seen, STR("public"))) {
		(void)put(w, w->top, "visibility", seen);
		if (!w->g->o->opts->members) {
			draft = true;
			note(w,
			    job_printf(w->j,
				"Ghost showed it to %.*s only; it is kept as a "
				"draft (--include-members publishes it)",
				STR_ARG(seen)));
		}
	}
	if (draft)
		put_plain(w, "draft", STR("true"));
}

/* Code of its own for the page's head and foot is no text. */
static void
note_code(struct work *w)
{
	static const char *const names[] = { "codeinjection_head",
		"codeinjection_foot" };

	for (size_t i = 0; i < 2; i++) {
		const struct str code = str_trim(ghost_text(w->row, names[i]));

		if (code.n > 0)
			note(w,
			    job_printf(w->j,
				"its own code (%s, %zu bytes) is left out",
				names[i], code.n));
	}
}

/* Metadata stood in the post itself before Ghost 3. */
static struct str
meta(struct work *w, const char *name)
{
	const struct str s = ghost_text(w->item->meta, name);

	return s.n > 0 ? s : ghost_text(w->row, name);
}

static void
put_meta(struct work *w)
{
	static const char *const own[] = { "og_image", "og_description",
		"twitter_image", "twitter_title", "twitter_description",
		"email_subject", "frontmatter", NULL };
	static const char *const more[] = { "custom_template", NULL };

	(void)put(w, w->top, "search", meta(w, "meta_title"));
	(void)put(w, w->top, "summary", meta(w, "meta_description"));
	(void)put(w, w->top, "social", meta(w, "og_title"));
	for (const char *const *name = own; *name != NULL; name++)
		(void)put(w, w->top, *name, meta(w, *name));
	keep(w, w->row, more);
	if (json_integer_value(json_object_get(w->row, "featured")) == 1
	    || json_is_true(json_object_get(w->row, "featured")))
		put_plain(w, "featured", STR("true"));
	put_moment(w, "created_at", moment(w, "created_at"));
	put_moment(w, "updated_at", moment(w, "updated_at"));
}

static bool
is_page(const struct work *w)
{
	const json_t *const old = json_object_get(w->row, "page");

	return str_eq(ghost_text(w->row, "type"), STR("page"))
	    || json_is_true(old) || json_integer_value(old) == 1;
}

/* One piece of a pattern: ":year" or "{year}". */
static bool
put_part(struct work *w, struct buf *b, struct str name, const struct civil *c)
{
	size_t n;
	const struct ghost_tie *tie = ghost_ties_of(str_eq(name,
							STR("primary_author"))
		    || str_eq(name, STR("author"))
		? &w->g->authors
		: &w->g->tags,
	    post_id(w->item), &n);

	if (str_eq(name, STR("slug")))
		buf_put(b, ghost_text(w->row, "slug"));
	else if (str_eq(name, STR("id")))
		buf_put(b, post_id(w->item));
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
post_path(struct work *w, struct str *out)
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
put_address(struct work *w)
{
	struct str path;
	enum status st = post_path(w, &path);

	if (st == OK && ghost_text(w->row, "slug").n > 0)
		st = address_normal(w->j, path, &w->out->address);
	if (st != INVALID)
		return st;
	note(w, job_str(w->j, job_reason(w->j)));
	job_forgive(w->j);
	return OK;
}

static void
put_documents(struct work *w, const struct koenig *k)
{
	struct node *list = NULL;

	for (size_t i = 0; i < k->n_files; i++) {
		struct node *map;

		if (list == NULL)
			list = put_list(w, "documents");
		map = node_put(w->j, list, NODE_MAP, 1);
		(void)put(w, map, "src", k->files[i].src);
		(void)put(w, map, "label", k->files[i].label);
	}
}

/* Before Ghost 1 a text was Markdown. */
static enum status
put_oldest(struct work *w, struct koenig *k)
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
put_text(struct work *w, struct koenig *k)
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
	note(w,
	    job_printf(w->j, "%.*s; the HTML that Ghost made of it is taken",
		STR_ARG(job_reason(w->j))));
	job_forgive(w->j);
	return put_oldest(w, k);
}

static enum status
post_body(struct work *w, struct str *body)
{
	struct koenig k = koenig_begin(w->j, w->g->base, w->g->host,
	    &w->out->notes);
	enum status st;

	k.members = w->g->o->opts->members;
	k.has = has_file;
	k.arg = w;
	st = put_text(w, &k);
	if (st == OK)
		st = koenig_end(&k, body);
	if (st == OK)
		put_documents(w, &k);
	return st;
}

/* The language, unless it is the paper's own. */
static struct str
language(const struct work *w)
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
put_canonical(struct work *w)
{
	const struct str at = src_of(w, ghost_text(w->row, "canonical_url"));

	if (!str_starts(at, STR("/")))
		(void)put(w, w->top, "canonical", at);
	else
		note(w,
		    job_printf(w->j,
			"that its canonical address is %.*s is left out",
			STR_ARG(at)));
}

static enum status
post(struct work *w, struct str *body)
{
	struct str title = str_trim(ghost_text(w->row, "title"));
	const struct str deck = ghost_text(w->row, "custom_excerpt");

	if (title.n == 0) {
		title = STR("(Untitled)");
		note(w, STR("it has no title; it is called `(Untitled)`"));
	}
	if (is_page(w))
		put_plain(w, "kind", STR("page"));
	(void)put(w, w->top, "headline", title);
	(void)put(w, w->top, "deck", deck);
	w->out->lang = language(w);
	put_plain(w, "lang", w->out->lang);
	put_authors(w);
	put_tags(w);
	put_picture(w,
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

/* ---- all ---- */

static enum status
write_file(struct work *w, struct str body)
{
	struct textfile made = { .name = w->item->name,
		.top = w->top,
		.body = body };
	enum status st = textfile_write(w->j, &made, &w->out->bytes);

	if (st == OK)
		st = textfile_parse(w->j, w->out->bytes, w->item->name,
		    &w->out->file);
	if (st != OK)
		return st;
	w->out->parsed = true;
	w->out->body = w->out->file.body;
	w->out->body_line = w->out->file.body_line;
	return OK;
}

enum status
ghost_convert(struct ghost *g, struct job *j, const struct ghost_item *i,
    struct converted *out)
{
	struct work w = { .g = g,
		.j = j,
		.item = i,
		.row = i->row,
		.top = node_put(j, NULL, NODE_MAP, 1),
		.out = out };
	struct str body = STR("");
	enum status st = OK;

	switch (i->table) {
	case GHOST_USERS:
		out->kind = KIND_PERSON;
		user(&w);
		break;
	case GHOST_TAGS:
		out->kind = KIND_TOPIC;
		tag(&w);
		break;
	case GHOST_REDIRECTS:
		out->kind = KIND_REDIRECT;
		redirect(&w);
		break;
	case GHOST_POSTS:
		st = post(&w, &body);
		break;
	}
	return st == OK && !out->left ? write_file(&w, body) : st;
}
