/* SPDX-License-Identifier: ISC */
#include "page/absolute.h"

#include "base/buf.h"

#define FEED_HTML_MAX ((size_t)4 * 1024 * 1024)

static const struct str leading[] = {
	STR_INIT(" href=\""),
	STR_INIT(" src=\""),
	STR_INIT(" srcset=\""),
	STR_INIT(" poster=\""),
};

/* Where the value of an attribute that leads somewhere begins, or 0. */
static size_t
leads(struct str rest)
{
	for (size_t i = 0; i < sizeof(leading) / sizeof(leading[0]); i++)
		if (str_starts(rest, leading[i]))
			return leading[i].n;
	return 0;
}

/* From a quoted value's first byte to behind its closing quote. */
static size_t
value_length(struct str s)
{
	size_t end = str_find_ch(s, '"');

	return end == NOWHERE ? s.n : end + 1;
}

/* Each candidate of a srcset, or the one address of anything else. */
static void
value_put(struct buf *b, struct str value, struct str base, struct str page)
{
	struct str piece;
	bool first = true;

	if (str_starts(value, STR("#"))) {
		buf_put(b, page);
		buf_put(b, value);
		return;
	}
	while (str_cut(&value, ',', &piece)) {
		size_t blank = 0;

		while (blank < piece.n && piece.p[blank] == ' ')
			blank++;
		if (!first)
			buf_ch(b, ',');
		first = false;
		buf_put(b, str_sub(piece, 0, blank));
		piece = str_skip(piece, blank);
		if (str_starts(piece, STR("/"))
		    && !str_starts(piece, STR("//")))
			buf_put(b, base);
		buf_put(b, piece);
	}
}

/* A tag from its < to its >, addresses made whole. */
static size_t
tag_put(struct buf *b, struct str s, struct str base, struct str page)
{
	size_t i = 0, from = 0;

	while (i < s.n && s.p[i] != '>') {
		size_t name = s.p[i] == ' ' ? leads(str_skip(s, i)) : 0;
		size_t n;

		if (name == 0 && s.p[i] != '"') {
			i++;
			continue;
		}
		/* Behind the quote that opens a value. */
		i += name > 0 ? name : 1;
		n = value_length(str_skip(s, i));
		if (name > 0) {
			buf_put(b, str_sub(s, from, i - from));
			value_put(b, str_sub(s, i, n - 1), base, page);
			from = i + n - 1;
		}
		i += n;
	}
	if (i > s.n)
		i = s.n;
	buf_put(b, str_sub(s, from, i - from));
	return i;
}

enum status
absolute_html(struct job *j, struct markup html, struct str base,
    struct str page, struct str *out)
{
	struct buf b = buf_in(j, FEED_HTML_MAX);
	struct str s = html.html;

	while (s.n > 0) {
		size_t tag = str_find_ch(s, '<');

		if (tag == NOWHERE)
			tag = s.n;
		buf_put(&b, str_sub(s, 0, tag));
		s = str_skip(s, tag);
		s = str_skip(s, tag_put(&b, s, base, page));
	}
	return buf_done(&b, out);
}
