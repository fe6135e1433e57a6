/* SPDX-License-Identifier: ISC */
/*
 * The processes of `stet serve`: a supervisor that owns the listening sockets
 * and two children, the reader and the writer, each started anew when it dies.
 * SIGTERM and SIGINT stop gracefully; SIGHUP starts the reader anew once it
 * has finished its answers, SIGUSR1 at once.
 */
#ifndef STET_EDGE_SUPERVISOR_H
#define STET_EDGE_SUPERVISOR_H

#include "base/jail.h"
#include "edge/edge.h"

/* What the writer tells the supervisor, which may have another user. */
enum serve_wish {
	SERVE_READY,        /* once: readers may start */
	SERVE_RENEW_READER, /* another one, when this has finished its answers */
	SERVE_END_READER,   /* another one, at once */
};
typedef void serve_tell(void *tell_ctx, enum serve_wish what);

/* What the writer's child holds. */
struct serve_ends {
	int stop_fd, tally_fd;
	serve_tell *tell;
	void *tell_ctx;
};

struct serve_opts {
	const char *listen; /* "127.0.0.1:8080", "[::]:80"; port 0: any */
	const char *listen_private; /* of /healthz and /metrics; NULL: none */
	const char *media;          /* the folder of pictures, or NULL */
	/* When root: whom the writer becomes, or NULL; whom the reader does,
	   if that one can read what it has to, else it is as the writer. */
	const char *user, *reader_user;
	const struct jail_path
	    *reads; /* what the reader may read, over media */
	size_t nreads;
	int loops; /* 0: one a processor, at most 8 */

	/* Sockets, media_dir, tally_fd, stop_fd, loops and ready are filled in here. */
	struct edge_opts edge;
	const struct edge_site *site;

	/*
	 * The writer's child: runs until stop_fd is readable.  OK after a stop;
	 * anything else is logged with j's reason and it is started anew.
	 * tally_fd is not blocking and has packets for tally_read().
	 * NULL: there is none.  It is started first and may make what the
	 * reader needs before it tells SERVE_READY.
	 */
	enum status (*writer)(void *writer_ctx, struct job *j,
	    const struct serve_ends *ends);
	void *writer_ctx;

	/* Called once, when readers are served; addresses such as
	   "http://127.0.0.1:8080/", private "" without one.  May be NULL. */
	void (*announce)(void *announce_ctx, struct str address,
	    struct str private_address);
	void *announce_ctx;
};

/* Until stopped.  OK then; else why it could not begin, or gave up. */
MUST_CHECK enum status serve_supervise(struct job *j,
    const struct serve_opts *opts);

#endif
