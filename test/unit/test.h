/* SPDX-License-Identifier: ISC */
/* cmocka with what it needs in front, and checks for our own types. */
#ifndef STET_TEST_H
#define STET_TEST_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
/* clang-format on */

#include "base/job.h"

/* A cmocka entry whose title is the rule that it proves. */
#define RULE(title, function)                     \
	{                                         \
		title, function, NULL, NULL, NULL \
	}

static inline void
assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_of(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static inline void
assert_ok(const struct job *j, enum status st)
{
	if (st != OK)
		fail_msg("%s: %.*s", status_name(st), STR_ARG(job_reason(j)));
}

#endif
