/* SPDX-License-Identifier: ISC */
/* Mustache over JSON: names are looked up while it is rendered. */
#ifndef STET_PAGE_MUSTACHE_JSON_H
#define STET_PAGE_MUSTACHE_JSON_H

#include <jansson.h>

#include "base/job.h"

#define MUSTACHE_JSON_MAX ((size_t)16 * 1024 * 1024) /* bytes of output */

/*
 * The template over any JSON value, in j's memory.  partials is an object of
 * strings, or NULL; a partial that isn't there is empty, as is a name that
 * isn't.  INVALID, with line and reason, for a template that is none and for
 * what would not end.
 */
MUST_CHECK enum status mustache_json(struct job *j, struct str template,
    json_t *data, json_t *partials, struct str *out);

#endif
