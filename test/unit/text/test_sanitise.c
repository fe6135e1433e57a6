/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "text/sanitise.h"

struct row {
	const char *html, *want;
};

static void
expect_rows(const struct row *rows, size_t n, const struct sanitise_opts *opts)
{
	for (size_t i = 0; i < n; i++) {
		struct job *j = job_new(0);
		struct markup once, twice, parsed;

		sanitise(j, str_of(rows[i].html), opts, &once, NULL);
		assert_str(once.html, rows[i].want);
		sanitise(j, once.html, opts, &twice, NULL);
		assert_str(twice.html, rows[i].want);
		sanitise_parsed(j, once.html, opts, &parsed, NULL);
		assert_str(parsed.html, rows[i].want);
		job_free(j);
	}
}
#define EXPECT(rows, opts) \
	expect_rows(rows, sizeof(rows) / sizeof((rows)[0]), opts)

#define SAME(html)         \
	{                  \
		html, html \
	}

static void
honest_bodies_stay_whole(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		SAME("<dl><dt>tide</dt><dd>water</dd><div><dt>a</dt><dd>b</dd></div></dl>"),
		SAME("<table><caption>Boats</caption><colgroup><col span=\"2\"></colgroup>"
		    "<thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr>"
		    "<td colspan=\"2\" rowspan=\"3\">b</td></tr></tbody></table>"),
		SAME("<figure><img src=\"/media/a\" alt=\"x\" width=\"3\" height=\"2\" "
		    "loading=\"lazy\"><figcaption>Words</figcaption></figure>"),
		SAME("<details open=\"\"><summary>More</summary><p>x</p></details>"),
		SAME("<p><abbr title=\"United Nations\">UN</abbr> <cite>x</cite> <q cite=\"/a\">y</q> "
		    "<time datetime=\"2026-11-23T10:00+01:00\">z</time> <mark>m</mark> "
		    "<del datetime=\"2026\">d</del><ins>i</ins> H<sub>2</sub>O<sup>3</sup> "
		    "<kbd>k</kbd><small>s</small><samp>s</samp><var>v</var><dfn>d</dfn></p>"),
		SAME("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"),
		SAME("<p dir=\"rtl\" lang=\"fa\">سلام <bdi>a</bdi><bdo dir=\"ltr\">b</bdo></p>"),
		SAME("<ol start=\"3\" reversed=\"\" type=\"a\"><li value=\"7\">x</li></ol>"),
		SAME("<video src=\"/media/v\" controls=\"\" width=\"640\"><track src=\"/media/t\" "
		    "kind=\"captions\" srclang=\"en\" label=\"English\" default=\"\"></video>"),
		SAME("<audio controls=\"\"><source src=\"/media/a\" type=\"audio/ogg\"></audio>"),
		SAME("<blockquote cite=\"https://example.org/\"><p>x</p><footer>Ann</footer></blockquote>"),
		SAME("<pre><code class=\"language-c\">a &lt; b\n</code></pre><hr><p>a<br>b<wbr>c</p>"),
		SAME("<p>\"quotes\" &amp; Ümläute – \xc2\xa0 🚢</p>"),
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows, NULL);
}

static void
what_runs_or_loads_is_gone(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "<script>alert(1)</script><p>x</p>", "<p>x</p>" },
		{ "<p style=\"color:red\" onclick=\"x()\">x</p>", "<p>x</p>" },
		{ "<a href=\" java\tscript:alert(1)\">x</a>", "<a>x</a>" },
		{ "<a href=\"&#106;avascript&colon;alert(1)\">x</a>", "<a>x</a>" },
		{ "<a href=\"DATA:text/html,x\">x</a>", "<a>x</a>" },
		{ "<form action=/x><label>Name <input name=a></label><button>Go</button></form>",
		    "Name Go " },
		{ "<svg><script>x</script></svg>a<math><mi>y</mi></math>b", "ab" },
		{ "<style>p{}</style><template><b>x</b></template>y", "y" },
		{ "<img src=x onerror=alert(1)>", "<img src=\"x\" alt=\"\" loading=\"lazy\">" },
		{ "<iframe src=\"https://example.org/map\" title=\"The map\"></iframe>",
		    "<a href=\"https://example.org/map\" rel=\"external noopener\">The map</a>" },
		{ "<iframe srcdoc=\"<script>x</script>\"></iframe>", "" },
		{ "<video src=\"https://example.org/v.mp4\"></video>",
		    "<a href=\"https://example.org/v.mp4\" rel=\"external noopener\">"
		    "https://example.org/v.mp4</a>" },
		{ "<img src=\"//example.org/a.png\" alt=\"A map\">",
		    "<a href=\"//example.org/a.png\" rel=\"external noopener\">A map</a>" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows, NULL);
}

static void
names_and_ids_clobber_nothing(void **state)
{
	static const struct row rows[] = {
		{ "<p id=\"location\">x</p>", "<p id=\"h-location\">x</p>" },
		{ "<a name=\"top\">x</a>", "<a id=\"h-top\">x</a>" },
		{ "<a href=\"#top\">x</a>", "<a href=\"#h-top\">x</a>" },
		{ "<p id=x>1</p><p id=x>2</p>", "<p id=\"h-x\">1</p><p>2</p>" },
		{ "<img name=body src=a alt=b>",
		    "<img src=\"a\" alt=\"b\" loading=\"lazy\">" },
	};

	(void)state;
	EXPECT(rows, NULL);
}

