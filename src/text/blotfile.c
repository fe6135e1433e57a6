/* SPDX-License-Identifier: ISC */
/*
 * Front matter first as it stands, so that its bytes stay; if what comes out
 * can't be read, or says the words in an escape, the tree is blotted and
 * written anew.
 */
#include <string.h>

#include "base/buf.h"
#include "text/blot.h"
#include "text/body.h"
#include "text/front.h"
#include "text/kinds.h"

#define LINE_SHOWN ((size_t)100) /* bytes of a line that people are shown */

/* ---- what stet wrote to know a revision by ---- */

static bool
is_kept(struct str name)
{
	static const struct str kept[] = { STR_INIT("id"), STR_INIT("salt"),
		STR_INIT("revision"), STR_INIT("published"),
		STR_INIT("updated"), STR_INIT("date"), STR_INIT("embargo"),
		STR_INIT("expires"), STR_INIT("sha256"), STR_INIT("format"),
		STR_INIT("width"), STR_INIT("height"), STR_INIT("sizes"),
		STR_INIT("lang"), STR_INIT("type"), STR_INIT("kind"),
		STR_INIT("erased"), STR_INIT("erased_media") };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (names_alike(kept[i], name))
			return true;
	return false;
}

/* A field's own name is no word of the text. */
static bool
is_field(struct str name)
{
	for (int k = KIND_NONE + 1; k < KINDS; k++)
		if (field_at((enum kind)k, name) != NULL)
			return true;
	return false;
}

/* Bytes from..to of the front matter belong to what is left alone. */
static bool
left_alone(const struct textfile *tf, size_t from, size_t to)
{
	for (const struct node *nd = tf->top->first; nd; nd = nd->next) {
		const size_t end = front_field_end(tf->front, nd, 0);

		if (to <= nd->from || from >= end)
			continue;
		if (is_kept(nd->key))
			return true;
		return to <= nd->from + nd->key.n && is_field(nd->key);
	}
	return false;
}

static bool
is_plain(const struct textfile *tf)
{
	return tf->form == FRONT_YAML && tf->plain;
}

/* What is found in front matter as it stands, without what is left alone. */
static void
find_in_front(struct job *j, const struct blot *b, const struct textfile *tf,
    struct blotches *out)
{
	size_t kept = 0;

	blot_find(j, b, tf->front, out);
	for (size_t i = 0; i < out->n; i++)
		if (!is_plain(tf)
		    || !left_alone(tf, out->at[i].from, out->at[i].to))
			out->at[kept++] = out->at[i];
	out->n = kept;
}

/* ---- the tree ---- */

/* Deep enough for any tree that textfile_parse gives. */
static bool
node_holds(const struct blot *b, const struct node *top)
{
	const struct node *stack[TEXTFILE_DEPTH_MAX + 2];
	size_t depth = 0;

	stack[depth++] = top->first;
	while (depth > 0) {
		const struct node *nd = stack[depth - 1];

		if (nd == NULL) {
			depth--;
			continue;
		}
		stack[depth - 1] = nd->next;
		if (depth == 1 && is_kept(nd->key))
			continue;
		if (blot_holds(b, nd->text)
		    || (nd->key.n > 0 && !is_field(nd->key)
			&& blot_holds(b, nd->key)))
			return true;
		if (nd->first != NULL && depth < TEXTFILE_DEPTH_MAX + 2)
			stack[depth++] = nd->first;
	}
	return false;
}

/* Names of one map must differ, blotted or not. */
static struct str
free_key(struct job *j, const struct node *map, struct str key)
{
	struct str wish = key;

	for (int n = 2; node_at(map, wish) != NULL; n++)
		wish = job_printf(j, "%.*s %d", STR_ARG(key), n);
	return wish;
}

static void
copy_node(struct job *j, const struct blot *b, const struct node *nd,
    struct node *parent, struct node **out)
{
	const bool top = parent == NULL;
	struct str key = nd->key;
	struct node *to;

	if (key.n > 0 && !is_field(key))
		key = blot_out(j, b, key);
	if (parent != NULL && parent->kind == NODE_MAP)
		key = free_key(j, parent, key);
	to = node_put(j, parent, nd->kind, nd->line);
	to->key = key;
	to->quoted = nd->quoted;
	to->text = blot_out(j, b, nd->text);
	*out = to;
	(void)top;
}

