/* SPDX-License-Identifier: ISC */
#include "wire/languages.h"

#define LANGUAGES_MOST 100

/* Those that the paper has not. */
struct findings {
	struct tongue_seen at[LANGUAGES_MOST];
	size_t n;
};

static void
find(const struct origin *o, const struct languages *langs,
    struct findings *out)
{
	for (size_t i = 0; i < o->n_tongues && out->n < LANGUAGES_MOST; i++) {
		bool known = false;

		for (size_t k = 0; k < langs->n && !known; k++)
			known = str_eq_nocase(langs->at[k].tag,
			    o->tongues[i].tag);
		if (!known)
			out->at[out->n++] = o->tongues[i];
	}
}

static void
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser takes it */
copy_into(struct job *j, struct node *parent, const struct node *from)
{
	struct node *to = node_put(j, parent, from->kind, 0);

	to->key = from->key;
	to->text = from->text;
	to->quoted = from->quoted;
	for (const struct node *nd = from->first; nd != NULL; nd = nd->next)
		copy_into(j, to, nd);
}

/* The settings as they are, with more languages behind those they have. */
static enum status
widen(struct job *j, struct str bytes, const struct findings *f,
    struct str *out)
{
	struct node *list = node_put(j, NULL, NODE_LIST, 0);
	const struct edit edit = { .field = STR("languages"), .tree = list };
	const struct node *was;
	struct textfile tf;
	enum status st = textfile_parse(j, bytes, STR("settings"), &tf);

	if (st != OK)
		return st;
	was = node_like(tf.top, STR("languages"));
	if (was != NULL && was->kind == NODE_SCALAR)
		node_put(j, list, NODE_SCALAR, 0)->text = was->text;
	for (const struct node *nd = was != NULL ? was->first : NULL;
	     nd != NULL; nd = nd->next)
		copy_into(j, list, nd);
	for (size_t i = 0; i < f->n; i++)
		node_put(j, list, NODE_SCALAR, 0)->text = lang_usual(j,
		    f->at[i].tag);
	return textfile_apply(j, &tf, &edit, 1, out);
}

static enum status
publish(struct desk *d, struct job *j, const struct findings *f)
{
	const struct publish_opts opts = { .name = STR("settings") };
	struct published r;
	struct str live, wide;
	enum status st = desk_show(d, j, STR("settings"), &live);

	if (st == OK)
		st = widen(j, live, f, &wide);
	return st == OK ? desk_publish(d, j, wide, &opts, &r) : st;
}

static void
note(struct origin *o, const struct tongue_seen *f, struct str why)
{
	const struct str tag = lang_usual(o->j, f->tag);

	origin_note(o,
	    why.n == 0 ? job_printf(o->j,
		"%.*s is in the language `%.*s`, which is added to the "
		"paper's settings",
		STR_ARG(f->name), STR_ARG(tag))
		       : job_printf(o->j,
			   "%.*s is in the language `%.*s`, which the paper's "
			   "settings do not name; add it there (%.*s)",
			   STR_ARG(f->name), STR_ARG(tag), STR_ARG(why)));
}

enum status
languages_add(struct desk *d, struct origin *o, const struct languages *langs)
{
	struct findings f = { .n = 0 };
	struct str why = STR("");
	struct job *own;
	enum status st;

	find(o, langs, &f);
	if (f.n == 0)
		return OK;
	own = job_new(clock_now());
	st = publish(d, own, &f);
	if (st != OK)
		why = job_str(o->j, job_reason(own));
	job_free(own);
	if (st == FAULT || st == BUSY || st == DENIED)
		return job_fail(o->j, st, "%.*s", STR_ARG(why));
	for (size_t i = 0; i < f.n; i++)
		note(o, &f.at[i], why);
	return OK;
}
