/* SPDX-License-Identifier: ISC */
/*
 * A piece of work: one request, one command, one batch of an import.  It owns
 * an arena, the reading of the clock that the work goes by, and the text of
 * its failure.  What was made in a job dies with it (job_free) or with its
 * next round (job_reset), so nobody frees by hand.
 *
 * Out of memory aborts: the supervisor starts anew.  A size that a stranger
 * controls is refused at the border, before it reaches an arena.
 */
#ifndef STET_BASE_JOB_H
#define STET_BASE_JOB_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/status.h"
#include "base/str.h"

struct job;

/* now: seconds since 1970, UTC, the time that this work goes by. */
struct job *job_new(int64_t now);
void job_free(struct job *j); /* NULL is fine */

/* Run what was deferred, forget failure and memory, keep a few blocks. */
void job_reset(struct job *j, int64_t now);
/* Don't keep them: for one of many jobs that wait. */
void job_trim(struct job *j);

int64_t job_now(const struct job *j);

/* The system's clock: seconds since 1970.  For whoever begins a job. */
int64_t clock_now(void);

/* Zeroed memory, aligned for anything. */
void *job_alloc(struct job *j, size_t n);
#define JOB_NEW(j, type) ((type *)job_alloc((j), sizeof(type)))
#define JOB_ARRAY(j, type, n) ((type *)job_array((j), sizeof(type), (n)))
void *job_array(struct job *j, size_t size, size_t n);

/* p, of size was (NULL and 0 at first), made larger; may move. */
void *job_grow(struct job *j, void *p, size_t was, size_t n);

/* Likewise without the zeroes, for bytes that are written over anyway. */
void *job_room(struct job *j, size_t n);
void *job_widen(struct job *j, void *p, size_t was, size_t n);
/* p, the last that job_room() gave, of size was, needs only n (at most was). */
void job_give_back(struct job *j, const void *p, size_t was, size_t n);

/* A copy, with a \0 behind it that is not counted. */
struct str job_str(struct job *j, struct str s);
char *job_cstr(struct job *j, struct str s);
struct str job_printf(struct job *j, const char *fmt, ...) PRINTF(2, 3);
struct str job_vprintf(struct job *j, const char *fmt, va_list ap) PRINTF(2, 0);

/* Call end(what) when the job ends or is reset; last deferred, first called. */
void job_defer(struct job *j, void (*end)(void *what), void *what);

/*
 * Say why, in words that an editor could read, and return st for the caller
 * to hand on.  The first reason stands until job_forgive().
 */
enum status job_fail(struct job *j, enum status st, const char *fmt, ...)
    PRINTF(3, 4);
struct str job_reason(const struct job *j);
void job_forgive(struct job *j);

#endif
