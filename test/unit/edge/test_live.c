/* SPDX-License-Identifier: ISC */
/*
 * Readers who follow briefs, on a real server over a site that the test moves.
 * Its briefs are /a/ and /b/; what it published so far stands in memory that
 * both processes share.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "edge/listen.h"
#include "served.h"

#define LAST "Host: h\r\nConnection: close\r\n\r\n"
#define ITEMS 512

enum state {
	RUNS,
	SEALED,
	GONE,
};

static const struct str briefs[] = { STR_INIT("/a/"), STR_INIT("/b/") };
#define BRIEFS (sizeof(briefs) / sizeof(briefs[0]))

struct item {
	int64_t version;
	size_t brief, pad; /* pad: bytes of filling */
};

struct desk {
	struct dial dial; /* first: the common site's */
	_Atomic int states[BRIEFS];
	_Atomic int answers; /* what live returns, enum status */
	_Atomic int asked;
	struct item items[ITEMS]; /* written before dial.version moves */
	_Atomic size_t nitems;
};

static enum status
desk_tick(void *desk, struct job *j, struct edge_news *news)
{
	const struct desk *d = desk;
	const int64_t now = atomic_load(&d->dial.version);
	struct str *stale = JOB_ARRAY(j, struct str, ITEMS);

	if (now == news->site_version)
		return OK;
	for (size_t i = 0; i < atomic_load(&d->nitems); i++)
		if (d->items[i].version > news->site_version
		    && d->items[i].version <= now)
			stale[news->nstale++] = briefs[d->items[i].brief];
	news->stale = stale;
	news->site_version = now;
	return OK;
}

static struct str
message(struct job *j, const struct item *it)
{
	char *pad = job_alloc(j, it->pad + 1);

	memset(pad, 'x', it->pad);
	return job_printf(j, "id: %d\nevent: item\ndata: {\"n\":%d}%s\n\n",
	    (int)it->version, (int)it->version, pad);
}

static enum status
desk_live(void *desk, struct job *j, struct str channel, int64_t since,
    struct live_news *out)
{
	struct desk *d = desk;
	const enum status st = (enum status)atomic_load(&d->answers);
	struct buf b = buf_in(j, ANSWER_MAX);
	size_t brief = 0;

	atomic_fetch_add(&d->asked, 1);
	if (st != OK)
		return job_fail(j, st, "the desk says so");
	while (brief < BRIEFS && !str_eq(briefs[brief], channel))
		brief++;
	out->site_version = atomic_load(&d->dial.version);
	out->status = 404;
	if (brief == BRIEFS)
		return OK;
	out->status = atomic_load(&d->states[brief]) == GONE ? 410 : 200;
	out->sealed = atomic_load(&d->states[brief]) == SEALED;
	for (size_t i = 0; since && i < atomic_load(&d->nitems); i++)
		if (d->items[i].brief == brief && d->items[i].version > since
		    && d->items[i].version <= out->site_version
		    && d->items[i].pad != SIZE_MAX)
			buf_put(&b, message(j, &d->items[i]));
	return buf_done(&b, &out->messages);
}

static void
publish(struct desk *d, size_t brief, size_t pad)
{
	const size_t n = atomic_load(&d->nitems);

	assert_true(n < ITEMS);
	d->items[n] = (struct item){ atomic_load(&d->dial.version) + 1, brief,
		pad };
	atomic_store(&d->nitems, n + 1);
	atomic_fetch_add(&d->dial.version, 1);
}

/* It is named as stale, with no message of its own. */
static void
becomes(struct desk *d, size_t brief, enum state state)
{
	atomic_store(&d->states[brief], state);
	publish(d, brief, SIZE_MAX);
}

/* ---- the house ---- */

struct house {
	pid_t pid;
	int port, private_port, stop[2];
	int sockets[2], private_socket;
	struct desk *desk;
	struct job *j;
};

