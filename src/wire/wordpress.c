/* SPDX-License-Identifier: ISC */
#include "wire/wordpress.h"

#include <string.h>

#include "base/file.h"
#include "desk/desk.h"
#include "wire/wordpress_inside.h"

#define EASE_EVERY 256 /* items */

/* Has the paper something there that no earlier import put? */
static enum status
has_own(struct wordpress *w, enum stmt sql, const struct val *args, size_t n,
    const char *what, bool *has)
{
	struct desk *d = w->o->d;
	struct job *j = w->o->j;
	struct val row[3];
	enum status st = store_one(desk_site_db(d), j, sql, args, n, row, 1);

	*has = st == OK;
	if (st != OK) {
		job_forgive(j);
		return st == NOT_FOUND ? OK : st;
	}
	st = store_one(desk_db(d), j, SQL_DESK_IMPORTED,
	    VALS(val_text(wp_source(w, j, what, STR("0")))), row, 3);
	if (st == OK)
		*has = false;
	if (st == NOT_FOUND) {
		job_forgive(j);
		st = OK;
	}
	return st;
}

/* A menu and a front of its own stay. */
static enum status
look_at_paper(struct wordpress *w)
{
	const struct str lang = w->langs.at[0].tag;
	enum status st = has_own(w, SQL_SITE_MENU_AT,
	    VALS(val_text(STR("main")), val_text(lang)), "menu", &w->has_menu);

	if (st == OK)
		st = has_own(w, SQL_SITE_FRONT_AT,
		    VALS(val_text(lang), val_int(0)), "front", &w->has_front);
	return st;
}

static enum status
open_wordpress(struct origin *o, const struct languages *langs)
{
	struct wordpress *w = JOB_NEW(o->j, struct wordpress);
	const char *slash = strrchr(o->opts->from, '/');
	enum status st;

	o->own = w;
	o->system = STR("wordpress");
	o->noun = "items";
	w->o = o;
	w->langs = *langs;
	w->topics = o->opts->topics;
	w->file = slash != NULL ? slash + 1 : o->opts->from;
	w->folder = slash == NULL
	    ? "."
	    : job_cstr(o->j,
		str_from(o->opts->from,
		    slash == o->opts->from ? 1
					   : (size_t)(slash - o->opts->from)));
	st = wxr_open(o->j, o->opts->from, &w->x);
	if (st == OK)
		st = wp_index(w);
	if (st != OK)
		return st;
	if (w->site.n == 0)
		return job_fail(o->j, INVALID,
		    "%s names no site (no <wp:base_blog_url> and no <link>): "
		    "its addresses can't be kept",
		    o->opts->from);
	wp_media_open(w);
	wp_fetch_open(w);
	st = look_at_paper(w);
	if (st != OK)
		return st;
	o->timezone = o->opts->timezone;
	for (size_t i = 0; i < w->n; i++)
		o->n += w->entries[i].type == WP_POST
		    || w->entries[i].type == WP_PAGE;
	o->n += w->n_terms + w->n_authors;
	return OK;
}

static enum status
begin(struct origin *o)
{
	struct wordpress *w = o->own;

	w->posts = wp_source(w, o->j, "post", STR(""));
	o->options = job_printf(o->j, "%.*s %d %.*s", STR_ARG(w->site),
	    w->topics, STR_ARG(w->lang));
	return OK;
}

/* ---- the order: what texts name first, then texts, then the rest ---- */

/* Terms come a level at a time, so that a parent stands before its children. */
static int
level_of(const struct wp_term *t)
{
	int n = 0;

	for (; t->up != NULL && n < 16; t = t->up)
		n++;
	return n;
}

static bool
is_taken(struct wordpress *w, const struct wp_term *t)
{
	return !t->part
	    && !wp_is_inner(t->taxonomy)
	    /* One that the file defines twice stands in two places. */
	    && wp_term(w, t->taxonomy, t->slug) == t;
}

