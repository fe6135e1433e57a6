/* SPDX-License-Identifier: ISC */
/* Everything that the record says of one thing. */
#ifndef STET_DESK_HISTORY_H
#define STET_DESK_HISTORY_H

#include "desk/desk.h"
#include "text/compare.h"

struct past {
	struct entry entry;
	bool erased;            /* a redaction took its words */
	bool revived;           /* it was retracted before this */
	struct str reason;      /* of a retraction */
	struct changes changes; /* that it added to those before */
	struct comparison what; /* from the last words that are left */
};

struct history {
	struct id id;
	enum kind kind;
	struct str headline, address; /* of the newest words that are left */
	struct past *at;              /* newest first */
	size_t n;
	/*
	 * Who signed the head that covers all of it: "gazette.example/record
	 * (key 1a2b3c4d)".
	 */
	struct texts signers;
	struct zone *zone; /* the paper's */
};

/*
 * By address (old ones too), id or slug; of what is retracted too, by its
 * address or id.  NOT_FOUND if there never was one.
 */
MUST_CHECK enum status desk_history(struct desk *d, struct job *j,
    struct str named, struct history *out);

#endif
