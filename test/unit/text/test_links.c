/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "text/credit.h"
#include "text/direction.h"
#include "text/facade.h"
#include "text/link.h"

static void
links_are_what_their_scheme_says(void **state)
{
	static const struct {
		const char *raw;
		enum link kind;
		const char *written;
	} rows[] = {
		{ "https://example.org/a b", LINK_WEB,
		    "https://example.org/a%20b" },
		{ "//example.org", LINK_WEB, "//example.org" },
		{ "HTTP://x", LINK_WEB, "HTTP://x" },
		{ "\\\\example.org\\x", LINK_OWN, "%5C%5Cexample.org%5Cx" },
		{ " /a ", LINK_OWN, "/a" },
		{ "?q=a:b", LINK_OWN, "?q=a:b" },
		{ "#a:b", LINK_HERE, "#a:b" },
		{ "mailto:a@example.org", LINK_OTHER, "mailto:a@example.org" },
		{ "javascript:alert(1)", LINK_REFUSED, "javascript:alert(1)" },
		{ "java\nscript:x", LINK_REFUSED, "javascript:x" },
		{ "\x01javascript:x", LINK_REFUSED, "javascript:x" },
		{ "data:text/html,x", LINK_REFUSED, "data:text/html,x" },
		{ "", LINK_REFUSED, "" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str out, again;

		assert_int_equal(link_of(j, str_of(rows[i].raw), &out),
		    rows[i].kind);
		assert_str(out, rows[i].written);
		link_of(j, out, &again);
		assert_str(again, rows[i].written);
	}
	job_free(j);
}

static void
videos_are_known_by_their_addresses(void **state)
{
	static const struct {
		const char *address, *player;
	} rows[] = {
		{ "https://www.youtube.com/watch?list=a&v=dQw4w9WgXcQ&t=3",
		    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" },
		{ "https://youtu.be/dQw4w9WgXcQ?t=3",
		    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" },
		{ "//www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
		    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" },
		{ "https://vimeo.com/123456",
		    "https://player.vimeo.com/video/123456" },
		{ "https://player.vimeo.com/video/123456?h=x",
		    "https://player.vimeo.com/video/123456" },
		{ "https://tube.example.org/videos/watch/9c9de5e8-0a1e",
		    "https://tube.example.org/videos/embed/9c9de5e8-0a1e" },
		{ "https://vimeo.com/about", NULL },
		{ "https://youtube.com.example.org/watch?v=abc", NULL },
		{ "https://example.org/youtube.com/watch?v=abc", NULL },
		{ "https://youtu.be/a\"b", NULL },
		{ "youtu.be/abc", NULL },
		{ "", NULL },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct facade f;
		const bool known = facade_of(j, str_of(rows[i].address), &f);

		assert_int_equal(known, rows[i].player != NULL);
		if (!known)
			continue;
		assert_str(f.player, rows[i].player);
		assert_true(facade_is_player(j, f.player));
		assert_false(facade_is_player(j, f.page));
	}
	job_free(j);
}

static void
a_credit_begins_a_sentence(void **state)
{
	(void)state;
	assert_int_equal(credit_at(STR("Boats. Photograph: Ann")), 7);
	assert_int_equal(credit_at(STR("Photo: Ann")), 0);
	assert_int_equal(credit_at(STR("Barcos. Foto: Ana")), 8);
	assert_int_equal(credit_at(STR("قایق‌ها. عکس: رویا")),
	    sizeof("قایق‌ها. ") - 1);
	assert_int_equal(credit_at(STR("In this photo: Ann")), NOWHERE);
	assert_int_equal(credit_at(STR("Boats. Photograph:")), NOWHERE);
	assert_int_equal(credit_at(STR("")), NOWHERE);
}

static void
direction_is_the_first_letters(void **state)
{
	(void)state;
	assert_int_equal(direction_of(STR("1, 2: سلام hello")), RUNS_LEFT);
	assert_int_equal(direction_of(STR("«Hello» سلام")), RUNS_RIGHT);
	assert_int_equal(direction_of(STR("<a href=\"x\">&amp; שלום</a>")),
	    RUNS_LEFT);
	assert_int_equal(direction_of(STR("漢字")), RUNS_RIGHT);
	assert_int_equal(direction_of(STR("12 – 13 🚢")), RUNS_NEITHER);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("a link is what its scheme says, and written only once",
		    links_are_what_their_scheme_says),
		RULE("a video is known by its address",
		    videos_are_known_by_their_addresses),
		RULE("a credit begins a sentence", a_credit_begins_a_sentence),
		RULE("words run where their first letter runs",
		    direction_is_the_first_letters),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
