/* SPDX-License-Identifier: ISC */
#include "../test.h"
#include "base/buf.h"

static void
what_does_not_fit_is_said_once(void **state)
{
	struct job *j = job_new(0);
	struct buf b = buf_in(j, 5);
	struct str out = STR("untouched");

	(void)state;
	BUF_LIT(&b, "123");
	BUF_LIT(&b, "456");
	buf_ch(&b, '7');
	assert_int_equal(buf_done(&b, &out), INVALID);
	assert_str(out, "untouched");
	job_free(j);
}

static void
pieces_come_in_order(void **state)
{
	struct job *j = job_new(0);
	struct buf b = buf_in(j, 100000);
	struct str out;

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_int(&b, i % 10);
	buf_printf(&b, "-%s-", "end");
	assert_ok(j, buf_done(&b, &out));
	assert_int_equal(out.n, 2005);
	assert_str(str_sub(out, 1998, 7), "89-end-");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("a buffer that is full says so once",
		    what_does_not_fit_is_said_once),
		RULE("pieces come in order", pieces_come_in_order),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
