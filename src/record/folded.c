/* SPDX-License-Identifier: ISC */
#include "record/folded.h"

#include <stdlib.h>
#include <string.h>

#include "record/record.h"

/* The nodes of each height one after another, the hashes themselves first. */
struct tile {
	uint64_t n;
	size_t width; /* 0: none was read */
	struct sha256 nodes[2 * TILE_WIDTH];
};

/*
 * Of each level the last tile met, and apart from it the last of the tree: each
 * proof needs nodes of both.  NULL: not met yet.
 */
struct folded {
	struct tile *levels[TILE_LEVELS][2];
};

struct folded *
folded_new(void)
{
	struct folded *f = calloc(1, sizeof(*f));

	if (f == NULL)
		abort();
	return f;
}

void
folded_free(struct folded *f)
{
	for (int i = 0; f != NULL && i < TILE_LEVELS; i++) {
		free(f->levels[i][0]);
		free(f->levels[i][1]);
	}
	free(f);
}

static struct sha256 *
nodes_at(struct tile *t, int height)
{
	const size_t all = (size_t)2 * TILE_WIDTH;

	return t->nodes + (all - (all >> height));
}

static void
fold(struct tile *t)
{
	for (int height = 1; height <= TILE_BITS; height++) {
		const struct sha256 *const below = nodes_at(t, height - 1);
		struct sha256 *const here = nodes_at(t, height);

		for (size_t i = 0; i < t->width >> height; i++)
			here[i] = tree_node(below[2 * i], below[2 * i + 1]);
	}
}

static enum status
tile_read(struct tile *t, struct store *s, struct job *j, int level, uint64_t n,
    size_t width)
{
	struct str hashes;
	const enum status st = record_tile(s, j, level, (int64_t)n, (int)width,
	    &hashes);

	t->width = 0;
	if (st != OK)
		return st;
	if (hashes.n != width * SHA256_BYTES)
		return job_fail(j, FAULT,
		    "the record is damaged; see \"stet record verify\"");
	memcpy(t->nodes, hashes.p, hashes.n);
	t->n = n;
	t->width = width;
	fold(t);
	return OK;
}

enum status
folded_node(struct folded *f, struct store *s, struct job *j, uint64_t size,
    int height, uint64_t n, struct sha256 *out)
{
	const int level = height / TILE_BITS, within = height % TILE_BITS;
	const uint64_t first = n << within, tile = first >> TILE_BITS;
	const uint64_t there = (size >> (TILE_BITS * level))
	    - tile * TILE_WIDTH;
	const size_t last = (size_t)(first & (TILE_WIDTH - 1))
	    + ((size_t)1 << within);
	struct tile **const slot = &f->levels[level][there <= TILE_WIDTH];
	struct tile *t = *slot;
	enum status st = OK;

	if (t == NULL)
		t = *slot = calloc(1, sizeof(*t));
	if (t == NULL)
		abort();
	if (t->n != tile || t->width < last)
		st = tile_read(t, s, j, level, tile,
		    there < TILE_WIDTH ? (size_t)there : TILE_WIDTH);
	if (st == OK)
		*out = nodes_at(t, within)[n & ((TILE_WIDTH >> within) - 1)];
	return st;
}
