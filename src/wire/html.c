/* SPDX-License-Identifier: ISC */
#include "wire/html.h"

#include <string.h>

#include "text/textfile.h"
#include "wire/html_inside.h"

#define LISTS_MAX 12

static const char *const blocks[] = { "address", "article", "aside", "audio",
	"blockquote", "center", "dd", "details", "div", "dl", "dt", "embed",
	"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
	"h4", "h5", "h6", "header", "hr", "iframe", "li", "main", "nav",
	"noscript", "object", "ol", "p", "pre", "script", "section", "style",
	"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
	NULL };
/* Only a place for others: they go, what is in them stays. */
static const char *const wrappers[] = { "div", "section", "article", "main",
	"center", "header", "footer", "fieldset", NULL };
static const char *const inlines[] = { "a", "abbr", "acronym", "b", "bdi",
	"bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font",
	"i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s",
	"samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
	"u", "var", "wbr", NULL };
/* Elements with which Markdown begins a block of HTML by itself. */
static const char *const starters[] = { "address", "article", "aside",
	"blockquote", "center", "details", "dd", "dl", "dt", "fieldset",
	"figcaption", "figure", "footer", "form", "header", "iframe", "li",
	"main", "nav", "ol", "p", "pre", "section", "table", "ul", "h1", "h2",
	"h3", "h4", "h5", "h6", NULL };

static bool
among(const char *const *names, struct str name)
{
	for (; *names != NULL; names++)
		if (str_eq_nocase(name, str_of(*names)))
			return true;
	return false;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Only elements that may stand within a paragraph of Markdown. */
static bool
is_inline(struct str s)
{
	struct html_tag t;
	size_t at = 0;

	while (at < s.n) {
		const char *lt = memchr(s.p + at, '<', s.n - at);

		if (lt == NULL)
			return true;
		at = (size_t)(lt - s.p);
		if (!html_tag_read(str_skip(s, at), &t)) {
			at++;
			continue;
		}
		if (!t.comment && !among(inlines, t.name))
			return false;
		at += t.raw.n;
	}
	return true;
}

bool
html_inside_of(struct str element, const struct html_tag *t, struct str *out)
{
	const size_t end = str_rfind_ch(element, '<');
	struct html_tag last;

	if (end == NOWHERE || end < t->raw.n
	    || !html_tag_read(str_skip(element, end), &last) || !last.closes
	    || !str_eq_nocase(last.name, t->name))
		return false;
	*out = str_sub(element, t->raw.n, end - t->raw.n);
	return true;
}

void
html_gap(struct buf *b)
{
	while (b->n > 0 && is_space(b->p[b->n - 1]))
		b->n--;
	if (b->n > 0)
		BUF_LIT(b, "\n\n");
}

/* White space from s[i] on as one character; where it ends. */
static size_t
put_blank(struct buf *b, struct str s, size_t i)
{
	bool line = false;

	for (; i < s.n && is_space(s.p[i]); i++)
		line |= s.p[i] == '\n';
	if (b->n == 0 || b->p[b->n - 1] != '\n')
		buf_ch(b, line ? '\n' : ' ');
	return i;
}

/* Within pre every line counts, but an empty one would end the HTML. */
static void
put_verse(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char c = s.p[i];

		if (c == '\n' && b->n > 0 && b->p[b->n - 1] == '\n')
			BUF_LIT(b, "&#10;");
		else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
			buf_ch(b, c);
	}
}

static void
put_words(struct buf *b, struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		if (is_space(s.p[i])) {
			i = put_blank(b, s, i);
			continue;
		}
		if ((unsigned char)s.p[i] >= ' ')
			buf_ch(b, s.p[i]);
		i++;
	}
}

/* The HTML itself, in one piece for Markdown. */
static void
put_html(const struct htmlwork *w, struct str s, struct buf *b)
{
	struct html_tag t;
	size_t at = 0;
	int pre = 0;

	s = str_trim(s);
	while (at < s.n) {
		const char *lt = memchr(s.p + at, '<', s.n - at);
		const size_t to = lt == NULL ? s.n : (size_t)(lt - s.p);

		if (pre > 0)
			put_verse(b, str_sub(s, at, to - at));
		else
			put_words(b, str_sub(s, at, to - at));
		at = to;
		if (at == s.n)
			break;
		if (!html_tag_read(str_skip(s, at), &t)) {
			BUF_LIT(b, "&lt;");
			at++;
			continue;
		}
		at += t.raw.n;
		if (t.comment)
			continue;
		if (html_is(&t, "pre"))
			pre += t.closes ? -(pre > 0) : 1;
		html_put_tag(w, &t, b);
	}
}

