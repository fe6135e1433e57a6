/* SPDX-License-Identifier: ISC */
/*
 * The search index.
 *
 * 1. Whatever is in the index stands in search_doc too, word by word: it can
 *    be taken out again only with the words that went in.
 * 2. What a transaction adds is gathered and goes in by rising row id, for
 *    the index writes a segment of its own for each step back.
 */
#include "site/search.h"

#include <stdlib.h>

#include "site/inside.h"
#include "site/vocabulary.h"
#include "text/words.h"

/* Bits of a row id below the seconds. */
#define TIE_BITS 20
#define TIE_MASK (((int64_t)1 << TIE_BITS) - 1)

#define WORDS_MOST ((size_t)8 * 1024 * 1024)

static enum status
docid_for(struct site *s, struct job *j, int64_t num, int64_t published,
    int64_t *out)
{
	int64_t id = (int64_t)((uint64_t)published << TIE_BITS)
	    | (num & TIE_MASK);
	enum status st = OK;
	struct val v[1];

	/* Only things a million apart can want the same one. */
	while (num > TIE_MASK && st == OK) {
		st = store_one(s->st, j, SQL_SEARCH_DOCID_TAKEN,
		    VALS(val_int(id)), v, 1);
		if (st == OK)
			id++;
	}
	*out = id;
	return st == NOT_FOUND ? OK : st;
}

static void
gather_doc(struct site *s, const struct search_doc *d)
{
	struct gathered *const g = &s->gathered;

	if (g->ndocs == g->room) {
		const size_t more = g->room == 0 ? 16 : g->room * 2;

		g->docs = job_grow(s->gather, g->docs,
		    g->room * sizeof(*g->docs), more * sizeof(*g->docs));
		g->room = more;
	}
	struct search_doc *const kept = &g->docs[g->ndocs++];

	*kept = *d;
	kept->head = job_str(s->gather, d->head);
	kept->deck = job_str(s->gather, d->deck);
	kept->body = job_str(s->gather, d->body);
	kept->filter = job_str(s->gather, d->filter);
}

enum status
search_put(struct site *s, struct job *j, int64_t num, int64_t published,
    struct str filter, const struct galley *g)
{
	int64_t docid;
	enum status st = docid_for(s, j, num, published, &docid);

	if (st == OK)
		st = store_run(s->st, j, SQL_SEARCH_DOC_NEW,
		    VALS(val_int(num), val_int(docid), val_int(WORDS_VERSION),
			val_text(filter), val_blob(g->index_packed)));
	if (st != OK)
		return st;
	gather_doc(s,
	    &(struct search_doc){ .num = num,
		.docid = docid,
		.head = g->index_head,
		.deck = g->index_deck,
		.body = g->index_body,
		.filter = filter });
	return OK;
}

enum status
search_words(struct job *j, struct str packed, struct search_doc *out)
{
	struct str plain;
	const enum status st = lz4_unpack(j, packed, WORDS_MOST, &plain);

	if (st != OK)
		return st;
	struct unpack u = { plain, false };

	out->head = unpack_str(&u);
	out->deck = unpack_str(&u);
	out->body = unpack_str(&u);
	return OK;
}

/* If it was put in this very transaction it never gets into the index. */
static bool
take_gathered(struct gathered *g, int64_t num)
{
	for (size_t i = 0; i < g->ndocs; i++)
		if (g->docs[i].num == num && !g->docs[i].gone) {
			g->docs[i] = g->docs[--g->ndocs];
			return true;
		}
	return false;
}

enum status
search_take(struct site *s, struct job *j, int64_t num)
{
	struct val v[3];
	enum status st = store_one(s->st, j, SQL_SEARCH_DOC_AT,
	    VALS(val_int(num)), v, 3);

	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	if (!take_gathered(&s->gathered, num)) {
		struct search_doc d = { .num = num,
			.docid = v[0].i,
			.gone = true,
			.filter = v[1].s };

		st = search_words(j, v[2].s, &d);
		if (st != OK)
			return st;
		gather_doc(s, &d);
	}
	return store_run(s->st, j, SQL_SEARCH_DOC_GONE, VALS(val_int(num)));
}

static int
by_docid(const void *a, const void *b)
{
	const struct search_doc *const x = a, *const y = b;

	if (x->docid != y->docid)
		return x->docid < y->docid ? -1 : 1;
	/* The old words go before the new ones come. */
	return (int)y->gone - (int)x->gone;
}

enum status
search_settle(struct site *s, struct job *j)
{
	struct gathered *const g = &s->gathered;
	enum status st = OK;

	if (g->ndocs > 1)
		qsort(g->docs, g->ndocs, sizeof(*g->docs), by_docid);
	for (size_t i = 0; i < g->ndocs && st == OK; i++) {
		const struct search_doc *const d = &g->docs[i];

		st = store_run(s->st, j,
		    d->gone ? SQL_SEARCH_DELETE : SQL_SEARCH_INSERT,
		    VALS(val_int(d->docid), val_text(d->head),
			val_text(d->deck), val_text(d->body),
			val_text(d->filter)));
	}
	if (st == OK)
		st = vocabulary_count(s, j, g->docs, g->ndocs);
	g->ndocs = 0;
	return st;
}

enum status
site_search_tend(struct site *s, struct job *j, int pages, bool *more)
{
	const int64_t before = store_touched(s->st);
	const enum status st = store_run(s->st, j, SQL_SEARCH_MERGE,
	    VALS(val_int(pages)));

	/* FTS5 says that it has merged something by touching some rows. */
	if (st == OK)
		*more = store_touched(s->st) - before >= 2;
	return st;
}

enum status
site_search_gather(struct site *s, struct job *j, bool import)
{
	const int64_t mb = (int64_t)1 << 20;
	const enum status st = store_run(s->st, j, SQL_SEARCH_HASHSIZE,
	    VALS(val_int(import ? 32 * mb : mb)));

	if (st != OK)
		return st;
	return import ? vocabulary_begin(s, j) : vocabulary_end(s, j);
}

enum status
site_search_check(struct site *s, struct job *j)
{
	return store_run(s->st, j, SQL_SEARCH_CHECK, NO_VALS);
}
