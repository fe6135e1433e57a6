/* SPDX-License-Identifier: ISC */
/*
 * Every call of the database that a deed makes is made to fail: once (a busy
 * moment, a bad sector, a full disk), and then from that call on (the disk is
 * gone).  Afterwards the desk is opened anew, as after a crash, and
 *
 * 1. nothing is half done: the record verifies, the site has applied all of
 *    it, no intent is left over;
 * 2. what was said to be done is done;
 * 3. done again, the deed succeeds, and stands in the record once.
 *
 * sqlite3_step() is wrapped by the linker: all statements go through it.
 */
#include <sqlite3.h>

#include "desk/inside.h"
#include "desk/redact.h"
#include "desk/withdraw.h"
#include "paper.h"
#include "record/verify.h"

#define VERIFY_EVERY 40 /* rounds; all of it is read */
/* All steps of these would find what those of publish found. */
#define STRIDE_ELSEWHERE 5
#define STRIDE_LASTING 7
#define LATER 100 /* seconds */
/* A redaction has some 400 steps, too many for a slow build. */
#ifdef __clang__ /* built with ASan in "make test", see tools/test */
	#define STRIDE_REDACTING 4
#else
	#define STRIDE_REDACTING 1
#endif

int __real_sqlite3_step(sqlite3_stmt *st); /* NOLINT: the linker's name */
int __wrap_sqlite3_step(sqlite3_stmt *st); /* NOLINT: the linker's name */

/* NOLINTNEXTLINE: the linker's hook has no argument to put it in */
static struct fault {
	int64_t steps, fails_at; /* 0: never */
	int code;
	bool lasts;
	bool struck;
} fault;

int
__wrap_sqlite3_step(sqlite3_stmt *st) /* NOLINT: the linker's name */
{
	fault.steps++;
	if (fault.fails_at == 0 || fault.steps < fault.fails_at
	    || (fault.steps > fault.fails_at && !fault.lasts))
		return __real_sqlite3_step(st);
	fault.struck = true;
	return fault.code;
}

static void
arm(int64_t at, int code, bool lasts)
{
	fault = (struct fault){ .fails_at = at, .code = code, .lasts = lasts };
}

static bool
disarm(void)
{
	const bool struck = fault.struck;

	fault = (struct fault){ 0 };
	return struck;
}

/* ---- deeds ---- */

struct deed_of {
	struct paper *t;
	int n;        /* which round */
	char *author; /* the file that the author has now */
};

/* A reason to try it, before the fault. */
typedef void deed_prepare(struct deed_of *d);
typedef enum status deed_act(struct deed_of *d);
/* Whether the record shows that it is done. */
typedef bool deed_done(struct deed_of *d);

static enum status
publish(struct deed_of *d, struct str bytes, struct published *out)
{
	const struct publish_opts opts = { .name = STR("story.md"),
		.folder = d->t->top };

	return desk_publish(d->t->d, d->t->j, bytes, &opts, out);
}

static struct str
story(struct deed_of *d, const char *words)
{
	return job_printf(d->t->j,
	    "---\nheadline: Boat %d\nslug: boat-%d\ndate: 2026-11-20\n"
	    "topics: [storm, Tide %d]\n---\n%s\n",
	    d->n, d->n, d->n, words);
}

static bool
live_has(struct deed_of *d, const char *words)
{
	struct str live;
	const enum status st = desk_show(d->t->d, d->t->j,
	    job_printf(d->t->j, "boat-%d", d->n), &live);

	if (st != OK)
		job_forgive(d->t->j);
	return st == OK && str_find(live, str_of(words)) != NOWHERE;
}

static void
nothing(struct deed_of *d)
{
	(void)d;
}

static enum status
new_story(struct deed_of *d)
{
	struct published p;

	return publish(d, story(d, "It left."), &p);
}

static bool
story_is_there(struct deed_of *d)
{
	return live_has(d, "It left.");
}

static void
a_story(struct deed_of *d)
{
	struct published p;

	assert_ok(d->t->j, publish(d, story(d, "It left."), &p));
	d->author = strdup(job_cstr(d->t->j, p.author));
	assert_non_null(d->author);
}

static enum status
update(struct deed_of *d)
{
	struct job *j = d->t->j;
	struct published p;
	struct str bytes;
	enum status st = textfile_edit(j, str_of(d->author), STR("story.md"),
	    &(struct edit){ .field = STR("deck"), .text = STR("At noon.") }, 1,
	    &bytes);

	return st == OK ? publish(d, bytes, &p) : st;
}

static bool
deck_is_there(struct deed_of *d)
{
	return live_has(d, "At noon.");
}

static enum status
retract(struct deed_of *d)
{
	struct withdrawn w;

	return desk_retract(d->t->d, d->t->j,
	    job_printf(d->t->j, "/2026/11/20/boat-%d/", d->n),
	    STR("It never left."), &w);
}

static bool
story_is_gone(struct deed_of *d)
{
	return !live_has(d, "It left.");
}

static enum status
fall_due(struct deed_of *d)
{
	struct tended r;

	return desk_tend(d->t->d, d->t->j, &r);
}

#define GONE_WORDS "Zorvanna Quillfeather"

static void
named_story(struct deed_of *d)
{
	struct published p;

	assert_ok(d->t->j, publish(d, story(d, GONE_WORDS " rowed."), &p));
}

