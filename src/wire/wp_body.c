/* SPDX-License-Identifier: ISC */
#include "wire/wp_body.h"

#include <jansson.h>
#include <string.h>

#include "wire/origin.h"

#define HTML_MAX ((size_t)4 * 1024 * 1024)
#define INNER_BLOCKS 100 /* reusable ones of a body */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Once for each text. */
void
wp_remark(struct wp_work *w, struct str text)
{
	for (size_t i = 0; i < w->notes->n; i++)
		if (i == WP_REMARKS || str_eq(w->notes->at[i].text, text))
			return;
	convert_note(w->j, w->notes, w->line, text);
}

/* ---- paragraphs ---- */

static bool
is_among(const char *const *names, const struct html_tag *t)
{
	for (; *names != NULL; names++)
		if (html_is(t, *names))
			return true;
	return false;
}

/* A tag that stands between paragraphs, with words of its own below it. */
static bool
is_frame(const struct html_tag *t)
{
	static const char *const names[] = { "div", "section", "article",
		"main", "center", "blockquote", "header", "footer", "aside",
		"fieldset", "form", "nav", NULL };

	return is_among(names, t);
}

/* An element that stays as it is, up to its end. */
static bool
is_whole(const struct html_tag *t)
{
	static const char *const names[] = { "ul", "ol", "dl", "table", "pre",
		"figure", "script", "style", "details", "h1", "h2", "h3", "h4",
		"h5", "h6", "address", "p", "noscript", "object", "hr", NULL };

	return is_among(names, t);
}

/* *open: a paragraph was never closed, so none behind it is. */
static size_t
whole_end(struct str s, const struct html_tag *t, bool *open)
{
	size_t end;

	if (t->closes || html_is(t, "hr") || t->alone)
		return t->raw.n;
	if (!html_is(t, "p"))
		return html_element(s);
	end = *open ? NOWHERE : str_find(s, STR("</p>"));
	*open = end == NOWHERE;
	return end == NOWHERE ? t->raw.n : end + 4;
}

/* Where the words that begin s end: an empty line, or a block's tag. */
static size_t
words_end(struct str s)
{
	struct html_tag t;
	size_t at = 0;

	while (at < s.n) {
		if (s.p[at] == '<' && html_tag_read(str_skip(s, at), &t)) {
			if (is_frame(&t) || is_whole(&t)
			    || str_starts(t.raw, STR("<!--more"))
			    || str_starts(t.raw, STR("<!--nextpage")))
				return at;
			at += t.raw.n;
			continue;
		}
		if (s.p[at] == '\n') {
			size_t next = at + 1;

			while (next < s.n
			    && (s.p[next] == ' ' || s.p[next] == '\t'
				|| s.p[next] == '\r'))
				next++;
			if (next < s.n && s.p[next] == '\n')
				return at;
		}
		at++;
	}
	return s.n;
}

static void
put_lines(struct buf *b, struct str s)
{
	struct html_tag t;
	size_t at = 0;

	while (at < s.n) {
		if (s.p[at] == '<' && html_tag_read(str_skip(s, at), &t)) {
			buf_put(b, t.raw);
			at += t.raw.n;
			if (html_is(&t, "br"))
				while (at < s.n && is_space(s.p[at]))
					at++;
			continue;
		}
		if (s.p[at] == '\n')
			BUF_LIT(b, "<br>");
		if (s.p[at] != '\r')
			buf_ch(b, s.p[at]);
		at++;
	}
}

struct str
wp_paragraphs(struct job *j, struct str text)
{
	struct buf b = buf_in(j, HTML_MAX);
	bool open = false;
	struct html_tag t;

	while ((text = str_trim(text)).n > 0) {
		size_t n;

		if (text.p[0] == '<' && html_tag_read(text, &t)
		    && (is_frame(&t) || is_whole(&t) || t.comment)) {
			n = is_whole(&t) ? whole_end(text, &t, &open) : t.raw.n;
			buf_put(&b, str_sub(text, 0, n));
			BUF_LIT(&b, "\n");
			text = str_skip(text, n);
			continue;
		}
		n = words_end(text);
		if (n == 0)
			n = 1;
		BUF_LIT(&b, "<p>");
		put_lines(&b, str_trim(str_sub(text, 0, n)));
		BUF_LIT(&b, "</p>\n");
		text = str_skip(text, n);
	}
	return buf_so_far(&b);
}

/* ---- blocks ---- */

struct block {
	struct str name;  /* "paragraph", "core-embed/youtube" */
	struct str attrs; /* JSON, or empty */
	bool closes, alone;
};

static bool
read_block(const struct html_tag *t, struct block *out)
{
	struct str s;
	size_t n = 0;

	if (!t->comment || !str_starts(t->raw, STR("<!--"))
	    || !str_ends(t->raw, STR("-->")))
		return false;
	s = str_trim(str_sub(t->raw, 4, t->raw.n - 7));
	*out = (struct block){ .closes = str_starts(s, STR("/wp:")) };
	if (!out->closes && !str_starts(s, STR("wp:")))
		return false;
	s = str_skip(s, out->closes ? 4 : 3);
	if (str_ends(s, STR("/")) && !out->closes) {
		out->alone = true;
		s = str_trim(str_sub(s, 0, s.n - 1));
	}
	while (n < s.n && !is_space(s.p[n]))
		n++;
	out->name = str_sub(s, 0, n);
	out->attrs = str_trim(str_skip(s, n));
	if (str_starts(out->name, STR("core/")))
		out->name = str_skip(out->name, 5);
	return out->name.n > 0;
}

