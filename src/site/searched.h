/* SPDX-License-Identifier: ISC */
/* What the ways of searching share; inside site only. */
#ifndef STET_SITE_SEARCHED_H
#define STET_SITE_SEARCHED_H

#include "site/search.h"

#define DOC_SHIFT 20 /* of the time of publication in a row id */

struct search_range {
	int64_t from, until; /* row ids */
};

struct search_range search_range_of(const struct search_ask *k);

/*
 * What somebody signed, newest first: from the lists of signatories, and
 * statements, letters and releases whose words are theirs.  whole: what it has
 * to match besides, in FTS5's language, or empty.  BUSY when time is over.
 */
MUST_CHECK enum status search_signed(struct site *s, struct job *j,
    const struct search_ask *ask, struct str whole, struct search_found *out);

#endif
