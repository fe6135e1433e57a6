/* SPDX-License-Identifier: ISC */
/*
 * The loop that every page goes through.  Room for the output is guessed from
 * the program's fixed text, so that it seldom has to grow.
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "page/escape.h"
#include "page/program.h"

#define FIRST_ROOM ((size_t)8192)

struct loop {
	const char *item;
	size_t left;
};

struct run {
	struct job *j;
	const struct template *t;
	const struct tongue *tongue;
	struct buf out;
	struct loop slots[PROGRAM_SLOTS];
};

static const void *
field(const struct run *r, const struct op *o)
{
	const char *base = r->slots[o->slot].item;

	return base ? base + o->at : NULL;
}

static struct str
text_at(const struct run *r, const struct op *o)
{
	const struct str *s = field(r, o);

	return s ? *s : (struct str){ NULL, 0 };
}

static int64_t
number_at(const struct run *r, const struct op *o)
{
	const int64_t *n = field(r, o);

	return n ? *n : 0;
}

static bool
is_true(const struct run *r, const struct op *o)
{
	const void *f = field(r, o);

	if (f == NULL)
		return false;
	switch ((enum view_holds)o->to) {
	case HOLDS_TEXT:
	case HOLDS_PARTIAL:
		return ((const struct str *)f)->n != 0;
	case HOLDS_MARKUP:
		return ((const struct markup *)f)->html.n != 0;
	case HOLDS_FLAG:
		return *(const bool *)f;
	case HOLDS_NUMBER:
	case HOLDS_SIZE:
		return *(const int64_t *)f != 0;
	case HOLDS_LIST:
	case HOLDS_TEXTS:
		return ((const struct view_list *)f)->n != 0;
	case HOLDS_VIEW:
		return *(const void *const *)f != NULL;
	case HOLDS_INSIDE:
		return true;
	}
	return false;
}

static void
put_number(struct run *r, int64_t n)
{
	escape_put(&r->out, number_text(r->tongue->figures, r->j, n));
}

static void
put_word(struct run *r, const struct op *o)
{
	const struct words *w = r->tongue->words;
	int64_t n = o->code == OP_WORD_NUMBER ? number_at(r, o) : 0;
	struct word_parts p = o->code == OP_WORD_NUMBER ? words_at_n(w, o->n, n)
							: words_at(w, o->n);

	buf_put(&r->out, p.before);
	if (o->code == OP_WORD_NUMBER && p.takes)
		put_number(r, n);
	else if (o->code == OP_WORD_TEXT)
		escape_put(&r->out, text_at(r, o));
	buf_put(&r->out, p.behind);
}

static void
put(struct run *r, const struct op *o)
{
	switch ((enum op_code)o->code) {
	case OP_TEXT:
		escape_put(&r->out, text_at(r, o));
		break;
	case OP_MARKUP:
		/* A struct markup is a struct str of another name. */
		buf_put(&r->out, text_at(r, o));
		break;
	case OP_NUMBER:
		put_number(r, number_at(r, o));
		break;
	case OP_SIZE:
		buf_int(&r->out, number_at(r, o));
		break;
	case OP_WORD:
	case OP_WORD_TEXT:
	case OP_WORD_NUMBER:
		put_word(r, o);
		break;
	case OP_OUT:
	case OP_INTO:
	case OP_IF:
	case OP_UNLESS:
	case OP_EACH:
	case OP_NEXT:
	case OP_CASE:
	case OP_END:
		break;
	}
}

static bool
begin_list(struct run *r, const struct op *o)
{
	const struct view_list *l = field(r, o);
	struct loop *s = &r->slots[o->to];

	s->item = l ? l->items : NULL;
	s->left = l ? l->n : 0;
	return s->left != 0;
}

static bool
next_item(struct run *r, const struct op *o)
{
	struct loop *s = &r->slots[o->to];

	s->item += o->n;
	return --s->left != 0;
}

/* Where to go on after o; NULL at the end. */
static const struct op *
go(struct run *r, const struct op *o)
{
	const struct op *there = r->t->ops + o->arg;
	const void *const *view;

	switch ((enum op_code)o->code) {
	case OP_OUT:
		buf_put(&r->out, str_from(r->t->texts + o->arg, o->n));
		return o + 1;
	case OP_INTO:
		view = field(r, o);
		r->slots[o->to].item = view ? *view : NULL;
		return o + 1;
	case OP_IF:
		return is_true(r, o) ? o + 1 : there;
	case OP_UNLESS:
		return is_true(r, o) ? there : o + 1;
	case OP_EACH:
		return begin_list(r, o) ? o + 1 : there;
	case OP_NEXT:
		return next_item(r, o) ? there : o + 1;
	case OP_CASE:
		return str_eq(text_at(r, o), r->t->names[o->n]) ? o + 1 : there;
	case OP_TEXT:
	case OP_MARKUP:
	case OP_NUMBER:
	case OP_SIZE:
	case OP_WORD:
	case OP_WORD_TEXT:
	case OP_WORD_NUMBER:
		put(r, o);
		return o + 1;
	case OP_END:
		return NULL;
	}
	return NULL;
}

enum status
template_render(const struct template *t, struct job *j, const void *view,
    const struct tongue *tongue, size_t max, struct str *out)
{
	struct run r;

	static_assert(sizeof(struct markup) == sizeof(struct str)
		&& offsetof(struct markup, html) == 0,
	    "OP_MARKUP reads one as the other");
	r.j = j;
	r.t = t;
	r.tongue = tongue;
	r.out = buf_in(j, max);
	r.out.cap = 2 * t->usual + FIRST_ROOM;
	r.out.p = job_room(j, r.out.cap);
	r.slots[0].item = view;
	for (const struct op *o = t->ops; o; o = go(&r, o))
		continue;
	return buf_done(&r.out, out);
}
