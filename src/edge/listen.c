/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "edge/crowd.h"
#include "edge/listen.h"

#define BACKLOG 4096
#define LOST_MS 60000 /* without a word that it got what was sent */
#define FIRST_FD 3    /* of systemd's */

static enum status
parse(struct job *j, const char *text, struct sockaddr_storage *out,
    socklen_t *n)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM };
	struct str host = str_of(text);
	const size_t colon = str_rfind_ch(host, ':');
	struct addrinfo *found;
	char *node = NULL;
	int64_t port;

	if (colon == NOWHERE || !str_to_int(str_skip(host, colon + 1), &port)
	    || port < 0 || port > 65535)
		return job_fail(j, INVALID,
		    "can't listen on \"%s\"; write it as 127.0.0.1:8080 or "
		    "[::1]:8080",
		    text);
	host = str_sub(host, 0, colon);
	if (host.n > 1 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = str_sub(host, 1, host.n - 2);
	if (host.n)
		node = job_cstr(j, host);
	if (getaddrinfo(node, text + colon + 1, &hints, &found) != 0)
		return job_fail(j, INVALID,
		    "can't listen on \"%s\": this machine knows no \"%.*s\"",
		    text, STR_ARG(host));
	memcpy(out, found->ai_addr, found->ai_addrlen);
	*n = found->ai_addrlen;
	freeaddrinfo(found);
	return OK;
}

static void
set_up(int fd)
{
	const int on = 1;
	const unsigned lost = LOST_MS;

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	/* What is accepted inherits it: small answers go out at once. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	/* Likewise: whose machine is gone does not stay for a quarter hour. */
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &lost, sizeof(lost));
}

static int
open_one(const struct sockaddr_storage *at, socklen_t n)
{
	const int on = 1, off = 0;
	const int fd = socket(at->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (at->ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	set_up(fd);
	if (bind(fd, (const struct sockaddr *)at, n) < 0
	    || listen(fd, BACKLOG) < 0) {
		const int why = errno;

		close(fd);
		errno = why;
		return -1;
	}
	return fd;
}

/*
 * Nobody else's server may be on that port: SO_REUSEPORT would share it with
 * any process of the same user, and half of the readers would get the other.
 */
static bool
is_taken(const struct sockaddr_storage *at, socklen_t n)
{
	const int on = 1;
	const int fd = socket(at->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool taken;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	taken = fd >= 0 && bind(fd, (const struct sockaddr *)at, n) < 0
	    && errno == EADDRINUSE;
	if (fd >= 0)
		close(fd);
	errno = EADDRINUSE;
	return taken;
}

static enum status
refused(struct job *j, const char *address)
{
	if (errno == EADDRINUSE)
		return job_fail(j, BUSY,
		    "another program listens on %s already; stop it or choose "
		    "another port with --listen",
		    address);
	if (errno == EACCES || errno == EPERM)
		return job_fail(j, DENIED,
		    "not allowed to listen on %s; ports below 1024 need rights",
		    address);
	return job_fail(j, FAULT, "can't listen on %s: %s", address,
	    strerrordesc_np(errno));
}

enum status
listen_open(struct job *j, const char *address, size_t n, int *fds)
{
	struct sockaddr_storage at = { 0 };
	socklen_t at_n = 0;
	enum status st = parse(j, address, &at, &at_n);

	if (st != OK)
		return st;
	if (is_taken(&at, at_n))
		return refused(j, address);
	for (size_t i = 0; i < n; i++) {
		fds[i] = open_one(&at, at_n);
		if (fds[i] < 0) {
			st = refused(j, address);
			while (i > 0)
				close(fds[--i]);
			return st;
		}
		/* The port that the first one was given is all of theirs. */
		at_n = sizeof(at);
		getsockname(fds[i], (struct sockaddr *)&at, &at_n);
	}
	return OK;
}

size_t
listen_inherited(size_t n, int *fds)
{
	/* Before the first thread. */
	const char *pid = getenv("LISTEN_PID");   /* NOLINT */
	const char *count = getenv("LISTEN_FDS"); /* NOLINT */
	int64_t p, c;

	if (!str_to_int(str_of(pid), &p) || !str_to_int(str_of(count), &c)
	    || p != getpid() || c < 1)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const int64_t last = (int64_t)i < c ? (int64_t)i : c - 1;

		fds[i] = FIRST_FD + (int)last;
		set_up(fds[i]);
	}
	return n;
}

struct str
listen_address(struct job *j, int fd)
{
	struct sockaddr_storage at = { .ss_family = AF_UNSPEC };
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	socklen_t n = sizeof(at);
	struct in6_addr address;
	struct str host;
	int port;

	if (getsockname(fd, (struct sockaddr *)&at, &n) < 0)
		return STR("");
	address = address_of(&at);
	host = address_text(j, &address);
	memcpy(&v4, &at, sizeof(v4));
	memcpy(&v6, &at, sizeof(v6));
	port = ntohs(at.ss_family == AF_INET ? v4.sin_port : v6.sin6_port);
	if (at.ss_family == AF_INET)
		return job_printf(j, "http://%.*s:%d/", STR_ARG(host), port);
	return job_printf(j, "http://[%.*s]:%d/", STR_ARG(host), port);
}
