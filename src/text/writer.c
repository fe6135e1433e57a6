/* SPDX-License-Identifier: ISC */
#include "text/writer.h"

#include <string.h>

#include "text/credit.h"

struct writer
writer_new(struct job *j, const struct sanitise_opts *opts)
{
	return (struct writer){ .j = j,
		.out = buf_in(j, SIZE_MAX / 2),
		.rules = tag_rules_new(j, opts),
		.pre = NOWHERE,
		.figcaption = NOWHERE };
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Control characters are left out, so they don't count either. */
static bool
only_blanks(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ')
			return false;
	return true;
}

static void
begin(struct writer *w, const struct tag *tag)
{
	canonical_tag(&w->out, tag);
	w->pre = NOWHERE;
	if ((element_row(tag->el)->is & IS_VOID) != 0)
		return;
	place_open(&w->place, tag->el);
	if (tag->el == EL_pre)
		w->pre = w->out.n;
	if (tag->el == EL_figcaption)
		w->figcaption = w->out.n;
}

/* The item that a stray child of a list needs around it. */
static size_t
wrap(struct writer *w)
{
	const struct tag item = {
		.el = element_row(place_top(&w->place))->wrap
	};

	if (item.el == EL_NONE || !place_may_open(&w->place, item.el))
		return 0;
	begin(w, &item);
	return 1;
}

/*
 * Line breaks behind <pre> are left out: parsers drop the first, and browsers
 * don't write it again, so that each reading would lose one.
 */
static void
trim_pre(struct writer *w)
{
	struct buf *b = &w->out;
	size_t n = 0;

	while (w->pre + n < b->n && b->p[w->pre + n] == '\n')
		n++;
	memmove(b->p + w->pre, b->p + w->pre + n, b->n - w->pre - n);
	b->n -= n;
	if (b->n > w->pre)
		w->pre = NOWHERE;
}

void
write_words(struct writer *w, struct str words)
{
	const bool blank = only_blanks(words);
	size_t opened = 0;

	if (!blank && !place_may_write(&w->place)) {
		opened = wrap(w);
		if (opened == 0)
			return;
	}
	canonical_text(&w->out, words);
	if (w->pre != NOWHERE)
		trim_pre(w);
	write_end(w, opened);
}

size_t
write_start(struct writer *w, const struct tag *tag)
{
	struct tag canonical;
	size_t opened = 0;

	if (!place_may_open(&w->place, tag->el)) {
		if (place_may_write(&w->place)
		    || element_row(tag->el)->parents[0] != EL_NONE)
			return 0;
		opened = wrap(w);
		if (opened == 0)
			return 0;
	}
	if (!place_may_open(&w->place, tag->el)
	    || !tag_canonical(&w->rules, tag, &canonical))
		return opened;
	begin(w, &canonical);
	return opened + ((element_row(tag->el)->is & IS_VOID) == 0);
}

/* "Caption. Photograph: Name" as words alone: the credit gets its own tag. */
static void
part_credit(struct writer *w)
{
	const struct tag small = { .el = EL_small,
		.n = 1,
		.at = { { AT_CLASS, STR("credit") } } };
	const struct str written = str_skip(buf_so_far(&w->out), w->figcaption);
	size_t at;

	if (str_find_ch(written, '<') != NOWHERE)
		return;
	at = credit_at(written);
	if (at == NOWHERE || !place_may_open(&w->place, EL_small))
		return;
	const struct str credit = job_str(w->j, str_skip(written, at));
	w->out.n = w->figcaption + at;
	canonical_tag(&w->out, &small);
	buf_put(&w->out, credit);
	canonical_end(&w->out, EL_small);
}

void
write_end(struct writer *w, size_t opened)
{
	for (; opened > 0; opened--) {
		const enum element el = place_top(&w->place);

		if (el == EL_figcaption)
			part_credit(w);
		w->pre = NOWHERE;
		place_close(&w->place);
		canonical_end(&w->out, el);
	}
}

void
write_gap(struct writer *w)
{
	if (w->out.n > 0 && !is_blank(w->out.p[w->out.n - 1])
	    && w->out.n != w->pre)
		buf_ch(&w->out, ' ');
}
