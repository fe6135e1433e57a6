/* SPDX-License-Identifier: ISC */
/*
 * A text read letter by letter, for finding words however they are written:
 * each letter folded as for search (case, marks, Arabic and Persian variants,
 * digits), with the bytes that it came from; entities, percent-encoding and
 * \u escapes decoded; all that is no letter is a gap.
 */
#ifndef STET_TEXT_LETTERS_H
#define STET_TEXT_LETTERS_H

#include "base/job.h"

/* What is passed over besides. */
enum reading {
	/* Tags, comments, link destinations: the words that a reader sees.
	   A backslash is a mark like others. */
	READ_SHOWN,
	/* Nothing: the words of the source.  \n and the like are gaps, as in
	   YAML and JSON. */
	READ_SOURCE,
};

#define LETTER_GAP 1  /* something stands between it and the one before */
#define LETTER_STOP 2 /* an empty line, or the end of a sentence */
#define LETTER_TURN 4 /* upper case after lower, digit after letter */

/* Arrays side by side, so that the letters alone can be searched. */
struct letters {
	int32_t *c;
	uint32_t *from, *to; /* bytes of the text */
	unsigned char *how;  /* LETTER_... before it */
	size_t n, room;
};

/*
 * In j's memory; the text has less than 4 GB.  The arrays of *out, which is
 * all zero at first, are used again.
 */
void letters_read(struct job *j, struct str text, enum reading how,
    struct letters *out);

/* Whether the two readings of a text can differ at all. */
bool letters_differ(struct str text);

/* Chinese and Japanese, which are written without gaps. */
bool letter_needs_no_gap(int32_t c);

#endif
