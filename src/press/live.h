/* SPDX-License-Identifier: ISC */
/* What a running brief got, for those who have its page open. */
#ifndef STET_PRESS_LIVE_H
#define STET_PRESS_LIVE_H

#include "edge/live.h"
#include "site/site.h"

struct press;

/*
 * What the brief at this address got after site_version `since`, as
 * edge/live.h says; within a read.  out's site_version is filled already.
 * That none runs there is an answer (404, 410), not a failure.
 */
MUST_CHECK enum status live_since(struct press *p, struct site *site,
    struct job *j, struct str address, int64_t since, struct live_news *out);

#endif
