/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "text/blot.h"

static struct job *j;

static const struct blot *
blot_of(const char *phrases)
{
	struct str rest = str_of(phrases), line, list[16];
	struct blot *b = NULL;
	size_t n = 0;

	while (n < 16 && str_cut(&rest, '\n', &line))
		list[n++] = line;
	assert_ok(j, blot_new(j, list, n, &b));
	return b;
}

/* What becomes of a text when a phrase is blotted out of it. */
static void
becomes(const char *phrase, const char *text, const char *want)
{
	const struct blot *b = blot_of(phrase);
	const struct str got = blot_out(j, b, str_of(text));

	if (!str_eq(got, str_of(want)))
		fail_msg("%s: \"%.*s\" instead of \"%s\"", text, STR_ARG(got),
		    want);
	assert_false(blot_holds(b, got));
}

static void
as_written(void **state)
{
	(void)state;
	becomes("Jane Doe", "I met Jane Doe there.", "I met ▮▮▮ there.");
	becomes("Jane Doe", "JANE DOE's boat", "▮▮▮'s boat");
	becomes("Jane Doe", "Jané Döe and jane  doe", "▮▮▮ and ▮▮▮");
	becomes("jane doe", "Ja\u00adne\u200b Doe", "▮▮▮");
	becomes("Jane Doe", "Jane\nDoe", "▮▮▮\n▮▮▮");
	becomes("Jane Doe", "Dr. Jane Doe. The end", "Dr. ▮▮▮. The end");
	becomes("Dr Jane Doe", "said Dr. Jane Doe", "said ▮▮▮");
	becomes("+351 912 345 678", "call +351-912-345-678 now",
	    "call +▮▮▮ now");
}

static void
through_markup(void **state)
{
	(void)state;
	becomes("Jane Doe", "Jane **Doe**!", "▮▮▮ **▮▮▮**!");
	becomes("Jane Doe", "<b>Ja</b>ne <i class=\"x\">Doe</i>",
	    "<b>▮▮▮</b>▮▮▮ <i class=\"x\">▮▮▮</i>");
	becomes("Jane Doe", "[Jane](https://a.example/b) Doe",
	    "[▮▮▮](https://a.example/b) ▮▮▮");
	becomes("Jane Doe", "Jane[^1] Doe", "▮▮▮[^1] ▮▮▮");
	becomes("Jane Doe", "Jane<!-- x --> Doe", "▮▮▮<!-- x --> ▮▮▮");
	becomes("Jane Doe", "<a title=\"Jane Doe\" href=/jane-doe/>x</a>",
	    "<a title=\"▮▮▮\" href=/▮▮▮/>x</a>");
	becomes("Jane Doe", "![x](jane_doe.jpg \"by Jane Doe\")",
	    "![x](▮▮▮_▮▮▮.jpg \"by ▮▮▮\")");
}

static void
encoded(void **state)
{
	(void)state;
	becomes("Jane Doe", "/2026/jane-doe/", "/2026/▮▮▮/");
	becomes("Jane Doe", "Jane&nbsp;&#68;o&#x65;", "▮▮▮&nbsp;▮▮▮");
	becomes("Jané Doe", "Jan&eacute; D&ouml;e", "▮▮▮");
	becomes("Jane Doe", "%4Aane%20Doe", "▮▮▮%20▮▮▮");
	becomes("Jane Doe", "\"J\\u0061ne\\nDoe\"", "\"▮▮▮\\n▮▮▮\"");
	becomes("Jane Doe", "photoJaneDoe2.jpg and janedoe@x.example",
	    "photo▮▮▮2.jpg and ▮▮▮@x.example");
	becomes("Jürgen Müller", "/juergen-mueller/ /jurgen-muller",
	    "/▮▮▮/ /▮▮▮");
}

static void
persian(void **state)
{
	(void)state;
	becomes("رویا کمالی",
	    "گفت‌وگو با رویا کمالی در بندر",
	    "گفت‌وگو با ▮▮▮ در بندر");
	/* Arabic yeh and kaf, vowels, tatweel, a joiner. */
	becomes("رویا کمالی", "رويا كَمـالي", "▮▮▮");
	becomes("رویا کمالی", "رویا\u200cکمالی", "▮▮▮");
	becomes("رویا کمالی",
	    "%D8%B1%D9%88%DB%8C%D8%A7-%d9%83%d9%85%d8%a7%d9%84%d9%8a", "▮▮▮");
	becomes("کمالی", "&#1705;&#1605;&#x627;&#1604;&#1740;", "▮▮▮");
	becomes("佐藤", "私は佐藤です", "私は▮▮▮です");
}

