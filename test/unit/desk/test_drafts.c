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
		PAPER_RULE("an idle desk brings the log back", idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