static bool
next_author(struct wordpress *w, struct wp_item *out)
{
	if (w->at == w->n_authors)
		return false;
	out->author = &w->authors[w->at++];
	return true;
}

static bool
next_term(struct wordpress *w, struct wp_item *out)
{
	for (; w->level < 17; w->level++, w->at = 0) {
		bool more = false;

		for (; w->at < w->n_terms; w->at++) {
			const struct wp_term *t = w->terms[w->at];

			if (!is_taken(w, t))
				continue;
			if (level_of(t) == w->level) {
				out->term = t;
				w->at++;
				return true;
			}
			more |= level_of(t) > w->level;
		}
		(void)more;
	}
	return false;
}

static bool
next_text(struct wordpress *w, bool translations, struct wp_item *out)
{
	if (w->comments) {
		w->comments = false;
		out->comments = true;
		out->entry = w->at - 1;
		return true;
	}
	for (; w->at < w->n; w->at++) {
		const struct wp_entry *e = &w->entries[w->at];

		if ((e->type != WP_POST && e->type != WP_PAGE)
		    || ((e->flags & WP_TRANSLATED) != 0) != translations)
			continue;
		out->entry = w->at++;
		/* Those of what nobody may read stay with it. */
		w->comments = (e->flags & WP_COMMENTED) != 0
		    && (e->flags & WP_LIVE) != 0;
		return true;
	}
	return false;
}

static bool
has_links(const struct wordpress *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->entries[i].type == WP_LINK)
			return true;
	return false;
}

static bool
has_sticky(const struct wordpress *w)
{
	for (size_t i = 0; i < w->n; i++)
		if ((w->entries[i].flags & WP_STICKY) != 0
		    && (w->entries[i].flags & WP_LIVE) != 0)
			return true;
	return false;
}

/* Files of the library that no text shows: told, and left. */
static bool
next_unshown(struct wordpress *w, struct wp_item *out)
{
	for (; w->at < w->n; w->at++) {
		const struct wp_entry *e = &w->entries[w->at];

		if (e->type != WP_FILE || (e->flags & WP_SHOWN) != 0)
			continue;
		out->entry = w->at++;
		return true;
	}
	return false;
}

static bool
next_of(struct wordpress *w, struct wp_item *out)
{
	for (; w->phase != WP_END; w->phase++, w->at = 0) {
		bool there = false;

		out->phase = w->phase;
		switch (w->phase) {
		case WP_AUTHORS:
			there = next_author(w, out);
			break;
		case WP_TERMS:
			there = next_term(w, out);
			break;
		case WP_TEXTS:
			there = next_text(w, false, out);
			break;
		case WP_TRANSLATIONS:
			there = next_text(w, true, out);
			break;
		case WP_MENU:
			there = w->at == 0 && !w->has_menu && has_links(w);
			w->at = 1;
			break;
		case WP_FRONT:
			there = w->at == 0 && !w->has_front && has_sticky(w);
			w->at = 1;
			break;
		case WP_REDIRECTS:
			there = wp_next_redirect(w, out);
			break;
		case WP_UNSHOWN:
			there = next_unshown(w, out);
			break;
		case WP_END:
			break;
		}
		if (there)
			return true;
	}
	return false;
}

static const char *const type_words[] = {
	[WP_POST] = "post",
	[WP_PAGE] = "page",
	[WP_FILE] = "attachment",
	[WP_LINK] = "menu item",
	[WP_BLOCK] = "block",
	[WP_LEFT] = "item",
};

static void
name_author(const struct wordpress *w, struct job *j, struct item *out,
    const struct wp_author *a)
{
	out->source = wp_source(w, j, "author", a->login);
	out->place = str_of(w->file);
	out->name = job_printf(j, "%s:%d author %.*s", w->file, a->line,
	    STR_ARG(a->login));
	out->title = a->name;
}

