/* SPDX-License-Identifier: ISC */
/*
 * Whole pages from fixed views, compared with test/golden/page/.  Read these
 * files as prose; STET_GOLDEN=write makes them anew.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "base/file.h"
#include "page/absolute.h"
#include "page/inline.h"
#include "page/structured.h"
#include "page/view.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define LIST(a)         \
	{               \
		a, N(a) \
	}
#define S(lit) STR_INIT(lit)

/* ---- a small paper ---- */

static const struct view_time hour = { S("2026-11-23T10:40:00Z"), S("10:40") };
static const struct view_time day = { S("2026-11-22"), S("22 November") };
static const struct view_time today = { S("2026-11-23"),
	S("Monday 23 November 2026") };

static const struct view_link nav[] = {
	{ .text = S("Harbour"),
	    .href = S("/section/harbour/"),
	    .current = true },
	{ .text = S("Sea & Weather"), .href = S("/section/sea-weather/") },
};
static const struct view_link languages[] = {
	{ .text = S("English"),
	    .lang = S("en"),
	    .href = S("/"),
	    .current = true },
	{ .text = S("فارسی"), .lang = S("fa"), .href = S("/fa/") },
};
static const struct view_link publisher[] = {
	{ .text = S("Published by the Harbour Gazette Society.") },
	{ .text = S("Seen a mistake? Tell the desk"),
	    .href = S("mailto:desk@gazette.example"),
	    .marked = true },
};
static const struct view_link postal[] = {
	{ .text = S("14 Rope Walk") },
	{ .text = S("Saltreach") },
};
static const struct view_foot feet[] = {
	{ .title = S("The Harbour Gazette"), .lines = LIST(publisher) },
	{ .title = S("Write or walk in"),
	    .lines = LIST(postal),
	    .address = true },
};
static const struct view_link feed = { .text = S("The Harbour Gazette"),
	.href = S("/feed.xml") };

static const struct view_picture pier = {
	.src = S("/media/00ff.jpg"),
	.srcset = S("/media/00ff.jpg 720w, /media/11ff.jpg 1600w"),
	.other = S("/media/22ff-320.webp 320w, /media/22ff-720.webp 720w"),
	.look = S("r2 g3 b1 x1 y4"),
	.sizes = S("100vw"),
	.width = 720,
	.height = 480,
	.alt = S("The pier \"runs\" out to its lantern house"),
	.caption = { S("The east walk on Monday.") },
	.credit = S("Engraving: Oda Finch"),
	.has_caption = true,
};
static const struct view_link sublinks[] = {
	{ .text = S("The storm, hour by hour"), .href = S("/storm/") },
	{ .text = S("What a pier is for"),
	    .href = S("/what/"),
	    .label = S("Analysis") },
};
static const struct view_card lead = {
	.dress = S("card-news"),
	.entry = S("entry-news"),
	.level = S("2"),
	.size = S("h5"),
	.href = S("/2026/11/23/lantern-pier/"),
	.headline = S("Lantern Pier reopens <one> side"),
	.kicker = S("After the storm"),
	.has_kicker = true,
	.deck = { S("The pilots walked to work &amp; back.") },
	.byline = S("Nell Sorrow, harbour reporter"),
	.who = S("Nell Sorrow, harbour reporter · Lantern Pier"),
	.has_byline = true,
	.time = &hour,
	.picture = &pier,
	.sublinks = LIST(sublinks),
	.has_sublinks = true,
};
static const struct view_card others[] = {
	{ .dress = S("card-voice"),
	    .entry = S("entry-voice"),
	    .level = S("3"),
	    .size = S("h2"),
	    .href = S("/2026/11/22/guilds/"),
	    .headline = S("24 guilds want the foghorn back"),
	    .label = S("Statement"),
	    .has_kicker = true,
	    .intro = { S("<p>For a hundred and twelve years.</p>") },
	    .time = &day,
	    .has_byline = true,
	    .other = true,
	    .ruled = true },
	{ .dress = S("card-news"),
	    .entry = S("entry-news"),
	    .level = S("3"),
	    .size = S("h1"),
	    .href = S("/fa/2026/11/22/letters/"),
	    .headline = S("نامه‌های یک دریانورد"),
	    .lang = S("fa"),
	    .dir = S("rtl"),
	    .far = true },
};
static const struct view_block blocks[] = {
	{ .id = S("s1"),
	    .title = S("Harbour"),
	    .href = S("/section/harbour/"),
	    .subs = LIST(nav),
	    .has_subs = true,
	    .lead = &lead,
	    .left = LIST(others),
	    .right = LIST(others),
	    .has_left = true,
	    .has_right = true },
	{ .id = S("s2"),
	    .title = S("Town"),
	    .href = S("/section/town/"),
	    .lead = &others[1] },
};
static const struct view_band bands[] = {
	{ .pattern = S("band-three"), .blocks = { blocks, 1 } },
	{ .pattern = S("band-wide"), .blocks = { blocks, 1 } },
	{ .pattern = S("band-shot"), .blocks = { blocks, 1 } },
	{ .pattern = S("band-split"),
	    .first = blocks,
	    .blocks = { blocks + 1, 1 } },
	{ .pattern = S("band-row"), .blocks = { blocks, 1 } },
	{ .pattern = S("band-thirds"), .blocks = { blocks, 2 } },
	{ .pattern = S("band-pair"), .blocks = { blocks, 2 } },
};
static const struct view_front front = {
	.lead = &lead,
	.seconds = LIST(others),
	.seconds_class = S("n2"),
	.has_seconds = true,
	.thirds = LIST(others),
	.has_thirds = true,
	.rail_title = S("Most recent"),
	.rail = LIST(others),
	.rail_dated = true,
	.has_rail = true,
	.voices = LIST(others),
	.has_voices = true,
	.bands = LIST(bands),
	.recent_title = S("Earlier"),
	.recent = LIST(others),
	.has_recent = true,
};
static const struct view_front empty_front = { 0 };

