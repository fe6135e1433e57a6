/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <string.h>

#include "base/deflate.h"

#define MAX ((size_t)1024 * 1024)

struct tools {
	struct job *j;
	struct deflater *d;
};

static struct tools
tools_new(void)
{
	return (struct tools){ job_new(0), deflater_new() };
}

static void
tools_free(struct tools t)
{
	deflater_free(t.d);
	job_free(t.j);
}

static void
there_and_back(void **state)
{
	static const size_t sizes[] = { 0, 1, 127, 128, 129, 16384, 300000 };
	const struct tools t = tools_new();

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		const size_t n = sizes[i];
		char *plain = job_alloc(t.j, n + 1);
		struct str back;

		for (size_t at = 0; at < n; at++)
			plain[at] = (char)(at * at >> 7);
		const struct str packed = deflate_pack(t.d, t.j,
		    str_from(plain, n));

		assert_ok(t.j, deflate_unpack(t.d, t.j, packed, MAX, &back));
		assert_true(str_eq(back, str_from(plain, n)));
		if (n > 0)
			assert_int_equal(deflate_unpack(t.d, t.j, packed, n - 1,
					     &back),
			    INVALID);
		job_forgive(t.j);
		const struct str quick = lz4_pack(t.j, str_from(plain, n));

		assert_ok(t.j, lz4_unpack(t.j, quick, MAX, &back));
		assert_true(str_eq(back, str_from(plain, n)));
	}
	tools_free(t);
}

static void
damaged(void **state)
{
	const struct tools t = tools_new();
	const struct str plain = STR(
	    "The ferry returns to winter hours; the ferry, they say.");
	const struct str packed = deflate_pack(t.d, t.j, plain);
	struct str back;

	(void)state;
	for (size_t n = 0; n < packed.n; n++)
		assert_int_equal(deflate_unpack(t.d, t.j, str_sub(packed, 0, n),
				     MAX, &back),
		    FAULT);
	for (size_t i = 0; i < packed.n * 8; i++) {
		char *copy = job_cstr(t.j, packed);

		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		/* Whatever comes out has the size that was said. */
		if (deflate_unpack(t.d, t.j, str_from(copy, packed.n), MAX,
			&back)
		    == OK)
			assert_int_equal(back.n, plain.n);
	}
	tools_free(t);
}

static void
damaged_lz4(void **state)
{
	const struct tools t = tools_new();
	const struct str plain = STR(
	    "The ferry returns to winter hours; the ferry returns, they say.");
	const struct str packed = lz4_pack(t.j, plain);
	struct str back;

	(void)state;
	for (size_t n = 0; n < packed.n; n++)
		assert_int_equal(lz4_unpack(t.j, str_sub(packed, 0, n), MAX,
				     &back),
		    FAULT);
	for (size_t i = 0; i < packed.n * 8; i++) {
		char *copy = job_cstr(t.j, packed);

		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		if (lz4_unpack(t.j, str_from(copy, packed.n), MAX, &back) == OK)
			assert_true(back.n < MAX);
	}
	assert_int_equal(lz4_unpack(t.j,
			     STR("\xff\xff\xff\xff\xff\xff\x7f\x03"), MAX,
			     &back),
	    FAULT);
	tools_free(t);
}

/* A few bytes that claim to be a great many cost nothing. */
static void
bomb(void **state)
{
	const struct tools t = tools_new();
	struct str back;

	(void)state;
	assert_int_equal(deflate_unpack(t.d, t.j,
			     STR("\xff\xff\xff\xff\xff\xff\x7f\x03"), SIZE_MAX,
			     &back),
	    FAULT);
	assert_int_equal(deflate_unpack(t.d, t.j,
			     STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
			     SIZE_MAX, &back),
	    FAULT);
	tools_free(t);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("what is packed comes back, up to the limit",
		    there_and_back),
		RULE("damaged bytes are refused or give the size that was "
		     "said",
		    damaged),
		RULE("so are those that LZ4 packed", damaged_lz4),
		RULE("a size that can't be true is refused first", bomb),
	};

	return cmocka_run_group_tests_name("deflate", rules, NULL, NULL);
}
