/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "../site/paper.h"
#include "press/press.h"

static struct press *
press_of(struct paper *p)
{
	struct press *press;

	assert_ok(p->j, press_open(p->j, p->dir, STORE_READ, &press));
	return press;
}

static struct answer
ask(struct paper *p, struct press *press, const char *path)
{
	struct answer a = { 0 };

	assert_ok(p->j, press_page(press, p->j, str_of(path), STR(""), &a));
	return a;
}

static struct answer
page(struct paper *p, const char *path)
{
	struct press *press = press_of(p);
	struct answer a = ask(p, press, path);

	a.bytes = job_str(p->j, a.bytes);
	press_free(press);
	return a;
}

static void
has(struct answer a, const char *what)
{
	if (str_find(a.bytes, str_of(what)) == NOWHERE)
		fail_msg("no \"%s\" in:\n%.*s", what, STR_ARG(a.bytes));
}

static void
has_not(struct answer a, const char *what)
{
	if (str_find(a.bytes, str_of(what)) != NOWHERE)
		fail_msg("\"%s\" in:\n%.*s", what, STR_ARG(a.bytes));
}

static size_t
count(struct answer a, const char *what)
{
	struct str rest = a.bytes;
	size_t n = 0, at;

	while ((at = str_find(rest, str_of(what))) != NOWHERE) {
		rest = str_skip(rest, at + 1);
		n++;
	}
	return n;
}

static void
settings(struct paper *p)
{
	put(p, 9000, "settings", SETTINGS_THREE_LANGUAGES);
}

static void
sections(struct paper *p)
{
	put(p, 9001, "section", "---\nname: Harbour\n---\n");
	put(p, 9002, "section", "---\nname: Town\n---\n");
	put(p, 9003, "section", "---\nname: Culture\n---\n");
}

/* ---- the front ---- */

static void
test_empty(void **state)
{
	struct answer a = page(*state, "/");

	assert_int_equal(a.status, 200);
	has(a, "Nothing has been published here yet");
}

static void
test_front_once(void **state)
{
	struct paper *p = *state;
	static const char *const section[] = { "section: Harbour\n",
		"section: Town\n", "section: Culture\n" };
	struct answer a;

	settings(p);
	sections(p);
	for (unsigned i = 1; i <= 30; i++)
		put_story(p, i, (int)i, section[i % 3]);
	a = page(p, "/");
	assert_int_equal(a.status, 200);
	/* Once in its place and once in "most recent", or less. */
	for (unsigned i = 10; i <= 30; i++) {
		struct str link = job_printf(p->j, "href=\"/2026/story-%u/\"",
		    i);

		if (count(a, job_cstr(p->j, link)) > 2)
			fail_msg("story %u stands too often", i);
	}
	assert_int_equal(count(a, "class=\"h5\""), 1);
	has(a, "<h2 class=\"bh\" id=\"s1\">");
}

static void
test_front_bands(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	put(p, 9001, "section", "---\nname: Harbour\n---\n");
	for (unsigned i = 1; i <= 30; i++)
		put_story(p, i, (int)i, "section: Harbour\n");
	a = page(p, "/");
	has(a, "<a href=\"/section/harbour/\">Harbour</a>");
}

static void
test_front_arranged(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	for (unsigned i = 1; i <= 12; i++)
		put_story(p, i, (int)i, "");
	put(p, 9010, "front",
	    "---\nlang: en\nslots:\n  - weight: lead\n"
	    "    story: /2026/story-3/\n    headline: Chosen by hand\n---\n");
	a = page(p, "/");
	has(a, "<h2 class=\"h5\"><a href=\"/2026/story-3/\">Chosen by hand");
}

static void
test_few_stories(void **state)
{
	struct paper *p = *state;

	settings(p);
	for (unsigned i = 1; i <= 5; i++) {
		put(p, i, "story",
		    job_cstr(p->j,
			job_printf(p->j,
			    "---\nheadline: Story %u\naddress: /2026/%u/\n"
			    "published: 2026-01-0%uT08:00:00Z\n---\nText.\n",
			    i, i, i)));
		if (i == 4)
			has_not(page(p, "/"), "Most recent");
	}
	has(page(p, "/"), "Most recent");
}

static void
test_languages(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	put(p, 1, "story",
	    "---\nheadline: نامه‌ها\nlang: fa\naddress: /fa/2026/x/\n"
	    "published: 2026-01-01T08:00:00Z\n---\nمتن\n");
	a = page(p, "/fa/");
	has(a, "<html lang=\"fa\" dir=\"rtl\">");
	has(a, "پرش به متن");
	a = page(p, "/");
	has(a, "<html lang=\"en\" dir=\"ltr\">");
	has_not(a, "نامه‌ها");
}

