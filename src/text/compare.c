/* SPDX-License-Identifier: ISC */
#include "text/compare.h"

#include <stdlib.h>

#include "base/buf.h"
#include "text/textfile.h"

#define VALUE_MAX TEXTFILE_FRONT_MAX

/* ---- fields ---- */

static void /* NOLINTNEXTLINE(misc-no-recursion): as deep as a text file */
put_value(struct buf *b, const struct node *nd, bool inside)
{
	const bool map = nd->kind == NODE_MAP;

	if (nd->kind == NODE_SCALAR)
		buf_put(b, nd->text);
	if (map && inside)
		BUF_LIT(b, "{");
	for (const struct node *o = nd->first; o != NULL; o = o->next) {
		if (o != nd->first)
			BUF_LIT(b, ", ");
		if (map)
			buf_printf(b, "%.*s: ", STR_ARG(o->key));
		put_value(b, o, true);
	}
	if (map && inside)
		BUF_LIT(b, "}");
}

static struct str
value_of(struct job *j, const struct node *nd)
{
	struct buf b = buf_in(j, VALUE_MAX * 2);
	struct str out;

	if (nd == NULL)
		return STR("");
	if (!names_alike(nd->key, STR("media"))) {
		put_value(&b, nd, false);
	} else {
		for (const struct node *o = nd->first; o; o = o->next) {
			if (o != nd->first)
				BUF_LIT(&b, ", ");
			buf_put(&b, node_text(node_like(o, STR("name"))));
		}
	}
	return buf_done(&b, &out) == OK ? out : STR("...");
}

static bool
is_ours(struct str name)
{
	return names_alike(name, STR("salt")) || names_alike(name, STR("id"))
	    || names_alike(name, STR("revision"));
}

static void
put_field(struct job *j, struct comparison *c, const struct node *was,
    const struct node *is)
{
	const struct compared_field f = { .name = is ? is->key : was->key,
		.was = value_of(j, was),
		.is = value_of(j, is) };

	if (!is_ours(f.name) && !str_eq(f.was, f.is))
		c->fields[c->n++] = f;
}

static void
compare_fields(struct job *j, const struct node *was, const struct node *is,
    struct comparison *c)
{
	c->fields = JOB_ARRAY(j, struct compared_field, was->n + is->n + 1);
	for (const struct node *o = is->first; o != NULL; o = o->next)
		put_field(j, c, node_like(was, o->key), o);
	for (const struct node *o = was->first; o != NULL; o = o->next)
		if (node_like(is, o->key) == NULL)
			put_field(j, c, o, NULL);
}

/* ---- words ---- */

struct bag {
	struct str *at;
	size_t n;
};

static int
by_bytes(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct bag
bag_of(struct job *j, struct str text)
{
	struct bag w = { JOB_ARRAY(j, struct str, text.n / 2 + 2), 0 };
	size_t i = 0;

	while (i < text.n) {
		size_t from;

		while (i < text.n && is_space(text.p[i]))
			i++;
		from = i;
		while (i < text.n && !is_space(text.p[i]))
			i++;
		if (i > from)
			w.at[w.n++] = str_sub(text, from, i - from);
	}
	if (w.n > 1)
		qsort(w.at, w.n, sizeof(*w.at), by_bytes);
	return w;
}

static void
count_words(struct job *j, struct comparison *c)
{
	const struct bag a = bag_of(j, c->was_body), b = bag_of(j, c->body);
	size_t i = 0, k = 0;

	while (i < a.n && k < b.n) {
		const int order = str_cmp(a.at[i], b.at[k]);

		c->taken += order < 0;
		c->added += order > 0;
		i += order <= 0;
		k += order >= 0;
	}
	c->taken += a.n - i;
	c->added += b.n - k;
}

enum status
compare(struct job *j, struct str was, struct str is, struct comparison *out)
{
	struct comparison c = { .n = 0 };
	struct textfile old, new;
	enum status st = textfile_parse(j, was, STR("what was"), &old);

	if (st == OK)
		st = textfile_parse(j, is, STR("what is"), &new);
	if (st != OK)
		return st;
	c.was_body = old.body;
	c.body = new.body;
	compare_fields(j, old.top, new.top, &c);
	count_words(j, &c);
	*out = c;
	return OK;
}
