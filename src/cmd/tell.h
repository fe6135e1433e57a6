/* SPDX-License-Identifier: ISC */
/* What several commands say in the same way. */
#ifndef STET_CMD_TELL_H
#define STET_CMD_TELL_H

#include <jansson.h>

#include "cmd/cmd.h"
#include "desk/publish.h"
#include "text/compare.h"

/* One line of JSON on standard output; takes o over. */
MUST_CHECK enum status tell_json(struct call *c, json_t *o);

/* What became of a file: a line for people, or JSON. */
MUST_CHECK enum status tell_published(struct call *c, struct str name,
    const struct published *p);

/*
 * Do one() for each argument behind the first, each in a job of its own, so
 * that what is wrong with one does not keep the others: its reason is told
 * (with --json: a result with `error` and `reason`) and the rest goes on.  Only
 * a FAULT or BUSY, which the others would meet too, ends it.  Gives the first
 * failure's status, with how many of them failed; what: "file".
 */
typedef enum status tell_one(struct call *c, size_t i, void *arg);
MUST_CHECK enum status tell_each(struct call *c, const char *what,
    tell_one *one, void *arg);

/* What changed, for people: a line for each field, then the body. */
struct str tell_comparison(struct job *j, const struct comparison *w,
    bool lines);
/* The same: {fields: [{field, was, is}], added, taken, difference}. */
json_t *comparison_json(struct job *j, const struct comparison *w, bool lines);

/* The desk of the folder in the first argument, closed when c ends. */
MUST_CHECK enum status call_desk(struct call *c, struct desk **out);

/* Everything but the last part of a path; "." if there is nothing else. */
const char *folder_of(struct job *j, const char *path);

/* "2026-11-23T10:40+00:00", in UTC. */
struct str tell_time(struct job *j, int64_t at);

#endif