/* ---- listings ---- */

static void
test_numbered(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	sections(p);
	for (unsigned i = 1; i <= 45; i++)
		put_story(p, i, (int)i, "section: Harbour\n");
	a = page(p, "/section/harbour/page/1/");
	assert_int_equal(a.status, 200);
	assert_int_equal(a.fresh_until, 0);
	has(a, "rel=\"prev\">Newer</a>");
	has(a, "1 January 2026");
	has_not(a, "Story 21");
	a = page(p, "/section/harbour/");
	has(a, "href=\"/section/harbour/page/2/\"");
	assert_true(a.fresh_until > NOW);
	assert_int_equal(page(p, "/section/harbour/page/9/").status, 404);
}

static void
test_archive(void **state)
{
	struct paper *p = *state;

	settings(p);
	put_story(p, 1, 10, "");
	put_story(p, 2, 60 * 24 * 40, "");
	has(page(p, "/archive/"), "href=\"/archive/2026/\"");
	has(page(p, "/archive/2026/"), "href=\"/archive/2026/02/\"");
	has(page(p, "/archive/2026/02/"), "Story 2");
	/* In Persian a month has two names, and its own digits. */
	has(page(p, "/fa/archive/2026/01/"), "۱۴۰۴");
}

/* ---- stories ---- */

static void
test_story(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	sections(p);
	put_story(p, 1, 10, "section: Harbour\n");
	put_story(p, 2, 20,
	    "section: Harbour\nvoice: opinion\nbyline: Maud Pettle\n"
	    "changes:\n  - at: 2026-01-02T10:00:00Z\n"
	    "    grade: correction\n    note: It was a barge.\n");
	a = page(p, "/2026/story-2/");
	assert_int_equal(a.status, 200);
	has(a, "<h1 class=\"h5 v\">Story 2</h1>");
	has(a, "Opinion");
	has(a, "It was a barge.");
	has(a, "rel=\"prev\">Story 1</a>");
	has(a, "Version 1");
	has(a, "aria-current=\"true\">Harbour</a>");
}

static void
test_gone(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	put_story(p, 1, 10, "");
	retract(p, 1, "story", "The whale was a barge.");
	a = page(p, "/2026/story-1/");
	assert_int_equal(a.status, 410);
	has(a, "The whale was a barge.");
	a = page(p, "/fa/nowhere/");
	assert_int_equal(a.status, 404);
	has(a, "dir=\"rtl\"");
}

/* RFC 6721 */
static void
test_deletions(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	sections(p);
	put_story(p, 1, 10, "section: Harbour\n");
	retract(p, 1, "story", "The whale was a <barge>.");
	put_story(p, 2, 20, "section: Town\n");
	assert_ok(p->j,
	    try_put(p, id_numbered(2), "story", RECORD_RETRACT,
		STR("---\nexpired: 2026-01-02T10:00:00Z\n---\n")));
	a = page(p, "/section/harbour/feed.xml");
	has(a,
	    "<at:deleted-entry "
	    "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" "
	    "ref=\"urn:uuid:5e000000-0000-0000-0000-000000000001\" "
	    "when=\"2023-11-14T22:13:20Z\">");
	has(a, "<at:comment xml:lang=\"en\">The whale was a &lt;barge&gt;.");
	has(a, "<updated>2023-11-14T22:13:20Z</updated>");
	has_not(a, "000000000002");
	a = page(p, "/feed.xml");
	assert_int_equal(count(a, "<at:deleted-entry"), 2);
	has(a, "It was to stand until 2 January 2026");
	has(page(p, "/2026/story-2/"), "It was to stand until 2 January 2026");
	/* What is back is in the feed, and no deletion. */
	put_story(p, 1, 10, "section: Town\n");
	has_not(page(p, "/section/harbour/feed.xml"), "deleted-entry");
	has_not(page(p, "/section/harbour/feed.xml"), "<entry");
	assert_int_equal(count(page(p, "/feed.xml"), "<at:deleted-entry"), 1);
	for (unsigned i = 100; i < 130; i++) {
		put_story(p, i, (int)i, "");
		retract(p, i, "story", "No");
	}
	assert_int_equal(count(page(p, "/feed.xml"), "<at:deleted-entry"), 20);
}

