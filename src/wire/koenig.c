/* SPDX-License-Identifier: ISC */
#include "wire/koenig.h"

#include <stdlib.h>
#include <string.h>

#include "text/body.h"
#include "wire/origin.h"

#define GHOST_URL STR("__GHOST_URL__")

struct koenig
koenig_begin(struct job *j, struct str base, struct str host,
    struct notes *notes)
{
	return (struct koenig){ .j = j,
		.base = base,
		.host = host,
		.notes = notes,
		.out = buf_in(j, TEXTFILE_BODY_MAX),
		.left = KOENIG_NODES_MAX };
}

enum status
koenig_end(struct koenig *c, struct str *out)
{
	return buf_done(&c->out, out);
}

void
koenig_drop(void *json)
{
	json_decref(json);
}

enum status
koenig_load(struct koenig *c, struct str json, const char *what, json_t **out)
{
	json_error_t error;
	json_t *top;

	if (json.n > KOENIG_JSON_MAX)
		return job_fail(c->j, INVALID, "its %s is larger than %d MB",
		    what, (int)(KOENIG_JSON_MAX >> 20));
	top = json_loadb(json.p != NULL ? json.p : "", json.n, 0, &error);
	if (top != NULL)
		job_defer(c->j, koenig_drop, top);
	if (!json_is_object(top))
		return job_fail(c->j, INVALID, "its %s can't be read: %s", what,
		    top == NULL ? error.text : "it is no object");
	*out = top;
	return OK;
}

struct str
koenig_text(const json_t *o, const char *name)
{
	const json_t *const v = json_object_get(o, name);

	return json_is_string(v)
	    ? str_from(json_string_value(v), json_string_length(v))
	    : STR("");
}

void
koenig_note(struct koenig *c, const char *fmt, ...)
{
	va_list ap;
	struct str text;

	va_start(ap, fmt);
	text = job_vprintf(c->j, fmt, ap);
	va_end(ap);
	if (c->block > 0)
		text = job_printf(c->j, "block %zu: %.*s", c->block,
		    STR_ARG(text));
	convert_note(c->j, c->notes, 0, text);
}

/* ---- words and addresses ---- */

static void
escape(struct koenig *c, struct str text, bool attribute)
{
	char last = ' ';

	for (size_t i = 0; i < text.n; i++) {
		const char ch = text.p[i];

		if (ch == '&')
			BUF_LIT(&c->out, "&amp;");
		else if (ch == '<')
			BUF_LIT(&c->out, "&lt;");
		else if (ch == '>')
			BUF_LIT(&c->out, "&gt;");
		else if (ch == '"' && attribute)
			BUF_LIT(&c->out, "&quot;");
		else if (ch == '\n' || ch == '\r')
			buf_ch(&c->out, last == '\n' ? ' ' : '\n');
		else if ((unsigned char)ch >= ' ' || ch == '\t')
			buf_ch(&c->out, ch);
		last = ch == '\r' ? '\n' : ch;
	}
}

void
koenig_value(struct koenig *c, struct str text)
{
	escape(c, text, true);
}

void
koenig_words(struct koenig *c, struct str text)
{
	escape(c, text, false);
}

/*
 * What stands in <pre> keeps its lines; the end of an empty one is written as
 * a reference, so that no empty line ends a block of HTML.
 */
void
koenig_code(struct koenig *c, struct str code)
{
	bool empty = false;

	for (size_t i = 0; i < code.n; i++) {
		const char ch = code.p[i];

		if (ch == '\n')
			buf_put(&c->out, empty ? STR("&#10;") : STR("\n"));
		else if (ch != '\r')
			koenig_words(c, str_sub(code, i, 1));
		if (ch == '\n')
			empty = !empty;
		else if (ch != ' ' && ch != '\t' && ch != '\r')
			empty = false;
	}
}

struct str
koenig_here(struct koenig *c, struct str address)
{
	address = str_trim(address);
	if (str_starts(address, GHOST_URL))
		address = job_printf(c->j, "%.*s%.*s", STR_ARG(c->base),
		    STR_ARG(str_skip(address, GHOST_URL.n)));
	else if (c->host.n > 0 && str_starts(address, c->host)
	    && (address.n == c->host.n || address.p[c->host.n] == '/'))
		address = str_skip(address, c->host.n);
	else
		return address;
	return address.n > 0 ? address : STR("/");
}

