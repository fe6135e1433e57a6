/* SPDX-License-Identifier: ISC */
/*
 * Binds a template to a view's type: the walker's target that writes a
 * program.  Every partial and block is written out where it stands, so each
 * name is bound to the views that are open there.
 *
 * 1. A scope is an open section; what a name means is asked innermost first.
 * 2. Sections over lists and views take a slot; n_slots is the next free one.
 * 3. Fixed text grows at the end of texts; two OUTs become one unless a jump
 *    leads between them (`landing` is the last op that one leads to).
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "page/mustache.h"
#include "page/names.h"
#include "page/program.h"

#define MAX_SCOPES 128

static const struct mustache_limits limits = { 40, 200000 };

struct place { /* where a name's value lies */
	enum view_holds kind;
	const struct view_type *type;
	const char *const *partials;
	uint8_t slot;
	uint32_t at;
};

struct scope {
	struct place here;
	uint8_t n_slots; /* before it was opened */
	uint32_t op;     /* whose jump leads behind the section */
};

struct known {
	bool parsed;
	struct mustache m;
};

struct binder {
	struct job *j;
	const struct template_sources *src;
	struct known *known; /* one a file */
	struct scope scopes[MAX_SCOPES];
	size_t depth;
	uint8_t n_slots;
	uint32_t cases[MAX_SCOPES];
	size_t n_cases;
	struct op *ops;
	uint32_t n_ops, cap_ops, landing;
	struct buf texts;
	struct str *names;
	uint32_t n_names;
};

static struct op *
op_put(struct binder *b, enum op_code code, struct place p)
{
	struct op *o;

	if (b->n_ops == b->cap_ops) {
		uint32_t cap = 2 * b->cap_ops + 256;

		b->ops = job_grow(b->j, b->ops, b->cap_ops * sizeof(*o),
		    cap * sizeof(*o));
		b->cap_ops = cap;
	}
	assert(b->ops);
	o = &b->ops[b->n_ops++];
	*o = (struct op){
		.code = (uint8_t)code,
		.slot = p.slot,
		.to = (uint8_t)p.kind,
		.at = p.at,
	};
	return o;
}

static void
put_text(void *self, struct str bytes)
{
	struct binder *b = self;
	const struct place none = { 0 };
	struct op *last = b->n_ops > b->landing ? &b->ops[b->n_ops - 1] : NULL;

	if (bytes.n == 0)
		return;
	if (last == NULL || last->code != OP_OUT) {
		last = op_put(b, OP_OUT, none);
		last->arg = (uint32_t)b->texts.n;
	}
	last->n += (uint32_t)bytes.n;
	buf_put(&b->texts, bytes);
}

/* The jump of this op leads to what comes next. */
static void
land(struct binder *b, uint32_t op)
{
	b->ops[op].arg = b->n_ops;
	b->landing = b->n_ops;
}

static const struct view_field *
field_named(const struct view_type *t, struct str name)
{
	for (size_t i = 0; t && i < t->n; i++)
		if (str_eq(str_of(t->fields[i].name), name))
			return &t->fields[i];
	return NULL;
}

static enum status
fail_field(const struct binder *b, struct mustache_spot at, struct str name)
{
	struct str *names;
	size_t n = 3;

	for (size_t i = 0; i < b->depth; i++)
		n += b->scopes[i].here.type ? b->scopes[i].here.type->n : 0;
	names = JOB_ARRAY(b->j, struct str, n);
	names[0] = STR("w");
	names[1] = STR("words");
	names[2] = STR("asset");
	n = 3;
	for (size_t i = 0; i < b->depth; i++) {
		const struct view_type *t = b->scopes[i].here.type;

		for (size_t k = 0; t && k < t->n; k++)
			names[n++] = str_of(t->fields[k].name);
	}
	return mustache_fail(b->j, at,
	    "there is no \"%.*s\" here; there is %.*s", STR_ARG(name),
	    STR_ARG(names_like(b->j, name, names, n)));
}

static struct place
place_of(const struct view_field *f, const struct place *in)
{
	return (struct place){
		.kind = f->kind,
		.type = f->type,
		.partials = f->partials,
		.slot = in->slot,
		.at = (uint32_t)f->at + (in->kind == HOLDS_INSIDE ? in->at : 0),
	};
}

/* One step of a dotted name: from a view to a field of it. */
static enum status
step_into(struct binder *b, struct mustache_spot at, struct str name,
    struct place *p)
{
	const struct view_field *f = field_named(p->type, name);
	struct str *names;