static void
serve(struct house *h)
{
	static const struct edge_net proxies[] = {
		{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1 },
		    128 }
	};
	struct edge_site site = site_of(&h->desk->dial);
	const struct edge_opts o = { .sockets = h->sockets,
		.loops = 2,
		.private_socket = h->private_socket,
		.stop_fd = h->stop[0],
		.media_dir = -1,
		.proxies = proxies,
		.nproxies = 1,
		.limits = { .connections = 3000,
		    .head_seconds = 2,
		    .stall_seconds = 5,
		    .idle_seconds = 1,
		    .live = 1200,
		    .live_an_address = 3,
		    .beat_seconds = 1,
		    .stop_seconds = 5 } };

	close(h->stop[1]);
	site.tick = desk_tick;
	site.live = desk_live;
	exit(edge_serve(h->j, &site, &o) != OK);
}

static void
open_doors(struct house *h)
{
	assert_int_equal(pipe(h->stop), 0);
	h->pid = fork();
	if (h->pid == 0)
		serve(h);
	close(h->stop[0]);
}

static int
close_doors(struct house *h)
{
	int how = 0;

	close(h->stop[1]);
	waitpid(h->pid, &how, 0);
	return how;
}

static int
open_house(void **state)
{
	struct house *h = calloc(1, sizeof(*h));

	h->desk = mmap(NULL, sizeof(*h->desk), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(h->desk != MAP_FAILED);
	atomic_store(&h->desk->dial.version, 1);
	h->j = job_new(clock_now());
	assert_ok(h->j, listen_open(h->j, "127.0.0.1:0", 2, h->sockets));
	assert_ok(h->j,
	    listen_open(h->j, "127.0.0.1:0", 1, &h->private_socket));
	h->port = port_in(listen_address(h->j, h->sockets[0]));
	h->private_port = port_in(listen_address(h->j, h->private_socket));
	open_doors(h);
	*state = h;
	return 0;
}

static int
close_house(void **state)
{
	struct house *h = *state;
	const int how = close_doors(h);

	close(h->sockets[0]);
	close(h->sockets[1]);
	close(h->private_socket);
	munmap(h->desk, sizeof(*h->desk));
	job_free(h->j);
	free(h);
	return how;
}

/* ---- readers ---- */

static int
follow(struct house *h, const char *target, const char *fields)
{
	const int fd = dial_up(h->port);

	say(fd,
	    job_printf(h->j, "GET /live%s HTTP/1.1\r\nHost: h\r\n%s\r\n",
		target, fields));
	return fd;
}

/* What comes up to this text and with it. */
static struct str
hear(struct house *h, int fd, const char *until)
{
	const struct str end = str_of(until);
	struct job *j = job_new(0);
	struct str heard;
	char *p = job_alloc(j, ANSWER_MAX);
	size_t n = 0, at = NOWHERE;

	while (at == NOWHERE) {
		const size_t back = n < end.n ? n : end.n - 1;
		const ssize_t more = recv(fd, p + n, ANSWER_MAX - n, MSG_PEEK);

		if (more <= 0)
			fail_msg("no \"%s\" in \"%.*s\"", until, (int)n, p);
		at = str_find(str_from(p + n - back, back + (size_t)more), end);
		if (at != NOWHERE)
			at += n - back + end.n;
		/* No more than was waited for is taken. */
		recv(fd, p + n, at == NOWHERE ? (size_t)more : at - n,
		    MSG_WAITALL);
		n += (size_t)more;
	}
	heard = job_str(h->j, str_from(p, at));
	job_free(j);
	return heard;
}

/* Follow from now, and be sure that it is so. */
static int
follow_now(struct house *h, const char *target)
{
	const int fd = follow(h, target, "");

	hear(h, fd, "\nid: ");
	hear(h, fd, "\n\n");
	return fd;
}

static struct str
get(struct house *h, const char *target, const char *fields)
{
	return ask(h->j, h->port,
	    job_printf(h->j, "GET %s HTTP/1.1\r\n%s" LAST, target, fields));
}

static int
status_of(struct str answer)
{
	int64_t status = 0;

	assert_true(str_starts(answer, STR("HTTP/1.1 ")));
	assert_true(str_to_int(str_sub(answer, 9, 3), &status));
	return (int)status;
}

static int64_t
count_of(struct house *h, const char *metric)
{
	const struct str a = ask(h->j, h->private_port,
	    STR("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n"));
	const struct str name = job_printf(h->j, "\nstet_%s ", metric);
	const size_t at = str_find(a, name);
	struct str rest = str_skip(a, at + name.n), line;
	int64_t n = -1;

	assert_true(at != NOWHERE);
	assert_true(str_line(&rest, &line));
	assert_true(str_to_int(line, &n));
	return n;
}

/* It will be; counts are handed on at the end of a loop's round. */
static void
wait_for(struct house *h, const char *metric, int64_t n)
{
	int64_t is = -1;

	for (int i = 0; i < 500 && is != n; i++) {
		is = count_of(h, metric);
		if (is != n)
			usleep(10000);
	}
	assert_int_equal(is, n);
}

static bool
is_closed(int fd)
{
	char c[256];
	ssize_t n;

	do
		n = recv(fd, c, sizeof(c), 0);
	while (n > 0);
	return n == 0 || errno == ECONNRESET;
}

/* ---- the rules ---- */

static void
test_item(void **state)
{
	struct house *h = *state;
	const int fd = follow(h, "/a/?since=1", "");
	struct str a = hear(h, fd, "\r\n\r\n");

	assert_int_equal(status_of(a), 200);
	assert_str(header_of(a, "Content-Type"), "text/event-stream");
	assert_str(header_of(a, "Cache-Control"), "no-store");
	assert_str(header_of(a, "Content-Length"), "");
	assert_str(header_of(a, "Content-Encoding"), "");
	assert_true(str_starts(hear(h, fd, "\n"), STR("retry: ")));
	assert_str(hear(h, fd, "\n\n"), "id: 1\n\n");
	publish(h->desk, 0, 0);
	hear(h, fd, "id: 2\nevent: item\ndata: {\"n\":2}\n\n");
	publish(h->desk, 1, 0); /* not ours */
	publish(h->desk, 0, 0);
	a = hear(h, fd, "id: 4\nevent: item\ndata: {\"n\":4}\n\n");
	assert_false(has(a, "{\"n\":3}"));
	close(fd);
}

static void
test_missed(void **state)
{
	struct house *h = *state;
	int fd;

	for (int i = 0; i < 3; i++)
		publish(h->desk, 0, 0); /* versions 2, 3, 4 */
	fd = follow(h, "/a/?since=2", "");
	assert_str(str_skip(body_of(hear(h, fd, "{\"n\":4}\n\n")), 13),
	    "id: 3\nevent: item\ndata: {\"n\":3}\n\n"
	    "id: 4\nevent: item\ndata: {\"n\":4}\n\n");
	close(fd);
	fd = follow(h, "/a/?x=1&since=2&y", "Last-Event-ID: 3\r\n");
	assert_false(has(hear(h, fd, "{\"n\":4}\n\n"), "{\"n\":3}"));
	publish(h->desk, 0, 0);
	hear(h, fd, "data: {\"n\":5}\n\n");
	close(fd);
	/* What is to come is no reason to be told of the past. */
	fd = follow(h, "/a/?since=999999999999999999", "");
	assert_false(has(hear(h, fd, "\nid: 5\n\n"), "event:"));
	close(fd);
	/* An empty one is none. */
	fd = follow(h, "/a/", "Last-Event-ID:\r\n");
	assert_false(has(hear(h, fd, "\nid: 5\n\n"), "event:"));
	close(fd);
}

static void
test_once(void **state)
{
	enum { MANY = 300 };
	struct house *h = *state;
	int fds[MANY], asked;

	for (int i = 0; i < 3; i++)
		publish(h->desk, 0, 0);
	for (int i = 0; i < MANY; i++) {
		fds[i] = follow(h, "/a/?since=2", "");
		hear(h, fds[i], "data: {\"n\":4}\n\n");
	}
	asked = atomic_load(&h->desk->asked);
	assert_true(asked <= 2); /* each of the two loops */
	publish(h->desk, 0, 0);
	for (int i = 0; i < MANY; i++)
		hear(h, fds[i], "id: 5\nevent: item\ndata: {\"n\":5}\n\n");
	assert_true(atomic_load(&h->desk->asked) <= asked + 2);
	wait_for(h, "live_readers", MANY);
	assert_int_equal(count_of(h, "live_given_total"), MANY);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	wait_for(h, "live_readers", 0);
}

static void
test_rubbish(void **state)
{
	static const char *const fields[] = { "Last-Event-ID: x\r\n",
		"Last-Event-ID: -1\r\n", "Last-Event-ID: +1\r\n",
		"Last-Event-ID: 1 2\r\n", "Last-Event-ID: 0x10\r\n",
		"Last-Event-ID: 1, 2\r\n", "Last-Event-ID: \xef\xbc\x91\r\n",
		"Last-Event-ID: 1000000000000000000\r\n",
		"Last-Event-ID: 1\r\nLast-Event-ID: 1\r\n" };
	static const char *const targets[] = { "/live/a/?since=x",
		"/live/a/?since=-1", "/live/a/?since=%31",
		"/live/a/?since=9999999999999999999" };
	struct house *h = *state;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		assert_int_equal(status_of(get(h, "/live/a/", fields[i])), 400);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		assert_int_equal(status_of(get(h, targets[i], "")), 400);
	assert_int_equal(atomic_load(&h->desk->asked), 0);
}

static void
test_statuses(void **state)
{
	static const char *const nowhere[] = { "/live/", "/live/c/",
		"/live//a/", "/live/a", "/live/a/b/", "/live", "/live/A/" };
	struct house *h = *state;
	struct str a;
	int fd;

	for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++)
		assert_int_equal(status_of(get(h, nowhere[i], "")), 404);
	a = ask(h->j, h->port, STR("HEAD /live/a/ HTTP/1.1\r\n" LAST));
	assert_int_equal(status_of(a), 200);
	assert_str(header_of(a, "Content-Type"), "text/event-stream");
	assert_int_equal(body_of(a).n, 0);
	a = ask(h->j, h->port, STR("HEAD /live/c/ HTTP/1.1\r\n" LAST));
	assert_int_equal(status_of(a), 404);
	assert_int_equal(body_of(a).n, 0);
	a = ask(h->j, h->port, STR("POST /live/a/ HTTP/1.1\r\n" LAST));
	assert_int_equal(status_of(a), 405);
	a = get(h, "/live/a/", "Content-Length: 3\r\n");
	assert_int_equal(status_of(a), 400);
	/* Some proxies speak it, and the end of a stream is its length. */
	fd = dial_up(h->port);
	say(fd, STR("GET /live/a/ HTTP/1.0\r\nHost: h\r\n\r\n"));
	a = hear(h, fd, "\nid: 1\n\n");
	assert_str(header_of(a, "Connection"), "close");
	close(fd);
	/* It is not on the port of those who run the machine. */
	a = ask(h->j, h->private_port, STR("GET /live/a/ HTTP/1.1\r\n" LAST));
	assert_int_equal(status_of(a), 404);
	wait_for(h, "live_readers", 0);
}

