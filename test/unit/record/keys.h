/* SPDX-License-Identifier: ISC */
/* A place whose log changes its keys. */
#ifndef STET_TEST_KEYS_H
#define STET_TEST_KEYS_H

#include "record/masthead.h"

#include "place.h"

/* Another key into the folder's file, and into p. */
static inline struct str
add_key(struct place *p, struct str origin)
{
	const char *path = file_path(p->j, p->dir, "key");
	struct record_key *k = NULL;
	struct str was, line;

	assert_ok(p->j, file_read(p->j, path, 8192, &was));
	assert_ok(p->j, note_key_new(p->j, origin, &k, &line));
	const struct str verifier = record_key_public(k, p->j);

	record_key_close(k);
	assert_ok(p->j,
	    file_replace(p->j, path,
		job_printf(p->j, "%.*s%.*s", STR_ARG(was), STR_ARG(line)),
		0600));
	record_key_close(p->key);
	assert_ok(p->j, record_key_open(p->j, p->dir, &p->key));
	return verifier;
}

/* What stands, with one more key from now on; the last ends at until. */
static inline struct masthead
with_key(struct place *p, struct str verifier, int64_t until)
{
	struct masthead m = { 0 };
	int64_t at = 0;

	assert_ok(p->j, record_masthead(p->s, p->j, &m));
	assert_ok(p->j, record_time(p->s, p->j, &at));
	struct seal *all = JOB_ARRAY(p->j, struct seal, m.seals.n + 1);

	memcpy(all, m.seals.at, m.seals.n * sizeof(*all));
	all[m.seals.n - 1].until = until == 0 ? at : until;
	all[m.seals.n++] = (struct seal){ .verifier = verifier, .since = at };
	m.seals.at = all;
	return m;
}

static inline enum status
put_masthead(struct place *p, const struct masthead *m)
{
	struct entry e;
	enum status st = store_begin(p->s, p->j);

	if (st != OK)
		return st;
	st = record_put_masthead(p->s, p->j, p->d, p->key, m, &e);
	if (st == OK)
		st = record_seal(p->s, p->j, p->key);
	return store_end(p->s, p->j, st);
}

#endif
