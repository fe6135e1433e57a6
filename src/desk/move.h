/* SPDX-License-Identifier: ISC */
/*
 * A new address for what is published: an update of its file, whose `address`
 * is the new one and whose `aliases` keep the old one, which redirects from
 * then on (so that A, moved to B and to C, leads to C in one step).
 */
#ifndef STET_DESK_MOVE_H
#define STET_DESK_MOVE_H

#include "desk/desk.h"

struct moved {
	bool already; /* it stands there: nothing was done */
	enum kind kind;
	struct id id;
	int64_t revision, seq;
	struct str was, address, headline;
};

/*
 * Move the thing that is named by an address, an id or a slug.  to is a slug,
 * which takes the place of the last part of its address, or (stories and pages
 * only) a whole path.  An entity moves in the language of the address by which
 * it was named, else in the site's first.
 *   INVALID   no slug, a reserved path, or a thing that has no address
 *   CONFLICT  the address is or was another thing's
 *   NOT_FOUND nothing is published under that name
 */
MUST_CHECK enum status desk_move(struct desk *d, struct job *j,
    struct str named, struct str to, struct moved *out);

#endif
