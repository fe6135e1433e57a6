/* SPDX-License-Identifier: ISC */
/* The 128 random bits that name a thing, an intent or a batch. */
#ifndef STET_BASE_ID_H
#define STET_BASE_ID_H

#include "base/job.h"

#define ID_BYTES 16
#define SHA256_BYTES 32

struct id {
	unsigned char b[ID_BYTES];
};

struct sha256 {
	unsigned char b[SHA256_BYTES];
};

struct id id_random(void);
bool id_eq(struct id a, struct id b);
bool id_is_none(struct id id); /* all zero: no id at all */
struct str id_hex(struct job *j, struct id id);
MUST_CHECK enum status id_of(struct job *j, struct str hex, struct id *out);
/* As it lies in memory, for binding to a statement. */
struct str id_str(const struct id *id);

struct sha256 sha256_of(struct str bytes);
/* Of the one with the other behind it. */
struct sha256 sha256_of_both(struct str first, struct str second);
bool sha256_eq(struct sha256 a, struct sha256 b);
struct str sha256_hex(struct job *j, struct sha256 h);
MUST_CHECK enum status sha256_parse(struct job *j, struct str hex,
    struct sha256 *out);
struct str sha256_str(const struct sha256 *h);

#endif
