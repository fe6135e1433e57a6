/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

static void
its_own_address(void **state)
{
	struct paper *p = *state;

	put_story(p, 1, 1, "");
	const struct place at = resolve(p, "/2026/story-1/");

	assert_int_equal(at.what, PLACE_STORY);
	assert_int_equal(at.kind, KIND_STORY);
	assert_int_equal(resolve(p, "/2026/story-1").status, 308);
	assert_str(resolve(p, "/2026/story-1").to, "/2026/story-1/");
	assert_int_equal(resolve(p, "/2026/story-2/").what, PLACE_NONE);
	assert_int_equal(resolve(p, "/").what, PLACE_LISTING);
}

static void
never_another_things(void **state)
{
	struct paper *p = *state;

	put_story(p, 1, 1, "");
	assert_int_equal(try_put(p, id_numbered(2), "story", RECORD_PUBLISH,
			     story_file(p->j, 1, 2, "")),
	    CONFLICT);
	assert_true(str_find(job_reason(p->j), STR("\"Story 1\"")) != NOWHERE);
	job_forgive(p->j);
	/* Not even when it is gone, nor without its slash, nor as an alias. */
	retract(p, 1, "story", "It was not so");
	assert_int_equal(try_put(p, id_numbered(2), "story", RECORD_PUBLISH,
			     story_file(p->j, 1, 2, "")),
	    CONFLICT);
	job_forgive(p->j);
	assert_int_equal(try_put(p, id_numbered(3), "story", RECORD_PUBLISH,
			     story_file(p->j, 3, 2,
				 "aliases: [/2026/story-1]\n")),
	    CONFLICT);
	job_forgive(p->j);
	assert_str(home_page(p, 0), "");
}

static void
tombstone(void **state)
{
	struct paper *p = *state;

	put_story(p, 1, 1, "aliases: [/old/one/]\n");
	retract(p, 1, "story", "The whale was a boat");
	const struct place at = resolve(p, "/2026/story-1/");

	assert_int_equal(at.what, PLACE_GONE);
	assert_str(at.reason, "The whale was a boat");
	assert_int_equal(at.at, NOW);
	assert_true(id_eq(at.id, id_numbered(1)));
	assert_int_equal(resolve(p, "/old/one/").what, PLACE_GONE);
	put_story(p, 1, 1, "");
	assert_int_equal(resolve(p, "/2026/story-1/").what, PLACE_STORY);
	assert_int_equal(resolve(p, "/old/one/").what, PLACE_REDIRECT);
	assert_str(home_page(p, 0), "1");
}

static void
old_addresses(void **state)
{
	struct paper *p = *state;

	put_story(p, 1, 1,
	    "aliases: [/archive.php, '/?p=12', /news/one.html]\n");
	assert_int_equal(resolve(p, "/news/one.html").status, 301);
	assert_str(resolve(p, "/news/one.html").to, "/2026/story-1/");
	assert_str(resolve(p, "/?p=12").to, "/2026/story-1/");
	assert_int_equal(resolve(p, "/?p=13").what, PLACE_LISTING);
	/* A story that moves leaves its address behind as a redirect. */
	put(p, 1, "story",
	    "---\nheadline: Story 1\naddress: /2026/moved/\nlang: en\n"
	    "published: 2026-01-01T00:01:00Z\n---\nText.\n");
	assert_str(resolve(p, "/2026/story-1/").to, "/2026/moved/");
	assert_str(resolve(p, "/news/one.html").to, "/2026/moved/");
	/* And may come back. */
	put_story(p, 1, 1, "");
	assert_int_equal(resolve(p, "/2026/story-1/").what, PLACE_STORY);
	assert_str(resolve(p, "/2026/moved/").to, "/2026/story-1/");
}