static enum status
redact(struct deed_of *d)
{
	static const struct str words[] = { STR_INIT(GONE_WORDS) };
	const struct redact_opts opts = { .phrases = words, .nphrases = 1 };
	struct redaction *r;
	struct redacted done;
	enum status st = desk_redact_look(d->t->d, d->t->j, &opts, NULL, &r);

	if (st == OK && redaction_size(r) > 0)
		st = desk_redact(r, d->t->j, NULL, &done);
	return st;
}

static bool
words_are_gone(struct deed_of *d)
{
	return live_has(d, " rowed.") && !live_has(d, GONE_WORDS);
}

static void
a_draft(struct deed_of *d)
{
	struct published p;

	assert_ok(d->t->j,
	    publish(d,
		job_printf(d->t->j,
		    "---\nheadline: Boat %d\nslug: boat-%d\n"
		    "embargo: 2026-11-25 12:00\n---\nIt left.\n",
		    d->n, d->n),
		&p));
}

/* ---- rounds ---- */

static void
assert_nothing_half(struct deed_of *d)
{
	struct job *j = d->t->j;
	struct rows r;
	struct val applied;

	assert_ok(j,
	    rows_begin(desk_db(d->t->d), j, SQL_DESK_INTENTS, NO_VALS, &r));
	assert_false(rows_next(&r));
	assert_ok(j, rows_end(&r));
	assert_ok(j,
	    store_one(desk_site_db(d->t->d), j, SQL_SITE_STATE, NO_VALS,
		&applied, 1));
	assert_int_equal(applied.i, paper_entries(d->t));
}

static void
assert_verifies(struct paper *t)
{
	struct verified v;

	assert_ok(t->j, record_verify(t->j, t->dir, NULL, &v));
	assert_int_equal(v.n, 0);
}

struct trying {
	deed_prepare *prepare;
	deed_act *act;
	deed_done *done;
	int stride;  /* from a step that fails to the next */
	int entries; /* that a round adds, however often it is tried */
};

/* True if the fault struck. */
static bool
round_of(struct deed_of *d, const struct trying *what, int64_t at, int code,
    bool lasts)
{
	struct job *j = d->t->j;
	enum status st;
	bool struck;

	paper_later(d->t, NOON - 3600);
	what->prepare(d);
	paper_later(d->t, NOON);
	arm(at, code, lasts);
	st = what->act(d);
	struck = disarm();
	if (st != OK && job_reason(j).n == 0)
		fail_msg("step %d: %s without a reason", (int)at,
		    status_name(st));
	job_forgive(j);
	paper_shut(d->t);
	paper_open(d->t);
	assert_nothing_half(d);
	if (st == OK && struck == false)
		assert_true(what->done(d));
	paper_later(d->t, NOON + LATER); /* what failed when due is put off */
	assert_ok(j, what->act(d));
	if (!what->done(d))
		fail_msg("step %d, code %d: not done", (int)at, code);
	free(d->author);
	d->author = NULL;
	return struck;
}

static void
every_step(struct paper *t, const struct trying *what)
{
	static const int codes[] = { SQLITE_IOERR, SQLITE_FULL, SQLITE_BUSY };
	struct deed_of d = { .t = t };

	for (int lasts = 0; lasts <= 1; lasts++) {
		const int stride = lasts ? STRIDE_LASTING : what->stride;

		for (int64_t at = 1;; at += stride) {
			const int64_t before = paper_entries(t);
			const bool struck = round_of(&d, what, at,
			    codes[d.n % 3], lasts);

			assert_true(paper_entries(t) - before <= what->entries);
			if (d.n++ % VERIFY_EVERY == 0)
				assert_verifies(t);
			if (!struck)
				break;
		}
	}
	assert_verifies(t);
}

static void
publishing(void **state)
{
	every_step(*state,
	    &(struct trying){ nothing, new_story, story_is_there, 1, 4 });
}

static void
updating(void **state)
{
	every_step(*state,
	    &(struct trying){ a_story, update, deck_is_there, STRIDE_ELSEWHERE,
		4 });
}

static void
retracting(void **state)
{
	every_step(*state,
	    &(struct trying){ a_story, retract, story_is_gone, STRIDE_ELSEWHERE,
		4 });
}

static void
falling_due(void **state)
{
	every_step(*state,
	    &(struct trying){ a_draft, fall_due, story_is_there,
		STRIDE_ELSEWHERE, 4 });
}

/*
 * A redaction makes all tables anew, so each round has a paper of its own, or
 * the next would have more steps than the one before.
 */
static void
redacting(void **state)
{
	static const int codes[] = { SQLITE_IOERR, SQLITE_FULL };
	const struct trying what = { named_story, redact, words_are_gone };
	bool struck = true;
	int rounds = 0;

	(void)state;
	for (int64_t at = 1; struck; at += STRIDE_REDACTING) {
		struct deed_of d = { .n = 1 };
		void *own;

		assert_int_equal(paper_set_up(&own), 0);
		d.t = own;
		struck = round_of(&d, &what, at, codes[rounds++ % 2], false);
		assert_verifies(d.t);
		assert_int_equal(paper_tear_down(&own), 0);
	}
	assert_true(rounds * STRIDE_REDACTING > 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a publish whose database fails at any step is done "
			   "whole or not at all, and can be done again",
		    publishing),
		PAPER_RULE("so is an update", updating),
		PAPER_RULE("so is a retraction", retracting),
		PAPER_RULE("so is what falls due", falling_due),
		PAPER_RULE("so is a redaction", redacting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
