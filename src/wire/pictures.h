/* SPDX-License-Identifier: ISC */
/*
 * The pictures and files that a text names, found where it came from and made
 * masters.  On the worker's thread; what desk.db has to learn is handed on.
 */
#ifndef STET_WIRE_PICTURES_H
#define STET_WIRE_PICTURES_H

#include "desk/desk.h"
#include "wire/origin.h"

/* One that was made in this run, by the hash of what was given. */
struct developed {
	struct developed *next;
	struct sha256 given;
	struct medium medium; /* without a name */
	struct renditions renditions;
};

struct pictures {
	struct job *j;       /* lives as long as the import */
	struct store *known; /* desk.db, for reading */
	struct darkroom *room;
	struct developed *first; /* newest first */
	int64_t taken, missing;
};

struct fresh {
	const struct developed *d;
};

struct picture_list {
	struct medium *at;
	size_t n;
	/* those of them that desk.db does not know yet */
	struct fresh fresh[64];
	size_t n_fresh;
};

/*
 * All that copy and body name and that the origin finds.  What is missing
 * or can't be taken is noted.  FAULT, DENIED end the import.
 */
MUST_CHECK enum status pictures_find(struct pictures *p, struct origin *o,
    struct job *j, const struct item *i, struct converted *conv,
    struct picture_list *out);

/* Write one into site.db, inside its transaction. */
MUST_CHECK enum status pictures_tell(struct site *site, struct job *j,
    const struct developed *d);
/* The same into desk.db. */
MUST_CHECK enum status pictures_note(struct store *desk, struct job *j,
    const struct developed *d);

#endif
