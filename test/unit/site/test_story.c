/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

static struct story
story(struct paper *p, const char *address)
{
	struct story x = { 0 };
	const struct place at = resolve(p, address);

	assert_int_equal(at.what, PLACE_STORY);
	read_begin(p);
	assert_ok(p->j, site_story(p->s, p->j, at.num, &x));
	site_read_end(p->s);
	return x;
}

static void
everything_comes_back(void **state)
{
	struct paper *p = *state;

	put(p, 900, "section", "---\nname: Harbour\n---\n");
	put(p, 901, "person", "---\nname: Nell Sorrow\nrole: reporter\n---\n");
	put(p, 1, "story",
	    "---\nheadline: Ferry returns\nkicker: Winter\ndeck: To old hours\n"
	    "lang: en\naddress: /2026/ferry/\nsection: Harbour\n"
	    "topics: [Unknown]\nvoice: analysis\ndateline: SALTREACH\n"
	    "agency: HG\nsummary: In short\ncanonical: https://x.example/\n"
	    "short: Ferry\nintro: |\n  First line\n  and *second*\n"
	    "published: 2026-01-05T10:00:00+03:30\n"
	    "updated: 2026-01-06T10:00:00Z\nbyline:\n  - {by: Nell Sorrow}\n"
	    "  - {photographs: A Stranger}\nchanges:\n"
	    "  - {at: 2026-01-06T10:00:00Z, grade: correction, note: Four "
	    "minutes}\n---\nThe *ferry*.\n");
	const struct story x = story(p, "/2026/ferry/");
	const struct card *const c = &x.card;

	assert_str(c->headline, "Ferry returns");
	assert_str(c->kicker, "Winter");
	assert_str(c->deck, "To old hours");
	assert_str(c->short_headline, "Ferry");
	assert_str(c->dateline, "SALTREACH");
	assert_str(c->agency, "HG");
	assert_int_equal(c->voice, VOICE_ANALYSIS);
	assert_int_equal(c->published.offset_s, 12600);
	assert_int_equal(c->updated.precision, WHEN_SECOND);
	assert_true(c->corrected);
	assert_str(c->section.name, "Harbour");
	assert_str(c->section.address, "/section/harbour/");
	assert_true(id_eq(c->id, id_numbered(1)));
	assert_int_equal(c->byline.n, 2);
	assert_str(c->byline.at[0].who.address, "/person/nell-sorrow/");
	assert_str(c->byline.at[0].what, "reporter");
	assert_int_equal(c->byline.at[1].role, ROLE_PHOTOGRAPHS);
	assert_str(c->byline.at[1].who.name, "A Stranger");
	assert_int_equal(c->byline.at[1].who.num, 0);
	assert_str(x.html.html, "<p>The <em>ferry</em>.</p>\n");
	assert_true(str_find(c->intro.html, STR("<em>second</em>")) != NOWHERE);
	assert_str(x.summary, "In short");
	assert_str(x.canonical, "https://x.example/");
	assert_int_equal(x.changes.n, 1);
	assert_int_equal(x.changes.at[0].grade, GRADE_CORRECTION);
	assert_int_equal(x.sections.n, 1);
	assert_int_equal(x.topics.n, 0);
	assert_int_equal(x.revision, 1);
}

static void
neighbours(void **state)
{
	struct paper *p = *state;

	put(p, 900, "section", "---\nname: Harbour\n---\n");
	put_story(p, 1, 1, "section: Harbour\n");
	put_story(p, 2, 3, "section: Harbour\n");
	put_story(p, 3, 2, "section: Harbour\n");
	put_story(p, 4, 4, "");
	const struct story x = story(p, "/2026/story-3/");

	assert_str(x.earlier.name, "Story 1");
	assert_str(x.later.address, "/2026/story-2/");
	assert_int_equal(story(p, "/2026/story-2/").later.num, 0);
	assert_int_equal(story(p, "/2026/story-4/").earlier.num, 0);
}

static void
related(void **state)
{
	struct paper *p = *state;

	put(p, 900, "section", "---\nname: Harbour\n---\n");
	put(p, 901, "topic", "---\nname: Tides\n---\n");
	put(p, 902, "topic", "---\nname: Nets\n---\n");
	put_story(p, 1, 1, "topics: [Tides, Nets]\n");
	put_story(p, 2, 2, "topics: [Nets]\n");
	put_story(p, 3, 3, "topics: [Tides]\nsection: Harbour\n");
	put_story(p, 4, 4, "section: Harbour\n");
	put_story(p, 5, 5, "section: Harbour\n");
	put_story(p, 6, 6, "topics: [Nets, Tides]\nsection: Harbour\n");
	struct story x = story(p, "/2026/story-6/");

	assert_str(numbers(p->j, &x.related), "1 3 2 5");
	/* It is chosen once; what went is not shown. */
	put_story(p, 7, 7, "topics: [Nets, Tides]\n");
	retract(p, 3, "story", "No");
	put_story(p, 6, 6,
	    "topics: [Nets, Tides]\nsection: Harbour\ndeck: New\n");
	x = story(p, "/2026/story-6/");
	assert_str(numbers(p->j, &x.related), "1 2 5");
}

static void
put_in_language(struct paper *p, unsigned n, const char *lang, const char *of)
{
	put(p, n, "story",
	    job_cstr(p->j,
		job_printf(p->j,
		    "---\nheadline: Story %u\nlang: %s\naddress: /%s/s-%u/\n"
		    "published: 2026-01-01T00:00:00Z\n%s---\nText.\n",
		    n, lang, lang, n, of)));
}

static void
translations(void **state)
{
	struct paper *p = *state;
	const char
	    *const of = "translation_of: 5e000000000000000000000000000001\n";

	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	/* A translation may come before its original. */
	put_in_language(p, 2, "pt", of);
	put_in_language(p, 1, "en", "");
	put_in_language(p, 3, "fa", of);
	struct story x = story(p, "/en/s-1/");

	assert_int_equal(x.translations.n, 2);
	assert_str(x.translations.at[0].lang, "fa");
	assert_str(x.translations.at[1].address, "/pt/s-2/");
	assert_int_equal(story(p, "/pt/s-2/").translations.n, 2);
	assert_int_equal(story(p, "/fa/s-3/").translations.n, 2);
	retract(p, 1, "story", "No");
	x = story(p, "/pt/s-2/");
	assert_int_equal(x.translations.n, 1);
	assert_str(x.translations.at[0].headline, "Story 3");
}

static void
few_statements(void **state)
{
	struct paper *p = *state;
	struct job *const j = p->j;
	struct place at;
	struct story x;

	put(p, 900, "section", "---\nname: Harbour\n---\n");
	for (unsigned i = 1; i <= 30; i++)
		put_story(p, i, (int)i, "section: Harbour\nauthor: Nobody\n");
	(void)story(p, "/2026/story-20/");
	const uint64_t before = store_count(p->st);

	read_begin(p);
	assert_ok(j,
	    site_resolve(p->s, j, STR("/2026/story-21/"), STR(""), &at));
	assert_ok(j, site_story(p->s, j, at.num, &x));
	site_read_end(p->s);
	/* Begin, state, place, story, related, neighbours, changes, end. */
	assert_in_range(store_count(p->st) - before, 5, 9);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("a story's page gets what its file said",
		    everything_comes_back),
		PAPER_RULE("neighbours are those in the story's own section",
		    neighbours),
		PAPER_RULE("most topics in common comes first, then the "
			   "section's newest",
		    related),
		PAPER_RULE("translations know each other in whichever order "
			   "they came",
		    translations),
		PAPER_RULE("a story's page takes few statements",
		    few_statements),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