/* Where it stood may be erased, so that new tables could not know it. */
static void
test_no_deletion_of_redacted(void **state)
{
	struct paper *p = *state;

	put_story(p, 1, 10, "");
	retract(p, 1, "story", "The whale was a barge.");
	has(page(p, "/feed.xml"), "deleted-entry");
	assert_ok(p->j,
	    try_put(p, id_numbered(1), "story", RECORD_REDACT,
		STR("---\nreason: A court's order.\n---\n")));
	has_not(page(p, "/feed.xml"), "deleted-entry");
	/* And what comes back and goes again is told once. */
	put_story(p, 1, 10, "");
	retract(p, 1, "story", "It is none.");
	assert_int_equal(count(page(p, "/feed.xml"), "<at:deleted-entry"), 1);
}

static void
test_redirects(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	put_story(p, 1, 10, "aliases: /old/story.html\n");
	a = page(p, "/2026/story-1");
	assert_int_equal(a.status, 308);
	assert_str(a.location, "/2026/story-1/");
	a = page(p, "/2026/story-1/index.html");
	assert_int_equal(a.status, 308);
	assert_str(a.location, "/2026/story-1/");
	a = page(p, "/old/story.html");
	assert_true(a.status == 301 || a.status == 308);
	assert_str(a.location, "/2026/story-1/");
}

static void
test_feed(void **state)
{
	struct paper *p = *state;
	struct answer a;

	put(p, 9000, "settings",
	    "---\nname: The Harbour Gazette\nurl: https://g.example/\n---\n");
	put_story(p, 1, 10, "");
	a = page(p, "/feed.xml");
	assert_str(a.type, "application/atom+xml; charset=utf-8");
	has(a,
	    "<link rel=\"self\" type=\"application/atom+xml\" "
	    "href=\"https://g.example/feed.xml\"/>");
	has(a, "href=\"https://g.example/2026/story-1/\"");
	has(a, "<content type=\"html\">&lt;p&gt;The text of story 1.");
}

/* ---- following ---- */

static void
test_tick(void **state)
{
	struct paper *p = *state;
	struct press *press;
	struct edge_news news = { 0 };
	int64_t before;

	settings(p);
	put_story(p, 1, 10, "");
	press = press_of(p);
	before = ask(p, press, "/").site_version;
	assert_ok(p->j, press_tick(press, p->j, &news));
	assert_int_equal(news.nstale, 0);
	put_story(p, 2, 20, "");
	assert_ok(p->j, press_tick(press, p->j, &news));
	assert_true(news.site_version > before);
	assert_true(news.everything || news.nstale > 0);
	has(ask(p, press, "/"), "Story 2");
	press_free(press);
}

/* ---- corrections ---- */

#define CHANGED                                                            \
	"changes:\n"                                                       \
	"- {at: 2026-01-02T10:40:00Z, grade: typo, note: Lantren}\n"       \
	"- {at: 2026-01-03T10:40:00Z, grade: correction, note: It was <b>" \
	"Tuesday</b> & wet}\n"                                             \
	"- {at: 2026-01-04T10:40:00Z, grade: update, note: Two more}\n"    \
	"- {at: 2026-01-05T10:40:00Z, grade: editor's note, note: Sold}\n"

static void
test_corrections(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	put_story(p, 1, 10, CHANGED);
	put_story(p, 2, 20, "");
	a = page(p, "/2026/story-1/");
	has(a, "It was &lt;b&gt;Tuesday");
	has(a, "Two more");
	has(a, "Sold");
	has_not(a, "Lantren");
	has(a, "href=\"/corrections/\">All corrections");
	/* Above the text. */
	assert_true(str_find(a.bytes, STR("<p class=\"fix\">"))
	    < str_find(a.bytes, STR("<p>The text of story 1")));
	/* An editor's note is no update. */
	has(a, "Updated <time datetime=\"2026-01-04T10:40:00Z\"");
	has(a, "\"CorrectionComment\",\"text\":\"It was");
	assert_int_equal(count(a, "CorrectionComment"), 1);
	has_not(page(p, "/2026/story-2/"), "All corrections");
	a = page(p, "/corrections/");
	assert_int_equal(a.status, 200);
	has(a, "It was &lt;b&gt;Tuesday");
	has(a, "<a href=\"/2026/story-1/\">Story 1</a>");
	has_not(a, "Lantren");
	assert_int_equal(count(a, "<article"), 3);
	a = page(p, "/fa/corrections/");
	assert_int_equal(a.status, 200);
	has(a, "dir=\"rtl\"");
	assert_int_equal(count(a, "<article"), 0);
}

