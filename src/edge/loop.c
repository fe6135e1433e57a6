/* SPDX-License-Identifier: ISC */
/* One epoll loop: wake up, look whether the site changed, serve. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "edge/loop.h"

#define ACCEPT_BATCH 64
#define BUSY_MS 5 /* until a busy site is asked again */
#define LINGER_SECONDS 2
#define TICK_MS 1000 /* wake up so often with connections to look after */

static int64_t
steady_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return t.tv_sec;
}

static int
or_usual(int given, int usual)
{
	return given > 0 ? given : usual;
}

struct edge_limits
edge_limits_of(const struct edge_limits *given)
{
	return (struct edge_limits){
		.connections = or_usual(given->connections, 16384),
		.connections_an_address = or_usual(given
						       ->connections_an_address,
		    128),
		.requests_a_connection = or_usual(given->requests_a_connection,
		    10000),
		.head_seconds = or_usual(given->head_seconds, 10),
		.idle_seconds = or_usual(given->idle_seconds, 60),
		.stall_seconds = or_usual(given->stall_seconds, 20),
		.stop_seconds = or_usual(given->stop_seconds, 10),
		.live = or_usual(given->live,
		    or_usual(given->connections, 16384) / 2),
		.live_an_address = or_usual(given->live_an_address, 64),
		.beat_seconds = or_usual(given->beat_seconds, 15),
		.tally_seconds = or_usual(given->tally_seconds, 300),
	};
}

/* The address of fd's own field is what epoll tells it by. */
static void
watch(struct loop *lp, int *fd) /* NOLINT: epoll hands it back */
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = fd };

	if (*fd >= 0 && epoll_ctl(lp->ep, EPOLL_CTL_ADD, *fd, &ev) < 0)
		abort();
}

static void
unwatch(struct loop *lp, int *fd)
{
	if (*fd >= 0)
		epoll_ctl(lp->ep, EPOLL_CTL_DEL, *fd, NULL);
	*fd = -1;
}

struct loop *
loop_new(struct edge *e, const struct edge_opts *opts,
    const struct edge_site *site, struct crowd *crowd, int number, int wake)
{
	struct loop *lp = calloc(1, sizeof(*lp));

	if (lp == NULL)
		abort();
	lp->edge = e;
	lp->opts = opts;
	lp->site = site;
	lp->crowd = crowd;
	lp->number = number;
	lp->limits = edge_limits_of(&opts->limits);
	lp->waits[WAIT_HEAD].seconds = lp->limits.head_seconds;
	lp->waits[WAIT_IDLE].seconds = lp->limits.idle_seconds;
	lp->waits[WAIT_STALL].seconds = lp->limits.stall_seconds;
	lp->waits[WAIT_LINGER].seconds = LINGER_SECONDS;
	lp->waits[WAIT_LIVE].seconds = lp->limits.beat_seconds;
	lp->listen = opts->sockets[number];
	lp->private_listen = number == 0 ? opts->private_socket : -1;
	lp->stop = opts->stop_fd;
	lp->wake = wake;
	lp->ep = epoll_create1(EPOLL_CLOEXEC);
	if (lp->ep < 0)
		abort();
	lp->steady = steady_now();
	moment_read(&lp->now);
	lp->job = job_new(lp->now.wall);
	lp->cache = cache_new(opts->cache_bytes / opts->loops);
	lp->squeezer = squeezer_new();
	lp->live = live_new();
	lp->tally_at = lp->steady + lp->limits.tally_seconds;
	return lp;
}

void
loop_free(struct loop *lp)
{
	if (lp == NULL)
		return;
	for (enum wait w = WAIT_HEAD; w < WAITS; w++)
		while (lp->waits[w].first)
			conn_close(lp, lp->waits[w].first);
	if (lp->desk)
		lp->site->close(lp->desk);
	cache_free(lp->cache);
	squeezer_free(lp->squeezer);
	live_free(lp->live);
	job_free(lp->job);
	close(lp->ep);
	free(lp);
}

bool
loop_follow(struct loop *lp)
{
	const int64_t was = cache_version(lp->cache);
	struct edge_news news = { .site_version = was };
	const enum status st = lp->site->tick(lp->desk, lp->job, &news);

	lp->again = st == BUSY;
	if (st == OK) {
		if (news.everything)
			cache_drop_all(lp->cache);
		else
			for (size_t i = 0; i < news.nstale; i++)
				cache_drop(lp->cache, news.stale[i]);
		/* All loops meet it; one tells. */
		if (news.trouble.n > 0 && lp->number == 0)
			LOG(lp->opts->log, LOG_WARN, "not-taken-up",
			    LOG_TEXT("reason", news.trouble));
		live_hear(lp, &news);
		if (news.site_version != was)
			cache_moves(lp->cache, news.site_version);
		atomic_store_explicit(&lp->metrics.ticked, lp->now.wall,
		    memory_order_relaxed);
		atomic_store_explicit(&lp->metrics.site_version,
		    news.site_version, memory_order_relaxed);
	} else if (st != BUSY) {
		edge_give_up(lp->edge, st, job_reason(lp->job));
		return false;
	}
	job_reset(lp->job, lp->now.wall);
	return true;
}

