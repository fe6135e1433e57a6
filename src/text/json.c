/* SPDX-License-Identifier: ISC */
/*
 * Front matter in JSON, by jansson.  It keeps the order of names but no line
 * numbers, so that all of it is said to stand where the object begins.
 */
#include <jansson.h>

#include "text/front.h"

struct level {
	json_t *value;
	struct node *node;
	void *iter;  /* objects */
	size_t next; /* arrays */
};

struct walk {
	const struct front_at *where;
	struct level open[TEXTFILE_DEPTH_MAX];
	size_t depth, nodes;
};

static void
set_scalar(struct job *j, struct node *nd, const json_t *v)
{
	nd->kind = NODE_SCALAR;
	if (json_is_string(v)) {
		nd->quoted = true;
		nd->text = job_str(j,
		    str_from(json_string_value(v), json_string_length(v)));
	} else if (json_is_integer(v)) {
		nd->text = job_printf(j, "%lld",
		    (long long)json_integer_value(v));
	} else if (json_is_real(v)) {
		nd->text = job_printf(j, "%.15g", json_real_value(v));
	} else if (json_is_boolean(v)) {
		nd->text = json_is_true(v) ? STR("true") : STR("false");
	} else {
		nd->kind = NODE_NULL;
	}
}

static enum status
take_value(struct walk *w, struct node *parent, struct str key, json_t *v)
{
	struct node *nd;

	if (++w->nodes > TEXTFILE_NODES_MAX || key.n > TEXTFILE_KEY_MAX)
		return job_fail(w->where->j, INVALID,
		    "%.*s:%d: the front matter has too many parts or too long "
		    "a name; move data into files of its own",
		    STR_ARG(w->where->name), w->where->line);
	nd = node_put(w->where->j, parent, NODE_NULL, w->where->line);
	nd->key = job_str(w->where->j, key);
	nd->key_line = w->where->line;
	if (!json_is_object(v) && !json_is_array(v)) {
		set_scalar(w->where->j, nd, v);
		return OK;
	}
	if (w->depth == TEXTFILE_DEPTH_MAX)
		return job_fail(w->where->j, INVALID,
		    "%.*s:%d: lists and maps stand too deep inside each other; "
		    "make it flatter",
		    STR_ARG(w->where->name), w->where->line);
	nd->kind = json_is_object(v) ? NODE_MAP : NODE_LIST;
	w->open[w->depth++] = (struct level){ .value = v,
		.node = nd,
		.iter = json_is_object(v) ? json_object_iter(v) : NULL };
	return OK;
}

/* One more entry of the innermost list or object, or its end. */
static enum status
step(struct walk *w)
{
	struct level *l = &w->open[w->depth - 1];
	json_t *v;
	struct str key = STR("");

	if (json_is_object(l->value)) {
		if (l->iter == NULL) {
			w->depth--;
			return OK;
		}
		key = str_of(json_object_iter_key(l->iter));
		v = json_object_iter_value(l->iter);
		l->iter = json_object_iter_next(l->value, l->iter);
	} else {
		if (l->next >= json_array_size(l->value)) {
			w->depth--;
			return OK;
		}
		v = json_array_get(l->value, l->next++);
	}
	return take_value(w, l->node, key, v);
}

enum status
front_json(const struct front_at *where, struct str text, struct node **top,
    size_t *used)
{
	struct walk w = { .where = where };
	json_error_t err = { 0 };
	json_t *root = json_loadb(text.p, text.n,
	    JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &err);
	enum status st = OK;

	if (root == NULL || !json_is_object(root)) {
		json_decref(root);
		return job_fail(where->j, INVALID,
		    "%.*s:%d: this is not JSON that can be read (%s)",
		    STR_ARG(where->name), where->line + err.line - 1,
		    err.text[0] != '\0' ? err.text : "not an object");
	}
	w.open[0].value = root;
	w.open[0].node = node_put(where->j, NULL, NODE_MAP, where->line);
	w.open[0].iter = json_object_iter(root);
	w.depth = 1;
	*top = w.open[0].node;
	while (st == OK && w.depth > 0)
		st = step(&w);
	*used = (size_t)err.position;
	json_decref(root);
	return st;
}