static void
old_html_is_brought_up_to_date(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "<h1>T</h1><center>c</center>", "<h2>T</h2><div class=\"center\">c</div>" },
		{ "<P ALIGN=right>x<P>y", "<p class=\"right\">x</p><p>y</p>" },
		{ "<font color=red>a</font><strike>b</strike><tt>c</tt>", "a<s>b</s><code>c</code>" },
		{ "<ul><li>a<li>b<ul><li>c</ul></ul>",
		    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>" },
		{ "<ul>a<ul><li>b</ul></ul>", "<ul><li>a</li><li><ul><li>b</li></ul></li></ul>" },
		{ "<table><tr><td width=\"50%\">a<td>b</table>",
		    "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>" },
		{ "<b><p>a</b>b</p>", "<b></b><p><b>a</b>b</p>" },
		{ "<img src=\"data:x\" data-src=\"/a.jpg\" alt=y>",
		    "<img src=\"/a.jpg\" alt=\"y\" loading=\"lazy\">" },
		{ "<figure><figcaption>Boats. Photo: Ann &amp; Bo</figcaption></figure>",
		    "<figure><figcaption>Boats. <small class=\"credit\">Photo: Ann &amp; Bo"
		    "</small></figcaption></figure>" },
		{ "<pre>\n\nx</pre>", "<pre>x</pre>" },
		{ "<iframe src=\"//www.youtube.com/embed/abc123\"></iframe>",
		    "<figure class=\"video\"><a class=\"facade\" "
		    "href=\"https://www.youtube.com/watch?v=abc123\" rel=\"external noopener\" "
		    "data-embed=\"https://www.youtube-nocookie.com/embed/abc123\">"
		    "Play the video on YouTube</a></figure>" },
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows, NULL);
}

static void
pictures_get_their_address_or_say_they_are_missing(void **state)
{
	static const struct body_media media[] = { { STR_INIT("boat.jpg"),
	    STR_INIT("/media/aa"), 720, 480, STR_INIT("/media/bb"), 1440 } };
	const struct sanitise_opts opts = { .media = media, .n_media = 1 };
	/* clang-format off */
	static const struct row rows[] = {
		{ "<img src=\"boat.jpg\" alt=\"A boat\">",
		    "<img src=\"/media/aa\" srcset=\"/media/aa 720w, /media/bb 1440w\" "
		    "sizes=\"(min-width: 48rem) 38.5rem, 100vw\" alt=\"A boat\" width=\"720\" "
		    "height=\"480\" loading=\"lazy\">" },
		{ "<img src=\"lost.jpg\" alt=\"A pier\">",
		    "<span class=\"missing\">This picture is missing: A pier</span>" },
		SAME("<img src=\"/media/cc\" alt=\"\" loading=\"lazy\">"),
	};
	/* clang-format on */

	(void)state;
	EXPECT(rows, &opts);
}

static void
classes_come_from_a_closed_list(void **state)
{
	static const struct row rows[] = {
		{ "<p class=\"evil  pull evil pull right\">x</p>",
		    "<p class=\"pull right\">x</p>" },
		{ "<p class=\"masthead\">x</p>", "<p>x</p>" },
		{ "<img class=alignright src=a alt=b>",
		    "<img class=\"right\" src=\"a\" alt=\"b\" "
		    "loading=\"lazy\">" },
	};

	(void)state;
	EXPECT(rows, NULL);
}

static void
pieces_among_others_have_no_ids(void **state)
{
	const struct sanitise_opts opts = { .no_ids = true };
	static const struct row rows[] = {
		{ "<h2 id=\"h-a\">x</h2><a href=\"#h-a\">y</a>",
		    "<h2>x</h2><a>y</a>" },
	};

	(void)state;
	EXPECT(rows, &opts);
}

static void
plain_words_have_a_line_for_each_block(void **state)
{
	struct job *j = job_new(0);
	const struct markup m = { STR("<h2 id=\"h-a\">A &amp; B</h2>\n<p>One "
				      "<b>two</b>.</p>\n<ul>\n<li>x</li>\n"
				      "<li>&lt;y&gt;</li>\n</ul>\n") };

	(void)state;
	assert_str(markup_plain(j, m), "A & B\nOne two.\nx\n<y>");
	const struct markup story = { STR_INIT(
	    "<h2>Read it</h2>\n<p>{{&lt; asset x &gt;}}</p>\n"
	    "<p class=\"k\"><span class=\"missing\">Missing: pier"
	    "</span></p>\n<p>One <em>two</em>,<br>three.</p>\n"
	    "<ul>\n<li>four</li>\n<li><p>five</p></li>\n</ul>") };

	assert_str(markup_opening(j, story, 100),
	    "One two,\nthree.\nfour\nfive");
	assert_str(markup_opening(j, story, 5), "One two,\nthree.");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("honest bodies come through whole, by both ways",
		    honest_bodies_stay_whole),
		RULE("what runs or loads from elsewhere is gone",
		    what_runs_or_loads_is_gone),
		RULE("names and ids clobber nothing",
		    names_and_ids_clobber_nothing),
		RULE("old HTML is brought up to date",
		    old_html_is_brought_up_to_date),
		RULE("a picture gets its address or says that it is missing",
		    pictures_get_their_address_or_say_they_are_missing),
		RULE("classes come from a closed list",
		    classes_come_from_a_closed_list),
		RULE("a piece shown among others has no ids",
		    pieces_among_others_have_no_ids),
		RULE("plain words have a line for each block",
		    plain_words_have_a_line_for_each_block),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