	if (p->kind != HOLDS_VIEW && p->kind != HOLDS_INSIDE)
		return mustache_fail(b->j, at,
		    "\"%.*s\": only a view has fields that a dot leads to",
		    STR_ARG(at.node->text));
	if (f == NULL) {
		names = JOB_ARRAY(b->j, struct str, p->type->n + 1);
		for (size_t i = 0; i < p->type->n; i++)
			names[i] = str_of(p->type->fields[i].name);
		return mustache_fail(b->j, at,
		    "there is no \"%.*s\" in %s; there is %.*s", STR_ARG(name),
		    p->type->name,
		    STR_ARG(names_like(b->j, name, names, p->type->n)));
	}
	if (p->kind == HOLDS_VIEW) {
		op_put(b, OP_INTO, *p)->to = b->n_slots;
		p->slot = b->n_slots;
	}
	*p = place_of(f, p);
	return OK;
}

static enum status
resolve(struct binder *b, struct mustache_spot at, struct str name,
    struct place *out)
{
	const struct view_field *f = NULL;
	struct str first;
	struct place p = b->scopes[b->depth - 1].here;
	enum status st = OK;

	if (str_eq(name, STR("."))) {
		if (p.type)
			return mustache_fail(b->j, at,
			    "{{.}} is a text: it stands for the items of a "
			    "list of texts");
		*out = p;
		return OK;
	}
	if (!str_cut(&name, '.', &first))
		return fail_field(b, at, name);
	for (size_t i = b->depth; f == NULL && i > 0; i--) {
		p = b->scopes[i - 1].here;
		f = field_named(p.type, first);
	}
	if (f == NULL)
		return fail_field(b, at, first);
	p = place_of(f, &p);
	while (st == OK && str_cut(&name, '.', &first))
		st = step_into(b, at, first, &p);
	if (st == OK)
		*out = p;
	return st;
}

static enum status
put_asset(struct binder *b, struct mustache_spot at, struct str name)
{
	const struct template_sources *s = b->src;
	struct str *names = JOB_ARRAY(b->j, struct str, s->n_assets + 1);

	for (size_t i = 0; i < s->n_assets; i++) {
		if (str_eq(s->assets[i].name, name)) {
			put_text(b, s->assets[i].address);
			return OK;
		}
		names[i] = s->assets[i].name;
	}
	return mustache_fail(b->j, at,
	    "there is no asset \"%.*s\"; there is %.*s", STR_ARG(name),
	    STR_ARG(names_like(b->j, name, names, s->n_assets)));
}

static enum status
fail_word(const struct binder *b, struct mustache_spot at, struct str key)
{
	size_t n = b->src->words ? words_keys(b->src->words) : 0;
	struct str *names = JOB_ARRAY(b->j, struct str, n + 1);

	for (size_t i = 0; i < n; i++)
		names[i] = words_key_at(b->src->words, i);
	return mustache_fail(b->j, at,
	    "there is no word \"%.*s\"; there is %.*s", STR_ARG(key),
	    STR_ARG(names_like(b->j, key, names, n)));
}

/* w.more, w.version.revision: what stands behind the first dot. */
static enum status
put_word(struct binder *b, struct mustache_spot at, struct str rest)
{
	const struct words_list *list = b->src->words;
	struct place p = { 0 };
	struct str key = { NULL, 0 };
	enum op_code code = OP_WORD;
	size_t n;
	enum status st = OK;

	if (list == NULL || !str_cut(&rest, '.', &key)
	    || (n = words_key(list, key)) == NOWHERE)
		return fail_word(b, at, key);
	if (words_takes_value(list, n) != (rest.n != 0))
		return mustache_fail(b->j, at,
		    rest.n ? "the word \"%.*s\" has no place to fill in"
			   : "the word \"%.*s\" has a place to fill in: name "
			     "the field behind it, {{w.WORD.FIELD}}",
		    STR_ARG(key));
	if (rest.n) {
		st = resolve(b, at, rest, &p);
		if (p.kind == HOLDS_NUMBER || p.kind == HOLDS_SIZE)
			code = OP_WORD_NUMBER;
		else if (p.kind == HOLDS_TEXT && !words_takes_number(list, n))
			code = OP_WORD_TEXT;
		else if (st == OK)
			return mustache_fail(b->j, at,
			    "the word \"%.*s\" takes a %s", STR_ARG(key),
			    words_takes_number(list, n) ? "number" : "text");
	}
	if (st == OK)
		op_put(b, code, p)->n = (uint32_t)n;
	return st;
}

