/* SPDX-License-Identifier: ISC */
/*
 * A deck's few marks: *a ship's name* is set in italics, as in Markdown; all
 * else is text.
 */
#ifndef STET_PAGE_INLINE_H
#define STET_PAGE_INLINE_H

#include "base/job.h"
#include "base/markup.h"

/* Escaped, with <i> where there is emphasis.  In j's memory. */
struct markup inline_markup(struct job *j, struct str text);
/* Without the marks, for whoever takes plain text only; not escaped. */
struct str inline_plain(struct job *j, struct str text);

#endif
