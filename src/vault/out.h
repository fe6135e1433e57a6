/* SPDX-License-Identifier: ISC */
/* A backup that is being written, member by member. */
#ifndef STET_VAULT_OUT_H
#define STET_VAULT_OUT_H

#include <stdio.h>

#include "base/id.h"
#include "base/progress.h"
#include "vault/hasher.h"
#include "vault/names.h"

struct out {
	struct job *j;
	struct progress *p;
	int fd;
	const char *path;     /* for messages */
	int64_t at;           /* the time of all members */
	int64_t bytes, total; /* written so far; about how many there will be */
	int64_t told;         /* bytes that the disk was told to write soon */
	int64_t files;
	FILE *manifest; /* lines of it, in a file without a name */
	struct hasher *hasher;
};

MUST_CHECK enum status out_begin(struct out *o);
void out_end(struct out *o);

/* A member of these bytes. */
MUST_CHECK enum status out_bytes(struct out *o, const char *name, unsigned mode,
    struct str bytes);
/*
 * A member of the next size bytes of fd (path is for messages); FAULT if they
 * are not there any more.  sha may be NULL.
 */
MUST_CHECK enum status out_file(struct out *o, const char *name, unsigned mode,
    int fd, const char *path, int64_t size, struct sha256 *sha);
/* The manifest and the end of the file. */
MUST_CHECK enum status out_close(struct out *o);

#endif
