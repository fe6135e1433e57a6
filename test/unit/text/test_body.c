/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/buf.h"
#include "text/body.h"
#include "text/phrases.h"

static const struct body_media media[] = { { STR_INIT("boat.jpg"),
    STR_INIT("/media/aa"), 720, 480, STR_INIT(""), 0 } };

static struct body
body_of(struct job *j, const char *lang, const char *markdown)
{
	const struct body_opts opts = { .lang = str_of(lang),
		.media = media,
		.n_media = 1 };
	struct body body;

	assert_ok(j, body_markup(j, str_of(markdown), &opts, &body));
	return body;
}

/* A heading each, all of the same words, and some of them again in HTML. */
static void
many_headings_have_ids_of_their_own(void **state)
{
	struct job *j = job_new(0);
	struct buf text = buf_in(j, (size_t)64 * 1024);
	struct body b;
	size_t ids = 0;

	(void)state;
	for (int i = 1; i <= 510; i++)
		buf_printf(&text, "## Storm\n\n<p id=\"h-storm-%d\">x</p>\n\n",
		    i);
	b = body_of(j, "en", job_cstr(j, buf_so_far(&text)));
	assert_int_equal(b.n_headings, 500);
	assert_str(b.headings[8].id, "h-storm-9");
	assert_str(b.headings[499].id, "h-storm-500");
	for (size_t at, i = 0; i < b.html.html.n; i += at + 1, ids++) {
		at = str_find(str_skip(b.html.html, i), STR(" id=\""));
		if (at == NOWHERE)
			break;
	}
	/* h-storm, h-storm-1 to -510: each once. */
	assert_int_equal(ids, 511);
	job_free(j);
}

struct row {
	const char *lang, *markdown, *want;
};

static void
expect_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct job *j = job_new(0);

		assert_str(body_of(j, rows[i].lang, rows[i].markdown).html.html,
		    rows[i].want);
		job_free(j);
	}
}
#define EXPECT(rows) expect_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void
a_body_speaks_every_language_we_have(void **state)
{
	static const char *const tags[] = { "ar", "ckb", "de", "es", "fa", "fr",
		"it", "pt-BR", "ru", "tr", "uk", "zh-Hans" };
	const struct phrases *const en = phrases_of(STR("en"));

	(void)state;
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
		const struct phrases *const p = phrases_of(str_of(tags[i]));

		assert_true(str_starts(str_of(tags[i]), p->lang));
		assert_false(str_eq(p->missing, en->missing));
		assert_false(str_eq(p->play, en->play));
		assert_false(str_eq(p->frame, en->frame));
		assert_false(str_eq(p->back, en->back));
		assert_true(p->open.n > 0 && p->close.n > 0);
	}
}

static void
headings_have_anchors_and_never_the_first_level(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "en", "## A *b* & c!\n### D\n## A b c", "<h2 id=\"h-a-b-c\">A <em>b</em> &amp; c!</h2>\n"
		    "<h3 id=\"h-d\">D</h3>\n<h2 id=\"h-a-b-c-2\">A b c</h2>\n" },
		{ "en", "# A\n## B", "<h2 id=\"h-a\">A</h2>\n<h3 id=\"h-b\">B</h3>\n" },
		{ "fa", "## نامه‌های یک دریانورد", "<h2 id=\"h-نامه-های-یک-دریانورد\">"
		    "نامه‌های یک دریانورد</h2>\n" },
		{ "en", "## ***", "<h2 id=\"h-part\">***</h2>\n" },
		{ "en", "[x](#a-b)\n\n<h1>raw</h1>", "<p><a href=\"#h-a-b\">x</a></p>\n<h2>raw</h2>\n" },
	};
	/* clang-format on */
	struct job *j = job_new(0);
	const struct body b = body_of(j, "en", "# One\n\nx\n\n## Two");

	(void)state;
	EXPECT(rows);
	assert_int_equal(b.n_headings, 2);
	assert_int_equal(b.headings[1].level, 3);
	assert_str(b.headings[1].id, "h-two");
	assert_str(b.headings[1].text, "Two");
	job_free(j);
}

