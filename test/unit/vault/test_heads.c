/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "vault/heads.h"

struct place {
	struct job *j;
	char dir[64];
	const char *path;
	struct record_key *key, *other;
	struct seals seals;
	struct seal one;
};

static int
make(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	struct str text;

	assert_non_null(p);
	p->j = job_new(1700000000);
	(void)snprintf(p->dir, sizeof(p->dir), "/tmp/stet-heads-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	p->path = file_path(p->j, p->dir, "heads.log");
	assert_ok(p->j, note_key_new(p->j, STR("a.example"), &p->key, &text));
	assert_ok(p->j, note_key_new(p->j, STR("a.example"), &p->other, &text));
	p->one.verifier = record_key_public(p->key, p->j);
	p->seals = (struct seals){ &p->one, 1 };
	*state = p;
	return 0;
}

static int
drop(void **state)
{
	struct place *p = *state;

	(void)unlink(p->path);
	(void)rmdir(p->dir);
	record_key_close(p->key);
	record_key_close(p->other);
	job_free(p->j);
	free(p);
	return 0;
}

static struct str
head(struct place *p, const struct record_key *k, int64_t size)
{
	const struct checkpoint c = { STR("a.example"), size,
		sha256_of(STR("root")) };

	return checkpoint_sign(p->j, k, &c, NULL);
}

static void
add(struct place *p, int64_t from, int64_t to)
{
	struct heads *h = NULL;

	assert_ok(p->j, heads_open(p->j, p->path, &h));
	for (int64_t i = from; i < to; i++)
		assert_ok(p->j, heads_add(h, p->j, head(p, p->key, i)));
	heads_close(h);
}

static int64_t
newest(struct place *p)
{
	struct checkpoint c = { .size = -1 };

	assert_ok(p->j, heads_newest(p->j, p->path, &p->seals, &c));
	return c.size;
}

static void
append(struct place *p, struct str more)
{
	struct str all;

	assert_ok(p->j, file_read(p->j, p->path, 1 << 20, &all));
	assert_ok(p->j,
	    file_replace(p->j, p->path,
		job_printf(p->j, "%.*s%.*s", STR_ARG(all), STR_ARG(more)),
		0644));
}

static void
grows(void **state)
{
	struct place *p = *state;
	struct str all, again;

	add(p, 0, 7);
	assert_int_equal(newest(p), 6);
	assert_ok(p->j, file_read(p->j, p->path, 1 << 20, &all));
	/* The same head again, by another start, adds nothing. */
	add(p, 6, 7);
	assert_ok(p->j, file_read(p->j, p->path, 1 << 20, &again));
	assert_true(str_eq(all, again));
	add(p, 7, 9);
	assert_int_equal(newest(p), 8);
	assert_ok(p->j, file_read(p->j, p->path, 1 << 20, &again));
	assert_true(str_starts(again, all));
}

static void
torn(void **state)
{
	struct place *p = *state;
	const struct str whole = head(p, p->key, 50);

	add(p, 0, 3);
	/* However short a crash cut the last one. */
	for (size_t n = 1; n < whole.n; n += 7) {
		append(p, str_sub(whole, 0, n));
		assert_int_equal(newest(p), 2 + (int64_t)(n / 7));
		add(p, 3 + (int64_t)(n / 7), 4 + (int64_t)(n / 7));
		assert_int_equal(newest(p), 3 + (int64_t)(n / 7));
	}
}

static void
forged(void **state)
{
	struct place *p = *state;
	struct checkpoint c;

	assert_ok(p->j, file_replace(p->j, p->path, STR("nothing\n\n"), 0644));
	assert_int_equal(heads_newest(p->j, p->path, &p->seals, &c), INVALID);
	job_forgive(p->j);
	append(p, job_printf(p->j, "%.*s\n", STR_ARG(head(p, p->other, 90))));
	assert_int_equal(heads_newest(p->j, p->path, &p->seals, &c), INVALID);
	job_forgive(p->j);
	/* A lone checkpoint, as a server gives it, is such a file too. */
	assert_ok(p->j, file_replace(p->j, p->path, head(p, p->key, 12), 0644));
	assert_int_equal(newest(p), 12);
}

int
main(void)
{
#define HERE(title, f)                     \
	{                                  \
		title, f, make, drop, NULL \
	}
	const struct CMUnitTest tests[] = {
		HERE("heads are added, each once, and none is changed", grows),
		HERE("a head that was cut short costs no other", torn),
		HERE("a head that another key signed proves nothing", forged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
