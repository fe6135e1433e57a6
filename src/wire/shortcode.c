/* SPDX-License-Identifier: ISC */
#include "wire/shortcode.h"

#include <string.h>

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A word, or what stands in quotes, with \" undone. */
static struct str
take_value(struct job *j, struct str *rest)
{
	struct buf b = buf_in(j, rest->n + 1);
	char quote = '\0';
	size_t i = 1;

	if (rest->n > 0)
		quote = rest->p[0];
	if (quote != '"' && quote != '`' && quote != '\'') {
		struct str word;

		i = 0;
		while (i < rest->n && !is_space(rest->p[i]))
			i++;
		word = str_sub(*rest, 0, i);
		*rest = str_skip(*rest, i);
		return word;
	}
	for (; i < rest->n && rest->p[i] != quote; i++) {
		if (rest->p[i] == '\\' && quote == '"' && i + 1 < rest->n)
			i++;
		buf_ch(&b, rest->p[i]);
	}
	*rest = str_skip(*rest, i + 1);
	return buf_so_far(&b);
}

static size_t
name_length(struct str s)
{
	size_t i = 0;

	while (i < s.n && !is_space(s.p[i]) && s.p[i] != '=' && s.p[i] != '"'
	    && s.p[i] != '`' && s.p[i] != '\'')
		i++;
	return i;
}

void
shortcode_parse(struct job *j, struct str inside, struct shortcode *out)
{
	struct str rest = str_trim(inside);

	out->closes = str_starts(rest, STR("/"));
	if (out->closes)
		rest = str_trim(str_skip(rest, 1));
	if (str_starts(rest, STR("*")) || str_starts(rest, STR("!"))) {
		out->closes = false;
		return;
	}
	if (str_ends(rest, STR("/"))) {
		out->alone = true;
		rest = str_trim(str_sub(rest, 0, rest.n - 1));
	}
	out->name = str_sub(rest, 0, name_length(rest));
	rest = str_trim(str_skip(rest, out->name.n));
	while (rest.n > 0 && out->n_args < ARGS_MAX) {
		struct arg *a = &out->args[out->n_args];
		const size_t n = name_length(rest);
		struct str after = str_trim(str_skip(rest, n));

		if (n > 0 && str_starts(after, STR("="))) {
			a->name = str_sub(rest, 0, n);
			rest = str_trim(str_skip(after, 1));
		}
		a->value = take_value(j, &rest);
		rest = str_trim(rest);
		if (str_ends(a->value, STR(",")) && a->name.n == 0)
			a->value.n--;
		out->n_args++;
	}
}

/* The argument of that name, or at that place among the unnamed. */
struct str
shortcode_arg(const struct shortcode *t, const char *name, int place)
{
	int at = 0;

	for (size_t i = 0; i < t->n_args; i++)
		if (str_eq_nocase(t->args[i].name, str_of(name)))
			return str_trim(t->args[i].value);
	for (size_t i = 0; i < t->n_args && place >= 0; i++)
		if (t->args[i].name.n == 0 && at++ == place)
			return str_trim(t->args[i].value);
	return STR("");
}

static void
put_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '<':
			BUF_LIT(b, "&lt;");
			break;
		case '>':
			BUF_LIT(b, "&gt;");
			break;
		case '"':
			BUF_LIT(b, "&quot;");
			break;
		case '\n':
			buf_ch(b, ' ');
			break;
		default:
			/* Entities that the author wrote stay what they are. */
			buf_ch(b, s.p[i]);
		}
	}
}

void
shortcode_visible(struct buf *out, struct str raw)
{
	for (size_t i = 0; i < raw.n; i++) {
		const char c = raw.p[i];

		if (c == '<')
			BUF_LIT(out, "&lt;");
		else if (c == '\n')
			buf_ch(out, ' ');
		else if (str_find_ch(STR("*_[]`~\\|{}"), c) != NOWHERE) {
			buf_ch(out, '\\');
			buf_ch(out, c);
		} else {
			buf_ch(out, c);
		}
	}
}

static int
line_of(const struct bodywork *w, const struct shortcode *t)
{
	return w->line + (int)t->close; /* see shortcode_put */
}

static void
note(struct bodywork *w, const struct shortcode *t, const char *what)
{
	convert_note(w->j, w->notes, line_of(w, t),
	    job_printf(w->j, "`%.*s` %s", STR_ARG(t->name), what));
}

