/* SPDX-License-Identifier: ISC */
/*
 * bare PORT FILE -- the floor under a web server: two epoll loops that look
 * for the end of a request and write back one ready answer.  No parsing, no
 * limits, no cache: not a server, a measure.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define BODY_MAX (1 << 20)

struct bare {
	int port;
	char *body;
	size_t n;
};

static int
listen_on(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;

	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0
	    || listen(fd, 1024) != 0) {
		perror("bare");
		exit(1);
	}
	return fd;
}

/* One answer for each request in these bytes; false when the reader left. */
static bool
answer(const struct bare *b, int fd)
{
	char in[4096], head[256], date[64];
	ssize_t got = read(fd, in, sizeof(in) - 1);
	time_t now = time(NULL);
	struct tm tm;

	if (got <= 0)
		return false;
	in[got] = '\0';
	(void)strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT",
	    gmtime_r(&now, &tm));
	for (const char *p = in; (p = strstr(p, "\r\n\r\n")) != NULL; p += 4) {
		int n = snprintf(head, sizeof(head),
		    "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: text/html\r\n"
		    "Content-Length: %zu\r\n\r\n",
		    date, b->n);
		struct iovec v[2] = { { head, (size_t)n }, { b->body, b->n } };

		if (writev(fd, v, 2) != (ssize_t)((size_t)n + b->n))
			return false;
	}
	return true;
}

static void
take(int listener, int poll)
{
	int fd, on = 1;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		(void)epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e);
	}
}

static void *
loop(void *arg)
{
	const struct bare *b = arg;
	int listener = listen_on(b->port), poll = epoll_create1(0);
	struct epoll_event e = { .events = EPOLLIN, .data.fd = listener };
	struct epoll_event events[256];

	(void)epoll_ctl(poll, EPOLL_CTL_ADD, listener, &e);
	for (;;) {
		int n = epoll_wait(poll, events, 256, -1);

		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd;

			if (fd == listener)
				take(listener, poll);
			else if (!answer(b, fd))
				(void)close(fd);
		}
	}
	return NULL;
}

int
main(int argc, char **argv)
{
	struct bare b;
	pthread_t second;
	FILE *f;

	if (argc != 3 || (f = fopen(argv[2], "r")) == NULL) {
		fprintf(stderr, "usage: bare PORT FILE\n");
		return 2;
	}
	b.port = atoi(argv[1]);
	b.body = malloc(BODY_MAX);
	b.n = fread(b.body, 1, BODY_MAX, f);
	(void)fclose(f);
	(void)pthread_create(&second, NULL, loop, &b);
	(void)loop(&b);
	return 0;
}
