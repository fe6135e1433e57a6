/* SPDX-License-Identifier: ISC */
/* What the files of this room share. */
#ifndef STET_RECORD_INSIDE_H
#define STET_RECORD_INSIDE_H

#include "record/leaf.h"
#include "record/note.h"
#include "record/record.h"
#include "record/tree.h"

struct head {
	int64_t size, at;
	bool held; /* not of head_read() */
	struct edge edge;
	struct str origin, verifier, checkpoint;
};

/* Where a tile stands in its table. */
static inline int64_t
tile_place(int level, int64_t n)
{
	return (int64_t)level << 48 | n;
}

/* The number under which a text file's hash is looked up. */
static inline int64_t
sha_key(struct sha256 sha)
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | sha.b[i];
	return (int64_t)v;
}

MUST_CHECK enum status head_read(struct store *s, struct job *j,
    struct head *out);

/* A hash out of bytes of the database; FAULT if it is none. */
MUST_CHECK enum status hash_of(struct job *j, struct str bytes,
    struct sha256 *out);

#endif