/* The longest idle goes for one who wants something; false if none is idle. */
static bool
make_room(struct loop *lp)
{
	if (lp->nconns < lp->limits.connections)
		return true;
	if (lp->waits[WAIT_IDLE].first == NULL)
		return false;
	conn_close(lp, lp->waits[WAIT_IDLE].first);
	return true;
}

bool
loop_counts(const struct loop *lp, const struct in6_addr *address)
{
	return !address_is_loopback(address)
	    && !address_is_in(address, lp->opts->proxies, lp->opts->nproxies);
}

static void
admit(struct loop *lp, int fd, const struct sockaddr_storage *from,
    bool is_private)
{
	const struct in6_addr peer = address_of(from);
	const bool counted = loop_counts(lp, &peer);

	if (!make_room(lp) || (counted && !crowd_enter(lp->crowd, &peer))) {
		metric_add(&lp->metrics, METRIC_REFUSED_CONNECTIONS, 1);
		close(fd);
		return;
	}
	conn_new(lp, fd, &peer, is_private, counted);
}

static void
accept_some(struct loop *lp, int listening, bool is_private)
{
	for (int i = 0; i < ACCEPT_BATCH; i++) {
		struct sockaddr_storage from;
		socklen_t n = sizeof(from);
		const int fd = accept4(listening, (struct sockaddr *)&from, &n,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			admit(lp, fd, &from, is_private);
			continue;
		}
		/* Out of descriptors: an idle reader's will do. */
		if ((errno == EMFILE || errno == ENFILE)
		    && lp->waits[WAIT_IDLE].first) {
			conn_close(lp, lp->waits[WAIT_IDLE].first);
			continue;
		}
		if (errno != ECONNABORTED && errno != EINTR)
			return;
	}
}

static void
begin_stop(struct loop *lp)
{
	lp->stopping = true;
	lp->stop_by = lp->steady + lp->limits.stop_seconds;
	unwatch(lp, &lp->listen);
	unwatch(lp, &lp->private_listen);
	unwatch(lp, &lp->stop);
	unwatch(lp, &lp->wake);
	live_end(lp);
}

/* Connections come last: one may be closed by what an accept needs. */
static void
serve_events(struct loop *lp, const struct epoll_event *events, int n)
{
	for (int i = 0; i < n; i++) {
		const void *what = events[i].data.ptr;

		if (what == &lp->listen || what == &lp->private_listen
		    || what == &lp->stop || what == &lp->wake)
			continue;
		conn_event(lp, events[i].data.ptr, events[i].events);
	}
	for (int i = 0; i < n; i++) {
		const void *what = events[i].data.ptr;

		if (what == &lp->listen && lp->listen >= 0)
			accept_some(lp, lp->listen, false);
		else if (what == &lp->private_listen && lp->private_listen >= 0)
			accept_some(lp, lp->private_listen, true);
		else if ((what == &lp->stop || what == &lp->wake)
		    && !lp->stopping)
			begin_stop(lp);
	}
}

static int
timeout_of(const struct loop *lp)
{
	const int live = live_timeout(lp);

	if (live >= 0 && !(lp->again && live > BUSY_MS))
		return live;
	return lp->again ? BUSY_MS : TICK_MS;
}

static void
publish_counts(struct loop *lp)
{
	const struct cache_counts n = cache_counts(lp->cache);

	metric_set(&lp->metrics, METRIC_HITS, n.hits);
	metric_set(&lp->metrics, METRIC_MISSES, n.misses);
	metric_set(&lp->metrics, METRIC_EVICTED, n.evicted);
	metric_set(&lp->metrics, METRIC_DROPPED, n.dropped);
	metric_set(&lp->metrics, METRIC_CACHE_PAGES, n.pages);
	metric_set(&lp->metrics, METRIC_CACHE_BYTES, n.bytes);
	metric_set(&lp->metrics, METRIC_OPEN, (uint64_t)lp->nconns);
	metric_set(&lp->metrics, METRIC_LIVE, (uint64_t)live_followers(lp));
}

static void
hand_on(struct loop *lp, bool now)
{
	if (lp->opts->tally_fd <= 0 || (!now && lp->steady < lp->tally_at))
		return;
	lp->tally_at = lp->steady + lp->limits.tally_seconds;
	tally_give(&lp->tally, lp->opts->tally_fd);
}

static bool
is_done(struct loop *lp)
{
	if (!lp->stopping)
		return false;
	conn_close_idle(lp);
	return lp->nconns == 0 || lp->steady >= lp->stop_by;
}

void
loop_run(struct loop *lp)
{
	struct epoll_event events[BATCH];

	watch(lp, &lp->listen);
	watch(lp, &lp->private_listen);
	watch(lp, &lp->stop);
	watch(lp, &lp->wake);
	while (!is_done(lp)) {
		const int n = epoll_wait(lp->ep, events, BATCH,
		    lp->stopping ? BUSY_MS : timeout_of(lp));

		lp->steady = steady_now();
		moment_read(&lp->now);
		if (!loop_follow(lp))
			return;
		serve_events(lp, events, n);
		conn_expire(lp);
		live_spread(lp);
		publish_counts(lp);
		hand_on(lp, false);
	}
	hand_on(lp, true);
}
