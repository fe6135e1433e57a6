/* SPDX-License-Identifier: ISC */
/*
 * Asking for another place's feed, or telling a hub of ours, in a process of
 * its own that can read neither key nor paper: it asks, parses and hands back
 * plain text.  What
 * it says is looked at again, as if somebody else had taken it over.
 */
#ifndef STET_WIRE_ELSEWHERE_H
#define STET_WIRE_ELSEWHERE_H

#include "site/observed.h"

#define ELSEWHERE_SECONDS 60 /* then it is given up */

struct elsewhere; /* one question on its way */

/* What to ask; all of it must outlive the call only. */
struct elsewhere_ask {
	struct str url, etag, modified;
	struct str given; /* not NULL: instead of asking, read this */
	/* Some: tell the WebSub hub at url of these feeds instead. */
	const struct str *topics;
	size_t ntopics;
	const struct str *also; /* addresses allowed though not public */
	size_t nalso;
};

MUST_CHECK enum status elsewhere_begin(struct job *j,
    const struct elsewhere_ask *ask, struct elsewhere **out);

/* Readable when there is something for elsewhere_take(). */
int elsewhere_fd(const struct elsewhere *e);

struct elsewhere_said {
	bool unchanged;            /* nothing else is set */
	struct str etag, modified; /* for the next time */
	struct outside_items items;
	int64_t refused; /* of a hub: so many it will not take */
};

/*
 * Take what is there.  *done is false while it goes on; when it is true e is
 * freed, and the status is that of the answer: OK, or INVALID or FAULT with
 * the reason.  Call it at least once a second too, for the limit of time.
 */
MUST_CHECK enum status elsewhere_take(struct elsewhere *e, struct job *j,
    bool *done, struct elsewhere_said *out);

/* Give it up; NULL is fine. */
void elsewhere_end(struct elsewhere *e);

#endif
