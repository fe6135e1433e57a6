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

/* A block's tag, or <br>, begins a new line. */
static bool
begins_line(struct str tag)
{
	size_t n = 0;

	if (tag.n > 0 && tag.p[0] == '/')
		tag = str_skip(tag, 1);
	while (n < tag.n && tag.p[n] != ' ')
		n++;
	const enum element el = element_named(str_sub(tag, 0, n));
	return el == EL_br || (element_row(el)->is & IS_BLOCK) != 0;
}

struct str
markup_plain(struct job *j, struct markup m)
{
	struct buf b = buf_in(j, m.html.n + 1);
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
	return str_trim(buf_so_far(&b));
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