void
koenig_address(struct koenig *c, const char *attribute, struct str address)
{
	buf_printf(&c->out, " %s=\"", attribute);
	escape(c, koenig_here(c, address), true);
	buf_ch(&c->out, '"');
}

bool
koenig_is_portal(struct koenig *c, struct str address)
{
	const struct str rest = koenig_here(c, address);

	if (!str_starts(rest, STR("#/")) && !str_starts(rest, STR("/#/")))
		return false;
	koenig_note(c,
	    "a link to Ghost's own %.*s is left out; its words are kept",
	    STR_ARG(rest));
	return true;
}

/* Every place in HTML that names the old address. */
struct str
koenig_all_here(struct koenig *c, struct str html)
{
	struct buf b;
	size_t at;

	if (str_find(html, GHOST_URL) == NOWHERE
	    && (c->host.n == 0 || str_find(html, c->host) == NOWHERE))
		return html;
	b = buf_in(c->j, KOENIG_JSON_MAX);
	while ((at = str_find(html, GHOST_URL)) != NOWHERE) {
		buf_put(&b, str_sub(html, 0, at));
		buf_put(&b, c->base);
		html = str_skip(html, at + GHOST_URL.n);
	}
	buf_put(&b, html);
	html = buf_so_far(&b);
	if (c->host.n == 0)
		return html;
	b = buf_in(c->j, KOENIG_JSON_MAX);
	while ((at = str_find(html,
		    job_printf(c->j, "=\"%.*s/", STR_ARG(c->host))))
	    != NOWHERE) {
		buf_put(&b, str_sub(html, 0, at + 2));
		html = str_skip(html, at + 2 + c->host.n);
	}
	buf_put(&b, html);
	return buf_so_far(&b);
}

/* ---- HTML of others ---- */

/* Sanitised markup, without its empty lines or, in <pre>, with references. */
static void
put_closed_up(struct koenig *c, struct str html)
{
	bool pre = false, empty = false;

	for (size_t i = 0; i < html.n; i++) {
		const char ch = html.p[i];

		if (ch == '<' && str_starts(str_skip(html, i), STR("<pre")))
			pre = true;
		if (ch == '<' && str_starts(str_skip(html, i), STR("</pre>")))
			pre = false;
		if (ch != '\n') {
			buf_ch(&c->out, ch);
			empty = empty && (ch == ' ' || ch == '\t');
			continue;
		}
		if (!empty)
			buf_ch(&c->out, '\n');
		else if (pre)
			BUF_LIT(&c->out, "&#10;");
		empty = !(empty && pre);
	}
}

struct str
koenig_clean(struct koenig *c, struct str html)
{
	struct body_notes notes = { 0 };
	struct markup m;

	sanitise(c->j, koenig_all_here(c, html),
	    &(struct sanitise_opts){ .keep_local = true }, &m, &notes);
	for (size_t i = 0; i < notes.n; i++)
		koenig_note(c, "%.*s", STR_ARG(notes.at[i]));
	return m.html;
}

void
koenig_html(struct koenig *c, struct str html)
{
	put_closed_up(c, str_trim(koenig_clean(c, html)));
}

void
koenig_gap(struct koenig *c)
{
	if (c->out.n > 0 && !str_ends(buf_so_far(&c->out), STR("\n\n")))
		BUF_LIT(&c->out, "\n\n");
}

/* True if Markdown takes what begins so as a block of HTML. */
static bool
begins_block(struct str html)
{
	static const char *const blocks[] = { "<address", "<article", "<aside",
		"<blockquote", "<details", "<div", "<dl", "<figure", "<footer",
		"<h2", "<h3", "<h4", "<h5", "<h6", "<header", "<hr", "<ol",
		"<p", "<section", "<table", "<ul" };

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		const struct str name = str_of(blocks[i]);

		if (str_starts(html, name) && html.n > name.n
		    && (html.p[name.n] == '>' || html.p[name.n] == ' '))
			return true;
	}
	return false;
}

