/* SPDX-License-Identifier: ISC */
/*
 * The entries that a backup is missing, from whoever has them: a mirror's
 * folder or an address.  Nothing of it is believed but what the log's own
 * keys signed.
 */
#ifndef STET_VAULT_CATCHUP_H
#define STET_VAULT_CATCHUP_H

#include "base/progress.h"
#include "desk/desk.h"
#include "record/note.h"

/* Whether place gives entries (an address, a mirror's folder), not only heads. */
bool place_gives(const char *place);

/* Its newest head, if one of these keys signed it, whenever; INVALID. */
MUST_CHECK enum status place_head(struct job *j, const char *place,
    const struct seals *who, struct checkpoint *out);

/*
 * The keys that place says sign its log now, its newest head by one of them,
 * and the key with which the log began, as its first note says, if it has one.
 * All of it is place's own word until the entries are here.  INVALID.
 */
struct place_log {
	struct checkpoint head;
	struct str note;  /* of head, as it is signed */
	struct str first; /* a verifier */
};
MUST_CHECK enum status place_log(struct job *j, const char *place,
    struct place_log *out);

/*
 * Append what follows after the entries that are here, and apply it, up to
 * the head that place shows (which has to be to's size and root); then the
 * paper is no longer held.  All of it or nothing.  missing_media counts the
 * pictures that could not be had.
 */
MUST_CHECK enum status catch_up(struct desk *d, struct job *j, const char *dir,
    const char *place, const struct checkpoint *to, struct progress *p,
    int64_t *missing_media);

#endif
