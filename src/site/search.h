/* SPDX-License-Identifier: ISC */
/*
 * The search index.  Row ids begin with the time of publication, so that the
 * newest come first without sorting.  Nothing merges while somebody waits:
 * call site_search_tend() when idle.
 */
#ifndef STET_SITE_SEARCH_H
#define STET_SITE_SEARCH_H

#include "site/listing.h"

struct site;

/*
 * Merge a bounded piece of the index, about that many pages (16 is a good
 * step: some milliseconds; up to 90 while an import's hundreds of pieces are
 * left, each of which a step touches).  *more: there is more to merge now.
 * Inside a write transaction.
 */
MUST_CHECK enum status site_search_tend(struct site *s, struct job *j,
    int pages, bool *more);

/*
 * Before and after an import: how much of the index gathers in memory before
 * it is written (32 MB during an import; 1 MB otherwise), and whether counts of
 * words do.  In a transaction.
 */
MUST_CHECK enum status site_search_gather(struct site *s, struct job *j,
    bool import);

/*
 * FTS5's own integrity check: FAULT if the index contradicts itself.  It does
 * not compare the index with the stored stories.  Slow.
 */
MUST_CHECK enum status site_search_check(struct site *s, struct job *j);

/* ---- searching ---- */

#define SEARCH_COUNTED 1000  /* more than so many matches are not counted */
#define SEARCH_MS 50         /* then it ends with what was found */
#define SEARCH_BEGINNINGS 16 /* words that stand for a beginning */
#define SEARCH_SHORT 8       /* for one of one or two letters */
#define SEARCH_TERMS 16      /* of what is asked for; the rest is passed over */

/*
 * What to look for.  words as a reader writes them: all have to be there,
 * "these as a phrase", -without this one, beginn* of a word.
 */
struct search_ask {
	struct str words; /* may be empty if anything below is not */
	struct str lang;  /* empty: any */
	enum kind kind;   /* KIND_NONE: any */
	/* Nums of what it has to be about, in, by; 0: anything. */
	int64_t section, topic, person, place, event;
	struct str
	    signed_by; /* in a list below it, or a party to it; or empty */
	int64_t from, until; /* seconds, published in [from, until); 0: open */
	bool by_relevance;   /* words of the headline count first */
	int64_t before;      /* the next page: as found.next was; or 0 */
	size_t max;
};

struct search_found {
	struct cards cards; /* newest first, or by relevance */
	struct texts terms; /* what to mark, folded; wo* is a beginning */
	int64_t count;      /* at most SEARCH_COUNTED */
	bool more;          /* there are more than that */
	int64_t next;       /* for the next page; 0: there is none */
	int64_t last;       /* site's own */
	bool nothing_asked; /* no word that could be looked for, no filter */
	struct str meant;   /* where nothing is: what may have been meant */
	bool cut;           /* the time was over: there may be more */
};

/* Inside site_read_begin().  Never takes much longer than SEARCH_MS. */
MUST_CHECK enum status site_search(struct site *s, struct job *j,
    const struct search_ask *ask, struct search_found *out);

#endif
