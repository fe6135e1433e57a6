/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "text/element.h"
#include "text/sanitise.h"

static const struct {
	struct str name;
	char meaning;
} entities[] = { { STR_INIT("&amp;"), '&' }, { STR_INIT("&lt;"), '<' },
	{ STR_INIT("&gt;"), '>' }, { STR_INIT("&quot;"), '"' } };

static void
words(struct buf *b, struct str s)
{
	size_t at;

	while ((at = str_find_ch(s, '&')) != NOWHERE) {
		buf_put(b, str_sub(s, 0, at));
		s = str_skip(s, at);
		for (size_t i = 0; i < 4; i++)
			if (str_starts(s, entities[i].name)) {
				buf_ch(b, entities[i].meaning);
				s = str_skip(s, entities[i].name.n - 1);
				break;
			}
		s = str_skip(s, 1);
	}
	buf_put(b, s);
}

/* What a tag is of, from behind its bracket on. */
static enum element
element_of(struct str tag)
{
	size_t n = 0;

	if (tag.n > 0 && tag.p[0] == '/')
		tag = str_skip(tag, 1);
	while (n < tag.n && tag.p[n] != ' ')
		n++;
	return element_named(str_sub(tag, 0, n));
}

static bool
is_block(enum element el)
{
	return (element_row(el)->is & IS_BLOCK) != 0;
}

/* A block's tag, or <br>, begins a new line. */
static bool
begins_line(struct str tag)
{
	const enum element el = element_of(tag);

	return el == EL_br || is_block(el);
}

/* What stands between the brackets at the beginning. */
static struct str
tag_at(struct str s)
{
	const size_t close = str_find_ch(s, '>');

	return close == NOWHERE ? STR("") : str_sub(s, 1, close - 1);
}

struct str
markup_plain(struct job *j, struct markup m)
{
	struct buf b = buf_sized(j, m.html.n + 1, m.html.n + 1);
	struct str rest = m.html, before;

	while (str_cut(&rest, '<', &before)) {
		if (b.n == 0 || b.p[b.n - 1] == '\n')
			before = str_skip(before,
			    before.n > 0 && before.p[0] == '\n');
		words(&b, before);
		const size_t close = str_find_ch(rest, '>');
		if (close == NOWHERE)
			break;
		if (b.n > 0 && b.p[b.n - 1] != '\n'
		    && begins_line(str_sub(rest, 0, close)))
			buf_ch(&b, '\n');
		rest = str_skip(rest, close + 1);
	}
	buf_trim(&b);
	return str_trim(buf_so_far(&b));
}

/* From "<p>" or "<li>" in *rest on: what stands up to the next block. */
static bool
next_paragraph(struct str *rest, struct str *out)
{
	struct str before, tag;

	while (str_cut(rest, '<', &before) && str_cut(rest, '>', &tag)) {
		const enum element el = element_of(tag);
		size_t at = 0, next;

		if (str_starts(tag, STR("/")) || (el != EL_p && el != EL_li))
			continue;
		/* It ends where a block begins or ends. */
		while ((next = str_find_ch(str_skip(*rest, at), '<')) != NOWHERE
		    && !is_block(
			element_of(tag_at(str_skip(*rest, at + next)))))
			at += next + 1;
		at = next == NOWHERE ? rest->n : at + next;
		*out = str_sub(*rest, 0, at);
		*rest = str_skip(*rest, at);
		return true;
	}
	return false;
}

/* Without what stands from one mark to the other, however often. */
static struct str
without(struct job *j, struct str s, struct str from, struct str to)
{
	struct buf b;
	size_t begin = str_find(s, from), end;

	if (begin == NOWHERE)
		return s;
	b = buf_sized(j, s.n + 1, s.n);
	while ((begin = str_find(s, from)) != NOWHERE
	    && (end = str_find(str_skip(s, begin), to)) != NOWHERE) {
		buf_put(&b, str_sub(s, 0, begin));
		s = str_skip(s, begin + end + to.n);
	}
	buf_put(&b, s);
	return buf_so_far(&b);
}

struct str
markup_opening(struct job *j, struct markup m, size_t enough)
{
	struct buf b = buf_in(j, m.html.n + 1);
	struct str rest = m.html, p;

	while (b.n <= enough && next_paragraph(&rest, &p)) {
		p = without(j, p, STR("<span class=\"missing\">"),
		    STR("</span>"));
		p = without(j, p, STR("<a class=\"at\""), STR("</a>"));
		p = without(j, p, STR("<span class=\"at\""), STR("</span>"));
		p = without(j, p, STR("{{&lt;"), STR("&gt;}}"));
		p = without(j, p, STR("{{%"), STR("%}}"));
		p = markup_plain(j, (struct markup){ p });
		if (p.n > 0 && b.n > 0)
			buf_ch(&b, '\n');
		buf_put(&b, p);
	}
	return buf_so_far(&b);
}

void
pictures_put(struct body_pictures *seen, struct job *j,
    struct body_picture picture)
{
	if (picture.src.n == 0 || seen->n >= 1000)
		return;
	for (size_t i = 0; i < seen->n; i++)
		if (str_eq(seen->at[i].src, picture.src))
			return;
	if (seen->n % 16 == 0)
		seen->at = job_grow(j, seen->at, seen->n * sizeof(picture),
		    (seen->n + 16) * sizeof(picture));
	seen->at[seen->n++] = picture;
}
