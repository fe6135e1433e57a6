/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "edge/supervisor.h"
#include "served.h"

/* What the reader's process found that it may do: read on its answers. */
static enum status
jail_answer(void *desk, struct job *j, const struct request *rq,
    struct answer *out)
{
	struct str q = request_param(rq, STR("q"));
	int r = 0;

	if (str_eq(rq->path, STR("/die")))
		abort();
	if (!str_eq(rq->path, STR("/try")))
		return site_answer(desk, j, rq, out);
	errno = 0;
	if (str_eq(q, STR("write")))
		r = open("/tmp/stet-test-write", O_WRONLY | O_CREAT, 0600);
	else if (str_eq(q, STR("truncate")))
		r = truncate("/tmp/stet-test-write", 0);
	else if (str_eq(q, STR("chmod")))
		r = chmod("/tmp", 0777);
	else if (str_eq(q, STR("read")))
		r = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	else if (str_eq(q, STR("socket")))
		r = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	else if (str_eq(q, STR("exec")))
		r = execl("/bin/true", "true", NULL);
	else if (str_eq(q, STR("fork")))
		r = fork();
	else if (str_eq(q, STR("pid")))
		r = getpid();
	out->status = 200;
	out->keep = KEEP_NOT;
	out->type = STR("text/plain");
	out->bytes = job_printf(j, "%d %s", r,
	    r < 0 && errno == EACCES ? "EACCES" : "");
	return OK;
}

struct told {
	int fd;
};

static void
tell_port(void *ctx, struct str address, struct str private_address)
{
	const struct told *t = ctx;
	int ports[2] = { port_in(address),
		private_address.n ? port_in(private_address) : 0 };

	(void)!write(t->fd, ports, sizeof(ports));
}

static enum status
quiet_writer(void *ctx, struct job *j, int stop_fd, void (*ready)(void *),
    void *ready_ctx)
{
	struct pollfd p = { stop_fd, POLLIN, 0 };

	(void)ctx;
	(void)j;
	ready(ready_ctx);
	poll(&p, 1, -1);
	return OK;
}

static enum status
failing_writer(void *ctx, struct job *j, int stop_fd, void (*ready)(void *),
    void *ready_ctx)
{
	(void)ctx;
	(void)stop_fd;
	(void)ready;
	(void)ready_ctx;
	return job_fail(j, CONFLICT, "two of us");
}

struct house {
	pid_t pid;
	int port, private_port;
	struct dial *dial;
	struct job *j;
};

static struct serve_opts
opts_of(struct edge_site *site)
{
	return (struct serve_opts){ .listen = "127.0.0.1:0",
		.listen_private = "127.0.0.1:0",
		.loops = 2,
		.site = site,
		.writer = quiet_writer };
}

static int
open_house(void **state)
{
	struct house *h = calloc(1, sizeof(*h));
	struct told told;
	int pipes[2], ports[2];

	h->dial = dial_new();
	h->j = job_new(clock_now());
	assert_int_equal(pipe(pipes), 0);
	told.fd = pipes[1];
	h->pid = fork();
	if (h->pid == 0) {
		struct edge_site site = site_of(h->dial);
		struct serve_opts o = opts_of(&site);

		site.answer = jail_answer;
		o.announce = tell_port;
		o.announce_ctx = &told;
		_exit(serve_supervise(h->j, &o) != OK);
	}
	close(pipes[1]);
	assert_int_equal(read(pipes[0], ports, sizeof(ports)), sizeof(ports));
	close(pipes[0]);
	h->port = ports[0];
	h->private_port = ports[1];
	*state = h;
	return 0;
}

static int
close_house(void **state)
{
	struct house *h = *state;

	if (h->pid) {
		kill(h->pid, SIGTERM);
		waitpid(h->pid, NULL, 0);
	}
	munmap(h->dial, sizeof(*h->dial));
	job_free(h->j);
	free(h);
	return 0;
}

static struct str
try(struct house *h, const char *what)
{
	return body_of(ask(h->j, h->port,
	    job_printf(h->j, "GET /try?q=%s HTTP/1.1\r\nHost: h\r\n\r\n",
		what)));
}

static void
test_rights(void **state)
{
	static const char *const forbidden[] = { "write", "truncate", "chmod",
		"read", "socket", "exec", "fork" };
	struct house *h = *state;

	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		assert_str(try(h, forbidden[i]), "-1 EACCES");
}

static void
test_restart(void **state)
{
	struct house *h = *state;
	const struct str before = try(h, "pid");
	const int fd = dial_up(h->port);
	struct str after;

	say(fd, STR("GET /die HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_int_equal(hear_all(h->j, fd).n, 0);
	close(fd);
	after = try(h, "pid");
	assert_true(after.n > 1 && !str_eq(before, after));
	assert_has(ask(h->j, h->private_port,
		       STR("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")),
	    "\nstet_restarts_total 1\n");
}

static void
test_renew(void **state)
{
	struct house *h = *state;
	const struct str before = try(h, "pid");
	struct str after;

	kill(h->pid, SIGHUP);
	/* Who leaves closes what was not asked yet: a client asks again. */
	do {
		after = ask(h->j, h->port,
		    STR("GET /try?q=pid HTTP/1.1\r\nHost: h\r\n\r\n"));
		if (after.n > 0)
			after = body_of(after);
	} while (after.n == 0 || str_eq(before, after));
	assert_true(after.n > 1);
}

static void
test_stop(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port);
	int how = -1;

	say(fd, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
	kill(h->pid, SIGTERM);
	assert_has(hear_all(h->j, fd), "HTTP/1.1 200");
	waitpid(h->pid, &how, 0);
	assert_int_equal(how, 0);
	h->pid = 0;
	close(fd);
}

static void
test_reason(void **state)
{
	struct dial *d = dial_new();
	struct edge_site site = site_of(d);
	struct serve_opts o = opts_of(&site);
	struct job *j = job_new(0);

	(void)state;
	o.writer = failing_writer;
	assert_int_equal(serve_supervise(j, &o), CONFLICT);
	assert_str(job_reason(j), "two of us");
	job_reset(j, 0);
	o.writer = quiet_writer;
	atomic_store(&d->tick, NOT_FOUND);
	assert_int_equal(serve_supervise(j, &o), NOT_FOUND);
	assert_str(job_reason(j), "the dial says so");
	job_reset(j, 0);
	o.listen = "nonsense";
	assert_int_equal(serve_supervise(j, &o), INVALID);
	job_free(j);
	munmap(d, sizeof(*d));
}

#define HOUSE(title, function)                                 \
	{                                                      \
		title, function, open_house, close_house, NULL \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE("the reader can write, truncate, chmod, connect, run "
		      "and look at nothing",
		    test_rights),
		HOUSE("a reader that dies is started anew on the same port",
		    test_restart),
		HOUSE("SIGHUP gives another reader", test_renew),
		HOUSE("SIGTERM answers what was asked and ends with 0",
		    test_stop),
		RULE("what fails at the start ends with the child's reason",
		    test_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