static const struct view_link pages[] = {
	{ .text = S("46"),
	    .href = S("/section/harbour/page/46/"),
	    .current = true },
	{ .gap = true },
	{ .text = S("1, the oldest"), .href = S("/section/harbour/page/1/") },
};
static const struct view_link newer = { .text = S("Newer"),
	.href = S("/section/harbour/page/47/") };
static const struct view_link section_feed = {
	.text = S("gazette.example/section/harbour/feed.xml"),
	.href = S("/section/harbour/feed.xml")
};
static const struct view_card entries[] = {
	{ .dress = S("card-news"),
	    .entry = S("entry-news"),
	    .level = S("2"),
	    .size = S("h4"),
	    .href = S("/a/"),
	    .headline = S("Lantern Pier reopens one side"),
	    .deck = { S("The pilots walked to work.") },
	    .who = S("Nell Sorrow"),
	    .time = &hour,
	    .picture = &pier },
	{ .dress = S("card-voice"),
	    .entry = S("entry-voice"),
	    .level = S("2"),
	    .size = S("h3"),
	    .href = S("/b/"),
	    .headline = S("24 guilds want the foghorn back"),
	    .label = S("Statement"),
	    .intro = { S("<p>For a hundred and twelve years.</p>") },
	    .time = &day,
	    .other = true },
};
static const struct view_listing section = {
	.head = S("head-section"),
	.title = S("Harbour"),
	.page_label = S("Page 46"),
	.subs = LIST(nav),
	.has_subs = true,
	.entries = LIST(entries),
	.pages = LIST(pages),
	.has_pages = true,
	.newer = &newer,
	.years = LIST(nav),
	.has_years = true,
	.years_title = S("Harbour by year"),
	.aside_label = S("More from Harbour"),
	.feed = &section_feed,
	.ruled = true,
};
static const struct view_listing person = {
	.head = S("head-person"),
	.title = S("Nell Sorrow"),
	.role = S("harbour reporter"),
	.intro = { S("<p>Walks the piers.</p>") },
	.picture = &pier,
	.aside_label = S("More from Nell Sorrow"),
	.empty = true,
};
static const struct view_listing topic = {
	.head = S("head-topic"),
	.title = S("Storm"),
	.label = S("Topic"),
	.aside_label = S("More from Storm"),
	.entries = LIST(entries),
};

