/* SPDX-License-Identifier: ISC */
/*
 * The readers' server: epoll loops, one a thread, each with its own cache and
 * its own view of the site, so that nothing on a reader's way takes a lock.
 * The edge knows nothing of stories; it asks an edge_site.
 */
#ifndef STET_EDGE_EDGE_H
#define STET_EDGE_EDGE_H

#include "base/job.h"
#include "base/log.h"
#include "edge/answer.h"
#include "edge/live.h"
#include "edge/request.h"

/* What changed since the last tick.  Arrays are in the tick's job. */
struct edge_news {
	int64_t site_version; /* what the site stands at now */
	bool everything;      /* drop all pages (import, theme, fell behind) */
	const struct str *stale; /* else these paths, as request.path is */
	size_t nstale;
	/*
	 * What could not be taken up, so that the old goes on (a theme with a
	 * mistake in it); for the log, told once.
	 */
	struct str trouble;
};

/*
 * Where pages come from.  open, tick, answer and close of one desk are called
 * from one thread only; each loop opens its own.
 */
struct edge_site {
	void *ctx;

	/* Called once in each loop's thread, after the jail was shut. */
	enum status (*open)(void *ctx, struct job *j, void **desk);
	void (*close)(void *desk);

	/*
	 * Called at each wake-up, before any request is looked at: fill news
	 * if anything changed, else leave it (site_version is what it was).
	 * It has to be quick (a few microseconds) when nothing did.
	 *   OK      news is right
	 *   BUSY    ask again within 5 ms; cached pages are served on
	 *   others  the site can't be read: the process ends with the reason,
	 *           and whoever watches it starts another
	 */
	enum status (*tick)(void *desk, struct job *j, struct edge_news *news);

	/*
	 * Make the page.  Not found is an answer (404), not a failure.
	 *   OK     out is filled, in j's memory
	 *   BUSY   asked again a few times, then the reader gets a 503
	 *   others logged with the reason; the reader gets a 500 or 503
	 */
	enum status (*answer)(void *desk, struct job *j,
	    const struct request *rq, struct answer *out);

	/*
	 * What a running brief got after site_version `since` (0: from now),
	 * see live.h.  channel is the path of its page.  Called once for all
	 * who follow it when a tick named that path or everything, and for one
	 * who comes and may have missed something.  NULL: there are no briefs.
	 *   OK     out is filled, in j's memory
	 *   BUSY   asked again within 5 ms
	 *   others logged with the reason; its readers are let go
	 */
	enum status (*live)(void *desk, struct job *j, struct str channel,
	    int64_t since, struct live_news *out);

	/* Query parameters that a page may depend on; all others are cut. */
	const struct str *params;
	size_t nparams;
};

/* Zero means the usual. */
struct edge_limits {
	int connections;            /* in all, of one loop: 16,384 */
	int connections_an_address; /* 128; of IPv6, of a /64 */
	int requests_a_connection;  /* 10,000, then it is closed */
	int head_seconds;           /* for a whole request head: 10 */
	int idle_seconds;           /* between requests: 60 */
	int stall_seconds;          /* without a byte taken by the reader: 20 */
	int stop_seconds;           /* to finish answers when stopping: 10 */
	int live;            /* who follow briefs, of a loop: half of all */
	int live_an_address; /* the same of one address: 64 */
	int tally_seconds;   /* what was read is handed on: 300 */
	int beat_seconds;    /* a silent stream's heartbeat: 15 and a few */
};

/* With the usual in place of zeroes. */
struct edge_limits edge_limits_of(const struct edge_limits *given);

/* An address or a network whose word is taken. */
struct edge_net {
	unsigned char address[16]; /* IPv4 as ::ffff:a.b.c.d */
	int bits;                  /* of 128 */
};
/* "10.0.0.0/8", "::1", ...; INVALID with a reason. */
MUST_CHECK enum status edge_net_parse(struct job *j, struct str text,
    struct edge_net *out);

struct edge_opts {
	const int *sockets; /* listening, not blocking; loop i has socket i */
	size_t loops;
	int private_socket; /* of /healthz and /metrics, or -1 */
	int stop_fd;        /* readable: finish and return; or -1 */
	int tally_fd;  /* a pipe's end for what is read, see tally.h; 0: none */
	int media_dir; /* descriptor of DIR/media, or -1 */
	size_t cache_bytes;      /* of all loops together; 0: 40 MB */
	const struct str *hosts; /* names we answer to; none: to all */
	size_t nhosts;
	const struct edge_net *proxies; /* whose X-Forwarded-For is believed */
	size_t nproxies;
	bool hsts;         /* readers come over TLS */
	bool log_requests; /* a line for each request */
	bool log_readers;  /* with the reader's address in it */
	int64_t restarts;  /* of this process so far, for the metrics */
	struct edge_limits limits;
	const struct log *log;
	void (*ready)(void *ready_ctx); /* every loop serves; may be NULL */
	void *ready_ctx;
};

/*
 * Serve until stop_fd says so.  OK after a graceful stop; what the site's
 * open or tick ended with if the site can't be read.
 *
 * Pictures: GET /media/<sha256>.<ext> (64 lower-case digits; ext from
 * media_type()) sends media/ab/<sha256> by itself, immutable, with ranges; so
 * does /media/<16 digits>-<width>.<ext>, a rendition of the picture whose hash
 * begins so, with the file of that name in its folder.
 */
MUST_CHECK enum status edge_serve(struct job *j, const struct edge_site *site,
    const struct edge_opts *opts);

/* The Content-Type of a stored file by its extension; "" if we serve none. */
struct str media_type(struct str extension);

/* What a name behind /media/ says. */
struct media_name {
	size_t n;       /* its bytes */
	char place[72]; /* in the folder media/: "ab/ab0123..." */
	struct str type;
	bool rendition;
};

/* The name at the beginning of s; false if there is none that is served. */
bool media_name(struct str s, struct media_name *out);

#endif
