/* SPDX-License-Identifier: ISC */
/*
 * heads.log: every signed head that was seen, one after the other, each a
 * whole note (C2SP signed note) with an empty line behind it.  It is only
 * ever added to, may lie on another machine's disk, and proves after a restore
 * whether anything newer was signed.
 */
#ifndef STET_VAULT_HEADS_H
#define STET_VAULT_HEADS_H

#include "record/note.h"

#define HEADS_FILE "heads.log"
/* So much of its end is read to find the newest head. */
#define HEADS_TAIL ((int64_t)1024 * 1024)

struct heads;

/* Made (mode 0644) if it is not there.  NOT_FOUND, DENIED, FAULT. */
MUST_CHECK enum status heads_open(struct job *j, const char *path,
    struct heads **out);
void heads_close(struct heads *h); /* NULL is fine */

/* Add the head if it is another than the last; on the disk when it returns. */
MUST_CHECK enum status heads_add(struct heads *h, struct job *j,
    struct str note);

/*
 * The newest head in such a file (or a lone checkpoint) that bears a good
 * signature of one of the seals, whenever that signed.  INVALID if there is
 * none.  Whatever else stands in it is passed over.
 */
MUST_CHECK enum status heads_newest(struct job *j, const char *path,
    const struct seals *who, struct checkpoint *out);

#endif
