/* SPDX-License-Identifier: ISC */
/*
 * Memory for the Markdown library, given back all at once.  Its functions get
 * no argument of ours, so there is one pool for all: hold a lock from
 * pool_begin to pool_end.
 */
#ifndef STET_TEXT_POOL_H
#define STET_TEXT_POOL_H

#include <cmark-gfm.h>

/* Larger texts free as they go, or the pool would outgrow them by far. */
#define POOL_MARKDOWN_MAX ((size_t)64 * 1024)

cmark_mem *pool_begin(void);

/* All that came from it is gone. */
void pool_end(void);

#endif
