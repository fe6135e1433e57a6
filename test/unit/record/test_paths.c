/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "record/paths.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *const good[] = {
	"checkpoint",
	"key",
	"tile/0/000",
	"tile/0/999",
	"tile/0/x001/000",
	"tile/1/x001/x234/067",
	"tile/5/000.p/1",
	"tile/0/x001/234.p/255",
	"tile/entries/000",
	"tile/entries/x001/234.p/17",
	"leaf/0",
	"leaf/100000",
	("file/" SHA),
};

static const char *const bad[] = {
	"",
	"checkpoint/",
	"/checkpoint",
	"tile",
	"tile/",
	"tile/0",
	"tile/0/",
	"tile/6/000",
	"tile/00/000",
	"tile/-1/000",
	"tile/0/0",
	"tile/0/0000",
	"tile/0/1000",
	"tile/0/x001",
	"tile/0/x000/001",
	"tile/0/001/002",
	"tile/0/x1/002",
	"tile/0/000/",
	"tile/0/000.p",
	"tile/0/000.p/",
	"tile/0/000.p/0",
	"tile/0/000.p/07",
	"tile/0/000.p/256",
	"tile/0/000.p/-1",
	"tile/0/000.p/1/2",
	"tile/0/x001.p/1/002",
	"tile/0/x001/x001/x001/x001/x001/x001/x001/001",
	"tile/entries/+01",
	"tile/hashes/000",
	"leaf/",
	"leaf/01",
	"leaf/-1",
	"leaf/1x",
	"leaf/9999999999999999999",
	"file/",
	"file/0123",
	"file/0123456789ABCDEF",
	("file/A" SHA),
	("file/" SHA "/"),
	("file/x" SHA),
};

static void
both_ways(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct record_path p = record_path_of(j, str_of(good[i]));

		assert_int_not_equal(p.part, PART_NONE);
		assert_str(record_path_name(j, &p), good[i]);
	}
	job_free(j);
}

static void
numbers(void **state)
{
	struct job *j = job_new(0);
	struct record_path p = record_path_of(j,
	    STR("tile/entries/x001/x234/067.p/17"));

	(void)state;
	assert_int_equal(p.part, PART_ENTRIES);
	assert_int_equal(p.n, 1234067);
	assert_int_equal(p.width, 17);
	p = (struct record_path){ .part = PART_TILE, .level = 2, .n = 70000 };
	assert_str(record_path_name(j, &p), "tile/2/x070/000");
	job_free(j);
}

static void
refused(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (record_path_of(j, str_of(bad[i])).part != PART_NONE)
			fail_msg("\"%s\" was taken", bad[i]);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("each name is read as it is written", both_ways),
		RULE("a tile's number is cut into pieces of three digits",
		    numbers),
		RULE("any other spelling is no name", refused),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
