/* SPDX-License-Identifier: ISC */
/*
 * What a page is once it is made: the site fills this, the edge sends it,
 * keeps it and compresses it.  All bytes are in the job of the call that
 * made it; the edge copies what it keeps.  Zeroed is a good start.
 *
 * The edge adds by itself: Date, Content-Length, Content-Encoding, Vary,
 * ETag, the security headers.  It answers HEAD and If-None-Match.
 */
#ifndef STET_EDGE_ANSWER_H
#define STET_EDGE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct answer_header {
	struct str name, value; /* no control characters */
};

enum answer_keep {
	KEEP_PAGE,   /* in our cache until it is stale; others ask each time */
	KEEP_COMMIT, /* the same, but until anything at all was committed */
	KEEP_EVER,   /* its address names its content: immutable for a year */
	KEEP_NOT,    /* made for this one request, no-store */
};

struct answer {
	int status;          /* 200, 301, 302, 308, 404, 410, ... */
	struct str type;     /* Content-Type, with its charset */
	struct str bytes;    /* the body; for a redirect a line of HTML or "" */
	struct str location; /* of a redirect: ASCII, percent-encoded; or "" */
	enum answer_keep keep;
	int64_t site_version; /* of the read transaction that it came from */
	int64_t fresh_until;  /* seconds since 1970; 0: until it is stale */
	bool squeeze;   /* worth compressing, though its type does not say so */
	bool later;     /* ask again, up to a second later, before it is sent */
	int64_t counts; /* how often it is read is counted under this; or 0 */
	const struct answer_header *headers; /* further ones, or NULL */
	size_t nheaders;
};

#endif
