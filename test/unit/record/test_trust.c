/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "record/trust.h"

#include "keys.h"

#define DAY ((int64_t)24 * 60 * 60)

/* A story more; the head after it. */
static struct str
story(struct place *p, int n)
{
	const struct intent in = intent_of(p->j, id_random(), 0, n);
	struct str note;
	struct entry e;

	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
	return note;
}

/* All entries that are new to it; the status of the last note. */
static enum status
take(struct trust *t, struct place *p)
{
	enum status st = OK;
	int64_t size = 0;
	struct str note, turn;
	struct entry e;

	assert_ok(p->j, record_size(p->s, p->j, &size));
	for (int64_t seq = t->size; seq < size; seq++) {
		assert_ok(p->j, record_entry(p->s, p->j, seq, &e));
		if (e.action == RECORD_LOG) {
			assert_ok(p->j,
			    record_text(p->s, p->j, p->d, seq, &note));
			st = trust_note(t, p->j, note, seq, e.at, &turn);
		}
		trust_entry(t, seq, e.at);
	}
	return st;
}

static struct trust
begin(struct place *p, struct str key)
{
	struct trust t;

	trust_begin(&t, p->j, STR(""));
	trust_key(&t, key);
	return t;
}

static enum status
head(const struct trust *t, struct place *p, struct str note)
{
	struct checkpoint c;
	struct str who;

	job_forgive(p->j);
	return trust_head(t, p->j, note, &c, &who);
}

static void
assert_says(struct place *p, const char *what)
{
	if (str_find(job_reason(p->j), str_of(what)) == NOWHERE)
		fail_msg("no \"%s\" in: %.*s", what, STR_ARG(job_reason(p->j)));
}

/* The key that signs now hands over to another, which is given. */
static struct str
rotate(struct place *p, int64_t days)
{
	const struct str key = add_key(p, STR(ORIGIN));
	const struct masthead m = with_key(p, key,
	    days == 0 ? 0 : job_now(p->j) + days * DAY);

	assert_ok(p->j, put_masthead(p, &m));
	return key;
}

static void
learned(void **state)
{
	struct place *p = *state;
	const struct str first = record_key_public(p->key, p->j);
	struct trust t = begin(p, first);
	struct checkpoint c;
	struct str note, second, third, who;

	assert_ok(p->j, head(&t, p, story(p, 1)));
	second = rotate(p, 0);
	note = story(p, 2);
	assert_int_equal(head(&t, p, note), INVALID);
	assert_says(p, "no good signature");
	assert_says(p, "--key");
	third = rotate(p, 0);
	note = story(p, 3);
	assert_ok(p->j, take(&t, p));
	assert_true(trust_has(&t, second));
	job_forgive(p->j);
	assert_ok(p->j, trust_head(&t, p->j, note, &c, &who));
	assert_true(str_eq(who, third));
	assert_int_equal(c.size, 5);
	assert_int_equal(t.why.n, 0);
}

static void
resumed(void **state)
{
	struct place *p = *state;
	struct trust t = begin(p, record_key_public(p->key, p->j)), again;

	(void)rotate(p, 0);
	assert_ok(p->j, take(&t, p));
	trust_begin(&again, p->j, STR(ORIGIN));
	trust_key(&again, t.keys[1]);
	assert_ok(p->j, trust_resume(&again, t.note));
	trust_entry(&again, t.size - 1, t.at);
	(void)rotate(p, 0);
	const struct str note = story(p, 1);

	assert_ok(p->j, take(&again, p));
	assert_ok(p->j, head(&again, p, note));
}

/* A log of another's making, whose notes all follow from each other. */
static void
stranger(void **state)
{
	struct place *p = *state;
	struct record_key *mine = NULL;
	struct str text;

	assert_ok(p->j, note_key_new(p->j, STR(ORIGIN), &mine, &text));
	struct trust t = begin(p, record_key_public(mine, p->j));

	record_key_close(mine);
	(void)story(p, 1);
	(void)rotate(p, 0);
	(void)rotate(p, 30);
	const struct str note = story(p, 2);

	assert_ok(p->j, take(&t, p));
	assert_int_equal(t.n, 1);
	assert_int_equal(head(&t, p, note), INVALID);
	assert_says(p, "entry 1 names ");
	assert_says(p, "no key that is trusted signed that");
	assert_says(p, "--key");
}