static void
left_alone(void **state)
{
	static const char *const texts[] = { "Janet Doe", "Jane Does",
		"Jane. Doe", "He met Jane.\n\nDoe Street", "Doe, Jane",
		"Jane said. Doe", "the north. Quay" };
	const struct blot *b = blot_of("Jane Doe\nNorth Quay");

	(void)state;
	for (size_t i = 1; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct str t = str_of(texts[i]);

		if (i != 2 && blot_holds(b, t))
			fail_msg("found in \"%s\"", texts[i]);
	}
	becomes("Jane Doe*", "Jane Does it", "▮▮▮s it");
}

static void
refuses(void **state)
{
	static const char *const bad[] = { "", "ab", "12", "***", "12345",
		"\xff\xfe" };
	struct blot *b;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct str s = str_of(bad[i]);

		assert_int_equal(blot_new(j, &s, 1, &b), INVALID);
		job_forgive(j);
	}
}

/* ---- whole files ---- */

static void
file_becomes(const char *phrases, const char *text, const char *want)
{
	const struct blot *b = blot_of(phrases);
	struct textfile tf;
	struct str got;

	assert_true(blot_file_holds(j, b, str_of(text)));
	assert_ok(j, blot_file(j, b, str_of(text), &got));
	if (!str_eq(got, str_of(want)))
		fail_msg("got\n%.*s\ninstead of\n%s", STR_ARG(got), want);
	assert_false(blot_file_holds(j, b, got));
	assert_ok(j, textfile_parse(j, got, STR("got"), &tf));
}

static void
files(void **state)
{
	(void)state;
	file_becomes("Jane Doe",
	    "---\n# by Jane Doe\nheadline: \"Jane Doe: a life\"\nx:   [ 1 ]\n"
	    "signed:\n  - Jane\n  - 'Doe'\n---\nJane\nDoe.\n",
	    "---\n# by ▮▮▮\nheadline: \"▮▮▮: a life\"\nx:   [ 1 ]\n"
	    "signed:\n  - ▮▮▮\n  - '▮▮▮'\n---\n▮▮▮\n▮▮▮.\n");
	/* Escapes, and names that come out alike. */
	file_becomes("Jane Doe", "---\na: \"J\\x61ne D\\\n  oe\"\n---\nx\n",
	    "---\na: \"▮▮▮\\\n  ▮▮▮\"\n---\nx\n");
	file_becomes("Jane Doe",
	    "---\nm:\n  Jane Doe: 1\n  jane-doe: 2\n---\nx\n",
	    "---\nm:\n  ▮▮▮: 1\n  ▮▮▮ 2: 2\n---\nx\n");
	/* The fields' own names, and what stet wrote, stay. */
	file_becomes("headline\n20261125",
	    "---\nheadline: A headline\npublished: 2026-11-25T10:00:00Z\n"
	    "---\nOn 2026-11-25.\n",
	    "---\nheadline: A ▮▮▮\npublished: 2026-11-25T10:00:00Z\n---\n"
	    "On ▮▮▮.\n");
	file_becomes("Jane Doe", "Only Jane Doe.\n", "Only ▮▮▮.\n");
}

static void
places(void **state)
{
	const struct blot *b = blot_of("Jane Doe");
	struct blot_places p;

	(void)state;
	blot_file_places(j, b,
	    STR("---\nheadline: Fog\ndeck: By Jane Doe\n---\nOne.\n\nJane "
		"*Doe* "
		"here, and Jane Doe.\n"),
	    &p);
	assert_int_equal(p.n, 2);
	assert_str(p.at[0].field, "deck");
	assert_int_equal(p.at[0].line, 3);
	assert_str(p.at[0].text, "deck: By ▮▮▮");
	assert_int_equal(p.at[1].field.n, 0);
	assert_int_equal(p.at[1].line, 7);
	assert_str(p.at[1].text, "▮▮▮ *▮▮▮* here, and ▮▮▮.");
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("words are found in any case, with or without marks, over "
		     "line breaks",
		    as_written),
		RULE("and through markup, in attributes and in file names",
		    through_markup),
		RULE("and in slugs, as entities, percent-encoded and escaped",
		    encoded),
		RULE("and in Persian, Arabic and Chinese however a keyboard "
		     "wrote them",
		    persian),
		RULE("other words, other sentences and other paragraphs are "
		     "left alone",
		    left_alone),
		RULE("a phrase that would be found everywhere is refused",
		    refuses),
		RULE("a text file loses the words and keeps every other byte "
		     "it can",
		    files),
		RULE("people are told the places, without the words", places),
	};
	int failed;

	j = job_new(0);
	failed = cmocka_run_group_tests_name("blot", rules, NULL, NULL);
	job_free(j);
	return failed;
}
