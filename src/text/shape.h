/* SPDX-License-Identifier: ISC */
/*
 * Shapes: of what small records the lists in front matter consist, such as
 * `figures: [{what, value, source, as_of}]`.  One table reads and packs them.
 */
#ifndef STET_TEXT_SHAPE_H
#define STET_TEXT_SHAPE_H

#include "text/kinds.h"
#include "text/node.h"

enum part_type {
	PART_TEXT,   /* struct str */
	PART_NUMBER, /* int64_t */
	PART_WHEN,   /* struct when */
};

struct part {
	const char *name;
	const char *also; /* space separated, or NULL */
	enum part_type type;
	size_t offset; /* in the record */
};

struct shape {
	const char *what; /* for messages: "a figure" */
	size_t size;      /* of a record */
	size_t line;      /* where its `int line` is */
	size_t needed;    /* so many of the first parts may not be empty */
	const struct part *parts;
	size_t n;
};

/* A list of any shape. */
struct records {
	void *at;
	size_t n;
};

/* Whether a part is called that, its other names too. */
bool part_named(const struct part *p, struct str key);

/* The name of the part that is nearest to a word; NULL if none is near. */
const char *part_near(const struct shape *s, struct str word);

/* "what, value, source and as_of" */
struct str parts_named(struct job *j, const struct shape *s);

/* NULL if fields of that type are no lists of records. */
const struct shape *shape_of(enum field_type type);

#endif
