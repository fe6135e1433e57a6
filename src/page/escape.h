/* SPDX-License-Identifier: ISC */
/* Text into HTML. */
#ifndef STET_PAGE_ESCAPE_H
#define STET_PAGE_ESCAPE_H

#include "base/buf.h"

/*
 * Append text with & < > " ' written as entities: safe between tags and in
 * an attribute within either kind of quotes.
 */
void escape_put(struct buf *b, struct str text);
struct str escape(struct job *j, struct str text);

#endif
