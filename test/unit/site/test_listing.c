/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

static void
newest_first(void **state)
{
	struct paper *p = *state;

	put_story(p, 1, 10, "");
	put_story(p, 2, 30, "");
	put_story(p, 3, 20, "");
	assert_str(home_page(p, 0), "2 3 1");
	/* At the same minute the later entry is the newer one. */
	put_story(p, 4, 30, "");
	assert_str(home_page(p, 0), "4 2 3 1");
}

static void
pages_from_the_oldest(void **state)
{
	struct paper *p = *state;
	const struct listing home = { .what = LISTING_HOME, .lang = STR("en") };
	struct listing_page page;

	for (unsigned i = 1; i <= 45; i++)
		put_story(p, i, (int)i, "");
	assert_str(home_page(p, 1),
	    "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1");
	assert_str(home_page(p, 3), "45 44 43 42 41");
	assert_str(home_page(p, 4), "none");
	read_begin(p);
	assert_ok(p->j, site_newest(p->s, p->j, &home, 0, &page));
	assert_int_equal(page.cards.n, 20);
	assert_int_equal(page.older, 2);
	assert_ok(p->j, site_numbered(p->s, p->j, &home, 3, &page));
	assert_true(page.open);
	assert_int_equal(page.newer, 0);
	assert_int_equal(page.older, 2);
	assert_ok(p->j, site_numbered(p->s, p->j, &home, 2, &page));
	assert_int_equal(page.newer, 3);
	site_read_end(p->s);
}

static void
full_page_stays(void **state)
{
	struct paper *p = *state;
	struct str before;

	for (unsigned i = 1; i <= 20; i++)
		put_story(p, i, (int)i, "");
	before = home_page(p, 1);
	for (unsigned i = 21; i <= 30; i++)
		put_story(p, i, (int)i, "");
	assert_true(str_eq(before, home_page(p, 1)));
	assert_str(home_page(p, 2), "30 29 28 27 26 25 24 23 22 21");
}

static void
next_page_leads_to_first(void **state)
{
	struct paper *p = *state;

	for (unsigned i = 1; i <= 20; i++)
		put_story(p, i, (int)i, "");
	assert_int_equal(resolve(p, "/page/1/").what, PLACE_NUMBERED);
	const struct place next = resolve(p, "/page/2/");

	assert_int_equal(next.what, PLACE_REDIRECT);
	assert_int_equal(next.status, 302);
	assert_str(next.to, "/");
	assert_int_equal(resolve(p, "/page/3/").what, PLACE_NONE);
}

static void
retraction_shortens(void **state)
{
	struct paper *p = *state;

	for (unsigned i = 1; i <= 42; i++)
		put_story(p, i, (int)i, "");
	retract(p, 5, "story", "It was not so");
	assert_str(home_page(p, 1),
	    "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 4 3 2 1");
	assert_str(home_page(p, 3), "42 41");
	/* Back again, it stands where it stood. */
	put_story(p, 5, 5, "");
	assert_str(home_page(p, 1),
	    "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1");
}

static void
backdating_lengthens(void **state)
{
	struct paper *p = *state;

	for (unsigned i = 1; i <= 42; i++)
		put_story(p, i, (int)i * 10, "");
	put_story(p, 77, 55, "");
	assert_str(home_page(p, 1),
	    "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 77 5 4 3 2 1");
	assert_str(home_page(p, 3), "42 41");
}

/* Stories newest first, so that all fall on the first page of the order. */
static void
import_deals_anew(void **state)
{
	struct paper *p = *state;
	struct entry e;
	struct applied a;
	const struct batch batch = batch_random();

	assert_ok(p->j, store_begin(p->st, p->j));
	for (unsigned i = 100; i >= 1; i--)
		assert_ok(p->j,
		    put_in(p, p->j, id_numbered(i), "story", RECORD_PUBLISH,
			story_file(p->j, i, (int)i, ""), &e));
	assert_ok(p->j, record_close_batch(p->st, p->j, batch, &e));
	assert_ok(p->j, site_apply(p->s, p->j, &e, NULL, &a));
	assert_ok(p->j, site_settle(p->s, p->j));
	assert_ok(p->j, store_end(p->st, p->j, OK));
	assert_str(home_page(p, 1),
	    "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1");
	assert_str(home_page(p, 5),
	    "100 99 98 97 96 95 94 93 92 91 90 89 88 87 86 85 84 83 82 81");
	assert_str(home_page(p, 6), "none");
	/* And it goes on from there. */
	put_story(p, 101, 101, "");
	assert_str(home_page(p, 6), "101");
}

