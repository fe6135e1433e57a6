/* SPDX-License-Identifier: ISC */
/*
 * Hugo's shortcodes in a body: {{< name args >}} ... {{< /name >}}, and the
 * same with %.
 *
 * First all tags are found; then each closing one is matched with the nearest
 * open one of its name, and what stands unmatched between is alone; then the
 * text is put together, innermost first.
 */
#include "wire/shortcode.h"

#define TAGS_MAX 4096
#define OPEN_MAX 24

struct tags {
	struct shortcode *at;
	size_t n;
};

/* Where the brackets that open at i close, or NOWHERE; quotes are heeded. */
static size_t
end_of(struct str body, size_t i, struct str close)
{
	char quote = '\0';

	for (; i + close.n <= body.n; i++) {
		const char c = body.p[i];

		if (quote != '\0') {
			if (c == '\\' && quote == '"')
				i++;
			else if (c == quote)
				quote = '\0';
			continue;
		}
		if (str_starts(str_skip(body, i), close))
			return i;
		if (c == '"' || c == '`')
			quote = c;
	}
	return NOWHERE;
}

/* The same without heeding quotes: for those that are never closed. */
static size_t
plain_end(struct str body, size_t i, struct str close)
{
	const size_t at = str_find(str_skip(body, i), close);

	return at == NOWHERE ? NOWHERE : i + at;
}

static bool
take_tag(struct job *j, struct str body, size_t i, struct shortcode *out)
{
	const bool angle = body.p[i + 2] == '<';
	const struct str close = angle ? STR(">}}") : STR("%}}");
	const size_t plain = plain_end(body, i + 3, close);
	size_t end = end_of(body, i + 3, close);

	/* A stray quotation mark must not swallow the rest of the text. */
	if (end == NOWHERE || (plain != NOWHERE && end > plain + 2000))
		end = plain;
	if (end == NOWHERE)
		return false;
	*out = (struct shortcode){ .from = i,
		.to = end + 3,
		.raw = str_sub(body, i, end + 3 - i) };
	shortcode_parse(j, str_sub(body, i + 3, end - i - 3), out);
	return true;
}

static struct tags
find_tags(struct job *j, struct str body)
{
	struct tags t = { .n = 0 };
	size_t room = 0;

	for (size_t i = 0; i + 3 < body.n && t.n < TAGS_MAX;) {
		const size_t at = str_find(str_skip(body, i), STR("{{"));

		if (at == NOWHERE || i + at + 3 >= body.n)
			break;
		i += at;
		if (body.p[i + 2] != '<' && body.p[i + 2] != '%') {
			i += 2;
			continue;
		}
		if (t.n == room) {
			t.at = job_grow(j, t.at, room * sizeof(*t.at),
			    (room + 16) * sizeof(*t.at));
			room += 16;
		}
		if (!take_tag(j, body, i, &t.at[t.n])) {
			i += 3;
			continue;
		}
		i = t.at[t.n++].to;
	}
	return t;
}

/* Give each open tag the index of the one that closes it. */
static void
match(struct tags *t)
{
	size_t open[OPEN_MAX * 4], depth = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct shortcode *tag = &t->at[i];
		size_t d = depth;

		if (tag->name.n == 0 || tag->alone)
			continue;
		if (!tag->closes) {
			if (depth == sizeof(open) / sizeof(open[0])) {
				/* The oldest is hardly ever closed. */
				for (size_t k = 1; k < depth; k++)
					open[k - 1] = open[k];
				depth--;
			}
			open[depth++] = i;
			continue;
		}
		while (d > 0 && !str_eq(t->at[open[d - 1]].name, tag->name))
			d--;
		if (d > 0) {
			t->at[open[d - 1]].close = i;
			depth = d - 1;
		}
	}
}

struct open {
	const struct shortcode *tag;
	struct buf buf;
};

static size_t
lines_before(struct str body, size_t at)
{
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		n += body.p[i] == '\n';
	return n;
}

/* One that is only to be shown is written with a comment inside it. */
static void
put_shown(struct buf *out, const struct shortcode *t)
{
	struct buf b = buf_in(out->j, t->raw.n + 1);

	for (size_t i = 0; i < t->raw.n; i++) {
		const struct str two = str_sub(t->raw, i, 2);

		if (str_eq(two, STR("/*")) || str_eq(two, STR("*/")))
			i++;
		else
			buf_ch(&b, t->raw.p[i]);
	}
	shortcode_visible(out, buf_so_far(&b));
}

static enum status
put_one(struct bodywork *w, struct str body, const struct shortcode *t,
    struct str inner, struct buf *out)
{
	struct shortcode placed = *t;

	if (t->name.n == 0) {
		put_shown(out, t);
		return OK;
	}
	placed.close = lines_before(body, t->from);
	return shortcode_put(w, &placed, inner, out);
}

/* The innermost open tag is closed: its text goes to the one around it. */
static enum status
close_one(struct bodywork *w, struct str body, struct open *open, size_t *depth)
{
	struct open *o = &open[*depth];
	struct str inner = buf_so_far(&o->buf);

	(*depth)--;
	if (inner.p == NULL)
		inner = STR("");
	return put_one(w, body, o->tag, inner, &open[*depth].buf);
}

static bool
closes_open(const struct tags *t, size_t i, const struct open *open,
    size_t depth)
{
	return depth > 0 && open[depth].tag->close == i && t->at[i].closes;
}

enum status
shortcodes_work(struct bodywork *w, struct str body, struct str *out)
{
	struct tags t = find_tags(w->j, body);
	struct open open[OPEN_MAX + 1];
	size_t depth = 0, done = 0;
	enum status st = OK;

	if (t.n == 0) {
		*out = body;
		return OK;
	}
	match(&t);
	open[0].buf = buf_in(w->j, 2 * TEXTFILE_BODY_MAX);
	for (size_t i = 0; i < t.n && st == OK; i++) {
		const struct shortcode *tag = &t.at[i];

		buf_put(&open[depth].buf,
		    str_sub(body, done, tag->from - done));
		done = tag->to;
		if (tag->close != 0 && depth < OPEN_MAX) {
			open[++depth] = (struct open){ tag,
				buf_in(w->j, 2 * TEXTFILE_BODY_MAX) };
		} else if (closes_open(&t, i, open, depth)) {
			st = close_one(w, body, open, &depth);
		} else if (tag->closes) {
			shortcode_visible(&open[depth].buf, tag->raw);
		} else {
			st = put_one(w, body, tag, (struct str){ NULL, 0 },
			    &open[depth].buf);
		}
	}
	buf_put(&open[depth].buf, str_skip(body, done));
	while (depth > 0 && st == OK)
		st = close_one(w, body, open, &depth);
	return st == OK ? buf_done(&open[0].buf, out) : st;
}
