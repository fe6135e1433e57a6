/* SPDX-License-Identifier: ISC */
/* Listening sockets: made from an address, or inherited from systemd. */
#ifndef STET_EDGE_LISTEN_H
#define STET_EDGE_LISTEN_H

#include "base/job.h"

#define LISTEN_MOST 8 /* sockets of one address, one a loop */

/*
 * n sockets on one address ("127.0.0.1:8080", "[::1]:0", ":80" for any),
 * among which the kernel spreads connections.  Port 0 is any free port.
 * INVALID if the text is no address, DENIED or BUSY if it can't be had.
 */
MUST_CHECK enum status listen_open(struct job *j, const char *address, size_t n,
    int *fds);

/*
 * The sockets that systemd passed (LISTEN_PID, LISTEN_FDS), at most n; how
 * many.  With fewer than n the last one is shared by the loops that remain.
 */
size_t listen_inherited(size_t n, int *fds);

/* "http://127.0.0.1:8080/": where this socket listens. */
struct str listen_address(struct job *j, int fd);

#endif
