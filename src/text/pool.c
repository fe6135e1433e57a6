/* SPDX-License-Identifier: ISC */
/*
 * Invariants:
 *  1. A piece has its size in front of it, in a head that keeps it aligned.
 *  2. The job's first blocks stay, so that a text after another finds its
 *     memory warm.
 */
#include "text/pool.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/job.h"

#define HEAD alignof(max_align_t)

static void *take(size_t n, size_t size);
static void *enlarge(void *piece, size_t n);
static void keep(void *piece);

/* Under the lock of whoever called pool_begin. */
static struct {
	cmark_mem calls;
	struct job *j;
} markdown_pool = { { take, enlarge, keep }, NULL };

static void *
piece_of(char *whole, size_t n)
{
	*(size_t *)(void *)whole = n;
	return whole + HEAD;
}

static void *
take(size_t n, size_t size)
{
	if (size > 0 && n > (SIZE_MAX - HEAD) / size)
		abort();
	return piece_of(job_alloc(markdown_pool.j, HEAD + n * size), n * size);
}

static void *
enlarge(void *piece, size_t n)
{
	char *whole;
	size_t was;

	if (piece == NULL)
		return take(1, n);
	whole = (char *)piece - HEAD;
	was = *(size_t *)(void *)whole;
	if (n <= was)
		return piece;
	if (n > SIZE_MAX - HEAD)
		abort();
	return piece_of(job_widen(markdown_pool.j, whole, HEAD + was, HEAD + n),
	    n);
}

static void
keep(void *piece)
{
	(void)piece;
}

cmark_mem *
pool_begin(void)
{
	if (markdown_pool.j == NULL)
		markdown_pool.j = job_new(0);
	return &markdown_pool.calls;
}

void
pool_end(void)
{
	job_reset(markdown_pool.j, 0);
}
