/* SPDX-License-Identifier: ISC */
/*
 * libyaml's events made a tree.  Its own loader is not used: it recurses,
 * follows aliases into as much memory as they ask for, and forgets lines.
 *
 * Invariants:
 *  1. depth counts the open lists and maps; open[depth - 1] is the innermost.
 *  2. In a map, key is set between a name and its value, and only then.
 *  3. at_char and at_byte are the same place in text, and only move on.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "text/front.h"

struct reading {
	const struct front_at *where;
	struct str text;
	yaml_parser_t parser;
	struct node *top;
	struct node *open[TEXTFILE_DEPTH_MAX];
	size_t depth, nodes;
	struct str key;
	bool has_key;
	int key_line;
	size_t key_from;
	size_t at_char, at_byte;
	size_t column; /* that the top level's names have to stand in */
	bool plain, ended;
};

/* Bytes for a mark, which counts characters. */
static size_t
byte_of(struct reading *r, const yaml_mark_t *mark)
{
	while (r->at_char < mark->index && r->at_byte < r->text.n) {
		r->at_byte++;
		while (r->at_byte < r->text.n
		    && ((unsigned char)r->text.p[r->at_byte] & 0xc0) == 0x80)
			r->at_byte++;
		r->at_char++;
	}
	return r->at_byte;
}

static int
line_of(const struct reading *r, const yaml_mark_t *mark)
{
	return r->where->line + (int)mark->line;
}

static enum status
refuse(const struct reading *r, int line, const char *what)
{
	return job_fail(r->where->j, INVALID, "%.*s:%d: %s",
	    STR_ARG(r->where->name), line, what);
}

static bool
says_null(struct str s)
{
	return s.n == 0 || str_eq(s, STR("~")) || str_eq(s, STR("null"))
	    || str_eq(s, STR("Null")) || str_eq(s, STR("NULL"));
}

static enum status
name_twice(const struct reading *r, const struct node *first, int line)
{
	return job_fail(r->where->j, INVALID,
	    "%.*s:%d: `%.*s` is given a second time (first in line %d); keep "
	    "one of them",
	    STR_ARG(r->where->name), line, STR_ARG(first->key),
	    first->key_line);
}

/* The first event of a pair in a map: its name. */
static enum status
take_key(struct reading *r, const yaml_event_t *e)
{
	const int line = line_of(r, &e->start_mark);
	const struct node *before;

	if (e->type != YAML_SCALAR_EVENT)
		return refuse(r, line,
		    "a field's name has to be plain text; put it in quotes");
	if (e->data.scalar.length > TEXTFILE_KEY_MAX
	    || memchr(e->data.scalar.value, '\0', e->data.scalar.length)
		!= NULL)
		return refuse(r, line,
		    "this field's name is too long; shorten it");
	r->key = job_str(r->where->j,
	    str_from((const char *)e->data.scalar.value,
		e->data.scalar.length));
	before = node_at(r->open[r->depth - 1], r->key);
	if (before != NULL && !(r->where->twice && r->depth == 1))
		return name_twice(r, before, line);
	r->has_key = true;
	r->key_line = line;
	if (r->depth == 1) {
		r->key_from = byte_of(r, &e->start_mark);
		/* `? name` and such */
		if (e->start_mark.column != r->column)
			r->plain = false;
	}
	return OK;
}

static bool
wants_key(const struct reading *r)
{
	return r->depth > 0 && r->open[r->depth - 1]->kind == NODE_MAP
	    && !r->has_key;
}

/* A new node where the reading stands. */
static enum status
put(struct reading *r, const yaml_event_t *e, enum node_kind kind,
    struct node **out)
{
	struct node *parent = r->depth > 0 ? r->open[r->depth - 1] : NULL;
	struct node *nd;

	if (++r->nodes > TEXTFILE_NODES_MAX)
		return refuse(r, line_of(r, &e->start_mark),
		    "the front matter has too many parts; move data into "
		    "files of its own");
	nd = node_put(r->where->j, parent, kind, line_of(r, &e->start_mark));
	if (r->has_key) {
		nd->key = r->key;
		nd->key_line = r->key_line;
		if (r->depth == 1)
			nd->from = r->key_from;
		r->has_key = false;
	}
	if (parent == NULL)
		r->top = nd;
	*out = nd;
	return OK;
}

/* What the value at the top level reaches to, as far as this event says. */
static void
reach(struct reading *r, const yaml_event_t *e)
{
	if (r->top != NULL && r->top->last != NULL)
		r->top->last->to = byte_of(r, &e->end_mark);
}

static enum status
take_scalar(struct reading *r, const yaml_event_t *e)
{
	const struct str s = str_from((const char *)e->data.scalar.value,
	    e->data.scalar.length);
	const yaml_scalar_style_t style = e->data.scalar.style;
	const bool quoted = style != YAML_PLAIN_SCALAR_STYLE;
	struct node *nd = NULL;
	enum status st;

	if (memchr(s.p, '\0', s.n) != NULL)
		return refuse(r, line_of(r, &e->start_mark),
		    "this text holds a zero byte; take it out");
	st = put(r, e, !quoted && says_null(s) ? NODE_NULL : NODE_SCALAR, &nd);
	if (st != OK)
		return st;
	assert(nd != NULL);
	nd->quoted = quoted;
	if (nd->kind == NODE_SCALAR)
		nd->text = job_str(r->where->j, s);
	if (style != YAML_LITERAL_SCALAR_STYLE
	    && style != YAML_FOLDED_SCALAR_STYLE)
		reach(r, e);
	return OK;
}

