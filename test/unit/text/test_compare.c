/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "text/compare.h"

static struct comparison
compared(struct job *j, const char *was, const char *is)
{
	struct comparison c;

	assert_ok(j, compare(j, str_of(was), str_of(is), &c));
	return c;
}

static void
fields(void **state)
{
	struct job *j = job_new(0);
	const struct comparison c = compared(j,
	    "---\nheadline: A\nmood: grey\ntopics: [x, y]\nsalt: 1\nid: 2\n"
	    "revision: 1\nmedia:\n- {name: a.jpg, sha256: 00}\n---\nx\n",
	    "---\nHeadline: B\ntopics: [x, {name: z}]\nsalt: 3\nid: 4\n"
	    "revision: 2\nmedia:\n- {name: a.jpg, sha256: 11}\n"
	    "- {name: b.jpg}\n---\nx\n");

	(void)state;
	assert_int_equal(c.n, 4);
	assert_str(c.fields[0].name, "Headline");
	assert_str(c.fields[0].was, "A");
	assert_str(c.fields[0].is, "B");
	assert_str(c.fields[1].is, "x, {name: z}");
	assert_str(c.fields[2].was, "a.jpg");
	assert_str(c.fields[2].is, "a.jpg, b.jpg");
	assert_str(c.fields[3].name, "mood");
	assert_int_equal(c.fields[3].is.n, 0);
	assert_int_equal(c.added + c.taken, 0);
	job_free(j);
}

static void
words(void **state)
{
	struct job *j = job_new(0);
	struct comparison c = compared(j, "the boat the pier\n",
	    "the\tpier\n\nthe  late boat boat\n");

	(void)state;
	assert_int_equal(c.added, 2);
	assert_int_equal(c.taken, 0);
	c = compared(j, "", "one two");
	assert_int_equal(c.added, 2);
	c = compared(j, "one two", "");
	assert_int_equal(c.taken, 2);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		{ "fields are told in words, but not what stet counts by "
		  "itself",
		    fields, NULL, NULL, NULL },
		{ "words are counted wherever they stand", words, NULL, NULL,
		    NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
