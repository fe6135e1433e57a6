/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

struct buf
buf_in(struct job *j, size_t max)
{
	return (struct buf){ .j = j, .max = max };
}

struct buf
buf_sized(struct job *j, size_t max, size_t room)
{
	return (struct buf){
		.j = j,
		.max = max,
		.p = job_room(j, room),
		.cap = room,
	};
}

static bool
make_room(struct buf *b, size_t n)
{
	size_t cap = b->cap > 0 ? b->cap : 256;

	if (b->over || n > b->max - b->n) {
		b->over = true;
		return false;
	}
	while (cap - b->n < n)
		cap *= 2;
	if (cap > b->cap) {
		b->p = job_widen(b->j, b->p, b->cap, cap);
		b->cap = cap;
	}
	return true;
}

void
buf_put(struct buf *b, struct str s)
{
	if (s.n == 0 || !make_room(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void
buf_ch(struct buf *b, char c)
{
	if (b->n < b->cap && b->n < b->max && !b->over) {
		b->p[b->n++] = c;
		return;
	}
	buf_put(b, (struct str){ &c, 1 });
}

void
buf_int(struct buf *b, int64_t v)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%" PRId64, v);

	buf_put(b, (struct str){ digits, (size_t)n });
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_put(b, job_vprintf(b->j, fmt, ap));
	va_end(ap);
}

struct str
buf_so_far(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

void
buf_trim(struct buf *b)
{
	if (b->cap > b->n)
		job_give_back(b->j, b->p, b->cap, b->n);
	b->cap = b->n;
}

enum status
buf_done(struct buf *b, struct str *out)
{
	if (b->over)
		return job_fail(b->j, INVALID, "larger than %zu bytes", b->max);
	buf_trim(b);
	*out = buf_so_far(b);
	return OK;
}