static void
name_term(const struct wordpress *w, struct job *j, struct item *out,
    const struct wp_term *t)
{
	out->source = wp_source(w, j, job_cstr(j, t->taxonomy), t->slug);
	out->place = str_of(w->file);
	out->name = job_printf(j, "%s:%d %.*s %.*s", w->file, t->line,
	    STR_ARG(t->taxonomy), STR_ARG(t->slug));
	out->title = t->name;
}

static void
name_entry(const struct wordpress *w, struct job *j, struct item *out,
    const struct wp_item *i)
{
	const struct wp_entry *e = &w->entries[i->entry];

	out->source = e->id != 0
	    ? wp_source_of(w, j, i->comments ? "comments" : "post", e->id)
	    : wp_source_of(w, j, "line", e->line);
	out->name = job_printf(j, "%s:%d %s%s %lld", w->file, e->line,
	    i->comments ? "comments of " : "", type_words[e->type],
	    (long long)e->id);
	out->place = str_of(w->file);
	out->title = job_printf(j, "%s %lld", type_words[e->type],
	    (long long)e->id);
}

/* The menu, the front, a redirect. */
static void
name_furniture(const struct wordpress *w, struct job *j, struct item *out,
    const struct wp_item *i)
{
	const char *what = i->phase == WP_MENU ? "menu"
	    : i->phase == WP_FRONT             ? "front"
					       : "redirect";
	const struct str key = i->term != NULL ? i->term->slug
					       : job_printf(j, "%zu", i->entry);

	out->source = wp_source(w, j, what, key);
	out->place = str_of(w->file);
	out->name = i->phase != WP_REDIRECTS
	    ? job_printf(j, "%s %s", w->file,
		i->phase == WP_MENU ? "menu" : "sticky posts")
	    : job_printf(j, "%s %s", w->file,
		i->term != NULL ? job_cstr(j,
		    job_printf(j, "feeds of %.*s", STR_ARG(i->term->slug)))
		    : i->entry == 0
		    ? "feeds"
		    : job_cstr(j,
			job_printf(j, "pages of files from %zu on", i->entry)));
	out->title = str_of(what);
}

/* What nobody is told of elsewhere. */
static void
tell_rest(struct wordpress *w)
{
	struct origin *o = w->o;

	for (size_t i = 0; i < w->n_left; i++)
		origin_note(o,
		    job_printf(o->j,
			"%lld items of type `%.*s` are left out: they are "
			"inner matters of WordPress or of a plugin",
			(long long)w->left[i].n, STR_ARG(w->left[i].name)));
	for (size_t i = 0; i < w->n_hidden; i++)
		origin_note(o,
		    job_printf(o->j,
			"the hidden field `%.*s` of %lld texts is left out",
			STR_ARG(w->hidden[i].name), (long long)w->hidden[i].n));
}

static enum status
next(struct origin *o, struct job *j, struct item *out)
{
	struct wordpress *w = o->own;
	struct wp_item *i = JOB_NEW(j, struct wp_item);

	if (w->at % EASE_EVERY == 0)
		wp_ease(w);
	if (!next_of(w, i)) {
		tell_rest(w);
		return NOT_FOUND;
	}
	*out = (struct item){ .own = i };
	if (i->phase == WP_MENU || i->phase == WP_FRONT
	    || i->phase == WP_REDIRECTS)
		name_furniture(w, j, out, i);
	else if (i->author != NULL)
		name_author(w, j, out, i->author);
	else if (i->term != NULL)
		name_term(w, j, out, i->term);
	else
		name_entry(w, j, out, i);
	return OK;
}

static enum status
read_item(struct origin *o, struct job *j, const struct item *item,
    struct str *bytes)
{
	struct wordpress *w = o->own;
	const struct wp_item *i = item->own;
	const struct wp_entry *e;
	enum status st = OK;

