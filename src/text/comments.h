/* SPDX-License-Identifier: ISC */
/*
 * Comments that were taken over with a story from another system: one text
 * file for each story, closed, without anybody's addresses.  In its body each
 * begins with a line of its own,
 *
 *	# 1 2019-03-05T10:20:00+01:00 Maria of the quay
 *
 * its level (an answer's is one more than that of what it answers), its time
 * or -, its author's name; then its words in Markdown.  They stand in the
 * order in which they are read.
 */
#ifndef STET_TEXT_COMMENTS_H
#define STET_TEXT_COMMENTS_H

#include "text/when.h"

#define COMMENT_LEVELS 10
#define COMMENTS_MAX 20000 /* of one story */

struct comment {
	int level; /* from 1 */
	struct when at;
	struct str by;   /* one line; empty: nobody is named */
	struct str text; /* Markdown */
};

struct comments {
	struct comment *at;
	size_t n;
};

/* What comes before the first such line is passed over. */
struct comments comments_read(struct job *j, struct str body);

/*
 * The body of the first of them, as many as fit; *n says how many did.  In
 * j's memory.
 */
struct str comments_write(struct job *j, const struct comments *c, size_t *n);

#endif
