/* SPDX-License-Identifier: ISC */
/* What the desk does by itself: publish what is due, tidy up when idle. */
#ifndef STET_DESK_SCHEDULE_H
#define STET_DESK_SCHEDULE_H

#include "desk/desk.h"

struct tended {
	int64_t published;  /* so many were due */
	int64_t expired;    /* so many were retracted: their time was over */
	struct str trouble; /* about those that could not be, or empty */
	int64_t next_due;   /* seconds since 1970; 0: nothing waits */
	pid_t held_up_by; /* whoever keeps the log from beginning anew; or 0 */
	bool busy;        /* more to tidy up: call again soon (50 ms) */
};

/*
 * Call about once a second and after each wake-up: publishes what is due, in
 * the order of its times (what fell due while nobody was there too), retracts
 * what has expired, then, if
 * nothing else goes on, merges a piece of the search index and checkpoints.
 * One that can't be published stays a draft and says why.  Never stops for
 * one bad draft; fails only if the databases do.
 */
MUST_CHECK enum status desk_tend(struct desk *d, struct job *j,
    struct tended *out);

#endif
