/* SPDX-License-Identifier: ISC */
/* Ids of headings: the words in small letters, with hyphens, each once. */
#ifndef STET_TEXT_ANCHOR_H
#define STET_TEXT_ANCHOR_H

#include "base/job.h"

#define ANCHORS_MAX 500 /* headings after these have no id */

struct anchors {
	struct job *j;
	struct str *at;
	size_t n, room;
};

/* "h-the-words", in any script; "h-the-words-2" the second time; empty when
   there are too many. */
struct str anchor_of(struct anchors *a, struct str words);

#endif
