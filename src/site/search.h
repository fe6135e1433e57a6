/* SPDX-License-Identifier: ISC */
/*
 * The search index.  Row ids begin with the time of publication, so that the
 * newest come first without sorting.  Nothing merges while somebody waits:
 * call site_search_tend() when idle.
 */
#ifndef STET_SITE_SEARCH_H
#define STET_SITE_SEARCH_H

#include "base/job.h"

struct site;

/*
 * Merge a bounded piece of the index, about that many pages (16 is a good
 * step, some milliseconds).  *more tells whether there is more to merge now.
 * Inside a write transaction.
 */
MUST_CHECK enum status site_search_tend(struct site *s, struct job *j,
    int pages, bool *more);

/*
 * Before and after an import: how much of the index gathers in memory before
 * it is written (32 MB during an import; 1 MB otherwise).
 */
MUST_CHECK enum status site_search_gather(struct site *s, struct job *j,
    bool import);

/*
 * FTS5's own integrity check: FAULT if the index contradicts itself.  It does
 * not compare the index with the stored stories.  Slow.
 */
MUST_CHECK enum status site_search_check(struct site *s, struct job *j);

#endif