static void
pictures_alone_are_figures(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "en", "![A boat](boat.jpg \"Dawn. Photograph: Ann Lee\")",
		    "<figure><img src=\"/media/aa\" alt=\"A boat\" width=\"720\" height=\"480\" "
		    "loading=\"lazy\"><figcaption>Dawn. <small class=\"credit\">Photograph: Ann Lee"
		    "</small></figcaption></figure>\n" },
		{ "en", "![A boat](boat.jpg)\n*At [dawn](/x). Photo: Bo*",
		    "<figure><img src=\"/media/aa\" alt=\"A boat\" width=\"720\" height=\"480\" "
		    "loading=\"lazy\"><figcaption>At <a href=\"/x\">dawn</a>. Photo: Bo"
		    "</figcaption></figure>\n" },
		{ "en", "![A pier](pier.jpg)",
		    "<figure><span class=\"missing\">This picture is missing: A pier</span></figure>\n" },
		{ "pt", "![Cais](cais.jpg)",
		    "<figure><span class=\"missing\">Falta esta imagem: Cais</span></figure>\n" },
		{ "en", "See ![A boat](boat.jpg) here",
		    "<p>See <img src=\"/media/aa\" alt=\"A boat\" width=\"720\" height=\"480\" "
		    "loading=\"lazy\"> here</p>\n" },
		{ "en", "[![A boat](boat.jpg)](/x)",
		    "<figure><a href=\"/x\"><img src=\"/media/aa\" alt=\"A boat\" width=\"720\" "
		    "height=\"480\" loading=\"lazy\"></a></figure>\n" },
	};
	/* clang-format on */
	struct job *j = job_new(0);
	const struct body b = body_of(j, "en",
	    "![A](a.jpg \"C. Photo: D\")\n\n<img src=\"e.jpg\" alt=\"F\">");

	(void)state;
	EXPECT(rows);
	assert_int_equal(b.pictures.n, 2);
	assert_str(b.pictures.at[0].src, "a.jpg");
	assert_str(b.pictures.at[0].caption, "C.");
	assert_str(b.pictures.at[0].credit, "Photo: D");
	assert_str(b.pictures.at[1].src, "e.jpg");
	assert_str(b.pictures.at[1].alt, "F");
	assert_str(b.notes.at[0], "a picture is missing");
	job_free(j);
}

static void
quotations_say_whose_words_they_are(void **state)
{
	static const struct row rows[] = {
		{ "en", "> One\n> two\n> — Ann, *pilot*",
		    "<blockquote>\n<p>One\ntwo</p>\n<footer>Ann, "
		    "<em>pilot</em></footer>\n</blockquote>\n" },
		{ "en", "> One\n>\n> -- Ann",
		    "<blockquote>\n<p>One</p>\n<footer>Ann</footer>\n"
		    "</blockquote>\n" },
		{ "en", "> — not a name alone",
		    "<blockquote>\n<p>— not a name alone</p>\n"
		    "</blockquote>\n" },
	};

	(void)state;
	EXPECT(rows);
}

static void
marks_follow_the_language(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "en", "\"A 'b' c\" -- it's '90s... `\"x\"`",
		    "<p>“A ‘b’ c” – it’s ’90s… <code>\"x\"</code></p>\n" },
		{ "fa", "او گفت \"سلام\".", "<p>او گفت «سلام».</p>\n" },
		{ "de-AT", "Er sagte \"*ja*\" --- nein", "<p>Er sagte „<em>ja</em>“ — nein</p>\n" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows);
}

static void
numbers_to_call_run_from_left_to_right(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "fa", "شماره +351 210-000 000.", "<p>شماره <bdi dir=\"ltr\">+351 210-000 000</bdi>.</p>\n" },
		{ "ar", "1+1 و+12 ثم +9 و+351  2100000", "<p>1+1 و+12 ثم +9 و+351  2100000</p>\n" },
		{ "ar", "و +", "<p>و +</p>\n" },
		{ "ar", "و +1234567- +1234567890123456", "<p>و <bdi dir=\"ltr\">+1234567</bdi>- "
		    "+1234567890123456</p>\n" },
		{ "en", "Call +351 210 000 000.", "<p>Call +351 210 000 000.</p>\n" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows);
}

