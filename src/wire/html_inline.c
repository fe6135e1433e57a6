/* SPDX-License-Identifier: ISC */
/* Words, links and pictures within one block of HTML, as Markdown. */
#include <string.h>

#include "wire/html_inside.h"

#define CLOSERS 64

/* What an open element ends with. */
struct closer {
	struct str name;
	struct str with; /* the href's part for a link; may be empty */
	bool raw;        /* its end tag stays as it is */
};

struct run {
	const struct htmlwork *w;
	struct str s;
	size_t at;
	struct buf *b;
	struct closer open[CLOSERS];
	size_t n;
	bool start; /* of a line */
	bool bare;  /* only tags stand in it so far */
	const char *indent;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
	    || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A letter of ours or of another script, but no space or sign of Unicode. */
static bool
is_letter_at(struct str s, size_t at)
{
	unsigned char c = at < s.n ? (unsigned char)s.p[at] : 0;

	if (c < 0x80)
		return is_word((char)c);
	/* U+00A0..BF and U+2000..206F, U+3000..303F are signs and spaces. */
	return c != 0xC2 && c != 0xE2 && c != 0xE3;
}

static bool
is_letter_before(struct str s, size_t at)
{
	size_t from = at;

	if (from == 0)
		return false;
	from--;
	while (from > 0 && ((unsigned char)s.p[from] & 0xC0) == 0x80)
		from--;
	return is_letter_at(s, from);
}

/* "1." or "1)" begins a list. */
static bool
begins_list(struct str s, size_t at)
{
	const size_t from = at;

	while (at < s.n && is_digit(s.p[at]) && at - from < 10)
		at++;
	return at > from && at < s.n && (s.p[at] == '.' || s.p[at] == ')');
}

static bool
begins_block(struct str s, size_t at)
{
	return s.p[at] != '\0' && strchr("#>+-=~", s.p[at]) != NULL;
}

static void
put_line_start(struct run *r)
{
	const struct str s = r->s;

	if (begins_list(s, r->at)) {
		while (is_digit(s.p[r->at]))
			buf_ch(r->b, s.p[r->at++]);
		buf_ch(r->b, '\\');
		buf_ch(r->b, s.p[r->at++]);
	} else if (begins_block(s, r->at)) {
		buf_ch(r->b, '\\');
		buf_ch(r->b, s.p[r->at++]);
	}
}

static void
put_char(struct run *r)
{
	const struct str s = r->s;
	const char c = s.p[r->at];
	const bool in_word = c == '_' && r->at > 0 && is_word(s.p[r->at - 1])
	    && r->at + 1 < s.n && is_word(s.p[r->at + 1]);

	if (c == '<')
		BUF_LIT(r->b, "&lt;");
	else if (c != '\0' && strchr("\\`*_[]~|", c) != NULL && !in_word) {
		buf_ch(r->b, '\\');
		buf_ch(r->b, c);
	} else if ((unsigned char)c >= ' ' || c == '\t') {
		buf_ch(r->b, c);
	}
	r->at++;
}

/* White space: a line break stays one, so that lines stay short. */
static void
put_space(struct run *r)
{
	bool line = false;

	while (r->at < r->s.n && is_space(r->s.p[r->at])) {
		line |= r->s.p[r->at] == '\n';
		r->at++;
	}
	if (r->start || r->at == r->s.n)
		return;
	/* A tag alone in a line would be HTML up to an empty one. */
	if (line && !r->bare) {
		buf_ch(r->b, '\n');
		buf_put(r->b, str_of(r->indent));
		r->start = true;
	} else {
		buf_ch(r->b, ' ');
	}
}

/* An address as it is: Markdown makes a link of it. */
static bool
put_address(struct run *r)
{
	const struct str s = str_skip(r->s, r->at);

	if ((!str_starts(s, STR("http://")) && !str_starts(s, STR("https://")))
	    || (r->at > 0 && is_word(r->s.p[r->at - 1])))
		return false;
	while (
	    r->at < r->s.n && r->s.p[r->at] != '<' && !is_space(r->s.p[r->at]))
		buf_ch(r->b, r->s.p[r->at++]);
	return true;
}

static void
put_text(struct run *r)
{
	const struct str s = r->s;

	if (is_space(s.p[r->at])) {
		put_space(r);
		return;
	}
	if (r->start)
		put_line_start(r);
	r->start = r->bare = false;
	if (put_address(r))
		return;
	if (r->at < s.n && s.p[r->at] != '<' && !is_space(s.p[r->at]))
		put_char(r);
}

struct str
html_address_of(const struct htmlwork *w, struct str value)
{
	value = str_trim(value);
	return w->o->address != NULL ? w->o->address(w->o->arg, w->j, value)
				     : value;
}

/* The tag as it is, with its addresses made ours. */
void
html_put_tag(const struct htmlwork *w, const struct html_tag *t, struct buf *b)
{
	if (t->closes || t->n == 0) {
		buf_put(b, t->raw);
		return;
	}
	buf_ch(b, '<');
	buf_put(b, t->name);
	for (size_t i = 0; i < t->n; i++) {
		const struct str name = t->at[i].name;
		const bool address = str_eq_nocase(name, STR("href"))
		    || str_eq_nocase(name, STR("src"))
		    || str_eq_nocase(name, STR("poster"));

		if (str_eq_nocase(name, STR("srcset"))
		    || str_eq_nocase(name, STR("sizes")))
			continue; /* stet makes its own */
		buf_ch(b, ' ');
		buf_put(b, name);
		BUF_LIT(b, "=\"");
		html_put_value(b,
		    address ? html_address_of(w, t->at[i].value)
			    : t->at[i].value);
		buf_ch(b, '"');
	}
	buf_put(b, t->alone ? STR("/>") : STR(">"));
}

/* As a link's destination. */
static bool
put_destination(struct buf *b, struct str to)
{
	bool plain = to.n > 0;

	for (size_t i = 0; i < to.n; i++) {
		const char c = to.p[i];

		if (c == '<' || c == '>' || c == '\n' || c == '\\')
			return false;
		plain &= !is_space(c) && c != '(' && c != ')'
		    && (unsigned char)c > ' ';
	}
	if (!plain)
		buf_ch(b, '<');
	buf_put(b, to);
	if (!plain)
		buf_ch(b, '>');
	return true;
}

static void
put_alt(struct buf *b, struct str alt)
{
	for (size_t i = 0; i < alt.n; i++) {
		const char c = alt.p[i];

		if (c != '\0' && strchr("\\`*_[]<~", c) != NULL)
			buf_ch(b, '\\');
		buf_ch(b, is_space(c) ? ' ' : c);
	}
}

bool
html_put_picture(const struct htmlwork *w, const struct html_tag *t,
    struct str caption, struct buf *b)
{
	const size_t was = b->n;
	const struct str src = html_address_of(w, html_value(t, "src"));

