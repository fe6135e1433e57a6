/* SPDX-License-Identifier: ISC */
/*
 * After a restore: what redactions erased since the backup was made is in the
 * folder again.  Put the newest file `redactions` that there is into it
 * (record/redactions.h) and call this; it needs no key and appends nothing.
 *
 * What it can't bring back is the text without the words that followed, if the
 * backup is from before: such a thing is not shown until it is published
 * again.
 */
#ifndef STET_DESK_REDACTIONS_H
#define STET_DESK_REDACTIONS_H

#include "base/job.h"

struct erased_again {
	int64_t files, media;
};

/*
 * Erase again whatever of DIR/redactions the folder still holds; fine if there
 * is no such file or nothing to erase.  BUSY: it is done but for old bytes in
 * the files, because somebody reads; call it again.
 */
MUST_CHECK enum status redactions_apply(struct job *j, const char *dir,
    struct erased_again *out);

#endif
