/* SPDX-License-Identifier: ISC */
/*
 * Whether what the paper links to is there still.  Each address is asked with
 * HEAD, and with GET where that is not answered well; a host never two things
 * at once nor twice within a second; and nobody is asked who can't be reached
 * by anybody.
 */
#ifndef STET_WIRE_OUTSIDE_H
#define STET_WIRE_OUTSIDE_H

#include "desk/faults.h"

enum outside_how {
	OUTSIDE_THERE,
	OUTSIDE_GONE,    /* 404, 410, no such host, a video that is no more */
	OUTSIDE_UNKNOWN, /* refused, busy, too slow: it may be there */
};

/* why: in words; gone when it returns.  What it returns ends the whole. */
typedef enum status outside_take(void *arg, const struct outward *o,
    enum outside_how how, struct str why);

struct outside_opts {
	const struct str *also; /* addresses allowed though not public */
	size_t nalso;
};

MUST_CHECK enum status outside_ask(struct job *j, const struct outwards *all,
    const struct outside_opts *opts, outside_take *take, void *arg);

#endif
