/* SPDX-License-Identifier: ISC */
/* Between import.c, which sets everything up, and writer.c. */
#ifndef STET_WIRE_WRITER_H
#define STET_WIRE_WRITER_H

#include "wire/worker.h"

struct placing;

struct writer {
	struct desk *d;
	struct job *j;  /* the whole import */
	struct job *bj; /* what is pending */
	const struct import_opts *opts;
	struct import_report *report;
	struct worker *w;
	struct zone *zone; /* the site's, of this thread */
	struct batch batch;
	uint64_t intents;
	struct placing *pending;
	size_t n_pending, in_tx;
	bool open; /* a transaction is */
	bool placed_any;
	uint64_t done;
};

/* Tell of one file, and count it. */
void writer_tell(struct writer *w, const struct import_line *line);

/* The reason of a failure has to outlive the job that it happened in. */
enum status writer_hand_on(struct writer *w, const struct job *from,
    enum status st);

/* Take all that the worker prepares, until it ends. */
MUST_CHECK enum status writer_run(struct writer *w);

#endif
