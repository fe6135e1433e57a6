/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "base/file.h"
#include "edge/supervisor.h"
#include "served.h"

/* Where an attempt could have left something. */
#define SPOT "/tmp/stet-test-inside"

static int
try_write(void)
{
	return open(SPOT, O_WRONLY | O_CREAT, 0600);
}

static int
try_rewrite(void)
{
	return open("/dev/null", O_RDWR);
}

static int
try_read(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static int
try_list(void)
{
	return open("/", O_RDONLY | O_DIRECTORY);
}

static int
try_tmpfile(void)
{
	return open("/tmp", O_RDWR | O_TMPFILE, 0600);
}

static int
try_memory_file(void)
{
	return memfd_create("x", 0);
}

static int
try_truncate(void)
{
	return truncate("/dev/null", 0);
}

static int
try_truncate_open(void)
{
	return ftruncate(0, 0);
}

static int
try_chmod(void)
{
	return chmod("/tmp", 0777);
}

static int
try_chmod_open(void)
{
	return fchmod(0, 0777);
}

static int
try_chown(void)
{
	return chown("/tmp", 0, 0);
}

static int
try_unlink(void)
{
	return unlink(SPOT);
}

static int
try_rename(void)
{
	return rename("/etc/passwd", SPOT);
}

static int
try_link(void)
{
	return link("/etc/passwd", SPOT);
}

static int
try_symlink(void)
{
	return symlink("/etc/passwd", SPOT);
}

static int
try_mkdir(void)
{
	return mkdir(SPOT, 0700);
}

static int
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
try_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
try_pair(void)
{
	int pair[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static int
try_connect(void)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(25),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	return connect(0, (const struct sockaddr *)&to, sizeof(to));
}

static int
try_exec(void)
{
	return execl("/bin/true", "true", NULL);
}

static int
try_fork(void)
{
	return fork();
}

static int
try_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
		== MAP_FAILED
	    ? -1
	    : 0;
}

static int
try_code_later(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static int
try_kill(void)
{
	return kill(getppid(), 0);
}

static int
try_thread_kill(void)
{
	return (int)syscall(SYS_tgkill, getppid(), getppid(), 0);
}

static int
try_owner(void)
{
	return fcntl(0, F_SETOWN, 1);
}

static int
try_lease(void)
{
	return fcntl(0, F_SETLEASE, F_RDLCK);
}

static int
try_trace(void)
{
	return (int)ptrace(PTRACE_ATTACH, 1, NULL, NULL);
}

static int
try_memory(void)
{
	struct iovec mine = { NULL, 0 }, theirs = { NULL, 0 };

	return (int)process_vm_readv(1, &mine, 1, &theirs, 1, 0);
}

static int
try_ring(void)
{
	return (int)syscall(SYS_io_uring_setup, 1, NULL);
}

static int
try_user(void)
{
	return setuid(0);
}

static int
try_namespace(void)
{
	return unshare(CLONE_NEWUSER);
}

static int
try_control(void)
{
	return ioctl(0, TIOCSTI, "x");
}

static int
try_limits(void)
{
	const struct rlimit r = { 1, 1 };

	return setrlimit(RLIMIT_CORE, &r);
}

static int
try_dumpable(void)
{
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* What somebody who has got into the reader would try. */
static const struct attempt {
	const char *name;
	int (*make)(void);
	bool landlock; /* it is Landlock that refuses */
} attempts[] = {
	{ "write", try_write },
	{ "rewrite", try_rewrite },
	{ "read", try_read, true },
	{ "list", try_list, true },
	{ "tmpfile", try_tmpfile },
	{ "memory-file", try_memory_file },
	{ "truncate", try_truncate },
	{ "truncate-open", try_truncate_open },
	{ "chmod", try_chmod },
	{ "chmod-open", try_chmod_open },
	{ "chown", try_chown },
	{ "unlink", try_unlink },
	{ "rename", try_rename },
	{ "link", try_link },
	{ "symlink", try_symlink },
	{ "mkdir", try_mkdir },
	{ "socket", try_socket },
	{ "unix-socket", try_unix_socket },
	{ "pair", try_pair },
	{ "connect", try_connect },
	{ "exec", try_exec },
	{ "fork", try_fork },
	{ "code", try_code },
	{ "code-later", try_code_later },
	{ "kill", try_kill },
	{ "thread-kill", try_thread_kill },
	{ "owner", try_owner },
	{ "lease", try_lease },
	{ "trace", try_trace },
	{ "memory", try_memory },
	{ "ring", try_ring },
	{ "user", try_user },
	{ "namespace", try_namespace },
	{ "control", try_control },
	{ "limits", try_limits },
	{ "dumpable", try_dumpable },
};

#define ATTEMPTS (sizeof(attempts) / sizeof(attempts[0]))

static struct str
attempt(struct job *j, struct str name)
{
	for (size_t i = 0; i < ATTEMPTS; i++)
		if (str_eq(name, str_of(attempts[i].name))) {
			const int r = attempts[i].make();

			return job_printf(j, "%d %s", r,
			    r < 0 && errno == EACCES ? "EACCES" : "");
		}
	if (str_eq(name, STR("user-id")))
		return job_printf(j, "%d", (int)geteuid());
	return job_printf(j, "%d", (int)getpid());
}

/* The reader's process tries what it is asked to. */
static enum status
jail_answer(void *desk, struct job *j, const struct request *rq,
    struct answer *out)
{
	if (str_eq(rq->path, STR("/die")))
		abort();
	if (str_eq(rq->path, STR("/deaf"))) { /* to SIGTERM, and to all else */
		atomic_store(&((struct dial *)desk)->deaf, true);
		for (;;)
			(void)poll(NULL, 0, 1000);
	}
	if (!str_eq(rq->path, STR("/try")))
		return site_answer(desk, j, rq, out);
	errno = 0;
	out->status = 200;
	out->keep = KEEP_NOT;
	out->type = STR("text/plain");
	out->bytes = attempt(j, request_param(rq, STR("q")));
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
quiet_writer(void *ctx, struct job *j, const struct serve_ends *ends)
{
	struct pollfd p = { ends->stop_fd, POLLIN, 0 };

	(void)ctx;
	(void)j;
	ends->tell(ends->tell_ctx, SERVE_READY);
	poll(&p, 1, -1);
	return OK;
}

static enum status
failing_writer(void *ctx, struct job *j, const struct serve_ends *ends)
{
	(void)ctx;
	(void)ends;
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
		.reader_user = "nobody",
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
	const long landlock = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct house *h = *state;

	for (size_t i = 0; i < ATTEMPTS; i++) {
		const struct str said = try(h, attempts[i].name);

		if (attempts[i].landlock && landlock < 1)
			continue;

		if (!str_eq(said, STR("-1 EACCES")))
			fail_msg("%s: %.*s", attempts[i].name, STR_ARG(said));
	}
}

static void
test_user(void **state)
{
	struct house *h = *state;

	if (geteuid() != 0)
		skip();
	assert_str(try(h, "user-id"), "65534"); /* nobody */
}

/* In one loop; the other one goes on answering. */
static void
test_deaf(void **state)
{
	struct house *h = *state;
	const struct str before = try(h, "pid");
	const int fd = dial_up(h->port);
	struct str after;

	say(fd, STR("GET /deaf HTTP/1.1\r\nHost: h\r\n\r\n"));
	while (!atomic_load(&h->dial->deaf))
		(void)sched_yield();
	kill(h->pid, SIGUSR1);
	assert_int_equal(hear_all(h->j, fd).n, 0); /* it is dead */
	close(fd);
	after = try(h, "pid");
	assert_true(after.n > 1 && !str_eq(before, after));
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
		HOUSE("somebody inside the reader can't write, run, connect, "
		      "signal or look at anything",
		    test_rights),
		HOUSE("the reader has a user of its own when started by root",
		    test_user),
		HOUSE("SIGUSR1 ends a reader that hears nothing, and gives "
		      "another",
		    test_deaf),
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
