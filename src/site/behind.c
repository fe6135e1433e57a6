/* SPDX-License-Identifier: ISC */
#include "site/behind.h"

#include <string.h>

#include "site/inside.h"
#include "site/revisions.h"
#include "text/textfile.h"

/* Older revisions of an original are not looked through. */
#define LOOKED_AT ((size_t)1000)

#define BATCH_BYTES 8 /* what the intents of one import share */

/* A text file of the record and what it says. */
struct told {
	struct entry entry;
	struct textfile file;
	int64_t says; /* its revision */
	bool erased;
};

static int64_t
number_in(const struct textfile *tf, struct str field)
{
	int64_t n = 0;

	return str_to_int(node_text(node_like(tf->top, field)), &n) ? n : 0;
}

static enum status
read_entry(struct site *s, struct job *j, int64_t seq, struct told *out)
{
	struct str bytes;
	enum status st = record_entry(s->st, j, seq, &out->entry);

	if (st == OK)
		st = record_text(s->st, j, s->deflater, seq, &bytes);
	if (st == OK)
		st = textfile_parse(j, bytes, STR("the record"), &out->file);
	if (st == OK) {
		out->says = number_in(&out->file, STR("revision"));
		if (out->says == 0)
			out->says = out->entry.revision;
	}
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	out->erased = true;
	out->says = out->entry.revision;
	return OK;
}

static bool
has_words(const struct entry *e)
{
	return e->action != RECORD_RETRACT && e->action != RECORD_REDACT;
}

/* Was the original's entry there when the translation was made? */
static bool
was_there(const struct entry *original, const struct entry *translation)
{
	return original->seq < translation->seq
	    || memcmp(original->intent.b, translation->intent.b, BATCH_BYTES)
	    == 0;
}

/*
 * The newest that fits; else the oldest there is.  A translation that came
 * out before its original follows the first revision.
 */
static enum status
followed(struct site *s, struct job *j, int64_t original,
    const struct told *translation, struct told *out)
{
	const int64_t named = number_in(&translation->file,
	    STR("translation_revision"));
	struct revisions all;
	enum status st = site_revisions(s, j, original, &all);

	for (size_t i = 0; st == OK && i < all.n && i < LOOKED_AT; i++) {
		struct told t = { .says = 0 };

		st = read_entry(s, j, all.seq[i], &t);
		if (st != OK || !has_words(&t.entry))
			continue;
		*out = t;
		if (named > 0 ? t.says <= named
			      : was_there(&t.entry, &translation->entry))
			break;
	}
	return st;
}

static bool
field_differs(const struct told *was, const struct told *is, const char *field,
    const char *other)
{
	struct str a[2];
	const struct told *const both[] = { was, is };

	for (size_t i = 0; i < 2; i++) {
		const struct node *nd = node_like(both[i]->file.top,
		    str_of(field));

		if (nd == NULL)
			nd = node_like(both[i]->file.top, str_of(other));
		a[i] = str_trim(node_text(nd));
	}
	return !str_eq(a[0], a[1]);
}

static void
compare_both(struct job *j, const struct told *was, const struct told *is,
    struct behind *b)
{
	if (was->entry.seq == is->entry.seq)
		return;
	if (was->erased || is->erased) {
		b->is = b->unknown = true;
		return;
	}
	b->headline_changed = field_differs(was, is, "headline", "title");
	b->deck_changed = field_differs(was, is, "deck", "subtitle");
	passages_compare(j, was->file.body, is->file.body, &b->changed,
	    &b->taken);
	b->is = b->headline_changed || b->deck_changed || b->changed.n > 0
	    || b->taken.n > 0;
}

enum status
site_behind(struct site *s, struct job *j, const struct story *translation,
    struct behind *out)
{
	struct behind b = { .is = false };
	struct told ours = { .says = 0 }, was = { .says = 0 };
	struct told live = { .says = 0 };
	struct card card;
	struct entry e;
	enum status st;

	if (id_is_none(translation->original))
		return NOT_FOUND;
	st = record_live(s->st, j, translation->original, &e);
	if (st == OK)
		st = site_card(s, j, e.num, &card);
	if (st == OK)
		st = read_entry(s, j, translation->seq, &ours);
	if (st == OK)
		st = read_entry(s, j, e.seq, &live);
	if (st == OK)
		st = followed(s, j, e.num, &ours, &was);
	if (st != OK)
		return st;
	b.lang = card.lang;
	b.address = card.address;
	b.headline = card.headline;
	b.follows = was.says;
	b.live = live.says;
	compare_both(j, &was, &live, &b);
	*out = b;
	return OK;
}
