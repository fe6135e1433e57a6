/* SPDX-License-Identifier: ISC */
/*
 * Every address that the site has pages at, a piece at a time, so that an
 * archive of any size can be walked in many short reads.
 */
#ifndef STET_SITE_EVERYWHERE_H
#define STET_SITE_EVERYWHERE_H

#include "text/copy.h"

struct site;

/* How far a walk has come; all zero is its beginning. */
struct everywhere {
	int part;
	int64_t after; /* the last row of that part that was taken */
	bool done;     /* with that part */
};

/*
 * The next addresses, of about max rows (a listing is one row and has as many
 * addresses as pages); none at the end.  What comes or goes
 * between two calls may be missed: it is among what became stale meanwhile.
 * Addresses in normal form; those of sitemaps among them, but none of the
 * record.
 */
MUST_CHECK enum status site_everywhere(struct site *s, struct job *j,
    struct everywhere *w, size_t max, struct texts *out);

/*
 * Addresses that nothing live stands at: what moved, redirects, what is gone.
 * In the order of their bytes, after one of them ("" at first), at most max;
 * some may have a query ("/?p=12"), and none has a slash at its end.
 */
MUST_CHECK enum status site_elsewhere(struct site *s, struct job *j,
    struct str after, size_t max, struct texts *out);

#endif
