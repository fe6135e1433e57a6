/* SPDX-License-Identifier: ISC */
/*
 * A record followed from outside, trusting nobody: its leaves come in bundles,
 * the tree is made anew from them, and the root that comes out has to be the
 * one that was signed.  See stet-record(5), "Checking from outside".
 */
#ifndef STET_WIRE_FOLLOW_H
#define STET_WIRE_FOLLOW_H

#include "record/note.h"
#include "wire/walk.h"

#define FOLLOW_KEYS 16                    /* more verifiers are not believed */
#define FOLLOW_ENTRIES (INT64_C(1) << 32) /* a longer log is not followed */

struct follow_opts {
	/* Verifiers, any of which may have signed; none: the source's own. */
	struct str keys[FOLLOW_KEYS];
	size_t n_keys;
	bool no_files, media; /* look at the log alone; at media too */
};

/* Read keys out of text, one in a line or in a list with commas; INVALID. */
MUST_CHECK enum status follow_keys(struct job *j, struct str text,
    struct follow_opts *out);

/*
 * OK if it could be looked at, whatever was found; damage is in out->v.
 * INVALID if no believed key signed its head, or it breaks a limit;
 * NOT_FOUND if no record is there; FAULT if it can't be asked.
 */
MUST_CHECK enum status follow_verify(struct job *j, struct str place,
    const struct follow_opts *opts, struct progress *p, struct followed *out);

/* ---- for the mirror ---- */

/* A signed head and by whom. */
struct seen_head {
	struct checkpoint c;
	struct str note, verifier;
	struct str all_keys; /* first use: what the source gave, else empty */
};

/* Get and open it, with the keys, or on first use with the source's. */
MUST_CHECK enum status follow_head(struct source *s, struct job *j,
    const struct follow_opts *opts, struct seen_head *out);

#endif
