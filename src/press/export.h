/* SPDX-License-Identifier: ISC */
/*
 * A paper as a folder of files, for any web server: each page in the bytes
 * that `stet serve` would send, pictures, the record; and .stet/ beside them
 * with what moved and what is gone, for the web server (see stet-export(1)).
 */
#ifndef STET_PRESS_EXPORT_H
#define STET_PRESS_EXPORT_H

#include "base/job.h"

struct exported {
	int64_t pages;    /* addresses that were made, files or not */
	int64_t written;  /* files that are new or other than they were */
	int64_t same;     /* files that were right already */
	int64_t dropped;  /* files that were taken away */
	int64_t missing;  /* pictures that a page shows and nobody has */
	int64_t nameless; /* addresses that no file can be called by */
	struct str first; /* of those; empty: none */
	bool whole;       /* everything was made, not only what changed */
	double seconds;
};

/* After a whole export, and each time that something was published. */
typedef void export_told(void *arg, const struct exported *e);

struct export_opts {
	const char *site;   /* the paper's folder */
	const char *folder; /* where it goes */
	bool gzip, brotli;  /* beside each file that is worth it */
	bool all;           /* look at every page, whatever is remembered */
	int stop; /* follow what is published until this is readable; or -1 */
	export_told *told;
	void *told_arg;
};

/*
 * CONFLICT: the folder holds something else, or another paper; BUSY: another
 * export is at work there.
 */
MUST_CHECK enum status press_export(struct job *j,
    const struct export_opts *opts);

#endif