static const struct view_person people[] = {
	{ .name = S("Nell Sorrow"),
	    .href = S("/person/nell-sorrow/"),
	    .role = S("harbour reporter") },
	{ .task = S("Photographs:"), .name = S("Oda Finch") },
};
static const struct view_link all_corrections = {
	.text = S("All corrections"),
	.href = S("/corrections/"),
};
static const struct view_note notes[] = {
	{ .title = S("Correction"),
	    .time = &hour,
	    .text = S("We wrote that seventeen boats went adrift.") },
	{ .title = S("Editor’s note"),
	    .text = S("A name was left out."),
	    .all = &all_corrections,
	    .plain = true },
};
static const struct view_correction corrected[] = {
	{ .label = S("Correction"),
	    .headline = S("Lantern Pier reopens <one> side"),
	    .href = S("/2026/11/23/lantern-pier-reopens/"),
	    .text = S("We wrote that \"seventeen\" boats went adrift."),
	    .time = &day },
	{ .label = S("Update"),
	    .headline = S("Nineteen boats home"),
	    .href = S("/n/"),
	    .time = &day,
	    .plain = true },
};
static const struct view_listing corrections = {
	.title = S("Corrections"),
	.corrections = LIST(corrected),
	.feed = &feed,
	.aside_label = S("More from Corrections"),
};
static const struct view_listing no_corrections = {
	.title = S("Corrections"),
	.feed = &feed,
	.aside_label = S("More from Corrections"),
	.empty = true,
};
static const struct view_time changed[] = {
	{ S("2026-11-23T12:05:00Z"), S("12:05") },
	{ S("2026-11-23T10:58:00Z"), S("10:58") },
};
static const struct view_link topics[] = {
	{ .text = S("storm"), .href = S("/topic/storm/") },
	{ .text = S("tides"), .href = S("/topic/tides/"), .last = true },
};
static const struct view_link translations[] = {
	{ .text = S("فارسی"),
	    .href = S("/fa/x/"),
	    .lang = S("fa"),
	    .dir = S("rtl") },
};
static const struct view_link older = { .label = S("Earlier in Harbour"),
	.text = S("Nineteen boats home"),
	.href = S("/n/") };
static const struct view_link origin = { .text = S("port.example"),
	.href = S("https://port.example/x") };
static const struct view_story story = {
	.dress = S("story-news"),
	.size = S("h5"),
	.headline = S("Lantern Pier reopens <one> side"),
	.kicker = S("After the storm"),
	.section = &nav[0],
	.deck = { S("The pilots walked to work.") },
	.place = S("LANTERN PIER · HG"),
	.rights = S("All rights reserved."),
	.picture = &pier,
	.people = LIST(people),
	.published = &hour,
	.updated = &day,
	.origin = &origin,
	.translations = LIST(translations),
	.has_translations = true,
	.topics = LIST(topics),
	.has_topics = true,
	.notes = LIST(notes),
	.body = { S("<p>At six on Monday morning.</p>") },
	.related = LIST(others),
	.has_related = true,
	.version = S("Version 3"),
	.entry = S("Entry 41 of our signed record."),
	.hash = S("00ff11ee"),
	.verify = S("/record/entry/41/"),
	.changed = LIST(changed),
	.has_changed = true,
	.older = &older,
	.has_around = true,
};
static const struct view_story opinion = {
	.dress = S("story-voice"),
	.size = S("h5"),
	.headline = S("Keep the bell"),
	.label = S("Opinion"),
	.people = LIST(people),
	.published = &hour,
	.body = { S("<p>The Trust counts ringers.</p>") },
	.version = S("Version 1"),
};

