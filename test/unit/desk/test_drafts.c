/* SPDX-License-Identifier: ISC */
#include "paper.h"

#define HOUR 3600

static const char tomorrow
    [] = "---\nheadline: Dawn boat\ndate: 2026-11-26 06:00\n---\nIt leaves.\n";
static const char embargo[] = "---\nheadline: Bell rule\n"
			      "embargo: 2026-11-25 14:00\n---\nSigned.\n";
static const char
    draft[] = "---\nheadline: Half a story\ndraft: true\n---\nNot yet.\n";
static const char
    over[] = "---\nheadline: Sale\nexpires: 2026-11-01\n---\nOver.\n";

static struct drafts
all(struct paper *t)
{
	struct drafts d;

	assert_ok(t->j, desk_drafts(t->d, t->j, &d));
	return d;
}

static struct tended
tend(struct paper *t, int64_t now)
{
	struct tended r;

	paper_later(t, now);
	assert_ok(t->j, desk_tend(t->d, t->j, &r));
	return r;
}

static void
kept(void **state)
{
	struct paper *t = *state;
	int64_t n = paper_entries(t);
	struct published p = paper_publish(t, tomorrow);
	struct drafts d;
	struct draft one;

	assert_int_equal(p.deed, DEED_KEEP);
	assert_int_equal(p.due, NOON + 18 * HOUR);
	/* The same file with an id, by which it is known from now on. */
	assert_true(str_find(p.author, id_hex(t->j, p.id)) != NOWHERE);
	assert_true(str_starts(p.author,
	    STR("---\nheadline: Dawn boat\ndate: 2026-11-26 06:00\nid: ")));
	(void)paper_publish(t, embargo);
	(void)paper_publish(t, draft);
	(void)paper_publish(t, over);
	assert_int_equal(paper_entries(t), n);
	d = all(t);
	assert_int_equal(d.n, 4);
	assert_str(d.at[0].headline, "Bell rule");
	assert_str(d.at[1].headline, "Dawn boat");
	assert_ok(t->j, desk_draft(t->d, t->j, p.draft, &one));
	assert_str(one.bytes, job_cstr(t->j, p.author));
	assert_int_equal(one.why, DRAFT_FUTURE);
}

static void
by_hand(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t, draft), done;

	assert_ok(t->j, desk_publish_draft(t->d, t->j, p.draft, &done));
	assert_int_equal(done.deed, DEED_PUBLISH);
	assert_true(str_find(done.stored, STR("draft:")) == NOWHERE);
	assert_int_equal(all(t).n, 0);
	p = paper_publish(t, over);
	assert_ok(t->j, desk_drop(t->d, t->j, p.draft));
	assert_int_equal(all(t).n, 0);
	assert_int_equal(desk_publish_draft(t->d, t->j, p.draft, &done),
	    NOT_FOUND);
}

static void
when_due(void **state)
{
	struct paper *t = *state;
	struct str live;
	int64_t n;

	(void)paper_publish(t, tomorrow);
	(void)paper_publish(t, embargo);
	n = paper_entries(t);
	assert_int_equal(tend(t, NOON + HOUR).published, 0);
	assert_int_equal(tend(t, NOON + 3 * HOUR).published, 1);
	assert_int_equal(tend(t, NOON + 3 * HOUR).next_due, NOON + 18 * HOUR);
	assert_int_equal(paper_entries(t), n + 1);
	assert_ok(t->j,
	    desk_show(t->d, t->j, STR("/2026/11/25/bell-rule/"), &live));
	assert_int_equal(tend(t, NOON + 19 * HOUR).published, 1);
	assert_ok(t->j,
	    desk_show(t->d, t->j, STR("/2026/11/26/dawn-boat/"), &live));
	assert_int_equal(tend(t, NOON + 20 * HOUR).published, 0);
	assert_int_equal(all(t).n, 0);
}

static void
after_a_pause(void **state)
{
	struct paper *t = *state;
	struct entry e;
	struct str first;
	int64_t n;

	(void)paper_publish(t, tomorrow);
	(void)paper_publish(t, embargo);
	n = paper_entries(t);
	paper_shut(t);
	paper_later(t, NOON + 1000 * HOUR);
	paper_open(t);
	assert_int_equal(tend(t, NOON + 1000 * HOUR).published, 2);
	/* In the order in which they fell due. */
	assert_ok(t->j, desk_show(t->d, t->j, STR("bell-rule"), &first));
	assert_ok(t->j, record_entry(desk_site_db(t->d), t->j, n, &e));
	assert_true(sha256_eq(e.file_sha, sha256_of(first)));
}

static void
a_bad_one_waits(void **state)
{
	struct paper *t = *state;
	struct tended r;

	(void)paper_publish(t,
	    "---\nheadline: A\nembargo: 2026-11-25 13:00\n"
	    "section: Nowhere\n---\nx\n");
	(void)paper_publish(t, embargo);
	r = tend(t, NOON + 3 * HOUR);
	assert_int_equal(r.published, 1);
	assert_true(str_find(r.trouble, STR("Nowhere")) != NOWHERE);
	assert_int_equal(all(t).n, 1);
	assert_true(str_find(all(t).at[0].trouble, STR("Nowhere")) != NOWHERE);
	/* Tried again, but not at once. */
	(void)paper_publish(t, "---\nkind: section\nname: Nowhere\n---\n");
	assert_int_equal(tend(t, NOON + 3 * HOUR + 5).published, 0);
	assert_int_equal(tend(t, NOON + 3 * HOUR + 90).published, 1);
}

