/* SPDX-License-Identifier: ISC */
/*
 * A phrase is a row of folded letters without what stands between them, and so
 * is a text (letters.h): then one search finds "Jane **Doe**", "jane-doe" and
 * "JANE&nbsp;DOE" alike.
 */
#include "text/blot.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/letters.h"
#include "text/slug.h"

#define PHRASE_MAX ((size_t)1000) /* bytes */
/* Each round leaves fewer letters; two are the most that any test saw. */
#define ROUNDS 64

struct phrase {
	struct letters l;
	bool open_start, open_end;
};

struct blot {
	struct job *j;
	struct phrase *at;
	size_t n;
	struct letters *scratch; /* arrays that are used again */
};

static bool
long_enough(const struct letters *l)
{
	size_t letters = 0, digits = 0, dense = 0;

	for (size_t i = 0; i < l->n; i++) {
		digits += l->c[i] >= '0' && l->c[i] <= '9';
		dense += letter_needs_no_gap(l->c[i]);
		letters += l->c[i] < '0' || l->c[i] > '9';
	}
	return dense >= 2 || letters >= 3 || digits >= 6;
}

static bool
same_letters(const struct phrase *a, const struct phrase *b)
{
	return a->l.n == b->l.n && a->open_start == b->open_start
	    && a->open_end == b->open_end
	    && memcmp(a->l.c, b->l.c, a->l.n * sizeof(*a->l.c)) == 0;
}

static void
add(struct blot *b, const struct phrase *p)
{
	if (p->l.n == 0)
		return;
	for (size_t i = 0; i < b->n; i++)
		if (same_letters(&b->at[i], p))
			return;
	b->at[b->n++] = *p;
}

/* Besides the phrase itself: as slugs have it ("mueller", "soeren"). */
static const struct str customs[] = { STR_INIT("de"), STR_INIT("da"),
	STR_INIT("") };
#define VARIANTS (1 + sizeof(customs) / sizeof(customs[0]))

static enum status
take_phrase(struct job *j, struct blot *b, struct str given)
{
	struct str text = str_trim(given);
	struct phrase p = { .open_start = str_starts(text, STR("*")),
		.open_end = str_ends(text, STR("*")) };

	if (text.n == 0)
		return OK;
	if (text.n > PHRASE_MAX || !str_is_utf8(text))
		return job_fail(j, INVALID,
		    "a phrase is a line of text of at most %zu bytes",
		    PHRASE_MAX);
	letters_read(j, text, READ_SOURCE, &p.l);
	if (!long_enough(&p.l))
		return job_fail(j, INVALID,
		    "a phrase needs three letters or six digits; with fewer "
		    "it would be found everywhere");
	add(b, &p);
	for (size_t i = 0; i + 1 < VARIANTS; i++) {
		struct phrase variant = { .open_start = p.open_start,
			.open_end = p.open_end };

		letters_read(j, slug_of(j, text, customs[i]), READ_SOURCE,
		    &variant.l);
		if (long_enough(&variant.l))
			add(b, &variant);
	}
	return OK;
}

enum status
blot_new(struct job *j, const struct str *phrases, size_t n, struct blot **out)
{
	struct blot *b = JOB_NEW(j, struct blot);
	enum status st = OK;

	b->j = j;
	b->scratch = JOB_NEW(j, struct letters);
	b->at = JOB_ARRAY(j, struct phrase, n * VARIANTS + 1);
	for (size_t i = 0; st == OK && i < n; i++)
		st = take_phrase(j, b, phrases[i]);
	if (st == OK && b->n == 0)
		st = job_fail(j, INVALID, "no words were given");
	if (st == OK)
		*out = b;
	return st;
}

/* ---- finding ---- */

static bool
word_begins(const struct letters *l, size_t i)
{
	return i == l->n || l->how[i] != 0 || letter_needs_no_gap(l->c[i])
	    || (i > 0 && letter_needs_no_gap(l->c[i - 1]));
}

static bool
fits(const struct phrase *p, const struct letters *l, size_t at)
{
	if (!p->open_start && !word_begins(l, at))
		return false;
	if (!p->open_end && !word_begins(l, at + p->l.n))
		return false;
	for (size_t i = 1; i < p->l.n; i++)
		if ((l->how[at + i] & LETTER_STOP) != 0)
			return false;
	return true;
}

/* From at on; NOWHERE. */
static size_t
next_match(const struct phrase *p, const struct letters *l, size_t at)
{
	while (at + p->l.n <= l->n) {
		const char *begin = (const char *)(l->c + at);
		const char *hit = memmem(begin, (l->n - at) * sizeof(*l->c),
		    p->l.c, p->l.n * sizeof(*p->l.c));

		if (hit == NULL)
			return NOWHERE;
		const size_t bytes = (size_t)(hit - begin);

		at += bytes / sizeof(*l->c);
		if (bytes % sizeof(*l->c) == 0 && fits(p, l, at))
			return at;
		at++;
	}
	return NOWHERE;
}