static void
test_behind(void **state)
{
	struct house *h = *state;
	const struct str whole = STR(
	    "GET /live/a/ HTTP/1.1\r\nHost: h\r\n\r\n");
	int fd = dial_up(h->port);
	struct str a;

	/* One request behind another is served; what is behind ours is not. */
	say(fd, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
	say(fd, whole);
	a = hear(h, fd, "\nid: 1\n\n");
	assert_has(a, PAGE);
	say(fd, STR("G"));
	assert_true(is_closed(fd));
	close(fd);
	fd = dial_up(h->port);
	say(fd, STR("GET /live/a/ HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1"));
	a = hear_all(h->j, fd);
	assert_has(a, "\nid: 1\n\n");
	assert_false(has(a, PAGE));
	close(fd);
	/* Byte by byte is as good; half of it ends with its time. */
	fd = dial_up(h->port);
	for (size_t i = 0; i < whole.n; i++)
		say(fd, str_sub(whole, i, 1));
	hear(h, fd, "\nid: 1\n\n");
	close(fd);
	fd = dial_up(h->port);
	say(fd, str_sub(whole, 0, whole.n - 2));
	assert_int_equal(hear_all(h->j, fd).n, 0);
	close(fd);
	/* Half-closed: nobody is there any more. */
	fd = follow_now(h, "/a/");
	shutdown(fd, SHUT_WR);
	assert_true(is_closed(fd));
	close(fd);
	wait_for(h, "live_readers", 0);
}

static void
test_beat(void **state)
{
	struct house *h = *state;
	const int fd = follow_now(h, "/a/");

	/* Longer than a head may take and an idle connection may last. */
	for (int i = 0; i < 4; i++)
		assert_str(hear(h, fd, "\n\n"), "id: 1\n\n");
	publish(h->desk, 1, 0);
	hear(h, fd, "id: 2\n\n"); /* all up to there is known by it */
	publish(h->desk, 0, 0);
	hear(h, fd, "{\"n\":3}\n\n");
	assert_int_equal(count_of(h, "timeouts_total"), 0);
	close(fd);
}

static void
test_deaf(void **state)
{
	struct house *h = *state;
	const int deaf = dial_up(h->port), hears = follow_now(h, "/a/");
	const int small = 4096;

	setsockopt(deaf, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	say(deaf, STR("GET /live/a/ HTTP/1.1\r\nHost: h\r\n\r\n"));
	wait_for(h, "live_readers", 2);
	for (int i = 0; i < 300 && count_of(h, "live_readers") == 2; i++) {
		publish(h->desk, 0, 200000);
		hear(h, hears, "xx\n\n");
	}
	wait_for(h, "live_dropped_total", 1);
	wait_for(h, "live_readers", 1);
	publish(h->desk, 0, 0);
	hear(h, hears, "event: item\n");
	close(deaf);
	close(hears);
}

/* What is published from now on waits for this reader. */
static int
fill(struct house *h, int hears)
{
	enum { LENGTH = 40000 };
	int64_t before, sent;
	int n = 0;

	do {
		before = count_of(h, "sent_bytes_total");
		publish(h->desk, 0, LENGTH);
		hear(h, hears, "xx\n\n");
		wait_for(h, "live_given_total", (int64_t)2 * ++n);
		sent = count_of(h, "sent_bytes_total") - before;
	} while (sent >= (int64_t)2 * LENGTH && n < ITEMS - 10);
	return n;
}

/* Who does not read for a while gets it all, in order, once he does. */
static void
test_slow(void **state)
{
	struct house *h = *state;
	const int slow = follow_now(h, "/a/"), hears = follow_now(h, "/a/");
	const int n = fill(h, hears) + 5;
	struct str a, rest;

	assert_true(n < ITEMS - 10);
	for (int i = 0; i < 5; i++) {
		publish(h->desk, 0, 20000);
		hear(h, hears, "xx\n\n");
	}
	becomes(h->desk, 0, SEALED);
	rest = a = hear_all(h->j, slow);
	for (int v = 2; v < 2 + n; v++) {
		const struct str id = job_printf(h->j, "id: %d\nevent: item\n",
		    v);
		const size_t at = str_find(rest, id);

		assert_true(at != NOWHERE);
		assert_int_equal(str_find(str_skip(rest, at + 1), id), NOWHERE);
		rest = str_skip(rest, at);
	}
	assert_true(str_ends(a,
	    job_printf(h->j, "id: %d\nevent: end\ndata: {\"gone\":false}\n\n",
		n + 2)));
	assert_int_equal(count_of(h, "live_dropped_total"), 0);
	close(slow);
	close(hears);
}

/* He would have it wait for him on as many connections as he likes. */
static void
test_too_much(void **state)
{
	struct house *h = *state;
	int fd;

	for (int i = 0; i < 10; i++)
		publish(h->desk, 0, 30000);
	fd = follow(h, "/a/?since=1", "");
	assert_false(
	    has(hear(h, fd, "id: 11\nevent: reload\ndata: {}\n\n"), "xx"));
	close(fd);
	fd = follow(h, "/a/?since=5", "");
	hear(h, fd, "xx\n\n");
	close(fd);
}

static void
test_sealed(void **state)
{
	struct house *h = *state;
	const int fd = follow_now(h, "/a/"), other = follow_now(h, "/b/");
	struct str a;

	publish(h->desk, 0, 0); /* 2 */
	hear(h, fd, "{\"n\":2}\n\n");
	becomes(h->desk, 0, SEALED); /* 3 */
	a = hear_all(h->j, fd);
	assert_true(
	    str_ends(a, STR("id: 3\nevent: end\ndata: {\"gone\":false}\n\n")));
	/* Who was away is told, who knows is told to stop. */
	a = get(h, "/live/a/?since=1", "");
	assert_has(body_of(a), "data: {\"n\":2}\n\nid: 3\nevent: end\n");
	assert_int_equal(status_of(a), 200);
	a = get(h, "/live/a/?since=1", "Last-Event-ID: 3\r\n");
	assert_int_equal(status_of(a), 204);
	assert_str(header_of(a, "Content-Length"), "");
	assert_int_equal(body_of(a).n, 0);
	assert_int_equal(status_of(get(h, "/live/a/", "")), 204);
	publish(h->desk, 1, 0);
	hear(h, other, "{\"n\":4}\n\n");
	close(fd);
	close(other);
}

static void
test_gone(void **state)
{
	struct house *h = *state;
	const int fd = follow_now(h, "/a/");

	becomes(h->desk, 0, GONE);
	assert_true(str_ends(hear_all(h->j, fd),
	    STR("id: 2\nevent: end\ndata: {\"gone\":true}\n\n")));
	assert_int_equal(status_of(get(h, "/live/a/?since=1", "")), 410);
	close(fd);
}

static void
test_busy(void **state)
{
	struct house *h = *state;
	int fd = follow_now(h, "/a/");

	atomic_store(&h->desk->answers, BUSY);
	publish(h->desk, 0, 0);
	assert_int_equal(status_of(get(h, "/live/b/", "")), 503);
	/* It was asked for the one who follows, more than once, in vain. */
	while (atomic_load(&h->desk->asked) < 20)
		usleep(1000);
	atomic_store(&h->desk->answers, OK);
	hear(h, fd, "{\"n\":2}\n\n");
	atomic_store(&h->desk->answers, FAULT);
	publish(h->desk, 0, 0);
	assert_true(is_closed(fd));
	close(fd);
	assert_int_equal(status_of(get(h, "/live/a/", "")), 500);
	atomic_store(&h->desk->answers, OK);
	fd = follow(h, "/a/", "Last-Event-ID: 2\r\n");
	hear(h, fd, "{\"n\":3}\n\n");
	close(fd);
}

static void
test_address(void **state)
{
	struct house *h = *state;
	int fds[3], other;
	struct str a;

	for (int i = 0; i < 3; i++) {
		fds[i] = follow(h, "/a/", "X-Forwarded-For: 192.0.2.1\r\n");
		hear(h, fds[i], "\nid: 1\n\n");
	}
	a = get(h, "/live/a/", "X-Forwarded-For: 192.0.2.1\r\n");
	assert_int_equal(status_of(a), 503);
	assert_str(header_of(a, "Retry-After"), "30");
	assert_int_equal(count_of(h, "live_refused_total"), 1);
	other = follow(h, "/a/", "X-Forwarded-For: 192.0.2.2\r\n");
	hear(h, other, "\nid: 1\n\n");
	close(fds[0]);
	wait_for(h, "live_readers", 3);
	fds[0] = follow(h, "/a/", "X-Forwarded-For: 192.0.2.1\r\n");
	hear(h, fds[0], "\nid: 1\n\n");
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	close(other);
}

static void
test_room(void **state)
{
	enum { MANY = 3000 }; /* two loops of 1,200 */
	struct house *h = *state;
	int *fds = JOB_ARRAY(h->j, int, MANY);

	for (int i = 0; i < MANY; i++)
		fds[i] = follow(h, "/a/", "");
	while (count_of(h, "live_refused_total") + count_of(h, "live_readers")
	    < MANY)
		usleep(10000);
	wait_for(h, "live_readers", 2400);
	publish(h->desk, 0, 0); /* in several turns */
	wait_for(h, "live_given_total", 2400);
	/* Ordinary readers have their own half. */
	for (int i = 0; i < 20; i++)
		assert_str(body_of(get(h, "/", "")), PAGE);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	wait_for(h, "live_readers", 0);
}

static long
resident_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "VmRSS: %ld kB", &kb) == 1)
			break;
	fclose(f);
	return kb;
}

