/* SPDX-License-Identifier: ISC */
/*
 * Whatever a text file says: once it is taken, a field can be set, and then
 * the file says that, and all else as before, and the body is the same bytes.
 * The first line of the input is the field's new text; the rest is the file.
 */
#include <assert.h>

#include "text/textfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect_same(const struct node *a, const struct node *b)
{
	const struct node *open[TEXTFILE_DEPTH_MAX + 2][2];
	size_t depth = 1;

	open[0][0] = a;
	open[0][1] = b;
	while (depth > 0) {
		const struct node *x = open[depth - 1][0];
		const struct node *y = open[depth - 1][1];

		if (x == NULL) {
			assert(y == NULL);
			depth--;
			continue;
		}
		assert(y != NULL && x->kind == y->kind);
		assert(str_eq(x->key, y->key) && str_eq(x->text, y->text));
		open[depth - 1][0] = depth == 1 ? NULL : x->next;
		open[depth - 1][1] = depth == 1 ? NULL : y->next;
		if (x->first != NULL || y->first != NULL) {
			open[depth][0] = x->first;
			open[depth++][1] = y->first;
		}
	}
}

/* The same, and standing at the same places. */
static void
expect_alike(const struct textfile *a, const struct textfile *b)
{
	const struct node *x = a->top->first, *y = b->top->first;

	assert(str_eq(a->bytes, b->bytes) && str_eq(a->front, b->front));
	assert(str_eq(a->body, b->body) && a->plain == b->plain);
	assert(a->body_line == b->body_line && a->front_line == b->front_line);
	assert(a->form == b->form && a->top->n == b->top->n);
	for (; x != NULL; x = x->next, y = y->next) {
		expect_same(x, y);
		assert(x->line == y->line && x->key_line == y->key_line);
		assert(x->from == y->from && x->to == y->to);
		assert(x->quoted == y->quoted);
	}
	assert(y == NULL);
}

static void
expect_edited(const struct textfile *was, const struct textfile *is,
    const struct edit *e)
{
	const struct node *x = was->top->first, *y = is->top->first;
	bool met = false;

	/* It may stand elsewhere, if the front matter had to be written anew. */
	while (x != NULL || y != NULL) {
		if (x != NULL && str_eq(x->key, e->field)) {
			x = x->next;
		} else if (y != NULL && str_eq(y->key, e->field)) {
			assert(!met && y->kind == NODE_SCALAR);
			assert(str_eq(y->text, e->text));
			met = true;
			y = y->next;
		} else {
			assert(x != NULL && y != NULL);
			expect_same(x, y);
			x = x->next;
			y = y->next;
		}
	}
	assert(met && str_eq(was->body, is->body));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str file = str_from((const char *)data, size), text;
	struct job *j = job_new(0);
	struct textfile was, is, applied;
	struct str out, again;

	if (str_cut(&file, '\n', &text) && str_is_utf8(text)
	    && str_find_ch(text, '\0') == NOWHERE) {
		char *lines = job_cstr(j, text);
		struct edit e = { .field = STR("deck") };

		for (char *p = lines; *p != '\0'; p++)
			if (*p == '\x1f')
				*p = '\n';
		e.text = str_of(lines);
		if (textfile_parse(j, file, STR("a.md"), &was) == OK
		    && textfile_apply(j, &was, &e, 1, &out) == OK) {
			assert(textfile_parse(j, out, STR("a.md"), &is) == OK);
			expect_edited(&was, &is, &e);
			assert(
			    textfile_applied(j, &was, &e, 1, &applied) == OK);
			expect_alike(&applied, &is);
			assert(textfile_apply(j, &is, &e, 1, &again) == OK);
			assert(str_eq(out, again));
			assert(textfile_write(j, &is, &again) == OK);
			assert(
			    textfile_parse(j, again, STR("b.md"), &was) == OK);
			expect_edited(&was, &is, &e);
		}
	}
	job_free(j);
	return 0;
}
