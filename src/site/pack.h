/* SPDX-License-Identifier: ISC */
/*
 * Several values in one column: numbers in a variable number of bytes, texts
 * behind their length.  What is packed here is read here and nowhere else.
 */
#ifndef STET_SITE_PACK_H
#define STET_SITE_PACK_H

#include "base/buf.h"

void pack_int(struct buf *b, int64_t v);
void pack_str(struct buf *b, struct str s);

/* Takes apart what lies in rest; broken when it ended too early. */
struct unpack {
	struct str rest;
	bool broken;
};

/* 0 and the empty string when there is nothing left. */
int64_t unpack_int(struct unpack *u);
struct str unpack_str(struct unpack *u);

#endif
