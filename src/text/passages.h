/* SPDX-License-Identifier: ISC */
/* Which paragraphs of a text are new since an earlier version of it. */
#ifndef STET_TEXT_PASSAGES_H
#define STET_TEXT_PASSAGES_H

#include "base/job.h"

struct passage {
	size_t n; /* which paragraph of its version, from 1 */
	struct str text;
};

struct passages {
	struct passage *at; /* in the order of the text */
	size_t n;
};

/*
 * Markdown parts paragraphs by empty lines; how their lines are broken does
 * not count, nor does where they stand.  changed: those of is that was lacks;
 * taken: those of was that is lacks.  A paragraph that stands twice in one and
 * once in the other counts once.  In j's memory, texts point into was and is.
 */
void passages_compare(struct job *j, struct str was, struct str is,
    struct passages *changed, struct passages *taken);

#endif
