/* SPDX-License-Identifier: ISC */
/*
 * Change fields of a text file and leave every other byte alone.
 *
 * A field reaches from its name's line to the line before the next name, but
 * empty lines and comments before that next name are left with it.
 */
#include "text/front.h"

struct editing {
	struct job *j;
	const struct textfile *tf;
	const struct edit *edits;
	size_t n;
	struct buf out;
	unsigned indent; /* of the names */
	bool crlf;
};

static const struct edit *
edit_of(const struct editing *e, struct str field)
{
	for (size_t i = 0; i < e->n; i++)
		if (str_eq(e->edits[i].field, field))
			return &e->edits[i];
	return NULL;
}

/* Already says what the edit wants. */
static bool
says_so(const struct node *nd, const struct edit *ed)
{
	return !ed->gone && ed->tree == NULL && ed->yaml.n == 0
	    && nd->kind == NODE_SCALAR && str_eq(nd->text, ed->text);
}

/* Lines with the file's own indentation and line ends. */
static void
put_lines(struct editing *e, struct str lines)
{
	struct str rest = lines, line;

	while (str_cut(&rest, '\n', &line)) {
		if (rest.n == 0 && line.n == 0)
			break;
		for (unsigned i = 0; i < e->indent && line.n > 0; i++)
			buf_ch(&e->out, ' ');
		buf_put(&e->out, line);
		buf_put(&e->out, e->crlf ? STR("\r\n") : STR("\n"));
	}
}

static enum status
put_edit(struct editing *e, const struct edit *ed, bool one_line)
{
	struct node scalar = { .kind = NODE_SCALAR, .text = ed->text };
	struct buf b = buf_in(e->j, TEXTFILE_FRONT_MAX);
	struct str lines;
	enum status st;

	if (ed->gone)
		return OK;
	if (ed->yaml.n > 0) {
		put_lines(e, ed->yaml);
		return OK;
	}
	yaml_put_field(&b, ed->field, ed->tree != NULL ? ed->tree : &scalar,
	    one_line);
	st = buf_done(&b, &lines);
	if (st == OK)
		put_lines(e, lines);
	return st;
}

