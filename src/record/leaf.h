/* SPDX-License-Identifier: ISC */
/* The text that is hashed into the log: stet-record/1. */
#ifndef STET_RECORD_LEAF_H
#define STET_RECORD_LEAF_H

#include "record/record.h"

/* Longer than any; an entry bundle gives it two bytes of length. */
#define LEAF_MAX ((size_t)1024)

struct leaf {
	enum record_action action;
	int64_t at;
	/* Of entries that have a thing: */
	struct id thing;
	struct str type;
	int64_t revision;
	/* Of all but a batch entry: */
	struct sha256 file;
	bool has_address, has_media;
	struct sha256 address, media; /* salted */
	/* Of a batch entry and of those in a batch: */
	bool has_batch;
	struct batch batch;
	struct id intent;
};

struct str leaf_text(struct job *j, const struct leaf *l);

/* INVALID unless the text is exactly what leaf_text() makes. */
MUST_CHECK enum status leaf_of(struct job *j, struct str text,
    struct leaf *out);

/*
 * SHA-256 over the salt as 32 hexadecimal digits, then the address; or then
 * each master's hash as 64 digits and a line feed.  In C as with sha256sum.
 */
struct sha256 leaf_address(struct job *j, struct salt salt, struct str address);
struct sha256 leaf_media(struct job *j, struct salt salt,
    const struct sha256 *media, size_t n);

/* 2026-11-23T23:31:00Z; and back, INVALID if it is not exactly that. */
struct str leaf_time(struct job *j, int64_t at);
MUST_CHECK enum status leaf_time_of(struct job *j, struct str text,
    int64_t *out);

#endif
