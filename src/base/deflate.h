/* SPDX-License-Identifier: ISC */
/*
 * Text as it lies in the databases: its plain size (LEB128), then a raw
 * deflate stream of level 1; or, in tables that can be made anew, an LZ4
 * block, which takes a third more room and a fifth of the time.
 */
#ifndef STET_BASE_DEFLATE_H
#define STET_BASE_DEFLATE_H

#include "base/job.h"

/* The tables of packing and unpacking; one a thread. */
struct deflater;

struct deflater *deflater_new(void);
void deflater_free(struct deflater *d); /* NULL is fine */

/* Into j's memory.  Cannot fail: what does not shrink is stored. */
struct str deflate_pack(struct deflater *d, struct job *j, struct str plain);

/*
 * Back again.  INVALID if it would be larger than max bytes, FAULT if the
 * bytes are not what deflate_pack made.
 */
MUST_CHECK enum status deflate_unpack(struct deflater *d, struct job *j,
    struct str packed, size_t max, struct str *plain);

/* Likewise, by LZ4. */
struct str lz4_pack(struct job *j, struct str plain);
MUST_CHECK enum status lz4_unpack(struct job *j, struct str packed, size_t max,
    struct str *plain);

#endif
