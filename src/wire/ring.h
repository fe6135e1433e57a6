/* SPDX-License-Identifier: ISC */
/*
 * Between the importer's worker and its writer: a bounded row of slots that
 * goes round.  One thread fills, one empties, both in order.
 */
#ifndef STET_WIRE_RING_H
#define STET_WIRE_RING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct ring {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	size_t size;     /* slots */
	size_t filled;   /* how many were filled so far */
	size_t emptied;  /* how many were emptied so far */
	bool ended;      /* nothing more will be filled */
	bool stopped;    /* nothing more will be emptied */
	bool waiting[2]; /* the filler, the emptier */
};

void ring_open(struct ring *r, size_t size);
void ring_close(struct ring *r);

/* The slot to fill next; false if the emptier has stopped. */
bool ring_fill(struct ring *r, size_t *slot);
void ring_filled(struct ring *r);
/* Does the emptier lag behind, by an eighth of the row? */
bool ring_ahead(struct ring *r);
void ring_end(struct ring *r);

/* The slot to empty next; false if there are no more. */
bool ring_empty(struct ring *r, size_t *slot);
void ring_emptied(struct ring *r);
void ring_stop(struct ring *r);

#endif
