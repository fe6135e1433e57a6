/* SPDX-License-Identifier: ISC */
/*
 * Where in a body an element or words may stand, given what is open.  What
 * keeps these rules is read by an HTML parser exactly as it is nested.
 */
#ifndef STET_TEXT_PLACE_H
#define STET_TEXT_PLACE_H

#include "text/element.h"

#define PLACE_MAX 256 /* open elements; browsers stop nesting at 512 */

struct place {
	size_t n;                  /* open elements */
	size_t phrasing, captions; /* of those that are open */
	enum element open[PLACE_MAX];
	unsigned short count[EL__COUNT];
};

/* The innermost open element, EL_NONE at the top. */
enum element place_top(const struct place *p);

bool place_may_open(const struct place *p, enum element el);
void place_open(struct place *p, enum element el); /* not for void ones */
void place_close(struct place *p);

/* Words that are more than blanks; blanks may stand anywhere. */
bool place_may_write(const struct place *p);

#endif
