/* SPDX-License-Identifier: ISC */
/* Comments that came with a story from another system. */
#ifndef STET_SITE_COMMENTS_H
#define STET_SITE_COMMENTS_H

#include "base/id.h"
#include "base/markup.h"
#include "text/when.h"

struct site;

struct remark {
	struct str by; /* empty: nobody is named */
	struct when at;
	int level; /* from 1 */
	struct markup html;
};

struct remarks {
	struct remark *at;
	size_t n;
};

/* Those of a story, in the order in which they are read; none is fine. */
MUST_CHECK enum status site_comments(struct site *s, struct job *j,
    int64_t story, struct remarks *out);

#endif