static void
blocks_of_the_other_direction_say_so(void **state)
{
	static const struct row rows[] = {
		{ "en", "سلام\n\nHello سلام",
		    "<p dir=\"rtl\">سلام</p>\n<p>Hello سلام</p>\n" },
		{ "fa", "Hello\n\n## B\n\n- x\n- سلام",
		    "<p dir=\"ltr\">Hello</p>\n<h2 id=\"h-b\" "
		    "dir=\"ltr\">B</h2>\n<ul>\n<li dir=\"ltr\">x</li>\n"
		    "<li>سلام</li>\n</ul>\n" },
		/* A name in front and a title quoted turn no sentence round. */
		{ "fa", "*Nell Sorrow* نوشت: The pier is a wall.",
		    "<p><em>Nell Sorrow</em> نوشت: The pier is a wall.</p>\n" },
		{ "fa", "هانا said that the pier is a wall to walk on.",
		    "<p dir=\"ltr\">هانا said that the pier is a wall to walk "
		    "on.</p>\n" },
		{ "en", "12 + 12", "<p>12 + 12</p>\n" },
	};

	(void)state;
	EXPECT(rows);
}

static void
footnotes_lead_there_and_back(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "en", "A[^x]\n\n[^x]: Note.",
		    "<p>A<sup class=\"note\"><a href=\"#h-fn-1\" id=\"h-fr-1\" role=\"doc-noteref\">1"
		    "</a></sup></p>\n<div class=\"footnotes\" role=\"doc-endnotes\"><ol>\n"
		    "<li id=\"h-fn-1\">\n<p>Note. <a href=\"#h-fr-1\" role=\"doc-backlink\" "
		    "aria-label=\"Back to the text\">↩</a></p>\n</li>\n</ol></div>\n" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows);
}

static void
tables_can_be_scrolled_and_say_their_columns(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "en", "|a|b|\n|--|-:|\n|1|~~2~~|",
		    "<div class=\"table\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th>"
		    "<th scope=\"col\" class=\"right\">b</th></tr></thead>\n<tbody>\n<tr><td>1</td>"
		    "<td class=\"right\"><del>2</del></td></tr>\n</tbody>\n</table></div>\n" },
		{ "en", "|a|\n|--|", "<div class=\"table\" tabindex=\"0\"><table>\n<thead><tr>"
		    "<th scope=\"col\">a</th></tr></thead>\n</table></div>\n" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows);
}