static const struct view_link periods[] = {
	{ .text = S("November"),
	    .href = S("/archive/2026/11/"),
	    .label = S("21 stories") },
};
static const struct view_archive year = {
	.title = S("2026"),
	.trail = LIST(nav),
	.has_trail = true,
	.periods = LIST(periods),
	.has_periods = true,
	.years = LIST(periods),
	.has_years = true,
};
static const struct view_day days[] = {
	{ .id = S("d2026-11-23"),
	    .iso = S("2026-11-23"),
	    .text = S("Monday 23 November 2026"),
	    .entries = LIST(others) },
};
static const struct view_archive month = {
	.title = S("November 2026"),
	.days = LIST(days),
	.older = &older,
	.has_around = true,
};
static const struct view_gone gone = {
	.label = S("Taken down"),
	.title = S("This page is gone"),
	.text = S("Something was published here."),
	.advice = S("It stands in our record."),
	.reason_label = S("The reason"),
	.reason = S("The whale was a barge."),
	.when_label = S("Taken down"),
	.time = &day,
	.ways = LIST(nav),
};
static const struct view_social social = {
	.type = S("article"),
	.title = S("Lantern Pier reopens one side"),
	.description = S("The pilots walked to work."),
	.href = S("https://gazette.example/a/"),
	.picture = S("https://gazette.example/media/11ff.jpg"),
	.published = S("2026-11-23T10:40:00Z"),
	.modified = S("2026-11-23T12:05:00Z"),
};
static const struct view_link alternates[] = {
	{ .lang = S("en"), .href = S("https://gazette.example/a/") },
	{ .lang = S("fa"), .href = S("https://gazette.example/fa/a/") },
};

static struct view_page
page_around(void)
{
	return (struct view_page){
		.lang = STR("en"),
		.dir = STR("ltr"),
		.title = STR("A page · The Harbour Gazette"),
		.description = STR("A page & what it says"),
		.canonical = STR("https://gazette.example/a/"),
		.alternates = LIST(alternates),
		.feed = &feed,
		.social = &social,
		.json_ld = { STR("{}") },
		.manifest = STR("/site.webmanifest"),
		.site_name = STR("The Harbour Gazette"),
		.name_first = STR("The Harbour"),
		.name_last = STR("Gazette"),
		.dots_box = STR("0 0 300 14"),
		.dots_path = STR("M4 7c36-7 72-7 98 0"),
		.home = STR("/"),
		.place = STR("Saltreach"),
		.today = &today,
		.languages = LIST(languages),
		.has_languages = true,
		.nav = LIST(nav),
		.has_nav = true,
		.foot = LIST(feet),
	};
}

static const struct view_link authors[] = { { .text = S("Nell Sorrow") } };
static const struct view_item items[] = {
	{ .title = S("Lantern Pier reopens <one> side"),
	    .id = S("urn:uuid:00000000-0000-0000-0000-000000000001"),
	    .href = S("https://gazette.example/a/"),
	    .published = S("2026-11-23T10:40:00Z"),
	    .updated = S("2026-11-23T12:05:00Z"),
	    .summary = S("The pilots walked to work."),
	    .content = S("<p>At six & after.</p>"),
	    .authors = LIST(authors),
	    .topics = LIST(topics) },
};
static const struct view_feed atom = {
	.lang = S("en"),
	.title = S("The Harbour Gazette"),
	.subtitle = S("News of the harbour"),
	.author = S("The Harbour Gazette"),
	.id = S("https://gazette.example/feed.xml"),
	.self = S("https://gazette.example/feed.xml"),
	.href = S("https://gazette.example/"),
	.updated = S("2026-11-23T12:05:00Z"),
	.entries = LIST(items),
};

/* ---- comparing ---- */

struct desk {
	struct job *j;
	struct theme *theme;
	struct dates *dates;
	struct tongue tongue;
};

static int
setup(void **state)
{
	struct desk *d = calloc(1, sizeof(*d));
	const struct date_style style = { .lang = STR("en") };

	d->j = job_new(1795430400);
	assert_ok(d->j,
	    theme_open(d->j, NULL, view_pages, view_npages, &d->theme));
	assert_ok(d->j, dates_open(d->j, &style, &d->dates));
	d->tongue.words = theme_words(d->theme, STR("en"));
	d->tongue.figures = dates_figures(d->dates);
	*state = d;
	return 0;
}

