/* SPDX-License-Identifier: ISC */
/* The texts of Ghost's two editors. */
#include <string.h>

#include "../test.h"
#include "text/body.h"
#include "wire/lexical.h"
#include "wire/mobiledoc.h"

static struct job *j;
static struct notes notes;

static int
begin(void **state)
{
	(void)state;
	j = job_new(0);
	notes = (struct notes){ 0 };
	return 0;
}

static int
end(void **state)
{
	(void)state;
	job_free(j);
	return 0;
}

typedef enum status put(struct koenig *k, struct str json);

static struct str
html_of(put *how, struct str json)
{
	struct koenig k = koenig_begin(j, STR("/sea"),
	    STR("https://gull.example"), &notes);
	struct str out;

	assert_ok(j, how(&k, json));
	assert_ok(j, koenig_end(&k, &out));
	return str_trim(out);
}

static void
lexical_is(const char *children, const char *want)
{
	assert_str(html_of(lexical_put,
		       job_printf(j, "{\"root\":{\"children\":[%s]}}",
			   children)),
	    want);
}

static void
noted(const char *want)
{
	for (size_t i = 0; i < notes.n; i++)
		if (str_find(notes.at[i].text, str_of(want)) != NOWHERE)
			return;
	fail_msg("nothing says \"%s\"", want);
}

static void
blocks(void **state)
{
	(void)state;
	lexical_is("{\"type\":\"paragraph\",\"children\":["
		   "{\"type\":\"text\",\"text\":\"a < b\",\"format\":3},"
		   "{\"type\":\"linebreak\"},"
		   "{\"type\":\"extended-text\",\"text\":\"c\",\"format\":16},"
		   "{\"type\":\"link\",\"url\":\"__GHOST_URL__/pier/\","
		   "\"children\":[{\"type\":\"text\",\"text\":\"d\"}]}]},"
		   "{\"type\":\"paragraph\",\"children\":[]},"
		   "{\"type\":\"extended-heading\",\"tag\":\"h3\","
		   "\"children\":[{\"type\":\"text\",\"text\":\"e\"}]},"
		   "{\"type\":\"extended-quote\","
		   "\"children\":[{\"type\":\"text\",\"text\":\"f\"}]},"
		   "{\"type\":\"horizontalrule\"}",
	    "<p><strong><em>a &lt; b</em></strong><br><code>c</code>"
	    "<a href=\"/sea/pier/\">d</a></p>\n\n<h3>e</h3>\n\n"
	    "<blockquote><p>f</p></blockquote>\n\n<hr>");
	assert_int_equal(notes.n, 0);
}

#define ITEM(words)                                                         \
	"{\"type\":\"listitem\",\"children\":[{\"type\":\"text\",\"text\":" \
	"\"" words "\"}]}"

static void
lists(void **state)
{
	(void)state;
	lexical_is("{\"type\":\"list\",\"listType\":\"number\",\"start\":3,"
		   "\"children\":[" ITEM(
		       "a") ",{\"type\":\"listitem\",\"children\":["
			    "{\"type\":\"list\",\"listType\":\"bullet\","
			    "\"children\":[" ITEM("b") "]}]}," ITEM("c") "]}",
	    "<ol start=\"3\"><li>a<ul><li>b</li></ul></li><li>c</li></ol>");
}

#define CARD(type, rest) "{\"type\":\"" type "\"," rest "}"

static void
pictures(void **state)
{
	(void)state;
	lexical_is(CARD("image",
		       "\"src\":\"__GHOST_URL__/content/images/a.jpg\","
		       "\"alt\":\"A \\\"kettle\\\"\",\"caption\":\"On a "
		       "<i>bollard\"") "," CARD("gallery",
		       "\"caption\":\"Both\",\"images\":[{\"src\":\"/b.jpg\"},"
		       "{\"src\":\"https://gull.example/"
		       "c.jpg\",\"alt\":\"C\"}]"),
	    "<figure><img src=\"/sea/content/images/a.jpg\" alt=\"A "
	    "&quot;kettle&quot;\"><figcaption>On a <i>bollard</i>"
	    "</figcaption></figure>\n\n"
	    "<figure><img src=\"/b.jpg\" alt=\"\"></figure>\n\n"
	    "<figure><img src=\"/c.jpg\" alt=\"C\"><figcaption>Both"
	    "</figcaption></figure>");
}

