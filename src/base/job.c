/* SPDX-License-Identifier: ISC */
/*
 * 1. Blocks hang in a list, newest first; only the newest is filled.
 * 2. A block of the usual size is kept for reuse at a reset, up to KEEP bytes
 *    in all; an outsize one is given back.
 * 3. Memory handed out is zeroed, also after a reset, but for job_room's.
 */
#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/job.h"

#define BLOCK ((size_t)64 * 1024)
#define KEEP ((size_t)512 * 1024)

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*end)(void *what);
	void *what;
};

struct job {
	struct block *blocks, *spare;
	size_t spare_bytes;
	struct deferred *deferred;
	int64_t now;
	struct str reason;
};

struct job *
job_new(int64_t now)
{
	struct job *j = calloc(1, sizeof(*j));

	if (j == NULL)
		abort();
	j->now = now;
	return j;
}

static void
run_deferred(struct job *j)
{
	while (j->deferred) {
		struct deferred *d = j->deferred;

		j->deferred = d->next;
		d->end(d->what);
	}
}

static void
free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void
job_free(struct job *j)
{
	if (j == NULL)
		return;
	run_deferred(j);
	free_blocks(j->blocks);
	free_blocks(j->spare);
	free(j);
}

void
job_reset(struct job *j, int64_t now)
{
	run_deferred(j);
	while (j->blocks) {
		struct block *b = j->blocks;

		j->blocks = b->next;
		if (b->size == BLOCK && j->spare_bytes < KEEP) {
			b->next = j->spare;
			j->spare = b;
			j->spare_bytes += b->size;
		} else
			free(b);
	}
	j->now = now;
	j->reason = (struct str){ NULL, 0 };
}

void
job_trim(struct job *j)
{
	free_blocks(j->spare);
	j->spare = NULL;
	j->spare_bytes = 0;
}

int64_t
job_now(const struct job *j)
{
	return j->now;
}

int64_t
clock_now(void)
{
	return (int64_t)time(NULL);
}

static struct block *
block_for(struct job *j, size_t n)
{
	size_t size = n > BLOCK / 4 ? n : BLOCK;
	struct block *b;

	if (size == BLOCK && j->spare) {
		b = j->spare;
		j->spare = b->next;
		j->spare_bytes -= b->size;
	} else {
		b = malloc(sizeof(*b) + size);
		if (b == NULL)
			abort();
		b->size = size;
	}
	b->used = 0;
	return b;
}

/* An outsize block goes behind the one being filled, which stays in use. */
static void
link_block(struct job *j, struct block *b)
{
	if (b->size != BLOCK && j->blocks) {
		b->next = j->blocks->next;
		j->blocks->next = b;
	} else {
		b->next = j->blocks;
		j->blocks = b;
	}
}

/* n made a multiple of what everything is aligned to. */
static size_t
whole_of(size_t n)
{
	const size_t whole = (n + alignof(max_align_t) - 1)
	    & ~(alignof(max_align_t) - 1);

	if (whole < n)
		abort();
	return whole;
}

void *
job_room(struct job *j, size_t n)
{
	const size_t whole = whole_of(n);
	struct block *b = j->blocks;

	if (b == NULL || b->size - b->used < whole) {
		b = block_for(j, whole);
		link_block(j, b);
	}
	b->used += whole;
	return b->bytes + b->used - whole;
}

void
job_give_back(struct job *j, const void *p, size_t was, size_t n)
{
	struct block *b = j->blocks;

	if (b != NULL && (const char *)p + whole_of(was) == b->bytes + b->used)
		b->used -= whole_of(was) - whole_of(n);
}

void *
job_alloc(struct job *j, size_t n)
{
	return memset(job_room(j, n), 0, whole_of(n));
}

void *
job_array(struct job *j, size_t size, size_t n)
{
	if (size > 0 && n > SIZE_MAX / size)
		abort();
	return job_alloc(j, size * n);
}

void *
job_widen(struct job *j, void *p, size_t was, size_t n)
{
	struct block *b = j->blocks;
	const size_t old = whole_of(was);
	void *larger;

	if (p && n <= old)
		return p;
	/* The last piece of the block being filled grows where it stands. */
	if (p && (char *)p + old == b->bytes + b->used) {
		const size_t more = whole_of(n - old);

		if (b->size - b->used >= more) {
			b->used += more;
			return p;
		}
	}
	larger = job_room(j, n);
	if (p)
		memcpy(larger, p, was);
	return larger;
}

void *
job_grow(struct job *j, void *p, size_t was, size_t n)
{
	char *larger = job_widen(j, p, was, n);

	if (n > was)
		memset(larger + was, 0, n - was);
	return larger;
}

char *
job_cstr(struct job *j, struct str s)
{
	char *p = job_room(j, s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct str
job_str(struct job *j, struct str s)
{
	return (struct str){ job_cstr(j, s), s.n };
}

struct str
job_vprintf(struct job *j, const char *fmt, va_list ap)
{
	va_list again;
	char *p, guess[256];
	int n;

	va_copy(again, ap);
	n = vsnprintf(guess, sizeof(guess), fmt, ap);
	assert(n >= 0);
	p = job_room(j, (size_t)n + 1);
	if ((size_t)n < sizeof(guess))
		memcpy(p, guess, (size_t)n + 1);
	else
		(void)vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str
job_printf(struct job *j, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	va_start(ap, fmt);
	s = job_vprintf(j, fmt, ap);
	va_end(ap);
	return s;
}

void
job_defer(struct job *j, void (*end)(void *what), void *what)
{
	struct deferred *d = JOB_NEW(j, struct deferred);

	d->end = end;
	d->what = what;
	d->next = j->deferred;
	j->deferred = d;
}

enum status
job_fail(struct job *j, enum status st, const char *fmt, ...)
{
	va_list ap;

	assert(st != OK);
	if (j->reason.n == 0) {
		va_start(ap, fmt);
		j->reason = job_vprintf(j, fmt, ap);
		va_end(ap);
	}
	return st;
}

struct str
job_reason(const struct job *j)
{
	return j->reason;
}

void
job_forgive(struct job *j)
{
	j->reason = (struct str){ NULL, 0 };
}