static void
videos_wait_for_a_click(void **state)
{
	/* clang-format off */
#define VIDEO "<figure class=\"video\"><a class=\"facade\" href=\"https://vimeo.com/12\" " \
	"rel=\"external noopener\" data-embed=\"https://player.vimeo.com/video/12\">" \
	"Play the video on Vimeo</a></figure>\n"
	static const struct row rows[] = {
		{ "en", "https://vimeo.com/12", VIDEO },
		{ "en", "<https://vimeo.com/12>", VIDEO },
		{ "en", "<iframe src=\"https://player.vimeo.com/video/12\"></iframe>", VIDEO },
		{ "en", "See https://vimeo.com/12", "<p>See <a href=\"https://vimeo.com/12\" "
		    "rel=\"external noopener\">https://vimeo.com/12</a></p>\n" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows);
}

static struct body
transcript_of(struct job *j, const char *markdown)
{
	const struct body_opts opts = { .lang = STR("en"), .transcript = true };
	struct body body;

	assert_ok(j, body_markup(j, str_of(markdown), &opts, &body));
	return body;
}

/* clang-format off */
#define AT(s, said) "<p id=\"h-t" s "\"><a class=\"at\" href=\"#h-t" s "\">" said "</a> "

static void
a_transcripts_times_are_set_apart(void **state)
{
	static const struct {
		const char *markdown, *want;
	} rows[] = {
		{ "[1:23] Words.", AT("83", "1:23") "Words.</p>\n" },
		{ "[1:02:03] **Ann:** words", AT("3723", "1:02:03") "<strong>Ann:</strong> words</p>\n" },
		{ "[0:00]\nWords", AT("0", "0:00") "\nWords</p>\n" },
		{ "[125:59] x", AT("7559", "125:59") "x</p>\n" },
		{ "[0:05] \"x\"", AT("5", "0:05") "“x”</p>\n" },
		{ "[0:05] سلام", "<p id=\"h-t5\" dir=\"rtl\"><a class=\"at\" href=\"#h-t5\">0:05</a> سلام</p>\n" },
		{ "00:01:23 x", AT("83", "00:01:23") "x</p>\n" },
		{ "01:02:03\nx", AT("3723", "01:02:03") "\nx</p>\n" },
		/* The same second twice: one id, and both links. */
		{ "[0:05] a\n\n[0:05] b", AT("5", "0:05") "a</p>\n<p><a class=\"at\" href=\"#h-t5\">0:05</a> b</p>\n" },
		{ "## T5\n\n[0:05] a", "<h2 id=\"h-t5\">T5</h2>\n<p><a class=\"at\" href=\"#h-t5\">0:05</a> a</p>\n" },
		/* None of these is a time in front of a paragraph. */
		{ "[1:60] x", "<p>[1:60] x</p>\n" },
		{ "[1:2] x", "<p>[1:2] x</p>\n" },
		{ "[1:234] x", "<p>[1:234] x</p>\n" },
		{ "[1:60:00] x", "<p>[1:60:00] x</p>\n" },
		{ "[100:00:00] x", "<p>[100:00:00] x</p>\n" },
		{ "[1000:00] x", "<p>[1000:00] x</p>\n" },
		{ "[99999999999999999999:00] x", "<p>[99999999999999999999:00] x</p>\n" },
		{ "00:01 x", "<p>00:01 x</p>\n" },
		{ "0:01:23 x", "<p>0:01:23 x</p>\n" },
		{ "000:01:23 x", "<p>000:01:23 x</p>\n" },
		{ "00:01:23, x", "<p>00:01:23, x</p>\n" },
		{ "00:60:00 x", "<p>00:60:00 x</p>\n" },
		{ "00:01:23] x", "<p>00:01:23] x</p>\n" },
		{ "[-1:23] x", "<p>[-1:23] x</p>\n" },
		{ "[1:23]x", "<p>[1:23]x</p>\n" },
		{ "[1:23", "<p>[1:23</p>\n" },
		{ "\\[1:23\\] x", AT("83", "1:23") "x</p>\n" },
		{ "x [1:23] y", "<p>x [1:23] y</p>\n" },
		{ "[1:23](/x) y", "<p><a href=\"/x\">1:23</a> y</p>\n" },
		{ "> [1:23] x", "<blockquote>\n<p>[1:23] x</p>\n</blockquote>\n" },
		{ "[1:23] <img src=x onerror=y>z", AT("83", "1:23") "<span class=\"missing\">This picture is missing: x</span>z</p>\n" },
		{ "<a class=\"at\" href=\"javascript:x\" onclick=y data-embed=z>1:23</a>", "<p><a class=\"at\">1:23</a></p>\n" },
	};
	static const struct body_opts alone = { .transcript = true,
		.unplayed = true };
	struct body body;
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_str(transcript_of(j, rows[i].markdown).html.html,
		    rows[i].want);
	assert_str(body_of(j, "en", "[1:23] x").html.html, "<p>[1:23] x</p>\n");
	assert_ok(j, body_markup(j, STR("[1:23] x"), &alone, &body));
	assert_str(body.html.html,
	    "<p id=\"h-t83\"><span class=\"at\">1:23</span> x</p>\n");
	job_free(j);
}
/* clang-format on */

static void
an_excerpt_has_no_times(void **state)
{
	struct job *j = job_new(0);
	struct body alone;
	const struct body b = transcript_of(j,
	    "[0:00] One.\n\n<!--more-->\n\n[0:07] Two.");

	(void)state;
	assert_str(markup_opening(j, b.html, 100), "One.\nTwo.");
	assert_ok(j,
	    body_markup(j, STR("[0:00] One.\n\n[0:07] Two."),
		&(struct body_opts){ .transcript = true, .unplayed = true },
		&alone));
	assert_str(markup_opening(j, alone.html, 100), "One.\nTwo.");
	assert_str(b.intro.html, "<p>0:00 One.</p>\n");
	assert_str(b.plain, "0:00 One.\n0:07 Two.");
	job_free(j);
}

static void
links_are_safe_and_html_is_kept(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "en", "[a](javascript:x) [b](data:x) [c](/d \"e\")",
		    "<p>a b <a href=\"/d\" title=\"e\">c</a></p>\n" },
		{ "en", "A <kbd>k</kbd> <script>x</script>\n\n<details><summary>s</summary>\n\n*t*\n</details>",
		    "<p>A <kbd>k</kbd> </p>\n<details><summary>s</summary>\n<p><em>t</em></p>\n</details>\n" },
		{ "en", "<!-- a note -->\n\nx <!-- y -->z", "<p>x z</p>\n" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows);
}

