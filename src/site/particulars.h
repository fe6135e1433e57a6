/* SPDX-License-Identifier: ISC */
/*
 * Particulars in one column: what only some kinds have, field by field under
 * its name, as the tables of kinds and shapes say.
 */
#ifndef STET_SITE_PARTICULARS_H
#define STET_SITE_PARTICULARS_H

#include "text/copy.h"

/*
 * Empty if the thing has none.  shown: only what is shown there (bits of enum
 * shown); 0: all.
 */
struct str particulars_pack(struct job *j, const struct copy *c,
    unsigned shown);
/* What it says stays where it is packed; lines are 0. */
void particulars_unpack(struct job *j, enum kind kind, struct str packed,
    struct particulars *out);

#endif
