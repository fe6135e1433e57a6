/* SPDX-License-Identifier: ISC */
/* From the target of a request line to what a page may depend on. */
#ifndef STET_EDGE_TARGET_H
#define STET_EDGE_TARGET_H

#include "edge/http1.h"
#include "edge/request.h"

#define TARGET_ROOM (2 * HTTP1_LINE_MAX)

/*
 * Decoded path and cut query of a head, in the request's bytes where they can
 * stay as they are, else in room.  The params are not filled yet.  False if
 * there are too many of them.
 */
bool target_read(const struct http1 *h, struct str bytes,
    const struct str *params, size_t nparams, char room[TARGET_ROOM],
    struct request *out);

/* Fill the params from the cut query, decoded into room. */
bool target_params(struct request *rq, const struct str *params, size_t nparams,
    char room[TARGET_ROOM]);

#endif
