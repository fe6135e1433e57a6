/* SPDX-License-Identifier: ISC */
/*
 * What was cleaned is of one kind, no larger than it may be, and stays as it
 * is when it is cleaned again.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "media/clean.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct clean
clean_of(struct job *j, const void *bytes, size_t n)
{
	struct clean c = { .j = j, .n = n };

	/* In memory of its own size, so that writing past the end is seen. */
	c.p = malloc(n > 0 ? n : 1);
	assert(c.p != NULL);
	memcpy(c.p, bytes, n);
	job_defer(j, free, c.p);
	return c;
}

static bool
clean_any(struct clean *c)
{
	if (c->n >= 4 && memcmp(c->p, "%PDF", 4) == 0)
		return clean_pdf(c);
	if (c->n >= 6 && memcmp(c->p, "WEBVTT", 6) == 0)
		return clean_vtt(c);
	return clean_recording(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job *const j = job_new(0);
	struct clean once = clean_of(j, data, size);

	if (!clean_any(&once)) {
		assert(once.reason[0] != '\0');
		job_free(j);
		return 0;
	}
	assert(once.format >= MADE_PICTURES && once.format < MADE_FORMATS);
	assert(once.n > 0 && once.duration >= 0 && once.w >= 0 && once.h >= 0);
	assert(once.n <= size || once.format == MADE_VTT
	    || once.format == MADE_PDF);

	struct clean twice = clean_of(j, once.p, once.n);

	assert(clean_any(&twice));
	/* The library numbers a document's objects in an order of its own. */
	assert(once.format == MADE_PDF
	    || (twice.n == once.n && memcmp(twice.p, once.p, once.n) == 0));
	assert(twice.format == once.format && twice.duration == once.duration);
	job_free(j);
	return 0;
}