static void
put_block_html(const struct htmlwork *w, const struct html_tag *t, struct str s,
    struct buf *b)
{
	const bool starts = among(starters, t->name);

	html_gap(b);
	if (!starts)
		BUF_LIT(b, "<div>");
	put_html(w, s, b);
	if (!starts)
		BUF_LIT(b, "</div>");
	BUF_LIT(b, "\n");
}

/* What says something of an element that Markdown can't say. */
static bool
says_more(const struct html_tag *t)
{
	return html_value(t, "lang").n > 0 || html_value(t, "dir").n > 0
	    || html_value(t, "title").n > 0;
}

static bool
put_paragraph(const struct htmlwork *w, const struct html_tag *t, struct str in,
    struct buf *b)
{
	struct str put;
	size_t from;

	if (says_more(t) || !is_inline(in))
		return false;
	html_gap(b);
	from = b->n;
	html_put_inline(w, in, "", b);
	/* A blank kept to hold an empty line open. */
	put = str_skip(buf_so_far(b), from);
	if (str_eq(put, STR("&nbsp;")) || str_eq(put, STR("\xc2\xa0")))
		b->n = from;
	if (b->n == from)
		return true;
	BUF_LIT(b, "\n");
	return true;
}

static bool
put_heading(const struct htmlwork *w, const struct html_tag *t, struct str in,
    struct buf *b)
{
	size_t from;

	if (says_more(t) || !is_inline(in))
		return false;
	if (str_trim(in).n == 0)
		return true;
	html_gap(b);
	for (char c = '0'; c < t->name.p[1]; c++)
		buf_ch(b, '#');
	buf_ch(b, ' ');
	from = b->n;
	html_put_inline(w, in, "", b);
	/* A heading is one line. */
	for (size_t i = from; i < b->n; i++) {
		if (b->p[i] == '\n') {
			if (i > from && b->p[i - 1] == '\\')
				b->p[i - 1] = ' ';
			b->p[i] = ' ';
		}
	}
	if (b->n > from && b->p[b->n - 1] == '#')
		BUF_LIT(b, " #");
	BUF_LIT(b, "\n");
	return true;
}

/* &lt; and its like as they are; false if others stand in it. */
static bool
code_words(struct job *j, struct str s, struct str *out)
{
	static const struct {
		struct str entity;
		char c;
	} known[] = { { STR_INIT("&lt;"), '<' }, { STR_INIT("&gt;"), '>' },
		{ STR_INIT("&amp;"), '&' }, { STR_INIT("&quot;"), '"' },
		{ STR_INIT("&#039;"), '\'' }, { STR_INIT("&#39;"), '\'' },
		{ STR_INIT("&#091;"), '[' }, { STR_INIT("&#91;"), '[' },
		{ STR_INIT("&#093;"), ']' }, { STR_INIT("&#93;"), ']' } };
	struct buf b = buf_in(j, s.n + 1);

	for (size_t i = 0; i < s.n;) {
		size_t k = 0;

		if (s.p[i] != '&') {
			if (s.p[i] != '\r')
				buf_ch(&b, s.p[i]);
			i++;
			continue;
		}
		while (k < sizeof(known) / sizeof(known[0])
		    && !str_starts(str_skip(s, i), known[k].entity))
			k++;
		if (k == sizeof(known) / sizeof(known[0]))
			return false;
		buf_ch(&b, known[k].c);
		i += known[k].entity.n;
	}
	*out = buf_so_far(&b);
	return true;
}

/* <pre><code> is code; a verse is not. */
static bool
put_code(const struct htmlwork *w, struct str in, struct buf *b)
{
	struct html_tag t;
	struct str words, inner = str_trim(in);
	size_t ticks = 3, run = 0;

	if (!html_tag_read(inner, &t) || !html_is(&t, "code")
	    || !html_inside_of(inner, &t, &inner)
	    || str_find_ch(inner, '<') != NOWHERE
	    || !code_words(w->j, inner, &words))
		return false;
	for (size_t i = 0; i < words.n; i++) {
		run = words.p[i] == '`' ? run + 1 : 0;
		if (run >= ticks)
			ticks = run + 1;
	}
	html_gap(b);
	for (size_t i = 0; i < ticks; i++)
		buf_ch(b, '`');
	buf_ch(b, '\n');
	buf_put(b, words);
	if (!str_ends(words, STR("\n")))
		buf_ch(b, '\n');
	for (size_t i = 0; i < ticks; i++)
		buf_ch(b, '`');
	BUF_LIT(b, "\n");
	return true;
}

