/* SPDX-License-Identifier: ISC */
/*
 * What an Eleventy project says outside of a text's own front matter and
 * without its program being run: data files in JSON, and permalinks that are
 * templates.  https://www.11ty.dev/docs/data-cascade/
 */
#ifndef STET_WIRE_ELEVENTY_H
#define STET_WIRE_ELEVENTY_H

#include "wire/convert.h"

/*
 * Fields of x.11tydata.json, x.json and of the folders' own data files that
 * the front matter lacks: into tf->top, and as edits of out what stet knows.
 * What can't be read is noted.  FAULT, DENIED.
 */
MUST_CHECK enum status eleventy_data(const struct converter *c, struct job *j,
    const struct source *s, struct textfile *tf, struct converted *out);

/*
 * "/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/" as a pattern of
 * permalink.h: "/:year/:slugorfilename/".  NOT_FOUND, without a failure set,
 * if something in it only the program knows.
 */
MUST_CHECK enum status eleventy_pattern(struct job *j, struct str permalink,
    struct str *out);

/* True for tags that only gather texts: "posts", "nav". */
bool eleventy_gathers(struct str tag);

#endif