static struct node *
copy_tree(struct job *j, const struct blot *b, const struct node *top)
{
	struct {
		const struct node *next;
		struct node *to;
	} stack[TEXTFILE_DEPTH_MAX + 2];
	struct node *root = node_put(j, NULL, NODE_MAP, top->line);
	size_t depth = 0;

	stack[depth].next = top->first;
	stack[depth++].to = root;
	while (depth > 0) {
		const struct node *nd = stack[depth - 1].next;
		struct node *made;

		if (nd == NULL) {
			depth--;
			continue;
		}
		stack[depth - 1].next = nd->next;
		if (depth == 1 && is_kept(nd->key)) {
			made = node_put(j, root, nd->kind, nd->line);
			made->key = nd->key;
			made->quoted = nd->quoted;
			made->text = nd->text;
			made->first = nd->first;
			made->last = nd->last;
			made->n = nd->n;
			continue;
		}
		copy_node(j, b, nd, stack[depth - 1].to, &made);
		if (nd->first != NULL && depth < TEXTFILE_DEPTH_MAX + 2) {
			stack[depth].next = nd->first;
			stack[depth++].to = made;
		}
	}
	return root;
}

/* ---- the body ---- */

/* Held only by what markup makes of it. */
static bool
shown_holds(struct job *j, const struct blot *b, struct str markdown)
{
	struct body body;

	if (str_find_ch(markdown, '<') == NOWHERE
	    && str_find_ch(markdown, '[') == NOWHERE)
		return false;
	if (body_markup(j, markdown, &(struct body_opts){ 0 }, &body) != OK) {
		job_forgive(j);
		return false;
	}
	return blot_holds(b, body.plain);
}

/* Blocks that hide the words go whole. */
static struct str
blot_blocks(struct job *j, const struct blot *b, struct str body)
{
	struct buf out = buf_in(j, 2 * body.n + 64), block;
	struct str rest = body, line, done;
	bool more = true;

	while (more) {
		block = buf_in(j, body.n + 1);
		while ((more = rest.n > 0 && str_cut(&rest, '\n', &line))) {
			buf_put(&block, line);
			buf_ch(&block, '\n');
			if (str_trim(line).n == 0)
				break;
		}
		if (shown_holds(j, b, buf_so_far(&block)))
			BUF_LIT(&out, BLOT "\n\n");
		else
			buf_put(&out, buf_so_far(&block));
	}
	done = buf_so_far(&out);
	return shown_holds(j, b, done) || blot_holds(b, done) ? STR(BLOT "\n")
							      : done;
}

static struct str
blot_body(struct job *j, const struct blot *b, struct str body)
{
	const struct str out = blot_out(j, b, body);

	return shown_holds(j, b, out) ? blot_blocks(j, b, out) : out;
}

/* ---- the file ---- */

static bool
parsed_holds(struct job *j, const struct blot *b, const struct textfile *tf)
{
	struct blotches list;

	find_in_front(j, b, tf, &list);
	return list.n > 0 || node_holds(b, tf->top) || blot_holds(b, tf->body)
	    || shown_holds(j, b, tf->body);
}

bool
blot_file_holds(struct job *j, const struct blot *b, struct str bytes)
{
	struct textfile tf;

	/* Most files: nothing is found, and nothing can hide it. */
	if (!blot_holds(b, bytes) && str_find_ch(bytes, '\\') == NOWHERE
	    && str_find_ch(bytes, '<') == NOWHERE)
		return false;
	if (textfile_parse(j, bytes, STR("file"), &tf) != OK) {
		job_forgive(j);
		return blot_holds(b, bytes);
	}
	return parsed_holds(j, b, &tf);
}

/* The file with another front matter and body, all else as it was. */
static struct str
assemble(struct job *j, const struct textfile *tf, struct str front,
    struct str body)
{
	const size_t at = (size_t)(tf->front.p - tf->bytes.p);
	const size_t end = at + tf->front.n;
	const size_t body_at = (size_t)(tf->body.p - tf->bytes.p);
	struct buf out = buf_in(j, tf->bytes.n + front.n + body.n);