static int64_t
block_ref(struct str attrs)
{
	const size_t at = str_find(attrs, STR("\"ref\":"));
	struct str s = str_skip(attrs, at == NOWHERE ? attrs.n : at + 6);
	size_t n = 0;
	int64_t id = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return str_to_int(str_sub(s, 0, n), &id) ? id : 0;
}

/* Blocks of the site's own furniture, made anew for each reader. */
static void
put_alone(struct wp_work *w, const struct block *k, struct buf *b)
{
	json_t *list;
	size_t i;
	const json_t *one;

	if (!str_eq(k->name, STR("footnotes")) || w->footnotes.n == 0) {
		if (!str_eq(k->name, STR("separator")))
			wp_remark(w,
			    job_printf(w->j,
				"the block `%.*s` has no text of its own: "
				"WordPress makes it anew for each page; it is "
				"left out",
				STR_ARG(k->name)));
		else
			BUF_LIT(b, "<hr>\n");
		return;
	}
	list = json_loadb(w->footnotes.p, w->footnotes.n, 0, NULL);
	BUF_LIT(b, "<ol>\n");
	json_array_foreach(list, i, one)
	{
		const char *id = json_string_value(json_object_get(one, "id"));
		const char *text = json_string_value(
		    json_object_get(one, "content"));

		BUF_LIT(b, "<li id=\"");
		html_put_value(b, str_of(id));
		BUF_LIT(b, "\">");
		buf_put(b, job_str(w->j, str_of(text)));
		BUF_LIT(b, "</li>\n");
	}
	BUF_LIT(b, "</ol>\n");
	json_decref(list);
}

/* Words of the old editor between blocks. */
static void
put_free(struct wp_work *w, struct str s, struct buf *b)
{
	if (str_trim(s).n > 0)
		buf_put(b, wp_paragraphs(w->j, s));
}

struct spot {
	struct str s; /* what is still to be read */
	size_t depth;
};

/*
 * The reading of a content.  A reusable block's own is read in its place, one
 * level deep: `back` is where it goes on after that.
 */
struct unblocking {
	struct wp_work *w;
	struct buf b;
	struct spot here, back;
	bool inner;
	int inners;
};

static void
enter_block(struct unblocking *u, const struct block *k)
{
	struct wp_work *w = u->w;
	const int64_t id = block_ref(k->attrs);
	struct str text;

	if (u->inner || u->inners == INNER_BLOCKS || w->library == NULL
	    || !w->library->block(w->library->arg, w->j, id, &text)) {
		wp_remark(w,
		    job_printf(w->j,
			"the reusable block %lld is not in the export; it is "
			"left out",
			(long long)id));
		return;
	}
	u->inners++;
	u->back = u->here;
	u->inner = true;
	u->here = (struct spot){ text, 0 };
}

static void
take_mark(struct unblocking *u, const struct html_tag *t)
{
	struct block k;

	if (!read_block(t, &k)) {
		if (str_starts(t->raw, STR("<!--nextpage")))
			BUF_LIT(&u->b, "<hr>\n");
		else if (str_starts(t->raw, STR("<!--more")))
			BUF_LIT(&u->b, "<!--more-->\n");
	} else if (k.closes) {
		u->here.depth -= u->here.depth > 0;
	} else if (!k.alone) {
		u->here.depth++;
	} else if (str_eq(k.name, STR("block"))) {
		enter_block(u, &k);
	} else {
		put_alone(u->w, &k, &u->b);
	}
}

/* Without the marks. */
static struct str
unblock(struct wp_work *w, struct str content)
{
	struct unblocking u = { .w = w,
		.b = buf_in(w->j, HTML_MAX),
		.here = { content, 0 } };

	while (u.here.s.n > 0 || u.inner) {
		const size_t at = str_find(u.here.s, STR("<!--"));
		const struct str words = str_sub(u.here.s, 0,
		    at == NOWHERE ? u.here.s.n : at);
		struct html_tag t;

		if (u.here.depth == 0)
			put_free(w, words, &u.b);
		else
			buf_put(&u.b, words);
		u.here.s = str_skip(u.here.s, words.n);
		if (u.here.s.n > 0 && html_tag_read(u.here.s, &t)) {
			u.here.s = str_skip(u.here.s, t.raw.n);
			take_mark(&u, &t);
		}
		if (u.here.s.n == 0 && u.inner) {
			u.here = u.back;
			u.inner = false;
		}
	}
	return buf_so_far(&u.b);
}

enum status
wp_html(struct wp_work *w, struct str content, struct str *out)
{
	struct str html;

	if (content.n > HTML_MAX / 2)
		return job_fail(w->j, INVALID, "its text is larger than 2 MB");
	if (str_find(content, STR("<!-- wp:")) != NOWHERE)
		html = wp_shortcodes(w, unblock(w, content));
	else
		html = wp_paragraphs(w->j, wp_shortcodes(w, content));
	*out = html;
	return OK;
}
