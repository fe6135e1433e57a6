/* SPDX-License-Identifier: ISC */
/*
 * An array that may grow large, in a file that has no name: however large it
 * is, its memory can go to the disk, by spill_ease() or when others need it.
 */
#ifndef STET_BASE_SPILL_H
#define STET_BASE_SPILL_H

#include "base/job.h"

struct spill {
	void *at;    /* elements; they move when there is to be more room */
	size_t room; /* for so many */
	size_t each; /* bytes of one */
	int fd;
};

/* Empty, for elements of that size, in a folder on a disk.  DENIED, FAULT. */
MUST_CHECK enum status spill_open(struct job *j, const char *dir, size_t each,
    struct spill *out);
/* Room for n at least; what is new is zero.  FAULT if the disk is full. */
MUST_CHECK enum status spill_room(struct job *j, struct spill *s, size_t n);
/* Nothing of it need be in memory just now. */
void spill_ease(struct spill *s);
/* Sort the first n in place; cmp as qsort(3) has it. */
void spill_sort(struct spill *s, size_t n,
    int (*cmp)(const void *a, const void *b));
void spill_close(struct spill *s); /* zeroed is fine */

#endif
