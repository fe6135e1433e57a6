/* SPDX-License-Identifier: ISC */
/* Which lines of two texts differ, for a person to read. */
#ifndef STET_TEXT_DIFFERENCE_H
#define STET_TEXT_DIFFERENCE_H

#include "base/job.h"

/*
 * Lines that only the first text has behind "- ", those that only the second
 * has behind "+ ", each piece under the line number ("@ 12") at which it
 * stands in the second; at most max_lines of them, then "...".  Empty if the
 * texts are alike.  In j's memory.
 */
struct str difference(struct job *j, struct str first, struct str second,
    size_t max_lines);

#endif