	BUF_LIT(b, "![");
	put_alt(b, str_trim(html_value(t, "alt")));
	BUF_LIT(b, "](");
	if (src.n == 0 || !put_destination(b, src)) {
		b->n = was;
		return false;
	}
	if (caption.n > 0) {
		BUF_LIT(b, " \"");
		for (size_t i = 0; i < caption.n; i++) {
			if (caption.p[i] == '"' || caption.p[i] == '\\')
				buf_ch(b, '\\');
			buf_ch(b, is_space(caption.p[i]) ? ' ' : caption.p[i]);
		}
		buf_ch(b, '"');
	}
	buf_ch(b, ')');
	return true;
}

static void
open_with(struct run *r, const struct html_tag *t, struct str with, bool raw)
{
	if (t->alone || r->n == CLOSERS)
		return;
	r->open[r->n++] = (struct closer){ t->name, with, raw };
}

static void
put_raw(struct run *r, const struct html_tag *t, bool pairs)
{
	if (r->n == CLOSERS && pairs)
		return;
	r->bare |= r->start;
	html_put_tag(r->w, t, r->b);
	if (pairs)
		open_with(r, t, STR(""), true);
}

/* Where the element's own end tag begins, NOWHERE if it has none. */
static size_t
end_of(struct str s, const struct html_tag *t)
{
	const size_t at = str_rfind_ch(str_sub(s, 0, html_element(s)), '<');
	struct html_tag last;

	return at != NOWHERE && at >= t->raw.n
		&& html_tag_read(str_skip(s, at), &last) && last.closes
		&& str_eq_nocase(last.name, t->name)
	    ? at
	    : NOWHERE;
}

/* Can ** or * stand here, and at its end, and mean emphasis? */
static bool
may_emphasise(const struct run *r, const struct html_tag *t)
{
	const struct str s = r->s;
	const struct str from = str_skip(s, r->at);
	const size_t inside = r->at + t->raw.n;
	size_t end, behind;

	/* First what costs nothing: the rest looks for the end tag. */
	if (r->n > 0 || !is_letter_at(s, inside)
	    || (r->at > 0
		&& (is_letter_before(s, r->at) || s.p[r->at - 1] == '*')))
		return false;
	end = end_of(from, t);
	if (end == NOWHERE)
		return false;
	behind = r->at + html_element(from);
	return is_letter_before(s, r->at + end)
	    && (behind >= s.n || !is_letter_at(s, behind))
	    && str_find(str_sub(from, 0, end), STR("\n\n")) == NOWHERE;
}

static bool
put_code(struct run *r, const struct html_tag *t)
{
	const struct str from = str_skip(r->s, r->at + t->raw.n);
	const size_t end = str_find_ch(from, '<');
	const struct str inside = str_sub(from, 0, end == NOWHERE ? 0 : end);

	if (inside.n == 0 || !str_starts(str_skip(from, end), STR("</code>"))
	    || str_trim(inside).n != inside.n
	    || str_find_ch(inside, '`') != NOWHERE
	    || str_find_ch(inside, '&') != NOWHERE
	    || str_find_ch(inside, '\n') != NOWHERE)
		return false;
	buf_ch(r->b, '`');
	buf_put(r->b, inside);
	buf_ch(r->b, '`');
	r->at += t->raw.n + inside.n + sizeof("</code>") - 1;
	return true;
}

static void
open_link(struct run *r, const struct html_tag *t)
{
	const struct str to = html_address_of(r->w, html_value(t, "href"));
	struct buf d = buf_in(r->w->j, to.n + 8);
	bool known = to.n > 0 && r->n < CLOSERS;

	for (size_t i = 0; i < t->n; i++)
		known &= !str_eq_nocase(t->at[i].name, STR("id"))
		    && !str_eq_nocase(t->at[i].name, STR("title"))
		    && !str_eq_nocase(t->at[i].name, STR("lang"))
		    && !str_eq_nocase(t->at[i].name, STR("hreflang"));
	for (size_t i = 0; i < r->n; i++)
		known &= !str_eq_nocase(r->open[i].name, STR("a"));
	BUF_LIT(&d, "](");
	if (!known || !put_destination(&d, to)) {
		put_raw(r, t, true);
		return;
	}
	buf_ch(&d, ')');
	buf_ch(r->b, '[');
	open_with(r, t, buf_so_far(&d), false);
}

/* The marks of an element, or empty if Markdown has none. */
static struct str
marks_of(const struct html_tag *t)
{
	if (html_is(t, "strong") || html_is(t, "b"))
		return STR("**");
	if (html_is(t, "em") || html_is(t, "i"))
		return STR("*");
	return STR("");
}

static bool
is_bare(const struct html_tag *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!str_eq_nocase(t->at[i].name, STR("class"))
		    && !str_eq_nocase(t->at[i].name, STR("style"))
		    && !str_starts(t->at[i].name, STR("data-"))
		    && !str_eq_nocase(t->at[i].name, STR("id")))
			return false;
	return true;
}

