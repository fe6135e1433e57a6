/* SPDX-License-Identifier: ISC */
/*
 * Mustache: a template's text becomes a row of nodes (mustache_parse), and
 * one walker (mustache_walk) goes through them, knowing partials, parents,
 * blocks and indentation.  What a name means is the target's affair: there is
 * one that looks names up in JSON and writes text (mustache_json.h), and one
 * that binds them to a view's fields and writes a program (template.h).
 */
#ifndef STET_PAGE_MUSTACHE_H
#define STET_PAGE_MUSTACHE_H

#include "base/job.h"

enum mustache_kind {
	MUSTACHE_TEXT,     /* within one line, its end included */
	MUSTACHE_ESCAPED,  /* {{x}} */
	MUSTACHE_RAW,      /* {{{x}}} {{&x}} */
	MUSTACHE_SECTION,  /* {{#x}} */
	MUSTACHE_INVERTED, /* {{^x}} */
	MUSTACHE_PARTIAL,  /* {{>x}} */
	MUSTACHE_PARENT,   /* {{<x}} */
	MUSTACHE_BLOCK,    /* {{$x}} */
	MUSTACHE_END,      /* {{/x}} of any of the four that open */
};

struct mustache_node {
	enum mustache_kind kind;
	bool dynamic;      /* the name of the partial is in the data: {{>*x}} */
	bool begins_line;  /* indentation goes before it */
	bool alone;        /* with nothing but white space around it */
	bool one_line;     /* a block: opened and closed on the same line */
	struct str text;   /* of a text; of a tag its name */
	struct str indent; /* what stood before one that is alone */
	size_t strip;      /* a block: bytes its own lines are indented by */
	uint32_t other;    /* where its end stands; of an end, its beginning */
	uint32_t line;
};

struct mustache {
	struct str file; /* for messages */
	const struct mustache_node *nodes;
	uint32_t n;
};

#define MUSTACHE_MAX_TEXT ((size_t)1024 * 1024)
#define MUSTACHE_MAX_NESTING 64 /* sections within one text */

/*
 * Nodes in j's memory, their text in the template's.  INVALID with
 * "file:line: reason".
 */
MUST_CHECK enum status mustache_parse(struct job *j, struct str file,
    struct str text, struct mustache *out);

/* Where the walker is: a node, and the template that it stands in. */
struct mustache_spot {
	const struct mustache *in;
	const struct mustache_node *node;
};

struct mustache_target {
	/* Write bytes of the template. */
	void (*text)(void *self, struct str bytes);
	/* An ESCAPED or a RAW. */
	enum status (*value)(void *self, struct mustache_spot at);
	/* A SECTION or an INVERTED; *enter: go in, and meet its end. */
	enum status (*open)(void *self, struct mustache_spot at, bool *enter);
	/* Its end; *again: go through it once more. */
	enum status (*close)(void *self, struct mustache_spot at, bool *again);
	/* The template called name; NULL stands for an empty one. */
	enum status (*find)(void *self, struct mustache_spot at,
	    struct str name, const struct mustache **out);
	/*
	 * A dynamic name: the round-th of the names it may stand for, each
	 * walked in turn; *more is false when there is none left.
	 */
	enum status (*choose)(void *self, struct mustache_spot at, size_t round,
	    struct str *name, bool *more);
};

struct mustache_limits {
	size_t depth; /* partials, parents and blocks within each other */
	size_t steps; /* nodes walked over in all */
};

/* INVALID, with file and line, when a limit is reached. */
MUST_CHECK enum status mustache_walk(struct job *j,
    const struct mustache *start, const struct mustache_target *target,
    void *self, struct mustache_limits limits);

/* job_fail(INVALID) with "file:line: " in front. */
enum status mustache_fail(struct job *j, struct mustache_spot at,
    const char *fmt, ...) PRINTF(3, 4);

#endif
