/* SPDX-License-Identifier: ISC */
/*
 * 1. A frame is a run of nodes: a template, a block's own content or what a
 *    child put in its place.  Sections stay within their frame.
 * 2. Every line of a template is written behind its frame's indentation; a
 *    replacement for a block first loses the indentation it was written with.
 * 3. The replacements in force hang in a list, innermost first; the outermost
 *    one of a name wins.  A replacement is walked with those that were in
 *    force where it was written, so it never finds itself.
 */
#include <string.h>

#include "page/mustache.h"

#define NO_NODE UINT32_MAX
#define MAX_INDENT 4096

struct given { /* the blocks inside one parent tag */
	const struct given *outer;
	const struct mustache *in;
	uint32_t parent;
};

struct frame {
	const struct mustache *in;
	uint32_t at, end;
	const struct given *given;
	size_t indent, n_indent; /* in the walk's indents */
	size_t strip;
	uint32_t quiet;  /* the node whose indentation is written already */
	uint32_t chosen; /* the tag with a dynamic name that led here */
	size_t round;
};

struct walk {
	struct job *j;
	const struct mustache_target *t;
	void *self;
	struct mustache_limits limits;
	struct frame *frames;
	size_t depth, steps;
	char indents[MAX_INDENT];
};

static struct frame *
top(struct walk *w)
{
	return &w->frames[w->depth - 1];
}

static struct mustache_spot
spot(const struct frame *f)
{
	return (struct mustache_spot){ f->in, &f->in->nodes[f->at] };
}

static enum status
push(struct walk *w, struct mustache_spot from, struct frame f)
{
	if (w->depth == w->limits.depth)
		return mustache_fail(w->j, from,
		    "partials and blocks nest deeper than %zu here; does one "
		    "contain itself?",
		    w->limits.depth);
	w->frames[w->depth++] = f;
	return OK;
}

/* The frame's indentation with more behind it, as that of another frame. */
static enum status
indent_more(struct walk *w, const struct frame *f, struct str more,
    struct frame *out)
{
	size_t begin = f->indent + f->n_indent;

	if (begin + f->n_indent + more.n > MAX_INDENT)
		return mustache_fail(w->j, spot(f), "indented too deeply");
	memcpy(w->indents + begin, w->indents + f->indent, f->n_indent);
	if (more.n)
		memcpy(w->indents + begin + f->n_indent, more.p, more.n);
	out->indent = begin;
	out->n_indent = f->n_indent + more.n;
	return OK;
}

static void
put_indent(struct walk *w, const struct frame *f)
{
	if (f->n_indent)
		w->t->text(w->self,
		    str_from(w->indents + f->indent, f->n_indent));
}

static void
begin_line(struct walk *w, const struct frame *f)
{
	if (f->in->nodes[f->at].begins_line && f->quiet != f->at)
		put_indent(w, f);
}

