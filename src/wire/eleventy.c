/* SPDX-License-Identifier: ISC */
#include "wire/eleventy.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define DATA_MAX ((size_t)256 * 1024)
#define PATTERN_MAX 2048

bool
eleventy_gathers(struct str tag)
{
	static const struct str names[] = { STR_INIT("all"), STR_INIT("nav"),
		STR_INIT("post"), STR_INIT("posts"), STR_INIT("page"),
		STR_INIT("pages") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq_nocase(tag, names[i]))
			return true;
	return false;
}

/* ---- data files ---- */

struct cascade {
	const struct converter *c;
	struct job *j;
	struct node *top; /* front matter, then what was found */
	struct converted *out;
};

static struct node *
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser takes it */
copy_into(struct job *j, struct node *parent, const struct node *from)
{
	struct node *to = node_put(j, parent, from->kind, 0);

	to->key = from->key;
	to->text = from->text;
	to->quoted = from->quoted;
	for (const struct node *nd = from->first; nd != NULL; nd = nd->next)
		(void)copy_into(j, to, nd);
	return to;
}

/* Of a folder's data file, `tags` names the collection of all its texts. */
static void
take_fields(struct cascade *d, const struct node *data)
{
	struct converted *out = d->out;

	for (const struct node *nd = data->first; nd != NULL; nd = nd->next) {
		const struct node *own;

		if (nd->kind == NODE_NULL || str_eq(nd->key, STR("tags"))
		    || node_like(d->top, nd->key) != NULL)
			continue;
		own = copy_into(d->j, d->top, nd);
		if (field_at(KIND_STORY, nd->key) != NULL
		    && out->n_edits < EDITS_MAX / 2)
			out->edits[out->n_edits++] = (struct edit){
				.field = nd->key,
				.tree = own
			};
	}
}

static enum status
take_data(struct cascade *d, struct str path)
{
	const char *file = file_path(d->j, d->c->p->content,
	    job_cstr(d->j, path));
	const struct node *data;
	struct str bytes;
	enum status st;

	if (access(file, F_OK) != 0)
		return OK;
	st = file_read(d->j, file, DATA_MAX, &bytes);
	if (st == OK)
		st = textfile_config(d->j, bytes, path, FRONT_JSON, &data);
	if (st == OK)
		take_fields(d, data);
	if (st != INVALID && st != NOT_FOUND)
		return st;
	convert_note(d->j, &d->out->notes, 0,
	    job_printf(d->j, "the data file can't be read: %.*s",
		STR_ARG(job_reason(d->j))));
	job_forgive(d->j);
	return OK;
}

static enum status
take_both(struct cascade *d, struct str stem)
{
	static const char *const endings[] = { ".11tydata.json", ".json" };
	enum status st = OK;

	for (size_t i = 0; st == OK && i < 2; i++)
		st = take_data(d,
		    job_printf(d->j, "%.*s%s", STR_ARG(stem), endings[i]));
	return st;
}

enum status
eleventy_data(const struct converter *c, struct job *j, const struct source *s,
    struct textfile *tf, struct converted *out)
{
	struct cascade d = { c, j, copy_into(j, NULL, tf->top), out };
	struct str folder = s->path;
	size_t cut = str_rfind_ch(s->path, '.');
	enum status st = take_both(&d, str_sub(s->path, 0, cut));

	/* Lines, for remarks. */
	for (struct node *to = d.top->first; to != NULL; to = to->next) {
		const struct node *was = node_at(tf->top, to->key);

		to->line = was != NULL ? was->line : 0;
		to->key_line = was != NULL ? was->key_line : 0;
	}
	while (st == OK && (cut = str_rfind_ch(folder, '/')) != NOWHERE) {
		struct str name = folder = str_sub(folder, 0, cut);

		cut = str_rfind_ch(folder, '/');
		if (cut != NOWHERE)
			name = str_skip(folder, cut + 1);
		st = take_both(&d,
		    job_printf(j, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)));
	}
	tf->top = d.top;
	return st;
}

/* ---- permalinks ---- */

/* "%Y/%m" as ":year/:month" */
static bool
put_date(struct buf *b, struct str format)
{
	static const struct {
		char letter;
		struct str part;
	} known[] = {
		{ 'Y', STR_INIT(":year") },
		{ 'm', STR_INIT(":month") },
		{ 'd', STR_INIT(":day") },
		{ 'y', STR_INIT(":short_year") },
		{ 'j', STR_INIT(":yearday") },
	};
	const size_t n = sizeof(known) / sizeof(known[0]);

	for (size_t i = 0; i < format.n; i++) {
		size_t k = 0;

		if (format.p[i] != '%') {
			buf_ch(b, format.p[i]);
			continue;
		}
		if (++i == format.n)
			return false;
		while (k < n && known[k].letter != format.p[i])
			k++;
		if (k == n)
			return false;
		buf_put(b, known[k].part);
	}
	return true;
}

static struct str
unquoted(struct str s)
{
	s = str_trim(s);
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'')
	    && s.p[s.n - 1] == s.p[0])
		return str_sub(s, 1, s.n - 2);
	return s;
}

/* What stands between {{ and }}. */
static bool
put_expression(struct buf *b, struct str inside)
{
	struct str filter = STR(""), argument = STR(""), value = inside;
	size_t at = str_find_ch(inside, '|');

	if (at != NOWHERE) {
		value = str_sub(inside, 0, at);
		filter = str_trim(str_skip(inside, at + 1));
		at = str_find_ch(filter, ':');
		if (at != NOWHERE) {
			argument = unquoted(str_skip(filter, at + 1));
			filter = str_trim(str_sub(filter, 0, at));
		}
	}
	value = str_trim(value);
	if (str_eq(value, STR("page.date")) && str_eq(filter, STR("date")))
		return put_date(b, argument);
	if (filter.n > 0 && !str_starts(filter, STR("slug")))
		return false;
	if (str_eq(value, STR("page.fileSlug")))
		BUF_LIT(b, ":slugorfilename");
	else if (str_eq(value, STR("page.filePathStem")))
		buf_put(b,
		    str_ends(buf_so_far(b), STR("/")) ? STR(":path")
						      : STR("/:path"));
	else if (str_eq(value, STR("title")) && filter.n > 0)
		BUF_LIT(b, ":titleslug");
	else
		return false;
	return true;
}

enum status
eleventy_pattern(struct job *j, struct str permalink, struct str *out)
{
	struct buf b = buf_in(j, PATTERN_MAX);
	struct str rest = permalink;
	size_t open;

	while ((open = str_find(rest, STR("{{"))) != NOWHERE) {
		const struct str behind = str_skip(rest, open + 2);
		const size_t close = str_find(behind, STR("}}"));

		buf_put(&b, str_sub(rest, 0, open));
		if (close == NOWHERE
		    || !put_expression(&b, str_sub(behind, 0, close)))
			return NOT_FOUND;
		rest = str_skip(behind, close + 2);
	}
	buf_put(&b, rest);
	if (buf_done(&b, out) == OK && str_find(*out, STR("{%")) == NOWHERE)
		return OK;
	job_forgive(j);
	return NOT_FOUND;
}
