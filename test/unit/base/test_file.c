/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/id.h"

static char *
scratch(struct job *j)
{
	char *dir = job_cstr(j, STR("/tmp/stet-test-XXXXXX"));

	assert_non_null(mkdtemp(dir));
	return dir;
}

static void
a_file_over_its_limit_is_refused(void **state)
{
	struct job *j = job_new(0);
	char *dir = scratch(j), *path = file_path(j, dir, "x");
	struct str got;

	(void)state;
	assert_ok(j, file_replace(j, path, STR("12345"), 0600));
	assert_ok(j, file_read(j, path, 5, &got));
	assert_str(got, "12345");
	assert_int_equal(file_read(j, path, 4, &got), INVALID);
	assert_int_equal(file_read(j, dir, 100, &got), INVALID);
	(void)unlink(path);
	(void)rmdir(dir);
	job_free(j);
}

static void
replacing_leaves_no_other_file(void **state)
{
	struct job *j = job_new(0);
	char *dir = scratch(j), *path = file_path(j, dir, "x");
	struct str got;
	struct stat st;

	(void)state;
	assert_ok(j, file_replace(j, path, STR("old"), 0600));
	assert_ok(j, file_replace(j, path, STR("new"), 0600));
	assert_ok(j, file_read(j, path, 100, &got));
	assert_str(got, "new");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	(void)unlink(path);
	assert_int_equal(rmdir(dir), 0);
	job_free(j);
}

static void
what_is_not_there_is_not_found(void **state)
{
	struct job *j = job_new(0);
	struct str got;

	(void)state;
	assert_int_equal(file_read(j, "/nowhere/at/all", 10, &got), NOT_FOUND);
	assert_true(str_find(job_reason(j), STR("/nowhere/at/all")) != NOWHERE);
	job_free(j);
}

static void
hashes_and_ids_come_back_from_their_text(void **state)
{
	struct job *j = job_new(0);
	struct sha256 h = sha256_of(STR("abc")), again;
	struct id id = id_random(), id_again;
	struct str bytes;

	(void)state;
	assert_str(sha256_hex(j, h),
	    "ba7816bf8f01cfea414140de5dae2223b00361a3"
	    "96177a9cb410ff61f20015ad");
	assert_ok(j, sha256_parse(j, sha256_hex(j, h), &again));
	assert_true(sha256_eq(h, again));
	assert_ok(j, id_of(j, id_hex(j, id), &id_again));
	assert_true(id_eq(id, id_again));
	assert_int_equal(id_of(j, STR("12"), &id), INVALID);
	assert_str(base64_of(j, "stet", 4), "c3RldA==");
	job_forgive(j);
	assert_ok(j, base64_bytes(j, STR("c3RldA=="), &bytes));
	assert_str(bytes, "stet");
	assert_int_equal(base64_bytes(j, STR("c3Rl*"), &bytes), INVALID);
	job_free(j);
}

static void
a_failure_says_why_in_words(void **state)
{
	struct job *j = job_new(0);
	struct str bytes;

	(void)state;
	assert_int_equal(file_read(j, "/no/such/file", 10, &bytes), NOT_FOUND);
	assert_str(job_reason(j),
	    "opening /no/such/file: No such file or directory");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("a file over its limit is refused",
		    a_file_over_its_limit_is_refused),
		RULE("replacing a file leaves no other behind",
		    replacing_leaves_no_other_file),
		RULE("what is not there is not found, by name",
		    what_is_not_there_is_not_found),
		RULE("a failure says why in words",
		    a_failure_says_why_in_words),
		RULE("hashes and ids come back from their text",
		    hashes_and_ids_come_back_from_their_text),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