static void
boxes(void **state)
{
	(void)state;
	lexical_is(
	    CARD("callout",
		"\"calloutEmoji\":\"!\",\"calloutText\":\"<b>Mind</b> "
		"it\"") "," CARD("toggle",
		"\"heading\":\"What\",\"content\":\"<p>This</"
		"p>\\n\\n<p>x\"") "," CARD("bookmark",
		"\"url\":\"https://r.example/1\",\"metadata\":"
		"{\"title\":\"Report\",\"description\":\"Whole\","
		"\"icon\":\"https://r.example/i.png\"}") "," CARD("butto"
								  "n",
		"\"buttonText\":\"Go\",\"buttonUrl\":\"https://"
		"r.example/\"") "," CARD("file",
		"\"src\":\"__GHOST_URL__/content/files/r.pdf\","
		"\"fileTitle\":\"R\",\"fileName\":\"r.pdf\"") "," CARD("produc"
								       "t",
		"\"productTitle\":\"Rope\",\"productDescription\":\"<p>"
		"20 m"
		"</p>\",\"productRatingEnabled\":true,"
		"\"productStarRating\":4") "," CARD("call-to-action",
		"\"textValue\":\"<p>Give</p>\",\"hasSponsorLabel\":true,"
		"\"sponsorLabel\":\"<p>Ad</p>\""),
	    "<aside><p>! <b>Mind</b> it</p></aside>\n\n"
	    "<details><summary>What</summary><p>This</p>\n<p>x</p></details>"
	    "\n\n<aside><p><a href=\"https://r.example/1\">Report</a><br>Whole"
	    "</p></aside>\n\n"
	    "<p><a href=\"https://r.example/\">Go</a></p>\n\n"
	    "<p><a href=\"/sea/content/files/r.pdf\">R</a> (r.pdf)</p>\n\n"
	    "<aside><h4>Rope</h4><p>4/5</p><p>20 m</p></aside>"
	    "\n\n<aside><p>Ad</p><p>Give</p></aside>");
}

static void
players(void **state)
{
	(void)state;
	lexical_is(
	    CARD("video",
		"\"src\":\"/v.mp4\",\"thumbnailSrc\":\"/v.jpg\","
		"\"caption\":\"Waves\"") "," CARD("audio",
		"\"src\":\"/a.mp3\",\"title\":\"Horn\"") "," CARD("embed",
		"\"url\":\"https://youtu.be/abc\",\"html\":\"<iframe "
		"src='https://www.youtube.com/embed/abc'></iframe>\"") "," CARD("embed",
		"\"url\":\"https://s.example/1\",\"html\":\"<blockquote>Hm"
		"</blockquote><script>x()</script>\""),
	    "<figure><video controls src=\"/v.mp4\" poster=\"/v.jpg\"></video>"
	    "<figcaption>Waves</figcaption></figure>\n\n"
	    "<figure><audio controls src=\"/a.mp3\"></audio><figcaption>Horn"
	    "</figcaption></figure>\n\n"
	    "<figure class=\"video\"><a class=\"facade\" "
	    "href=\"https://www.youtube.com/watch?v=abc\" rel=\"external "
	    "noopener\" data-embed=\"https://www.youtube-nocookie.com/embed/"
	    "abc\">Play the video on YouTube</a></figure>\n\n"
	    "<figure><blockquote>Hm</blockquote><p><a "
	    "href=\"https://s.example/1\">https://s.example/1</a></p>"
	    "</figure>");
	noted("block 4: a script was left out");
}

static void
html_and_code(void **state)
{
	(void)state;
	lexical_is(
	    CARD("html", "\"html\":\"<div><p>a\\n\\nb<!-- \"") "," CARD("html",
		"\"html\":\"bare <b>words\"") "," CARD("codeblock",
		"\"code\":\"a\\n\\n\\n<b\",\"language\":\"sql\"") "," CARD("mar"
									   "kdo"
									   "wn",
		"\"markdown\":\"# A\\n\\n* b\"") "," CARD("markdown",
		"\"markdown\":\"a <u>b</u>\"") "," CARD("horizontalrule",
		"\"x\":1"),
	    "<div><p>a\nb</p></div>\n\n<div>bare <b>words</b></div>\n\n"
	    "<pre><code>a\n&#10;\n&lt;b</code></pre>\n\n<h2 id=\"h-a\">A</h2>\n"
	    "<ul>\n<li>b</li>\n</ul>\n\n"
	    "<p>a <u>b</u></p>\n\n<hr>");
}

static void
not_for_all(void **state)
{
	(void)state;
	lexical_is(CARD("html",
		       "\"html\":\"<p>secret</p>\",\"visibility\":{\"web\":"
		       "{\"nonMember\":false,\"memberSegment\":\"status:paid\"}"
		       "}") "," CARD("email",
		       "\"html\":\"<p>Dear reader</p>\"") "," CARD("paywall",
		       "\"x\":1") "," CARD("signup",
		       "\"header\":\"Join\",\"buttonText\":\"Go\"") ",{"
								    "\"type\":"
								    "\"paragrap"
								    "h\","
								    "\"children"
								    "\":[{"
								    "\"type\":"
								    "\"link\","
								    "\"url\":"
								    "\"#/"
								    "portal/"
								    "signup\","
								    "\"children"
								    "\":[{"
								    "\"type\":"
								    "\"text\","
								    "\"text\":"
								    "\"Join\"}]"
								    "}]}",
	    "<section><h3>Join</h3></section>\n\n<p>Join</p>");
	noted("block 1: a card (html) that Ghost did not show to everybody");
	noted("block 2: a card that only letters by e-mail showed is left out: "
	      "\"Dear reader\"");
	noted("block 3: Ghost showed what stands below to members only");
	noted("block 4: a form to sign up");
	noted("block 5: a link to Ghost's own #/portal/signup is left out");
}

