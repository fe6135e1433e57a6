/* SPDX-License-Identifier: ISC */
#include "wire/lexical.h"

#include <string.h>

struct format {
	int bit;
	const char *element;
};

static const struct format formats[] = {
	{ 1, "strong" },
	{ 2, "em" },
	{ 4, "s" },
	{ 8, "u" },
	{ 16, "code" },
	{ 32, "sub" },
	{ 64, "sup" },
	{ 128, "mark" },
};

/* What is open: where its children are, and what is to be put behind them. */
struct open {
	const json_t *children;
	size_t at;
	const char *end;          /* "</p>", or "" */
	bool list, block, inside; /* inside: its children are words */
};

struct walk {
	struct koenig *c;
	struct open stack[KOENIG_DEPTH_MAX];
	size_t depth;
	bool deep;
};

static struct open *
top_of(struct walk *w)
{
	return &w->stack[w->depth - 1];
}

static void
push(struct walk *w, const json_t *node, struct open o)
{
	o.children = json_object_get(node, "children");
	if (w->depth < KOENIG_DEPTH_MAX) {
		w->stack[w->depth++] = o;
		return;
	}
	if (!w->deep)
		koenig_note(w->c, "what is nested deeper than %d is left out",
		    KOENIG_DEPTH_MAX);
	w->deep = true;
	buf_put(&w->c->out, str_of(o.end));
}

