/* SPDX-License-Identifier: ISC */
/*
 * What a front matter says, as a tree: text, lists and maps, each with the
 * line it stands on.  YAML, TOML and JSON all become this.  Scalars stay text:
 * what a field means is the kinds table's business, so that `no`, `0123` and
 * `12:30` come through as they were written.
 */
#ifndef STET_TEXT_NODE_H
#define STET_TEXT_NODE_H

#include "base/job.h"

enum node_kind {
	NODE_NULL, /* nothing, ~ or null (unquoted) */
	NODE_SCALAR,
	NODE_LIST,
	NODE_MAP,
};

struct node {
	enum node_kind kind;
	bool quoted;     /* SCALAR: 'so', "so" or in a block (|, >) */
	int line;        /* in the whole file, from 1 */
	int key_line;    /* in a MAP: where its name stands */
	struct str key;  /* in a MAP: its name; else empty */
	struct str text; /* SCALAR: its value */
	size_t n;        /* LIST and MAP: how many inside */
	struct node *first, *last;
	struct node *next; /* beside it */
	size_t from, to;   /* YAML's top-level fields: bytes of the front
			    * matter from the name to the value's last line */
};

/* The entry of that name (exact bytes); NULL if there is none or not a map. */
const struct node *node_at(const struct node *map, struct str key);

/* The same, ignoring ASCII case and taking - for _. */
const struct node *node_like(const struct node *map, struct str key);

/* The text of a scalar, or empty. */
struct str node_text(const struct node *nd);

/* True for a scalar that says true, yes or on (any case). */
bool node_says_yes(const struct node *nd);

/* True if it is missing, null, blank text, an empty list or map. */
bool node_is_empty(const struct node *nd);

/* One that has no parent yet becomes the last of this one's. */
void node_append(struct node *parent, struct node *nd);
/* A new node, put at the end of parent (which may be NULL). */
struct node *node_put(struct job *j, struct node *parent, enum node_kind kind,
    int line);

/* Names of fields are alike whatever their ASCII case, - and _ being one. */
char name_folded(char c);
bool names_alike(struct str a, struct str b);

#endif