/* White space that stood at the start of a line, less what is stripped. */
static struct str
stripped(const struct frame *f, struct str s)
{
	size_t n = 0;

	while (n < f->strip && n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
		n++;
	return str_skip(s, n);
}

static void
walk_text(struct walk *w, struct frame *f)
{
	const struct mustache_node *n = &f->in->nodes[f->at];

	begin_line(w, f);
	w->t->text(w->self, n->begins_line ? stripped(f, n->text) : n->text);
	f->at++;
}

static enum status
walk_section(struct walk *w, struct frame *f)
{
	bool enter = false;
	enum status st;

	begin_line(w, f);
	st = w->t->open(w->self, spot(f), &enter);
	f->at = enter ? f->at + 1 : f->in->nodes[f->at].other + 1;
	return st;
}

static enum status
walk_end(struct walk *w, struct frame *f)
{
	const struct mustache_node *n = &f->in->nodes[f->at];
	const struct mustache_node *o = &f->in->nodes[n->other];
	bool again = false;
	enum status st = OK;

	begin_line(w, f);
	if (o->kind == MUSTACHE_SECTION || o->kind == MUSTACHE_INVERTED)
		st = w->t->close(w->self, spot(f), &again);
	f->at = again ? n->other + 1 : f->at + 1;
	return st;
}

/* The template called name, as the tag at f->at asks for it. */
static enum status
enter_template(struct walk *w, struct frame *f, struct str name, size_t round)
{
	const struct mustache_node *n = &f->in->nodes[f->at];
	struct frame in = {
		.given = f->given,
		.indent = f->indent + f->n_indent,
		.quiet = NO_NODE,
		.chosen = n->dynamic ? f->at : NO_NODE,
		.round = round,
	};
	enum status st = w->t->find(w->self, spot(f), name, &in.in);

	if (st != OK || (in.in == NULL && !n->dynamic))
		return st;
	if (in.in)
		in.end = in.in->n;
	if (n->alone) {
		struct str own = stripped(f, n->indent);

		st = indent_more(w, f, own, &in);
		if (f->quiet == f->at) {
			w->t->text(w->self, own);
			in.quiet = 0;
		}
	}
	if (n->kind == MUSTACHE_PARENT) {
		struct given *g = JOB_NEW(w->j, struct given);

		*g = (struct given){ f->given, f->in, f->at };
		in.given = g;
	}
	return st == OK ? push(w, spot(f), in) : st;
}

/* The next of the templates that a dynamic name may stand for. */
static enum status
next_choice(struct walk *w, uint32_t node, size_t round)
{
	struct frame *f = top(w);
	uint32_t behind = f->at;
	struct str name = { NULL, 0 };
	bool more = false;
	enum status st;

	f->at = node;
	st = w->t->choose(w->self, spot(f), round, &name, &more);
	if (st == OK && more)
		st = enter_template(w, f, name, round);
	f->at = behind;
	return st;
}

static enum status
walk_partial(struct walk *w, struct frame *f)
{
	const struct mustache_node *n = &f->in->nodes[f->at];
	uint32_t here = f->at;
	uint32_t behind = n->kind == MUSTACHE_PARENT ? n->other + 1 : here + 1;
	enum status st = OK;

	begin_line(w, f);
	if (!n->dynamic)
		st = enter_template(w, f, n->text, 0);
	f->at = behind;
	if (n->dynamic)
		st = next_choice(w, here, 0);
	return st;
}

/* What replaces the block of that name, or NO_NODE. */
static uint32_t
argument_in(const struct given *g, struct str name)
{
	const struct mustache_node *nodes = g->in->nodes;
	uint32_t i = g->parent + 1;

	while (i < nodes[g->parent].other) {
		if (nodes[i].kind == MUSTACHE_BLOCK
		    && str_eq(nodes[i].text, name))
			return i;
		if (nodes[i].kind == MUSTACHE_TEXT
		    || nodes[i].kind == MUSTACHE_ESCAPED
		    || nodes[i].kind == MUSTACHE_RAW
		    || nodes[i].kind == MUSTACHE_PARTIAL)
			i++;
		else
			i = nodes[i].other + 1;
	}
	return NO_NODE;
}

static const struct given *
replacement(const struct frame *f, struct str name, uint32_t *block)
{
	const struct given *found = NULL;

	for (const struct given *g = f->given; g; g = g->outer) {
		uint32_t i = argument_in(g, name);

		if (i != NO_NODE) {
			found = g;
			*block = i;
		}
	}
	return found;
}

static enum status
walk_block(struct walk *w, struct frame *f)
{
	const struct mustache_node *n = &f->in->nodes[f->at];
	struct frame in = *f;
	uint32_t block = f->at;
	const struct given *g = replacement(f, n->text, &block);
	struct str own = stripped(f, n->indent);
	enum status st = OK;

	begin_line(w, f);
	in.chosen = NO_NODE;
	in.quiet = g || n->one_line ? block + 1 : NO_NODE;
	if (g) {
		in.in = g->in;
		in.given = g->outer;
		in.strip = g->in->nodes[block].strip;
	}
	in.at = block + 1;
	in.end = in.in->nodes[block].other + 1;
	if (n->alone && (g || n->one_line)) {
		bool quiet = f->quiet == f->at;

		st = indent_more(w, f, own, &in);
		if (st == OK && in.end > in.at + 1) {
			if (quiet)
				w->t->text(w->self, own);
			else
				put_indent(w, &in);
		}
	}
	if (st == OK)
		st = push(w, spot(f), in);
	f->at = n->other + 1;
	return st;
}

static enum status
step(struct walk *w)
{
	struct frame *f = top(w);
	enum status st = OK;

	switch (f->in->nodes[f->at].kind) {
	case MUSTACHE_TEXT:
		walk_text(w, f);
		break;
	case MUSTACHE_ESCAPED:
	case MUSTACHE_RAW:
		begin_line(w, f);
		st = w->t->value(w->self, spot(f));
		f->at++;
		break;
	case MUSTACHE_SECTION:
	case MUSTACHE_INVERTED:
		st = walk_section(w, f);
		break;
	case MUSTACHE_PARTIAL:
	case MUSTACHE_PARENT:
		st = walk_partial(w, f);
		break;
	case MUSTACHE_BLOCK:
		st = walk_block(w, f);
		break;
	case MUSTACHE_END:
		st = walk_end(w, f);
		break;
	}
	return st;
}

enum status
mustache_walk(struct job *j, const struct mustache *start,
    const struct mustache_target *target, void *self,
    struct mustache_limits limits)
{
	struct walk w = { .j = j, .t = target, .self = self, .limits = limits };
	enum status st = OK;

	w.frames = JOB_ARRAY(j, struct frame, limits.depth);
	w.frames[w.depth++] = (struct frame){
		.in = start,
		.end = start->n,
		.quiet = NO_NODE,
		.chosen = NO_NODE,
	};
	while (st == OK && w.depth) {
		const struct frame *f = top(&w);

		if (f->at < f->end) {
			if (w.steps++ == limits.steps)
				return mustache_fail(j, spot(f),
				    "this does not come to an end");
			st = step(&w);
		} else {
			uint32_t chosen = f->chosen;
			size_t round = f->round;

			w.depth--;
			if (chosen != NO_NODE)
				st = next_choice(&w, chosen, round + 1);
		}
	}
	return st;
}
