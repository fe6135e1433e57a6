/* SPDX-License-Identifier: ISC */
/*
 * How bytes get to a reader and from one.  Plain sockets now; TLS is another
 * table of the same shape with a session of its own, and HTTP/2 speaks
 * through either: nothing above knows.
 *
 * Each call returns how many bytes it took or gave, 0 at the reader's end
 * (take only), or -1 with errno; EAGAIN means when the socket is ready.
 */
#ifndef STET_EDGE_TRANSPORT_H
#define STET_EDGE_TRANSPORT_H

#include <sys/types.h>
#include <sys/uio.h>

struct transport {
	ssize_t (*take)(int fd, void *session, void *to, size_t n);
	ssize_t (*give)(int fd, void *session, const void *from, size_t n);
	ssize_t (*give_two)(int fd, void *session, const struct iovec two[2]);
	/* From an open file, *at onwards; moves *at. */
	ssize_t (
	    *give_file)(int fd, void *session, int file, off_t *at, size_t n);
};

extern const struct transport transport_plain;

#endif
