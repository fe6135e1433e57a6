/* SPDX-License-Identifier: ISC */
#include "../test.h"

static void
cut_gives_every_piece(void **state)
{
	struct str rest = STR("a,,b,"), piece;
	const char *want[] = { "a", "", "b", "" };
	size_t n = 0;

	(void)state;
	while (str_cut(&rest, ',', &piece)) {
		assert_true(n < 4);
		assert_str(piece, want[n++]);
	}
	assert_int_equal(n, 4);
}

static void
lines_end_with_either_newline(void **state)
{
	struct str rest = STR("one\r\ntwo\nthree"), line;

	(void)state;
	assert_true(str_line(&rest, &line));
	assert_str(line, "one");
	assert_true(str_line(&rest, &line));
	assert_str(line, "two");
	assert_true(str_line(&rest, &line));
	assert_str(line, "three");
	assert_false(str_line(&rest, &line));
}

static void
find_sees_overlapping_beginnings(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("aaab"), STR("aab")), 1);
	assert_int_equal(str_find(STR("abc"), STR("abcd")), NOWHERE);
	assert_int_equal(str_find(STR(""), STR("")), 0);
}

static void
numbers_are_whole_or_refused(void **state)
{
	int64_t v = 7;

	(void)state;
	assert_true(str_to_int(STR("-42"), &v));
	assert_int_equal(v, -42);
	assert_false(str_to_int(STR("4x"), &v));
	assert_false(str_to_int(STR(""), &v));
	assert_false(str_to_int(STR("-"), &v));
	assert_false(str_to_int(STR("9999999999999999999"), &v));
	assert_int_equal(v, -42);
}

static void
utf8_refuses_surrogates_and_overlong_forms(void **state)
{
	(void)state;
	assert_true(str_is_utf8(STR("نامه é \xF0\x9F\x9A\xA2")));
	assert_false(str_is_utf8(STR("\xC0\xAF")));
	assert_false(str_is_utf8(STR("\xED\xA0\x80")));
	assert_false(str_is_utf8(STR("\xF4\x90\x80\x80")));
	assert_false(str_is_utf8(STR("\xE2\x82")));
	assert_false(str_is_utf8(STR("\x80")));
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("cut gives every piece, empty ones too",
		    cut_gives_every_piece),
		RULE("a line ends with LF or CRLF",
		    lines_end_with_either_newline),
		RULE("find sees overlapping beginnings",
		    find_sees_overlapping_beginnings),
		RULE("a number is whole or refused",
		    numbers_are_whole_or_refused),
		RULE("UTF-8 has no surrogates and no overlong forms",
		    utf8_refuses_surrogates_and_overlong_forms),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