/* "w.x" and "words.x" name a word, "asset.x" an asset. */
static bool
is_within(struct str name, struct str front, struct str *rest)
{
	if (!str_starts(name, front))
		return false;
	*rest = str_skip(name, front.n);
	return true;
}

static enum status
put_field(struct binder *b, struct mustache_spot at)
{
	static const struct {
		enum op_code code;
		const char *unless; /* why it can't be written */
	} kinds[] = {
		[HOLDS_TEXT] = { OP_TEXT, NULL },
		[HOLDS_PARTIAL] = { OP_TEXT, NULL },
		[HOLDS_MARKUP] = { OP_MARKUP, NULL },
		[HOLDS_NUMBER] = { OP_NUMBER, NULL },
		[HOLDS_SIZE] = { OP_SIZE, NULL },
		[HOLDS_FLAG] = { OP_END, "a flag: write {{#...}}" },
		[HOLDS_VIEW] = { OP_END, "a view: write {{#...}}" },
		[HOLDS_INSIDE] = { OP_END, "a view: write {{#...}}" },
		[HOLDS_LIST] = { OP_END, "a list: write {{#...}}" },
		[HOLDS_TEXTS] = { OP_END, "a list: write {{#...}}" },
	};
	struct str name = at.node->text;
	bool raw = at.node->kind == MUSTACHE_RAW;
	struct place p = { 0 };
	enum status st = resolve(b, at, name, &p);

	if (st != OK)
		return st;
	if (kinds[p.kind].unless)
		return mustache_fail(b->j, at, "\"%.*s\" is %s", STR_ARG(name),
		    kinds[p.kind].unless);
	if (raw != (p.kind == HOLDS_MARKUP))
		return mustache_fail(b->j, at,
		    raw ? "\"%.*s\" is not markup: write {{%.*s}}"
			: "\"%.*s\" is markup: write {{{%.*s}}}",
		    STR_ARG(name), STR_ARG(name));
	op_put(b, kinds[p.kind].code, p);
	return OK;
}

static enum status
put_value(void *self, struct mustache_spot at)
{
	struct binder *b = self;
	struct str rest;

	if (is_within(at.node->text, STR("w."), &rest)
	    || is_within(at.node->text, STR("words."), &rest))
		return put_word(b, at, rest);
	if (is_within(at.node->text, STR("asset."), &rest))
		return put_asset(b, at, rest);
	return put_field(b, at);
}

/* The scope inside of a section over p, whose ops come next. */
static struct scope
enter(struct binder *b, struct place p, bool inverted)
{
	struct scope s = { .here = p, .n_slots = b->n_slots, .op = b->n_ops };
	struct op *o;

	if (p.slot == b->n_slots) /* a dotted name left its view there */
		b->n_slots++;
	if (inverted) {
		op_put(b, OP_UNLESS, p);
		s.here = b->scopes[b->depth - 1].here;
	} else if (p.kind == HOLDS_LIST || p.kind == HOLDS_TEXTS) {
		o = op_put(b, OP_EACH, p);
		o->to = b->n_slots;
		o->n = (uint32_t)(p.type ? p.type->size : sizeof(struct str));
		s.here.kind = p.type ? HOLDS_LIST : HOLDS_TEXT;
		s.here.slot = b->n_slots++;
		s.here.at = 0;
	} else if (p.kind == HOLDS_INSIDE) {
		s.op = UINT32_MAX;
	} else {
		op_put(b, OP_IF, p);
		if (p.kind == HOLDS_VIEW) {
			op_put(b, OP_INTO, p)->to = b->n_slots;
			s.here.slot = b->n_slots++;
			s.here.at = 0;
		}
	}
	return s;
}

static enum status
open_section(void *self, struct mustache_spot at, bool *go_in)
{
	struct binder *b = self;
	bool inverted = at.node->kind == MUSTACHE_INVERTED;
	struct place p = { 0 };
	struct str rest;
	enum status st;

	if (is_within(at.node->text, STR("w."), &rest)
	    || is_within(at.node->text, STR("words."), &rest)
	    || is_within(at.node->text, STR("asset."), &rest))
		return mustache_fail(b->j, at,
		    "\"%.*s\" is always there: no section is made of it",
		    STR_ARG(at.node->text));
	st = resolve(b, at, at.node->text, &p);
	if (st != OK)
		return st;
	if (inverted && p.kind == HOLDS_INSIDE)
		return mustache_fail(b->j, at,
		    "\"%.*s\" is always there: {{^...}} would never show",
		    STR_ARG(at.node->text));
	if (b->depth == MAX_SCOPES || b->n_slots + 3 > PROGRAM_SLOTS)
		return mustache_fail(b->j, at, "sections nest too deeply");
	b->scopes[b->depth] = enter(b, p, inverted);
	b->depth++;
	*go_in = true;
	return OK;
}