static int
teardown(void **state)
{
	struct desk *d = *state;

	dates_close(d->dates);
	theme_free(d->theme);
	job_free(d->j);
	free(d);
	return 0;
}

/* The addresses of assets change with their content: not the page's matter. */
static struct str
without_hashes(struct job *j, struct str page)
{
	char *p = job_cstr(j, page);

	for (char *at = p; (at = strstr(at, "/assets/")) != NULL; at++) {
		char *dot = strchr(at, '.');
		char *end = dot != NULL ? strchr(dot + 1, '.') : NULL;

		if (end != NULL && end - dot == 13)
			memset(dot + 1, '0', 12);
	}
	return str_of(p);
}

static void
golden(struct desk *d, const char *file, struct str got)
{
	char *path = file_path(d->j, GOLDEN, file);
	const char *mode = getenv("STET_GOLDEN");
	struct str want;

	if (mode != NULL && strcmp(mode, "write") == 0) {
		assert_ok(d->j, file_replace(d->j, path, got, 0644));
		return;
	}
	assert_ok(d->j, file_read(d->j, path, 1 << 20, &want));
	if (!str_eq(got, want))
		fail_msg("%s is not what it was:\n%.*s", path, STR_ARG(got));
}

static void
page_is(void **state, const char *name, const char *file,
    const struct view_page *page)
{
	struct desk *d = *state;
	struct str got;

	assert_ok(d->j,
	    theme_render(d->theme, d->j, name, page, &d->tongue, &got));
	golden(d, file, without_hashes(d->j, got));
}

static void
test_front(void **state)
{
	struct view_page p = page_around();

	p.front = &front;
	page_is(state, "front", "front.html", &p);
}

static void
test_empty(void **state)
{
	struct view_page p = page_around();

	p.front = &empty_front;
	p.social = NULL;
	page_is(state, "front", "front-empty.html", &p);
}

static void
test_section(void **state)
{
	struct view_page p = page_around();

	p.listing = &section;
	page_is(state, "listing", "section.html", &p);
}

static void
test_person(void **state)
{
	struct view_page p = page_around();

	p.listing = &person;
	page_is(state, "listing", "person.html", &p);
}

static void
test_topic(void **state)
{
	struct view_page p = page_around();

	p.listing = &topic;
	page_is(state, "listing", "topic.html", &p);
}

static void
test_story(void **state)
{
	struct view_page p = page_around();

	p.today = NULL;
	p.story = &story;
	page_is(state, "story", "story.html", &p);
}

static void
test_opinion(void **state)
{
	struct view_page p = page_around();

	p.today = NULL;
	p.story = &opinion;
	page_is(state, "story", "opinion.html", &p);
}

static void
test_page(void **state)
{
	struct view_page p = page_around();

	p.story = &opinion;
	page_is(state, "page", "page.html", &p);
}

static void
test_archive(void **state)
{
	struct view_page p = page_around();

	p.archive = &year;
	page_is(state, "archive", "year.html", &p);
	p.archive = &month;
	page_is(state, "archive", "month.html", &p);
}

static void
test_corrections(void **state)
{
	struct view_page p = page_around();

	p.today = NULL;
	p.listing = &corrections;
	page_is(state, "corrections", "corrections.html", &p);
	p.listing = &no_corrections;
	page_is(state, "corrections", "corrections-none.html", &p);
}

static void
test_gone(void **state)
{
	struct view_page p = page_around();

	p.gone = &gone;
	p.hidden = true;
	page_is(state, "gone", "gone.html", &p);
}

static void
test_feed(void **state)
{
	struct desk *d = *state;
	struct str got;

	assert_ok(d->j,
	    theme_render(d->theme, d->j, "feed", &atom, &d->tongue, &got));
	golden(d, "feed.xml", got);
}

/* ---- what pages are made of ---- */

