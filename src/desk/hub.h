/* SPDX-License-Identifier: ISC */
/*
 * WebSub (https://www.w3.org/TR/websub/): which feeds the hub that the
 * settings name has yet to be told of.  What was told stands in desk.db, so
 * that a restart loses nothing and a hub that is down is told later.
 */
#ifndef STET_DESK_HUB_H
#define STET_DESK_HUB_H

#include "desk/desk.h"

#define HUB_TOPICS 64 /* so many feeds are told of at once */

struct hub_due {
	struct str hub;      /* its URL */
	struct texts topics; /* URLs of feeds; none: nothing to be said */
	int64_t version;     /* of the site, that they are new up to */
	int64_t failures;    /* since it last answered */
};

/* NOT_FOUND: there is no hub, nothing new, or it is not yet time again. */
MUST_CHECK enum status desk_hub_due(struct desk *d, struct job *j,
    struct hub_due *out);

/* It took them, or never will: they are not told again. */
MUST_CHECK enum status desk_hub_told(struct desk *d, struct job *j,
    const struct hub_due *h);
/* It could not be reached: later, and rarer each time. */
MUST_CHECK enum status desk_hub_failed(struct desk *d, struct job *j,
    const struct hub_due *h);

#endif
