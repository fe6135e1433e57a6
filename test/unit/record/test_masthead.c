/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "record/verify.h"

#include "keys.h"

#define DAY ((int64_t)24 * 60 * 60)

static size_t
count(struct str s, struct str what)
{
	size_t n = 0, at;

	while ((at = str_find(s, what)) != NOWHERE) {
		s = str_skip(s, at + 1);
		n++;
	}
	return n;
}

static struct verified
assert_clean(struct place *p)
{
	struct verified v = { 0 };

	assert_ok(p->j, record_verify(p->j, p->dir, NULL, &v));
	if (v.n > 0)
		fail_msg("entry %lld: %.*s: %.*s", (long long)v.damages[0].seq,
		    STR_ARG(v.damages[0].where), STR_ARG(v.damages[0].what));
	return v;
}

static void
later_by(struct place *p, int64_t seconds)
{
	job_reset(p->j, job_now(p->j) + seconds);
}

static void
both_sign(void **state)
{
	struct place *p = *state;
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	const int64_t begun = job_now(p->j);
	struct checkpoint c;
	struct str note, old, new;
	char fresh[512];
	struct entry e;

	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_verifier(p->s, p->j, &old));
	new = add_key(p, STR(ORIGIN));
	(void)snprintf(fresh, sizeof(fresh), "%.*s", STR_ARG(new));
	const struct masthead m = with_key(p, new, begun + 90 * DAY);

	assert_ok(p->j, put_masthead(p, &m));
	in = intent_of(p->j, id_random(), 0, 2);
	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
	assert_int_equal(count(note, STR("\xe2\x80\x94 ")), 2);
	assert_ok(p->j, checkpoint_open(p->j, note, old, &c));
	assert_ok(p->j, checkpoint_open(p->j, note, new, &c));
	assert_int_equal(c.size, 3);
	const struct verified v = assert_clean(p);

	assert_int_equal(v.n_turns, 1);
	assert_int_equal(v.turns[0].seq, 1);
	assert_int_equal(v.seals.n, 2);

	/* After its last day the old one signs no more. */
	later_by(p, 90 * DAY);
	in = intent_of(p->j, id_random(), 0, 3);
	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
	assert_int_equal(count(note, STR("\xe2\x80\x94 ")), 1);
	assert_ok(p->j, checkpoint_open(p->j, note, str_of(fresh), &c));
	assert_clean(p);
}

static void
chain(void **state)
{
	struct place *p = *state;
	struct masthead first, next;
	struct entry e;
	struct str note, old, new;

	assert_ok(p->j, record_verifier(p->s, p->j, &old));
	new = add_key(p, STR(ORIGIN));
	const struct masthead m = with_key(p, new, 0);

	assert_ok(p->j, put_masthead(p, &m));
	assert_ok(p->j, record_entry(p->s, p->j, 0, &e));
	assert_int_equal(e.action, RECORD_LOG);
	assert_ok(p->j, record_text(p->s, p->j, p->d, 0, &note));
	first = masthead_first(p->j, STR(ORIGIN), old);
	assert_ok(p->j, masthead_open(p->j, note, &first, 0, e.at, &next));
	assert_int_equal(next.seals.n, 2);
	assert_false(seal_signs(&next.seals.at[0], e.at));
	assert_true(seal_signs(&next.seals.at[1], e.at));
	assert_false(next.orphan);

	/* Nobody else's, at no other time, of no other log, no bit of it. */
	first = masthead_first(p->j, STR(ORIGIN), new);
	assert_int_equal(masthead_open(p->j, note, &first, 0, e.at, &next),
	    INVALID);
	first = masthead_first(p->j, STR(ORIGIN), old);
	assert_int_equal(masthead_open(p->j, note, &first, 0, e.at + 1, &next),
	    INVALID);
	first.origin = STR("other.example/record");
	assert_int_equal(masthead_open(p->j, note, &first, 0, e.at, &next),
	    INVALID);
	first.origin = STR(ORIGIN);
	for (size_t i = 0; i < note.n * 8; i++) {
		char *copy = job_cstr(p->j, note);

		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		assert_int_equal(masthead_open(p->j, str_from(copy, note.n),
				     &first, 0, e.at, &next),
		    INVALID);
	}
}