/* In a <div> if it does not begin with a block. */
void
koenig_html_block(struct koenig *c, struct str html)
{
	const struct str clean = str_trim(koenig_clean(c, html));
	const bool bare = !begins_block(clean);

	if (clean.n == 0)
		return;
	if (bare)
		BUF_LIT(&c->out, "<div>");
	put_closed_up(c, clean);
	if (bare)
		BUF_LIT(&c->out, "</div>");
	koenig_gap(c);
}

void
koenig_link(struct koenig *c, struct str address, struct str words)
{
	const bool is_link = str_trim(address).n > 0
	    && !koenig_is_portal(c, address);

	if (is_link) {
		BUF_LIT(&c->out, "<a");
		koenig_address(c, "href", address);
		buf_ch(&c->out, '>');
	}
	koenig_words(c, words.n > 0 ? words : koenig_here(c, address));
	if (is_link)
		BUF_LIT(&c->out, "</a>");
}

/* ---- unknown cards ---- */

/* Members that say how it looks, or what it is, and nothing to readers. */
static bool
is_dress(const char *name)
{
	static const char *const dress[] = { "alignment", "backgroundColor",
		"backgroundSize", "buttonColor", "buttonTextColor", "cardWidth",
		"cardName", "color", "format", "id", "kind", "language",
		"layout", "mimeType", "mode", "size", "style", "textColor",
		"type", "uuid", "version", "width", "height" };

	for (size_t i = 0; i < sizeof(dress) / sizeof(dress[0]); i++)
		if (strcmp(dress[i], name) == 0)
			return true;
	return false;
}

static bool
is_address(struct str s)
{
	return str_starts(s, STR("http://")) || str_starts(s, STR("https://"))
	    || str_starts(s, GHOST_URL);
}

static void
put_unknown_text(struct koenig *c, struct str s)
{
	if (str_trim(s).n == 0)
		return;
	if (is_address(s)) {
		BUF_LIT(&c->out, "<p>");
		koenig_link(c, s, STR(""));
		BUF_LIT(&c->out, "</p>");
		koenig_gap(c);
	} else if (str_find_ch(s, '<') != NOWHERE) {
		koenig_html_block(c, s);
	} else {
		BUF_LIT(&c->out, "<p>");
		koenig_words(c, s);
		BUF_LIT(&c->out, "</p>");
		koenig_gap(c);
	}
}

struct level {
	json_t *in;
	void *iter;   /* of an object */
	size_t index; /* of an array */
};

/* The next value inside, with its name; NULL at its end. */
static json_t *
next_value(struct level *l, const char **name)
{
	json_t *v;

	*name = "";
	if (json_is_array(l->in))
		return json_array_get(l->in, l->index++);
	if (l->iter == NULL)
		return NULL;
	*name = json_object_iter_key(l->iter);
	v = json_object_iter_value(l->iter);
	l->iter = json_object_iter_next(l->in, l->iter);
	return v;
}

static struct level
level_of(json_t *v)
{
	return (struct level){ .in = v, .iter = json_object_iter(v) };
}

/* All that it says, in its own order. */
void
koenig_unknown(struct koenig *c, const json_t *o)
{
	struct level stack[KOENIG_DEPTH_MAX];
	size_t depth = 1;
	bool deep = false;
	/* jansson walks through nothing that is constant. */
	json_t *const own = json_deep_copy(o);

	if (own == NULL)
		return;
	stack[0] = level_of(own);
	while (depth > 0) {
		const char *name;
		json_t *const v = next_value(&stack[depth - 1], &name);

		if (v == NULL || c->left == 0) {
			depth--;
			continue;
		}
		c->left--;
		if (json_is_string(v) && !is_dress(name))
			put_unknown_text(c,
			    str_from(json_string_value(v),
				json_string_length(v)));
		else if (json_is_object(v) || json_is_array(v))
			deep |= depth == KOENIG_DEPTH_MAX;
		if ((json_is_object(v) || json_is_array(v))
		    && depth < KOENIG_DEPTH_MAX)
			stack[depth++] = level_of(v);
	}
	json_decref(own);
	if (deep)
		koenig_note(c,
		    "the card is nested too deep; its innermost "
		    "parts are left out");
}
