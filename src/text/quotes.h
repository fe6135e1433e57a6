/* SPDX-License-Identifier: ISC */
/*
 * Words with the quotation marks, dashes and ellipses of their language, as
 * canonical markup.  Straight quotes become the language's; -- and --- become
 * dashes; ... becomes an ellipsis.
 */
#ifndef STET_TEXT_QUOTES_H
#define STET_TEXT_QUOTES_H

#include "base/buf.h"
#include "text/phrases.h"

struct quotes {
	const struct phrases *phrases; /* NULL: leave all as it is written */
	bool opens; /* a quotation mark that comes next would be opening */
};

void quotes_put(struct quotes *q, struct buf *b, struct str words);

#endif
