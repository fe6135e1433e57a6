/* SPDX-License-Identifier: ISC */
/*
 * A record followed from outside, trusting nobody but whoever has a key that
 * was given: its leaves come in bundles, the tree is made anew from them, and
 * the root that comes out has to be the one that was signed.  Later keys are
 * learned from the log alone (record/trust.h).  See stet-record(5), "Checking
 * from outside".
 */
#ifndef STET_WIRE_FOLLOW_H
#define STET_WIRE_FOLLOW_H

#include "record/note.h"
#include "wire/walk.h"

#define FOLLOW_KEYS TRUST_GIVEN           /* more verifiers are refused */
#define FOLLOW_ENTRIES (INT64_C(1) << 32) /* a longer log is not followed */

struct follow_opts {
	/* Verifiers to believe to begin with; none: the source's own. */
	struct str keys[FOLLOW_KEYS];
	size_t n_keys;
	bool no_files, media; /* look at the log alone; at media too */
};

/* Read keys out of text, one in a line or in a list with commas; INVALID. */
MUST_CHECK enum status follow_keys(struct job *j, struct str text,
    struct follow_opts *out);

/*
 * OK if it could be looked at, whatever was found; damage is in out->v.
 * INVALID if no key that is believed signed its head, or it breaks a limit;
 * NOT_FOUND if no record is there; FAULT if it can't be asked.
 */
MUST_CHECK enum status follow_verify(struct job *j, struct str place,
    const struct follow_opts *opts, struct progress *p, struct followed *out);

/* ---- for the mirror ---- */

/* A head that somebody believed signed, and who. */
struct seen_head {
	struct checkpoint c;
	struct str note, verifier;
};

/*
 * Get the note of the source's head and read it, whoever signed it; at first
 * use, when w->trust has no key yet, believe the source's own that signed it.
 */
MUST_CHECK enum status follow_note(struct walk *w, struct seen_head *out);
/*
 * Is it signed by who is believed?  If not, and there are entries beyond those
 * in w->trust, these are asked whom it names; nothing is kept of them.
 */
MUST_CHECK enum status follow_believe(struct walk *w, struct seen_head *h,
    struct progress *p);
/*
 * Take what entries from w->trust on up to size say of the log itself, in s,
 * until head (if it is no empty one) is believed.  OK whatever they say.
 */
MUST_CHECK enum status follow_learn(struct walk *w, struct source *s,
    struct trust *t, int64_t size, struct str head, struct progress *p);

#endif