static void
test_absolute(void **state)
{
	struct desk *d = *state;
	const struct markup html = { STR(
	    "<p title=\" href=&quot;/x\"><a href=\"/a/\" rel=\"x\">href=\"/b\""
	    "</a><a href=\"#h-fn\">1</a><img src=\"/c.jpg\" srcset=\"/c.jpg "
	    "1x, /d.jpg 2x\"><a href=\"https://e/\">/f</a></p>") };
	struct str out;

	assert_ok(d->j,
	    absolute_html(d->j, html, STR("https://g"), STR("https://g/p/"),
		&out));
	assert_str(out,
	    "<p title=\" href=&quot;/x\"><a href=\"https://g/a/\" rel=\"x\">"
	    "href=\"/b\"</a><a href=\"https://g/p/#h-fn\">1</a><img src=\""
	    "https://g/c.jpg\" srcset=\"https://g/c.jpg 1x, https://g/d.jpg "
	    "2x\"><a href=\"https://e/\">/f</a></p>");
}

static void
test_structured(void **state)
{
	struct desk *d = *state;
	static const struct structured_correction fixes[] = {
		{ S("</script>"), S("2026-11-23T10:40:00Z") },
	};
	static const struct structured_person by[] = {
		{ S("Ann Ray"), S("") },
		{ S("Ben Low"), S("https://b.example/") },
	};
	const struct structured s = {
		.headline = STR("</script><script>alert(\"\\\x01é\")</script>"),
		.url = STR("https://gazette.example/a/"),
		.publisher = STR("The Harbour Gazette"),
		.home = STR("https://gazette.example/"),
		.corrections = fixes,
		.ncorrections = N(fixes),
		.people = by,
		.npeople = N(by),
	};
	struct markup out;

	assert_ok(d->j, structured_story(d->j, &s, &out));
	assert_int_equal(str_find_ch(out.html, '<'), NOWHERE);
	assert_true(
	    str_find(out.html,
		STR("\"correction\":[{\"@type\":\"CorrectionComment\","))
	    != NOWHERE);
	/* And another program reads what was meant. */
	json_t *const root = json_loadb(out.html.p, out.html.n, 0, NULL);
	const json_t *const graph = json_object_get(root, "@graph");
	const json_t *const article = json_array_get(graph, 0);
	const json_t *const way = json_object_get(json_array_get(graph, 1),
	    "itemListElement");

	assert_int_equal(json_array_size(graph), 2);
	assert_str(s.headline,
	    json_string_value(json_object_get(article, "headline")));
	assert_null(json_object_get(article, "image"));
	assert_int_equal(json_array_size(json_object_get(article, "author")),
	    2);
	assert_int_equal(json_array_size(way), 2);
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(way, 1),
				 "position")),
	    2);
	json_decref(root);
}

static void
test_inline(void **state)
{
	struct desk *d = *state;

	assert_str(inline_markup(d->j, STR("The *Patience* & <co>")).html,
	    "The <i>Patience</i> &amp; &lt;co&gt;");
	assert_str(inline_markup(d->j, STR("5 * 3 * 2 and *")).html,
	    "5 * 3 * 2 and *");
	assert_str(inline_markup(d->j, STR("**")).html, "**");
	assert_str(inline_plain(d->j, STR("*Marrow* and *Thistle*")),
	    "Marrow and Thistle");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a front in every pattern is as it was", test_front),
		RULE("a front without news says so kindly", test_empty),
		RULE("a section's numbered page is as it was", test_section),
		RULE("a person's page is as it was", test_person),
		RULE("a topic's page is as it was", test_topic),
		RULE("a story's page is as it was", test_story),
		RULE("an opinion is set in another voice", test_opinion),
		RULE("a page such as About is as it was", test_page),
		RULE("a year and a month are as they were", test_archive),
		RULE("all corrections stand on a page, or that there are none",
		    test_corrections),
		RULE("what is gone says why", test_gone),
		RULE("a feed is as it was", test_feed),
		RULE("addresses in a feed are whole, and only addresses",
		    test_absolute),
		RULE("a ship's name in a deck is in italics, and only that",
		    test_inline),
		RULE("no headline ends the structured data", test_structured),
	};

	return cmocka_run_group_tests_name("pages", tests, setup, teardown);
}
