/* SPDX-License-Identifier: ISC */
/*
 * What the loops share, none of it on a request's way.
 *
 * 1. `lock` guards ready, failed and reason; all else is set before the first
 *    thread and not changed.
 * 2. Loop 0 runs in the calling thread.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "edge/loop.h"

#define CACHE_BYTES ((size_t)40 * 1024 * 1024)

struct edge {
	struct edge_opts opts;
	struct edge_site site;
	struct crowd *crowd, *live_crowd;
	struct loop **loops;
	pthread_t *threads;
	size_t nthreads;
	int wake;
	int64_t started;
	pthread_mutex_t lock;
	size_t ready;
	enum status failed;
	char *reason; /* NULL until failed */
};

size_t
edge_metrics(struct edge *e, struct metrics *all[], size_t room)
{
	const size_t n = e->opts.loops < room ? e->opts.loops : room;

	for (size_t i = 0; i < n; i++)
		all[i] = &e->loops[i]->metrics;
	return n;
}

struct crowd *
edge_live_crowd(struct edge *e)
{
	return e->live_crowd;
}

struct metrics_extra
edge_extra(const struct edge *e)
{
	return (struct metrics_extra){ e->opts.restarts, e->started };
}

void
edge_give_up(struct edge *e, enum status st, struct str reason)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&e->lock);
	if (e->failed == OK) {
		e->failed = st;
		e->reason = strndup(reason.n ? reason.p : "", reason.n);
	}
	pthread_mutex_unlock(&e->lock);
	if (write(e->wake, &one, sizeof(one)) < 0)
		abort();
}

static void
tell_ready(struct edge *e)
{
	bool all;

	pthread_mutex_lock(&e->lock);
	all = ++e->ready == e->opts.loops;
	pthread_mutex_unlock(&e->lock);
	if (all && e->opts.ready)
		e->opts.ready(e->opts.ready_ctx);
}

static void *
loop_thread(void *arg)
{
	struct loop *lp = arg;
	struct job *j = job_new(clock_now());
	const enum status st = lp->site->open(lp->site->ctx, j, &lp->desk);

	if (st != OK)
		edge_give_up(lp->edge, st, job_reason(j));
	else if (loop_follow(lp)) {
		tell_ready(lp->edge);
		loop_run(lp);
	}
	job_free(j);
	return NULL;
}

/* Half of what this process may have open, at most, is for followers. */
static int
live_most(const struct edge_limits *limits, size_t loops)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0
	    && r.rlim_cur / 2 / loops < (rlim_t)limits->live)
		return (int)(r.rlim_cur / 2 / loops);
	return limits->live;
}

static struct edge *
edge_new(const struct edge_site *site, const struct edge_opts *opts)
{
	struct edge *e = calloc(1, sizeof(*e));
	struct edge_limits limits;

	if (e == NULL || pthread_mutex_init(&e->lock, NULL) != 0)
		abort();
	e->opts = *opts;
	e->site = *site;
	if (e->opts.cache_bytes == 0)
		e->opts.cache_bytes = CACHE_BYTES;
	e->started = clock_now();
	limits = edge_limits_of(&opts->limits);
	e->opts.limits.live = live_most(&limits, opts->loops);
	e->live_crowd = crowd_new((size_t)e->opts.limits.live * opts->loops,
	    limits.live_an_address);
	e->crowd = crowd_new((size_t)limits.connections * opts->loops,
	    limits.connections_an_address);
	e->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	e->loops = calloc(opts->loops, sizeof(struct loop *));
	e->threads = calloc(opts->loops, sizeof(pthread_t));
	if (e->wake < 0 || e->loops == NULL || e->threads == NULL)
		abort();
	for (size_t i = 0; i < opts->loops; i++)
		e->loops[i] = loop_new(e, &e->opts, &e->site, e->crowd, (int)i,
		    e->wake);
	return e;
}

static void
edge_free(struct edge *e)
{
	for (size_t i = 0; i < e->opts.loops; i++)
		loop_free(e->loops[i]);
	crowd_free(e->crowd);
	crowd_free(e->live_crowd);
	close(e->wake);
	free(e->loops);
	free(e->threads);
	free(e->reason);
	pthread_mutex_destroy(&e->lock);
	free(e);
}

enum status
edge_serve(struct job *j, const struct edge_site *site,
    const struct edge_opts *opts)
{
	struct edge *e;
	enum status st = OK;

	assert(opts->loops > 0);
	signal(SIGPIPE, SIG_IGN); /* sendfile has no flag for it */
	e = edge_new(site, opts);
	for (size_t i = 1; i < opts->loops; i++) {
		if (pthread_create(&e->threads[i], NULL, loop_thread,
			e->loops[i])
		    != 0)
			abort();
		e->nthreads = i;
	}
	loop_thread(e->loops[0]);
	for (size_t i = 1; i <= e->nthreads; i++)
		pthread_join(e->threads[i], NULL);
	if (e->failed != OK)
		st = job_fail(j, e->failed, "%s", e->reason);
	edge_free(e);
	return st;
}