static enum status
close_section(void *self, struct mustache_spot at, bool *again)
{
	struct binder *b = self;
	const struct scope *s = &b->scopes[--b->depth];
	struct op *o;

	(void)at;
	if (s->op != UINT32_MAX) {
		if (b->ops[s->op].code == OP_EACH) {
			o = op_put(b, OP_NEXT, s->here);
			o->to = b->ops[s->op].to;
			o->n = b->ops[s->op].n;
			o->arg = s->op + 1;
		}
		land(b, s->op);
	}
	b->n_slots = s->n_slots;
	*again = false;
	return OK;
}

static enum status
find_template(void *self, struct mustache_spot at, struct str name,
    const struct mustache **out)
{
	struct binder *b = self;
	const struct template_sources *s = b->src;
	struct str *names;
	enum status st = OK;

	for (size_t i = 0; i < s->n_files; i++) {
		if (!str_eq(s->files[i].name, name))
			continue;
		if (!b->known[i].parsed)
			st = mustache_parse(b->j, s->files[i].file,
			    s->files[i].text, &b->known[i].m);
		b->known[i].parsed = st == OK;
		*out = &b->known[i].m;
		return st;
	}
	names = JOB_ARRAY(b->j, struct str, s->n_files + 1);
	for (size_t i = 0; i < s->n_files; i++)
		names[i] = s->files[i].name;
	return mustache_fail(b->j, at,
	    "there is no template \"%.*s\"; there is %.*s", STR_ARG(name),
	    STR_ARG(names_like(b->j, name, names, s->n_files)));
}

static enum status
choose_template(void *self, struct mustache_spot at, size_t round,
    struct str *name, bool *more)
{
	struct binder *b = self;
	struct place p = { 0 };
	enum status st;

	if (round > 0)
		land(b, b->cases[--b->n_cases]);
	st = resolve(b, at, at.node->text, &p);
	if (st != OK)
		return st;
	if (p.kind != HOLDS_PARTIAL)
		return mustache_fail(b->j, at,
		    "\"%.*s\" does not name a partial", STR_ARG(at.node->text));
	*more = p.partials[round] != NULL;
	if (!*more)
		return OK;
	if (b->n_cases == MAX_SCOPES)
		return mustache_fail(b->j, at, "partials nest too deeply");
	*name = str_of(p.partials[round]);
	b->cases[b->n_cases++] = b->n_ops;
	b->names = job_grow(b->j, b->names, b->n_names * sizeof(*name),
	    (b->n_names + 1) * sizeof(*name));
	b->names[b->n_names] = *name;
	op_put(b, OP_CASE, p)->n = b->n_names++;
	return OK;
}

enum status
template_compile(struct job *j, const struct template_sources *src,
    const char *name, const struct view_type *type, const struct template **out)
{
	static const struct mustache_target target = { put_text, put_value,
		open_section, close_section, find_template, choose_template };
	struct binder *b = JOB_NEW(j, struct binder);
	const struct mustache_node nowhere = { .line = 1 };
	const struct mustache program = { .file = str_of(type->name) };
	const struct mustache *start = NULL;
	const struct place none = { 0 };
	struct template *t;
	enum status st;

	b->j = j;
	b->src = src;
	b->known = JOB_ARRAY(j, struct known, src->n_files + 1);
	b->texts = buf_in(j, UINT32_MAX);
	b->scopes[b->depth++].here = (struct place){ .kind = HOLDS_INSIDE,
		.type = type };
	b->n_slots = 1;
	st = find_template(b, (struct mustache_spot){ &program, &nowhere },
	    str_of(name), &start);
	if (st == OK)
		st = mustache_walk(j, start, &target, b, limits);
	if (st != OK)
		return st;
	op_put(b, OP_END, none);
	t = JOB_NEW(j, struct template);
	t->ops = b->ops;
	t->texts = buf_so_far(&b->texts).p;
	t->names = b->names;
	t->usual = b->texts.n;
	*out = t;
	return OK;
}
