/* SPDX-License-Identifier: ISC */
/*
 * The little of POSIX tar (pax interchange format, IEEE Std 1003.1) that a
 * backup is made of: regular files with short names.  A size of 8 GiB and more
 * stands in an extended header.  What is read has to be what tar_head() writes,
 * to the bit: links, devices, sparse files, long names and whatever else other
 * programs write is not in the language.  Pure.
 */
#ifndef STET_VAULT_TAR_H
#define STET_VAULT_TAR_H

#include "base/str.h"

#define TAR_BLOCK 512
#define TAR_HEAD_MAX ((size_t)3 * TAR_BLOCK)
#define TAR_NAME_MAX 100

struct tar_member {
	char name[TAR_NAME_MAX + 1];
	int64_t size, at; /* bytes; seconds */
	unsigned mode;    /* 0 to 0777 */
};

/* The header; gives its bytes: one block, or three. */
size_t tar_head(const struct tar_member *m, unsigned char out[TAR_HEAD_MAX]);

/* How many bytes the header has that begins with this block. */
size_t tar_head_bytes(const unsigned char *first);
/* False if it is not what tar_head() writes. */
bool tar_head_read(const unsigned char *head, struct tar_member *out);

/* Whether it is a block of zeroes; two of them end the file. */
bool tar_is_end(const unsigned char *block);
/* How many zero bytes follow a member of that size. */
size_t tar_padding(int64_t size);

#endif
