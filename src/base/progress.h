/* SPDX-License-Identifier: ISC */
/*
 * How far work has come: "12,400 of 100,000 stories, 4,130 a second, 21 s
 * left", on a terminal only and only when it takes longer than a second.
 */
#ifndef STET_BASE_PROGRESS_H
#define STET_BASE_PROGRESS_H

#include "base/job.h"

struct progress;

/* To fd if that is a terminal, else a progress that stays silent. */
struct progress *progress_new(struct job *j, int fd);

/*
 * What is counted ("stories"), how many are done and how many there are (0 if
 * nobody knows).  Cheap enough for every item; p may be NULL.
 */
void progress_at(struct progress *p, const char *what, uint64_t done,
    uint64_t total);

/* Wipe the line.  The next progress_at() begins a new piece of work. */
void progress_end(struct progress *p);

/* Seconds on a clock that never goes back, for rates and limits. */
double clock_steady(void);

#endif
