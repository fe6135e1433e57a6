/* SPDX-License-Identifier: ISC */
/* What the desk notes of the world outside the record; see site/observed.h. */
#ifndef STET_DESK_OBSERVED_H
#define STET_DESK_OBSERVED_H

#include "desk/desk.h"
#include "site/observed.h"

/* The feed that has waited longest for its time; NOT_FOUND: none is due. */
MUST_CHECK enum status desk_feed_due(struct desk *d, struct job *j,
    struct outside *out);

/* It came, and stands as f says; when it is asked for again is set here. */
MUST_CHECK enum status desk_feed_came(struct desk *d, struct job *j,
    struct outside *f);
/* It did not; what it last gave goes on being shown. */
MUST_CHECK enum status desk_feed_failed(struct desk *d, struct job *j,
    struct outside *f, struct str why);

/*
 * Pages were read so often.  Numbers that are no story's are passed over, and
 * none counts for more than a spike could bring.
 */
MUST_CHECK enum status desk_reads(struct desk *d, struct job *j,
    const struct read_count *at, size_t n);

#endif