static void
test_come_and_go(void **state)
{
	enum { MANY = 2000 };
	struct house *h = *state;
	int *fds = JOB_ARRAY(h->j, int, MANY);
	long before;

	get(h, "/", "");
	before = resident_kb(h->pid);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < MANY; i++)
			fds[i] = follow(h, i % 3 ? "/a/" : "/b/", "");
		if (round == 0) {
			wait_for(h, "live_readers", MANY);
			/* A quarter of that, but for a sanitizer's share. */
			assert_true(resident_kb(h->pid) - before < MANY * 2);
		}
		publish(h->desk, 0, 100);
		/* Some go while it is on its way to them, some at the end. */
		for (int i = 0; i < MANY; i += 2)
			close(fds[i]);
		publish(h->desk, 1, 100);
		for (int i = 1; i < MANY; i += 2)
			close(fds[i]);
		publish(h->desk, 0, 100);
		wait_for(h, "live_readers", 0);
	}
	fds[0] = follow_now(h, "/a/");
	publish(h->desk, 0, 0);
	hear(h, fds[0], "event: item\n");
	close(fds[0]);
}

static void
test_restart(void **state)
{
	struct house *h = *state;
	int fds[50];

	for (int i = 0; i < 50; i++)
		fds[i] = follow_now(h, "/a/");
	/* At once, though nobody has to wait for the next item. */
	assert_int_equal(close_doors(h), 0);
	for (int i = 0; i < 50; i++) {
		assert_true(is_closed(fds[i]));
		close(fds[i]);
	}
	publish(h->desk, 0, 0);
	atomic_store(&h->desk->asked, 0);
	open_doors(h);
	for (int i = 0; i < 50; i++) {
		fds[i] = follow(h, "/a/?since=1", "Last-Event-ID: 1\r\n");
		hear(h, fds[i], "{\"n\":2}\n\n");
	}
	assert_true(atomic_load(&h->desk->asked) <= 2);
	publish(h->desk, 0, 0);
	for (int i = 0; i < 50; i++) {
		hear(h, fds[i], "{\"n\":3}\n\n");
		close(fds[i]);
	}
}

