/* SPDX-License-Identifier: ISC */
/*
 * One file of a project -> a text file of stet's and what to prepare it with.
 * Works on the importer's worker thread; nothing here touches a database.
 */
#ifndef STET_WIRE_CONVERT_H
#define STET_WIRE_CONVERT_H

#include "text/when.h"
#include "wire/origin.h"
#include "wire/permalink.h"

/* A shortcode's template. */
struct partial {
	struct str name, text;
};

struct converter {
	const struct project *p;
	const struct tree *tree;
	const struct import_opts *opts;
	struct zone *zone;    /* of this thread: dates without an offset */
	struct str site_lang; /* the paper's first language */
	struct partial *partials;
	size_t n_partials;
	unsigned char key[KEY_BYTES]; /* of ids and hashes */
};

/* Load the templates of opts->shortcodes, in j's memory. */
MUST_CHECK enum status convert_open(struct converter *c, struct job *j);

/*
 * INVALID, naming file and line, if the file can't be taken at all.  All of
 * *out in j's memory.
 */
MUST_CHECK enum status convert_file(struct converter *c, struct job *j,
    const struct source *s, struct str bytes, struct converted *out);

/* "hugo:news/pier.md" */
struct str convert_source(const struct converter *c, struct job *j,
    const struct source *s);

/*
 * Where a file's text stood, by reading the file: for references to it.
 * NOT_FOUND, without a failure set, if that can't be known.
 */
MUST_CHECK enum status convert_address_of(struct converter *c, struct job *j,
    const struct source *s, struct str *out);

/*
 * What the generator would have made of the body, as Markdown and HTML:
 * shortcodes (Hugo), tags (Jekyll).  line is the body's first.
 */
struct bodywork {
	struct converter *c;
	struct job *j;
	const struct source *source;
	struct str title;
	int line;
	struct notes *notes;
};
MUST_CHECK enum status shortcodes_work(struct bodywork *w, struct str body,
    struct str *out);
MUST_CHECK enum status liquid_work(struct bodywork *w, struct str body,
    struct str *out);

#endif
