/* SPDX-License-Identifier: ISC */
#include "../test.h"
#include "edge/negotiate.h"
#include "edge/target.h"

static struct str
head(struct job *j, struct http1 *h, const char *target, const char *fields)
{
	const struct str bytes = job_printf(j,
	    "GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n", target, fields);

	http1_begin(h);
	assert_int_equal(http1_read(h, bytes), HTTP1_WHOLE);
	return bytes;
}

/* clang-format off */
static const struct coding_case {
	const char *fields;
	enum coding best;
} coding_cases[] = {
	{ "", IDENTITY },
	{ "Accept-Encoding:\r\n", IDENTITY },
	{ "Accept-Encoding: gzip\r\n", GZIP },
	{ "Accept-Encoding: x-GZIP\r\n", GZIP },
	{ "Accept-Encoding: gzip, deflate, br\r\n", BROTLI },
	{ "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n", BROTLI },
	{ "Accept-Encoding: br;q=0.5, gzip;q=0.8\r\n", GZIP },
	{ "Accept-Encoding: br;q=0, gzip;q=0.001\r\n", GZIP },
	{ "Accept-Encoding: identity;q=0, gzip;q=0.5\r\n", GZIP },
	{ "Accept-Encoding: br;q=0.0, gzip\r\n", GZIP },
	{ "Accept-Encoding: *\r\n", BROTLI },
	{ "Accept-Encoding: *;q=0\r\n", IDENTITY },
	{ "Accept-Encoding: brotli, gzipped\r\n", IDENTITY },
	{ "Accept-Encoding: ,;,gzip;q=;x\r\n", GZIP },
};

static const struct tag_case {
	const char *fields;
	bool unchanged;
} tag_cases[] = {
	{ "", false },
	{ "If-None-Match: \"a\"\r\n", true },
	{ "If-None-Match: W/\"a\"\r\n", true },
	{ "If-None-Match: \"b\", \"a\"\r\n", true },
	{ "If-None-Match: \"b\"\r\nIf-None-Match: \"a\"\r\n", true },
	{ "If-None-Match: *\r\n", true },
	{ "If-None-Match: a\r\n", false },
	{ "If-None-Match: \"A\"\r\n", false },
	{ "If-None-Match: \"ab\"\r\n", false },
	{ "If-None-Match: \"a\r\n", false },
	{ "If-None-Match: \"b,\", \"a\"\r\n", true },
	{ "If-None-Match: \"*\"\r\n", false },
};

