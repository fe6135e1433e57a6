/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <sys/wait.h>

#include "desk/inside.h"
#include "paper.h"
#include "record/verify.h"

static const char whole[] = "---\nheadline: Elsewhere\n"
			    "id: 00112233445566778899aabbccddeeff\n"
			    "revision: 1\naddress: /2001/02/03/elsewhere/\n"
			    "salt: 0123456789abcdef0123456789abcdef\n"
			    "topics: [storm]\n"
			    "published: 2001-02-03T10:00:00+00:00\n---\nx\n";

static void
sound(struct paper *t)
{
	struct verified v;

	assert_ok(t->j, record_verify(t->j, t->dir, NULL, &v));
	assert_int_equal(v.n, 0);
}

static int64_t
unfinished(struct paper *t)
{
	struct rows r;
	int64_t n = 0;

	assert_ok(t->j,
	    rows_begin(desk_db(t->d), t->j, SQL_DESK_INTENTS, NO_VALS, &r));
	while (rows_next(&r))
		n++;
	assert_ok(t->j, rows_end(&r));
	return n;
}

static struct putting
intended(struct paper *t, struct galley *g)
{
	struct putting p = { .intent = id_random(),
		.action = RECORD_PUBLISH,
		.g = g };

	assert_ok(t->j, set_galley(t->d, t->j, str_of(whole), STR("x"), g));
	assert_ok(t->j, intent_note(t->d, t->j, &p, 0, NULL));
	return p;
}

static void
before_the_record(void **state)
{
	struct paper *t = *state;
	int64_t n = paper_entries(t);
	struct galley g;
	struct str live;

	(void)intended(t, &g);
	paper_shut(t);
	paper_open(t);
	assert_int_equal(unfinished(t), 0);
	assert_int_equal(paper_entries(t), n + 2); /* and its topic */
	assert_ok(t->j,
	    desk_show(t->d, t->j, STR("/2001/02/03/elsewhere/"), &live));
	assert_str(live, whole);
	paper_shut(t);
	paper_open(t);
	assert_int_equal(paper_entries(t), n + 2);
}

static void
after_the_record(void **state)
{
	struct paper *t = *state;
	struct store *s = desk_site_db(t->d);
	struct galley g;
	struct putting p = intended(t, &g);
	struct entry e;
	struct applied a;
	int64_t n;

	assert_ok(t->j, store_begin(s, t->j));
	assert_ok(t->j, put_entry(t->d, t->j, &p, &e, &a));
	assert_ok(t->j, store_end(s, t->j, desk_seal(t->d, t->j)));
	n = paper_entries(t);
	paper_shut(t);
	paper_open(t);
	assert_int_equal(unfinished(t), 0);
	assert_int_equal(paper_entries(t), n);
}

static void
too_late(void **state)
{
	struct paper *t = *state;
	struct galley g;
	struct drafts d;

	(void)intended(t, &g);
	/* Somebody else has published it meanwhile. */
	assert_int_equal(paper_publish(t, whole).deed, DEED_PUBLISH);
	paper_shut(t);
	paper_open(t);
	assert_int_equal(unfinished(t), 0);
	assert_ok(t->j, desk_drafts(t->d, t->j, &d));
	assert_int_equal(d.n, 1);
	assert_true(d.at[0].trouble.n > 0);
}

/* A tombstone is noted as desk_retract() notes it, and the desk dies. */
static struct laying
half_retracted(struct paper *t, struct id thing)
{
	struct tombstone stone = { .thing = thing,
		.revision = 2,
		.salt = salt_random(),
		.address = STR("/2001/02/03/elsewhere/"),
		.reason = STR("It was a barge") };
	struct laying l = { .intent = id_random(),
		.action = RECORD_RETRACT,
		.type = STR("story"),
		.base = 1 };

	assert_ok(t->j, tombstone_file(t->j, &stone, &l.bytes));
	l.packed = deflate_pack(desk_deflater(t->d), t->j, l.bytes);
	assert_ok(t->j, laying_note(t->d, t->j, &l, thing));
	return l;
}

static void
retraction_is_finished(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t, whole);
	struct laying l = half_retracted(t, p.id);
	int64_t n = paper_entries(t);
	struct entry e;

	for (int i = 0; i < 2; i++) {
		paper_shut(t);
		paper_open(t);
		assert_int_equal(unfinished(t), 0);
		assert_int_equal(paper_entries(t), n + 1);
		assert_ok(t->j,
		    record_last(desk_site_db(t->d), t->j, p.id, &e));
		assert_int_equal(e.action, RECORD_RETRACT);
		assert_true(id_eq(e.intent, l.intent));
	}
	sound(t);
}

/* Its base has moved on: what would be retracted is not what was seen. */
static void
retraction_comes_too_late(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t, whole);
	struct drafts d;
	struct entry e;

	(void)half_retracted(t, p.id);
	assert_int_equal(paper_publish(t,
			     "---\nheadline: Elsewhere again\n"
			     "id: 00112233445566778899aabbccddeeff\n"
			     "revision: 1\n---\ny\n")
			     .deed,
	    DEED_UPDATE);
	paper_shut(t);
	paper_open(t);
	assert_int_equal(unfinished(t), 0);
	assert_ok(t->j, record_live(desk_site_db(t->d), t->j, p.id, &e));
	assert_int_equal(e.revision, 2);
	assert_ok(t->j, desk_drafts(t->d, t->j, &d));
	assert_int_equal(d.n, 0);
}

/* Publishes without end, until it is killed. */
static _Noreturn void
publish_on(struct paper *t, int round)
{
	struct desk *d;

	if (desk_open(t->j, t->dir, &d) != OK)
		_exit(1);
	for (int i = 0;; i++) {
		const struct publish_opts opts = { .name = STR("a.md") };
		struct published p;

		if (desk_publish(d, t->j,
			job_printf(t->j,
			    "---\nheadline: Story %d of %d\n---\nx\n", i,
			    round),
			&opts, &p)
		    != OK)
			_exit(1);
	}
}

static void
killed(void **state)
{
	struct paper *t = *state;

	paper_shut(t);
	for (int i = 0; i < 12; i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			publish_on(t, i);
		usleep(30000 + 7777 * (unsigned)i);
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		paper_open(t);
		assert_int_equal(unfinished(t), 0);
		paper_shut(t);
	}
	sound(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("what was intended and not done is done at the next "
			   "start, once",
		    before_the_record),
		PAPER_RULE("what was done and not ended is only ended",
		    after_the_record),
		PAPER_RULE("what can't be done any more goes among the drafts",
		    too_late),
		PAPER_RULE("a retraction that was intended is done at the next "
			   "start, once",
		    retraction_is_finished),
		PAPER_RULE("a retraction of what was changed since is given up",
		    retraction_comes_too_late),
		PAPER_RULE("a desk killed at any moment leaves a sound record "
			   "and nothing unfinished",
		    killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
