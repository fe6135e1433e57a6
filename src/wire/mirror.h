/* SPDX-License-Identifier: ISC */
/*
 * A verifiable copy of somebody's record in a folder, under the same paths as
 * the paper's, so that any web server can serve it:
 *
 *	record/checkpoint, key, tile/..., file/<sha256>
 *	media/<sha256>.<format>		if asked for
 *	masthead			the size of the newest head, and the
 *					note in which its log last named its
 *					keys, if it ever did
 *	heads/<size>			each signed head that was taken
 *	refused/<size>-<sha256>		heads that contradict what is here
 *
 * The head is written last: what it counts is there, and was checked.
 */
#ifndef STET_WIRE_MIRROR_H
#define STET_WIRE_MIRROR_H

#include "wire/follow.h"

struct mirrored {
	struct followed f; /* of the new entries */
	int64_t had, has;  /* entries before and after */
};

/*
 * Bring the folder up to the head that the place shows; made if it is not
 * there.  Work follows the number of new entries.  Nothing is taken over if
 * there is damage in the log (out->f.v tells of it).
 *
 * CONFLICT: the log is shorter than, or does not continue, the one that is
 * here; the head that says so is kept under refused/.  BUSY: another is at
 * work on this folder.  INVALID, NOT_FOUND, FAULT as follow_verify().
 */
MUST_CHECK enum status mirror_update(struct job *j, struct str place,
    const char *folder, const struct follow_opts *opts, struct progress *p,
    struct mirrored *out);

/* The keys that a mirror goes by now; none if it is no mirror yet. */
MUST_CHECK enum status mirror_keys(struct job *j, const char *folder,
    struct follow_opts *out);

#endif