#define HOUSE(title, function)                                 \
	{                                                      \
		title, function, open_house, close_house, NULL \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE("an open page is given its brief's items, no other's",
		    test_item),
		HOUSE("who comes is given what the page has not got",
		    test_missed),
		HOUSE("the site is asked once for all who follow", test_once),
		HOUSE("what is no number to go on from is refused",
		    test_rubbish),
		HOUSE("other methods and addresses get their statuses",
		    test_statuses),
		HOUSE("nothing is read behind the request for a stream",
		    test_behind),
		HOUSE("a silent stream beats, and is not cut as idle",
		    test_beat),
		HOUSE("who never reads is let go, the others go on", test_deaf),
		HOUSE("who reads late gets all of it in order, once",
		    test_slow),
		HOUSE("who missed too much is told to load the page anew",
		    test_too_much),
		HOUSE("a sealed brief ends its streams and tells who was away",
		    test_sealed),
		HOUSE("a brief that is gone ends its streams", test_gone),
		HOUSE("a busy site is asked again, a broken one lets go",
		    test_busy),
		HOUSE("an address has its number of streams", test_address),
		HOUSE("a house full of followers has room for readers",
		    test_room),
		HOUSE("thousands come and go and leave nothing behind",
		    test_come_and_go),
		HOUSE("a restart misses nothing, and asks once for all",
		    test_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
