/* SPDX-License-Identifier: ISC */
/* What publishing a file would change. */
#ifndef STET_CMD_DRYRUN_H
#define STET_CMD_DRYRUN_H

#include "cmd/cmd.h"
#include "desk/publish.h"

/* Tell it; nothing is written but pictures, into that darkroom. */
MUST_CHECK enum status dry_run(struct call *c, struct desk *d,
    struct darkroom *pictures, struct str bytes,
    const struct publish_opts *opts);

#endif
