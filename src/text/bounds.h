/* SPDX-License-Identifier: ISC */
/*
 * Whether HTML is modest enough to be parsed.  A parser's work grows with the
 * square of the nesting, and elements left open can be repeated in every
 * paragraph, so 2 MB of the wrong bytes would take minutes and gigabytes.
 */
#ifndef STET_TEXT_BOUNDS_H
#define STET_TEXT_BOUNDS_H

#include "base/str.h"

/*
 * NULL, or what is wrong with it, as the end of a sentence: "is over 2 MB".
 * Counts more open elements than a parser would have, never fewer (but for
 * the few that a parser puts in by itself), in one pass.
 */
const char *bounds_of(struct str html);

#endif
