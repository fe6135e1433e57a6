/* SPDX-License-Identifier: ISC */
/* A new site's folder. */
#ifndef STET_DESK_INIT_H
#define STET_DESK_INIT_H

#include "base/job.h"

struct init_opts {
	struct str name;     /* of the paper; required */
	struct str lang;     /* BCP 47; its first language, fixed for ever */
	struct str timezone; /* IANA; empty: UTC */
	struct str url;      /* https://...; empty: only reached locally */
};

/*
 * Make the folder, its databases and its key, and publish the settings as the
 * log's first entry.  A folder that is there may hold no site and no files of
 * these names.  INVALID (language, zone, address), CONFLICT, DENIED, FAULT;
 * after a failure what was made is removed.
 */
MUST_CHECK enum status desk_init(struct job *j, const char *dir,
    const struct init_opts *opts);

#endif