static size_t
line_begin(struct str text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

/* Empty, or a comment that stands no deeper than the names do. */
static bool
is_between(struct str line, unsigned indent)
{
	size_t i = 0;

	while (i < line.n && line.p[i] == ' ')
		i++;
	return str_trim(line).n == 0 || (line.p[i] == '#' && i <= indent);
}

size_t
front_field_end(struct str text, const struct node *nd, unsigned indent)
{
	size_t end = nd->next != NULL ? line_begin(text, nd->next->from)
				      : text.n;
	const size_t least = nd->to > nd->from ? nd->to : nd->from;

	while (end > least) {
		const size_t begin = line_begin(text, end - 1);

		if (begin < least
		    || !is_between(str_sub(text, begin, end - begin), indent))
			break;
		end = begin;
	}
	return end;
}

/* A line of nothing but spaces, before anything else comes. */
static bool
spaces_follow(struct str text, size_t at)
{
	struct str rest = str_skip(text, at), line;

	while (str_line(&rest, &line) && str_trim(line).n == 0)
		if (line.n > 0)
			return true;
	return false;
}

/*
 * Behind blank lines with a tab in them, which can stand below a plain value
 * only: below any other nothing would be read any more.
 */
static size_t
skip_tabs(struct str text, size_t at)
{
	for (size_t next, i = at; i < text.n; i = next) {
		const size_t n = str_find_ch(str_skip(text, i), '\n');
		const struct str line = str_sub(text, i,
		    n == NOWHERE ? text.n - i : n + 1);

		if (str_trim(line).n > 0)
			break;
		next = i + line.n;
		if (str_find_ch(line, '\t') != NOWHERE)
			at = next;
	}
	return at;
}

/* A new field can't stand on the heels of a line without an end. */
static void
end_line(struct editing *e)
{
	const struct str so_far = buf_so_far(&e->out);

	if (so_far.n > 0 && !str_ends(so_far, STR("\n")))
		buf_put(&e->out, e->crlf ? STR("\r\n") : STR("\n"));
}

static enum status
put_new_fields(struct editing *e)
{
	enum status st = OK;

	end_line(e);
	for (size_t i = 0; i < e->n && st == OK; i++)
		if (node_at(e->tf->top, e->edits[i].field) == NULL)
			st = put_edit(e, &e->edits[i], false);
	return st;
}

/* The front matter in place. */
static enum status
edit_in_place(struct editing *e)
{
	const struct str text = e->tf->front;
	const struct node *nd = e->tf->top->first;
	size_t done = 0;
	enum status st = OK;

	if (nd != NULL)
		e->indent = (unsigned)(nd->from - line_begin(text, nd->from));
	for (; nd != NULL && st == OK; nd = nd->next) {
		const struct edit *ed = edit_of(e, nd->key);
		const size_t begin = line_begin(text, nd->from);

		if (ed == NULL || says_so(nd, ed))
			continue;
		buf_put(&e->out, str_sub(text, done, begin - done));
		done = skip_tabs(text, front_field_end(text, nd, e->indent));
		st = put_edit(e, ed, spaces_follow(text, done));
	}
	if (st != OK)
		return st;
	buf_put(&e->out, str_skip(text, done));
	return put_new_fields(e);
}

/*
 * The front matter in stet's own hand.  What is edited stands last, whether it
 * was there or not, so that a file gives the same bytes before and after stet
 * wrote into it.
 */
static enum status
edit_anew(struct editing *e)
{
	enum status st = OK;

	for (const struct node *nd = e->tf->top->first; nd != NULL;
	     nd = nd->next)
		if (edit_of(e, nd->key) == NULL)
			yaml_put_field(&e->out, nd->key, nd, false);
	for (size_t i = 0; i < e->n && st == OK; i++)
		st = put_edit(e, &e->edits[i], false);
	return st;
}

enum status
textfile_apply(struct job *j, const struct textfile *tf,
    const struct edit *edits, size_t n, struct str *out)
{
	struct editing e = {
		.j = j,
		.tf = tf,
		.edits = edits,
		.n = n,
		.out = buf_sized(j, TEXTFILE_MAX + 16, tf->bytes.n + 1024),
	};
	const bool in_place = tf->form == FRONT_YAML && tf->plain;
	const size_t front = (size_t)(tf->front.p - tf->bytes.p);
	enum status st;

	if (in_place) {
		e.crlf = tf->front.n > 0
		    ? str_ends(tf->front, STR("\r\n"))
		    : str_ends(str_sub(tf->bytes, 0, front), STR("\r\n"));
		buf_put(&e.out, str_sub(tf->bytes, 0, front));
		st = edit_in_place(&e);
		buf_put(&e.out, str_skip(tf->bytes, front + tf->front.n));
	} else {
		BUF_LIT(&e.out, "---\n");
		st = edit_anew(&e);
		BUF_LIT(&e.out, "---\n");
		buf_put(&e.out, tf->body);
	}
	return st == OK ? buf_done(&e.out, out) : st;
}

/* ---- what is added, known without reading ---- */

/* Stands on one line, and is valid in a front matter. */
static bool
is_one_line(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ')
			return false;
	return str_is_utf8(text);
}

/* A name that is written as it is. */
static bool
is_plain_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((name.p[i] < 'a' || name.p[i] > 'z') && name.p[i] != '_')
			return false;
	return name.n > 0;
}

/* A field that is not there yet and becomes a text of one line. */
static bool
adds_line(const struct textfile *tf, const struct edit *edits, size_t i)
{
	const struct edit *const ed = &edits[i];

	if (ed->gone || ed->tree != NULL || ed->yaml.n > 0
	    || !is_one_line(ed->text) || !is_plain_name(ed->field))
		return false;
	for (size_t k = 0; k < i; k++)
		if (str_eq(edits[k].field, ed->field))
			return false;
	return node_at(tf->top, ed->field) == NULL;
}

/* YAML ends lines at more than \n; what stands below has another number then. */
static bool
has_odd_breaks(struct str front)
{
	static const struct str breaks[] = { STR_INIT("\xc2\x85"),
		STR_INIT("\xe2\x80\xa8"), STR_INIT("\xe2\x80\xa9") };

	for (size_t i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++)
		if (str_find(front, breaks[i]) != NOWHERE)
			return true;
	for (size_t i = 0; i + 1 < front.n; i++)
		if (front.p[i] == '\r' && front.p[i + 1] != '\n')
			return true;
	return false;
}

