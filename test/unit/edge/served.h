/* SPDX-License-Identifier: ISC */
/*
 * A small site and a reader's socket, for tests that talk to a real server.
 * Its pages: "/" (PAGE), "/p/..." (each its own, counted by its last byte), "/moved", "/echo?q=",
 * "/fail", "/busy", "/later" (how often it was asked for), "/version" (what the site stands at).  Anything else 404.
 */
#ifndef STET_TEST_SERVED_H
#define STET_TEST_SERVED_H

#include <arpa/inet.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../test.h"
#include "edge/edge.h"

#define ANSWER_MAX ((size_t)4 << 20)
#define PAGE                                                                \
	"<!doctype html><title>One</title><p>The harbour bell rang twice, " \
	"and then twice more, and nobody in the town could say who had "    \
	"rung it, or why the rope was dry, or what the pilot saw.</p>"      \
	"<p>The harbour bell rang twice, and then twice more, and nobody "  \
	"could say why the rope was dry.</p><p>The harbour bell rang.</p>\n"

/* Shared with the server's process: the test moves the site by it. */
struct dial {
	_Atomic int64_t version;
	_Atomic int tick;  /* what tick returns, enum status */
	_Atomic bool deaf; /* a loop has gone deaf */
	_Atomic int later; /* so often /later was asked for */
};

static const struct str site_params[] = { STR_INIT("q"), STR_INIT("page") };

static enum status
site_open(void *ctx, struct job *j, void **desk)
{
	(void)j;
	*desk = ctx;
	return OK;
}

static void
site_close(void *desk)
{
	(void)desk;
}

static enum status
site_tick(void *desk, struct job *j, struct edge_news *news)
{
	static const struct str stale[] = { STR_INIT("/version") };
	struct dial *d = desk;
	const enum status st = (enum status)atomic_load(&d->tick);

	if (st != OK)
		return job_fail(j, st, "the dial says so");
	if (news->site_version != atomic_load(&d->version)) {
		news->site_version = atomic_load(&d->version);
		news->stale = stale;
		news->nstale = 1;
	}
	return OK;
}

static enum status
site_answer(void *desk, struct job *j, const struct request *rq,
    struct answer *out)
{
	struct dial *d = desk;

	if (str_eq(rq->path, STR("/fail")))
		return job_fail(j, FAULT, "asked to fail");
	if (str_eq(rq->path, STR("/busy")))
		return BUSY;
	out->status = 200;
	out->type = STR("text/html; charset=utf-8");
	out->site_version = atomic_load(&d->version);
	out->bytes = STR(PAGE);
	if (str_eq(rq->path, STR("/moved"))) {
		out->status = 308;
		out->bytes = STR("");
		out->location = STR("/");
	} else if (str_eq(rq->path, STR("/echo"))) {
		out->bytes = request_param(rq, STR("q"));
	} else if (str_eq(rq->path, STR("/never"))) {
		out->keep = KEEP_NOT;
	} else if (str_eq(rq->path, STR("/later"))) {
		out->keep = KEEP_NOT;
		out->later = true;
		out->bytes = job_printf(j, "asked %d",
		    atomic_fetch_add(&d->later, 1) + 1);
	} else if (str_eq(rq->path, STR("/version"))) {
		out->bytes = job_printf(j, "%d\n", (int)out->site_version);
	} else if (str_eq(rq->path, STR("/big"))) {
		char *p = job_alloc(j, ANSWER_MAX / 2);

		memset(p, 'x', ANSWER_MAX / 2);
		out->bytes = str_from(p, ANSWER_MAX / 2);
	} else if (str_starts(rq->path, STR("/p/"))) {
		out->bytes = job_printf(j, "%.*s%s", STR_ARG(rq->path), PAGE);
		out->counts = rq->path.p[rq->path.n - 1];
	} else if (!str_eq(rq->path, STR("/"))) {
		out->status = 404;
		out->bytes = STR("<!doctype html><title>Not here</title>\n");
	}
	return OK;
}

static inline struct edge_site
site_of(struct dial *d)
{
	return (struct edge_site){ .ctx = d,
		.open = site_open,
		.close = site_close,
		.tick = site_tick,
		.answer = site_answer,
		.params = site_params,
		.nparams = 2 };
}

static inline struct dial *
dial_new(void)
{
	struct dial *d = mmap(NULL, sizeof(*d), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(d != MAP_FAILED);
	atomic_store(&d->version, 1);
	return d;
}

/* The port in "http://127.0.0.1:8080/". */
static inline int
port_in(struct str address)
{
	const size_t colon = str_rfind_ch(address, ':');
	int64_t port;

	assert_true(
	    str_to_int(str_sub(address, colon + 1, address.n - colon - 2),
		&port));
	return (int)port;
}

static inline int
dial_up(int port)
{
	const struct timeval patience = { 10, 0 };
	const struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof(at)),
	    0);
	return fd;
}

static inline void
say(int fd, struct str bytes)
{
	while (bytes.n) {
		const ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);

		assert_true(n > 0);
		bytes = str_skip(bytes, (size_t)n);
	}
}

/* Everything up to the end of the connection, in j's memory. */
static inline struct str
hear_all(struct job *j, int fd)
{
	char *p = job_alloc(j, ANSWER_MAX);
	size_t n = 0;
	ssize_t r;

	while (n < ANSWER_MAX && (r = recv(fd, p + n, ANSWER_MAX - n, 0)) > 0)
		n += (size_t)r;
	return str_from(p, n);
}

/* Say something on a connection of its own, half-close, hear the answer. */
static inline struct str
ask(struct job *j, int port, struct str bytes)
{
	const int fd = dial_up(port);
	struct str answer;

	say(fd, bytes);
	shutdown(fd, SHUT_WR);
	answer = hear_all(j, fd);
	close(fd);
	return answer;
}

static inline bool
has(struct str answer, const char *what)
{
	return str_find(answer, str_of(what)) != NOWHERE;
}

#define assert_has(answer, what)                                \
	do {                                                    \
		if (!has(answer, what))                         \
			fail_msg("no \"%s\" in \"%.*s\"", what, \
			    STR_ARG(answer));                   \
	} while (0)

/* What stands behind the head. */
static inline struct str
body_of(struct str answer)
{
	const size_t end = str_find(answer, STR("\r\n\r\n"));

	assert_true(end != NOWHERE);
	return str_skip(answer, end + 4);
}

/* A header's value, "" without it. */
static inline struct str
header_of(struct str answer, const char *name)
{
	struct str rest = answer, line;
	const struct str want = str_of(name);

	while (str_line(&rest, &line) && line.n)
		if (line.n > want.n && line.p[want.n] == ':'
		    && str_eq_nocase(str_sub(line, 0, want.n), want))
			return str_trim(str_skip(line, want.n + 1));
	return (struct str){ NULL, 0 };
}

#endif
