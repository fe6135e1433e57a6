/* SPDX-License-Identifier: ISC */
/*
 * 1. The supervisor holds the sockets and does nothing with them.
 * 2. A child that is wanted runs (pid > 0) or has a time at which it is
 *    started (again_at); the reader is not wanted before the writer is ready.
 * 3. What fails before everything was ready once ends it all with the child's
 *    reason: nobody wants a mistyped folder to be tried for ever.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "edge/listen.h"
#include "edge/supervisor.h"

#define DELAY_FIRST 100  /* ms until a child is started anew ... */
#define DELAY_LAST 5000  /* ... doubled up to this */
#define LIVED_WELL 10000 /* ms, after which the delay is the first again */
#define STOP_GRACE 5000  /* ms over the edge's own stop_seconds */
#define REASON_MAX 1024

enum role {
	WRITER,
	READER,
	ROLES,
};

/* What children tell; a smaller byte is a status, and why follows. */
enum told {
	TOLD_READY = 'r',
	TOLD_RENEW = 'n',
	TOLD_END = 'e',
};

static const char *const names[ROLES] = { "desk", "reader" };

struct child {
	pid_t pid; /* 0: not running */
	pid_t old; /* a reader that finishes while the next one serves ... */
	int64_t old_by; /* ... and may until then, ms */
	int hears;      /* what it tells, see hear(); -1: nothing any more */
	bool serves;    /* it told that it is ready */
	int64_t started, again_at; /* ms; again_at 0: not planned */
	int delay;                 /* ms */
	int64_t restarts;
};