/* front.n bounds the nodes too, so that no limit can be reached by adding. */
static bool
only_adds(const struct textfile *tf, const struct edit *edits, size_t n)
{
	size_t added = 0;

	if (tf->form != FRONT_YAML || !tf->plain
	    || (tf->front.n > 0 && !str_ends(tf->front, STR("\n")))
	    || has_odd_breaks(tf->front))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!adds_line(tf, edits, i))
			return false;
		added += edits[i].field.n + 4 * edits[i].text.n + 16;
	}
	return tf->front.n + added < TEXTFILE_NODES_MAX;
}

/* The fields again, and behind them the n that were added, a line each. */
static const struct node *
with_lines(struct job *j, const struct textfile *tf, const struct edit *edits,
    size_t n, struct str front)
{
	struct node *const top = JOB_NEW(j, struct node);
	struct str rest = str_skip(front, tf->front.n), line;
	int at = tf->body_line - 1; /* where the closing fence stood */

	*top = (struct node){ .kind = NODE_MAP, .line = tf->top->line };
	for (const struct node *nd = tf->top->first; nd; nd = nd->next) {
		struct node *const copy = JOB_NEW(j, struct node);

		*copy = *nd;
		copy->next = NULL;
		node_append(top, copy);
	}
	for (size_t i = 0; i < n && str_line(&rest, &line); i++) {
		const struct edit *const ed = &edits[i];
		struct node *const nd = node_put(j, top, NODE_SCALAR, at);
		size_t indent = 0;

		while (line.p[indent] == ' ')
			indent++;
		nd->key = ed->field;
		nd->key_line = at++;
		nd->text = ed->text;
		nd->from = (size_t)(line.p - front.p) + indent;
		nd->to = (size_t)(line.p - front.p) + line.n;
		nd->quoted = !str_eq(ed->text,
		    str_skip(line, indent + ed->field.n + 2));
	}
	return top;
}

enum status
textfile_applied(struct job *j, const struct textfile *tf,
    const struct edit *edits, size_t n, struct textfile *out)
{
	const size_t front = (size_t)(tf->front.p - tf->bytes.p);
	struct str bytes;
	const enum status st = textfile_apply(j, tf, edits, n, &bytes);

	if (st != OK)
		return st;
	if (!only_adds(tf, edits, n))
		return textfile_parse(j, bytes, tf->name, out);
	*out = *tf;
	out->bytes = bytes;
	out->front = str_sub(bytes, front, tf->front.n + bytes.n - tf->bytes.n);
	out->top = with_lines(j, tf, edits, n, out->front);
	out->body = str_skip(bytes, bytes.n - tf->body.n);
	out->body_line = tf->body_line + (int)n;
	return OK;
}

/* ---- TOML ---- */

/* `id = ...` of the edited fields, at the front matter's very top. */
static struct str
behind_own_lines(const struct editing *e, struct str front, size_t *n)
{
	struct str rest = front, line;

	*n = 0;
	while (str_line(&rest, &line)) {
		const size_t equals = str_find_ch(line, '=');

		if (equals == NOWHERE
		    || edit_of(e, str_trim(str_sub(line, 0, equals))) == NULL)
			break;
		front = rest;
		(*n)++;
	}
	return front;
}

static bool
is_whole_number(struct str s)
{
	int64_t v;

	return s.n > 0 && s.p[0] >= '1' && s.p[0] <= '9' && s.n < 16
	    && str_to_int(s, &v);
}

static void
put_toml(struct buf *b, const struct edit *ed, bool crlf)
{
	buf_printf(b, "%.*s = ", STR_ARG(ed->field));
	if (is_whole_number(ed->text) && str_eq(ed->field, STR("revision"))) {
		buf_put(b, ed->text);
	} else {
		buf_ch(b, '"');
		for (size_t i = 0; i < ed->text.n; i++) {
			const char c = ed->text.p[i];

			if ((unsigned char)c < ' ' || c == 0x7f)
				buf_printf(b, "\\u%04x", (unsigned)c);
			else if (c == '"' || c == '\\')
				buf_printf(b, "\\%c", c);
			else
				buf_ch(b, c);
		}
		buf_ch(b, '"');
	}
	buf_put(b, crlf ? STR("\r\n") : STR("\n"));
}

