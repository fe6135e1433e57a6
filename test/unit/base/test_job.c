/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "../test.h"

static void
note_end(void *what)
{
	struct str *log = what;

	log->n++;
}

static void
memory_is_zeroed_after_a_reset(void **state)
{
	struct job *j = job_new(1);
	char *p = job_alloc(j, 1000);

	(void)state;
	memset(p, 'x', 1000);
	job_reset(j, 2);
	p = job_alloc(j, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	assert_int_equal(job_now(j), 2);
	job_free(j);
}

static void
growing_keeps_the_bytes(void **state)
{
	struct job *j = job_new(0);
	char *p = job_grow(j, NULL, 0, 10);

	(void)state;
	memcpy(p, "123456789", 10);
	p = job_grow(j, p, 10, 50000);
	(void)job_alloc(j, 10);
	p = job_grow(j, p, 50000, 500000);
	assert_string_equal(p, "123456789");
	job_free(j);
}

static void
what_was_deferred_runs_once(void **state)
{
	struct job *j = job_new(0);
	struct str log = { NULL, 0 };

	(void)state;
	job_defer(j, note_end, &log);
	job_defer(j, note_end, &log);
	job_reset(j, 0);
	assert_int_equal(log.n, 2);
	job_free(j);
	assert_int_equal(log.n, 2);
}

static void
the_first_reason_stands(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	assert_int_equal(job_fail(j, INVALID, "line %d", 3), INVALID);
	assert_int_equal(job_fail(j, FAULT, "later"), FAULT);
	assert_str(job_reason(j), "line 3");
	job_forgive(j);
	assert_str(job_reason(j), "");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("memory is zeroed, after a reset too",
		    memory_is_zeroed_after_a_reset),
		RULE("growing keeps the bytes", growing_keeps_the_bytes),
		RULE("what was deferred runs once",
		    what_was_deferred_runs_once),
		RULE("the first reason stands until forgiven",
		    the_first_reason_stands),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