static void
idle(void **state)
{
	struct paper *t = *state;

	for (int i = 0; i < 12; i++)
		(void)paper_publish(t,
		    job_printf(t->j, "---\nheadline: Story %d\n---\nWords.\n",
			i)
			.p);
	for (int i = 0; i < 20; i++)
		(void)tend(t, NOON + i);
	assert_int_equal(store_wal_bytes(desk_site_db(t->d)), 0);
}

static int64_t
due_of(struct paper *t, const char *until)
{
	return paper_publish(t,
	    job_printf(t->j, "---\nheadline: At %s\nembargo: %s\n---\nx\n",
		until, until)
		.p)
	    .due;
}

/* RFC 5545: the offset before a gap counts, the first of two. */
static void
clocks_change(void **state)
{
	struct paper *t = *state;

	/* On 28 March 2027 Lisbon goes from 00:59 to 02:00. */
	assert_int_equal(due_of(t, "2027-03-28 00:30"), 1806193800);
	assert_int_equal(due_of(t, "2027-03-28 01:30"), 1806197400);
	assert_int_equal(due_of(t, "2027-03-28 02:30"), 1806197400);
	/* On 31 October the hour from 01:00 comes twice. */
	assert_int_equal(due_of(t, "2027-10-31 00:30"), 1824939000);
	assert_int_equal(due_of(t, "2027-10-31 01:30"), 1824942600);
	assert_int_equal(due_of(t, "2027-10-31T01:30:00+00:00"), 1824946200);
	assert_int_equal(due_of(t, "2027-10-31 02:30"), 1824949800);
}

static void
clock_is_set(void **state)
{
	struct paper *t = *state;
	struct entry first, second;
	int64_t n;

	(void)paper_publish(t, embargo);
	n = paper_entries(t);
	assert_int_equal(tend(t, NOON + HOUR).published, 0);
	assert_int_equal(tend(t, NOON - 5 * HOUR).published, 0);
	assert_int_equal(tend(t, NOON + 2 * HOUR - 1).published, 0);
	assert_int_equal(tend(t, NOON + 2 * HOUR).published, 1);
	/* Back again: what is out stays out, and the record goes on. */
	paper_later(t, NOON);
	(void)paper_publish(t, "---\nheadline: Late\n---\nx\n");
	assert_ok(t->j, record_entry(desk_site_db(t->d), t->j, n, &first));
	assert_ok(t->j, record_entry(desk_site_db(t->d), t->j, n + 1, &second));
	assert_true(second.at >= first.at);
}

static void
tried_ahead(void **state)
{
	struct paper *t = *state;

	(void)paper_publish(t,
	    "---\nheadline: A\nembargo: 2026-11-25 13:00\n"
	    "section: Nowhere\n---\nx\n");
	assert_int_equal(tend(t, NOON + 30 * HOUR).published, 0);
	paper_later(t, NOON + 2 * HOUR);
	(void)paper_publish(t, "---\nkind: section\nname: Nowhere\n---\n");
	assert_int_equal(tend(t, NOON + 2 * HOUR).published, 1);
}

static void
told_beforehand(void **state)
{
	struct paper *t = *state;
	struct published p;

	(void)paper_publish(t, "---\nkind: section\nname: Harbour\n---\n");
	p = paper_publish(t,
	    "---\nheadline: A\nembargo: 2026-11-25 13:00\n"
	    "section: Harbor\n---\nx\n");
	assert_int_equal(p.deed, DEED_KEEP);
	assert_int_equal(p.notes.n, 1);
	assert_true(
	    str_find(p.notes.at[0].text, STR("did you mean \"Harbour\"?"))
	    != NOWHERE);
}

static bool
stands_in(struct paper *t, const char *name, const char *word)
{
	struct str bytes;

	if (file_read(t->j, file_path(t->j, t->dir, name), 1 << 28, &bytes)
	    != OK) {
		job_forgive(t->j);
		return false;
	}
	return str_find(bytes, str_of(word)) != NOWHERE;
}

static void
nothing_leaks(void **state)
{
	struct paper *t = *state;
	int64_t before, after, n = paper_entries(t);

	assert_ok(t->j, store_data_version(desk_site_db(t->d), t->j, &before));
	(void)paper_publish(t,
	    "---\nheadline: Xylographer\nembargo: 2026-11-25 14:00\n"
	    "topics: Xylography\n---\nXylographers.\n");
	(void)tend(t, NOON + HOUR);
	assert_ok(t->j, store_data_version(desk_site_db(t->d), t->j, &after));
	assert_int_equal(before, after);
	assert_int_equal(paper_entries(t), n);
	assert_false(stands_in(t, "site.db", "Xylograph"));
	assert_false(stands_in(t, "site.db-wal", "Xylograph"));
	assert_int_equal(tend(t, NOON + 2 * HOUR).published, 1);
	assert_true(stands_in(t, "site.db", "Xylograph")
	    || stands_in(t, "site.db-wal", "Xylograph"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("what is not due is kept as it is, soonest first",
		    kept),
		PAPER_RULE("a draft is published or dropped by its number",
		    by_hand),
		PAPER_RULE("what falls due is published, once", when_due),
		PAPER_RULE("what fell due while nobody was there comes in "
			   "order",
		    after_a_pause),
		PAPER_RULE("one that can't be published says why and holds up "
			   "nobody",
		    a_bad_one_waits),
		PAPER_RULE("an embargo in the hour that is skipped or comes "
			   "twice has one meaning",
		    clocks_change),
		PAPER_RULE("a clock that is set back or forward is heeded",
		    clock_is_set),
		PAPER_RULE("what failed while the clock was ahead is tried "
			   "again",
		    tried_ahead),
		PAPER_RULE("what an embargoed story lacks is told when it is "
			   "kept",
		    told_beforehand),
		PAPER_RULE("the site's database knows nothing of what waits",
		    nothing_leaks),
		PAPER_RULE("an idle desk brings the log back", idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
