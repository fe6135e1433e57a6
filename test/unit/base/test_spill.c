/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "../test.h"
#include "base/spill.h"

#define MANY 100000

static int
by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void
what_is_in_it_stays(void **state)
{
	struct job *j = job_new(0);
	struct spill s;
	uint32_t *at;

	(void)state;
	assert_ok(j, spill_open(j, "/tmp", sizeof(*at), &s));
	for (uint32_t i = 0; i < MANY; i++) {
		assert_ok(j, spill_room(j, &s, i + 1));
		at = s.at;
		assert_int_equal(at[i], 0);
		at[i] = i * 7919 % MANY;
		if (i % 999 == 0)
			spill_ease(&s);
	}
	at = s.at;
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(at[i], i * 7919 % MANY);
	spill_sort(&s, MANY, by_number);
	spill_ease(&s);
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(at[i], i);
	/* What is sorted already, nothing, and one. */
	spill_sort(&s, MANY, by_number);
	spill_sort(&s, 0, by_number);
	spill_sort(&s, 1, by_number);
	assert_int_equal(at[MANY - 1], MANY - 1);
	spill_close(&s);
	spill_close(&s);
	job_free(j);
}

static void
where_it_can_not_be_is_said(void **state)
{
	struct job *j = job_new(0);
	struct spill s;

	(void)state;
	assert_int_equal(spill_open(j, "/nowhere", 4, &s), NOT_FOUND);
	assert_int_not_equal(str_find(job_reason(j), STR("/nowhere")), NOWHERE);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("what is in it stays, in memory or not, and is sorted in "
		     "place",
		    what_is_in_it_stays),
		RULE("a folder in which it can't be is named",
		    where_it_can_not_be_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
