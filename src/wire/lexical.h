/* SPDX-License-Identifier: ISC */
/*
 * The texts of Ghost 5 and 6: Lexical's JSON, a tree of blocks, words and
 * cards.  Formats are bits, as Lexical defines them (TextNode.format).
 */
#ifndef STET_WIRE_LEXICAL_H
#define STET_WIRE_LEXICAL_H

#include "wire/koenig.h"

/*
 * All blocks into c.  INVALID, with a reason, if it is no such text.  What is
 * not known is noted and its words are kept; what is nested too deep or comes
 * after too much is noted and left out.
 */
MUST_CHECK enum status lexical_put(struct koenig *c, struct str json);

#endif
