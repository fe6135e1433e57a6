/* SPDX-License-Identifier: ISC */
/* Signed notes and checkpoints of C2SP, with Ed25519. */
#ifndef STET_RECORD_NOTE_H
#define STET_RECORD_NOTE_H

#include "record/record.h"

struct checkpoint {
	struct str origin;
	int64_t size;
	struct sha256 root;
};

/* A new key of that name; its text for the key file ("PRIVATE+KEY+..."). */
MUST_CHECK enum status note_key_new(struct job *j, struct str name,
    struct record_key **out, struct str *text);
MUST_CHECK enum status note_key_of(struct job *j, struct str text,
    struct record_key **out);
struct str note_key_name(const struct record_key *k);

struct str checkpoint_sign(struct job *j, const struct record_key *k,
    const struct checkpoint *c);

/*
 * Read a signed checkpoint and check the signature against a verifier
 * ("name+hash+base64").  INVALID, with a reason.
 */
MUST_CHECK enum status checkpoint_open(struct job *j, struct str note,
    struct str verifier, struct checkpoint *out);

#endif
