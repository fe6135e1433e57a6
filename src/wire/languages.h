/* SPDX-License-Identifier: ISC */
/* Languages that an origin has and the paper has not. */
#ifndef STET_WIRE_LANGUAGES_H
#define STET_WIRE_LANGUAGES_H

#include "desk/publish.h"
#include "wire/origin.h"

/*
 * Publish the settings anew with the languages of o that langs lacks, and
 * note each in o's notes.  Before the import's own transactions.  What
 * can't be done (the settings were changed meanwhile) is noted instead; FAULT,
 * BUSY, DENIED.
 */
MUST_CHECK enum status languages_add(struct desk *d, struct origin *o,
    const struct languages *langs);

#endif