/* A picture with its words. */
static enum status
put_figure(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	struct str src = shortcode_arg(t, "src", 0);
	struct str caption = shortcode_arg(t, "caption", -1);
	const struct str title = shortcode_arg(t, "title", -1);
	const struct str credit = shortcode_arg(t, "attr", -1);
	const struct str link = shortcode_arg(t, "link", -1);

	if (src.n == 0)
		src = shortcode_arg(t, "url", -1);
	if (caption.n == 0)
		caption = str_trim(inner);
	if (title.n > 0 && caption.n > 0)
		caption = job_printf(w->j, "%.*s. %.*s", STR_ARG(title),
		    STR_ARG(caption));
	else if (title.n > 0)
		caption = title;
	BUF_LIT(out, "\n\n<figure>");
	if (link.n > 0) {
		BUF_LIT(out, "<a href=\"");
		put_escaped(out, link);
		BUF_LIT(out, "\">");
	}
	BUF_LIT(out, "<img src=\"");
	put_escaped(out, src);
	BUF_LIT(out, "\" alt=\"");
	put_escaped(out, shortcode_arg(t, "alt", -1));
	BUF_LIT(out, "\">");
	if (link.n > 0)
		BUF_LIT(out, "</a>");
	if (caption.n > 0 || credit.n > 0) {
		BUF_LIT(out, "<figcaption>");
		put_escaped(out, caption);
		if (credit.n > 0) {
			BUF_LIT(out, " <small class=\"credit\">");
			put_escaped(out, credit);
			BUF_LIT(out, "</small>");
		}
		BUF_LIT(out, "</figcaption>");
	}
	BUF_LIT(out, "</figure>\n\n");
	return OK;
}

/* An address alone in a paragraph, which markup makes a player of. */
static void
put_alone(struct buf *out, const char *prefix, struct str id)
{
	buf_printf(out, "\n\n<%s%.*s>\n\n", prefix, STR_ARG(id));
}

static enum status
put_youtube(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	const struct str id = shortcode_arg(t, "id", 0);

	(void)w;
	(void)inner;
	put_alone(out, "https://www.youtube.com/watch?v=", id);
	return OK;
}

static enum status
put_vimeo(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	const struct str id = shortcode_arg(t, "id", 0);

	(void)w;
	(void)inner;
	put_alone(out, "https://vimeo.com/", id);
	return OK;
}

static enum status
put_tweet(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	const struct str user = shortcode_arg(t, "user", -1);
	const struct str id = shortcode_arg(t, "id", 0);

	(void)inner;
	buf_printf(out, "\n\n<https://twitter.com/%.*s/status/%.*s>\n\n",
	    STR_ARG(user.n > 0 ? user : STR("i")), STR_ARG(id));
	note(w, t, "became a link");
	return OK;
}

static enum status
put_gist(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	const struct str id = shortcode_arg(t, "id", 1);

	(void)inner;
	buf_printf(out, "\n\n<https://gist.github.com/%.*s%s%.*s>\n\n",
	    STR_ARG(shortcode_arg(t, "user", 0)), id.n > 0 ? "/" : "",
	    STR_ARG(id));
	note(w, t, "became a link");
	return OK;
}

static enum status
put_instagram(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	(void)inner;
	put_alone(out, "https://www.instagram.com/p/",
	    shortcode_arg(t, "id", 0));
	note(w, t, "became a link");
	return OK;
}

/* The longest run of backticks in a text. */
static size_t
longest_fence(struct str s)
{
	size_t best = 0, run = 0;

	for (size_t i = 0; i < s.n; i++) {
		run = s.p[i] == '`' ? run + 1 : 0;
		if (run > best)
			best = run;
	}
	return best;
}

static enum status
put_highlight(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	const size_t n = longest_fence(inner) < 3 ? 3
						  : longest_fence(inner) + 1;

	(void)w;
	BUF_LIT(out, "\n\n");
	for (size_t i = 0; i < n; i++)
		buf_ch(out, '`');
	buf_put(out, shortcode_arg(t, "lang", 0));
	buf_ch(out, '\n');
	while (inner.n > 0 && (inner.p[0] == '\n' || inner.p[0] == '\r'))
		inner = str_skip(inner, 1);
	buf_put(out, inner);
	if (!str_ends(inner, STR("\n")))
		buf_ch(out, '\n');
	for (size_t i = 0; i < n; i++)
		buf_ch(out, '`');
	BUF_LIT(out, "\n\n");
	return OK;
}

