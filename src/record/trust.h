/* SPDX-License-Identifier: ISC */
/*
 * Whom somebody believes who has one key of a log and, for all else, the log
 * itself.  A key is believed if it was given, or if an entry of the log names
 * it that a key believed already signed while it signed the log; see
 * stet-record(5), "The log itself".
 */
#ifndef STET_RECORD_TRUST_H
#define STET_RECORD_TRUST_H

#include "record/masthead.h"

#define TRUST_GIVEN 16                /* keys that somebody may give */
#define TRUST_KEYS (TRUST_GIVEN + 64) /* and those that a log may name */

struct trust {
	struct job *j; /* keeps what was learned */
	struct str keys[TRUST_KEYS];
	size_t n;
	/* What the log said last; no seals: nothing yet.  As its note. */
	struct masthead m;
	struct str note;
	int64_t size;   /* entries up to the newest that was taken */
	int64_t at;     /* the latest time of them */
	int notes;      /* of the log's own that were taken */
	struct str why; /* where it went over to a key not believed; or empty */
};

/* Nobody is believed; origin is that of the log, empty if not known. */
void trust_begin(struct trust *t, struct job *j, struct str origin);
/* Believe this one too, but no more than TRUST_KEYS. */
void trust_key(struct trust *t, struct str verifier);
bool trust_has(const struct trust *t, struct str verifier);

/* Each entry, in order, after what trust_note() makes of its note. */
void trust_entry(struct trust *t, int64_t seq, int64_t at);
/*
 * The note of an entry of action "log".  INVALID, with the reason in j, if it
 * does not follow from what the log said before.  OK does not mean that
 * anybody who is believed had a part in it.  *turn: what changed, in words.
 */
MUST_CHECK enum status trust_note(struct trust *t, struct job *j,
    struct str note, int64_t seq, int64_t at, struct str *turn);
/* Why the note of entry seq can't be gone by, for trust_head() to tell. */
void trust_doubt(struct trust *t, int64_t seq, struct str why);
/* Instead of all notes so far the last of them, which was taken once. */
MUST_CHECK enum status trust_resume(struct trust *t, struct str note);

/*
 * The head after these entries; its verifier is the newest that is believed
 * and signed it.  INVALID, with a reason that says what to do, if there is
 * none that signs at that time.
 */
MUST_CHECK enum status trust_head(const struct trust *t, struct job *j,
    struct str note, struct checkpoint *out, struct str *verifier);
/* True if a key of this log signed it, believed or not, ended or not. */
bool trust_signed(const struct trust *t, struct job *j, struct str note);

#endif
