/* SPDX-License-Identifier: ISC */
/*
 * SHA-256 of what passes through, a piece at a time.  What is large is hashed
 * by a thread of its own while the one that brings it writes it away.
 */
#ifndef STET_VAULT_HASHER_H
#define STET_VAULT_HASHER_H

#include "base/id.h"

#define PIECE ((size_t)1024 * 1024)

struct hasher;

struct hasher *hasher_new(void);
void hasher_free(struct hasher *h); /* NULL is fine; also half way */

/* For something of that many bytes. */
void hasher_begin(struct hasher *h, int64_t size);
/* PIECE bytes to fill next; those before it are gone. */
char *hasher_room(struct hasher *h);
/* So many of them were filled; they stay as they are until the next room. */
void hasher_take(struct hasher *h, size_t n);
struct sha256 hasher_end(struct hasher *h);

#endif
