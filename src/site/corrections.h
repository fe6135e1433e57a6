/* SPDX-License-Identifier: ISC */
/*
 * What readers were told was changed, newest first: every change of a live
 * story or page that is no typo.  A listing like others (LISTING_CORRECTIONS):
 * its numbered pages are counted from the oldest.
 */
#ifndef STET_SITE_CORRECTIONS_H
#define STET_SITE_CORRECTIONS_H

#include "site/listing.h"

struct correction {
	struct id id; /* of the story */
	struct str address, headline;
	int64_t published; /* seconds; the story's */
	struct change change;
};

struct corrections {
	struct correction *at;
	size_t n;
	struct listing_page page; /* its numbers; without cards */
};

/*
 * A page of them; 0: the first.  NOT_FOUND if there is none of that number.
 * Inside site_read_begin().
 */
MUST_CHECK enum status site_corrections(struct site *s, struct job *j,
    const struct listing *l, int64_t page, struct corrections *out);

#endif
