/* SPDX-License-Identifier: ISC */
#include "../test.h"
#include "edge/edge.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
names_are_served(void **state)
{
	struct media_name is;

	(void)state;
	assert_true(media_name(STR(HASH ".jpg"), &is));
	assert_int_equal(is.n, 68);
	assert_string_equal(is.place, "01/" HASH);
	assert_str(is.type, "image/jpeg");
	assert_false(is.rendition);
	assert_true(media_name(STR("0123456789abcdef-720.webp 720w, x"), &is));
	assert_int_equal(is.n, 25);
	assert_string_equal(is.place, "01/0123456789abcdef-720.webp");
	assert_str(is.type, "image/webp");
	assert_true(is.rendition);
	assert_true(media_name(STR("0123456789abcdef-99999.webp"), &is));
}

static void
others_are_not(void **state)
{
	static const char *const names[] = {
		"",
		".jpg",
		HASH,
		HASH ".",
		HASH ".html",
		HASH "-720.jpg",
		"0123456789abcdef.jpg",
		"0123456789abcdef-720",
		"0123456789abcdef-720.html",
		"0123456789abcdef-.webp",
		"0123456789abcdef--1.webp",
		"0123456789abcdef-0720.webp",
		"0123456789abcdef-123456.webp",
		"0123456789abcde-720.webp",
		"0123456789abcdeF-720.webp",
		"../3456789abcdef-720.webp",
		"0123456789abcdef-72/.webp",
	};
	struct media_name is;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (media_name(str_of(names[i]), &is))
			fail_msg("%s is served", names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a hash with an extension, or 16 digits with a width, "
		     "names a file",
		    names_are_served),
		RULE("nothing else does", others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
