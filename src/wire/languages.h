/* SPDX-License-Identifier: ISC */
/* Languages that a project has and the paper has not. */
#ifndef STET_WIRE_LANGUAGES_H
#define STET_WIRE_LANGUAGES_H

#include "desk/publish.h"
#include "wire/tree.h"

/*
 * Publish the settings anew with the languages of t's files that langs lacks,
 * and note each in p's notes.  Before the import's own transactions.  What
 * can't be done (the settings were changed meanwhile) is noted instead; FAULT,
 * BUSY, DENIED.
 */
MUST_CHECK enum status languages_add(struct desk *d, struct project *p,
    const struct tree *t, const struct languages *langs);

#endif
