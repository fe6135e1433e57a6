/* SPDX-License-Identifier: ISC */
/*
 * The one form in which a body's HTML is stored: names in lower case, values
 * in double quotes, only the entities that are needed, every element closed
 * by its own end tag and standing where it may (place.h), every tag as tag.h
 * would write it.  An HTML parser reads it just as it is nested, which makes
 * it safe to take such bytes as they are.
 */
#ifndef STET_TEXT_CANONICAL_H
#define STET_TEXT_CANONICAL_H

#include "base/buf.h"
#include "text/tag.h"

/* True if html is in that form; linear in its length. */
bool canonical_is(struct job *j, struct str html,
    const struct sanitise_opts *opts);

/* Words, with the entities that they need; control characters are left out. */
void canonical_text(struct buf *b, struct str words);
void canonical_value(struct buf *b, struct str value);

/* The characters alone that would be left of s, nothing escaped. */
struct str canonical_characters(struct job *j, struct str s);

void canonical_tag(struct buf *b, const struct tag *tag);
void canonical_end(struct buf *b, enum element el);

#endif
