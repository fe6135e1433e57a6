/* SPDX-License-Identifier: ISC */
/* What a reader asks behind the question mark (URL Standard, section 5.1). */
#ifndef STET_PRESS_QUERY_H
#define STET_PRESS_QUERY_H

#include "base/job.h"

#define QUERY_MAX 200 /* bytes of a value; the rest is cut, between letters */

/*
 * The first value of that name in "a=b&c=d", decoded, its white space made
 * single; empty if there is none or it is no UTF-8 without control characters.
 * In j's memory.
 */
struct str query_value(struct job *j, struct str query, struct str name);

/* The same of an address: whole, whatever its length. */
struct str query_address(struct job *j, struct str query, struct str name);

#endif
