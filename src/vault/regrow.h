/* SPDX-License-Identifier: ISC */
/* A paper made anew from a copy of its record. */
#ifndef STET_VAULT_REGROW_H
#define STET_VAULT_REGROW_H

#include "vault/catchup.h"

/*
 * Into a folder that is there and empty, from what place_gives().  Everything
 * readers see comes back; drafts, accounts and the private key are in no
 * record.  The log is not held afterwards: whoever calls sees to that.
 */
MUST_CHECK enum status regrow(struct job *j, const char *place, const char *dir,
    struct progress *p, struct place_log *log, int64_t *missing_media);

#endif
