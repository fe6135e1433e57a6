/* SPDX-License-Identifier: ISC */
/*
 * Inside edge: what its files share about one loop and its connections.
 *
 * A connection's way:
 *
 *	accepted -> HEAD -> (request answered) -> IDLE -> HEAD ...
 *	                 -> STALL while an answer waits for the socket
 *	                 -> LIVE follows a brief, for hours; see live.c
 *	                 -> LINGER after a refusal, until the reader has read it
 *
 * 1. A connection hangs in exactly one wait list; each list is ordered by
 *    `since`, because all in it wait equally long.
 * 2. While an answer is not wholly given nothing is read and nothing parsed.
 * 3. An idle connection owns no memory but its struct.
 */
#ifndef STET_EDGE_LOOP_H
#define STET_EDGE_LOOP_H

#include <netinet/in.h>

#include "edge/cache.h"
#include "edge/crowd.h"
#include "edge/edge.h"
#include "edge/head.h"
#include "edge/http1.h"
#include "edge/metrics.h"
#include "edge/squeeze.h"
#include "edge/tally.h"
#include "edge/target.h"
#include "edge/transport.h"

#define SCRATCH ((size_t)64 * 1024) /* read at once */
#define BATCH 256                   /* events taken at once */

enum wait {
	WAIT_HEAD,
	WAIT_IDLE,
	WAIT_STALL,
	WAIT_LINGER,
	WAIT_REST, /* its request is held, and answered when it is over */
	WAIT_LIVE, /* for nothing: what is too long here gets a heartbeat */
	WAITS,
};

/* What is on its way: a blob, or a head and something behind it. */
struct parcel {
	struct blob *first, *then; /* held; then may be NULL */
	size_t at, end;            /* of first */
	size_t then_at, then_end;  /* of then */
	int file;                  /* or the rest comes from here; else -1 */
	off_t file_at;
	size_t file_left;
};

/* Bytes that came and could not be used yet. */
struct held {
	struct http1 head;
	size_t n;
	char bytes[];
};

struct conn {
	struct conn *prev, *next;
	int64_t since; /* seconds of the loop's steady clock */
	int fd;
	uint8_t wait;    /* enum wait */
	bool is_private; /* of the port for /healthz and /metrics */
	bool is_counted; /* in the crowd */
	bool closing;    /* after what is on its way */
	bool lingering;  /* and let the reader finish first */
	bool wants_out;  /* epoll tells when it can be written */
	bool served;     /* since it was last put into a wait list */
	bool resting;    /* epoll tells nothing of it */
	bool rested;     /* for the request that is next */
	uint32_t requests;
	struct in6_addr peer;
	const struct transport *by;
	void *session;
	struct follower *live; /* follows a brief, or NULL */
	struct held *held;
	struct parcel out;
};

struct wait_list {
	struct conn *first, *last;
	int64_t seconds;
};

struct edge; /* what the loops share; edge.c */

struct loop {
	const struct edge_opts *opts;
	const struct edge_site *site;
	struct edge *edge;
	struct crowd *crowd;
	void *desk;
	struct job *job; /* of the request, or of the tick */
	struct cache *cache;
	struct squeezer *squeezer;
	struct live *live;
	struct metrics metrics;
	struct tally tally;
	int64_t tally_at; /* when it is handed on, steady */
	struct moment now;
	int64_t steady; /* seconds */
	struct edge_limits limits;
	int number, ep, listen, private_listen, stop, wake;
	bool stopping;
	bool again; /* the site was busy at the last tick */
	int64_t stop_by;
	int nconns;
	struct wait_list waits[WAITS];
	struct http1 head; /* of the request being read */
	struct request request;
	int status;   /* of the answer to it */
	size_t bytes; /* of that answer's body */
	char room[TARGET_ROOM], params_room[TARGET_ROOM];
	char scratch[SCRATCH];
};

/* conn.c */
void conn_new(struct loop *lp, int fd, const struct in6_addr *peer,
    bool is_private, bool is_counted);
