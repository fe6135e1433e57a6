/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "cmd/tell.h"
#include "text/difference.h"

#define LINES_MAX ((size_t)500)
#define VALUE_SHOWN ((size_t)200)
#define TOLD_MAX ((size_t)4 * 1024 * 1024)

static void
put_value(struct buf *b, struct str s)
{
	size_t n = s.n > VALUE_SHOWN ? VALUE_SHOWN : s.n;

	if (s.n == 0) {
		BUF_LIT(b, "nothing");
		return;
	}
	/* Never half a character. */
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		buf_ch(b, s.p[i] == '\n' ? ' ' : s.p[i]);
	if (n < s.n)
		BUF_LIT(b, "...");
}

struct str
tell_comparison(struct job *j, const struct comparison *w, bool lines)
{
	struct buf b = buf_in(j, TOLD_MAX);
	struct str out;

	for (size_t i = 0; i < w->n; i++) {
		buf_printf(&b, "  %.*s: ", STR_ARG(w->fields[i].name));
		if (w->fields[i].was.n > 0) {
			put_value(&b, w->fields[i].was);
			BUF_LIT(&b, " -> ");
		}
		put_value(&b, w->fields[i].is);
		buf_ch(&b, '\n');
	}
	if (w->added + w->taken > 0)
		buf_printf(&b, "  text: %zu word%s added, %zu taken out\n",
		    w->added, w->added == 1 ? "" : "s", w->taken);
	else if (!str_eq(w->was_body, w->body))
		BUF_LIT(&b, "  text: the same words, set otherwise\n");
	if (lines)
		buf_put(&b, difference(j, w->was_body, w->body, LINES_MAX));
	return buf_done(&b, &out) == OK ? out : STR("  (too much to show)\n");
}

static json_t *
text(struct str s)
{
	return json_stringn(s.n > 0 ? s.p : "", s.n);
}

json_t *
comparison_json(struct job *j, const struct comparison *w, bool lines)
{
	json_t *o = json_object(), *fields = json_array();

	for (size_t i = 0; i < w->n; i++) {
		json_t *f = json_object();

		(void)json_object_set_new(f, "field", text(w->fields[i].name));
		(void)json_object_set_new(f, "was", text(w->fields[i].was));
		(void)json_object_set_new(f, "is", text(w->fields[i].is));
		(void)json_array_append_new(fields, f);
	}
	(void)json_object_set_new(o, "fields", fields);
	(void)json_object_set_new(o, "added",
	    json_integer((json_int_t)w->added));
	(void)json_object_set_new(o, "taken",
	    json_integer((json_int_t)w->taken));
	if (lines)
		(void)json_object_set_new(o, "difference",
		    text(difference(j, w->was_body, w->body, LINES_MAX)));
	return o;
}
