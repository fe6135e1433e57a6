/* SPDX-License-Identifier: ISC */
/*
 * What a reader asks for, whichever protocol it came by.  It holds only what
 * a page may depend on: method, path and the white-listed parameters, which
 * are the key it is cached under.  No header is here, so none can change a
 * page that others will be given.
 */
#ifndef STET_EDGE_REQUEST_H
#define STET_EDGE_REQUEST_H

#include "base/str.h"

#define REQUEST_PARAMS 16 /* more of the white-listed ones are refused */

struct request_param {
	struct str name;  /* as the white list spells it */
	struct str value; /* percent-decoded, + is a space; no NUL, any UTF-8 */
};

struct request {
	struct str path;  /* percent-decoded bytes, begins with a slash */
	struct str query; /* white-listed pairs as they were sent, or "" */
	struct request_param params[REQUEST_PARAMS];
	size_t nparams;
};

/* The value of a parameter, its first if it is repeated; "" without one. */
struct str request_param(const struct request *rq, struct str name);

#endif