static void
unknown(void **state)
{
	(void)state;
	lexical_is(
	    CARD("poll",
		"\"version\":1,\"question\":\"Who rings?\",\"size\":\"big\","
		"\"answers\":[{\"text\":\"The <em>keeper\"},"
		"{\"url\":\"https://r.example/\"}]") ",{\"type\":\"verse\","
						     "\"children\":[{\"type\":"
						     "\"text\","
						     "\"text\":\"Kept\"}]}",
	    "<p>Who rings?</p>\n\n<div>The <em>keeper</em></div>\n\n"
	    "<p><a href=\"https://r.example/\">https://r.example/</a></p>\n\n"
	    "<p>Kept</p>");
	noted("block 1: the card `poll` is not known; its text is kept");
	noted("block 2: what it calls `verse` is not known");
}

static void
mobiledoc(void **state)
{
	static const char doc
	    [] = "{\"version\":\"0.3.1\",\"atoms\":[[\"soft-return\",\"\",{}]],"
		 "\"cards\":[[\"hr\",{}],[\"image\",{\"src\":\"/a.jpg\","
		 "\"caption\":\"C\"}],[\"callback\",{\"said\":\"Kept\"}]],"
		 "\"markups\":[[\"strong\"],[\"a\",[\"href\","
		 "\"__GHOST_URL__/b/\"]]],"
		 "\"sections\":[[1,\"h2\",[[0,[],0,\"T\"]]],"
		 "[1,\"p\",[[0,[0],0,\"a\"],[0,[1],2,\"b\"],[1,[],0,0],"
		 "[0,[],0,\" & c\"]]],"
		 "[1,\"p\",[]],[10,0],[10,1],[10,2],[10,77],"
		 "[3,\"ul\",[[[0,[],0,\"x\"]],[[0,[0],1,\"y\"]]]],"
		 "[2,\"/p.jpg\"],[99]]}";

	(void)state;
	assert_str(html_of(mobiledoc_put, str_of(doc)),
	    "<h2>T</h2>\n\n<p><strong>a<a href=\"/sea/b/\">b</a></strong><br> "
	    "&amp; c</p>\n\n<hr>\n\n<figure><img src=\"/a.jpg\" alt=\"\">"
	    "<figcaption>C</figcaption></figure>\n\n<p>Kept</p>\n\n"
	    "<ul><li>x</li><li><strong>y</strong></li></ul>\n\n"
	    "<figure><img src=\"/p.jpg\" alt=\"\"></figure>");
	noted("block 6: the card `callback` is not known");
	noted("block 10: what it is is not known");
}

static void
refused(put *how, const char *json, const char *why)
{
	struct koenig k = koenig_begin(j, STR(""), STR(""), &notes);

	assert_int_equal(how(&k, str_of(json)), INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("%.*s", STR_ARG(job_reason(j)));
	job_forgive(j);
}

static void
broken(void **state)
{
	(void)state;
	refused(lexical_put, "{", "its Lexical text can't be read");
	refused(lexical_put, "[]", "it is no object");
	refused(lexical_put, "{\"root\":7}", "it has no root");
	refused(mobiledoc_put, "{}", "it has no sections");
}

static void
hostile(void **state)
{
	struct buf b = buf_in(j, (size_t)1 << 20);

	(void)state;
	BUF_LIT(&b, "{\"root\":{\"children\":[");
	for (int i = 0; i < 900; i++)
		BUF_LIT(&b, "{\"type\":\"quote\",\"children\":[");
	BUF_LIT(&b, "{\"type\":\"text\",\"text\":\"deep\"}");
	for (int i = 0; i < 900; i++)
		BUF_LIT(&b, "]}");
	BUF_LIT(&b, "]}}");
	html_of(lexical_put, buf_so_far(&b));
	noted("nested deeper than 100 is left out");
	b = buf_in(j, (size_t)4 << 20);
	BUF_LIT(&b, "{\"root\":{\"children\":[{}");
	for (int i = 0; i < KOENIG_NODES_MAX; i++)
		BUF_LIT(&b, ",{\"type\":\"zwnj\"}");
	BUF_LIT(&b, "]}}");
	html_of(lexical_put, buf_so_far(&b));
	noted("more than 200000 parts");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("paragraphs, headings, marks, links", blocks),
		RULE("a list within a list belongs to the item before", lists),
		RULE("pictures and galleries keep alt and caption", pictures),
		RULE("callouts, toggles, bookmarks, buttons, files, products",
		    boxes),
		RULE("what plays becomes a player or a link", players),
		RULE("a card's HTML stays within it; code keeps its lines",
		    html_and_code),
		RULE("what not everybody was shown is left out and named",
		    not_for_all),
		RULE("an unknown card is named, with its place, and its text "
		     "kept",
		    unknown),
		RULE("Mobiledoc gives the same as Lexical", mobiledoc),
		RULE("what is no such text is refused with a reason", broken),
		RULE("depth and number of parts are limited", hostile),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