	if (tf->front.p == NULL)
		return body;
	buf_put(&out, str_sub(tf->bytes, 0, at));
	buf_put(&out, front);
	if (tf->body.p != NULL && body_at >= end)
		buf_put(&out, str_sub(tf->bytes, end, body_at - end));
	else
		buf_put(&out, str_skip(tf->bytes, end));
	buf_put(&out, body);
	return buf_so_far(&out);
}

static struct str
front_in_place(struct job *j, const struct blot *b, const struct textfile *tf)
{
	struct buf out = buf_in(j, 4 * tf->front.n + 64);
	struct blotches list;
	size_t done = 0;

	find_in_front(j, b, tf, &list);
	for (size_t i = 0; i < list.n; i++) {
		buf_put(&out, str_sub(tf->front, done, list.at[i].from - done));
		BUF_LIT(&out, BLOT);
		done = list.at[i].to;
	}
	buf_put(&out, str_skip(tf->front, done));
	return buf_so_far(&out);
}

/* True if it can be read and holds nothing. */
static bool
is_good(struct job *j, const struct blot *b, struct str bytes)
{
	struct textfile tf;

	if (textfile_parse(j, bytes, STR("file"), &tf) != OK) {
		job_forgive(j);
		return false;
	}
	return !parsed_holds(j, b, &tf);
}

/* Fields that hold the words whatever is done go. */
static enum status
drop_fields(struct job *j, const struct blot *b, struct textfile *tf)
{
	struct node *kept = node_put(j, NULL, NODE_MAP, 1);

	for (const struct node *nd = tf->top->first; nd; nd = nd->next) {
		struct node *one = node_put(j, NULL, NODE_MAP, 1);
		struct node *copy = node_put(j, one, nd->kind, nd->line);
		struct buf text = buf_in(j, TEXTFILE_FRONT_MAX);
		struct node *next;

		next = copy->next;
		*copy = *nd;
		copy->next = next;
		yaml_put_field(&text, nd->key, nd, false);
		if (!is_kept(nd->key)
		    && (node_holds(b, one) || blot_holds(b, buf_so_far(&text))))
			continue;
		copy = node_put(j, kept, nd->kind, nd->line);
		next = copy->next;
		*copy = *nd;
		copy->next = next;
	}
	tf->top = kept;
	return OK;
}

enum status
blot_file(struct job *j, const struct blot *b, struct str bytes,
    struct str *out)
{
	struct textfile tf, again;
	struct str file, body;
	enum status st = textfile_parse(j, bytes, STR("file"), &tf);

	if (st != OK) {
		job_forgive(j);
		*out = blot_out(j, b, bytes);
		return OK;
	}
	if (!parsed_holds(j, b, &tf)) {
		*out = bytes;
		return OK;
	}
	body = blot_body(j, b, tf.body);
	if (is_plain(&tf) || tf.form == FRONT_NONE) {
		file = assemble(j, &tf, front_in_place(j, b, &tf), body);
		if (is_good(j, b, file)) {
			*out = file;
			return OK;
		}
	}
	tf.top = copy_tree(j, b, tf.top);
	tf.body = body;
	st = textfile_write(j, &tf, &file);
	if (st != OK || is_good(j, b, file)) {
		*out = file;
		return st;
	}
	/* Parts of a name in neighbouring lines. */
	st = textfile_parse(j, file, STR("file"), &again);
	if (st != OK)
		return st;
	file = assemble(j, &again, front_in_place(j, b, &again), body);
	if (!is_good(j, b, file)) {
		st = drop_fields(j, b, &tf);
		if (st == OK)
			st = textfile_write(j, &tf, &file);
	}
	if (st == OK && !is_good(j, b, file))
		return job_fail(j, INVALID,
		    "the words can't be taken out of this file by themselves");
	*out = file;
	return st;
}

/* ---- for people ---- */

static const struct node *
field_of_line(const struct textfile *tf, int line)
{
	const struct node *found = NULL;

	for (const struct node *nd = tf->top->first; nd; nd = nd->next)
		if (nd->key_line <= line)
			found = nd;
	return found;
}

