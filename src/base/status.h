/* SPDX-License-Identifier: ISC */
/* How work ends.  The reason in words stands in the job (job_fail). */
#ifndef STET_BASE_STATUS_H
#define STET_BASE_STATUS_H

enum status {
	OK = 0,
	NOT_FOUND, /* there is no such thing */
	CONFLICT,  /* it changed under the one who wanted to change it */
	INVALID,   /* what was given can't be taken as it is */
	DENIED,    /* the system or a rule says no */
	BUSY,      /* not now; the same call may succeed later */
	FAULT,     /* disk, database or kernel failed us, or data is damaged */
};

/* "not found", "conflict", ...: for logs and --json. */
const char *status_name(enum status st);

#endif
