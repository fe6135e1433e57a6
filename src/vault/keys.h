/* SPDX-License-Identifier: ISC */
/* The keys of a paper: another one, an end to an old one, out and in. */
#ifndef STET_VAULT_KEYS_H
#define STET_VAULT_KEYS_H

#include "record/record.h"

/* Longest that an old key may go on beside its successor. */
#define KEYS_DAYS_MAX 3650

/* Which keys there are; each is here if the folder's key file has it. */
struct keys {
	struct seals seals;
	bool *here; /* one a seal */
};
MUST_CHECK enum status keys_list(struct job *j, const char *dir,
    struct keys *out);

/*
 * Make a new key that signs from now on; the one before signs beside it for
 * so many days (0: no more).  verifier is the new one's.  DENIED if the
 * paper is held, or its key is not here.
 */
MUST_CHECK enum status keys_rotate(struct job *j, const char *dir, int64_t days,
    struct str *verifier);
/* Only the newest signs from now on; CONFLICT if that is so already. */
MUST_CHECK enum status keys_retire(struct job *j, const char *dir);

/*
 * The key file's text, whole and only if it is this paper's.
 * Taking one in: INVALID if it can't be read, DENIED if it is not the key that
 * signs this paper's log, CONFLICT if another is there that is.
 */
MUST_CHECK enum status keys_export(struct job *j, const char *dir,
    struct str *out);
MUST_CHECK enum status keys_import(struct job *j, const char *dir,
    struct str text);

#endif
