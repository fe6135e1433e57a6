/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <unistd.h>

#include "../test.h"
#include "base/log.h"

/* What one event writes, behind its time. */
static struct str
written(struct job *j, const struct log_field *field, enum log_level level)
{
	int pipes[2];
	struct log log = { .least = LOG_WARN, .who = "desk" };
	char line[8192];
	ssize_t n;

	assert_int_equal(pipe(pipes), 0);
	log.fd = pipes[1];
	log_event(&log, level, "test", field, 1);
	close(pipes[1]);
	n = read(pipes[0], line, sizeof(line));
	close(pipes[0]);
	return n > 0 ? str_skip(job_str(j, str_from(line, (size_t)n)), 21)
		     : str_from(NULL, 0);
}

static void
test_line(void **state)
{
	struct job *j = job_new(0);
	const struct log_field text = LOG_TEXT("a", STR("plain"));
	const struct log_field number = LOG_NUMBER("n", -5);

	(void)state;
	assert_str(written(j, &text, LOG_WARN),
	    "warn who=desk event=test a=plain\n");
	assert_str(written(j, &number, LOG_ALARM),
	    "alarm who=desk event=test n=-5\n");
	assert_str(written(j, &number, LOG_NOTE), "");
	job_free(j);
}

static void
test_escapes(void **state)
{
	struct job *j = job_new(0);
	const struct log_field f = LOG_TEXT("a",
	    STR("x y\n2026 alarm event=\"forged\"\x1b\\"));

	(void)state;
	assert_str(written(j, &f, LOG_WARN),
	    "warn who=desk event=test "
	    "a=\"x y\\x0a2026 alarm event=\\\"forged\\\"\\x1b\\\\\"\n");
	job_free(j);
}

static void
test_long(void **state)
{
	struct job *j = job_new(0);
	char *p = job_alloc(j, 100000);
	struct log_field f = { "a", { p, 100000 }, 0 };
	struct str line;

	(void)state;
	memset(p, '\n', 100000);
	line = written(j, &f, LOG_WARN);
	assert_true(line.n < 4096 && str_ends(line, STR("\n")));
	log_event(NULL, LOG_ALARM, "test", &f, 1);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("an event is one line of key=value", test_line),
		RULE("no value can begin a line of its own", test_escapes),
		RULE("a line has an end", test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
