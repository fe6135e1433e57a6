/* SPDX-License-Identifier: ISC */
/*
 * The file `redactions` beside the databases: what was erased, as hashes and
 * ids, no words.  It goes into every backup, and after a restore of an older
 * one all of it is erased again (desk/redactions.h).  See stet-site(5).
 */
#ifndef STET_RECORD_REDACTIONS_H
#define STET_RECORD_REDACTIONS_H

#include "base/id.h"

#define REDACTIONS_FILE "redactions"
#define REDACTIONS_MAX ((size_t)256 * 1024 * 1024) /* bytes of the file */

/* Its lines without the first, each once, in the order of their bytes. */
struct redactions {
	struct str *at;
	size_t n;
};

/* Lines of it, in j's memory. */
struct str redactions_file(struct job *j, struct sha256 sha);
struct str redactions_medium(struct job *j, struct sha256 sha);
/* A thing of which something was erased: forget how its sources looked. */
struct str redactions_thing(struct job *j, struct id thing);
/* A thing whose sources' very names were erased. */
struct str redactions_source(struct job *j, struct id thing);
/* A draft of desk.db, by its number and the second at which it was kept. */
struct str redactions_draft(struct job *j, int64_t num, int64_t kept_at);

/* INVALID, naming the line, if these are not the bytes of such a file. */
MUST_CHECK enum status redactions_of(struct job *j, struct str bytes,
    struct redactions *out);
/* That of a folder; nothing in it, and OK, if there is none. */
MUST_CHECK enum status redactions_read(struct job *j, const char *dir,
    struct redactions *out);
/*
 * Add lines to that of a folder, which is made if it is missing; on the disk
 * when this returns.  Whoever holds the site's writers' queue.
 */
MUST_CHECK enum status redactions_add(struct job *j, const char *dir,
    const struct redactions *more);

void redactions_put(struct job *j, struct redactions *r, struct str line);
/* After the last redactions_put: redactions_has looks by halves. */
void redactions_sort(struct redactions *r);
bool redactions_has(const struct redactions *r, struct str line);

#endif
