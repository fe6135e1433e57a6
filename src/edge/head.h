/* SPDX-License-Identifier: ISC */
/* The heads of answers, rendered once into the blob that is sent. */
#ifndef STET_EDGE_HEAD_H
#define STET_EDGE_HEAD_H

#include "base/job.h"
#include "edge/answer.h"
#include "edge/cache.h"

#define DATE_BYTES 29 /* "Sun, 06 Nov 1994 08:49:37 GMT" */

/* A clock's reading in the two forms that answers need. */
struct moment {
	int64_t wall; /* seconds since 1970 */
	char date[DATE_BYTES + 1];
};
void moment_read(struct moment *m);

struct head_opts {
	bool hsts;
};

/* An answer as it was made: a blob of one user, its ETag in it if it keeps. */
struct blob *head_page(struct job *j, const struct head_opts *o,
    const struct moment *now, const struct answer *a);

/* The same answer with its body in another coding. */
struct blob *head_coded(struct job *j, const struct moment *now,
    const struct blob *of, enum coding coding, struct str body);

/* 304 for a page of which the reader has these bytes. */
struct blob *head_unchanged(struct job *j, const struct moment *now,
    const struct blob *of);

/* A short answer of our own: 400, 405, 503, ... in plain text. */
struct blob *head_plain(struct job *j, const struct moment *now, int status,
    struct str extra_fields, struct str text);

/* An answer of nothing but a status that has no body: 204. */
struct blob *head_empty(struct job *j, const struct moment *now, int status);

/* Of a stream of events, with its first lines; it lasts until we close it. */
struct blob *head_stream(struct job *j, const struct moment *now,
    struct str first);

/* The head only, of a file of size bytes or of a part of it. */
struct head_file {
	int status; /* 200, 206, 416 */
	struct str type, etag;
	uint64_t from, n, size;
};
struct blob *head_file(struct job *j, const struct moment *now,
    const struct head_file *f);

/* A copy of b's head that says "Connection: value". */
struct blob *head_connection(const struct blob *b, struct str value);

/* Write the second's date into b. */
void head_date(struct blob *b, const struct moment *now);

/* True for the types that compress well. */
bool head_squeezable(const struct answer *a);

#endif