static void
parent_lists_children(void **state)
{
	struct paper *p = *state;
	struct listing_page page;
	int64_t harbour = 0;

	put(p, 900, "section", "---\nname: Harbour\n---\n");
	put(p, 901, "section", "---\nname: Pilots\nparent: harbour\n---\n");
	put_story(p, 1, 1, "section: pilots\n");
	put_story(p, 2, 2, "section: Harbour\n");
	read_begin(p);
	assert_ok(p->j,
	    site_find(p->s, p->j, KIND_SECTION, STR("en"), STR("Harbour"),
		&harbour));
	const struct listing l = { LISTING_THING, harbour, KIND_SECTION,
		STR("en") };

	assert_ok(p->j, site_newest(p->s, p->j, &l, 0, &page));
	assert_str(numbers(p->j, &page.cards), "2 1");
	site_read_end(p->s);
	/* A child that goes takes its stories along. */
	put(p, 901, "section", "---\nname: Pilots\n---\n");
	read_begin(p);
	assert_ok(p->j, site_newest(p->s, p->j, &l, 0, &page));
	assert_str(numbers(p->j, &page.cards), "2");
	site_read_end(p->s);
}

static void
archive_by_month(void **state)
{
	struct paper *p = *state;
	const struct listing home = { .what = LISTING_HOME, .lang = STR("en") };
	struct archive_months m;
	struct cards cards;

	put_story(p, 1, 0, "");
	put_story(p, 2, 40 * 24 * 60, "");
	put_story(p, 3, 41 * 24 * 60, "");
	read_begin(p);
	assert_ok(p->j, site_archive(p->s, p->j, &home, 0, &m));
	assert_int_equal(m.n, 2);
	assert_int_equal(m.at[0].year, 2026);
	assert_int_equal(m.at[0].month, 2);
	assert_int_equal(m.at[0].n, 2);
	assert_ok(p->j,
	    site_archive_month(p->s, p->j, &home,
		&(struct archive_piece){ 2026, 2, 0, 100 }, &cards));
	assert_str(numbers(p->j, &cards), "2 3");
	site_read_end(p->s);
	assert_int_equal(resolve(p, "/archive/2026/02/").what, PLACE_ARCHIVE);
	assert_int_equal(resolve(p, "/archive/2026/2/").what, PLACE_NONE);
	retract(p, 1, "story", "gone");
	read_begin(p);
	assert_ok(p->j, site_archive(p->s, p->j, &home, 0, &m));
	assert_int_equal(m.n, 1);
	site_read_end(p->s);
}

static void
languages_apart(void **state)
{
	struct paper *p = *state;
	const struct listing fa = { .what = LISTING_HOME, .lang = STR("fa") };
	struct listing_page page;

	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	put_story(p, 1, 1, "");
	put(p, 2, "story",
	    "---\nheadline: Story 2\naddress: /fa/2026/story-2/\nlang: fa\n"
	    "published: 2026-01-01T00:02:00Z\n---\nText.\n");
	assert_str(home_page(p, 0), "1");
	read_begin(p);
	assert_ok(p->j, site_newest(p->s, p->j, &fa, 0, &page));
	assert_str(numbers(p->j, &page.cards), "2");
	site_read_end(p->s);
	const struct place home = resolve(p, "/fa/");

	assert_int_equal(home.what, PLACE_LISTING);
	assert_str(home.lang, "fa");
	assert_int_equal(resolve(p, "/en/").what, PLACE_NONE);
	assert_str(resolve(p, "/fa/feed.xml").lang, "fa");
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("the newest stand first, the later entry first "
			   "within a second",
		    newest_first),
		PAPER_RULE("numbered pages count from the oldest",
		    pages_from_the_oldest),
		PAPER_RULE("a full page never changes when stories are added",
		    full_page_stays),
		PAPER_RULE("the page after the last full one leads to the "
			   "first until it begins",
		    next_page_leads_to_first),
		PAPER_RULE("a retraction shortens one page and moves no other",
		    retraction_shortens),
		PAPER_RULE("a backdated story lengthens one page",
		    backdating_lengthens),
		PAPER_RULE("an import that leaves a long page deals it anew",
		    import_deals_anew),
		PAPER_RULE("a parent lists its children's entries",
		    parent_lists_children),
		PAPER_RULE("the archive knows the months that have stories",
		    archive_by_month),
		PAPER_RULE("each language has listings of its own",
		    languages_apart),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
