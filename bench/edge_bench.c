/* SPDX-License-Identifier: ISC */
/*
 * edge_bench ADDRESS LOOPS FILE [MEDIA [PRIVATE]]: the edge alone, over a
 * site of one page in memory.  /p/N are as many different pages as are asked
 * for, /fail fails, /busy is busy.  /live/brief/ follows a brief that gets an
 * item at each SIGUSR1.  SIGTERM stops it gracefully.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>

#include "base/file.h"
#include "edge/edge.h"
#include "edge/listen.h"

#define BRIEF STR("/brief/")

static const struct str params[] = { STR_INIT("q") };

struct site {
	struct str page;
	_Atomic int64_t version;
};

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
	const struct site *s = desk;
	const int64_t now = atomic_load(&s->version);

	if (now != news->site_version) {
		struct str *stale = JOB_NEW(j, struct str);

		*stale = BRIEF;
		news->stale = stale;
		news->nstale = 1;
		news->site_version = now;
	}
	return OK;
}

/* An item as long as one of a few sentences. */
static enum status
site_live(void *desk, struct job *j, struct str channel, int64_t since,
    struct live_news *out)
{
	const struct site *s = desk;

	out->status = str_eq(channel, BRIEF) ? 200 : 404;
	out->site_version = atomic_load(&s->version);
	if (since && since < out->site_version)
		out->messages = job_printf(j,
		    "id: %lld\nevent: item\ndata: {\"id\":\"i%lld\",\"html\":"
		    "\"%0800d\",\"gone\":false}\n\n",
		    (long long)out->site_version, (long long)out->site_version,
		    0);
	return OK;
}

static enum status
site_answer(void *desk, struct job *j, const struct request *rq,
    struct answer *out)
{
	const struct site *s = desk;

	if (str_eq(rq->path, STR("/fail")))
		return job_fail(j, FAULT, "asked to fail");
	if (str_eq(rq->path, STR("/busy")))
		return BUSY;
	out->status = 404;
	out->type = STR("text/html; charset=utf-8");
	out->bytes = STR("<!doctype html><title>Not here</title>\n");
	out->site_version = atomic_load(&s->version);
	if (str_eq(rq->path, STR("/moved"))) {
		out->status = 308;
		out->location = STR("/");
	} else if (str_eq(rq->path, STR("/echo"))) {
		out->status = 200;
		out->keep = KEEP_NOT;
		out->bytes = request_param(rq, STR("q"));
	} else if (str_eq(rq->path, STR("/"))
	    || str_starts(rq->path, STR("/p/"))) {
		out->status = 200;
		out->bytes = s->page;
	}
	return OK;
}

/* Raise the version by one at each SIGUSR1. */
static void *
publish(void *arg)
{
	struct site *s = arg;
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	while (sigwait(&set, &sig) == 0)
		atomic_fetch_add(&s->version, 1);
	return NULL;
}

static int
stop_signals(void)
{
	sigset_t set;

	/* publish()'s, which no thread is to die of. */
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static enum status
run(struct job *j, int argc, char **argv)
{
	static const struct log log = { 2, LOG_NOTE, NULL };
	int sockets[LISTEN_MOST], private_socket = -1;
	struct edge_opts opts = { .loops = (size_t)(argv[2][0] - '0'),
		.media_dir = -1,
		.private_socket = -1,
		.log = &log };
	struct site s = { .version = 1 };
	pthread_t publisher;
	struct edge_site site = { .open = site_open,
		.close = site_close,
		.tick = site_tick,
		.answer = site_answer,
		.live = site_live,
		.params = params,
		.nparams = 1,
		.ctx = &s };
	enum status st = file_read(j, argv[3], (size_t)64 << 20, &s.page);

	opts.stop_fd = stop_signals();
	if (pthread_create(&publisher, NULL, publish, &s) != 0)
		abort();
	if (st == OK)
		st = listen_open(j, argv[1], opts.loops, sockets);
	if (st == OK && argc > 5) {
		st = listen_open(j, argv[5], 1, &private_socket);
		opts.private_socket = private_socket;
	}
	if (st != OK)
		return st;
	if (argc > 4)
		opts.media_dir = open(argv[4], O_PATH | O_DIRECTORY);
	opts.sockets = sockets;
	printf("%.*s\n", STR_ARG(listen_address(j, sockets[0])));
	if (private_socket >= 0)
		printf("%.*s\n", STR_ARG(listen_address(j, private_socket)));
	fflush(stdout);
	return edge_serve(j, &site, &opts);
}

int
main(int argc, char **argv)
{
	struct job *j = job_new(clock_now());
	enum status st;

	if (argc < 4) {
		fputs("edge_bench ADDRESS LOOPS FILE [MEDIA [PRIVATE]]\n",
		    stderr);
		return 2;
	}
	st = run(j, argc, argv);
	if (st != OK)
		fprintf(stderr, "%.*s\n", STR_ARG(job_reason(j)));
	job_free(j);
	return st != OK;
}
