/* SPDX-License-Identifier: ISC */
/*
 * Those who signed a statement or a letter: rows of a table (CSV) or of the
 * front matter.  A block is a text file with at most SIGNERS_BLOCK of them, as
 * CSV in its body.
 */
#ifndef STET_TEXT_SIGNERS_H
#define STET_TEXT_SIGNERS_H

#include "text/copy.h"
#include "text/csv.h"

#define SIGNERS_BLOCK 200

/*
 * The rows of a table whose header names the columns: name, role, affiliation,
 * country.  INVALID as "name:line: what": an unknown column (with the nearest
 * there is), a row without a name, one with more fields than the header.
 */
MUST_CHECK enum status signers_read(struct job *j, struct str bytes,
    struct str name, struct signatories *out);

/* The body of a block. */
struct str signers_write(struct job *j, const struct signatory *at, size_t n);

/* Something about a row that somebody should look at. */
struct doubt {
	int line, other; /* other: of the row that it is like; 0: none */
	const char *what;
	struct str name;
};

struct doubts {
	struct doubt *at;
	size_t n;
};

/*
 * Doubles, names in two scripts at once, of one word, in capitals, with
 * figures or signs in them.
 */
MUST_CHECK enum status signers_doubt(struct job *j, const struct signatories *s,
    struct doubts *out);

/* The script that a name is written in, by its first letter: "Latin". */
const char *name_script(struct str name);

#endif
