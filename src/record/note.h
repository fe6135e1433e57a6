/* SPDX-License-Identifier: ISC */
/* Signed notes and checkpoints of C2SP, with Ed25519. */
#ifndef STET_RECORD_NOTE_H
#define STET_RECORD_NOTE_H

#include "record/record.h"

#define NOTE_MAX ((size_t)16 * 1024) /* bytes of a note, signatures and all */
#define NOTE_KEYS_MAX 8              /* private keys in one file */

struct checkpoint {
	struct str origin;
	int64_t size;
	struct sha256 root;
};

/* A new key of that name; its line for the key file ("PRIVATE+KEY+..."). */
MUST_CHECK enum status note_key_new(struct job *j, struct str name,
    struct record_key **out, struct str *text);
/* The keys of a key file, one a line, the newest last. */
MUST_CHECK enum status note_key_of(struct job *j, struct str text,
    struct record_key **out);

/*
 * text (whole lines, no empty one) with a signature of each of k's keys that
 * who names (NULL: of all), the oldest first.
 */
struct str note_sign(struct job *j, const struct record_key *k, struct str text,
    const struct seals *who);
struct str checkpoint_sign(struct job *j, const struct record_key *k,
    const struct checkpoint *c, const struct seals *who);

/*
 * The signed text of a note that bears a good signature of the verifier
 * ("name+hash+base64"); or of any key that signs at that time.  INVALID, with
 * a reason.  Other signatures in it are passed over.
 */
MUST_CHECK enum status note_open(struct job *j, struct str note,
    struct str verifier, struct str *out);
MUST_CHECK enum status note_open_any(struct job *j, struct str note,
    const struct seals *who, int64_t at, struct str *out);

/* The same, and read it as a checkpoint. */
MUST_CHECK enum status checkpoint_open(struct job *j, struct str note,
    struct str verifier, struct checkpoint *out);
MUST_CHECK enum status checkpoint_open_any(struct job *j, struct str note,
    const struct seals *who, int64_t at, struct checkpoint *out);

/* INVALID, with a reason, if it can be no verifier. */
MUST_CHECK enum status note_verifier_check(struct job *j, struct str verifier);

/* What a checkpoint says, whoever signed it: not to be believed. */
MUST_CHECK enum status checkpoint_read(struct job *j, struct str note,
    struct checkpoint *out);

#endif
