/* SPDX-License-Identifier: ISC */
/*
 * Invariants, under lock:
 *  1. emptied <= filled <= emptied + size.
 *  2. Slots emptied .. filled-1 (modulo size) belong to the emptier, all
 *     others to the filler.
 */
#include "wire/ring.h"

#include <assert.h>

enum side {
	FILLER,
	EMPTIER,
};

void
ring_open(struct ring *r, size_t size)
{
	*r = (struct ring){ .size = size };
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->moved, NULL);
}

void
ring_close(struct ring *r)
{
	pthread_cond_destroy(&r->moved);
	pthread_mutex_destroy(&r->lock);
}

static void
wait_as(struct ring *r, enum side side)
{
	r->waiting[side] = true;
	pthread_cond_wait(&r->moved, &r->lock);
	r->waiting[side] = false;
}

/* Waking costs a system call, so only who waits is woken. */
static void
wake(struct ring *r, enum side side)
{
	if (r->waiting[side])
		pthread_cond_signal(&r->moved);
}

bool
ring_fill(struct ring *r, size_t *slot)
{
	bool ok;

	pthread_mutex_lock(&r->lock);
	while (!r->stopped && r->filled - r->emptied == r->size)
		wait_as(r, FILLER);
	*slot = r->filled % r->size;
	ok = !r->stopped;
	pthread_mutex_unlock(&r->lock);
	return ok;
}

bool
ring_ahead(struct ring *r)
{
	bool ahead;

	pthread_mutex_lock(&r->lock);
	ahead = r->filled - r->emptied >= r->size / 8;
	pthread_mutex_unlock(&r->lock);
	return ahead;
}

void
ring_filled(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->filled++;
	assert(r->filled - r->emptied <= r->size);
	/* A quarter row at once, so that the two don't wake each other for
	 * each. */
	if (r->filled - r->emptied >= r->size / 4)
		wake(r, EMPTIER);
	pthread_mutex_unlock(&r->lock);
}

void
ring_end(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->ended = true;
	wake(r, EMPTIER);
	pthread_mutex_unlock(&r->lock);
}

bool
ring_empty(struct ring *r, size_t *slot)
{
	bool ok;

	pthread_mutex_lock(&r->lock);
	while (r->filled == r->emptied && !r->ended)
		wait_as(r, EMPTIER);
	*slot = r->emptied % r->size;
	ok = r->filled > r->emptied;
	pthread_mutex_unlock(&r->lock);
	return ok;
}

void
ring_emptied(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->emptied++;
	/* Likewise. */
	if (r->filled - r->emptied <= r->size / 2)
		wake(r, FILLER);
	pthread_mutex_unlock(&r->lock);
}

void
ring_stop(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->stopped = true;
	wake(r, FILLER);
	pthread_mutex_unlock(&r->lock);
}
