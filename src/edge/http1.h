/* SPDX-License-Identifier: ISC */
/*
 * The head of an HTTP/1 request, read strictly: a pure function over bytes.
 * It never guesses.  What another server on the way could read differently
 * (RFC 9112 names most of it) is refused, so nobody can hide one request in
 * another.
 */
#ifndef STET_EDGE_HTTP1_H
#define STET_EDGE_HTTP1_H

#include "base/str.h"

#define HTTP1_LINE_MAX 8192  /* bytes of a line before its LF */
#define HTTP1_HEAD_MAX 16384 /* bytes of a whole head */
#define HTTP1_FIELDS 64
#define HTTP1_METHOD_MAX 32
#define HTTP1_HOST_MAX 255

enum http1_method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_OTHER, /* a well-formed name that we do not serve */
};

/* The fields that mean something to us; all others are only kept. */
enum http1_name {
	FIELD_OTHER,
	FIELD_HOST,
	FIELD_CONTENT_LENGTH,
	FIELD_TRANSFER_ENCODING,
	FIELD_CONNECTION,
	FIELD_RANGE,
	FIELD_IF_RANGE,
	FIELD_IF_NONE_MATCH,
	FIELD_ACCEPT_ENCODING,
	FIELD_X_FORWARDED_FOR,
	FIELD_LAST_EVENT_ID,
};

/* Offsets, not pointers: the bytes may move between two calls. */
struct http1_span {
	uint16_t at, n;
};

struct http1_field {
	struct http1_span name, value; /* value without white space around */
	uint8_t id;                    /* enum http1_name */
};

/* Begin with http1_begin(); the first group is the parser's own. */
struct http1 {
	uint32_t done; /* bytes of whole lines; at the end, of the head */
	uint32_t seen; /* bytes searched for a line's end */
	uint8_t stage;
	uint32_t met; /* a bit for each http1_name that came */

	uint8_t method;                      /* enum http1_method */
	uint8_t minor;                       /* of HTTP/1.minor; 0 or 1 */
	bool asks_close, asks_keep;          /* Connection */
	struct http1_span verb, path, query; /* as sent, query without "?" */
	struct http1_span authority;         /* of absolute-form, else empty */
	struct http1_span host;              /* with its port */
	int64_t content_length;              /* 0 without the field */
	uint32_t nfields;
	int refused;     /* status: 400, 414, 431, 501, 505 */
	const char *why; /* for the log, in a few words */
	struct http1_field fields[HTTP1_FIELDS];
};

enum http1_state {
	HTTP1_MORE,    /* call again with the same bytes and further ones */
	HTTP1_WHOLE,   /* the head ends at done */
	HTTP1_REFUSED, /* answer refused and close */
};

void http1_begin(struct http1 *h);

/*
 * bytes: all there is from the request's first byte on.  How they were cut
 * into calls makes no difference to the outcome.
 */
enum http1_state http1_read(struct http1 *h, struct str bytes);

/* True if the connection stays open after this request is answered. */
bool http1_keeps(const struct http1 *h);

struct str http1_str(struct str bytes, struct http1_span span);

/* The value of the first field of that name; "" without one. */
struct str http1_value(const struct http1 *h, struct str bytes,
    enum http1_name id);

/*
 * Percent-decode into out, which has room for s.n bytes.  False, with nothing
 * promised of out, at a broken escape or a NUL.  plus: + stands for a space.
 */
bool percent_decode(struct str s, bool plus, char *out, size_t *n);

#endif
