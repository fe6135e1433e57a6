/* SPDX-License-Identifier: ISC */
#include "text/comments.h"

#include "base/buf.h"
#include "text/textfile.h"

#define NAME_MAX 200 /* bytes of a name that count */

/* "# 1 2019-03-05T10:20:00Z Maria" */
static bool
read_head(struct job *j, struct str line, struct comment *out)
{
	struct str rest = line, level, at;
	int64_t n = 0;

	if (!str_starts(line, STR("# ")))
		return false;
	rest = str_skip(rest, 2);
	if (!str_cut(&rest, ' ', &level) || !str_to_int(level, &n) || n < 1
	    || n > COMMENT_LEVELS || !str_cut(&rest, ' ', &at))
		return false;
	*out = (struct comment){ .level = (int)n, .by = str_trim(rest) };
	if (!str_eq(at, STR("-")) && when_parse(j, at, NULL, &out->at) != OK) {
		job_forgive(j);
		return false;
	}
	return true;
}

struct comments
comments_read(struct job *j, struct str body)
{
	struct comments out = { NULL, 0 };
	struct str rest = body, line;
	size_t room = 0;

	while (rest.n > 0 && str_line(&rest, &line)) {
		struct comment c;

		if (read_head(j, line, &c)) {
			if (out.n == COMMENTS_MAX)
				break;
			if (out.n == room) {
				out.at = job_grow(j, out.at, room * sizeof(c),
				    (room * 2 + 16) * sizeof(c));
				room = room * 2 + 16;
			}
			c.text = str_from(line.p + line.n, 0);
			out.at[out.n++] = c;
		} else if (out.n > 0) {
			struct str *text = &out.at[out.n - 1].text;

			text->n = (size_t)(line.p - text->p) + line.n;
		}
	}
	for (size_t i = 0; i < out.n; i++)
		out.at[i].text = str_trim(out.at[i].text);
	return out;
}

/* One line: what ends lines, and what can't be seen, becomes a blank. */
static void
put_name(struct buf *b, struct str name)
{
	name = str_sub(str_trim(name), 0, NAME_MAX);
	while (name.n > 0 && !str_is_utf8(name))
		name.n--;
	for (size_t i = 0; i < name.n; i++)
		buf_ch(b, (unsigned char)name.p[i] < ' ' ? ' ' : name.p[i]);
}

/* A line that looks like the head of the next is moved in by a blank. */
static void
put_text(struct buf *b, struct str text)
{
	struct str rest = str_trim(text), line;

	while (rest.n > 0 && str_line(&rest, &line)) {
		if (str_starts(line, STR("# ")))
			buf_ch(b, ' ');
		buf_put(b, line);
		buf_ch(b, '\n');
	}
}

struct str
comments_write(struct job *j, const struct comments *c, size_t *n)
{
	struct buf b = buf_in(j, TEXTFILE_BODY_MAX);
	size_t whole = 0;

	for (*n = 0; *n < c->n && *n < COMMENTS_MAX; ++*n) {
		const struct comment *one = &c->at[*n];

		if (*n > 0)
			buf_ch(&b, '\n');
		buf_printf(&b, "# %d ",
		    one->level < COMMENT_LEVELS ? one->level : COMMENT_LEVELS);
		if (one->at.precision == WHEN_NONE)
			buf_ch(&b, '-');
		else
			buf_put(&b, when_write(j, one->at));
		buf_ch(&b, ' ');
		put_name(&b, one->by);
		BUF_LIT(&b, "\n\n");
		put_text(&b, one->text);
		if (b.over)
			break;
		whole = b.n;
	}
	return str_sub(buf_so_far(&b), 0, whole);
}
