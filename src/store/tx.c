/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <time.h>

#include "store/inside.h"

#define BEGIN_TRIES 5
#define READ_TRIES 4

static void
nap(long us)
{
	const struct timespec t = { .tv_nsec = us * 1000 };

	(void)nanosleep(&t, NULL);
}

enum status
store_begin(struct store *s, struct job *j)
{
	assert(s->mode == STORE_WRITE && !s->in_tx && !s->in_read);
	enum status st = queue_take(s, j);

	if (st != OK)
		return st;
	/* Whoever is not in the queue (another program that looks at the
	   database) may still hold it for a moment. */
	for (int i = 0; i < BEGIN_TRIES; i++) {
		st = store_run(s, j, SQL_STORE_BEGIN_WRITE, NO_VALS);
		if (st != BUSY || i == BEGIN_TRIES - 1)
			break;
		job_forgive(j);
	}
	if (st != OK)
		queue_give(s);
	s->in_tx = st == OK;
	return st;
}

/* Undo; SQLite may have done it already (disk full, I/O error). */
static void
undo(struct store *s)
{
	sqlite3_stmt *const st = s->q[SQL_STORE_ROLLBACK].st;

	if (sqlite3_get_autocommit(s->db) == 0) {
		(void)db_step(s, st);
		(void)sqlite3_reset(st);
	}
}

/* A read moves this connection's read mark on, for readers that may not. */
void
db_touch(struct store *s)
{
	sqlite3_stmt *const st = s->q[SQL_STORE_TOUCH].st;

	(void)db_step(s, st);
	(void)sqlite3_reset(st);
}

enum status
db_lost(struct store *s, struct job *j)
{
	s->lost = true;
	return job_fail(j, FAULT,
	    "%s: the transaction was lost; nothing of it is saved", s->path);
}

enum status
store_end(struct store *s, struct job *j, enum status st)
{
	assert(s->in_tx && (st != OK || s->parts == 0));
	if (st == OK)
		st = store_run(s, j, SQL_STORE_COMMIT, NO_VALS);
	if (st == OK)
		db_touch(s);
	else
		undo(s);
	s->in_tx = false;
	s->lost = false;
	s->parts = 0;
	queue_give(s);
	return st;
}

enum status
store_tx(struct store *s, struct job *j, store_body *body, void *arg)
{
	const enum status st = store_begin(s, j);

	if (st != OK)
		return st;
	return store_end(s, j, body(s, j, arg));
}

bool
store_in_tx(const struct store *s)
{
	return s->in_tx;
}

enum status
store_part_begin(struct store *s, struct job *j)
{
	assert(s->in_tx);
	const enum status st = store_run(s, j, SQL_STORE_PART_BEGIN, NO_VALS);

	if (st == OK)
		s->parts++;
	return st;
}

enum status
store_part_end(struct store *s, struct job *j, enum status st)
{
	struct job *own;
	enum status ended = OK;

	assert(s->parts > 0);
	s->parts--;
	if (st == OK)
		return store_run(s, j, SQL_STORE_PART_KEEP, NO_VALS);
	/* In a job of its own: j holds the reason why it is to be undone. */
	own = job_new(job_now(j));
	ended = store_run(s, own, SQL_STORE_PART_UNDO, NO_VALS);
	if (ended == OK)
		ended = store_run(s, own, SQL_STORE_PART_KEEP, NO_VALS);
	if (ended != OK) {
		job_forgive(j);
		st = job_fail(j, FAULT,
		    "a part could not be undone, so all of it is: %.*s",
		    STR_ARG(job_reason(own)));
		s->lost = true;
	}
	job_free(own);
	return st;
}

enum status
store_read_begin(struct store *s, struct job *j)
{
	struct val n;
	enum status st = store_run(s, j, SQL_STORE_BEGIN_READ, NO_VALS);

	assert(!s->in_tx && !s->in_read);
	if (st != OK)
		return st;
	for (int i = 0; i < READ_TRIES; i++) {
		st = store_one(s, j, SQL_STORE_TOUCH, NO_VALS, &n, 1);
		if (st != BUSY || s->health != STORE_FINE
		    || i == READ_TRIES - 1)
			break;
		job_forgive(j);
		nap(200);
	}
	s->in_read = st == OK;
	if (st != OK)
		undo(s);
	return st;
}

void
store_read_end(struct store *s)
{
	sqlite3_stmt *const st = s->q[SQL_STORE_COMMIT].st;

	assert(s->in_read);
	/* Of nothing written; half the work of a rollback. */
	(void)db_step(s, st);
	(void)sqlite3_reset(st);
	undo(s);
	s->in_read = false;
}

enum status
store_data_version(struct store *s, struct job *j, int64_t *out)
{
	struct val v, schema;
	enum status st = OK;

	for (int i = 0; i < READ_TRIES; i++) {
		st = store_one(s, j, SQL_STORE_DATA_VERSION, NO_VALS, &v, 1);
		if (st != BUSY || s->health != STORE_FINE
		    || i == READ_TRIES - 1)
			break;
		job_forgive(j);
		nap(200);
	}
	if (st == OK && v.i != s->seen)
		st = store_one(s, j, SQL_STORE_SCHEMA_VERSION, NO_VALS, &schema,
		    1);
	if (st != OK)
		return st;
	if (v.i != s->seen && schema.i > store_schema_version(s->which)) {
		s->health = STORE_NEWER;
		return job_fail(j, FAULT,
		    "a newer stet has changed the tables; start the new one");
	}
	s->seen = v.i;
	*out = v.i;
	return OK;
}

enum store_health
store_health(const struct store *s)
{
	return s->health;
}