/* Two in a row leave a line empty; one at the end breaks nothing. */
static void
put_break(struct run *r)
{
	while (r->at < r->s.n && is_space(r->s.p[r->at]))
		r->at++;
	if (r->at >= r->s.n)
		return;
	if (r->start) {
		BUF_LIT(r->b, "<br>");
		r->bare = true;
		return;
	}
	BUF_LIT(r->b, "\\\n");
	buf_put(r->b, str_of(r->indent));
	r->start = true;
}

static void
put_open(struct run *r, const struct html_tag *t)
{
	static const char *const voids[] = { "wbr", "source", "track", "input",
		"hr", "col", "embed" };
	const struct str marks = marks_of(t);

	if (marks.n > 0 && may_emphasise(r, t)) {
		buf_put(r->b, marks);
		r->at += t->raw.n;
		open_with(r, t, marks, false);
		return;
	}
	if (html_is(t, "code") && put_code(r, t))
		return;
	r->at += t->raw.n;
	if (html_is(t, "br")) {
		put_break(r);
		return;
	}
	if (html_is(t, "img")) {
		if (!html_put_picture(r->w, t, STR(""), r->b))
			put_raw(r, t, false);
		return;
	}
	if (html_is(t, "a")) {
		open_link(r, t);
		return;
	}
	if ((html_is(t, "span") || html_is(t, "font")) && is_bare(t)) {
		open_with(r, t, STR(""), false);
		return;
	}
	for (size_t i = 0; i < sizeof(voids) / sizeof(voids[0]); i++)
		if (html_is(t, voids[i])) {
			put_raw(r, t, false);
			return;
		}
	put_raw(r, t, true);
}

/* Close what is open down to an element of that name, if there is one. */
static void
put_close(struct run *r, const struct html_tag *t)
{
	size_t i = r->n;

	while (i > 0 && !str_eq_nocase(r->open[i - 1].name, t->name))
		i--;
	if (i == 0)
		return;
	while (r->n >= i) {
		const struct closer *c = &r->open[r->n - 1];

		if (c->raw)
			buf_printf(r->b, "</%.*s>", STR_ARG(c->name));
		else
			buf_put(r->b, c->with);
		r->n--;
	}
}

static void
close_all(struct run *r)
{
	while (r->n > 0) {
		const struct closer *c = &r->open[--r->n];

		if (c->raw)
			buf_printf(r->b, "</%.*s>", STR_ARG(c->name));
		else
			buf_put(r->b, c->with);
	}
}

void
html_put_inline(const struct htmlwork *w, struct str s, const char *indent,
    struct buf *b)
{
	struct run r = { .w = w,
		.s = str_trim(s),
		.b = b,
		.start = true,
		.indent = indent };
	struct html_tag t;

	while (r.at < r.s.n) {
		if (r.s.p[r.at] != '<'
		    || !html_tag_read(str_skip(r.s, r.at), &t)) {
			if (r.s.p[r.at] == '<') {
				r.start = r.bare = false;
				put_char(&r);
			} else {
				put_text(&r);
			}
			continue;
		}
		if (t.comment) {
			r.at += t.raw.n;
			continue;
		}
		if (t.closes) {
			r.at += t.raw.n;
			put_close(&r, &t);
			continue;
		}
		put_open(&r, &t);
		r.start &= html_is(&t, "br");
	}
	close_all(&r);
}
