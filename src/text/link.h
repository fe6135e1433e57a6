/* SPDX-License-Identifier: ISC */
/* What an address in a body may be. */
#ifndef STET_TEXT_LINK_H
#define STET_TEXT_LINK_H

#include "base/job.h"

enum link {
	LINK_REFUSED, /* a scheme that is not in the list, or nothing at all */
	LINK_HERE,    /* "#place" in the same text */
	LINK_OWN,     /* a path of this site */
	LINK_WEB,     /* http, https or //host: somewhere else */
	LINK_OTHER,   /* mailto, tel and the like */
};

/*
 * What kind it is; *out is the address as it will be written: no white space
 * around it, no tabs or line breaks within, what may not stand in an address
 * percent-encoded.  Writing it again changes nothing.
 */
enum link link_of(struct job *j, struct str raw, struct str *out);

#endif