/* Whether all that is edited stands at the top, or nowhere, and is plain. */
static bool
stays_toml(const struct editing *e, size_t own)
{
	size_t there = 0;

	for (size_t i = 0; i < e->n; i++) {
		const struct edit *ed = &e->edits[i];

		if (ed->gone || ed->tree != NULL || ed->yaml.n > 0)
			return false;
		there += node_at(e->tf->top, ed->field) != NULL;
	}
	return there == own;
}

enum status
textfile_note(struct job *j, const struct textfile *tf,
    const struct edit *edits, size_t n, struct str *out)
{
	const struct editing e = { .j = j, .tf = tf, .edits = edits, .n = n };
	const size_t front = (size_t)(tf->front.p - tf->bytes.p);
	struct buf b = buf_in(j, TEXTFILE_MAX + 16);
	struct str rest;
	size_t own;
	bool crlf;

	if (tf->form != FRONT_TOML)
		return textfile_apply(j, tf, edits, n, out);
	rest = behind_own_lines(&e, tf->front, &own);
	if (!stays_toml(&e, own))
		return textfile_apply(j, tf, edits, n, out);
	crlf = str_ends(str_sub(tf->bytes, 0, front), STR("\r\n"));
	buf_put(&b, str_sub(tf->bytes, 0, front));
	for (size_t i = 0; i < n; i++)
		put_toml(&b, &edits[i], crlf);
	buf_put(&b, rest);
	buf_put(&b, str_skip(tf->bytes, front + tf->front.n));
	return buf_done(&b, out);
}

enum status
textfile_edit(struct job *j, struct str bytes, struct str name,
    const struct edit *edits, size_t n, struct str *out)
{
	struct textfile tf;
	enum status st = textfile_parse(j, bytes, name, &tf);

	return st == OK ? textfile_apply(j, &tf, edits, n, out) : st;
}

enum status
textfile_write(struct job *j, const struct textfile *tf, struct str *out)
{
	struct textfile anew = *tf;

	anew.plain = false;
	return textfile_apply(j, &anew, NULL, 0, out);
}

static bool
given_later(const struct node *nd)
{
	for (const struct node *o = nd->next; o != NULL; o = o->next)
		if (str_eq(o->key, nd->key))
			return true;
	return false;
}

static void
put_comment(struct buf *b, struct str lines)
{
	struct str rest = lines, line;

	while (rest.n > 0 && str_cut(&rest, '\n', &line)) {
		BUF_LIT(b, "# ");
		buf_put(b, line);
		buf_ch(b, '\n');
	}
}

/* All but the last of each field made comments. */
static void
put_mended(struct buf *b, const struct textfile *tf, struct mending *m)
{
	size_t done = 0;

	for (const struct node *nd = tf->top->first; nd != NULL;
	     nd = nd->next) {
		const size_t from = line_begin(tf->front, nd->from);

		if (!given_later(nd))
			continue;
		buf_put(b, str_sub(tf->front, done, from - done));
		done = front_field_end(tf->front, nd,
		    (unsigned)(nd->from - from));
		put_comment(b, str_sub(tf->front, from, done - from));
		if (m->n < m->max)
			m->lines[m->n] = nd->key_line;
		m->n++;
	}
	buf_put(b, str_skip(tf->front, done));
}

enum status
textfile_mend(struct job *j, struct str bytes, struct str name, struct str *out,
    struct mending *m)
{
	struct textfile tf = { .name = name, .bytes = bytes };
	struct buf b = buf_in(j, TEXTFILE_MAX);
	enum status st = front_cut(j, &tf);
	const struct front_at where = { j, name, tf.front_line, true };
	struct node *top = NULL;
	size_t front;

	if (st == OK && tf.form == FRONT_YAML)
		st = front_yaml(&where, tf.front, &top, &tf.plain);
	if (st != OK)
		return st;
	if (tf.form != FRONT_YAML || !tf.plain)
		return textfile_parse(j, bytes, name, &tf);
	tf.top = top;
	front = (size_t)(tf.front.p - bytes.p);
	buf_put(&b, str_sub(bytes, 0, front));
	m->n = 0;
	put_mended(&b, &tf, m);
	buf_put(&b, str_skip(bytes, front + tf.front.n));
	return buf_done(&b, out);
}
