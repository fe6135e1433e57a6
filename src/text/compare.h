/* SPDX-License-Identifier: ISC */
/* What changed between two text files, as a person would tell it. */
#ifndef STET_TEXT_COMPARE_H
#define STET_TEXT_COMPARE_H

#include "base/job.h"

/* A field in words: "Ferries, Winter". */
struct compared_field {
	struct str name, was, is; /* empty: it is not there */
};

struct comparison {
	struct compared_field *fields; /* in the order of the newer file */
	size_t n;
	size_t added, taken;       /* words of the body, wherever they stand */
	struct str was_body, body; /* for difference() */
};

/*
 * From one file to the next; was may be empty: there was none.  What stet
 * counts and draws by itself (id, revision, salt) is left out, and of `media` the
 * hashes.  INVALID as textfile_parse().
 */
MUST_CHECK enum status compare(struct job *j, struct str was, struct str is,
    struct comparison *out);

#endif
