/* SPDX-License-Identifier: ISC */
/* A Markdown tree -> HTML, nearly always in the canonical form already. */
#ifndef STET_TEXT_RENDER_H
#define STET_TEXT_RENDER_H

#include <cmark-gfm.h>

#include "text/body.h"

struct rendered {
	struct str html;
	bool has_more; /* met <!--more--> */
	struct body_heading *headings;
	size_t n_headings;
	struct body_pictures pictures;
};

/*
 * bytes: of the Markdown, from which the room for the HTML is guessed.
 * intro: only what stands before <!--more-->, without footnotes and ids.
 * Changes the tree: render it once.
 */
void render(struct job *j, cmark_node *tree, size_t bytes,
    const struct body_opts *opts, bool intro, struct rendered *out);

#endif
