/* SPDX-License-Identifier: ISC */
/*
 * Writes canonical markup only: what may not stand where it is put is written
 * without its tag, stray children of lists get an item around them.
 */
#ifndef STET_TEXT_WRITER_H
#define STET_TEXT_WRITER_H

#include "text/canonical.h"
#include "text/place.h"

struct writer {
	struct job *j;
	struct buf out;
	struct place place;
	struct tag_rules rules;
	size_t pre;        /* where the last <pre>'s content begins */
	size_t figcaption; /* where the open one's content begins */
};

struct writer writer_new(struct job *j, const struct sanitise_opts *opts);

void write_words(struct writer *w, struct str words);

/*
 * How many elements it opened, to be handed to write_end(): 1, 2 with an item
 * around it, 0 if it may not stand here or is void.
 */
size_t write_start(struct writer *w, const struct tag *tag);
void write_end(struct writer *w, size_t opened);

/* A blank, unless there is one: where a block's tag was left out. */
void write_gap(struct writer *w);

#endif
