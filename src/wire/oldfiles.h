/* SPDX-License-Identifier: ISC */
/*
 * Files of an old site that do not lie here, from the server that has them.
 * What was fetched lies in a folder afterwards: an import that is run again
 * asks for nothing twice.  Works on the importer's worker thread.
 */
#ifndef STET_WIRE_OLDFILES_H
#define STET_WIRE_OLDFILES_H

#include "wire/origin.h"

#define OLDFILE_MAX ((size_t)128 * 1024 * 1024) /* bytes of one */
#define OLDFILES_FAILED_MAX 100000

struct oldfiles {
	struct origin *o;
	struct fetcher *fetcher; /* NULL: nothing is fetched */
	const char *folder;      /* where they will lie */
	uint64_t *failed;        /* hashes of what did not come */
	size_t n_failed;
	int64_t fetched;
};

/* Fetches if o->opts->fetch_media says so.  To be closed. */
struct oldfiles oldfiles_open(struct origin *o, const char *folder);
void oldfiles_close(struct oldfiles *f); /* notes how many came */

/*
 * A path of the old site as the address that has it: on --media-from, else on
 * host ("https://old.example"); empty if neither is given.
 */
struct str oldfiles_url(const struct oldfiles *f, struct job *j,
    struct str host, struct str path);

/*
 * True if it lies in the folder now, by that name ("content/a.jpg").  What did
 * not come is noted once, and not asked for again in this run.
 */
bool oldfiles_fetch(struct oldfiles *f, struct job *j, struct str url,
    struct str name);

#endif
