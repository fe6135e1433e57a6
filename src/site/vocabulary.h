/* SPDX-License-Identifier: ISC */
/* The words of the search index; inside site only. */
#ifndef STET_SITE_VOCABULARY_H
#define STET_SITE_VOCABULARY_H

#include "text/copy.h"

struct search_doc;
struct site;

#define VOCABULARY_LEAST 3 /* letters; what is shorter is like too much */

/* Count in what goes into the index, and out what leaves it. */
MUST_CHECK enum status vocabulary_count(struct site *s, struct job *j,
    const struct search_doc *docs, size_t n);

/*
 * Before and after an import or a reindex, in a transaction: in between counts
 * gather.  vocabulary_forget: they are not so, after a rollback.
 */
MUST_CHECK enum status vocabulary_begin(struct site *s, struct job *j);
MUST_CHECK enum status vocabulary_end(struct site *s, struct job *j);
void vocabulary_forget(struct site *s);

/*
 * The words that begin so, folded, those that most stories have, first; and
 * how many stories these have, one with two of them counted twice.
 */
MUST_CHECK enum status vocabulary_beginning(struct site *s, struct job *j,
    struct str beginning, size_t max, struct texts *out, int64_t *stories);

/*
 * The word that was likely meant: the nearest by letters (one off, or two in
 * long ones), of these the one that most stories have.  Empty if the word is
 * there itself, or if none is near.
 */
MUST_CHECK enum status vocabulary_near(struct site *s, struct job *j,
    struct str written, struct str *out);

#endif
