/* SPDX-License-Identifier: ISC */
/*
 * How often pages were read: numbers in the memory of each loop, handed on
 * now and then through an inherited pipe.  No address, no cookie, nothing of
 * who read stands in it.
 */
#ifndef STET_EDGE_TALLY_H
#define STET_EDGE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define TALLY_ROOM 1024  /* what comes when so many are there is not counted */
#define TALLY_MOST 255   /* in one packet */
#define TALLY_BYTES 4088 /* of a packet at most: the pipe takes it whole */

struct tally_count {
	int64_t what, n; /* as answer.counts has it; how often */
};

struct tally {
	struct tally_count at[TALLY_ROOM]; /* open addressing; n 0 is empty */
	size_t used;
};

/* what 0 is not counted. */
void tally_add(struct tally *t, int64_t what);

/*
 * Write what is there into a pipe in packet mode (pipe2() with O_DIRECT) and
 * begin anew.  What a full pipe does not take stays for the next time.
 */
void tally_give(struct tally *t, int fd);

/*
 * A packet, of a process that may be somebody else's by now: false if it is
 * not exactly what tally_give() writes.  out has room for TALLY_MOST.
 */
bool tally_read(struct str packet, struct tally_count *out, size_t *n);

#endif
