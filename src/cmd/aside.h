/* SPDX-License-Identifier: ISC */
/* Where pictures go that are only looked at. */
#ifndef STET_CMD_ASIDE_H
#define STET_CMD_ASIDE_H

#include "cmd/cmd.h"
#include "media/media.h"

struct aside {
	char *folder; /* inside the site's */
	struct darkroom *pictures;
};

/*
 * A folder of its own, which goes with the call's job.  Before the desk is
 * opened (see media_open).
 */
MUST_CHECK enum status aside_open(struct call *c, const char *dir,
    struct aside **out);

#endif
