/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "test.h"
#include "wire/html.h"
#include "wire/wp_body.h"

static void
expect_body(struct job *j, const char *html, const char *want)
{
	static const struct html_opts opts = { NULL, NULL };
	struct str out;

	assert_ok(j, html_body(j, str_of(html), &opts, &out));
	assert_str(out, want);
}

static void
test_markdown(void **state)
{
	(void)state;
	struct job *j = job_new(0);

	expect_body(j, "<p>The <em>pier</em> and <strong>lamp</strong>.</p>",
	    "The *pier* and **lamp**.\n");
	expect_body(j, "<h2>Boats &amp; quays</h2><p>One<br/>two</p>",
	    "## Boats &amp; quays\n\nOne\\\ntwo\n");
	expect_body(j, "<p><a href=\"/x/\" target=\"_blank\">x</a></p>",
	    "[x](/x/)\n");
	expect_body(j, "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
	    "-   a\n    -   b\n-   c\n");
	expect_body(j, "<blockquote><p>Words.</p><cite>Jo</cite></blockquote>",
	    "> Words.\n>\n> \xe2\x80\x94 Jo\n");
	expect_body(j, "<pre><code>a &lt; b\n</code></pre>",
	    "```\na < b\n```\n");
	expect_body(j,
	    "<figure><img src=\"/a.jpg\" alt=\"A\"/>"
	    "<figcaption>Noon</figcaption></figure>",
	    "![A](/a.jpg \"Noon\")\n");
	job_free(j);
}

static void
test_stays_html(void **state)
{
	(void)state;
	struct job *j = job_new(0);

	expect_body(j,
	    "<table><tr><td>a</td></tr>\n\n<tr><td>b</td></tr></table>",
	    "<table><tr><td>a</td></tr>\n<tr><td>b</td></tr></table>\n");
	expect_body(j, "<pre>verse\n\none</pre>",
	    "<pre>verse\n&#10;one</pre>\n");
	expect_body(j, "<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O\n");
	expect_body(j, "<p lang=\"fr\">Le quai</p>",
	    "<p lang=\"fr\">Le quai</p>\n");
	expect_body(j, "<p>in<em>side</em>s</p>", "in<em>side</em>s\n");
	job_free(j);
}

static void
test_escapes(void **state)
{
	(void)state;
	struct job *j = job_new(0);

	expect_body(j, "<p># no *heading* [x](y)</p>",
	    "\\# no \\*heading\\* \\[x\\](y)\n");
	expect_body(j, "<p>1. no list</p>", "1\\. no list\n");
	expect_body(j, "<p>snake_case stays</p>", "snake_case stays\n");
	expect_body(j, "<p>https://a.example/b_c_d</p>",
	    "https://a.example/b_c_d\n");
	expect_body(j, "<p>a < b</p>", "a &lt; b\n");
	job_free(j);
}

/* Every one of these is read in one pass, and ends. */
static void
test_hostile(void **state)
{
	(void)state;
	static const char *const pieces[] = { "<p>", "<b>", "<code>", "<a \"",
		"<a b='", "<ul><li>", "<!", "<pre>", "<figure><img>",
		"[caption]", "<blockquote>", "<!-- wp:x -->", "<div><p><em>" };
	static const struct html_opts opts = { NULL, NULL };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct job *j = job_new(0);
		struct buf b = buf_in(j, 400000);
		struct notes notes = { 0 };
		struct wp_work w = { .j = j, .notes = &notes };
		struct str html, out;

		while (b.n + 16 < 300000)
			buf_put(&b, str_of(pieces[i]));
		assert_ok(j, wp_html(&w, buf_so_far(&b), &html));
		if (html_body(j, html, &opts, &out) == OK)
			assert_true(str_is_utf8(out));
		job_free(j);
	}
}

static struct str
shortcodes(struct job *j, const char *text, struct notes *notes)
{
	struct wp_work w = { .j = j, .notes = notes, .line = 7 };

	return wp_shortcodes(&w, str_of(text));
}

static void
test_shortcodes(void **state)
{
	(void)state;
	struct job *j = job_new(0);
	struct notes notes = { 0 };

	assert_str(shortcodes(j,
		       "[caption id=\"a\"]<img src=\"x.jpg\"/> At "
		       "noon[/caption]",
		       &notes),
	    "\n\n<figure><img src=\"x.jpg\"/><figcaption>At "
	    "noon</figcaption></figure>\n\n");
	assert_str(shortcodes(j, "[audio src=\"/a.mp3\"]", &notes),
	    "\n\n<figure><audio controls src=\"/a.mp3\"></audio></figure>\n\n");
	assert_str(shortcodes(j, "[[caption]] and [sic]", &notes),
	    "[caption] and [sic]");
	assert_int_equal(notes.n, 0);
	assert_str(shortcodes(j, "[tides port=\"north\"]", &notes),
	    "[tides port=\"north\"]");
	assert_int_equal(notes.n, 1);
	assert_int_equal(notes.at[0].line, 7);
	job_free(j);
}

static void
test_paragraphs(void **state)
{
	(void)state;
	struct job *j = job_new(0);

	assert_str(wp_paragraphs(j,
		       STR("One\ntwo\n\nThree<ul><li>x</li></ul>")),
	    "<p>One<br>\ntwo</p>\n<p>Three</p>\n<ul><li>x</li></ul>\n");
	job_free(j);
}

static void
test_blocks(void **state)
{
	(void)state;
	struct job *j = job_new(0);
	struct notes notes = { 0 };
	struct wp_work w = { .j = j, .notes = &notes };
	struct str html;

	assert_ok(j,
	    wp_html(&w,
		STR("<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->"
		    "<!-- wp:calendar /--><!-- wp:group {\"x\":1} --><div>"
		    "<!-- wp:heading --><h2>b</h2><!-- /wp:heading --></div>"
		    "<!-- /wp:group -->"),
		&html));
	assert_str(html, "<p>a</p><div><h2>b</h2></div>");
	assert_int_equal(notes.n, 1);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("HTML becomes Markdown where that says the same",
		    test_markdown),
		RULE("what Markdown can't say stays HTML, in one piece",
		    test_stays_html),
		RULE("words that look like Markdown stay words", test_escapes),
		RULE("tags that never end are read once", test_hostile),
		RULE("shortcodes become what they stand for", test_shortcodes),
		RULE("empty lines part paragraphs", test_paragraphs),
		RULE("marks of blocks go, what is in them stays", test_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
