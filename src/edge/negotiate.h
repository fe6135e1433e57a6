/* SPDX-License-Identifier: ISC */
/* What a request's fields let us choose: coding, 304, a range of bytes. */
#ifndef STET_EDGE_NEGOTIATE_H
#define STET_EDGE_NEGOTIATE_H

#include "edge/cache.h"
#include "edge/http1.h"

struct codings {
	bool takes[CODINGS]; /* identity always */
	enum coding best;
};
struct codings negotiate_codings(const struct http1 *h, struct str bytes);

/* True if If-None-Match names this entity tag (with its quotes), or "*". */
bool negotiate_unchanged(const struct http1 *h, struct str bytes,
    struct str etag);

enum range {
	RANGE_WHOLE, /* no range, or none that we follow */
	RANGE_PART,
	RANGE_OUTSIDE, /* 416 */
};
/* One range of a file of size bytes: from..from+n. */
enum range negotiate_range(const struct http1 *h, struct str bytes,
    struct str etag, uint64_t size, uint64_t *from, uint64_t *n);

#endif
