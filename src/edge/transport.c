/* SPDX-License-Identifier: ISC */
#include <sys/sendfile.h>
#include <sys/socket.h>

#include "edge/transport.h"

static ssize_t
plain_take(int fd, void *session, void *to, size_t n)
{
	(void)session;
	return recv(fd, to, n, 0);
}

static ssize_t
plain_give(int fd, void *session, const void *from, size_t n)
{
	(void)session;
	return send(fd, from, n, MSG_NOSIGNAL);
}

static ssize_t
plain_give_two(int fd, void *session, const struct iovec two[2])
{
	struct iovec copy[2] = { two[0], two[1] };
	const struct msghdr m = { .msg_iov = copy, .msg_iovlen = 2 };

	(void)session;
	return sendmsg(fd, &m, MSG_NOSIGNAL);
}

static ssize_t
plain_give_file(int fd, void *session, int file, off_t *at, size_t n)
{
	(void)session;
	return sendfile(fd, file, at, n);
}

const struct transport transport_plain = { plain_take, plain_give,
	plain_give_two, plain_give_file };
