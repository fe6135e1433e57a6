/* SPDX-License-Identifier: ISC */
#include <sqlite3.h>

#include "paper.h"

static struct str
live_with(struct paper *t, const char *from, const char *to)
{
	struct str live;
	size_t at;

	assert_ok(t->j, desk_show(t->d, t->j, STR("settings"), &live));
	at = str_find(live, str_of(from));
	assert_true(at != NOWHERE);
	return job_printf(t->j, "%.*s%s%.*s", (int)at, live.p, to,
	    STR_ARG(str_skip(live, at + strlen(from))));
}

static void
refused_by_line(void **state)
{
	struct paper *t = *state;
	int64_t n = paper_entries(t);
	struct published p;

	paper_refuses(t,
	    live_with(t, "https://gazette.example/", "gazette.example"),
	    INVALID, "story.md:7: the paper can't be at \"gazette.example\"");
	paper_refuses(t,
	    live_with(t, "https://gazette.example/", "https://x.example/?a"),
	    INVALID, "such as https://gazette.example/");
	paper_refuses(t, live_with(t, "url:", "accent: red\nurl:"), INVALID,
	    "story.md:7: \"red\" is no colour");
	paper_refuses(t, live_with(t, "- en", "- fa\n  - en"), INVALID,
	    "story.md:4: the paper's first language is `en` and stays first");
	paper_refuses(t, live_with(t, "- en", "- en\n  - fa\n  - FA"), INVALID,
	    "story.md:4: the language `fa` stands there twice");
	paper_refuses(t, live_with(t, "Europe/Lisbon", "Europe/Lisboa"),
	    INVALID, "story.md:6:");
	paper_refuses(t,
	    live_with(t, "- en", "- en\n  - {tag: fa, timezone: Tehran}"),
	    INVALID, "story.md:4: `Tehran`, the zone of the language `fa`");
	assert_int_equal(paper_entries(t), n);
	assert_ok(t->j,
	    paper_try(t,
		live_with(t, "- en",
		    "- en\n  - {tag: fa, timezone: Asia/Tehran}"),
		&p));
	assert_int_equal(p.deed, DEED_UPDATE);
}

/* The author's own file stays the author's, in the form that it has. */
static void
toml_stays_toml(void **state)
{
	static const char text[] = "+++\n"
				   "# by hand\n"
				   "title = \"Tide\"\n"
				   "[mood]\n"
				   "id = \"calm\"\n"
				   "+++\n"
				   "It rises.\n";
	struct paper *t = *state;
	struct published p = paper_publish(t, text), again;
	int64_t n = paper_entries(t);
	struct str changed;

	assert_true(str_starts(p.author, STR("+++\nid = \"")));
	assert_true(
	    str_find(p.author,
		STR("\"\nrevision = 1\naddress = \"/2026/11/25/tide/\"\n"
		    "# by hand\ntitle = \"Tide\"\n[mood]\n"
		    "id = \"calm\"\n+++\nIt rises.\n"))
	    != NOWHERE);
	assert_ok(t->j, paper_try(t, p.author, &again));
	assert_int_equal(again.deed, DEED_NOTHING);
	assert_true(str_eq(again.author, p.author));
	assert_int_equal(paper_entries(t), n);
	changed = job_printf(t->j, "%.*sIt falls.\n", STR_ARG(p.author));
	assert_ok(t->j, paper_try(t, changed, &again));
	assert_int_equal(again.deed, DEED_UPDATE);
	assert_true(str_find(again.author, STR("\nrevision = 2\n")) != NOWHERE);
	assert_true(str_find(again.author, STR("\nrevision = 1\n")) == NOWHERE);
}

static int64_t
bodies_of(struct paper *t, const char *where)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	int64_t n;

	assert_int_equal(sqlite3_open(file_path(t->j, t->dir, "site.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
			     job_printf(t->j,
				 "SELECT count(*) FROM story_body WHERE %s",
				 where)
				 .p,
			     -1, &q, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

/* As a program with an older sanitiser left it. */
static void
a_newer_sanitiser(void **state)
{
	struct paper *t = *state;
	sqlite3 *db = NULL;
	int64_t n;

	(void)paper_publish(t, "---\nheadline: A\n---\nOne.\n");
	(void)paper_publish(t, "---\nheadline: B\n---\nTwo.\n");
	n = paper_entries(t);
	paper_shut(t);
	assert_int_equal(sqlite3_open(file_path(t->j, t->dir, "site.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "UPDATE story_body SET sanitiser = 0, html = "
			     "x'00'",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	paper_open(t);
	assert_int_equal(bodies_of(t, "sanitiser > 0 AND html <> x'00'"), 2);
	assert_int_equal(bodies_of(t, "1"), 2);
	assert_int_equal(paper_entries(t), n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("settings that a paper can't have are refused with "
			   "their line",
		    refused_by_line),
		PAPER_RULE("an author's TOML stays TOML", toml_stays_toml),
		PAPER_RULE("whoever writes first after an update makes bodies "
			   "of an older sanitiser anew",
		    a_newer_sanitiser),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
