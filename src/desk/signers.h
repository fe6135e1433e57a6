/* SPDX-License-Identifier: ISC */
/*
 * Those who signed.  An author's file names them in a list or in a table
 * beside it; the record has them in blocks of their own, so that one who
 * withdraws is erased from one block, and the statement stays as it is.
 */
#ifndef STET_DESK_SIGNERS_H
#define STET_DESK_SIGNERS_H

#include "desk/desk.h"

struct withdrawal {
	struct str address; /* of what they had signed */
	int64_t rows;       /* taken out */
	int64_t left;       /* who still signs it */
};

/*
 * Take everybody of that very name (letters' case and spaces aside) out of
 * what stands at an address, and erase the name from the blocks' earlier
 * revisions.  NOT_FOUND if nobody of that name signed it.  If it is
 * interrupted, the same call finishes it.
 */
MUST_CHECK enum status desk_withdraw_name(struct desk *d, struct job *j,
    struct str named, struct str name, struct withdrawal *out);

#endif
