/* SPDX-License-Identifier: ISC */
/* Which entries of the record are about a thing. */
#ifndef STET_SITE_REVISIONS_H
#define STET_SITE_REVISIONS_H

#include "base/job.h"

struct site;

struct revisions {
	int64_t *seq; /* newest first */
	size_t n;
};

/* All of them, whatever their action; none is fine. */
MUST_CHECK enum status site_revisions(struct site *s, struct job *j,
    int64_t num, struct revisions *out);

#endif
