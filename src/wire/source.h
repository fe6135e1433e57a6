/* SPDX-License-Identifier: ISC */
/*
 * Where a record is read from outside: an address that serves it, or a folder
 * with the same paths.  Paths are as record/paths.h writes them, behind
 * "record/", or "media/<sha256>.<format>".
 */
#ifndef STET_WIRE_SOURCE_H
#define STET_WIRE_SOURCE_H

#include "base/job.h"

struct source;

/*
 * An address begins with http:// or https:// and may lead to the paper or to
 * its /record/.  INVALID if it can be none.
 */
bool source_is_address(struct str place);
MUST_CHECK enum status source_open(struct job *j, struct str place,
    struct source **out);
void source_close(struct source *s); /* NULL is fine */

/*
 * The bytes at a path, in j's memory.
 *   NOT_FOUND  there are none (404)
 *   DENIED     they were taken back (410)
 *   INVALID    more than max, or the answer broke another limit
 *   FAULT      it can't be asked, or answers with a failure
 */
MUST_CHECK enum status source_get(struct source *s, struct job *j,
    struct str path, size_t max, struct str *out);

/*
 * The same for many, several at a time and in any order.  bytes are gone when
 * take returns; why is empty if st is OK.  What take returns ends the whole
 * unless it is OK.
 */
typedef enum status source_take(void *arg, size_t i, enum status st,
    struct str bytes, struct str why);
MUST_CHECK enum status source_all(struct source *s, struct job *j,
    const struct str *paths, size_t n, size_t max, source_take *take,
    void *arg);

#endif