void conn_close(struct loop *lp, struct conn *c);
/* The socket has something, can take something, or broke. */
void conn_event(struct loop *lp, struct conn *c, uint32_t events);
/* Close what waited too long. */
void conn_expire(struct loop *lp);
/* Where it waits now that it was given something; may close it. */
void conn_place(struct loop *lp, struct conn *c);
/* Something given is still on its way. */
bool conn_is_giving(const struct conn *c);
/* Close those that wait for nothing, after a last look for a request. */
void conn_close_idle(struct loop *lp);

/* Give these bytes of b, or keep what the socket does not take now. */
void conn_give(struct loop *lp, struct conn *c, struct blob *b, size_t from,
    size_t end);
void conn_give_parcel(struct loop *lp, struct conn *c, const struct parcel *p);

/* reply.c: for the counts and the log: what the answer was. */
void answered(struct loop *lp, int status, size_t bytes);
/* reply.c: a status and nothing more to say. */
void reply_plain(struct loop *lp, struct conn *c, int status,
    struct str fields);
/* reply.c: the site could not answer, and said why in the loop's job. */
void reply_failed(struct loop *lp, struct conn *c, enum status st);
/* reply.c: who asks, by the proxies that are believed. */
struct in6_addr reply_asker(const struct loop *lp, const struct conn *c,
    struct str bytes);
/* reply.c: true, after a short pause, while a busy site is to be asked again. */
bool reply_again(enum status st, int *tries);
/* reply.c: answer the request whose head is lp->head, in bytes. */
void reply(struct loop *lp, struct conn *c, struct str bytes);
void reply_refused(struct loop *lp, struct conn *c, int status,
    const char *why);
/* A blob as the answer to this request; takes it over. */
void reply_blob(struct loop *lp, struct conn *c, struct blob *b, int status);

/* media.c: answer a path under /media/. */
void media_reply(struct loop *lp, struct conn *c, struct str bytes,
    struct str name);

/* private.c: answer on the private port. */
void private_reply(struct loop *lp, struct conn *c, struct str path);

/* live.c */
struct live *live_new(void);
void live_free(struct live *l);
/* Answer a path under /live/. */
void live_reply(struct loop *lp, struct conn *c, struct str bytes,
    struct str channel);
/* The connection goes. */
void live_leave(struct loop *lp, struct conn *c);
/* The socket took all: give what came in the meantime. */
void live_more(struct loop *lp, struct conn *c);
/* A tick told this; what it means is done by live_spread(). */
void live_hear(struct loop *lp, const struct edge_news *news);
/* Give news to those who follow; only when no event waits to be looked at. */
void live_spread(struct loop *lp);
/* Let everybody go: they come back by themselves, to whoever serves then. */
void live_end(struct loop *lp);
int live_followers(const struct loop *lp);
/* Wake up so soon, ms; -1: there is no need. */
int live_timeout(const struct loop *lp);

/* edge.c: followers by address, over all loops. */
struct crowd *edge_live_crowd(struct edge *e);
/* edge.c: all loops' counts, for the private port. */
size_t edge_metrics(struct edge *e, struct metrics *all[], size_t room);
struct metrics_extra edge_extra(const struct edge *e);
/* The site can't be read: everything ends with this reason. */
void edge_give_up(struct edge *e, enum status st, struct str reason);

/* loop.c */
struct loop *loop_new(struct edge *e, const struct edge_opts *opts,
    const struct edge_site *site, struct crowd *crowd, int number, int wake);
/* Drop what the site says, move on.  False: it can't be read, all is over. */
bool loop_follow(struct loop *lp);
/* Counted by its address: neither this machine's nor a proxy's. */
bool loop_counts(const struct loop *lp, const struct in6_addr *address);
/* Until stopped; a failure is told by edge_give_up. */
void loop_run(struct loop *lp);
void loop_free(struct loop *lp);

#endif
