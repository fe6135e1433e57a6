/* SPDX-License-Identifier: ISC */
/* What the parts of writing an archive share; inside vault only. */
#ifndef STET_VAULT_ARCHIVING_H
#define STET_VAULT_ARCHIVING_H

#include "base/folder.h"
#include "desk/batch.h"
#include "vault/archive.h"

struct archiving {
	const struct archive_opts *opts;
	struct job *j, *own; /* own: for one text or entry */
	struct desk *d;
	struct folder *folder;
	int media; /* the paper's media/, or -1 */
	struct archived done;
};

/* A file, counted. */
MUST_CHECK enum status archive_put(struct archiving *a, struct str name,
    struct str bytes);

/* The log, up to the head that is signed now (archive_log.c). */
MUST_CHECK enum status archive_log(struct archiving *a);

#endif
