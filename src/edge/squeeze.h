/* SPDX-License-Identifier: ISC */
/* Compression of pages: strong enough to matter, quick enough to wait for. */
#ifndef STET_EDGE_SQUEEZE_H
#define STET_EDGE_SQUEEZE_H

#include "base/job.h"
#include "edge/cache.h"

struct squeezer; /* one a thread */

struct squeezer *squeezer_new(void);
void squeezer_free(struct squeezer *s);

/* The body in that coding, in j's memory; "" if it would hardly get smaller. */
struct str squeeze(struct squeezer *s, struct job *j, enum coding coding,
    struct str body);

#endif
