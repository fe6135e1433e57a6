/* SPDX-License-Identifier: ISC */
/* The address that a generator gave a text. */
#ifndef STET_WIRE_PERMALINK_H
#define STET_WIRE_PERMALINK_H

#include "base/buf.h"
#include "wire/tree.h"

/* What patterns are filled with. */
struct permalink {
	const struct source *source;
	struct str title;
	struct str slug;       /* given in the file, or empty */
	struct str url;        /* given in the file: the whole path */
	struct str pattern;    /* given in the file: over the project's own */
	struct str categories; /* Jekyll: "a/b" */
	struct when date;
};

/*
 * The path with which the generator served it, below the base address; not
 * yet in its normal form.  INVALID for a pattern with an unknown part.
 */
MUST_CHECK enum status permalink_of(struct job *j, const struct project *p,
    const struct permalink *l, struct str *out);

/* A word as Hugo writes it into addresses: "Gulls & Silo" -> "gulls-silo". */
struct str permalink_word(struct job *j, struct str text, bool keep_case);

/* "2020-03-24-pier" -> "pier", and *date is "2020-03-24". */
struct str permalink_undated(struct str name, struct str *date);

#endif
