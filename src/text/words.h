/* SPDX-License-Identifier: ISC */
/* Text made ready for the search index. */
#ifndef STET_TEXT_WORDS_H
#define STET_TEXT_WORDS_H

#include "base/job.h"

#define WORDS_VERSION 1 /* rises when the same text would give other words */
#define WORD_MAX 48     /* bytes of one word; longer ones are cut */

/*
 * The words of a plain text: folded to lower case, without diacritics,
 * Arabic and Persian variants of a letter made one, other digits made ASCII,
 * Chinese and Japanese as overlapping pairs; joined by single spaces.  Queries
 * go through the same door, so that both sides agree.
 * lang is a BCP 47 tag or empty.  The result lives in j.
 */
MUST_CHECK enum status words_index(struct job *j, struct str text,
    struct str lang, struct str *out);

/*
 * The beginning of a plain text, at most max bytes, cut at the end of a word,
 * with white space runs made one space; "…" is added if something was cut.
 */
struct str words_excerpt(struct job *j, struct str text, size_t max);

/* How many words a plain text has (a CJK character counts as one). */
int64_t words_count(struct str text);

#endif
