/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"
#include "base/jail.h"

/* A child that is jailed and then does something: true if it went well. */
static bool
in_child(bool (*what)(struct job *j))
{
	const pid_t pid = fork();
	int how = -1;

	if (pid == 0)
		_exit(!what(job_new(0)));
	waitpid(pid, &how, 0);
	return how == 0;
}

static bool
refused(int r)
{
	return r < 0 && errno == EACCES;
}

static void *
nothing(void *arg)
{
	return arg;
}

static bool
threads_work(void)
{
	pthread_t t;

	return pthread_create(&t, NULL, nothing, NULL) == 0
	    && pthread_join(t, NULL) == 0;
}

static bool
lands(struct job *j)
{
	const struct jail_path paths[] = { { "/usr", JAIL_READ },
		{ "/etc/hostname", JAIL_READ }, { "/not/there", JAIL_READ } };
	bool held;

	if (jail_landlock(j, paths, 3, &held) != OK)
		return false;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1
	    || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return false;
	if (!held) /* an old kernel: nothing more to see */
		return true;
	return open("/usr/bin", O_RDONLY) >= 0
	    && refused(open("/etc/passwd", O_RDONLY))
	    && refused(open("/usr/stet", O_WRONLY | O_CREAT, 0600))
	    && refused(open("/tmp", O_RDONLY));
}

static bool
reads(struct job *j)
{
	if (jail_seccomp(j, JAIL_READER) != OK)
		return false;
	return open("/etc/passwd", O_RDONLY) >= 0 && threads_work()
	    && refused(open("/etc/passwd", O_RDWR))
	    && refused(open("/tmp/stet-test", O_WRONLY | O_CREAT, 0600))
	    && refused(open("/etc/passwd", O_RDONLY | O_TRUNC))
	    && refused(truncate("/etc/passwd", 0))
	    && refused(chmod("/etc/passwd", 0644))
	    && refused(unlink("/tmp/stet-test")) && refused(fork())
	    && refused(socket(AF_INET, SOCK_STREAM, 0))
	    && refused(execl("/bin/true", "true", NULL))
	    && mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
	    == MAP_FAILED;
}

static bool
draws(struct job *j)
{
	if (jail_seccomp(j, JAIL_PICTURES) != OK)
		return false;
	free(malloc((size_t)64 << 20));
	return threads_work() && refused(open("/etc/passwd", O_RDONLY))
	    && refused(socket(AF_INET, SOCK_STREAM, 0)) && refused(fork())
	    && refused(execl("/bin/true", "true", NULL));
}

static bool
draws_and_reads(struct job *j)
{
	return jail_seccomp(j, JAIL_PICTURES_READ) == OK
	    && open("/etc/passwd", O_RDONLY) >= 0
	    && refused(open("/etc/passwd", O_RDWR));
}

static bool
becomes(struct job *j)
{
	if (geteuid() != 0)
		return true;
	return jail_user(j, "no-such-user-here") == NOT_FOUND
	    && jail_user(j, "nobody") == OK && geteuid() != 0 && setuid(0) < 0
	    && jail_user(j, "root") == DENIED;
}

#define TEST_OF(name)                         \
	static void test_##name(void **state) \
	{                                     \
		(void)state;                  \
		assert_true(in_child(name));  \
	}
TEST_OF(lands)
TEST_OF(reads)
TEST_OF(draws)
TEST_OF(draws_and_reads)
TEST_OF(becomes)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("Landlock leaves the paths it was given", test_lands),
		RULE("the reader's profile reads and serves, no more",
		    test_reads),
		RULE("the pictures' profile computes, no more", test_draws),
		RULE("or opens files to read", test_draws_and_reads),
		RULE("another user is become for good", test_becomes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
