/* SPDX-License-Identifier: ISC */
/* Texts as JSON, written straight away. */
#ifndef STET_PAGE_JSON_H
#define STET_PAGE_JSON_H

#include "base/buf.h"

/*
 * A UTF-8 text in quotes (RFC 8259).  No < is left in it, so nothing in it can
 * end a script, and no line end.
 */
void json_put(struct buf *b, struct str s);

#endif