/* Nothing but spaces, hyphens, apostrophes and what has no width. */
static bool
is_joint(struct str s)
{
	static const struct str joints[] = { STR_INIT(" "), STR_INIT("-"),
		STR_INIT("'"), STR_INIT("."), STR_INIT("\u2019"),
		STR_INIT("\u00a0"), STR_INIT("\u00ad"), STR_INIT("\u200b"),
		STR_INIT("\u200c"), STR_INIT("\u200d"), STR_INIT("\u2060"),
		STR_INIT("\u200e"), STR_INIT("\u200f"), STR_INIT("\ufeff") };

	while (s.n > 0) {
		size_t n = 0;

		for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++)
			if (str_starts(s, joints[i]))
				n = joints[i].n;
		if (n == 0)
			return false;
		s = str_skip(s, n);
	}
	return true;
}

static void
put_blotch(struct job *j, struct blotches *list, struct blotch piece)
{
	if ((list->n & (list->n - 1)) == 0) {
		const size_t room = list->n == 0 ? 1 : 2 * list->n;

		list->at = job_grow(j, list->at, list->n * sizeof(piece),
		    room * sizeof(piece));
	}
	list->at[list->n++] = piece;
}

/* The letters of a match as pieces of the text, markup between them left. */
static void
put_match(struct job *j, struct str text, const struct letters *l, size_t at,
    size_t n, struct blotches *list)
{
	struct blotch piece = { l->from[at], l->to[at] };

	for (size_t i = at + 1; i < at + n; i++) {
		const size_t from = l->from[i];

		if (from > piece.to
		    && !is_joint(str_sub(text, piece.to, from - piece.to))) {
			put_blotch(j, list, piece);
			piece.from = from;
		}
		piece.to = l->to[i];
	}
	put_blotch(j, list, piece);
}

static void
find_in(struct job *j, const struct blot *b, struct str text, enum reading how,
    struct blotches *list)
{
	struct letters *l = b->scratch;

	letters_read(b->j, text, how, l);
	for (size_t i = 0; i < b->n; i++) {
		const struct phrase *p = &b->at[i];
		size_t at = next_match(p, l, 0);

		for (; at != NOWHERE; at = next_match(p, l, at + 1))
			put_match(j, text, l, at, p->l.n, list);
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct blotch *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

/* In order, what overlaps made one. */
static void
tidy(struct blotches *list)
{
	size_t kept = 0;

	if (list->n > 1)
		qsort(list->at, list->n, sizeof(*list->at), by_place);
	for (size_t i = 0; i < list->n; i++) {
		struct blotch *last = kept > 0 ? &list->at[kept - 1] : NULL;

		if (last != NULL && list->at[i].from <= last->to) {
			if (list->at[i].to > last->to)
				last->to = list->at[i].to;
		} else {
			list->at[kept++] = list->at[i];
		}
	}
	list->n = kept;
}

void
blot_find(struct job *j, const struct blot *b, struct str text,
    struct blotches *out)
{
	struct blotches list = { .n = 0 };

	find_in(j, b, text, READ_SHOWN, &list);
	if (letters_differ(text))
		find_in(j, b, text, READ_SOURCE, &list);
	tidy(&list);
	*out = list;
}

static bool
holds_in(const struct blot *b, struct str text, enum reading how)
{
	struct letters *l = b->scratch;

	letters_read(b->j, text, how, l);
	for (size_t i = 0; i < b->n; i++)
		if (next_match(&b->at[i], l, 0) != NOWHERE)
			return true;
	return false;
}

bool
blot_holds(const struct blot *b, struct str text)
{
	return holds_in(b, text, READ_SHOWN)
	    || (letters_differ(text) && holds_in(b, text, READ_SOURCE));
}

static struct str
put_blots(struct job *j, struct str text, const struct blotches *list)
{
	struct buf out = buf_in(j, text.n + list->n * sizeof(BLOT));
	struct str whole = { NULL, 0 };
	size_t done = 0;

	for (size_t i = 0; i < list->n; i++) {
		buf_put(&out, str_sub(text, done, list->at[i].from - done));
		BUF_LIT(&out, BLOT);
		done = list->at[i].to;
	}
	buf_put(&out, str_skip(text, done));
	const enum status st = buf_done(&out, &whole);

	assert(st == OK);
	return whole;
}

struct str
blot_out(struct job *j, const struct blot *b, struct str text)
{
	struct blotches list;

	for (int i = 0; i < ROUNDS; i++) {
		blot_find(j, b, text, &list);
		if (list.n == 0)
			return text;
		text = put_blots(j, text, &list);
	}
	return STR(BLOT);
}