static void
test_corrections_feed(void **state)
{
	struct paper *p = *state;
	struct answer a;

	settings(p);
	put_story(p, 1, 10, CHANGED);
	a = page(p, "/corrections/feed.xml");
	assert_int_equal(a.status, 200);
	assert_str(a.type, "application/atom+xml; charset=utf-8");
	assert_int_equal(count(a, "<entry"), 3);
	has(a, "<summary>It was &lt;b&gt;Tuesday&lt;/b&gt; &amp; wet");
	/* In the story's own entry as HTML in text: escaped twice. */
	a = page(p, "/feed.xml");
	has(a,
	    "&lt;strong&gt;Correction, 3 January 2026:&lt;/strong&gt; It "
	    "was &amp;lt;b&amp;gt;Tuesday");
	has_not(a, "Lantren");
}

/* Yellow can't be read on white; it is darkened until it can. */
static void
test_accent(void **state)
{
	struct paper *p = *state;
	struct answer sheet;

	assert_int_equal(page(p, "/assets/accent.ffdd00.css").status, 404);
	has_not(page(p, "/"), "/assets/accent.");
	put(p, 9000, "settings",
	    "---\nname: The Harbour Gazette\nlanguages: [en]\n"
	    "accent: \"#fd0\"\n---\n");
	has(page(p, "/"), "href=\"/assets/accent.ffdd00.css\"");
	sheet = page(p, "/assets/accent.ffdd00.css");
	assert_int_equal(sheet.status, 200);
	assert_str(sheet.type, "text/css; charset=utf-8");
	has(sheet, ":root{--acc:#887600}");
	has(sheet, "dark){:root{--acc:#ffdd00}}");
	assert_int_equal(page(p, "/assets/accent.000000.css").status, 404);
}

/* As the items of a brief mostly are. */
static void
test_nameless(void **state)
{
	static const char *const days[] = { "01", "02", "03" };
	struct paper *p = *state;
	struct answer a;

	put(p, 9000, "settings",
	    "---\nname: The Harbour Gazette\nlanguages: [en]\n"
	    "url: https://gazette.example\n---\n");
	put(p, 1, "brief",
	    "---\nkind: brief\nheadline: In brief\naddress: /2026/brief/\n"
	    "lang: en\npublished: 2026-01-01\n---\n");
	for (unsigned i = 0; i < 3; i++)
		put(p, 2 + i, "item",
		    job_cstr(p->j,
			job_printf(p->j,
			    "---\nkind: item\nbrief: /2026/brief/\n"
			    "address: /2026/brief/%s/\nlang: en\n"
			    "published: 2026-01-%s\n---\nBell %s rang.\n",
			    days[i], days[i], days[i])));
	a = page(p, "/2026/brief/02/");
	has(a, "rel=\"prev\">Bell 01 rang.</a>");
	has(a, "rel=\"next\">Bell 03 rang.</a>");
	has(a, "<meta property=\"og:title\" content=\"Bell 02 rang.\">");
	has(a, "\"headline\":\"Bell 02 rang.\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a front without news says so", test_empty),
		PAPER_RULE("no story stands twice but in most recent",
		    test_front_once),
		PAPER_RULE("a paper's own colour is a sheet that can be read",
		    test_accent),
		PAPER_RULE("a front shows the newest of a section",
		    test_front_bands),
		PAPER_RULE("an editor's lead is the lead", test_front_arranged),
		PAPER_RULE("what all stands on a front is not listed beside it",
		    test_few_stories),
		PAPER_RULE("each language has its own front and direction",
		    test_languages),
		PAPER_RULE("a numbered page has no clock and leads on",
		    test_numbered),
		PAPER_RULE("the archive leads to years, months and stories",
		    test_archive),
		PAPER_RULE("a story tells whose voice it is, and what was "
			   "wrong",
		    test_story),
		PAPER_RULE("a feed tells which of its stories were taken down",
		    test_deletions),
		PAPER_RULE("no feed tells of what was redacted",
		    test_no_deletion_of_redacted),
		PAPER_RULE("what is gone says why; what never was, too",
		    test_gone),
		PAPER_RULE("every other way to write an address leads to it",
		    test_redirects),
		PAPER_RULE("a feed has whole addresses and the whole text",
		    test_feed),
		PAPER_RULE("what is published shows after the next tick",
		    test_tick),
		PAPER_RULE("readers are told of all but typos, above the text "
			   "and on the page of corrections",
		    test_corrections),
		PAPER_RULE("what has no headline is called by its words",
		    test_nameless),
		PAPER_RULE("corrections have a feed and stand in the story's",
		    test_corrections_feed),
	};

	return cmocka_run_group_tests_name("press", tests, NULL, NULL);
}
