/* SPDX-License-Identifier: ISC */
/*
 * The renditions of pictures that were taken before, or whose files are gone:
 * media/media.h says which there are of each.
 */
#ifndef STET_DESK_RENDITIONS_H
#define STET_DESK_RENDITIONS_H

#include "desk/desk.h"

struct progress;

/* A picture that could not be read: its file in the folder, and why. */
typedef void renditions_tell(void *arg, struct str file, struct str why);

struct renditions_opts {
	bool all; /* make those anew that are there */
	renditions_tell *tell;
	void *arg;
	struct progress *progress; /* NULL: none */
};

struct renditions_made {
	int64_t pictures, made, failed; /* the others had all of theirs */
};

/*
 * Make what is missing, of as many pictures at once as there are processors,
 * and note it, 64 pictures at a time; one that is damaged is told and passed
 * over.  Before the first thread of the process (media_open).  FAULT, DENIED.
 */
MUST_CHECK enum status desk_renditions(struct desk *d, struct job *j,
    const struct renditions_opts *opts, struct renditions_made *out);

#endif
