/* SPDX-License-Identifier: ISC */
/*
 * Three passes: tokens (text split at line ends, tags), pairs (each opening
 * tag finds its end), and white space (tags alone on their line take the line
 * with them).  Tokens become nodes in place.
 */
#include <string.h>

#include "page/mustache.h"

#define MAX_DELIM 16

struct token {
	struct mustache_node node;
	bool gone;     /* a comment, a set delimiter, or eaten white space */
	bool argument; /* a block that stands directly in a parent */
};

struct parser {
	struct job *j;
	struct str file, rest;
	struct str open, close; /* the delimiters */
	struct token *tokens;
	size_t n, cap;
	uint32_t line;
};

static enum status
fail_at(const struct parser *p, uint32_t line, const char *what, struct str x)
{
	return job_fail(p->j, INVALID, "%.*s:%u: %s%.*s", STR_ARG(p->file),
	    line, what, STR_ARG(x));
}

static struct token *
token_put(struct parser *p, enum mustache_kind kind, struct str text)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 64;

		p->tokens = job_grow(p->j, p->tokens,
		    p->cap * sizeof(*p->tokens), cap * sizeof(*p->tokens));
		p->cap = cap;
	}
	p->tokens[p->n] = (struct token){ 0 };
	p->tokens[p->n].node.kind = kind;
	p->tokens[p->n].node.text = text;
	p->tokens[p->n].node.line = p->line;
	return &p->tokens[p->n++];
}

static void
take_text(struct parser *p, struct str text)
{
	while (text.n) {
		size_t nl = str_find_ch(text, '\n');
		size_t n = nl == NOWHERE ? text.n : nl + 1;

		token_put(p, MUSTACHE_TEXT, str_sub(text, 0, n));
		p->line += nl != NOWHERE;
		text = str_skip(text, n);
	}
}

/* {{=<% %>=}}: inner is what stands between the two equal signs. */
static enum status
set_delimiters(struct parser *p, struct str inner)
{
	struct str open = str_trim(inner), close;
	size_t space = 0;

	while (space < open.n && strchr(" \t\r\n", open.p[space]) == NULL)
		space++;
	close = str_trim(str_skip(open, space));
	open.n = space;
	for (size_t i = 0; i < close.n; i++)
		if (strchr(" \t\r\n=", close.p[i]))
			close.n = 0;
	if (open.n == 0 || close.n == 0 || open.n > MAX_DELIM
	    || close.n > MAX_DELIM || str_find_ch(open, '=') != NOWHERE)
		return fail_at(p, p->line,
		    "delimiters are set like {{=<% %>=}}, not ", inner);
	p->open = open;
	p->close = close;
	token_put(p, MUSTACHE_TEXT, STR(""))->gone = true;
	return OK;
}

static enum status
put_tag(struct parser *p, char sigil, struct str name)
{
	static const struct {
		char sigil;
		enum mustache_kind kind;
	} kinds[] = {
		{ '#', MUSTACHE_SECTION },
		{ '^', MUSTACHE_INVERTED },
		{ '/', MUSTACHE_END },
		{ '>', MUSTACHE_PARTIAL },
		{ '<', MUSTACHE_PARENT },
		{ '$', MUSTACHE_BLOCK },
		{ '&', MUSTACHE_RAW },
		{ '{', MUSTACHE_RAW },
		{ 0, MUSTACHE_ESCAPED },
	};
	size_t i = 0;
	struct token *t;

	while (kinds[i].sigil && kinds[i].sigil != sigil)
		i++;
	if (name.n == 0)
		return fail_at(p, p->line, "a tag without a name", name);
	t = token_put(p, kinds[i].kind, name);
	if ((sigil == '>' || sigil == '<' || sigil == '/')
	    && name.p[0] == '*') {
		t->node.dynamic = true;
		t->node.text = str_trim(str_skip(name, 1));
	}
	return OK;
}

/* The tag that p->rest begins with. */
static enum status
take_tag(struct parser *p)
{
	struct str inner = str_skip(p->rest, p->open.n);
	char sigil = '\0';
	size_t skip, close, more;
	enum status st = OK;

	if (inner.n && strchr("#^/><$&{!=", inner.p[0]))
		sigil = inner.p[0];
	skip = sigil != '\0';
	more = sigil == '{' || sigil == '=';
	inner = str_skip(inner, skip);
	if (more) { /* a } or a = stands before the closing delimiter */
		char end[MAX_DELIM + 1] = { sigil == '{' ? '}' : '=' };

		memcpy(end + 1, p->close.p, p->close.n);
		close = str_find(inner, str_from(end, p->close.n + 1));
	} else
		close = str_find(inner, p->close);
	if (close == NOWHERE)
		return fail_at(p, p->line,
		    "a tag that is not closed: ", str_sub(p->rest, 0, 40));
	p->rest = str_skip(inner, close + more + p->close.n);
	inner.n = close;
	if (sigil == '=')
		st = set_delimiters(p, inner);
	else if (sigil == '!')
		token_put(p, MUSTACHE_TEXT, STR(""))->gone = true;
	else
		st = put_tag(p, sigil, str_trim(inner));
	for (size_t i = 0; i < close; i++)
		p->line += inner.p[i] == '\n';
	return st;
}