/* The newest key alone, as who learned of it in print has it. */
static void
newest(void **state)
{
	struct place *p = *state;
	struct record_key *old = NULL;
	struct str line;

	assert_ok(p->j, record_key_file(p->j, p->dir, &line));
	assert_ok(p->j, note_key_of(p->j, line, &old));
	struct trust t = begin(p, rotate(p, 30));
	const struct str note = story(p, 1);

	assert_ok(p->j, take(&t, p));
	assert_ok(p->j, head(&t, p, note));
	/* It says of the old one that it signs, but not that it is good. */
	const struct checkpoint c = { STR(ORIGIN), 2, sha256_of(STR("root")) };

	assert_int_equal(head(&t, p, checkpoint_sign(p->j, old, &c, NULL)),
	    INVALID);
	assert_ok(p->j, head(&t, p, checkpoint_sign(p->j, p->key, &c, NULL)));
	record_key_close(old);
}

static void
ended(void **state)
{
	struct place *p = *state;
	struct record_key *old = NULL;
	struct str line, note, turn;
	struct trust t = begin(p, record_key_public(p->key, p->j));

	assert_ok(p->j, record_key_file(p->j, p->dir, &line));
	assert_ok(p->j, note_key_of(p->j, line, &old));
	const int64_t then = job_now(p->j);

	(void)story(p, 1);
	(void)rotate(p, 30);
	assert_ok(p->j, take(&t, p));
	const struct checkpoint c = { STR(ORIGIN), 9, sha256_of(STR("root")) };

	note = checkpoint_sign(p->j, old, &c, NULL);
	assert_ok(p->j, head(&t, p, note));
	trust_entry(&t, t.size, then + 30 * DAY);
	assert_int_equal(head(&t, p, note), INVALID);
	assert_says(p, "has not signed since");
	/* Nor can it put the clock back: in a head, or to name a third. */
	trust_entry(&t, t.size, then);
	assert_int_equal(head(&t, p, note), INVALID);
	job_forgive(p->j);
	assert_int_equal(trust_note(&t, p->j, t.note, t.size, then + DAY,
			     &turn),
	    INVALID);
	assert_says(p, "earlier time");
	record_key_close(old);
}

/* Without a good signature of what signed before, a note is none. */
static void
unsigned_note(void **state)
{
	struct place *p = *state;
	struct record_key *mine = NULL;
	const struct str first = record_key_public(p->key, p->j);
	struct trust t = begin(p, first);
	struct str text, turn;
	const struct checkpoint c = { STR(ORIGIN), 1, sha256_of(STR("root")) };

	assert_ok(p->j, note_key_new(p->j, STR(ORIGIN), &mine, &text));
	const struct str key = record_key_public(mine, p->j);
	struct seal all[2] = { { first, 0, DAY }, { key, DAY, 0 } };
	const struct masthead m = { .origin = STR(ORIGIN),
		.seals = { all, 2 } };

	text = note_sign(p->j, mine, masthead_text(p->j, &m), NULL);
	assert_int_equal(trust_note(&t, p->j, text, 0, DAY, &turn), INVALID);
	trust_doubt(&t, 0, STR("is no good"));
	assert_false(trust_has(&t, key));
	text = checkpoint_sign(p->j, mine, &c, NULL);
	assert_int_equal(head(&t, p, text), INVALID);
	assert_says(p, "entry 0 is no good");
	assert_false(trust_signed(&t, p->j, text));
	record_key_close(mine);
}

static void
orphan(void **state)
{
	struct place *p = *state;
	struct record_key *k = NULL, *had = p->key;
	struct trust t = begin(p, record_key_public(had, p->j)), told;
	struct str text;

	(void)story(p, 1);
	assert_ok(p->j, note_key_new(p->j, STR("second"), &k, &text));
	struct masthead m = with_key(p, record_key_public(k, p->j), 0);

	m.origin = STR("second");
	m.old = (struct checkpoint){ STR(ORIGIN), 12, sha256_of(STR("root")) };
	p->key = k;
	assert_ok(p->j, put_masthead(p, &m));
	const struct str note = story(p, 2);

	assert_ok(p->j, take(&t, p));
	assert_int_equal(head(&t, p, note), INVALID);
	assert_says(p, "entry 1 names second+");
	told = begin(p, record_key_public(k, p->j));
	assert_ok(p->j, take(&told, p));
	assert_ok(p->j, head(&told, p, note));
	p->key = had;
	record_key_close(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PLACE_RULE("who has the first key learns the third from the "
			   "log",
		    learned),
		PLACE_RULE("what was learned can be put by and taken up",
		    resumed),
		PLACE_RULE("a chain of keys that no known one began is not "
			   "believed",
		    stranger),
		PLACE_RULE("the newest key alone is enough, and vouches for no "
			   "older one",
		    newest),
		PLACE_RULE("a key that has ended signs nothing, whatever time "
			   "it says",
		    ended),
		PLACE_RULE("a new key that only itself signed is not believed",
		    unsigned_note),
		PLACE_RULE("a new log that no old key signed has to be vouched "
			   "for by people",
		    orphan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
