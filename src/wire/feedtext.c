/* SPDX-License-Identifier: ISC */
/* An item of a feed as a text file of stet's. */
#include <limits.h>

#include "text/address.h"
#include "text/sanitise.h"
#include "text/words.h"
#include "wire/feedimport.h"
#include "wire/html.h"
#include "wire/writeup.h"

#define TITLE_BYTES 300

struct work {
	struct feedimport *f;
	struct job *j;
	const struct feed_item *item;
	const struct feed_entry *e;
	struct str link; /* absolute; empty if it has none */
	struct writeup up;
	struct converted *out;
};

/* ---- words ---- */

/* What is no HTML is made some: an empty line parts paragraphs. */
static struct str
html_of(struct job *j, struct feed_words w)
{
	struct buf b = buf_in(j, 8 * w.text.n + 16);

	if (!w.plain)
		return w.text;
	BUF_LIT(&b, "<p>");
	for (size_t i = 0; i < w.text.n; i++) {
		const struct str rest = str_skip(w.text, i);

		if (*rest.p == '<') {
			BUF_LIT(&b, "&lt;");
		} else if (*rest.p == '&') {
			BUF_LIT(&b, "&amp;");
		} else if (str_starts(rest, STR("\n\n"))) {
			BUF_LIT(&b, "</p><p>");
			i++;
		} else {
			buf_ch(&b, *rest.p);
		}
	}
	BUF_LIT(&b, "</p>");
	return buf_so_far(&b);
}

static struct str
plain(struct work *w, struct feed_words words)
{
	return words.plain ? str_trim(words.text)
			   : writeup_words(&w->up, words.text);
}

/* A headline is one line, and not a paragraph. */
static void
put_title(struct work *w, struct str body)
{
	struct str title = words_excerpt(w->j, plain(w, w->e->title),
	    TITLE_BYTES);

	if (title.n == 0) {
		title = words_excerpt(w->j, plain(w, w->e->summary),
		    TITLE_BYTES / 3);
		if (title.n == 0)
			title = words_excerpt(w->j, writeup_words(&w->up, body),
			    TITLE_BYTES / 3);
		if (title.n == 0)
			title = w->item->name;
		writeup_note(&w->up, "it has no title; it is called `%.*s`",
		    STR_ARG(title));
	}
	(void)writeup_text(&w->up, w->up.top, "headline", title);
}

/* The summary, if it is not just the text's beginning. */
static void
put_summary(struct work *w, struct str body)
{
	const struct str says = plain(w, w->e->summary);
	struct str begins = words_excerpt(w->j, writeup_words(&w->up, body),
	    says.n + 8);
	struct str start = str_sub(says, 0, says.n < 40 ? says.n : 40);

	if (w->e->content.text.n == 0 || says.n == 0
	    || str_starts(begins, start))
		return;
	(void)writeup_text(&w->up, w->up.top, "summary", says);
}

/* ---- fields ---- */

static void
put_byline(struct work *w)
{
	const struct str all = w->f->head.author;
	struct node *list;

	if (w->e->n_authors == 0 && all.n == 0)
		return;
	list = writeup_list(&w->up, "byline");
	for (size_t i = 0; i < w->e->n_authors; i++)
		(void)writeup_text(&w->up, list, "", w->e->authors[i]);
	if (w->e->n_authors == 0)
		(void)writeup_text(&w->up, list, "", all);
}

static void
put_topics(struct work *w)
{
	struct node *list;

	if (w->e->n_categories == 0)
		return;
	list = writeup_list(&w->up, "topics");
	for (size_t i = 0; i < w->e->n_categories; i++)
		(void)writeup_text(&w->up, list, "",
		    writeup_words(&w->up, w->e->categories[i]));
}

static void
put_date(struct work *w)
{
	int64_t at = feedparse_time(w->j, str_trim(w->e->published));
	struct when when;

	if (at == 0)
		at = feedparse_time(w->j, str_trim(w->e->updated));
	if (at == 0) {
		if (w->e->published.n > 0 || w->e->updated.n > 0)
			w->out->unclear = job_printf(w->j,
			    "%.*s: its date \"%.*s\" can't be read",
			    STR_ARG(w->item->name),
			    STR_ARG(w->e->published.n > 0 ? w->e->published
							  : w->e->updated));
		else
			writeup_note(&w->up,
			    "it has no date; it gets that of its import");
		return;
	}
	when = when_at(at, w->f->o->zone);
	when.precision = WHEN_SECOND;
	writeup_when(&w->up, "date", when);
}

/* The language, unless it is the paper's own. */
static void
put_language(struct work *w)
{
	const struct str own = w->f->o->site_lang;
	struct str lang = w->e->lang.n > 0 ? w->e->lang : w->f->head.lang;
	const struct str base = str_sub(lang, 0, str_find_ch(lang, '-'));

	lang = str_trim(lang);
	if (lang.n == 0 || lang.n > 35
	    || str_eq_nocase(base, str_sub(own, 0, str_find_ch(own, '-'))))
		return;
	w->out->lang = lang;
	writeup_plain(&w->up, "lang", lang);
}

/* ---- addresses ---- */

