/* SPDX-License-Identifier: ISC */
/* For messages: the names that exist, the ones most like a miss first. */
#ifndef STET_PAGE_NAMES_H
#define STET_PAGE_NAMES_H

#include "base/job.h"

/* "headline, deck, dek and 12 more", in j's memory; sorts names. */
struct str names_like(struct job *j, struct str miss, struct str *names,
    size_t n);

#endif
