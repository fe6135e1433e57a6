/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

static int64_t
version(struct paper *p)
{
	read_begin(p);
	const int64_t v = site_version(p->s);

	site_read_end(p->s);
	return v;
}

static struct stale
since(struct paper *p, int64_t v)
{
	struct stale out = { 0 };

	read_begin(p);
	assert_ok(p->j, site_stale_since(p->s, p->j, v, &out));
	site_read_end(p->s);
	return out;
}

static bool
has(const struct stale *s, const char *address)
{
	for (size_t i = 0; i < s->addresses.n; i++)
		if (str_eq(s->addresses.at[i], str_of(address)))
			return true;
	return false;
}

static void
sections(struct paper *p)
{
	put(p, 900, "section", "---\nname: Harbour\n---\n");
	put(p, 901, "section", "---\nname: Town\n---\n");
	put(p, 902, "topic", "---\nname: Tides\n---\n");
}

static void
what_shows_it(void **state)
{
	struct paper *p = *state;

	sections(p);
	put_story(p, 1, 1, "section: Harbour\n");
	put_story(p, 2, 2, "section: Town\n");
	const int64_t v = version(p);

	put_story(p, 3, 3, "section: Harbour\ntopics: Tides\n");
	const struct stale s = since(p, v);

	assert_false(s.everything);
	assert_true(has(&s, "/"));
	assert_true(has(&s, "/page/1/"));
	assert_true(has(&s, "/feed.xml"));
	assert_true(has(&s, "/section/harbour/"));
	assert_true(has(&s, "/section/harbour/feed.xml"));
	assert_true(has(&s, "/section/harbour/archive/2026/01/"));
	assert_true(has(&s, "/topic/tides/"));
	assert_true(has(&s, "/2026/story-3/"));
	/* The story before it has got a "later" link. */
	assert_true(has(&s, "/2026/story-1/"));
	assert_false(has(&s, "/section/town/"));
	assert_false(has(&s, "/2026/story-2/"));
	assert_false(since(p, v - 1).everything);
	assert_int_equal(since(p, version(p)).addresses.n, 0);
}

static void
update_shows_everywhere(void **state)
{
	struct paper *p = *state;

	sections(p);
	for (unsigned i = 1; i <= 45; i++)
		put_story(p, i, (int)i, "section: Harbour\ntopics: Tides\n");
	const int64_t v = version(p);

	/* Story 25 stands on page 2; 26 and others show it as related. */
	put_story(p, 25, 25, "section: Harbour\ntopics: Tides\ndeck: New\n");
	const struct stale s = since(p, v);

	assert_true(has(&s, "/page/2/"));
	assert_true(has(&s, "/section/harbour/page/2/"));
	assert_false(has(&s, "/page/1/"));
	assert_false(has(&s, "/page/3/"));
	assert_true(has(&s, "/2026/story-24/"));
	assert_true(has(&s, "/2026/story-26/"));
	assert_true(has(&s, "/2026/story-29/"));
	assert_false(has(&s, "/2026/story-40/"));
}

static void
retracted_from_everywhere(void **state)
{
	struct paper *p = *state;

	sections(p);
	put_story(p, 1, 1, "section: Harbour\naliases: [/old]\n");
	put_story(p, 2, 2, "section: Town\n");
	const int64_t v = version(p);

	put_story(p, 1, 1, "section: Town\n");
	struct stale s = since(p, v);

	assert_true(has(&s, "/section/harbour/"));
	assert_true(has(&s, "/section/town/"));
	retract(p, 1, "story", "No");
	s = since(p, v + 1);
	assert_true(has(&s, "/2026/story-1/"));
	assert_true(has(&s, "/section/town/"));
	assert_true(has(&s, "/"));
	assert_false(has(&s, "/section/harbour/"));
}

static void
names_are_everywhere(void **state)
{
	struct paper *p = *state;

	sections(p);
	int64_t v = version(p);

	/* A new topic stands nowhere yet, a new name of an old one does. */
	put(p, 903, "topic", "---\nname: Nets\n---\n");
	assert_false(since(p, v).everything);
	v = version(p);
	put(p, 903, "topic", "---\nname: Fishing nets\n---\n");
	assert_true(since(p, v).everything);
	v = version(p);
	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	assert_true(since(p, v).everything);
	assert_true(since(p, 99999).everything);
}

/* Rows touched and addresses told by one more story. */
static int64_t
cost(struct paper *p, unsigned n, size_t *addresses)
{
	int64_t before;
	const int64_t v = version(p);

	before = store_touched(p->st);
	put_story(p, n, (int)n, "section: Harbour\ntopics: Tides\n");
	*addresses = since(p, v).addresses.n;
	return store_touched(p->st) - before;
}

static void
fill(struct paper *p, unsigned from, unsigned to)
{
	struct job *const j = job_new(NOW);
	struct entry e;

	assert_ok(p->j, store_begin(p->st, p->j));
	for (unsigned i = from; i <= to; i++) {
		job_reset(j, NOW);
		assert_ok(j,
		    put_in(p, j, id_numbered(i), "story", RECORD_PUBLISH,
			story_file(j, i, (int)i,
			    "section: Harbour\ntopics: Tides\n"),
			&e));
	}
	assert_ok(p->j, site_settle(p->s, p->j));
	assert_ok(p->j, store_end(p->st, p->j, OK));
	job_free(j);
}

static void
cost_follows_change(void **state)
{
	struct paper *p = *state;
	int64_t small = 0, large = 0;
	size_t few, many;

	sections(p);
	fill(p, 2001, 2300);
	/* The mean of 20: a page fills up once, a merge comes every fourth. */
	for (unsigned i = 0; i < 20; i++)
		small += cost(p, 2301 + i, &few);
	fill(p, 2321, 5300);
	for (unsigned i = 0; i < 20; i++)
		large += cost(p, 5301 + i, &many);
	assert_int_equal(few, many);
	assert_true(many < 40);
	if (large > small + small / 4)
		fail_msg("a publish touched %lld rows among 300 stories, %lld "
			 "among 3,300",
		    (long long)small / 20, (long long)large / 20);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("a publish makes stale what shows the story, and "
			   "nothing else",
		    what_shows_it),
		PAPER_RULE("an update makes stale its page in the middle of "
			   "the archive",
		    update_shows_everywhere),
		PAPER_RULE("a story that leaves makes stale what it leaves",
		    retracted_from_everywhere),
		PAPER_RULE("a changed name makes everything stale",
		    names_are_everywhere),
		PAPER_RULE("a publish costs the same however large the archive",
		    cost_follows_change),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
