/* SPDX-License-Identifier: ISC */
#include "page/inline.h"

#include "base/buf.h"
#include "page/escape.h"

#define INLINE_MAX ((size_t)256 * 1024)

static bool
is_blank(struct str s, size_t at)
{
	return at >= s.n || s.p[at] == ' ' || s.p[at] == '\n';
}

/* The star that closes what the one at `from` opens, or NOWHERE. */
static size_t
closing(struct str s, size_t from)
{
	if (is_blank(s, from + 1) || s.p[from + 1] == '*')
		return NOWHERE;
	for (size_t i = from + 1; i < s.n; i++)
		if (s.p[i] == '*')
			return is_blank(s, i - 1) ? NOWHERE : i;
	return NOWHERE;
}

/* The first star that one closes, or the text's end. */
static size_t
opening(struct str s)
{
	for (size_t from = 0, at; from < s.n; from += at + 1) {
		at = str_find_ch(str_skip(s, from), '*');
		if (at == NOWHERE)
			break;
		if (closing(s, from + at) != NOWHERE)
			return from + at;
	}
	return s.n;
}

/* The next piece of text and whether it is emphasised; false at the end. */
static bool
piece_next(struct str *rest, struct str *piece, bool *stressed)
{
	size_t star, end;

	*stressed = false;
	if (rest->n == 0)
		return false;
	star = opening(*rest);
	if (star > 0) {
		*piece = str_sub(*rest, 0, star);
		*rest = str_skip(*rest, star);
		return true;
	}
	end = closing(*rest, 0);
	*piece = str_sub(*rest, 1, end - 1);
	*rest = str_skip(*rest, end + 1);
	*stressed = true;
	return true;
}

struct markup
inline_markup(struct job *j, struct str text)
{
	struct buf b = buf_in(j, INLINE_MAX);
	struct str piece;
	bool stressed;

	while (piece_next(&text, &piece, &stressed)) {
		if (stressed)
			BUF_LIT(&b, "<i>");
		escape_put(&b, piece);
		if (stressed)
			BUF_LIT(&b, "</i>");
	}
	return (struct markup){ buf_so_far(&b) };
}

struct str
inline_plain(struct job *j, struct str text)
{
	struct buf b = buf_in(j, INLINE_MAX);
	struct str piece;
	bool stressed;

	if (str_find_ch(text, '*') == NOWHERE)
		return text;
	while (piece_next(&text, &piece, &stressed))
		buf_put(&b, piece);
	return buf_so_far(&b);
}
