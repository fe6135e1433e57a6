/* SPDX-License-Identifier: ISC */
/* Names as they stand in addresses. */
#ifndef STET_TEXT_SLUG_H
#define STET_TEXT_SLUG_H

#include "base/job.h"

#define SLUG_MAX 96 /* bytes */

/*
 * A readable slug: lower case, letters and digits of any script joined by
 * single hyphens, NFC.  Latin letters lose their marks by the language's own
 * custom (de: ä -> ae); other scripts stay as they are.  Cut at a hyphen
 * before SLUG_MAX.  Empty if the text holds no letter or digit.
 * lang is a BCP 47 tag or empty.
 */
struct str slug_of(struct job *j, struct str text, struct str lang);

#endif