static void
the_intro_ends_at_more(void **state)
{
	struct job *j = job_new(0);
	const struct body b = body_of(j, "en",
	    "## A\n\nOne[^1].\n\n<!--more-->\n\nTwo.\n\n[^1]: n");

	(void)state;
	assert_str(b.intro.html, "<h2>A</h2>\n<p>One.</p>\n");
	assert_true(str_find(b.html.html, STR("Two.")) != NOWHERE);
	assert_true(str_find(b.html.html, STR("more")) == NOWHERE);
	assert_int_equal(body_of(j, "en", "One").intro.html.n, 0);
	job_free(j);
}

static void
too_deep_a_body_stands_as_text(void **state)
{
	struct job *j = job_new(0);
	char text[601];
	struct body b;

	(void)state;
	for (size_t i = 0; i < 600; i++)
		text[i] = '>';
	text[600] = '\0';
	b = body_of(j, "en", text);
	assert_true(str_starts(b.html.html, STR("<pre>&gt;&gt;")));
	assert_int_equal(b.notes.n, 1);
	struct buf brackets = buf_in(j, (size_t)1 << 20);
	while (brackets.n < 200000)
		BUF_LIT(&brackets, "![[]()");
	assert_ok(j, body_markup(j, buf_so_far(&brackets), NULL, &b));
	assert_str(b.notes.at[0],
	    "the body has too many brackets, so it stands as text and not "
	    "as HTML");
	assert_int_equal(body_markup(j, STR("\xff"), NULL, &b), INVALID);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("what a body says of itself is said in every language "
		     "that we have",
		    a_body_speaks_every_language_we_have),
		RULE("a heading has its own anchor and never the first level",
		    headings_have_anchors_and_never_the_first_level),
		RULE("many headings have ids of their own, each once",
		    many_headings_have_ids_of_their_own),
		RULE("a picture alone is a figure with caption and credit",
		    pictures_alone_are_figures),
		RULE("a quotation says whose words it is",
		    quotations_say_whose_words_they_are),
		RULE("quotation marks and dashes follow the language",
		    marks_follow_the_language),
		RULE("a number to call runs from left to right between words "
		     "that do not",
		    numbers_to_call_run_from_left_to_right),
		RULE("a block of the other direction says so",
		    blocks_of_the_other_direction_say_so),
		RULE("a footnote leads there and back",
		    footnotes_lead_there_and_back),
		RULE("a table can be scrolled and says its columns",
		    tables_can_be_scrolled_and_say_their_columns),
		RULE("a video waits for a click", videos_wait_for_a_click),
		RULE("a transcript's times are set apart and lead to "
		     "themselves",
		    a_transcripts_times_are_set_apart),
		RULE("an excerpt of a transcript has no times",
		    an_excerpt_has_no_times),
		RULE("links are safe, and HTML that is safe is kept",
		    links_are_safe_and_html_is_kept),
		RULE("the intro ends at <!--more-->", the_intro_ends_at_more),
		RULE("a body nested too deep or tangled stands as text",
		    too_deep_a_body_stands_as_text),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