/* ---- lists ---- */

struct list {
	bool numbered;
	long number;
};

/* Lists that are open, and the item of the innermost that has no words yet. */
struct listing {
	const struct htmlwork *w;
	struct buf b;
	struct list open[LISTS_MAX];
	size_t n;
	bool in_item;
};

static const char *
list_indent(size_t depth)
{
	static const char spaces[] = "                                        "
				     "                                ";

	return spaces + sizeof(spaces) - 1 - depth * 4;
}

static void
end_item(struct listing *l)
{
	if (l->in_item)
		BUF_LIT(&l->b, "\n");
	l->in_item = false;
}

static void
begin_item(struct listing *l)
{
	struct list *of = &l->open[l->n - 1];

	end_item(l);
	buf_put(&l->b, str_of(list_indent(l->n - 1)));
	if (of->numbered)
		buf_printf(&l->b, "%ld.%s", of->number,
		    of->number < 10 ? "  " : " ");
	else
		BUF_LIT(&l->b, "-   ");
	of->number++;
	l->in_item = true;
}

/* Words of an item; false if they stand in none. */
static bool
list_words(struct listing *l, struct str words)
{
	if (str_trim(words).n == 0)
		return true;
	if (!l->in_item)
		return false;
	html_put_inline(l->w, words, list_indent(l->n), &l->b);
	end_item(l);
	return true;
}

static bool
begin_list(struct listing *l, const struct html_tag *t)
{
	if (l->n == LISTS_MAX || (l->n > 0 && l->in_item)
	    || html_value(t, "start").n > 0 || html_value(t, "type").n > 0
	    || html_value(t, "reversed").n > 0)
		return false;
	l->open[l->n++] = (struct list){ html_is(t, "ol"), 1 };
	return true;
}

/* A tag of lists; false for any other, and for what Markdown can't say. */
static bool
list_tag(struct listing *l, const struct html_tag *t)
{
	const bool list = html_is(t, "ul") || html_is(t, "ol");

	if (list && !t->closes)
		return begin_list(l, t);
	if (l->n == 0 || (!list && !html_is(t, "li")))
		return false;
	if (list)
		l->n--;
	else if (t->closes)
		end_item(l);
	else
		begin_item(l);
	return true;
}

/* A list whose items hold words and lists only. */
static bool
put_list(const struct htmlwork *w, struct str s, struct buf *out)
{
	struct listing l = { .w = w, .b = buf_in(w->j, s.n * 4 + 1024) };
	size_t at = 0, from = 0;
	struct html_tag t;

	while (at < s.n) {
		const char *lt = memchr(s.p + at, '<', s.n - at);

		if (lt == NULL)
			break;
		at = (size_t)(lt - s.p);
		if (!html_tag_read(str_skip(s, at), &t)) {
			at++;
			continue;
		}
		at += t.raw.n;
		if (t.comment || among(inlines, t.name))
			continue;
		if (!list_words(&l, str_sub(s, from, (size_t)(lt - s.p) - from))
		    || !list_tag(&l, &t))
			return false;
		from = at;
	}
	if (l.n > 0 || l.b.over)
		return false;
	html_gap(out);
	buf_put(out, buf_so_far(&l.b));
	return true;
}

/* ---- quotations ---- */

/* Paragraphs, and at the end who said it. */
static bool
put_quote(const struct htmlwork *w, struct str in, struct buf *out)
{
	struct buf b = buf_in(w->j, in.n * 4 + 1024);
	bool first = true, cited = false;

	in = str_trim(in);
	while (in.n > 0) {
		struct html_tag t;
		struct str element, words;
		bool cite;

		if (cited || !html_tag_read(in, &t))
			return false;
		cite = html_is(&t, "cite") || html_is(&t, "footer");
		element = str_sub(in, 0, html_element(in));
		if (t.comment) {
			in = str_trim(str_skip(in, t.raw.n));
			continue;
		}
		if ((!cite && !html_is(&t, "p")) || says_more(&t)
		    || !html_inside_of(element, &t, &words)
		    || !is_inline(words))
			return false;
		in = str_trim(str_skip(in, element.n));
		if (str_trim(words).n == 0)
			continue;
		if (!first)
			BUF_LIT(&b, ">\n");
		BUF_LIT(&b, "> ");
		if (cite)
			BUF_LIT(&b, "\xe2\x80\x94 ");
		html_put_inline(w, words, "> ", &b);
		BUF_LIT(&b, "\n");
		first = false;
		cited = cite;
	}
	if (b.over)
		return false;
	html_gap(out);
	buf_put(out, buf_so_far(&b));
	return true;
}

