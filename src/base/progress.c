/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/progress.h"

#define EVERY 0.25  /* seconds between two lines */
#define SILENCE 1.0 /* seconds before the first one */

struct progress {
	int fd;
	bool loud, begun;
	double begin, last;
	bool shown;
};

double
clock_steady(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct progress *
progress_new(struct job *j, int fd)
{
	struct progress *p = JOB_NEW(j, struct progress);

	p->fd = fd;
	p->loud = isatty(fd) == 1;
	return p;
}

static void
say(struct progress *p, const char *line, int n)
{
	if (n > 0 && write(p->fd, line, (size_t)n) < 0)
		p->loud = false; /* nobody is looking any more */
}

void
progress_at(struct progress *p, const char *what, uint64_t done, uint64_t total)
{
	double now, took, rate;
	char line[160];

	if (p == NULL || !p->loud)
		return;
	now = clock_steady();
	if (!p->begun) {
		p->begun = true;
		p->begin = now;
		p->last = now + SILENCE - EVERY;
	}
	if (now < p->last + EVERY)
		return;
	p->last = now;
	p->shown = true;
	took = now - p->begin;
	rate = took > 0 ? (double)done / took : 0;
	if (total > done && rate > 0)
		say(p, line,
		    snprintf(line, sizeof(line),
			"\r\033[K%" PRIu64 " of %" PRIu64
			" %s, %.0f a second, %.0f s left",
			done, total, what, rate,
			(double)(total - done) / rate));
	else
		say(p, line,
		    snprintf(line, sizeof(line),
			"\r\033[K%" PRIu64 " %s, %.0f a second", done, what,
			rate));
}

void
progress_end(struct progress *p)
{
	if (p == NULL || !p->loud)
		return;
	if (p->shown)
		say(p, "\r\033[K", 4);
	p->begun = p->shown = false;
}
