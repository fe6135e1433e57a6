/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <unistd.h>

#include "../record/place.h"
#include "cmd/commands.h"

static int
verify(const struct place *p, const char *option)
{
	const struct cmd *const table[] = { &cmd_record_verify };
	char *args[] = { (char[]){ "stet" }, (char[]){ "record" },
		(char[]){ "verify" }, job_cstr(p->j, str_of(p->dir)),
		job_cstr(p->j, str_of(option)), NULL };

	return cmd_main(table, 1, option ? 5 : 4, args);
}

static void
exit_codes(void **state)
{
	struct place *p = *state;

	put_many(p, 3);
	assert_int_equal(verify(p, NULL), 0);
	assert_int_equal(verify(p, "--json"), 0);
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, "key"), STR("x"), 0600));
	assert_int_equal(verify(p, NULL), 1);
	assert_int_equal(verify(p, "--json"), 1);
	(void)strcpy(p->dir + strlen(p->dir), "x");
	assert_int_equal(verify(p, NULL), 3);
	p->dir[strlen(p->dir) - 1] = '\0';
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("record verify ends with 0 only if all is as it was "
			   "signed",
		    exit_codes),
	};

	return cmocka_run_group_tests_name("record verify", rules, NULL, NULL);
}
