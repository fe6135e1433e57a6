/* SPDX-License-Identifier: ISC */
/* Every address that readers can be given, for whoever makes all of them. */
#ifndef STET_PRESS_EVERYTHING_H
#define STET_PRESS_EVERYTHING_H

#include "press/press.h"
#include "site/everywhere.h"

/* How far a walk has come; zero it, and set entries. */
struct everything {
	int part;
	struct everywhere site;
	int64_t entry;   /* of the record: the next one */
	int64_t entries; /* so many are there: as they were when it began */
};

/*
 * The next addresses; none at the end.  Each call is a read of its own: what
 * changes meanwhile is told by press_tick().  Statuses as press_page().
 */
MUST_CHECK enum status press_everything(struct press *p, struct job *j,
    struct everything *w, struct texts *out);

/* How many entries the record has. */
MUST_CHECK enum status press_entries(struct press *p, struct job *j,
    int64_t *out);

/*
 * What is other in the record's pages and tiles since it had so many entries;
 * none if it has no more; and how many it has.
 */
MUST_CHECK enum status press_recorded(struct press *p, struct job *j,
    int64_t from, struct texts *out, int64_t *entries);

/* Addresses that only lead on, or that nothing is at any more; as
   site_elsewhere(). */
MUST_CHECK enum status press_elsewhere(struct press *p, struct job *j,
    struct str after, size_t max, struct texts *out);

/* The name of the log, which no two papers share: "gazette.example/record". */
MUST_CHECK enum status press_origin(struct press *p, struct job *j,
    struct str *out);

/* What makes all pages other than they were: theme, program. */
struct str press_making_of(const struct press *p, struct job *j);

#endif
