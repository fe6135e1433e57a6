/* SPDX-License-Identifier: ISC */
#include "paper.h"

static const char ferry[] = "---\n"
			    "headline: Ferry returns to winter hours\n"
			    "# by hand\n"
			    "mood: grey\n"
			    "topics: [ferries]\n"
			    "---\n"
			    "The last boat leaves at *six*.\n";

static void
a_new_story(void **state)
{
	struct paper *t = *state;
	int64_t before = paper_entries(t);
	struct published p = paper_publish(t, ferry);

	assert_int_equal(p.deed, DEED_PUBLISH);
	assert_int_equal(p.revision, 1);
	assert_str(p.address, "/2026/11/25/ferry-returns-to-winter-hours/");
	/* The story and the topic that it made. */
	assert_int_equal(paper_entries(t), before + 2);
	assert_int_equal(p.topics.n, 1);
	assert_str(p.topics.at[0], "ferries");
	/* What the author wrote stands as it was, comments and all. */
	assert_true(str_starts(p.author,
	    STR("---\nheadline: Ferry returns to winter hours\n# by hand\n"
		"mood: grey\ntopics: [ferries]\nid: ")));
	assert_true(
	    str_ends(p.author, STR("The last boat leaves at *six*.\n")));
	assert_true(str_find(p.author, STR("salt")) == NOWHERE);
	assert_true(str_find(p.stored, STR("salt: ")) != NOWHERE);
	assert_true(
	    str_find(p.stored, STR("published: 2026-11-25T12:00")) != NOWHERE);
}

static void
again_is_nothing(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, ferry);
	int64_t n = paper_entries(t);
	struct published again = paper_publish(t, ferry), back, shown;
	struct str live;

	assert_int_equal(again.deed, DEED_NOTHING);
	assert_true(id_eq(again.id, first.id));
	assert_ok(t->j, paper_try(t, first.author, &back));
	assert_int_equal(back.deed, DEED_NOTHING);
	assert_ok(t->j, desk_show(t->d, t->j, first.address, &live));
	assert_true(str_eq(live, first.stored));
	assert_ok(t->j, paper_try(t, live, &shown));
	assert_int_equal(shown.deed, DEED_NOTHING);
	assert_int_equal(paper_entries(t), n);
}

static struct str
with(struct paper *t, struct str bytes, const char *from, const char *to)
{
	size_t at = str_find(bytes, str_of(from));

	assert_true(at != NOWHERE);
	return job_printf(t->j, "%.*s%s%.*s", (int)at, bytes.p, to,
	    STR_ARG(str_skip(bytes, at + strlen(from))));
}

static void
an_update(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, ferry), p;
	struct str bytes = with(t, first.author, "*six*", "*seven*");

	assert_ok(t->j, paper_try(t, bytes, &p));
	assert_int_equal(p.deed, DEED_UPDATE);
	assert_int_equal(p.revision, 2);
	assert_true(str_eq(p.address, first.address));
	assert_true(str_find(p.author, STR("revision: 2\n")) != NOWHERE);
	/* The same once more, as the author's folder has it now. */
	assert_ok(t->j, paper_try(t, p.author, &first));
	assert_int_equal(first.deed, DEED_NOTHING);
}

static void
a_correction(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, ferry), p;
	struct str bytes = with(t, first.author, "mood: grey\n",
	    "changes:\n- at: 2026-11-25 12:30\n  grade: correction\n"
	    "  note: It said five.\n");

	assert_ok(t->j, paper_try(t, bytes, &p));
	assert_int_equal(p.deed, DEED_CORRECT);
	assert_true(
	    str_find(p.stored, STR("updated: 2026-11-25T12:30")) != NOWHERE);
}

static void
a_stale_file_is_refused(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, ferry), p;

	assert_ok(t->j,
	    paper_try(t, with(t, first.author, "*six*", "*seven*"), &p));
	paper_refuses(t, with(t, first.author, "*six*", "*eight*"), CONFLICT,
	    "- The last boat leaves at *seven*.\n"
	    "+ The last boat leaves at *eight*.\n");
	paper_refuses(t, with(t, first.author, "revision: 1\n", ""), CONFLICT,
	    "revision 2 is live");
}

static void
misses_name_the_nearest(void **state)
{
	struct paper *t = *state;
	int64_t n;

	(void)paper_publish(t, "---\nkind: section\nname: Harbour\n---\n");
	(void)paper_publish(t, "---\nkind: person\nname: Nell Sorrow\n---\n");
	n = paper_entries(t);
	paper_refuses(t, STR("---\nheadline: A\nsection: Harbor\n---\nx\n"),
	    INVALID,
	    "story.md:3: there is no section \"Harbor\"; did you mean "
	    "\"Harbour\"?");
	paper_refuses(t,
	    STR("---\nheadline: A\nbyline: Nel Sorrow\ntopics: new\n---\nx\n"),
	    INVALID, "did you mean \"Nell Sorrow\"?");
	paper_refuses(t, STR("---\nkicker: A\n---\nx\n"), INVALID, "headline");
	assert_int_equal(paper_entries(t), n);
}

static void
one_of_each_name(void **state)
{
	struct paper *t = *state;

	(void)paper_publish(t, "---\nkind: section\nname: Harbour\n---\n");
	paper_refuses(t, STR("---\nkind: section\nname: harbour\n---\nx\n"),
	    CONFLICT, "already");
	paper_refuses(t, STR("---\nkind: settings\nname: X\n---\n"), CONFLICT,
	    "has settings");
}

