/* SPDX-License-Identifier: ISC */
/*
 * Builds a string in a job's memory, up to a maximum.  Appending cannot fail;
 * what does not fit is left out and buf_done() says so, once.
 */
#ifndef STET_BASE_BUF_H
#define STET_BASE_BUF_H

#include "base/job.h"

struct buf {
	struct job *j;
	char *p;
	size_t n, cap, max;
	bool over; /* something did not fit */
};

struct buf buf_in(struct job *j, size_t max);
/* With room for so many bytes from the start. */
struct buf buf_sized(struct job *j, size_t max, size_t room);
void buf_put(struct buf *b, struct str s);
void buf_ch(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
#define BUF_LIT(b, lit) buf_put((b), STR(lit))

/* What was built so far, valid until the next append. */
struct str buf_so_far(const struct buf *b);

/* Give back the room that was not needed. */
void buf_trim(struct buf *b);

/* INVALID, with a reason, if it grew over its maximum. */
MUST_CHECK enum status buf_done(struct buf *b, struct str *out);

#endif
