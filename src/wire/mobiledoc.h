/* SPDX-License-Identifier: ISC */
/*
 * The texts of Ghost 1 to 4: Mobiledoc 0.3 (mobiledoc-kit's MOBILEDOC.md), a
 * list of sections with tables of markups, atoms and cards beside it.
 */
#ifndef STET_WIRE_MOBILEDOC_H
#define STET_WIRE_MOBILEDOC_H

#include "wire/koenig.h"

/* As lexical_put(). */
MUST_CHECK enum status mobiledoc_put(struct koenig *c, struct str json);

#endif
