/* SPDX-License-Identifier: ISC */
/*
 * live PORT PATH READERS ROUNDS PID COMMAND -- READERS connections follow
 * /live PATH, and COMMAND, run by a shell ROUNDS times, publishes an item.
 *
 * A line a round: seconds from COMMAND's begin to the first reader's item and
 * to the last one's, from its end to the last one's, and CPU seconds of the
 * process PID meanwhile.  Before them a line "ready SECONDS KB": how long they
 * took to connect, and by how much PID's memory grew.  Any item counts that
 * comes after COMMAND began; who loses its connection ends it all.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define AT_ONCE 64     /* connecting */
#define PATIENCE 20000 /* ms without any reader being told anything */
#define QUIET 300      /* ms between two rounds */
#define LOOKED_FOR "\nevent: item\n"
#define ADDRESSES 4 /* of loopback: one has 28,000 ports */

struct reader {
	int fd;
	size_t at;  /* of LOOKED_FOR, matched so far */
	int round;  /* the last of which it has an item */
	bool ready; /* its head came */
};

struct bench {
	int port, ep, n, rounds, pid, round;
	const char *path, *command;
	struct reader *readers;
	int told; /* in this round */
	double first, last;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
die(const char *why)
{
	perror(why);
	exit(1);
}

/* CPU seconds of the process. */
static double
cpu_of(int pid)
{
	char path[64], line[1024];
	const char *p;
	unsigned long user = 0, system = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "r");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		die(path);
	fclose(f);
	p = strrchr(line, ')');
	if (p == NULL
	    || sscanf(p,
		   ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
		   &user, &system)
		!= 2)
		die("stat");
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static long
memory_of(int pid)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	f = fopen(path, "r");
	if (f == NULL)
		die(path);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "RssAnon: %ld kB", &kb) == 1)
			break;
	fclose(f);
	return kb;
}

static void
connect_one(struct bench *b, struct reader *r, int i)
{
	const struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)b->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(
		    INADDR_LOOPBACK + (uint32_t)(i % ADDRESSES)) };
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = r };
	const int on = 1;
	char request[1024];
	int n;

	r->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (r->fd < 0)
		die("socket");
	(void)setsockopt(r->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on,
	    sizeof(on));
	if (bind(r->fd, (const struct sockaddr *)&from, sizeof(from)) < 0
	    || connect(r->fd, (const struct sockaddr *)&at, sizeof(at)) < 0)
		die("connect");
	n = snprintf(request, sizeof(request),
	    "GET /live%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
	    "Accept: text/event-stream\r\n\r\n",
	    b->path, b->port);
	if (write(r->fd, request, (size_t)n) != n)
		die("write");
	epoll_ctl(b->ep, EPOLL_CTL_ADD, r->fd, &ev);
}

/* True if an item's line ends in these bytes; pieces are put together. */
static bool
has_item(struct reader *r, const char *p, size_t n)
{
	static const char want[] = LOOKED_FOR;
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		/* A newline begins it and stands nowhere else but at its end. */
		if (p[i] != want[r->at])
			r->at = 0;
		if (p[i] == want[r->at])
			r->at++;
		if (r->at == sizeof(want) - 1) {
			found = true;
			r->at = 1;
		}
	}
	return found;
}

static void
take(struct bench *b, struct reader *r)
{
	char in[16384];
	const ssize_t n = recv(r->fd, in, sizeof(in), MSG_DONTWAIT);

	if (n <= 0)
		die("a reader lost its connection");
	if (!r->ready) {
		r->ready = true;
		if (n < 12 || memcmp(in, "HTTP/1.1 200", 12) != 0) {
			fprintf(stderr, "%.*s\n", (int)n, in);
			exit(1);
		}
	}
	if (!has_item(r, in, (size_t)n) || r->round == b->round)
		return;
	r->round = b->round;
	b->last = now();
	if (b->told++ == 0)
		b->first = b->last;
}

/* True if anybody was told anything within so many ms. */
static bool
hear(struct bench *b, int ms)
{
	struct epoll_event events[256];
	const int n = epoll_wait(b->ep, events, 256, ms);

	for (int i = 0; i < n; i++)
		take(b, events[i].data.ptr);
	return n > 0;
}

static int
count_ready(const struct bench *b)
{
	int n = 0;

	for (int i = 0; i < b->n; i++)
		n += b->readers[i].ready;
	return n;
}

static void
connect_all(struct bench *b)
{
	const long before = memory_of(b->pid);
	const double begun = now();

	for (int i = 0; i < b->n; i++) {
		connect_one(b, &b->readers[i], i);
		while (i % AT_ONCE == 0 && hear(b, 0))
			;
	}
	while (count_ready(b) < b->n)
		if (!hear(b, PATIENCE))
			die("not all of them were answered");
	printf("ready %.3f %ld\n", now() - begun, memory_of(b->pid) - before);
	fflush(stdout);
}

static void
one_round(struct bench *b)
{
	const double cpu = cpu_of(b->pid), begun = now();
	double ended = 0;
	const pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", b->command, (char *)NULL);
		_exit(127);
	}
	b->told = 0;
	while (b->told < b->n) {
		int how;

		if (ended == 0 && waitpid(pid, &how, WNOHANG) == pid) {
			ended = now();
			if (how != 0)
				die(b->command);
		}
		if (!hear(b, ended == 0 ? 1 : PATIENCE) && ended != 0)
			die("some were told nothing");
	}
	if (ended == 0) {
		waitpid(pid, NULL, 0);
		ended = now();
	}
	printf("%.4f %.4f %.4f %.3f\n", b->first - begun, b->last - begun,
	    b->last - ended, cpu_of(b->pid) - cpu);
	fflush(stdout);
	while (hear(b, QUIET))
		;
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

int
main(int argc, char **argv)
{
	struct bench b = { 0 };

	if (argc != 7) {
		fputs("live PORT PATH READERS ROUNDS PID COMMAND\n", stderr);
		return 2;
	}
	b.port = atoi(argv[1]);
	b.path = argv[2];
	b.n = atoi(argv[3]);
	b.rounds = atoi(argv[4]);
	b.pid = atoi(argv[5]);
	b.command = argv[6];
	more_descriptors();
	b.ep = epoll_create1(EPOLL_CLOEXEC);
	b.readers = calloc((size_t)b.n, sizeof(*b.readers));
	if (b.readers == NULL || b.ep < 0)
		die("live");
	connect_all(&b);
	for (b.round = 1; b.round <= b.rounds; b.round++)
		one_round(&b);
	return 0;
}