static const struct range_case {
	const char *fields;
	enum range range;
	uint64_t from, n;
} range_cases[] = { /* of 100 bytes with the tag "a" */
	{ "", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=0-0\r\n", RANGE_PART, 0, 1 },
	{ "Range: bytes=10-19\r\n", RANGE_PART, 10, 10 },
	{ "Range: bytes=90-\r\n", RANGE_PART, 90, 10 },
	{ "Range: bytes=90-1000\r\n", RANGE_PART, 90, 10 },
	{ "Range: bytes=-10\r\n", RANGE_PART, 90, 10 },
	{ "Range: bytes=-1000\r\n", RANGE_PART, 0, 100 },
	{ "Range: bytes=-0\r\n", RANGE_OUTSIDE, 0, 0 },
	{ "Range: bytes=100-\r\n", RANGE_OUTSIDE, 0, 0 },
	{ "Range: bytes=5-4\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=-\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=a-b\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=1--2\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=0-1,5-6\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=99999999999999999999-\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: lines=0-1\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=0\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=0-1\r\nIf-Range: \"a\"\r\n", RANGE_PART, 0, 2 },
	{ "Range: bytes=0-1\r\nIf-Range: W/\"a\"\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=0-1\r\nIf-Range: \"b\"\r\n", RANGE_WHOLE, 0, 0 },
	{ "Range: bytes=0-1\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n", RANGE_WHOLE, 0, 0 },
};

static const struct target_case {
	const char *target, *path, *query, *q;
} target_cases[] = {
	{ "/", "/", "", "" },
	{ "http://h", "/", "", "" },
	{ "/a%20b/%C3%A9", "/a b/\xc3\xa9", "", "" },
	{ "/?utm_source=x&q=1&fbclid=2", "/", "q=1", "1" },
	{ "/?page=2&q=a+b%2B", "/", "q=a+b%2B&page=2", "a b+" },
	{ "/?q", "/", "q", "" },
	{ "/?q=", "/", "q=", "" },
	{ "/?q=1&q=2", "/", "q=1&q=2", "1" },
	{ "/%3Fq=1?qq=1&&&=", "/?q=1", "", "" },
};
/* clang-format on */

#define EACH(i, table) \
	for (size_t i = 0; i < sizeof(table) / sizeof((table)[0]); i++)

static void
test_codings(void **state)
{
	struct job *j = job_new(0);
	struct http1 h;

	(void)state;
	EACH(i, coding_cases)
	{
		const struct coding_case *c = &coding_cases[i];
		const struct str bytes = head(j, &h, "/", c->fields);

		if (negotiate_codings(&h, bytes).best != c->best)
			fail_msg("%s", c->fields);
	}
	job_free(j);
}

static void
test_tags(void **state)
{
	struct job *j = job_new(0);
	struct http1 h;

	(void)state;
	EACH(i, tag_cases)
	{
		const struct tag_case *c = &tag_cases[i];
		const struct str bytes = head(j, &h, "/", c->fields);

		if (negotiate_unchanged(&h, bytes, STR("\"a\""))
		    != c->unchanged)
			fail_msg("%s", c->fields);
	}
	job_free(j);
}

static void
test_ranges(void **state)
{
	struct job *j = job_new(0);
	struct http1 h;

	(void)state;
	EACH(i, range_cases)
	{
		const struct range_case *c = &range_cases[i];
		const struct str bytes = head(j, &h, "/", c->fields);
		uint64_t from = 0, n = 0;
		const enum range r = negotiate_range(&h, bytes, STR("\"a\""),
		    100, &from, &n);

		if (r != c->range
		    || (r == RANGE_PART && (from != c->from || n != c->n)))
			fail_msg("%s: %d %d+%d", c->fields, (int)r, (int)from,
			    (int)n);
	}
	job_free(j);
}

static void
test_targets(void **state)
{
	static const struct str params[] = { STR_INIT("q"), STR_INIT("page") };
	static char room[TARGET_ROOM], more[TARGET_ROOM];
	struct job *j = job_new(0);
	struct request rq;
	struct http1 h;

	(void)state;
	EACH(i, target_cases)
	{
		const struct target_case *c = &target_cases[i];
		const struct str bytes = head(j, &h, c->target, "");

		assert_true(target_read(&h, bytes, params, 2, room, &rq));
		assert_true(target_params(&rq, params, 2, more));
		assert_str(rq.path, c->path);
		assert_str(rq.query, c->query);
		assert_str(request_param(&rq, STR("q")), c->q);
	}
	job_free(j);
}

static void
test_too_many(void **state)
{
	static const struct str params[] = { STR_INIT("q") };
	static char room[TARGET_ROOM];
	struct job *j = job_new(0);
	struct request rq;
	struct http1 h;
	struct str bytes;

	(void)state;
	bytes = head(j, &h, "/?q&q&q&q&q&q&q&q&q&q&q&q&q&q&q&q", "");
	assert_true(target_read(&h, bytes, params, 1, room, &rq));
	bytes = head(j, &h, "/?q&q&q&q&q&q&q&q&q&q&q&q&q&q&q&q&q", "");
	assert_false(target_read(&h, bytes, params, 1, room, &rq));
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("the best coding is the one the reader likes most",
		    test_codings),
		RULE("an entity tag is found in lists, weak or not", test_tags),
		RULE("one range is followed, anything odd gives the whole",
		    test_ranges),
		RULE("a page depends on its path and the white-listed "
		     "parameters",
		    test_targets),
		RULE("more than sixteen parameters are refused", test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
