/* SPDX-License-Identifier: ISC */
/* Which way words run, by their first letter that runs either way. */
#ifndef STET_TEXT_DIRECTION_H
#define STET_TEXT_DIRECTION_H

#include "base/str.h"

enum direction { RUNS_NEITHER, RUNS_RIGHT, RUNS_LEFT };

/* Of canonical markup: what stands in tags does not count. */
enum direction direction_of(struct str html);

/*
 * Is a block among words that run so written the other way?  Only if it has
 * few letters of theirs: a sentence may begin with a foreign name and quote at
 * length, and stays one of theirs.
 */
bool direction_differs(struct str html, enum direction around);

#endif
