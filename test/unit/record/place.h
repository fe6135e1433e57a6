/* SPDX-License-Identifier: ISC */
/* A folder with a site's two databases, a record and its key. */
#ifndef STET_TEST_PLACE_H
#define STET_TEST_PLACE_H

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "record/record.h"

#define ORIGIN "gazette.example/record"

struct place {
	struct job *j;
	char dir[64];
	struct store *s;
	struct record_key *key;
	struct deflater *d;
};

static inline int
place_make(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->j = job_new(1700000000);
	p->d = deflater_new();
	(void)strcpy(p->dir, "/tmp/stet-record-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	assert_ok(p->j, store_create(p->j, p->dir));
	assert_ok(p->j, store_open(p->j, p->dir, SITE_DB, STORE_WRITE, &p->s));
	assert_ok(p->j, record_create(p->s, p->j, p->dir, STR(ORIGIN)));
	assert_ok(p->j, record_key_open(p->j, p->dir, &p->key));
	*state = p;
	return 0;
}

static inline int
place_drop(void **state)
{
	struct place *p = *state;
	char command[128];

	record_key_close(p->key);
	store_close(p->s);
	(void)snprintf(command, sizeof(command), "rm -r %s", p->dir);
	assert_int_equal(system(command), 0);
	deflater_free(p->d);
	job_free(p->j);
	free(p);
	return 0;
}

#define PLACE_RULE(title, f)                           \
	{                                              \
		title, f, place_make, place_drop, NULL \
	}

/* An intent to publish a small text file of which n makes a different one. */
static inline struct intent
intent_of(struct job *j, struct id thing, int64_t base, int n)
{
	const struct str file = job_printf(j,
	    "---\nheadline: Number %d\n---\nText of number %d.\n", n, n);

	return (struct intent){
		.id = id_random(),
		.action = base == 0 ? RECORD_PUBLISH : RECORD_UPDATE,
		.thing = thing,
		.type = STR("story"),
		.base = base,
		.file = file,
		.salt = salt_random(),
		.address = job_printf(j, "/2026/11/23/number-%d/", n),
	};
}

/* Append and seal in one transaction. */
static inline enum status
put(struct place *p, const struct intent *in, struct entry *out)
{
	enum status st = store_begin(p->s, p->j);

	if (st != OK)
		return st;
	st = record_append(p->s, p->j, p->d, in, out);
	if (st == OK)
		st = record_seal(p->s, p->j, p->key);
	return store_end(p->s, p->j, st);
}

/* n new things, sealed once. */
static inline void
put_many(struct place *p, int n)
{
	struct job *own = job_new(1700000100);
	struct entry e;

	assert_ok(p->j, store_begin(p->s, p->j));
	for (int i = 0; i < n; i++) {
		const struct intent in = intent_of(own, id_random(), 0, i);

		assert_ok(own, record_append(p->s, own, p->d, &in, &e));
		job_reset(own, 1700000100 + i);
	}
	assert_ok(p->j, store_end(p->s, p->j, record_seal(p->s, p->j, p->key)));
	job_free(own);
}

#endif