static void
under_a_listing(void **state)
{
	struct paper *p = *state;

	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	put(p, 900, "section",
	    "---\nname:\n  en: Harbour\n  fa: بندر\nslug:\n  en: harbour\n"
	    "  fa: bandar\n---\n");
	const struct place s = resolve(p, "/section/harbour/");

	assert_int_equal(s.what, PLACE_LISTING);
	assert_int_equal(s.kind, KIND_SECTION);
	assert_int_equal(s.listing.num, s.num);
	assert_str(resolve(p, "/fa/section/bandar/").lang, "fa");
	assert_str(resolve(p, "/pt/section/harbour/").lang, "pt");
	assert_int_equal(resolve(p, "/section/harbour/feed.xml").what,
	    PLACE_FEED);
	assert_int_equal(resolve(p, "/fa/section/bandar/rss.xml").feed,
	    FEED_RSS);
	assert_int_equal(resolve(p, "/section/harbour/feed.xml/").what,
	    PLACE_NONE);
	assert_int_equal(resolve(p, "/section/harbour/archive/2026").status,
	    308);
	assert_int_equal(resolve(p, "/section/harbour/archive/2026/").year,
	    2026);
	assert_int_equal(resolve(p, "/section/harbour/page/1/").what,
	    PLACE_NONE);
	assert_int_equal(resolve(p, "/section/nowhere/").what, PLACE_NONE);
	assert_int_equal(resolve(p, "/fa/search").what, PLACE_SEARCH);
	assert_int_equal(resolve(p, "/sitemap.xml").what, PLACE_SITEMAP);
	assert_str(resolve(p, "/media/ab.jpg").rest, "ab.jpg");
}

static void
old_slug(void **state)
{
	struct paper *p = *state;

	put(p, 900, "topic", "---\nname: Fog horn\n---\n");
	put(p, 900, "topic", "---\nname: Foghorn\n---\n");
	assert_str(resolve(p, "/topic/fog-horn/").to, "/topic/foghorn/");
	assert_str(resolve(p, "/topic/fog-horn/feed.xml").to,
	    "/topic/foghorn/feed.xml");
	retract(p, 900, "topic", "Nobody wrote about it");
	assert_int_equal(resolve(p, "/topic/foghorn/").what, PLACE_GONE);
	assert_int_equal(resolve(p, "/topic/foghorn/feed.xml").what,
	    PLACE_GONE);
}

static void
redirect_thing(void **state)
{
	struct paper *p = *state;

	put(p, 800, "redirect",
	    "---\ntype: redirect\naliases: [/shop, '/?cat=4']\n"
	    "to: https://shop.example/\n---\n");
	assert_str(resolve(p, "/shop").to, "https://shop.example/");
	assert_int_equal(resolve(p, "/shop/").what, PLACE_REDIRECT);
	assert_str(resolve(p, "/?cat=4").to, "https://shop.example/");
}

static struct str
given(struct paper *p, const char *headline, const char *lang)
{
	struct copy c = { .kind = KIND_STORY,
		.headline = str_of(headline),
		.lang = str_of(lang),
		.published = { 1767225600 - 1800, 0, WHEN_SECOND } };
	struct str out;

	read_begin(p);
	assert_ok(p->j, site_address_for(p->s, p->j, &c, &out));
	site_read_end(p->s);
	return out;
}

static void
new_addresses(void **state)
{
	struct paper *p = *state;

	put(p, 1000, "settings",
	    "---\nname: X\ntimezone: Asia/Tehran\nlanguages:\n"
	    "  - tag: en\n  - tag: fa\n---\n");
	assert_str(given(p, "Ferry returns", "en"),
	    "/2026/01/01/ferry-returns/");
	put(p, 1, "story",
	    "---\nheadline: Ferry returns\nlang: en\n"
	    "address: /2026/01/01/ferry-returns/\n"
	    "published: 2026-01-01T00:00:00Z\n---\nText.\n");
	assert_str(given(p, "Ferry returns", "en"),
	    "/2026/01/01/ferry-returns-2/");
	assert_str(given(p, "Ferry returns", "fa"),
	    "/fa/2026/01/01/ferry-returns/");
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("a story stands at its address, whose other form "
			   "redirects",
		    its_own_address),
		PAPER_RULE("an address is never given to another thing",
		    never_another_things),
		PAPER_RULE("what was retracted is gone, with the reason, and "
			   "may come back",
		    tombstone),
		PAPER_RULE("old addresses lead to where the story is now",
		    old_addresses),
		PAPER_RULE("pages stand under each listing in each language",
		    under_a_listing),
		PAPER_RULE("an old slug leads to the new one", old_slug),
		PAPER_RULE("a redirect is a thing of its own", redirect_thing),
		PAPER_RULE("a new story gets the day in the site's zone and "
			   "evades what is taken",
		    new_addresses),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
