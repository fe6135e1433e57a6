/* SPDX-License-Identifier: ISC */
/* Who signed a statement or a letter, in the order of its language. */
#ifndef STET_SITE_SIGNERS_H
#define STET_SITE_SIGNERS_H

#include "base/id.h"
#include "text/copy.h"

struct site;

/*
 * Everybody in a list, sorted by group (as the statement asks for) and name;
 * none is fine.  Lines are 0.
 */
MUST_CHECK enum status site_signers(struct site *s, struct job *j,
    struct id list, struct signatories *out);

/*
 * Only those of whose name, role, affiliation or country each word asked for
 * is the beginning of a word; all: how many there are without that.
 */
MUST_CHECK enum status site_signers_like(struct site *s, struct job *j,
    struct id list, struct str asked, struct signatories *out, size_t *all);

/* A block of a list: its thing, and how many rows it has. */
struct signer_block {
	int64_t num;
	struct id id;
	int64_t n;
};

struct signer_blocks {
	struct signer_block *at;
	size_t n;
};

/* In the order in which they began. */
MUST_CHECK enum status site_signer_blocks(struct site *s, struct job *j,
    struct id list, struct signer_blocks *out);

#endif