static enum status
take_open(struct reading *r, const yaml_event_t *e, enum node_kind kind)
{
	struct node *nd = NULL;
	enum status st;

	if (r->depth == TEXTFILE_DEPTH_MAX)
		return refuse(r, line_of(r, &e->start_mark),
		    "lists and maps stand too deep inside each other; make it "
		    "flatter");
	st = put(r, e, kind, &nd);
	if (st != OK)
		return st;
	if (r->depth == 0 && kind == NODE_MAP
	    && e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
		r->plain = false;
	if (r->depth == 0)
		r->column = e->start_mark.column;
	r->open[r->depth++] = nd;
	return OK;
}

static enum status
take_event(struct reading *r, const yaml_event_t *e)
{
	/* libyaml marks the end of an open block at what follows it. */
	const bool closes_here = e->end_mark.index > e->start_mark.index;

	if (e->type == YAML_ALIAS_EVENT)
		return refuse(r, line_of(r, &e->start_mark),
		    "*aliases are not taken; write the value out, or put "
		    "quotes around a text that begins with *");
	if (wants_key(r) && e->type != YAML_MAPPING_END_EVENT)
		return take_key(r, e);
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return take_scalar(r, e);
	case YAML_SEQUENCE_START_EVENT:
		return take_open(r, e, NODE_LIST);
	case YAML_MAPPING_START_EVENT:
		return take_open(r, e, NODE_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		if (closes_here)
			reach(r, e);
		return OK;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
	case YAML_ALIAS_EVENT:
		break;
	}
	return OK;
}

/* What libyaml says in its own words, in words for whoever wrote the file. */
static const char *
advice(const char *problem)
{
	static const struct {
		const char *says, *means;
	} known[] = {
		{ "mapping values are not allowed",
		    "a colon stands inside the text; put quotes around the "
		    "whole value" },
		{ "cannot start any token",
		    "a tab or one of @ ` % begins the value; indent by spaces, "
		    "and put quotes around the value" },
		{ "could not find expected ':'",
		    "this line has no colon; write `name: value`, or indent it "
		    "if it continues the text above" },
		{ "did not find expected key",
		    "this line is not `name: value`; check the quotes and the "
		    "indentation here and in the line above" },
		{ "unexpected end of stream",
		    "a quotation mark is opened and never closed" },
		{ "unexpected document indicator",
		    "a quotation mark is opened and never closed" },
		{ "did not find expected '-' indicator",
		    "the list is broken off here; begin each of its lines with "
		    "`- `, equally indented" },
		{ "unknown escape character",
		    "a backslash in \"double quotes\" begins an escape; double "
		    "it, or use 'single quotes'" },
		{ "control characters are not allowed",
		    "there is a control character; take it out" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strstr(problem, known[i].says) != NULL)
			return known[i].means;
	return NULL;
}

static enum status
say_problem(const struct reading *r)
{
	const char *problem = r->parser.problem != NULL ? r->parser.problem
							: "it is broken";
	const char *means = advice(problem);
	size_t line = r->parser.problem_mark.line;

	/* The reader (as against the scanner) knows only an offset. */
	if (r->parser.error == YAML_READER_ERROR) {
		line = 0;
		for (size_t i = 0;
		     i < r->parser.problem_offset && i < r->text.n; i++)
			line += r->text.p[i] == '\n';
	}
	if (means == NULL)
		means = job_cstr(r->where->j,
		    job_printf(r->where->j,
			"this is not YAML that can be read (%s)", problem));
	return refuse(r, r->where->line + (int)line, means);
}

static enum status
next_event(struct reading *r)
{
	yaml_event_t e;
	enum status st;

	if (!yaml_parser_parse(&r->parser, &e))
		return say_problem(r);
	if (e.type == YAML_DOCUMENT_START_EVENT && r->ended) {
		st = refuse(r, line_of(r, &e.start_mark),
		    "a second document begins here; keep one");
	} else {
		st = take_event(r, &e);
	}
	if (e.type == YAML_DOCUMENT_END_EVENT) {
		r->ended = true;
		if (!e.data.document_end.implicit)
			r->plain = false;
	}
	if (e.type == YAML_STREAM_END_EVENT)
		r->at_byte = r->text.n + 1;
	yaml_event_delete(&e);
	return st;
}

/* Every name has only spaces before it on its line. */
static bool
begin_lines(struct str text, const struct node *top)
{
	for (const struct node *nd = top->first; nd != NULL; nd = nd->next) {
		size_t i = nd->from;

		while (i > 0 && text.p[i - 1] == ' ')
			i--;
		if (i > 0 && text.p[i - 1] != '\n')
			return false;
	}
	return true;
}

enum status
front_yaml(const struct front_at *where, struct str text, struct node **top,
    bool *plain)
{
	struct reading r = { .where = where, .text = text, .plain = true };
	enum status st = OK;

	if (!yaml_parser_initialize(&r.parser))
		abort();
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p,
	    text.n);
	while (st == OK && r.at_byte <= text.n)
		st = next_event(&r);
	yaml_parser_delete(&r.parser);
	if (st != OK)
		return st;
	if (r.top == NULL || r.top->kind == NODE_NULL) {
		/* A lone `~` could not be added to. */
		r.plain = r.plain && r.top == NULL;
		r.top = node_put(where->j, NULL, NODE_MAP, where->line);
	}
	if (r.top->kind != NODE_MAP)
		return refuse(&r, r.top->line,
		    "the front matter is no list of fields; write "
		    "`name: value` lines");
	*plain = r.plain && begin_lines(text, r.top);
	*top = r.top;
	return OK;
}