struct supervisor {
	const struct serve_opts *o;
	struct edge_opts edge;
	struct job *j;
	int sockets[LISTEN_MOST];
	int signals;
	int tally[2]; /* a pipe from readers to the writer */
	pid_t parent; /* in a child: the supervisor */
	struct child children[ROLES];
	bool announced, stopping;
	int64_t stop_by;
	enum status failed;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
watch_signals(bool all)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (all) {
		sigaddset(&set, SIGHUP);
		sigaddset(&set, SIGUSR1);
		sigaddset(&set, SIGCHLD);
	}
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
tell(int fd, char what)
{
	(void)!write(fd, &what, 1);
}

static void
tell_ready(void *ctx)
{
	const int *fd = ctx;

	tell(*fd, TOLD_READY);
}

static void
wish(void *ctx, enum serve_wish what)
{
	static const char said[] = {
		[SERVE_READY] = TOLD_READY,
		[SERVE_RENEW_READER] = TOLD_RENEW,
		[SERVE_END_READER] = TOLD_END,
	};
	const int *fd = ctx;

	tell(*fd, said[what]);
}

static void
tell_failed(const struct log *log, struct job *j, enum status st, int ready)
{
	const struct str reason = job_reason(j);
	char text[REASON_MAX] = { (char)st };
	const size_t n = reason.n < REASON_MAX - 1 ? reason.n : REASON_MAX - 1;

	if (n)
		memcpy(text + 1, reason.p, n);
	(void)!write(ready, text, n + 1);
	LOG(log, LOG_ALARM, "failed",
	    LOG_TEXT("status", str_of(status_name(st))),
	    LOG_TEXT("reason", reason));
}

/* Die with the supervisor; it may be gone already. */
static void
follow_parent(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
}

/* All that the reader may see. */
static size_t
reads_of(const struct supervisor *s, struct job *j, struct jail_path **out)
{
	const size_t n = s->o->nreads;
	struct jail_path *paths = JOB_ARRAY(j, struct jail_path, n + 1);

	for (size_t i = 0; i < n; i++)
		paths[i] = s->o->reads[i];
	if (s->o->media)
		paths[n] = (struct jail_path){ s->o->media, JAIL_READ };
	*out = paths;
	return s->o->media ? n + 1 : n;
}

/* Confine this process to what readers may see. */
static enum status
jail_reader(struct supervisor *s, struct job *j, bool *held)
{
	struct jail_path *paths;
	const size_t n = reads_of(s, j, &paths);
	const enum status st = jail_landlock(j, paths, n, held);

	return st == OK ? jail_seccomp(j, JAIL_READER) : st;
}

/* Whom a child becomes, or NULL; says so if the reader gets no own user. */
static const char *
user_for(struct supervisor *s, enum role role, struct job *j)
{
	struct jail_path *paths;
	size_t n;

	if (geteuid() != 0)
		return NULL;
	if (role != READER || s->o->reader_user == NULL)
		return s->o->user;
	n = reads_of(s, j, &paths);
	if (jail_user_reads(j, s->o->reader_user, paths, n))
		return s->o->reader_user;
	if (s->children[READER].restarts == 0)
		LOG(s->edge.log, LOG_WARN, "reader-has-no-user",
		    LOG_TEXT("user", str_of(s->o->reader_user)),
		    LOG_TEXT("meaning",
			STR("that user can't read the paper's folder, so the "
			    "reader runs as the writer does; Landlock and "
			    "seccomp still do their part")));
	return s->o->user;
}

static enum status
run_reader(struct supervisor *s, struct job *j, int *ready)
{
	bool held;
	const enum status st = jail_reader(s, j, &held);

	if (st != OK)
		return st;
	if (!held && s->children[READER].restarts == 0)
		LOG(s->edge.log, LOG_WARN, "no-landlock",
		    LOG_TEXT("meaning",
			STR("this kernel can't confine the reader to its "
			    "files; seccomp still does its part")));
	s->edge.restarts = s->children[READER].restarts;
	s->edge.ready = tell_ready;
	s->edge.ready_ctx = ready;
	return edge_serve(j, s->o->site, &s->edge);
}

static enum status
run_role(struct supervisor *s, enum role role, struct job *j, int *ready,
    int stop_fd)
{
	const char *user = user_for(s, role, j);
	enum status st = user ? jail_user(j, user) : OK;

	follow_parent(s->parent); /* another user would forget it */
	if (st == OK)
		st = jail_no_new_rights(j);
	if (st != OK)
		return st;
	if (role == READER) {
		s->edge.stop_fd = stop_fd;
		s->edge.tally_fd = s->tally[1];
		return run_reader(s, j, ready);
	}
	return s->o->writer(s->o->writer_ctx, j,
	    &(struct serve_ends){ stop_fd, s->tally[0], wish, ready });
}

/* In the child: never returns. */
static void
child_main(struct supervisor *s, enum role role, int ready, pid_t parent)
{
	struct job *j = job_new(clock_now());
	struct log log = *s->edge.log;
	enum status st;
	int stop_fd;

	close(s->signals);
	close(s->tally[role == READER ? 0 : 1]);
	signal(SIGPIPE, SIG_IGN);
	stop_fd = watch_signals(false);
	log.who = names[role];
	s->edge.log = &log;
	s->parent = parent;
	st = run_role(s, role, j, &ready, stop_fd);
	if (st != OK)
		tell_failed(&log, j, st, ready);
	_exit(st != OK);
}

static void
start(struct supervisor *s, enum role role)
{
	struct child *c = &s->children[role];
	const pid_t parent = getpid();
	int pipes[2];

	if (pipe2(pipes, O_CLOEXEC) < 0)
		abort();
	fflush(NULL);
	c->pid = fork();
	if (c->pid < 0)
		abort();
	if (c->pid == 0) {
		close(pipes[0]);
		child_main(s, role, pipes[1], parent);
	}
	close(pipes[1]);
	c->hears = pipes[0];
	c->serves = false;
	c->started = now_ms();
	c->again_at = 0;
}

static void
announce(struct supervisor *s)
{
	struct str private_address = STR("");

	s->announced = true;
	if (s->edge.private_socket >= 0)
		private_address = listen_address(s->j, s->edge.private_socket);
	if (s->o->announce)
		s->o->announce(s->o->announce_ctx,
		    listen_address(s->j, s->sockets[0]), private_address);
}

static int64_t
grace(const struct supervisor *s)
{
	return STOP_GRACE
	    + (int64_t)edge_limits_of(&s->o->edge.limits).stop_seconds * 1000;
}

/*
 * The next reader takes over the sockets.  The old one finishes its answers
 * (SIGTERM), though not for ever, or is one that nobody can wait for (SIGKILL).
 */
static void
renew_reader(struct supervisor *s, int signal)
{
	struct child *c = &s->children[READER];

	if (c->pid == 0 || (c->old && signal != SIGKILL) || s->stopping)
		return;
	LOG(s->edge.log, LOG_NOTE, "reader-renewed", LOG_NUMBER("pid", c->pid));
	if (c->old)
		kill(c->old, SIGKILL);
	kill(c->pid, signal);
	c->old = c->pid;
	c->old_by = now_ms() + grace(s);
	if (c->hears >= 0)
		close(c->hears);
	c->restarts++;
	start(s, READER);
}

/* It never got ready, and nothing was before: that is the end of it all. */
static void
give_up(struct supervisor *s, enum role role, const char *text, size_t n)
{
	if (s->announced || s->failed != OK || s->stopping)
		return;
	s->failed = n > 1
	    ? job_fail(s->j, (enum status)text[0], "%.*s", (int)n - 1, text + 1)
	    : job_fail(s->j, FAULT, "the %s ended before it was ready",
		names[role]);
}

static void
got_ready(struct supervisor *s, enum role role)
{
	s->children[role].serves = true;
	if (role == WRITER && s->children[READER].pid == 0)
		s->children[READER].again_at = now_ms();
	if (role == READER && !s->announced)
		announce(s);
}

/* What a child tells: that it is ready, what it wishes, why it fails. */
static void
hear(struct supervisor *s, enum role role)
{
	struct child *c = &s->children[role];
	char text[REASON_MAX];
	const ssize_t n = read(c->hears, text, sizeof(text));
	ssize_t i = 0;

	for (; i < n; i++)
		if (text[i] == TOLD_READY)
			got_ready(s, role);
		else if (text[i] == TOLD_RENEW && role == WRITER)
			renew_reader(s, SIGTERM);
		else if (text[i] == TOLD_END && role == WRITER)
			renew_reader(s, SIGKILL);
		else
			break;
	if (n > 0 && i == n)
		return;
	close(c->hears);
	c->hears = -1;
	if (!c->serves)
		give_up(s, role, text + i, n > i ? (size_t)(n - i) : 0);
}

/* It ended; plan the next, later if it lives badly. */
static void
plan(struct supervisor *s, enum role role, int how)
{
	struct child *c = &s->children[role];
	const bool well = now_ms() - c->started > LIVED_WELL;

	c->pid = 0;
	if (c->hears >= 0)
		hear(s, role);
	if (s->stopping || s->failed != OK)
		return;
	c->delay = well || c->delay == 0 ? DELAY_FIRST : c->delay * 2;
	if (c->delay > DELAY_LAST)
		c->delay = DELAY_LAST;
	c->again_at = now_ms() + c->delay;
	c->restarts++;
	LOG(s->edge.log, LOG_ALARM, "child-ended",
	    LOG_TEXT("child", str_of(names[role])),
	    LOG_NUMBER("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0),
	    LOG_NUMBER("exit", WIFEXITED(how) ? WEXITSTATUS(how) : 0),
	    LOG_NUMBER("again_in_ms", c->delay));
}

static void
reap(struct supervisor *s)
{
	pid_t pid;
	int how;

	while ((pid = waitpid(-1, &how, WNOHANG)) > 0)
		for (enum role r = WRITER; r < ROLES; r++) {
			if (pid == s->children[r].pid)
				plan(s, r, how);
			else if (pid == s->children[r].old)
				s->children[r].old = 0;
		}
}

static void
tell_all(struct supervisor *s, int signal)
{
	for (enum role r = WRITER; r < ROLES; r++) {
		if (s->children[r].pid > 0)
			kill(s->children[r].pid, signal);
		if (s->children[r].old > 0)
			kill(s->children[r].old, signal);
	}
}

static void
begin_stop(struct supervisor *s)
{
	if (s->stopping)
		return;
	s->stopping = true;
	s->stop_by = now_ms() + grace(s);
	tell_all(s, SIGTERM);
}

static void
take_signals(struct supervisor *s)
{
	struct signalfd_siginfo info;

	while (read(s->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			reap(s);
		else if (info.ssi_signo == SIGHUP)
			renew_reader(s, SIGTERM);
		else if (info.ssi_signo == SIGUSR1)
			renew_reader(s, SIGKILL);
		else
			begin_stop(s);
	}
}

static bool
is_over(struct supervisor *s)
{
	bool any = false;

	for (enum role r = WRITER; r < ROLES; r++)
		any = any || s->children[r].pid || s->children[r].old;
	if (s->children[READER].old && now_ms() >= s->children[READER].old_by)
		kill(s->children[READER].old, SIGKILL);
	if (s->stopping && any && now_ms() >= s->stop_by) {
		tell_all(s, SIGKILL);
		s->stop_by = INT64_MAX;
	}
	return s->stopping && !any;
}

/* Start what is due; ms until the next thing that is planned. */
static int
start_due(struct supervisor *s)
{
	const int64_t now = now_ms();
	int64_t wait = 1000;

	for (enum role r = WRITER; r < ROLES; r++) {
		const struct child *c = &s->children[r];

		if (s->stopping || c->again_at == 0)
			continue;
		if (c->again_at <= now)
			start(s, r);
		else if (c->again_at - now < wait)
			wait = c->again_at - now;
	}
	return (int)wait;
}

static void
watch_over(struct supervisor *s)
{
	while (!is_over(s)) {
		const int wait = start_due(s);
		struct pollfd p[1 + ROLES] = { { s->signals, POLLIN, 0 } };

		for (enum role r = WRITER; r < ROLES; r++)
			p[1 + r] = (struct pollfd){ s->children[r].hears,
				POLLIN, 0 };
		if (poll(p, 1 + ROLES, wait) < 0 && errno != EINTR)
			abort();
		for (enum role r = WRITER; r < ROLES; r++)
			if (p[1 + r].revents && s->children[r].hears >= 0)
				hear(s, r);
		if (p[0].revents)
			take_signals(s);
		if (s->failed != OK)
			begin_stop(s);
	}
}

static void
more_descriptors(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
		r.rlim_cur = r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
}

static enum status
open_sockets(struct supervisor *s)
{
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t loops = s->o->loops > 0
	    ? (size_t)s->o->loops
	    : (size_t)(processors > 0 ? processors : 1);
	enum status st = OK;

	if (loops > LISTEN_MOST)
		loops = LISTEN_MOST;
	s->edge.loops = loops;
	s->edge.sockets = s->sockets;
	s->edge.private_socket = -1;
	s->edge.media_dir = -1;
	if (listen_inherited(loops, s->sockets) == 0)
		st = listen_open(s->j, s->o->listen, loops, s->sockets);
	if (st == OK && s->o->listen_private)
		st = listen_open(s->j, s->o->listen_private, 1,
		    &s->edge.private_socket);
	if (st == OK && s->o->media)
		s->edge.media_dir = open(s->o->media,
		    O_PATH | O_DIRECTORY | O_CLOEXEC);
	return st;
}

static void
close_sockets(struct supervisor *s)
{
	for (size_t i = 0; i < s->edge.loops; i++)
		close(s->sockets[i]);
	if (s->edge.private_socket >= 0)
		close(s->edge.private_socket);
	if (s->edge.media_dir >= 0)
		close(s->edge.media_dir);
}

enum status
serve_supervise(struct job *j, const struct serve_opts *opts)
{
	struct supervisor s = { .o = opts, .edge = opts->edge, .j = j };
	static const struct log silent = { -1, LOG_ALARM, NULL };
	sigset_t before;
	enum status st;

	if (s.edge.log == NULL)
		s.edge.log = &silent;
	st = open_sockets(&s);
	if (st != OK)
		return st;
	more_descriptors();
	pthread_sigmask(SIG_BLOCK, NULL, &before);
	s.signals = watch_signals(true);
	if (pipe2(s.tally, O_CLOEXEC | O_NONBLOCK | O_DIRECT) < 0)
		abort();
	s.children[WRITER].hears = s.children[READER].hears = -1;
	s.children[opts->writer ? WRITER : READER].again_at = now_ms();
	watch_over(&s);
	close(s.signals);
	close(s.tally[0]);
	close(s.tally[1]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close_sockets(&s);
	return s.failed;
}
