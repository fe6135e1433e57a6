/* SPDX-License-Identifier: ISC */
/*
 * The stack of contexts: each section that is open has put one value on it,
 * the value that stands for it (an item, if it is a list).
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "page/escape.h"
#include "page/mustache.h"
#include "page/mustache_json.h"

#define MAX_PARTIALS 1000
#define MAX_CONTEXTS 4096

static const struct mustache_limits limits = { 250, 2000000 };

struct context {
	json_t *value;
	json_t *list; /* NULL if the section is not over a list */
	size_t item;
};

struct known_partial {
	struct str name;
	struct mustache m;
};

struct render {
	struct job *j;
	struct buf out;
	json_t *partials;
	struct known_partial *known;
	size_t n_known;
	struct context *contexts;
	size_t depth;
};

static json_t *
member(json_t *object, struct str name)
{
	return json_object_getn(object, name.p, name.n);
}

/* NULL if there is no such name. */
static json_t *
look_up(const struct render *r, struct str name)
{
	struct str first;
	json_t *v = NULL;

	if (str_eq(name, STR(".")))
		return r->contexts[r->depth - 1].value;
	if (!str_cut(&name, '.', &first))
		return NULL;
	for (size_t i = r->depth; v == NULL && i > 0; i--)
		v = member(r->contexts[i - 1].value, first);
	while (v && str_cut(&name, '.', &first))
		v = member(v, first);
	return v;
}

static bool
is_true(const json_t *v)
{
	switch (v ? json_typeof(v) : JSON_NULL) {
	case JSON_NULL:
	case JSON_FALSE:
		return false;
	case JSON_STRING:
		return json_string_length(v) != 0;
	case JSON_INTEGER:
		return json_integer_value(v) != 0;
	case JSON_REAL:
		return json_real_value(v) < 0 || json_real_value(v) > 0;
	case JSON_ARRAY:
		return json_array_size(v) != 0;
	case JSON_OBJECT:
	case JSON_TRUE:
		return true;
	}
	return true;
}

/* As few digits as give the same number back. */
static struct str
real_text(struct job *j, double d)
{
	struct str s = { NULL, 0 };

	for (int digits = 15; digits <= 17; digits++) {
		s = job_printf(j, "%.*g", digits, d);
		if (strtod(s.p, NULL) == d)
			break;
	}
	return s;
}

static void
free_dump(void *what)
{
	free(what);
}

static struct str
value_text(struct job *j, const json_t *v)
{
	char *dump;

	switch (v ? json_typeof(v) : JSON_NULL) {
	case JSON_NULL:
		break;
	case JSON_FALSE:
		return STR("false");
	case JSON_TRUE:
		return STR("true");
	case JSON_STRING:
		return str_from(json_string_value(v), json_string_length(v));
	case JSON_INTEGER:
		return job_printf(j, "%lld", (long long)json_integer_value(v));
	case JSON_REAL:
		return real_text(j, json_real_value(v));
	case JSON_ARRAY:
	case JSON_OBJECT:
		dump = json_dumps(v, JSON_COMPACT);
		if (dump) {
			job_defer(j, free_dump, dump);
			return str_of(dump);
		}
		break;
	}
	return STR("");
}

static void
put_text(void *self, struct str bytes)
{
	struct render *r = self;

	buf_put(&r->out, bytes);
}

static enum status
put_value(void *self, struct mustache_spot at)
{
	struct render *r = self;
	struct str s = value_text(r->j, look_up(r, at.node->text));
	struct str done;

	if (at.node->kind == MUSTACHE_RAW)
		buf_put(&r->out, s);
	else
		escape_put(&r->out, s);
	return r->out.over ? buf_done(&r->out, &done) : OK;
}

static enum status
open_section(void *self, struct mustache_spot at, bool *enter)
{
	struct render *r = self;
	json_t *v = look_up(r, at.node->text);
	struct context *c = &r->contexts[r->depth];

	*enter = is_true(v) == (at.node->kind == MUSTACHE_SECTION);
	if (!*enter)
		return OK;
	if (r->depth == MAX_CONTEXTS)
		return mustache_fail(r->j, at, "sections nest too deeply");
	if (at.node->kind == MUSTACHE_INVERTED)
		v = NULL;
	c->list = json_is_array(v) ? v : NULL;
	c->item = 0;
	c->value = c->list ? json_array_get(v, 0) : v;
	if (v == NULL) /* {{.}} stays what it was */
		c->value = r->contexts[r->depth - 1].value;
	r->depth++;
	return OK;
}

static enum status
close_section(void *self, struct mustache_spot at, bool *again)
{
	struct render *r = self;
	struct context *c = &r->contexts[r->depth - 1];
	struct str done;

	(void)at;
	*again = c->list && ++c->item < json_array_size(c->list);
	if (*again)
		c->value = json_array_get(c->list, c->item);
	else
		r->depth--;
	return r->out.over ? buf_done(&r->out, &done) : OK;
}

static enum status
find_partial(void *self, struct mustache_spot at, struct str name,
    const struct mustache **out)
{
	struct render *r = self;
	const json_t *text = member(r->partials, name);
	struct known_partial *k = r->known;
	enum status st;

	for (size_t i = 0; i < r->n_known; i++, k++)
		if (str_eq(k->name, name)) {
			*out = &k->m;
			return OK;
		}
	if (!json_is_string(text))
		return OK;
	if (r->n_known == MAX_PARTIALS)
		return mustache_fail(r->j, at, "too many partials");
	st = mustache_parse(r->j, name,
	    str_from(json_string_value(text), json_string_length(text)), &k->m);
	if (st == OK) {
		k->name = name;
		r->n_known++;
		*out = &k->m;
	}
	return st;
}

static enum status
choose_partial(void *self, struct mustache_spot at, size_t round,
    struct str *name, bool *more)
{
	const struct render *r = self;
	const json_t *v = look_up(r, at.node->text);

	*more = round == 0 && json_is_string(v);
	if (*more)
		*name = value_text(r->j, v);
	return OK;
}

enum status
mustache_json(struct job *j, struct str template, json_t *data,
    json_t *partials, struct str *out)
{
	static const struct mustache_target target = { put_text, put_value,
		open_section, close_section, find_partial, choose_partial };
	struct render r = {
		.j = j,
		.out = buf_in(j, MUSTACHE_JSON_MAX),
		.partials = partials,
	};
	struct mustache m;
	enum status st = mustache_parse(j, STR("template"), template, &m);

	if (st != OK)
		return st;
	r.known = JOB_ARRAY(j, struct known_partial, MAX_PARTIALS);
	r.contexts = JOB_ARRAY(j, struct context, MAX_CONTEXTS + 1);
	r.contexts[r.depth++].value = data;
	st = mustache_walk(j, &m, &target, &r, limits);
	return st == OK ? buf_done(&r.out, out) : st;
}
