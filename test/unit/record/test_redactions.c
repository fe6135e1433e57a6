/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "record/redactions.h"
#include "record/verify.h"

#include "place.h"

static void
erase(struct place *p, int64_t seq, int64_t instead)
{
	assert_ok(p->j, store_begin(p->s, p->j));
	assert_ok(p->j,
	    store_end(p->s, p->j, record_erase(p->s, p->j, seq, instead)));
}

static size_t
damages(struct place *p, int64_t *erased)
{
	struct verified v = { 0 };

	assert_ok(p->j, record_verify(p->j, p->dir, NULL, &v));
	*erased = v.erased;
	return v.n;
}

static void
gone(void **state)
{
	struct place *p = *state;
	const struct id thing = id_random();
	struct intent in = intent_of(p->j, thing, 0, 1);
	struct entry first, second;
	struct str text;

	assert_ok(p->j, put(p, &in, &first));
	in = intent_of(p->j, thing, 1, 2);
	assert_ok(p->j, put(p, &in, &second));
	erase(p, first.seq, second.seq);
	assert_int_equal(record_text(p->s, p->j, p->d, first.seq, &text),
	    NOT_FOUND);
	assert_int_equal(record_file(p->s, p->j, p->d, first.file_sha, &text),
	    DENIED);
	job_forgive(p->j);
	assert_ok(p->j, record_text_left(p->s, p->j, p->d, first.seq, &text));
	assert_true(str_find(text, STR("Number 2")) != NOWHERE);
	erase(p, second.seq, -1);
	assert_int_equal(record_text_left(p->s, p->j, p->d, second.seq, &text),
	    NOT_FOUND);
}

static void
told_by_log(void **state)
{
	struct place *p = *state;
	const struct id thing = id_random();
	struct intent in = intent_of(p->j, thing, 0, 1);
	struct entry e;
	int64_t erased;

	assert_ok(p->j, put(p, &in, &e));
	erase(p, e.seq, -1);
	assert_int_equal(damages(p, &erased), 1);
	in = intent_of(p->j, thing, 1, 2);
	in.action = RECORD_REDACT;
	in.file = job_printf(p->j, "---\nid: %.*s\nerased: [%.*s]\n---\n",
	    STR_ARG(id_hex(p->j, thing)),
	    STR_ARG(sha256_hex(p->j, e.file_sha)));
	assert_ok(p->j, put(p, &in, &e));
	assert_int_equal(damages(p, &erased), 0);
	assert_int_equal(erased, 1);
}

static void
told_by_file(void **state)
{
	struct place *p = *state;
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct redactions more = { .n = 0 };
	struct entry e;
	int64_t erased;

	assert_ok(p->j, put(p, &in, &e));
	erase(p, e.seq, -1);
	redactions_put(p->j, &more, redactions_file(p->j, e.file_sha));
	assert_ok(p->j, redactions_add(p->j, p->dir, &more));
	assert_int_equal(damages(p, &erased), 0);
	assert_int_equal(erased, 1);
}

static void
file_adds_up(void **state)
{
	struct place *p = *state;
	const struct id thing = id_random();
	struct redactions one = { .n = 0 }, two = { .n = 0 }, r;

	redactions_put(p->j, &one, redactions_thing(p->j, thing));
	redactions_put(p->j, &one, redactions_draft(p->j, 7, 1795608000));
	assert_ok(p->j, redactions_add(p->j, p->dir, &one));
	redactions_put(p->j, &two, redactions_source(p->j, thing));
	redactions_put(p->j, &two, redactions_draft(p->j, 7, 1795608000));
	assert_ok(p->j, redactions_add(p->j, p->dir, &two));
	assert_ok(p->j, redactions_read(p->j, p->dir, &r));
	assert_int_equal(r.n, 3);
	assert_true(redactions_has(&r, redactions_thing(p->j, thing)));
	assert_false(redactions_has(&r, redactions_draft(p->j, 8, 1)));
}

static void
refuses(void **state)
{
	static const char *const bad[] = { "", "stet-redactions/2\n",
		"stet-redactions/1\nname Jane\n",
		"stet-redactions/1\nfile 00\n", "stet-redactions/1\ndraft 7\n",
		"stet-redactions/1\nthing 0123456789ABCDEF0123456789abcdef\n" };
	struct place *p = *state;
	struct redactions r;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(redactions_of(p->j, str_of(bad[i]), &r),
		    INVALID);
		job_forgive(p->j);
	}
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("an erased file is found no more, its hash is known "
			   "as erased, and the next one stands for it",
		    gone),
		PLACE_RULE("an erased file is damage unless a redact entry "
			   "names its hash",
		    told_by_log),
		PLACE_RULE("or unless the file `redactions` names it",
		    told_by_file),
		PLACE_RULE("redactions add up, each once", file_adds_up),
		PLACE_RULE("a file of redactions with any other line is "
			   "refused",
		    refuses),
	};

	return cmocka_run_group_tests_name("redactions", rules, NULL, NULL);
}