/* As much of a long line as people need, around the first piece. */
static struct str
cut_line(struct job *j, struct str line)
{
	const size_t blot = str_find(line, STR(BLOT));
	size_t begin = blot == NOWHERE || blot < LINE_SHOWN / 2
	    ? 0
	    : blot - LINE_SHOWN / 2;
	size_t end = begin + LINE_SHOWN < line.n ? begin + LINE_SHOWN : line.n;

	if (line.n <= LINE_SHOWN)
		return line;
	while (begin > 0 && ((unsigned char)line.p[begin] & 0xc0) == 0x80)
		begin--;
	while (end < line.n && ((unsigned char)line.p[end] & 0xc0) == 0x80)
		end++;
	return job_printf(j, "%s%.*s%s", begin > 0 ? "… " : "",
	    (int)(end - begin), line.p + begin, end < line.n ? " …" : "");
}

static void
put_place(struct job *j, struct blot_places *list, struct blot_place place)
{
	if (list->n > 0 && list->at[list->n - 1].line == place.line)
		return;
	if ((list->n & (list->n - 1)) == 0) {
		const size_t room = list->n == 0 ? 1 : 2 * list->n;

		list->at = job_grow(j, list->at, list->n * sizeof(place),
		    room * sizeof(place));
	}
	list->at[list->n++] = place;
}

/* The line that holds byte at, without the pieces that were found. */
static struct str
line_around(struct job *j, struct str text, size_t at,
    const struct blotches *list)
{
	size_t from = at, to = at;

	while (from > 0 && text.p[from - 1] != '\n')
		from--;
	while (to < text.n && text.p[to] != '\n')
		to++;
	struct buf b = buf_in(j, 8 * (to - from) + 64);
	size_t done = from;

	for (size_t i = 0; i < list->n && list->at[i].from < to; i++) {
		const struct blotch *p = &list->at[i];

		if (p->to <= from)
			continue;
		if (p->from > done)
			buf_put(&b, str_sub(text, done, p->from - done));
		BUF_LIT(&b, BLOT);
		done = p->to;
	}
	if (done < to)
		buf_put(&b, str_sub(text, done, to - done));
	return cut_line(j, str_trim(buf_so_far(&b)));
}

static void
places_in(struct job *j, const struct blot *b, const struct textfile *tf,
    struct str text, int line, bool front, struct blot_places *out)
{
	struct blotches list;
	size_t at = 0;

	if (front)
		find_in_front(j, b, tf, &list);
	else
		blot_find(j, b, text, &list);
	for (size_t i = 0; i < list.n; i++) {
		for (; at < list.at[i].from; at++)
			line += text.p[at] == '\n';
		const struct node *nd = front ? field_of_line(tf, line) : NULL;

		put_place(j, out,
		    (struct blot_place){ .field = nd ? nd->key : STR(""),
			.line = line,
			.text = line_around(j, text, at, &list) });
	}
}

void
blot_file_places(struct job *j, const struct blot *b, struct str bytes,
    struct blot_places *out)
{
	struct blot_places list = { .n = 0 };
	struct textfile tf = { .top = NULL };

	if (textfile_parse(j, bytes, STR("file"), &tf) != OK) {
		job_forgive(j);
		places_in(j, b, &tf, bytes, 1, false, &list);
		*out = list;
		return;
	}
	places_in(j, b, &tf, tf.front, tf.front_line, true, &list);
	/* Said in an escape. */
	for (const struct node *nd = tf.top->first; nd && list.n == 0;
	     nd = nd->next) {
		struct node *one = node_put(j, NULL, NODE_MAP, 1);

		one->first = node_put(j, NULL, nd->kind, nd->line);
		*one->first = *nd;
		one->first->next = NULL;
		if (node_holds(b, one))
			put_place(j, &list,
			    (struct blot_place){ .field = nd->key,
				.line = nd->key_line,
				.text = STR(BLOT) });
	}
	const size_t in_front = list.n;

	places_in(j, b, &tf, tf.body, tf.body_line, false, &list);
	if (list.n == in_front && shown_holds(j, b, tf.body))
		put_place(j, &list,
		    (struct blot_place){ .line = tf.body_line,
			.text = STR(BLOT) });
	*out = list;
}
