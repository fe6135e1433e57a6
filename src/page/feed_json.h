/* SPDX-License-Identifier: ISC */
/* A feed as JSON (JSON Feed 1.1, https://jsonfeed.org/version/1.1). */
#ifndef STET_PAGE_FEED_JSON_H
#define STET_PAGE_FEED_JSON_H

#include "base/job.h"
#include "page/view.h"

/*
 * What was taken down stands in the extension `_deleted`, as RFC 6721 has it
 * for Atom.  In j's memory.
 */
struct str feed_json(struct job *j, const struct view_feed *v);

#endif
