/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "text/bounds.h"
#include "text/sanitise.h"

#define LARGE ((size_t)256 * 1024)

static struct str
repeated(struct job *j, const char *what, size_t bytes)
{
	struct buf b = buf_in(j, bytes + 4096);

	while (b.n < bytes)
		buf_put(&b, str_of(what));
	return buf_so_far(&b);
}

/* It ends (in squared time it would not), and twice is the same as once. */
static void
expect_end(const char *what, size_t bytes)
{
	struct job *j = job_new(0);
	const struct str html = repeated(j, what, bytes);
	struct markup once, twice;

	sanitise(j, html, NULL, &once, NULL);
	sanitise(j, once.html, NULL, &twice, NULL);
	assert_true(str_eq(once.html, twice.html));
	job_free(j);
}

static void
much_of_each_open_tag(void **state)
{
	static const char *const names[] = { "a", "address", "applet",
		"article", "b", "big", "blockquote", "body", "button",
		"caption", "center", "code", "col", "colgroup", "dd", "details",
		"div", "dl", "dt", "em", "embed", "fieldset", "figure", "font",
		"form", "frameset", "h1", "head", "hr", "html", "i", "iframe",
		"image", "img", "input", "isindex", "li", "listing", "marquee",
		"math", "menu", "nobr", "noscript", "object", "ol", "option",
		"optgroup", "p", "path", "plaintext", "pre", "rt", "ruby", "s",
		"script", "select", "small", "span", "strike", "strong",
		"style", "sub", "svg", "table", "tbody", "td", "template",
		"textarea", "th", "title", "tr", "tt", "u", "ul", "x-own",
		"xmp" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char tag[32];

		snprintf(tag, sizeof(tag), "<%s>", names[i]);
		expect_end(tag, LARGE);
	}
}

static void
tricks_do_not_hide_depth(void **state)
{
	/* clang-format off */
	static const char *const tricks[] = {
		"<b title=\"</b>\">", "<b =\">", "<b><!--</b>-->", "<b></x>",
		"<b><script><!--<script></script></b></script>",
		"<b><svg><style><!--</style></svg></b>-->",
		"<b><svg><![CDATA[>]]></svg></b>", "<select><xmp><b>",
		"<p><b x=1>", "<p><b><i><u><s>", "<a href=x><p>", "<table><b>x",
		"<b a/b/c/d/e>", "<path/>", "<svg><path/></svg>", "<i></b>",
		"<table><tr><td>", "<b><p></b>", "</p>", "<!-- <b> -->", "<",
		"&amp;", "&", "<a a a", "<p x='", "<b x=>", "<b/x=\"'\">",
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(tricks) / sizeof(tricks[0]); i++)
		expect_end(tricks[i], LARGE);
}

static void
too_much_is_kept_as_text(void **state)
{
	struct job *j = job_new(0);
	struct body_notes notes = { 0 };
	struct markup out;

	(void)state;
	sanitise(j, repeated(j, "<b>x", 4000), NULL, &out, &notes);
	assert_true(str_starts(out.html, STR("<pre>&lt;b&gt;x&lt;b&gt;x")));
	assert_int_equal(notes.n, 1);
	assert_str(notes.at[0],
	    "the body is nested too deep, so it stands as text and not as "
	    "HTML");
	sanitise(j, repeated(j, "<p>x", SANITISE_MAX + 1), NULL, &out, NULL);
	assert_true(str_starts(out.html, STR("<pre>&lt;p&gt;x")));
	job_free(j);
}

static void
honest_bodies_keep_the_bounds(void **state)
{
	/* clang-format off */
	static const char *const honest[] = {
		"<p>one<p>two", "<li>a<li>b", "<table><tr><td>a<td>b</table>",
		"<table><tr><td><p>a<tr><th>b<tr><td>c</table>",
		"<ul><li><p>a<li>b</ul><dl><dt>c<dd><p>d<dt>e</dl>",
		"<p>x</p><!-- <b> --><script>if (a<b) x();</script>",
		"<svg><title>t</title><g><path d=\"x\"/><circle/></g></svg><p>x</p>",
		"<p><em>a</em> <a href=\"x>y\">b</a><br><img src=x></p>",
		"<script><!--\nx();\n//--></script><div><p>x</p></div>",
	};
	/* clang-format on */
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(honest) / sizeof(honest[0]); i++) {
		const char *why = bounds_of(repeated(j, honest[i], 60000));

		if (why != NULL)
			fail_msg("%s %s", honest[i], why);
	}
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("a body of nothing but one open tag is done with",
		    much_of_each_open_tag),
		RULE("no trick hides how deep a body is nested",
		    tricks_do_not_hide_depth),
		RULE("what is too deep or too large stays as text, with a note",
		    too_much_is_kept_as_text),
		RULE("honest bodies keep the bounds",
		    honest_bodies_keep_the_bounds),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