static void
addresses_evade(void **state)
{
	struct paper *t = *state;
	struct published p;

	(void)paper_publish(t, ferry);
	p = paper_publish(t,
	    "---\nheadline: Ferry returns to winter hours\n---\nAgain.\n");
	assert_str(p.address, "/2026/11/25/ferry-returns-to-winter-hours-2/");
	p = paper_publish(t, "---\nheadline: Old\ndate: 1998-03-02\n---\nx\n");
	assert_str(p.address, "/1998/03/02/old/");
	p = paper_publish(t,
	    "---\nkind: page\nheadline: About us\n---\nWe are.\n");
	assert_str(p.address, "/about-us/");
	p = paper_publish(t, "---\nkind: page\nheadline: Search\n---\nx\n");
	assert_str(p.address, "/search-2/");
	paper_refuses(t,
	    STR("---\nheadline: B\naddress: /section/b/\n---\nx\n"), INVALID,
	    "kept for the site");
	paper_refuses(t, STR("---\nheadline: B\naddress: /about-us/\n---\nx\n"),
	    CONFLICT, "belongs to another");
}

static void
settings_change(void **state)
{
	struct paper *t = *state;
	struct published p;
	struct str live;

	assert_ok(t->j, desk_show(t->d, t->j, STR("settings"), &live));
	assert_ok(t->j,
	    paper_try(t, with(t, live, "The Harbour Gazette", "The Herald"),
		&p));
	assert_int_equal(p.deed, DEED_UPDATE);
	assert_int_equal(p.revision, 2);
}

static void
whole_files_stay(void **state)
{
	struct paper *t = *state;
	struct published p;
	static const char
	    whole[] = "---\nheadline: Elsewhere\n"
		      "id: 00112233445566778899aabbccddeeff\nrevision: 7\n"
		      "address: /2001/02/03/elsewhere/\n"
		      "salt: 0123456789abcdef0123456789abcdef\n"
		      "published: 2001-02-03T10:00:00+00:00\n---\nx\n";

	p = paper_publish(t, whole);
	assert_str(p.stored, whole);
	assert_str(p.author, whole);
	assert_str(p.address, "/2001/02/03/elsewhere/");
	assert_ok(t->j, paper_try(t, with(t, str_of(whole), "x\n", "y\n"), &p));
	assert_int_equal(p.deed, DEED_UPDATE);
	assert_int_equal(p.revision, 8);
}

static enum status
look(struct desk *d, struct job *j, const struct published *p, void *arg)
{
	int64_t num;

	assert_ok(j, site_holder(desk_site(d), j, p->address, &num));
	*(int *)arg += 1;
	return OK;
}

static void
a_trial_leaves_nothing(void **state)
{
	struct paper *t = *state;
	const struct publish_opts opts = { .name = STR("story.md") };
	int64_t n = paper_entries(t);
	int looked = 0;
	const struct trial trial = { desk_media(t->d), look, &looked };
	struct str live;

	assert_ok(t->j, desk_try(t->d, t->j, str_of(ferry), &opts, &trial));
	assert_int_equal(looked, 1);
	assert_int_equal(paper_entries(t), n);
	assert_int_equal(desk_show(t->d, t->j,
			     STR("/2026/11/25/ferry-returns-to-winter-hours/"),
			     &live),
	    NOT_FOUND);
	job_forgive(t->j);
	assert_int_equal(paper_publish(t, ferry).deed, DEED_PUBLISH);
}

static void
another_process_sees_it(void **state)
{
	struct paper *t = *state;
	struct desk *other;
	struct published p;
	const struct publish_opts opts = { .name = STR("a.md") };

	assert_ok(t->j, desk_open(t->j, t->dir, &other));
	assert_ok(t->j,
	    desk_publish(other, t->j,
		STR("---\nkind: section\nname: Town\n---\n"), &opts, &p));
	p = paper_publish(t, "---\nheadline: A\nsection: Town\n---\nx\n");
	assert_int_equal(p.deed, DEED_PUBLISH);
	desk_close(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a new story gets id, address and revision, and "
			   "every other byte stays",
		    a_new_story),
		PAPER_RULE("the same bytes, the author's file and the live "
			   "file change nothing",
		    again_is_nothing),
		PAPER_RULE("a changed file with the live revision is an update",
		    an_update),
		PAPER_RULE("a change graded correction is a correction",
		    a_correction),
		PAPER_RULE("a file with an old revision is refused and the "
			   "lines shown",
		    a_stale_file_is_refused),
		PAPER_RULE("a reference to nothing names file, line and the "
			   "nearest, and nothing is published",
		    misses_name_the_nearest),
		PAPER_RULE("a second section or settings of the same name is "
			   "refused",
		    one_of_each_name),
		PAPER_RULE("an address is evaded, dated by the paper's day, "
			   "and never one that is kept",
		    addresses_evade),
		PAPER_RULE("settings are changed through their own file",
		    settings_change),
		PAPER_RULE("a file with id, salt and address is stored as it "
			   "is",
		    whole_files_stay),
		PAPER_RULE("a trial shows the site as it would be and leaves "
			   "nothing",
		    a_trial_leaves_nothing),
		PAPER_RULE("what another process publishes is known at once",
		    another_process_sees_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
