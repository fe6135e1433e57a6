/* SPDX-License-Identifier: ISC */
/* A theme's assets: addresses that hold the content's hash. */
#ifndef STET_PAGE_ASSETS_H
#define STET_PAGE_ASSETS_H

#include "page/theme.h"
#include "page/theme_files.h"

struct assets {
	struct template_asset *names; /* "gazette.css" and its address */
	struct theme_asset *at;       /* of the same order */
	size_t n;
};

/*
 * Of all files in assets/ whose ending is known, in j's memory (bytes that
 * didn't change stay where they are).  INVALID with file and line for a
 * url(...) that leads nowhere or out of the site.
 */
MUST_CHECK enum status assets_make(struct job *j,
    const struct theme_files *files, struct assets *out);

#endif
