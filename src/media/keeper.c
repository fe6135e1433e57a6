/* SPDX-License-Identifier: ISC */
/*
 * 1. The keeper holds no descriptor but its socket and, for as long as a
 *    picture is being made, that picture's memory files.
 * 2. It never looks at a picture itself; each has a process of its own, which
 *    is gone (waited for) before the answer is sent.
 * 3. It ends when the process that started it does.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/jail.h"
#include "media/keeper.h"
#include "media/media.h"
#include "media/picture.h"
#include "media/work.h"

#ifndef MEDIA_ROOMY
	#define WORKER_MEMORY (2048ULL * 1024 * 1024)
#endif
#define WORKER_FILES 64
/* On a machine that has other things to do. */
#define WALL_SECONDS (2 * MEDIA_SECONDS_MAX)

union passed {
	struct cmsghdr head;
	char room[CMSG_SPACE(sizeof(int) * WIRE_FILES)];
};

static bool
send_ask(int sock, const struct ask *ask, const int files[WIRE_FILES])
{
	union passed passed = { 0 };
	struct ask copy = *ask;
	struct iovec iov = { &copy, sizeof(copy) };
	struct msghdr m = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = passed.room,
		.msg_controllen = sizeof(passed.room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	ssize_t n;

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int) * WIRE_FILES);
	memcpy(CMSG_DATA(c), files, sizeof(int) * WIRE_FILES);
	do
		n = sendmsg(sock, &m, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(copy);
}

bool
keeper_ask(int sock, const struct ask *ask, const int files[WIRE_FILES],
    struct answered *out)
{
	struct answered a;
	ssize_t n;

	if (!send_ask(sock, ask, files))
		return false;
	do
		n = recv(sock, &a, sizeof(a), 0);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(a))
		return false;
	*out = a;
	return true;
}

static bool
take_ask(int sock, struct ask *ask, int files[WIRE_FILES])
{
	union passed passed;
	struct iovec iov = { ask, sizeof(*ask) };
	struct msghdr m = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = passed.room,
		.msg_controllen = sizeof(passed.room) };
	const struct cmsghdr *c;
	ssize_t n;

	do
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	c = n == (ssize_t)sizeof(*ask) ? CMSG_FIRSTHDR(&m) : NULL;
	if (c == NULL || c->cmsg_len != CMSG_LEN(sizeof(int) * WIRE_FILES))
		return false;
	memcpy(files, CMSG_DATA(c), sizeof(int) * WIRE_FILES);
	return true;
}

static void
limit_from(int what, rlim_t soft, rlim_t hard)
{
	const struct rlimit r = { soft, hard };

	if (setrlimit((__rlimit_resource_t)what, &r) != 0)
		_exit(1);
}

static void
limit(int what, rlim_t to)
{
	limit_from(what, to, to);
}

/* From here on it can compute, and write into its memory files. */
static void
give_up_rights(const struct ask *ask)
{
	const rlim_t seconds = ask->seconds > 0 ? (rlim_t)ask->seconds
						: MEDIA_SECONDS_MAX;
	struct job *j = job_new(0);
	bool held;

	limit(RLIMIT_CORE, 0);
	/* SIGXCPU says why; SIGKILL, at the hard limit, would not. */
	limit_from(RLIMIT_CPU, seconds, seconds + 1);
	limit(RLIMIT_NOFILE, WORKER_FILES);
	limit(RLIMIT_FSIZE, MEDIA_RECORDING_MAX);
#ifndef MEDIA_ROOMY
	limit(RLIMIT_AS, WORKER_MEMORY);
#endif
	if (jail_landlock(j, NULL, 0, &held) != OK
	    || jail_seccomp(j, JAIL_PICTURES) != OK)
		_exit(1);
	job_free(j);
}

static _Noreturn void
work(const struct ask *ask, const int files[WIRE_FILES])
{
	give_up_rights(ask);
	work_do(ask, files);
	_exit(0);
}

static enum ended
wait_for(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	bool late = fd >= 0 && poll(&p, 1, WALL_SECONDS * 1000) == 0;
	int status = 0;

	if (late)
		(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (fd >= 0)
		(void)close(fd);
	if (late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return ENDED_LATE;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ENDED_WELL
							     : ENDED_CRASHED;
}

static enum ended
one_picture(int sock, const struct ask *ask, const int files[WIRE_FILES])
{
	pid_t pid = fork();

	if (pid < 0)
		return ENDED_NOT_BEGUN;
	if (pid == 0) {
		(void)close(sock);
		work(ask, files);
	}
	return wait_for(pid);
}

/* Whatever was open in the process that forked this one is not ours. */
static int
keep_only(int sock)
{
	int null = open("/dev/null", O_RDWR);
	int mine = fcntl(sock, F_DUPFD, 3);

	if (null < 0 || mine < 0)
		_exit(1);
	for (int fd = 0; fd < 3; fd++)
		if (dup2(null, fd) < 0)
			_exit(1);
	if (mine != 3 && (dup2(mine, 3) < 0))
		_exit(1);
	if (syscall(SYS_close_range, 4U, ~0U, 0U) != 0)
		_exit(1);
	return 3;
}

_Noreturn void
keeper_run(int sock)
{
	static const int calm[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct ask ask;
	int files[WIRE_FILES];
	bool started = false;

	sock = keep_only(sock);
	(void)signal(SIGCHLD, SIG_DFL);
	for (size_t i = 0; i < sizeof(calm) / sizeof(calm[0]); i++)
		(void)signal(calm[i], SIG_IGN);
	(void)prctl(PR_SET_NAME, "stet-pictures", 0, 0, 0);
	while (take_ask(sock, &ask, files)) {
		struct answered a = { ENDED_NOT_BEGUN };

		if (!started)
			started = picture_start();
		if (started)
			a.ended = (int32_t)one_picture(sock, &ask, files);
		for (size_t i = 0; i < WIRE_FILES; i++)
			(void)close(files[i]);
		if (send(sock, &a, sizeof(a), MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}