static enum status
tokenise(struct parser *p)
{
	enum status st = OK;

	while (st == OK && p->rest.n) {
		size_t at = str_find(p->rest, p->open);

		if (at == NOWHERE)
			at = p->rest.n;
		take_text(p, str_sub(p->rest, 0, at));
		p->rest = str_skip(p->rest, at);
		if (p->rest.n)
			st = take_tag(p);
	}
	return st;
}

static bool
opens(enum mustache_kind kind)
{
	return kind == MUSTACHE_SECTION || kind == MUSTACHE_INVERTED
	    || kind == MUSTACHE_PARENT || kind == MUSTACHE_BLOCK;
}

static enum status
pair_up(struct parser *p)
{
	size_t stack[MUSTACHE_MAX_NESTING], depth = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct mustache_node *t = &p->tokens[i].node, *o;

		if (opens(t->kind)) {
			if (depth == MUSTACHE_MAX_NESTING)
				return fail_at(p, t->line,
				    "sections nest deeper than 64 at ",
				    t->text);
			p->tokens[i].argument = t->kind == MUSTACHE_BLOCK
			    && depth
			    && p->tokens[stack[depth - 1]].node.kind
				== MUSTACHE_PARENT;
			stack[depth++] = i;
		}
		if (t->kind != MUSTACHE_END)
			continue;
		if (depth == 0)
			return fail_at(p, t->line,
			    "closed but never opened: ", t->text);
		o = &p->tokens[stack[--depth]].node;
		if (!str_eq(o->text, t->text) || o->dynamic != t->dynamic)
			return job_fail(p->j, INVALID,
			    "%.*s:%u: {{/%.*s}} closes {{%.*s}} of line %u",
			    STR_ARG(p->file), t->line, STR_ARG(t->text),
			    STR_ARG(o->text), o->line);
		o->other = (uint32_t)i;
		t->other = (uint32_t)stack[depth];
	}
	if (depth)
		return fail_at(p, p->tokens[stack[depth - 1]].node.line,
		    "never closed: ", p->tokens[stack[depth - 1]].node.text);
	return OK;
}

static bool
is_blank(struct str s)
{
	return str_trim(s).n == 0;
}

static bool
ends_line(const struct token *t)
{
	struct str s = t->node.text;

	return t->node.kind == MUSTACHE_TEXT && s.n && s.p[s.n - 1] == '\n';
}

static bool
begins_line(const struct parser *p, size_t i)
{
	return i == 0 || ends_line(&p->tokens[i - 1]);
}

/* Is token i the first of its line but for white space? */
static bool
blank_before(const struct parser *p, size_t i)
{
	const struct token *t = &p->tokens[i - (i != 0)];

	if (begins_line(p, i))
		return true;
	return t->node.kind == MUSTACHE_TEXT && t->node.text.n
	    && is_blank(t->node.text) && begins_line(p, i - 1);
}

/* Is it the last of its line but for white space? */
static bool
blank_after(const struct parser *p, size_t i)
{
	const struct token *t = &p->tokens[i + 1];

	if (i + 1 == p->n)
		return true;
	return t->node.kind == MUSTACHE_TEXT && t->node.text.n
	    && is_blank(t->node.text) && (ends_line(t) || i + 2 == p->n);
}

/* Drop the white space before token i on its line; gives what it was. */
static struct str
eat_before(struct parser *p, size_t i)
{
	p->tokens[i].node.begins_line = false;
	if (begins_line(p, i))
		return STR("");
	p->tokens[i - 1].gone = true;
	return p->tokens[i - 1].node.text;
}

static void
eat_after(struct parser *p, size_t i)
{
	if (i + 1 < p->n)
		p->tokens[i + 1].gone = true;
}

static size_t
leading_blanks(struct str s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
		n++;
	return n;
}

/*
 * How far the first line of a block's content is indented; NOWHERE if it has
 * no content.
 */
static size_t
content_indent(const struct parser *p, size_t open)
{
	size_t first = open + 2; /* behind the line end */

	if (first >= p->tokens[open].node.other)
		return NOWHERE;
	if (p->tokens[first].node.kind != MUSTACHE_TEXT)
		return 0;
	if (first + 1 == p->tokens[open].node.other
	    && is_blank(p->tokens[first].node.text)
	    && !ends_line(&p->tokens[first]))
		return NOWHERE; /* only what indents its end */
	return leading_blanks(p->tokens[first].node.text);
}

static bool
closes_elsewhere(const struct parser *p, size_t open)
{
	for (size_t i = open; i < p->tokens[open].node.other; i++)
		if (ends_line(&p->tokens[i]))
			return true;
	return false;
}

/* A block in a parent: what is around it doesn't count, its content does. */
static void
settle_argument(struct parser *p, size_t open)
{
	struct mustache_node *t = &p->tokens[open].node;
	size_t end = t->other, indent;

	p->tokens[end].node.begins_line = false;
	if (!closes_elsewhere(p, open))
		return;
	if (blank_after(p, open)) {
		indent = content_indent(p, open);
		t->strip = indent == NOWHERE ? 0 : indent;
		eat_after(p, open);
	}
	if (blank_before(p, end))
		(void)eat_before(p, end);
}

