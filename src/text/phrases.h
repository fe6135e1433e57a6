/* SPDX-License-Identifier: ISC */
/*
 * What a language brings to a body: its quotation marks, its direction, and
 * the few words that a body says of itself.  (Everything around a body is in
 * the theme's words.)
 */
#ifndef STET_TEXT_PHRASES_H
#define STET_TEXT_PHRASES_H

#include "base/str.h"

struct phrases {
	struct str lang;        /* its first subtag */
	struct str open, close; /* quotation marks */
	struct str open_inner, close_inner;
	bool right_to_left;
	struct str missing; /* in front of a missing picture's words */
	struct str picture; /* a link to a picture that has no words */
	struct str play;    /* in front of a host's name */
	struct str frame;   /* a link to a page that stood in a frame */
	struct str back;    /* from a footnote */
};

/* Those of a BCP 47 tag; English if we have none of that language. */
const struct phrases *phrases_of(struct str lang);

#endif
