/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "record/note.h"

/* The key and the signed note of Go's golang.org/x/mod/sumdb/note. */
#define PETER_SECRET                         \
	"PRIVATE+KEY+PeterNeumann+c74f20a3+" \
	"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define PETER                    \
	"PeterNeumann+c74f20a3+" \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_NOTE                                                    \
	"If you think cryptography is the answer to your problem,\n"  \
	"then you don't know what your problem is.\n\n"               \
	"\xe2\x80\x94 PeterNeumann "                                  \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2p" \
	"ZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static void
public_key(void **state)
{
	struct job *j = job_new(0);
	struct record_key *k = NULL;

	(void)state;
	assert_ok(j, note_key_of(j, STR(PETER_SECRET), &k));
	assert_str(record_key_public(k, j), PETER);
	record_key_close(k);
	job_free(j);
}

static void
foreign_note(void **state)
{
	struct job *j = job_new(0);
	struct checkpoint c;

	(void)state;
	/* Its signature is good; it only is no checkpoint. */
	assert_int_equal(checkpoint_open(j, STR(PETER_NOTE), STR(PETER), &c),
	    INVALID);
	assert_str(job_reason(j), "the checkpoint can't be read");
	job_free(j);
}

static void
there_and_back(void **state)
{
	struct job *j = job_new(0);
	const struct checkpoint c = { STR("gazette.example/record"), 123456,
		sha256_of(STR("root")) };
	struct checkpoint back;
	struct record_key *k = NULL, *again = NULL;
	struct str text;

	(void)state;
	assert_ok(j, note_key_new(j, c.origin, &k, &text));
	assert_ok(j, note_key_of(j, text, &again));
	const struct str note = checkpoint_sign(j, again, &c, NULL);
	const struct str verifier = record_key_public(k, j);

	assert_ok(j, checkpoint_open(j, note, verifier, &back));
	assert_str(back.origin, "gazette.example/record");
	assert_int_equal(back.size, 123456);
	assert_true(sha256_eq(back.root, c.root));
	record_key_close(k);
	record_key_close(again);
	job_free(j);
}

static void
any_bit(void **state)
{
	struct job *j = job_new(0);
	const struct checkpoint c = { STR("a.example/log"), 7,
		sha256_of(STR("root")) };
	struct checkpoint back;
	struct record_key *k = NULL;
	struct str text;

	(void)state;
	assert_ok(j, note_key_new(j, c.origin, &k, &text));
	const struct str note = checkpoint_sign(j, k, &c, NULL);
	const struct str verifier = record_key_public(k, j);

	for (size_t i = 0; i < note.n * 8; i++) {
		char *copy = job_cstr(j, note);

		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		assert_int_equal(checkpoint_open(j, str_from(copy, note.n),
				     verifier, &back),
		    INVALID);
	}
	for (size_t i = 0; i < verifier.n * 8; i++) {
		char *copy = job_cstr(j, verifier);

		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		assert_int_equal(checkpoint_open(j, note,
				     str_from(copy, verifier.n), &back),
		    INVALID);
	}
	record_key_close(k);
	job_free(j);
}

static void
bad_names(void **state)
{
	static const char *const bad[] = { "", "a b", "a+b", "a\nb", "\xff" };
	struct job *j = job_new(0);
	struct record_key *k = NULL;
	struct str text;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(note_key_new(j, str_of(bad[i]), &k, &text),
		    INVALID);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("keys are those of the note tools", public_key),
		RULE("a signature of the note tools is good, a note that is "
		     "no checkpoint is none",
		    foreign_note),
		RULE("what one key signs its written form verifies",
		    there_and_back),
		RULE("any changed bit of a checkpoint or verifier is noticed",
		    any_bit),
		RULE("a log's name has no spaces and no plus", bad_names),
	};

	return cmocka_run_group_tests_name("note", rules, NULL, NULL);
}