static void
settle_block(struct parser *p, size_t open)
{
	struct mustache_node *t = &p->tokens[open].node;
	size_t end = t->other, indent;

	t->one_line = !closes_elsewhere(p, open);
	if (t->one_line) {
		t->alone = blank_before(p, open) && blank_after(p, end);
		if (t->alone)
			t->indent = eat_before(p, open);
		return;
	}
	t->alone = blank_before(p, open) && blank_after(p, open);
	if (t->alone) {
		t->indent = eat_before(p, open);
		eat_after(p, open);
		indent = content_indent(p, open);
		if (indent != NOWHERE)
			t->indent = str_sub(p->tokens[open + 2].node.text, 0,
			    indent);
	}
	if (blank_before(p, end) && blank_after(p, end)) {
		(void)eat_before(p, end);
		eat_after(p, end);
	}
}

/* A parent with all that is in it counts as one tag. */
static void
settle_parent(struct parser *p, size_t open)
{
	struct mustache_node *t = &p->tokens[open].node;

	t->alone = blank_before(p, open) && blank_after(p, t->other);
	if (t->alone) {
		t->indent = eat_before(p, open);
		eat_after(p, t->other);
	}
}

/* May this tag take its line with it?  A comment may: it is a gone text. */
static bool
may_stand_alone(const struct token *t)
{
	return t->node.kind == MUSTACHE_SECTION
	    || t->node.kind == MUSTACHE_INVERTED
	    || t->node.kind == MUSTACHE_PARTIAL || t->node.kind == MUSTACHE_END
	    || (t->node.kind == MUSTACHE_TEXT && t->node.text.n == 0);
}

static void
settle_tag(struct parser *p, size_t i)
{
	struct token *t = &p->tokens[i];

	if (!may_stand_alone(t) || !blank_before(p, i) || !blank_after(p, i))
		return;
	t->node.alone = true;
	t->node.indent = eat_before(p, i);
	eat_after(p, i);
}

static void
settle_white_space(struct parser *p)
{
	for (size_t i = 0; i < p->n; i++)
		p->tokens[i].node.begins_line = begins_line(p, i);
	for (size_t i = 0; i < p->n; i++) {
		struct token *t = &p->tokens[i];
		enum mustache_kind opener = t->node.kind == MUSTACHE_END
		    ? p->tokens[t->node.other].node.kind
		    : t->node.kind;

		if (opener == MUSTACHE_BLOCK || opener == MUSTACHE_PARENT) {
			if (t->node.kind == MUSTACHE_END)
				continue; /* settled with its beginning */
			if (t->argument)
				settle_argument(p, i);
			else if (opener == MUSTACHE_BLOCK)
				settle_block(p, i);
			else
				settle_parent(p, i);
		} else
			settle_tag(p, i);
	}
}

/*
 * Does it still write something?  A comment at the beginning of a line does
 * if it isn't alone: the line's indentation.
 */
static bool
stays(const struct token *t)
{
	return !t->gone
	    || (t->node.text.n == 0 && t->node.begins_line && !t->node.alone);
}

static void
make_nodes(const struct parser *p, struct mustache *out)
{
	struct mustache_node *nodes = JOB_ARRAY(p->j, struct mustache_node,
	    p->n + 1);
	uint32_t *at = JOB_ARRAY(p->j, uint32_t, p->n + 1), n = 0;

	for (size_t i = 0; i < p->n; i++) {
		at[i] = n;
		if (stays(&p->tokens[i]))
			nodes[n++] = p->tokens[i].node;
	}
	for (uint32_t i = 0; i < n; i++)
		if (opens(nodes[i].kind) || nodes[i].kind == MUSTACHE_END)
			nodes[i].other = at[nodes[i].other];
	out->nodes = nodes;
	out->n = n;
}

enum status
mustache_parse(struct job *j, struct str file, struct str text,
    struct mustache *out)
{
	struct parser p = {
		.j = j,
		.file = file,
		.rest = text,
		.open = STR("{{"),
		.close = STR("}}"),
		.line = 1,
	};
	enum status st;

	if (text.n > MUSTACHE_MAX_TEXT)
		return fail_at(&p, 1, "a template is at most 1 MB", STR(""));
	st = tokenise(&p);
	if (st == OK)
		st = pair_up(&p);
	if (st != OK)
		return st;
	settle_white_space(&p);
	out->file = file;
	make_nodes(&p, out);
	return OK;
}

enum status
mustache_fail(struct job *j, struct mustache_spot at, const char *fmt, ...)
{
	va_list ap;
	struct str why;

	va_start(ap, fmt);
	why = job_vprintf(j, fmt, ap);
	va_end(ap);
	return job_fail(j, INVALID, "%.*s:%u: %.*s", STR_ARG(at.in->file),
	    at.node->line, STR_ARG(why));
}
