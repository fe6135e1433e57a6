/* SPDX-License-Identifier: ISC */
/*
 * A backup that is being read, from somebody who may mean ill: nothing is
 * taken but what vault/out.h writes, in its order.
 */
#ifndef STET_VAULT_IN_H
#define STET_VAULT_IN_H

#include <stdio.h>

#include "base/id.h"
#include "base/progress.h"
#include "vault/hasher.h"
#include "vault/names.h"
#include "vault/tar.h"

struct in {
	struct job *j;
	struct progress *p;
	int fd;
	const char *path; /* for messages */
	int64_t bytes, total;
	int64_t files;
	enum part last; /* of the member before */
	bool whole;     /* manifest and end were there */
	FILE *manifest; /* what it has to be */
	struct hasher *hasher;
	/* The member that is next: */
	struct tar_member m;
	enum part part;
	int64_t left; /* of its bytes, to be read */
};

MUST_CHECK enum status in_begin(struct in *in);
void in_end(struct in *in);

/*
 * To the next member; false at the end, when whole says whether everything
 * was there.  INVALID: it is cut off, or no backup.  Every member but the
 * manifest, which is checked here, has to be taken before the next.
 */
MUST_CHECK enum status in_next(struct in *in, bool *more);
/* The member's bytes, to a descriptor or into j's memory. */
MUST_CHECK enum status in_copy(struct in *in, int fd, const char *path);
MUST_CHECK enum status in_text(struct in *in, size_t max, struct str *out);

#endif
