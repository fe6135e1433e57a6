/* SPDX-License-Identifier: ISC */
/*
 * The arithmetic of the log's tree: RFC 6962 hashes, the right edge that makes
 * an append cost O(log n), and the proofs of RFC 9162.  Pure: no store here.
 */
#ifndef STET_RECORD_TREE_H
#define STET_RECORD_TREE_H

#include "base/buf.h"
#include "base/id.h"
#include "base/str.h"

/* Tiles of C2SP tlog-tiles: 256 hashes wide. */
#define TILE_BITS 8
#define TILE_WIDTH (1 << TILE_BITS)
#define TILE_BYTES ((size_t)TILE_WIDTH * SHA256_BYTES)
#define TILE_LEVELS 8 /* 2^64 entries */

#define TREE_HEIGHT 63 /* no log is longer than 2^63 entries */

struct sha256 tree_empty(void);
struct sha256 tree_leaf(struct str leaf);
struct sha256 tree_node(struct sha256 left, struct sha256 right);

/* Roots of the full subtrees that a tree falls into, largest first. */
struct edge {
	uint64_t size; /* leaves */
	size_t n;      /* hashes: as many as size has bits set */
	struct sha256 h[TREE_HEIGHT];
};

void edge_append(struct edge *e, struct sha256 leaf);
struct sha256 edge_root(const struct edge *e);
/* The hashes as they are stored; false if they don't belong to size. */
bool edge_of(struct str bytes, uint64_t size, struct edge *out);
struct str edge_bytes(const struct edge *e);

/* The root of a full tile: n hashes of 32 bytes, n a power of two <= 256. */
struct sha256 tree_fold(struct str hashes);

/*
 * The tiles of a tree as its leaves come: tile[level] is filling.  made() is
 * told of number n of a level when it is full, and at the end of what is left;
 * tile[level] still holds its hashes.
 */
typedef enum status tile_made(void *arg, int level, int64_t n);
MUST_CHECK enum status tiles_add(struct edge *e, struct buf tile[TILE_LEVELS],
    struct sha256 leaf, tile_made *made, void *arg);
/* From that level on: of level 0 not everybody stores any. */
MUST_CHECK enum status tiles_end(const struct edge *e,
    const struct buf tile[TILE_LEVELS], int from, tile_made *made, void *arg);

struct proof {
	size_t n;
	struct sha256 h[2 * TREE_HEIGHT];
};

/* Gives the root of the n-th full subtree with 2^height leaves. */
typedef enum status tree_read(void *arg, int height, uint64_t n,
    struct sha256 *out);

/* That leaf index is in the tree of size leaves; index < size. */
MUST_CHECK enum status proof_inclusion(tree_read *read, void *arg,
    uint64_t index, uint64_t size, struct proof *out);
/* That the tree of size leaves begins with the one of old; 0 < old <= size. */
MUST_CHECK enum status proof_consistency(tree_read *read, void *arg,
    uint64_t old, uint64_t size, struct proof *out);

bool proof_includes(const struct proof *p, struct sha256 leaf, uint64_t index,
    uint64_t size, struct sha256 root);
bool proof_consistent(const struct proof *p, uint64_t old,
    struct sha256 old_root, uint64_t size, struct sha256 root);

#endif
