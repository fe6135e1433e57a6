/* SPDX-License-Identifier: ISC */
/* What a text file says of itself that its leaf vouches for. */
#ifndef STET_RECORD_VOUCHED_H
#define STET_RECORD_VOUCHED_H

#include "record/leaf.h"
#include "record/redactions.h"

struct vouched_file {
	struct sha256 sha;
	struct str format; /* "jpg"; empty if the file does not say */
};

struct vouched {
	struct vouched_file *files; /* masters and the sizes made of them */
	size_t n;
	/* The leaf's salted hashes are of what the file says. */
	bool media_fits, address_fits;
};

/* INVALID, with a reason, if the file can't be read.  In j's memory. */
MUST_CHECK enum status vouched_read(struct job *j, const struct leaf *l,
    struct str text, struct vouched *out);

/* What the tombstone of a redaction says was erased, into keep's memory. */
void vouched_erased(struct job *j, struct str tombstone, struct job *keep,
    struct redactions *into);

#endif