static void
put_aliases(struct work *w, struct str path)
{
	const struct str guid = feedimport_path(w->f, w->j, w->e->guid);
	const bool queried = str_find_ch(path, '?') != NOWHERE;
	const bool more = w->e->guid_is_address && guid.n > 1
	    && str_find(w->e->guid, STR("://")) != NOWHERE
	    && !str_eq(guid, path);
	struct node *list;

	if (!queried && !more)
		return;
	list = writeup_list(&w->up, "aliases");
	if (queried)
		(void)writeup_text(&w->up, list, "", path);
	if (more)
		(void)writeup_text(&w->up, list, "", guid);
}

/* Its old path; a query's leads on; one of elsewhere is named as such. */
static void
put_address(struct work *w)
{
	struct str path;

	if (w->link.n == 0)
		return;
	path = feedimport_path(w->f, w->j, w->link);
	if (path.n == 0) {
		(void)writeup_text(&w->up, w->up.top, "canonical", w->link);
		writeup_note(&w->up,
		    "it stands on another host; its address is named as the "
		    "one where it stood first (--base-url says which is the "
		    "paper's own)");
	} else if (str_find_ch(path, '?') == NOWHERE && path.n > 1
	    && address_normal(w->j, path, &w->out->address) != OK) {
		writeup_note(&w->up, "%.*s", STR_ARG(job_reason(w->j)));
		job_forgive(w->j);
	}
	if (path.n > 0)
		put_aliases(w, path);
}

/* An address in a text as it is to be here. */
static struct str
here(struct work *w, struct str address)
{
	const struct str base = w->link.n > 0 ? w->link : w->item->page;
	const struct str at = feedparse_absolute(w->j, base, str_trim(address));
	const struct str path = feedimport_path(w->f, w->j, at);

	return path.n > 0 ? path : at.n > 0 ? at : address;
}

static struct str
here_in(void *arg, struct job *j, struct str address)
{
	(void)j;
	return here(arg, address);
}

/* ---- pictures and files ---- */

static void
put_picture(struct work *w)
{
	const struct str src = here(w, w->e->picture);
	struct node *map;

	if (str_trim(w->e->picture).n == 0)
		return;
	if (!str_starts(src, STR("/"))) {
		writeup_note(&w->up,
		    "its picture %.*s stands elsewhere and is left out",
		    STR_ARG(src));
		return;
	}
	map = writeup_map(&w->up, w->up.top, "picture");
	(void)writeup_text(&w->up, map, "src", src);
	w->out->picture = src;
}

static bool
is_played(const struct feed_file *f, enum kind *kind)
{
	*kind = str_starts(f->type, STR("audio/")) ? KIND_AUDIO : KIND_VIDEO;
	return str_starts(f->type, STR("audio/"))
	    || str_starts(f->type, STR("video/"));
}

/*
 * A recording makes the item one: its own file if that is here, else its
 * address, from which nothing is loaded before a click.
 */
static void
put_recording(struct work *w, const struct feed_file *f, enum kind kind)
{
	char path[PATH_MAX];
	const struct str src = here(w, f->url);

	w->out->kind = kind;
	writeup_plain(&w->up, "kind", kind_name(kind));
	(void)writeup_text(&w->up, w->up.top, "duration", w->e->duration);
	if (str_starts(src, STR("/"))
	    && origin_feed.find(w->f->o, w->j, NULL, src, path)) {
		(void)writeup_text(&w->up, w->up.top, "file", src);
		return;
	}
	(void)writeup_text(&w->up, w->up.top, "embed", f->url);
	writeup_note(&w->up,
	    "the recording %.*s stays where it is; with --media it is taken "
	    "from a folder",
	    STR_ARG(f->url));
}

static void
put_files(struct work *w)
{
	struct node *list = NULL;

	w->out->kind = KIND_STORY;
	for (size_t i = 0; i < w->e->n_files; i++) {
		const struct feed_file *const f = &w->e->files[i];
		enum kind kind;
		struct node *map;

		if (is_played(f, &kind) && w->out->kind == KIND_STORY) {
			put_recording(w, f, kind);
			continue;
		}
		if (list == NULL)
			list = writeup_list(&w->up, "documents");
		map = writeup_map(&w->up, list, "");
		(void)writeup_text(&w->up, map, "src",
		    feedparse_absolute(w->j, w->item->page, f->url));
		(void)writeup_text(&w->up, map, "label",
		    f->title.n > 0 ? f->title : f->url);
	}
}

enum status
feedimport_convert(struct feedimport *f, struct job *j,
    const struct feed_item *i, struct converted *out)
{
	struct work w = { .f = f,
		.j = j,
		.item = i,
		.e = &i->e,
		.link = feedparse_absolute(j, i->page, str_trim(i->e.address)),
		.up = writeup_begin(j, i->name, out),
		.out = out };
	const bool whole = str_trim(i->e.content.text).n > 0;
	const struct str html = html_of(j, whole ? i->e.content : i->e.summary);
	const struct html_opts opts = { here_in, &w };
	struct str body;
	enum status st;

	put_title(&w, html);
	put_summary(&w, html);
	put_language(&w);
	put_byline(&w);
	put_topics(&w);
	put_picture(&w);
	put_files(&w);
	put_date(&w);
	put_address(&w);
	if (str_find(html, STR("<video")) != NOWHERE
	    || str_find(html, STR("<audio")) != NOWHERE)
		writeup_note(&w.up,
		    "a recording within the text is not taken; its address "
		    "stays");
	if (!whole)
		writeup_note(&w.up,
		    "the feed has no more of it than a summary");
	st = html_body(j, html, &opts, &body);
	return st == OK ? writeup_end(&w.up, body) : st;
}
