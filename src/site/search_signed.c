/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "site/inside.h"
#include "site/searched.h"
#include "text/words.h"

#define SIGNED_MOST ((size_t)1000) /* texts that one name stands below */
#define SIGNATURES (SIGNED_MOST * 3)

struct signature {
	int64_t docid, num;
};

struct signatures {
	struct signature at[SIGNATURES];
	size_t n;
};

static enum status
gather(struct site *s, struct job *j, enum stmt q, const struct val *v,
    size_t n, struct signatures *all)
{
	struct rows r;
	const enum status st = rows_begin(s->st, j, q, v, n, &r);

	if (st != OK)
		return st;
	while (all->n < SIGNATURES && rows_next(&r))
		all->at[all->n++] = (struct signature){ row_int(&r, 0),
			row_int(&r, 1) };
	return rows_end(&r);
}

/* Whole words: "nell sorrow" is not "nell sorrowful". */
static enum status
from_lists(struct site *s, struct job *j, struct str words,
    struct signatures *all)
{
	const struct str end = job_printf(j, "%.*s!", STR_ARG(words));

	return gather(s, j, SQL_SEARCH_SIGNED_BY,
	    VALS(val_text(words), val_text(end), val_int(SIGNED_MOST)), all);
}

/* Issuers and senders: texts whose filters have that word. */
static enum status
from_marks(struct site *s, struct job *j, struct str mark,
    struct signatures *all)
{
	return gather(s, j, SQL_SEARCH_DOCIDS,
	    VALS(val_text(job_printf(j,
		     "\"%.*s\" AND (\"Kstatement\" OR \"Kletter\" OR "
		     "\"Krelease\")",
		     STR_ARG(mark))),
		val_int(SIGNED_MOST)),
	    all);
}

/* Those that have a page here, by whatever name. */
static enum status
from_parties(struct site *s, struct job *j, const struct search_ask *ask,
    struct signatures *all)
{
	static const enum kind kinds[] = { KIND_PERSON, KIND_ORGANISATION };
	enum status st = OK;

	for (size_t i = 0; st == OK && i < sizeof(kinds) / sizeof(kinds[0]);
	     i++) {
		int64_t num;

		st = site_find(s, j, kinds[i], ask->lang, ask->signed_by, &num);
		if (st == OK)
			st = from_marks(s, j,
			    job_printf(j, "W%lld", (long long)num), all);
		if (st == NOT_FOUND)
			st = OK;
	}
	return st;
}

static int
newest_first(const void *a, const void *b)
{
	const struct signature *const x = a, *const y = b;

	return (x->docid < y->docid) - (x->docid > y->docid);
}

static enum status
matches(struct site *s, struct job *j, struct str whole, int64_t docid,
    bool *is)
{
	struct val v[1];
	enum status st = OK;

	*is = true;
	if (whole.n > 0)
		st = store_one(s->st, j, SQL_SEARCH_IS,
		    VALS(val_text(whole), val_int(docid)), v, 1);
	if (st != NOT_FOUND)
		return st;
	*is = false;
	return OK;
}

static enum status
take(struct site *s, struct job *j, const struct signature *x,
    const struct search_ask *ask, struct search_found *out)
{
	struct cards one;
	enum status st;

	out->count++;
	if (ask->before != 0 && x->docid >= ask->before)
		return OK;
	if (out->cards.n == ask->max) {
		if (out->next == 0)
			out->next = out->last;
		return OK;
	}
	st = cards_read(s, j, SQL_SITE_CARD, VALS(val_int(x->num)), &one);
	if (st == OK && one.n > 0) {
		out->cards.at[out->cards.n++] = one.at[0];
		out->last = x->docid;
	}
	return st;
}

enum status
search_signed(struct site *s, struct job *j, const struct search_ask *ask,
    struct str whole, struct search_found *out)
{
	struct signatures *const all = JOB_NEW(j, struct signatures);
	struct search_ask pages = *ask; /* all of them */
	struct search_range r;
	struct str words;
	bool is;
	enum status st = words_index(j, ask->signed_by, ask->lang, &words);

	pages.before = 0;
	r = search_range_of(&pages);
	out->cards.at = JOB_ARRAY(j, struct card, ask->max + 1);
	if (st == OK && words.n > 0)
		st = from_lists(s, j, words, all);
	if (st == OK && words.n > 0)
		st = from_marks(s, j, party_mark(j, words), all);
	if (st == OK)
		st = from_parties(s, j, ask, all);
	if (st != OK)
		return st;
	qsort(all->at, all->n, sizeof(all->at[0]), newest_first);
	for (size_t i = 0; i < all->n && st == OK; i++) {
		const struct signature *const x = &all->at[i];

		if (x->docid < r.from || x->docid >= r.until
		    || (i > 0 && x->docid == x[-1].docid))
			continue;
		st = matches(s, j, whole, x->docid, &is);
		if (st == OK && is)
			st = take(s, j, x, ask, out);
	}
	return st;
}
