/* SPDX-License-Identifier: ISC */
/*
 * An entry bundle of C2SP tlog-tiles: each leaf after its length in two bytes,
 * big endian.  Pure.
 */
#ifndef STET_RECORD_BUNDLE_H
#define STET_RECORD_BUNDLE_H

#include "base/str.h"

/* Cut the next leaf off; false at the end, or if what is left is none. */
bool bundle_next(struct str *rest, struct str *leaf);

#endif
