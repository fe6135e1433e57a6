/* SPDX-License-Identifier: ISC */
/* What stands under a key of bytes; lives and dies with its job. */
#ifndef STET_SITE_MAP_H
#define STET_SITE_MAP_H

#include "base/job.h"

struct map_cell {
	uint64_t hash;
	struct str key;
	void *value; /* NULL: the cell is free */
};

struct map {
	struct job *j;
	struct map_cell *cells;
	size_t n, room; /* room is a power of two */
};

struct map map_in(struct job *j);
void *map_at(const struct map *m, struct str key); /* or NULL */
/* The key is copied; a value that was there is replaced. */
void map_put(struct map *m, struct str key, void *value);

/*
 * For who walks over a key anyway, with hash_byte(): the end of its hash, as
 * the low bits choose the cell, and what stands under it.
 */
static inline uint64_t
map_hash_end(uint64_t hash)
{
	return hash ^ (hash >> 29);
}
void *map_hashed(const struct map *m, uint64_t hash, struct str key);

/* A number as a key, as it lies in memory. */
#define NUM_KEY(num) str_from((const char *)&(num), sizeof(num))

#endif
