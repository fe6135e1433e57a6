/* SPDX-License-Identifier: ISC */
/*
 * What Jekyll's authors write into their texts: {% tags %}, {{ values }} and
 * kramdown's {: attributes}.  Only the usual ones; the rest stays visible.
 */
#include "wire/shortcode.h"

struct liquid {
	struct bodywork *w;
	struct str body;
	size_t at; /* what stands before it is done */
	struct buf out;
};

/* From `from`, where {% name %} stands and ends. */
static bool
find_tag(struct str body, size_t from, struct str name, size_t *begin,
    size_t *end)
{
	while (from < body.n) {
		const size_t open = str_find(str_skip(body, from), STR("{%"));
		struct str inside;
		size_t close;

		if (open == NOWHERE)
			return false;
		*begin = from + open;
		close = str_find(str_skip(body, *begin), STR("%}"));
		if (close == NOWHERE)
			return false;
		*end = *begin + close + 2;
		inside = str_sub(body, *begin + 2, close - 2);
		while (inside.n > 0 && inside.p[0] == '-')
			inside = str_skip(inside, 1);
		while (inside.n > 0 && inside.p[inside.n - 1] == '-')
			inside.n--;
		if (str_eq(str_trim(inside), name))
			return true;
		from = *end;
	}
	return false;
}

static size_t
lines_before(struct str body, size_t at)
{
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		n += body.p[i] == '\n';
	return n;
}

/* {% include video.html id=x %} is the tag `video` with its arguments. */
static void
as_included(struct job *j, struct shortcode *t)
{
	struct str file = shortcode_arg(t, "file", 0);
	const size_t slash = str_rfind_ch(file, '/');

	if (slash != NOWHERE)
		file = str_skip(file, slash + 1);
	if (str_ends(file, STR(".html")))
		file.n -= 5;
	else if (str_ends(file, STR(".md")))
		file.n -= 3;
	t->name = job_str(j, file);
	for (size_t i = 1; i < t->n_args; i++)
		t->args[i - 1] = t->args[i];
	t->n_args -= t->n_args > 0;
}

static enum status
put_tag(struct liquid *l, struct shortcode *t)
{
	struct job *j = l->w->j;
	struct str inner = { NULL, 0 };
	size_t begin, end;

	l->at = t->to;
	if ((str_eq(t->name, STR("raw")) || str_eq(t->name, STR("comment"))
		|| str_eq(t->name, STR("highlight")))
	    && find_tag(l->body, t->to,
		job_printf(j, "end%.*s", STR_ARG(t->name)), &begin, &end)) {
		inner = str_sub(l->body, t->to, begin - t->to);
		l->at = end;
	}
	if (str_eq(t->name, STR("raw"))) {
		buf_put(&l->out, inner);
		return OK;
	}
	if (str_eq(t->name, STR("comment")))
		return OK;
	if (str_eq(t->name, STR("include"))
	    || str_eq(t->name, STR("include_relative")))
		as_included(j, t);
	return shortcode_put(l->w, t, inner, &l->out);
}

static enum status
take_tag(struct liquid *l, size_t open)
{
	const struct str rest = str_skip(l->body, open);
	const size_t close = str_find(rest, STR("%}"));
	struct shortcode t = { .from = open };
	struct str inside;

	if (close == NOWHERE) {
		BUF_LIT(&l->out, "{%");
		l->at = open + 2;
		return OK;
	}
	t.raw = str_sub(rest, 0, close + 2);
	t.to = open + close + 2;
	inside = str_sub(rest, 2, close - 2);
	while (inside.n > 0 && inside.p[0] == '-')
		inside = str_skip(inside, 1);
	while (inside.n > 0 && inside.p[inside.n - 1] == '-')
		inside.n--;
	shortcode_parse(l->w->j, inside, &t);
	t.close = lines_before(l->body, open);
	return put_tag(l, &t);
}

/* {{ site.baseurl }}, {{ "/x" | relative_url }}, {{ page.title }} */
static bool
value_of(struct liquid *l, struct str inside, struct str *out)
{
	const struct project *p = l->w->c->p;
	struct str name = inside, text;

	(void)str_cut(&inside, '|', &name);
	name = str_trim(name);
	if (str_eq(name, STR("site.baseurl"))
	    || str_eq(name, STR("site.url"))) {
		*out = str_eq(name, STR("site.url")) ? STR("") : p->base_path;
		return true;
	}
	if (str_eq(name, STR("page.title"))) {
		*out = l->w->title;
		return true;
	}
	if (name.n < 2 || (name.p[0] != '"' && name.p[0] != '\''))
		return false;
	text = str_sub(name, 1, name.n - 2);
	if (str_find(inside, STR("_url")) != NOWHERE && text.n > 0
	    && text.p[0] == '/')
		text = job_printf(l->w->j, "%.*s%.*s", STR_ARG(p->base_path),
		    STR_ARG(text));
	*out = text;
	return true;
}

static void
take_value(struct liquid *l, size_t open)
{
	const struct str rest = str_skip(l->body, open);
	const size_t close = str_find(rest, STR("}}"));
	struct str text, inside;

	if (close == NOWHERE) {
		BUF_LIT(&l->out, "{{");
		l->at = open + 2;
		return;
	}
	l->at = open + close + 2;
	inside = str_sub(rest, 2, close - 2);
	if (value_of(l, inside, &text)) {
		buf_put(&l->out, text);
		return;
	}
	convert_note(l->w->j, l->w->notes,
	    l->w->line + (int)lines_before(l->body, open),
	    job_printf(l->w->j,
		"`{{%.*s}}` is not known; it stays visible as text",
		STR_ARG(inside)));
	shortcode_visible(&l->out, str_sub(rest, 0, close + 2));
}

/* {: .class} at the end of a line says how, not what. */
static void
drop_attributes(struct liquid *l, size_t open)
{
	const struct str rest = str_skip(l->body, open);
	const size_t close = str_find_ch(rest, '}');
	const size_t line = str_find_ch(rest, '\n');

	if (close == NOWHERE || (line != NOWHERE && line < close)) {
		BUF_LIT(&l->out, "{:");
		l->at = open + 2;
		return;
	}
	l->at = open + close + 1;
	convert_note(l->w->j, l->w->notes,
	    l->w->line + (int)lines_before(l->body, open),
	    job_printf(l->w->j, "`%.*s` is left out: it only says how to show",
		STR_ARG(str_sub(rest, 0, close + 1))));
}

enum status
liquid_work(struct bodywork *w, struct str body, struct str *out)
{
	struct liquid l = { .w = w,
		.body = body,
		.out = buf_in(w->j, 2 * TEXTFILE_BODY_MAX) };
	enum status st = OK;

	while (l.at < body.n && st == OK) {
		const struct str rest = str_skip(body, l.at);
		const size_t brace = str_find_ch(rest, '{');
		const size_t open = l.at + brace;
		char next = '\0';

		if (brace == NOWHERE)
			break;
		if (brace + 1 < rest.n)
			next = rest.p[brace + 1];
		buf_put(&l.out, str_sub(rest, 0, brace));
		l.at = open;
		if (next == '%') {
			st = take_tag(&l, open);
		} else if (next == '{') {
			take_value(&l, open);
		} else if (next == ':') {
			drop_attributes(&l, open);
		} else {
			buf_ch(&l.out, '{');
			l.at++;
		}
	}
	buf_put(&l.out, str_skip(body, l.at));
	return st == OK ? buf_done(&l.out, out) : st;
}