static void
thief(void **state)
{
	struct place *p = *state;
	struct record_key *k = NULL, *had = p->key;
	struct str text;

	/* A key of one's own, without the one that signs. */
	assert_ok(p->j, note_key_new(p->j, STR(ORIGIN), &k, &text));
	const struct masthead m = with_key(p, record_key_public(k, p->j), 0);

	p->key = k;
	assert_int_equal(put_masthead(p, &m), INVALID);
	p->key = had;
	record_key_close(k);
	assert_clean(p);
}

static void
history(void **state)
{
	struct place *p = *state;
	struct masthead m;

	m = with_key(p, add_key(p, STR(ORIGIN)), 0);
	assert_ok(p->j, put_masthead(p, &m));
	later_by(p, DAY);
	/* What ended can't be made to go on, nor what began to have begun. */
	m = with_key(p, add_key(p, STR(ORIGIN)), 0);
	m.seals.at[0].until = job_now(p->j) + DAY;
	assert_int_equal(put_masthead(p, &m), INVALID);
	job_forgive(p->j);
	m = with_key(p, add_key(p, STR(ORIGIN)), 0);
	m.seals.at[1].since -= 5;
	assert_int_equal(put_masthead(p, &m), INVALID);
	job_forgive(p->j);
	m = with_key(p, add_key(p, STR(ORIGIN)), 0);
	m.seals.at[2].since += 5;
	assert_int_equal(put_masthead(p, &m), INVALID);
	assert_clean(p);
}

static void
new_log(void **state)
{
	struct place *p = *state;
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	const struct str name = STR("gazette.example/record/2");
	struct checkpoint c;
	struct str note;
	struct entry e;

	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
	assert_ok(p->j,
	    checkpoint_open(p->j, note, record_key_public(p->key, p->j), &c));
	struct masthead m = with_key(p, add_key(p, name), 0);

	m.origin = name;
	m.old = c;
	assert_ok(p->j, put_masthead(p, &m));
	assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
	assert_ok(p->j,
	    checkpoint_open(p->j, note, record_key_public(p->key, p->j), &c));
	assert_str(c.origin, "gazette.example/record/2");
	assert_int_equal(c.size, 2);
	const struct verified v = assert_clean(p);

	assert_str(v.origin, "gazette.example/record/2");
	assert_int_equal(v.n_turns, 1);
	assert_true(str_find(v.turns[0].what, STR("NO key")) == NOWHERE);

	/* It can't name a log that is shorter than what it takes over. */
	m = with_key(p, add_key(p, STR("third")), 0);
	m.origin = STR("third");
	m.old = c;
	m.old.size = 1;
	assert_int_equal(put_masthead(p, &m), INVALID);
}

static void
orphan(void **state)
{
	struct place *p = *state;
	struct record_key *k = NULL, *had = p->key;
	const struct sha256 root = sha256_of(STR("root"));
	struct str text;

	assert_ok(p->j, note_key_new(p->j, STR("second"), &k, &text));
	struct masthead m = with_key(p, record_key_public(k, p->j), 0);

	m.origin = STR("second");
	m.old = (struct checkpoint){ STR(ORIGIN), 12, root };
	p->key = k;
	assert_ok(p->j, put_masthead(p, &m));
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, "key"), text, 0600));
	const struct verified v = assert_clean(p);

	assert_int_equal(v.n_turns, 1);
	assert_true(str_find(v.turns[0].what, STR("NO key")) != NOWHERE);
	p->key = had;
	record_key_close(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PLACE_RULE("while a new key takes over, both sign", both_sign),
		PLACE_RULE("who trusts a key learns the next from the log",
		    chain),
		PLACE_RULE("only a key that signs can name another", thief),
		PLACE_RULE("when keys signed can't be changed afterwards",
		    history),
		PLACE_RULE("a new log names the old one's head and goes on",
		    new_log),
		PLACE_RULE("a new log without the old key says so", orphan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