static void
put_text(struct walk *w, const json_t *node)
{
	const struct str text = koenig_text(node, "text");
	const json_int_t format = json_integer_value(
	    json_object_get(node, "format"));
	const size_t n = sizeof(formats) / sizeof(formats[0]);

	if (text.n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (format & formats[i].bit)
			buf_printf(&w->c->out, "<%s>", formats[i].element);
	koenig_words(w->c, text);
	for (size_t i = n; i > 0; i--)
		if (format & formats[i - 1].bit)
			buf_printf(&w->c->out, "</%s>", formats[i - 1].element);
}

static void
open_link(struct walk *w, const json_t *node)
{
	const struct str url = koenig_text(node, "url");
	const bool is_link = str_trim(url).n > 0
	    && !koenig_is_portal(w->c, url);

	if (is_link) {
		BUF_LIT(&w->c->out, "<a");
		koenig_address(w->c, "href", url);
		buf_ch(&w->c->out, '>');
	}
	push(w, node,
	    (struct open){ .end = is_link ? "</a>" : "", .inside = true });
}

static void
open_heading(struct walk *w, const json_t *node)
{
	static const char *const ends[] = { "</h1>", "</h2>", "</h3>", "</h4>",
		"</h5>", "</h6>" };
	const struct str tag = koenig_text(node, "tag");
	int level = 2;

	if (tag.n == 2 && tag.p[0] == 'h' && tag.p[1] >= '1' && tag.p[1] <= '6')
		level = tag.p[1] - '0';
	buf_printf(&w->c->out, "<h%d>", level);
	push(w, node,
	    (struct open){ .end = ends[level - 1],
		.block = true,
		.inside = true });
}

/* A list in a list is an item of its own there, and part of the one before. */
static bool
is_nested_list(const json_t *item)
{
	const json_t *const first = json_array_get(json_object_get(item,
						       "children"),
	    0);

	return str_eq(koenig_text(first, "type"), STR("list"));
}

static void
open_item(struct walk *w, const json_t *node)
{
	const struct open *const list = top_of(w);
	const json_t *const next = json_array_get(list->children, list->at);
	const bool goes_on = list->at > 1 && is_nested_list(node);
	const bool ends = next == NULL || !is_nested_list(next);

	if (!goes_on)
		BUF_LIT(&w->c->out, "<li>");
	push(w, node,
	    (struct open){ .end = ends ? "</li>" : "", .inside = true });
}

static void
open_list(struct walk *w, const json_t *node)
{
	const json_int_t start = json_integer_value(
	    json_object_get(node, "start"));
	const bool numbered = str_eq(koenig_text(node, "listType"),
				  STR("number"))
	    || str_eq(koenig_text(node, "tag"), STR("ol"));
	const bool block = !top_of(w)->inside;

	if (!numbered)
		BUF_LIT(&w->c->out, "<ul>");
	else if (start > 1 && start < 1000000)
		buf_printf(&w->c->out, "<ol start=\"%d\">", (int)start);
	else
		BUF_LIT(&w->c->out, "<ol>");
	push(w, node,
	    (struct open){ .end = numbered ? "</ol>" : "</ul>",
		.list = true,
		.block = block,
		.inside = true });
}

static void
open_quote(struct walk *w, const json_t *node)
{
	BUF_LIT(&w->c->out, "<blockquote><p>");
	push(w, node,
	    (struct open){ .end = "</p></blockquote>",
		.block = true,
		.inside = true });
}

static void
open_paragraph(struct walk *w, const json_t *node)
{
	if (json_array_size(json_object_get(node, "children")) == 0)
		return;
	if (top_of(w)->inside) { /* in a list's item, or a quotation */
		push(w, node, (struct open){ .end = "", .inside = true });
		return;
	}
	BUF_LIT(&w->c->out, "<p>");
	push(w, node,
	    (struct open){ .end = "</p>", .block = true, .inside = true });
}

static void
put_break(struct walk *w, const json_t *node)
{
	(void)node;
	BUF_LIT(&w->c->out, "<br>");
}

static void
put_tab(struct walk *w, const json_t *node)
{
	(void)node;
	buf_ch(&w->c->out, '\t');
}

static void
put_nothing(struct walk *w, const json_t *node)
{
	(void)w;
	(void)node;
}

struct row {
	const char *type;
	void (*put)(struct walk *w, const json_t *node);
};

/* clang-format off */
static const struct row rows[] = {
	{ "text", put_text },
	{ "extended-text", put_text },
	{ "tk", put_text },
	{ "code-highlight", put_text },
	{ "linebreak", put_break },
	{ "tab", put_tab },
	{ "zwnj", put_nothing },
	{ "link", open_link },
	{ "autolink", open_link },
	{ "at-link", open_link },
	{ "at-link-search", put_text },
	{ "paragraph", open_paragraph },
	{ "heading", open_heading },
	{ "extended-heading", open_heading },
	{ "quote", open_quote },
	{ "extended-quote", open_quote },
	{ "aside", open_quote },
	{ "list", open_list },
	{ "listitem", open_item },
};
/* clang-format on */

/* What neither is a known node nor looks like a card: its words. */
static void
open_unknown(struct walk *w, const json_t *node, struct str type)
{
	koenig_note(w->c, "what it calls `%.*s` is not known; its text is kept",
	    STR_ARG(str_sub(type, 0, 80)));
	put_text(w, node);
	open_paragraph(w, node);
}

static void
put_node(struct walk *w, const json_t *node)
{
	const struct str type = koenig_text(node, "type");
	const bool inside = top_of(w)->inside;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_eq(type, str_of(rows[i].type))) {
			rows[i].put(w, node);
			return;
		}
	if (inside || json_object_get(node, "children") != NULL)
		open_unknown(w, node, type);
	else
		koenig_put(w->c, type, node);
}

static void
close_top(struct walk *w)
{
	const struct open *const o = top_of(w);

	buf_put(&w->c->out, str_of(o->end));
	if (o->block)
		koenig_gap(w->c);
	w->depth--;
}

enum status
lexical_put(struct koenig *c, struct str json)
{
	struct walk *w = JOB_NEW(c->j, struct walk);
	json_t *top;
	enum status st = koenig_load(c, json, "Lexical text", &top);

	if (st != OK)
		return st;
	w->c = c;
	push(w, json_object_get(top, "root"), (struct open){ .end = "" });
	if (!json_is_array(w->stack[0].children))
		return job_fail(c->j, INVALID,
		    "its Lexical text can't be read: it has no root");
	while (w->depth > 0) {
		struct open *const o = top_of(w);
		const json_t *const node = json_array_get(o->children, o->at);

		if (node == NULL || c->left == 0) {
			close_top(w);
			continue;
		}
		if (w->depth == 1)
			c->block = o->at + 1;
		o->at++;
		c->left--;
		put_node(w, node);
	}
	c->block = 0;
	if (c->left == 0)
		koenig_note(c,
		    "it has more than %d parts; the rest is left out",
		    KOENIG_NODES_MAX);
	return OK;
}
