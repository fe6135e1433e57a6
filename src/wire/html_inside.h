/* SPDX-License-Identifier: ISC */
/* Between html.c, which knows blocks, html_figure.c and html_inline.c. */
#ifndef STET_WIRE_HTML_INSIDE_H
#define STET_WIRE_HTML_INSIDE_H

#include "wire/html.h"

struct htmlwork {
	struct job *j;
	const struct html_opts *o;
};

/* What stands between an element's tags; false if it has no end. */
bool html_inside_of(struct str element, const struct html_tag *t,
    struct str *out);
/* An empty line, if anything stands before. */
void html_gap(struct buf *b);

/* What a figure holds; false, with nothing put, if Markdown can't say it. */
bool html_put_figure(const struct htmlwork *w, struct str in, struct buf *b);
bool html_put_embed(const struct htmlwork *w, const struct html_tag *t,
    struct str in, struct buf *b);

struct str html_address_of(const struct htmlwork *w, struct str value);
void html_put_tag(const struct htmlwork *w, const struct html_tag *t,
    struct buf *b);
/* Words and inline elements; lines after the first begin with indent. */
void html_put_inline(const struct htmlwork *w, struct str s, const char *indent,
    struct buf *b);
/* ![alt](src "caption"); false, with nothing put, if that can't be. */
bool html_put_picture(const struct htmlwork *w, const struct html_tag *t,
    struct str caption, struct buf *b);

#endif
