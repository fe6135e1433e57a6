/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

/* A story with changes: "c10 u20 t30", a grade's letter and minutes. */
static void
told(struct paper *p, unsigned n, const char *lang, const char *changes)
{
	static const struct {
		char letter;
		const char *grade;
	} grades[] = { { 't', "typo" }, { 'u', "update" },
		{ 'l', "clarification" }, { 'c', "correction" },
		{ 'n', "editor's note" } };
	struct buf b = buf_in(p->j, 1 << 20);
	struct str rest = str_of(changes), word;

	while (str_cut(&rest, ' ', &word)) {
		int64_t minutes = 0;

		assert_true(str_to_int(str_skip(word, 1), &minutes));
		for (size_t i = 0; i < 5; i++)
			if (grades[i].letter == word.p[0])
				buf_printf(&b,
				    "- {at: %.*s, grade: %s, note: %.*s}\n",
				    STR_ARG(minutes_on(p->j, (int)minutes)),
				    grades[i].grade, STR_ARG(word));
	}
	assert_ok(p->j,
	    try_put(p, id_numbered(n), "story", RECORD_PUBLISH,
		job_printf(p->j,
		    "---\nheadline: Story %u\naddress: /2026/story-%u/\n"
		    "lang: %s\npublished: 2026-01-01T00:00:00Z\nchanges:\n"
		    "%.*s---\nText.\n",
		    n, n, lang, STR_ARG(buf_so_far(&b)))));
}

/* "c20@1 u10@2": notes and stories of a page (0: the first), as listed. */
static struct str
listed(struct paper *p, const char *lang, int64_t page)
{
	const struct listing l = { LISTING_CORRECTIONS, 0, KIND_NONE,
		str_of(lang) };
	struct corrections c = { 0 };
	struct buf b = buf_in(p->j, 1 << 20);

	read_begin(p);
	const enum status st = site_corrections(p->s, p->j, &l, page, &c);

	site_read_end(p->s);
	if (st == NOT_FOUND)
		return STR("none");
	assert_ok(p->j, st);
	for (size_t i = 0; i < c.n; i++)
		buf_printf(&b, "%s%.*s@%.*s", i > 0 ? " " : "",
		    STR_ARG(c.at[i].change.note),
		    STR_ARG(str_skip(c.at[i].headline, 6)));
	return buf_so_far(&b);
}

static void
newest_first(void **state)
{
	struct paper *p = *state;

	assert_str(listed(p, "en", 0), "");
	told(p, 1, "en", "c10 u40");
	told(p, 2, "en", "n20 t50 l30");
	told(p, 3, "fa", "c25");
	assert_str(listed(p, "en", 0), "u40@1 l30@2 n20@2 c10@1");
	assert_str(listed(p, "fa", 0), "c25@3");
	/* Two of a story at the same minute: both are told. */
	told(p, 1, "en", "c10 u40 c40");
	assert_str(listed(p, "en", 0), "c40@1 u40@1 l30@2 n20@2 c10@1");
}

static void
as_the_story_says(void **state)
{
	struct paper *p = *state;

	told(p, 1, "en", "c10 c20");
	told(p, 2, "en", "c15");
	told(p, 1, "en", "c20 c30");
	assert_str(listed(p, "en", 0), "c30@1 c20@1 c15@2");
	told(p, 2, "fa", "c15");
	assert_str(listed(p, "en", 0), "c30@1 c20@1");
	assert_str(listed(p, "fa", 0), "c15@2");
	retract(p, 1, "story", "It was a barge");
	assert_str(listed(p, "en", 0), "");
	told(p, 1, "en", "c10");
	assert_str(listed(p, "en", 0), "c10@1");
}

static void
full_pages_stay(void **state)
{
	struct paper *p = *state;
	struct str first;

	for (unsigned i = 1; i <= 20; i++)
		told(p, i, "en", job_printf(p->j, "c%u", i).p);
	first = listed(p, "en", 1);
	for (unsigned i = 21; i <= 45; i++)
		told(p, i, "en", job_printf(p->j, "c%u", i).p);
	assert_true(str_eq(first, listed(p, "en", 1)));
	assert_str(listed(p, "en", 3), "c45@45 c44@44 c43@43 c42@42 c41@41");
	assert_str(listed(p, "en", 4), "none");
	assert_true(str_starts(listed(p, "en", 0), STR("c45@45 c44@44 ")));
	assert_true(str_ends(listed(p, "en", 0), STR(" c26@26")));
	assert_int_equal(resolve(p, "/corrections/page/3/").what,
	    PLACE_NUMBERED);
	assert_int_equal(resolve(p, "/corrections/page/4/").what, PLACE_NONE);
}

static void
addresses(void **state)
{
	struct paper *p = *state;
	struct place at;

	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	at = resolve(p, "/corrections/");
	assert_int_equal(at.what, PLACE_LISTING);
	assert_int_equal(at.listing.what, LISTING_CORRECTIONS);
	at = resolve(p, "/fa/corrections/");
	assert_int_equal(at.listing.what, LISTING_CORRECTIONS);
	assert_str(at.lang, "fa");
	at = resolve(p, "/fa/corrections");
	assert_int_equal(at.what, PLACE_REDIRECT);
	assert_str(at.to, "/fa/corrections/");
	at = resolve(p, "/pt/corrections/feed.xml");
	assert_int_equal(at.what, PLACE_FEED);
	assert_str(at.lang, "pt");
	assert_int_equal(resolve(p, "/x/corrections/").what, PLACE_NONE);
	assert_int_equal(resolve(p, "/corrections/archive/").what, PLACE_NONE);
}

static bool
is_stale(struct paper *p, int64_t version, const char *address)
{
	struct stale s = { 0 };
	bool found = false;

	read_begin(p);
	assert_ok(p->j, site_stale_since(p->s, p->j, version, &s));
	site_read_end(p->s);
	assert_false(s.everything);
	for (size_t i = 0; i < s.addresses.n; i++)
		found |= str_eq(s.addresses.at[i], str_of(address));
	return found;
}

static int64_t
version(struct paper *p)
{
	read_begin(p);
	const int64_t v = site_version(p->s);

	site_read_end(p->s);
	return v;
}

static void
stale_pages(void **state)
{
	struct paper *p = *state;
	int64_t v;

	for (unsigned i = 1; i <= 25; i++)
		told(p, i, "en", job_printf(p->j, "c%u", i).p);
	v = version(p);
	told(p, 30, "en", "c40");
	assert_true(is_stale(p, v, "/corrections/"));
	assert_true(is_stale(p, v, "/corrections/feed.xml"));
	assert_true(is_stale(p, v, "/corrections/page/2/"));
	assert_false(is_stale(p, v, "/corrections/page/1/"));
	v = version(p);
	put_story(p, 31, 31, "");
	assert_false(is_stale(p, v, "/corrections/"));
	/* A headline that is shown in the middle of the archive. */
	v = version(p);
	told(p, 3, "en", "c3");
	assert_true(is_stale(p, v, "/corrections/page/1/"));
	v = version(p);
	retract(p, 4, "story", "It was a barge");
	assert_true(is_stale(p, v, "/corrections/page/1/"));
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("what readers were told is listed by language, "
			   "newest first, without typos",
		    newest_first),
		PAPER_RULE("it follows the story: taken back, translated, "
			   "retracted, revived",
		    as_the_story_says),
		PAPER_RULE("a full page stays as it is", full_pages_stay),
		PAPER_RULE("it stands at its address in every language",
		    addresses),
		PAPER_RULE("a correction makes its own pages stale, and no "
			   "others",
		    stale_pages),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
