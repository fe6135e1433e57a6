/* SPDX-License-Identifier: ISC */
/* The files of a project's content, each with what its place says of it. */
#ifndef STET_WIRE_TREE_H
#define STET_WIRE_TREE_H

#include "wire/project.h"

enum shape {
	SHAPE_FILE,   /* news/pier.md */
	SHAPE_LEAF,   /* news/pier/index.md: a folder with its pictures */
	SHAPE_BRANCH, /* news/_index.md: about the folder itself */
};

struct source {
	struct str path;    /* relative to the content folder */
	struct str folder;  /* of its place in the site, without the language:
	                    * "news/2021"; a leaf's own folder is left out */
	struct str name;    /* "pier", from the file or the leaf's folder */
	struct str section; /* "news", or empty */
	struct str lang;
	enum shape shape;
	enum kind kind; /* as its place says; the file may say otherwise */
	bool draft;     /* it lies in _drafts */
	bool made;      /* there is no such file: a section's that has none */
};

/* A row of sources in another order. */
struct source_at {
	const struct source *s;
};

struct tree {
	struct source *at;
	size_t n;
	struct source_at *by_place; /* sorted by folder, name, language */
	struct source_at *parts;    /* of people, topics and sections whose
	                              * other languages have files */
	size_t n_parts;
};

/*
 * All of them, in the order in which they are to be taken: what others refer
 * to first (people, topics, sections), then texts of the first language, then
 * translations; each in the order of their paths.  In p->j's memory.
 */
MUST_CHECK enum status tree_list(struct project *p, struct tree *out);

/*
 * The file that a reference means: a path from the content folder or from
 * `from`'s folder, with or without .md, or a name that only one file has.
 * NULL if there is none or more than one.
 */
const struct source *tree_find(const struct tree *t, const struct source *from,
    struct str reference);

/* The text of the same thing in the first language, or NULL. */
const struct source *tree_original(const struct tree *t,
    const struct project *p, const struct source *s);

#endif
