/* SPDX-License-Identifier: ISC */
/*
 * Asking other people's servers, of whom nothing is believed: limits on time,
 * on size (of what comes out after decompression, and of headers), on
 * redirects, which may only lead to the same host.  http and https; no
 * cookies, no credentials.  One thread.
 *
 * With public_only, for addresses that somebody else has chosen: no address
 * is connected to that not anybody may reach (looked at when it is connected,
 * whatever the name said before), no proxy is asked, and redirects may lead to
 * other hosts, which are held to the same.
 */
#ifndef STET_WIRE_FETCH_H
#define STET_WIRE_FETCH_H

#include "base/job.h"

#define FETCH_AT_ONCE 8

struct fetcher;

/* Zero means the usual. */
struct fetch_limits {
	int connect_seconds; /* 10 */
	int stall_seconds;   /* without a byte: 20 */
	int whole_seconds;   /* for one answer: 300 */
	bool public_only;
	const struct str *also; /* addresses allowed all the same */
	size_t nalso;
};

struct fetcher *fetcher_new(const struct fetch_limits *limits);
void fetcher_free(struct fetcher *f); /* NULL is fine */

struct fetched {
	int status;                /* of HTTP; 0 if there was no answer */
	struct str bytes;          /* the body */
	struct str why;            /* without an answer: the reason, in words */
	struct str etag, modified; /* as the headers say, or empty */
};

/*
 * GET a URL, for a body of at most max bytes.  OK if it was answered,
 * whatever the answer; FAULT with the reason if not; INVALID if the answer
 * broke a limit or led elsewhere.  In j's memory.
 */
MUST_CHECK enum status fetch_get(struct fetcher *f, struct job *j,
    struct str url, size_t max, struct fetched *out);

/* Only if it changed (status 304 if not): what an earlier answer said. */
MUST_CHECK enum status fetch_newer(struct fetcher *f, struct job *j,
    struct str url, struct str etag, struct str modified, size_t max,
    struct fetched *out);

enum fetch_how {
	FETCH_GET,
	FETCH_HEAD, /* no body is asked for */
	FETCH_POST, /* a form; where it leads elsewhere it has failed */
};

struct fetch_ask {
	enum fetch_how how;
	struct str url;
	struct str form; /* of a POST: application/x-www-form-urlencoded */
};

/*
 * The same for many, FETCH_AT_ONCE at a time.  take is called for each as it
 * comes, in any order, st as fetch_get() would have given; got is gone when
 * it returns.  What take returns ends the whole unless it is OK.
 */
typedef enum status fetch_take(void *arg, size_t i, enum status st,
    const struct fetched *got);
MUST_CHECK enum status fetch_all(struct fetcher *f, struct job *j,
    const struct str *urls, size_t n, size_t max, fetch_take *take, void *arg);

/* The same, each in its own way. */
MUST_CHECK enum status fetch_each(struct fetcher *f, struct job *j,
    const struct fetch_ask *asks, size_t n, size_t max, fetch_take *take,
    void *arg);

#endif
