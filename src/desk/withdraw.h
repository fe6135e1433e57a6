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

#endif
