/* SPDX-License-Identifier: ISC */
/*
 * The tiles that were looked at last, one of each level, with every node above
 * their hashes: a proof asks each tile for eight of them, and proofs of
 * neighbours ask the same ones.  What is remembered never changes, as the log
 * only grows.
 */
#ifndef STET_RECORD_FOLDED_H
#define STET_RECORD_FOLDED_H

#include "record/tree.h"
#include "store/store.h"

struct folded;

struct folded *folded_new(void);
void folded_free(struct folded *f);

/*
 * The root of the full subtree over entries n << height and on, of a log of
 * `size` entries.
 */
MUST_CHECK enum status folded_node(struct folded *f, struct store *s,
    struct job *j, uint64_t size, int height, uint64_t n, struct sha256 *out);

#endif
