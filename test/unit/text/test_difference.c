/* SPDX-License-Identifier: ISC */
#include "text/difference.h"

#include "../test.h"

static void
check(const char *a, const char *b, const char *want)
{
	struct job *j = job_new(0);

	assert_str(difference(j, str_of(a), str_of(b), 6), want);
	job_free(j);
}

static void
lines_that_differ(void **state)
{
	(void)state;
	check("a\nb\nc\n", "a\nb\nc\n", "");
	check("a\nb\nc\n", "a\nB\nc\n", "@ 2\n- b\n+ B\n");
	check("a\nb\nc\nd\ne\n", "a\nc\nd\nx\ne\n", "@ 2\n- b\n@ 4\n+ x\n");
	check("", "a\n", "@ 1\n+ a\n");
	check("a\n", "", "@ 1\n- a\n");
}

static void
no_more_than_wanted(void **state)
{
	(void)state;
	check("1\n2\n3\n4\n5\n6\n7\n8\n", "x\n",
	    "@ 1\n- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n...\n");
}

static void
large_texts(void **state)
{
	struct job *j = job_new(0);
	size_t n = (size_t)1024 * 1024;
	char *a = job_alloc(j, n), *b = job_alloc(j, n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		a[i] = i % 2 ? '\n' : 'a';
		b[i] = i % 2 ? '\n' : 'b';
	}
	assert_true(difference(j, str_from(a, n), str_from(b, n), 6).n > 0);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("lines of one text only are shown where they stand",
		    lines_that_differ),
		RULE("no more lines are shown than were asked for",
		    no_more_than_wanted),
		RULE("texts too large to compare are shown all the same",
		    large_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