/* A reference to another file: its address. */
static enum status
put_ref(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	struct str to = shortcode_arg(t, "path", 0), fragment = STR("");
	const size_t hash = str_find_ch(to, '#');
	const struct source *s;
	struct str address;

	(void)inner;
	if (hash != NOWHERE) {
		fragment = str_skip(to, hash);
		to = str_sub(to, 0, hash);
	}
	s = to.n == 0 ? w->source : tree_find(w->c->tree, w->source, to);
	if (s == NULL || convert_address_of(w->c, w->j, s, &address) != OK) {
		convert_note(w->j, w->notes, line_of(w, t),
		    job_printf(w->j,
			"`%.*s` refers to `%.*s`, which is not among the "
			"files; the link leads to that path",
			STR_ARG(t->name), STR_ARG(to)));
		address = to;
	}
	buf_put(out, address);
	buf_put(out, fragment);
	return OK;
}

static const struct {
	struct str name;
	enum status (*put)(struct bodywork *w, const struct shortcode *t,
	    struct str inner, struct buf *out);
} known[] = {
	{ STR_INIT("figure"), put_figure },
	{ STR_INIT("youtube"), put_youtube },
	{ STR_INIT("vimeo"), put_vimeo },
	{ STR_INIT("tweet"), put_tweet },
	{ STR_INIT("twitter"), put_tweet },
	{ STR_INIT("x"), put_tweet },
	{ STR_INIT("gist"), put_gist },
	{ STR_INIT("instagram"), put_instagram },
	{ STR_INIT("highlight"), put_highlight },
	{ STR_INIT("ref"), put_ref },
	{ STR_INIT("relref"), put_ref },
	{ STR_INIT("post_url"), put_ref },
	{ STR_INIT("link"), put_ref },
};

static const struct partial *
partial_of(const struct converter *c, struct str name)
{
	for (size_t i = 0; i < c->n_partials; i++)
		if (str_eq(c->partials[i].name, name))
			return &c->partials[i];
	return NULL;
}

static void
put_field(struct job *j, struct node *map, struct str key, struct str value)
{
	struct node *nd = node_put(j, map, NODE_SCALAR, 1);

	nd->key = key;
	nd->text = value;
	nd->quoted = true;
}

/* name, inner, title, each argument by its name or p0, p1, ... */
static enum status
put_partial(struct bodywork *w, const struct partial *p,
    const struct shortcode *t, struct str inner, struct buf *out)
{
	struct node *map = node_put(w->j, NULL, NODE_MAP, 1);
	struct str text;
	int place = 0;
	enum status st;

	put_field(w->j, map, STR("name"), t->name);
	put_field(w->j, map, STR("inner"), inner);
	put_field(w->j, map, STR("page_title"), w->title);
	for (size_t i = 0; i < t->n_args; i++) {
		const struct arg *a = &t->args[i];

		put_field(w->j, map,
		    a->name.n > 0 ? a->name : job_printf(w->j, "p%d", place++),
		    a->value);
	}
	st = w->c->opts->expand(w->c->opts->expand_arg, w->j, p->text, map,
	    &text);
	if (st == OK)
		buf_put(out, text);
	return st;
}

/*
 * Here t->close is not an index any more but how many lines the tag stands
 * below the body's first: its caller has set it so.
 */
enum status
shortcode_put(struct bodywork *w, const struct shortcode *t, struct str inner,
    struct buf *out)
{
	const struct partial *p = partial_of(w->c, t->name);
	const bool paired = inner.p != NULL;

	if (p != NULL && w->c->opts->expand != NULL)
		return put_partial(w, p, t, inner, out);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq(t->name, known[i].name))
			return known[i].put(w, t, inner, out);
	if (shortcode_arg(t, "src", -1).n > 0
	    && shortcode_arg(t, "alt", -1).n > 0) {
		note(w, t,
		    "is not known; it names a picture, so it became a "
		    "figure");
		return put_figure(w, t, inner, out);
	}
	if (paired) {
		note(w, t, "is not known; the text inside it is kept");
		buf_put(out, inner);
		return OK;
	}
	note(w, t, "is not known; it stays visible as text");
	shortcode_visible(out, t->raw);
	return OK;
}
