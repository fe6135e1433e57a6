/* SPDX-License-Identifier: ISC */
#include "paper.h"

#include "desk/history.h"
#include "desk/withdraw.h"

static const char tide[] = "---\nheadline: The tide table\nmood: grey\n---\n"
			   "The tide turns at 04:08.\n";

static struct str
with(struct paper *t, struct str bytes, const char *from, const char *to)
{
	size_t at = str_find(bytes, str_of(from));

	assert_true(at != NOWHERE);
	return job_printf(t->j, "%.*s%s%.*s", (int)at, bytes.p, to,
	    STR_ARG(str_skip(bytes, at + strlen(from))));
}

static struct published
corrected(struct paper *t, struct published first)
{
	const struct publish_opts opts = { .name = STR("story.md"),
		.graded = true,
		.grade = GRADE_CORRECTION,
		.note = STR("It is 04:12.") };
	struct published p;

	assert_ok(t->j,
	    desk_publish(t->d, t->j,
		with(t, with(t, first.author, "04:08", "04:12 sharp"), "grey",
		    "blue"),
		&opts, &p));
	return p;
}

static struct history
history(struct paper *t, struct str named)
{
	struct history h;

	assert_ok(t->j, desk_history(t->d, t->j, named, &h));
	return h;
}

static void
each_revision(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, tide);
	struct published p = corrected(t, first);
	struct history h = history(t, p.address);

	assert_true(id_eq(h.id, p.id));
	assert_str(h.headline, "The tide table");
	assert_int_equal(h.n, 2);
	/* Newest first. */
	assert_int_equal(h.at[0].entry.revision, 2);
	assert_int_equal(h.at[0].entry.seq, p.seq);
	assert_int_equal(h.at[0].entry.action, RECORD_CORRECT);
	assert_int_equal(h.at[0].changes.n, 1);
	assert_str(h.at[0].changes.at[0].note, "It is 04:12.");
	assert_int_equal(h.at[0].what.added, 2);
	assert_int_equal(h.at[0].what.taken, 1);
	assert_str(h.at[0].what.fields[0].name, "mood");
	assert_str(h.at[0].what.fields[0].was, "grey");
	assert_str(h.at[0].what.fields[0].is, "blue");
	assert_int_equal(h.at[1].entry.action, RECORD_PUBLISH);
	assert_int_equal(h.at[1].changes.n, 0);
	assert_int_equal(h.at[1].what.added, 5);
	/* By whom: the one key that there is. */
	assert_int_equal(h.signers.n, 1);
	assert_true(str_find(h.signers.at[0], STR("/record (key ")) != NOWHERE);
	assert_int_equal(history(t, id_hex(t->j, p.id)).n, 2);
}

static void
gone_and_back(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, tide), p;
	struct withdrawn w;
	struct history h;

	p = corrected(t, first);
	assert_ok(t->j,
	    desk_retract(t->d, t->j, p.address, STR("It was a barge."), &w));
	h = history(t, p.address);
	assert_int_equal(h.n, 3);
	assert_int_equal(h.at[0].entry.action, RECORD_RETRACT);
	assert_str(h.at[0].reason, "It was a barge.");
	assert_str(h.headline, "The tide table");
	assert_ok(t->j, paper_try(t, p.author, &p));
	/* What it said of itself comes back with it. */
	assert_true(str_find(p.stored, STR("\nupdated: ")) != NOWHERE);
	h = history(t, p.address);
	assert_int_equal(h.n, 4);
	assert_true(h.at[0].revived);
	assert_false(h.at[3].revived);
	/* The same words, of the same time, as before it went. */
	assert_int_equal(h.at[0].what.n, 0);
	assert_int_equal(h.at[0].what.added + h.at[0].what.taken, 0);
}

static void
erased(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t, tide), p;
	struct store *s = desk_site_db(t->d);
	struct history h;

	p = corrected(t, first);
	assert_ok(t->j, store_begin(s, t->j));
	assert_ok(t->j, record_erase(s, t->j, first.seq, p.seq));
	assert_ok(t->j, store_end(s, t->j, OK));
	h = history(t, p.address);
	assert_int_equal(h.n, 2);
	assert_true(h.at[1].erased);
	assert_false(h.at[0].erased);
}

static void
never(void **state)
{
	struct paper *t = *state;
	struct history h;

	assert_int_equal(desk_history(t->d, t->j, STR("/nowhere/"), &h),
	    NOT_FOUND);
	assert_true(str_find(job_reason(t->j), STR("/nowhere/")) != NOWHERE);
	job_forgive(t->j);
	assert_int_equal(desk_history(t->d, t->j, STR(""), &h), NOT_FOUND);
	job_forgive(t->j);
	assert_int_equal(desk_history(t->d, t->j,
			     STR("00112233445566778899aabbccddeeff"), &h),
	    NOT_FOUND);
	job_forgive(t->j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("each revision is told, what changed in it, and who "
			   "signed",
		    each_revision),
		PAPER_RULE("a retraction and a return are told, with the "
			   "reason",
		    gone_and_back),
		PAPER_RULE("words that were erased are said to be", erased),
		PAPER_RULE("what never was is not found", never),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
