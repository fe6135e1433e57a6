/* SPDX-License-Identifier: ISC */
/*
 * What was published is taken back: an entry `retract` whose file is a
 * tombstone, in the place of the words that it takes away (the record keeps
 * those).  The same thing may come back: publish its file again.
 */
#ifndef STET_DESK_WITHDRAW_H
#define STET_DESK_WITHDRAW_H

#include "desk/desk.h"

/* A reason has no more bytes than this. */
#define REASON_MAX ((size_t)4000)

struct withdrawn {
	bool already; /* it was retracted before: nothing was done */
	enum kind kind;
	struct id id;
	int64_t revision;             /* of the tombstone */
	int64_t seq, at;              /* its entry, seconds UTC */
	struct str address, headline; /* headline empty if already */
	struct str reason;            /* that stands in the record */
};

/*
 * Retract the thing that is named by an address (old ones too), an id or a
 * slug, for a reason that readers will see.
 *   INVALID   no reason, or too long a one; the settings; a picture (the text
 *             that shows it is what can go)
 *   NOT_FOUND nothing of that name was ever published
 */
MUST_CHECK enum status desk_retract(struct desk *d, struct job *j,
    struct str named, struct str reason, struct withdrawn *out);

/*
 * Retract what has said itself that its time is over by now (`expires`), the
 * first at first, at most max; *n is how many went.  The tombstone says that
 * time instead of a reason, so that pages say it in their reader's language.
 *
 * It is an entry of the record and not a rule of what is shown: so it goes
 * from feeds, listings, search, mirrors and exports as whatever is retracted
 * does, no page has to know the time, and anyone can see that it went and when.
 */
MUST_CHECK enum status desk_expire(struct desk *d, struct job *j, int64_t max,
    int64_t *n);

#endif