	switch (i->phase) {
	case WP_AUTHORS:
		return wp_author_file(w, j, i->author, bytes);
	case WP_TERMS:
		return wp_term_file(w, j, i->term, bytes);
	case WP_MENU:
		st = wp_menu_file(w, j, bytes);
		break;
	case WP_FRONT:
		st = wp_front_file(w, j, bytes);
		break;
	case WP_REDIRECTS:
		return wp_redirect_file(w, j, i, bytes);
	case WP_TEXTS:
	case WP_TRANSLATIONS:
	case WP_UNSHOWN:
	case WP_END:
		e = &w->entries[i->entry];
		st = wxr_read(w->x, j,
		    (struct wxr_place){ e->from, e->n, e->line }, bytes);
		if (st == OK && !i->comments && i->phase != WP_UNSHOWN)
			wp_mark(w, j, e, *bytes);
		return st;
	}
	/* Nothing in it leads anywhere. */
	if (st == NOT_FOUND) {
		*bytes = STR("");
		st = OK;
	}
	return st;
}

/* A file that no text shows. */
static enum status
leave_file(struct wordpress *w, struct job *j, const struct wp_item *i,
    struct str bytes, struct converted *out)
{
	const struct wp_entry *e = &w->entries[i->entry];
	struct xml *item;
	enum status st = wxr_parse(w->x, j, bytes, e->line, &item, &out->notes);

	if (st != OK)
		return st;
	out->left = true;
	convert_note(j, &out->notes, e->line,
	    job_printf(j,
		"no text shows this file of the library, so it stays behind: "
		"%.*s",
		STR_ARG(xml_text(item, "wp:attachment_url"))));
	return OK;
}

static enum status
convert(struct origin *o, struct job *j, const struct item *item,
    struct str bytes, struct converted *out)
{
	struct wordpress *w = o->own;
	const struct wp_item *i = item->own;
	enum status st = OK;

	out->source = item->source;
	out->id = origin_id(o->key, item->source);
	if (i->phase == WP_UNSHOWN)
		return leave_file(w, j, i, bytes, out);
	if (i->phase != WP_TEXTS && i->phase != WP_TRANSLATIONS) {
		out->bytes = bytes;
		out->left = bytes.n == 0;
		out->line = i->author != NULL ? i->author->line
		    : i->term != NULL         ? i->term->line
					      : 1;
		if (out->left)
			return OK;
	} else if (i->comments) {
		const struct wp_entry *e = &w->entries[i->entry];

		out->line = e->line;
		st = wp_comments_file(w, j, e, bytes, &out->bytes, &out->notes);
	} else {
		st = wp_convert(w, j, &w->entries[i->entry], bytes, out);
	}
	if (st == OK)
		st = textfile_parse(j, out->bytes, item->name, &out->file);
	if (st != OK)
		return st;
	out->parsed = true;
	out->body = out->file.body;
	out->body_line = out->file.body_line;
	out->kind = kind_of(node_text(node_at(out->file.top, STR("kind"))));
	if (out->kind == KIND_NONE)
		out->kind = KIND_STORY;
	return OK;
}

static bool
find(struct origin *o, struct job *j, const struct item *i, struct str src,
    char *path)
{
	(void)i;
	return wp_find(o->own, j, src, path);
}

/*
 * An export is often one of several parts: only what lies between its first
 * and its last item can be gone from it.
 */
static bool
has(struct origin *o, struct str source)
{
	struct wordpress *w = o->own;
	int64_t id;

	if (++w->asked % EASE_EVERY == 0)
		wp_ease(w);
	if (!str_starts(source, w->posts)
	    || !str_to_int(str_skip(source, w->posts.n), &id) || w->n == 0
	    || id < w->by_id[0].key || id > w->by_id[w->n - 1].key)
		return true;
	return wp_entry(w, id) != NULL;
}

static void
close_wordpress(struct origin *o)
{
	struct wordpress *w = o->own;

	if (w == NULL)
		return;
	wxr_close(w->x);
	oldfiles_close(&w->elsewhere);
	wp_spills_close(w);
}

const struct origin_kind origin_wordpress = {
	.open = open_wordpress,
	.begin = begin,
	.next = next,
	.read = read_item,
	.convert = convert,
	.find = find,
	.has = has,
	.close = close_wordpress,
};
