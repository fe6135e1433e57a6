/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"
#include "edge/listen.h"

static void
test_open(void **state)
{
	static const char *const bad[] = { "", "8080", "localhost",
		"127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "a b:1" };
	struct job *j = job_new(0);
	int fds[LISTEN_MOST];

	(void)state;
	assert_ok(j, listen_open(j, "127.0.0.1:0", 2, fds));
	assert_true(
	    str_starts(listen_address(j, fds[0]), STR("http://127.0.0.1:")));
	assert_true(
	    str_eq(listen_address(j, fds[0]), listen_address(j, fds[1])));
	close(fds[0]);
	close(fds[1]);
	assert_ok(j, listen_open(j, "[::1]:0", 1, fds));
	assert_true(
	    str_starts(listen_address(j, fds[0]), STR("http://[::1]:")));
	close(fds[0]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(listen_open(j, bad[i], 1, fds), INVALID);
		job_forgive(j);
	}
	job_free(j);
}

static void
test_taken(void **state)
{
	struct job *j = job_new(0);
	int first[LISTEN_MOST], second[LISTEN_MOST];
	struct str at;

	(void)state;
	assert_ok(j, listen_open(j, "127.0.0.1:0", 1, first));
	at = listen_address(j, first[0]);
	at = str_sub(at, 7, at.n - 8);
	assert_int_equal(listen_open(j, job_cstr(j, at), 1, second), BUSY);
	assert_true(str_find(job_reason(j), at) != NOWHERE);
	close(first[0]);
	job_free(j);
}

/* In a child, whose descriptors 3 and 4 can be what systemd would pass. */
static bool
inherits(void)
{
	struct job *j = job_new(0);
	int fds[LISTEN_MOST], given[2];

	if (listen_inherited(2, fds) != 0
	    || listen_open(j, "127.0.0.1:0", 2, given) != OK)
		return false;
	dup2(given[0], 103);
	dup2(given[1], 104);
	dup2(103, 3);
	dup2(104, 4);
	setenv("LISTEN_PID", job_cstr(j, job_printf(j, "%d", (int)getpid())),
	    1);
	setenv("LISTEN_FDS", "2", 1);
	return listen_inherited(3, fds) == 3 && fds[0] == 3 && fds[1] == 4
	    && fds[2] == 4 && (fcntl(3, F_GETFL) & O_NONBLOCK)
	    && (fcntl(3, F_GETFD) & FD_CLOEXEC)
	    && setenv("LISTEN_PID", "1", 1) == 0
	    && listen_inherited(2, fds) == 0;
}

static void
test_inherited(void **state)
{
	const pid_t pid = fork();
	int how = -1;

	(void)state;
	if (pid == 0)
		_exit(!inherits());
	waitpid(pid, &how, 0);
	assert_int_equal(how, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("an address is opened once for each loop", test_open),
		RULE("a port that another server has is refused", test_taken),
		RULE("sockets that systemd passed are taken", test_inherited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