/* ---- all of it ---- */

/* As Markdown; false if that would lose something. */
static bool
put_markdown(const struct htmlwork *w, const struct html_tag *t, struct str s,
    struct buf *b)
{
	struct str in;

	if (html_is(t, "hr")) {
		html_gap(b);
		BUF_LIT(b, "***\n");
		return true;
	}
	if (!html_inside_of(s, t, &in)) {
		if (!html_is(t, "p"))
			return false;
		in = str_skip(s, t->raw.n);
	}
	if (html_is(t, "p"))
		return put_paragraph(w, t, in, b);
	if (t->name.n == 2 && t->name.p[1] >= '1' && t->name.p[1] <= '6')
		return put_heading(w, t, in, b);
	if (html_is(t, "pre"))
		return put_code(w, in, b);
	if (html_is(t, "blockquote"))
		return html_value(t, "cite").n == 0 && !says_more(t)
		    && put_quote(w, in, b);
	if (html_is(t, "ul") || html_is(t, "ol"))
		return put_list(w, s, b);
	if (html_is(t, "figure"))
		return html_put_figure(w, in, b) || html_put_embed(w, t, in, b);
	return false;
}

/* Where a block ends; a paragraph also before the next block. */
static size_t
block_end(struct str s, const struct html_tag *t)
{
	struct html_tag next;
	size_t at = t->raw.n;

	if (html_is(t, "hr") || html_is(t, "embed") || t->alone)
		return t->raw.n;
	if (!html_is(t, "p"))
		return html_element(s);
	while (at < s.n) {
		const char *lt = memchr(s.p + at, '<', s.n - at);

		if (lt == NULL)
			return s.n;
		at = (size_t)(lt - s.p);
		if (!html_tag_read(str_skip(s, at), &next)) {
			at++;
			continue;
		}
		if (html_is(&next, "p") && next.closes)
			return at + next.raw.n;
		if (!next.comment && among(blocks, next.name)
		    && !html_is(&next, "iframe") && !html_is(&next, "audio")
		    && !html_is(&next, "video"))
			return at;
		at += next.raw.n;
	}
	return s.n;
}

/* Words that stand in no block, up to the next one. */
static size_t
loose_end(struct str s)
{
	struct html_tag t;
	size_t at = 0;

	while (at < s.n) {
		const char *lt = memchr(s.p + at, '<', s.n - at);

		if (lt == NULL)
			return s.n;
		at = (size_t)(lt - s.p);
		if (!html_tag_read(str_skip(s, at), &t)) {
			at++;
			continue;
		}
		if (among(blocks, t.name) || str_starts(t.raw, STR("<!--more")))
			return at;
		at += t.raw.n;
	}
	return s.n;
}

static void
put_loose(const struct htmlwork *w, struct str s, struct buf *b)
{
	static const struct html_tag p = { .name = STR_INIT("p") };

	s = str_trim(s);
	if (s.n == 0 || put_paragraph(w, &p, s, b))
		return;
	html_gap(b);
	BUF_LIT(b, "<p>");
	put_html(w, s, b);
	BUF_LIT(b, "</p>\n");
}

/* The next piece of s; how long it was. */
static size_t
put_next(const struct htmlwork *w, struct str s, struct buf *b)
{
	struct html_tag t;
	size_t n;

	if (s.p[0] == '<' && html_tag_read(s, &t)) {
		if (str_starts(t.raw, STR("<!--more"))) {
			html_gap(b);
			BUF_LIT(b, "<!--more-->\n");
			return t.raw.n;
		}
		if (t.comment || among(wrappers, t.name)
		    || (t.closes && among(blocks, t.name))
		    || html_class(&t, "wp-block-gallery"))
			return t.raw.n;
		if (among(blocks, t.name)) {
			const struct str piece = str_sub(s, 0,
			    block_end(s, &t));

			if (!put_markdown(w, &t, piece, b))
				put_block_html(w, &t, piece, b);
			return piece.n;
		}
	}
	n = loose_end(s);
	if (n == 0)
		n = 1;
	put_loose(w, str_sub(s, 0, n), b);
	return n;
}

enum status
html_body(struct job *j, struct str html, const struct html_opts *opts,
    struct str *out)
{
	const struct htmlwork w = { j, opts };
	struct buf b = buf_in(j, TEXTFILE_BODY_MAX);

	while ((html = str_trim(html)).n > 0)
		html = str_skip(html, put_next(&w, html, &b));
	html_gap(&b);
	if (b.n > 0)
		b.n--;
	return buf_done(&b, out);
}
