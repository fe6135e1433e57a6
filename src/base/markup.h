/* SPDX-License-Identifier: ISC */
/*
 * HTML that we vouch for.  Only text/ (which sanitises) and page/ (which
 * escapes) make it; a str is never one, and the compiler says so.
 */
#ifndef STET_BASE_MARKUP_H
#define STET_BASE_MARKUP_H

#include "base/str.h"

struct markup {
	struct str html;
};

#endif
