/* SPDX-License-Identifier: ISC */
#include <assert.h>

#include <time.h>

#include "store/inside.h"

static int
bind(sqlite3_stmt *st, int at, const struct val *v)
{
	switch (v->type) {
	case VAL_NULL:
		return sqlite3_bind_null(st, at);
	case VAL_INT:
		return sqlite3_bind_int64(st, at, v->i);
	case VAL_TEXT:
		return sqlite3_bind_text64(st, at, v->s.n ? v->s.p : "", v->s.n,
		    SQLITE_STATIC, SQLITE_UTF8);
	case VAL_BLOB:
		if (v->s.n == 0)
			return sqlite3_bind_zeroblob(st, at, 0);
		return sqlite3_bind_blob64(st, at, v->s.p, v->s.n,
		    SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static enum status
begin(struct store *s, struct job *j, enum stmt q, const struct val *v,
    size_t n)
{
	struct prepared *p = &s->q[q];

	assert(p->st != NULL);     /* asked of the wrong database */
	assert(!p->open);          /* used while its rows are open */
	assert((size_t)p->n == n); /* $1...$n and the values differ */
	if (s->in_tx && (s->lost || sqlite3_get_autocommit(s->db) != 0))
		return db_lost(s, j);
	for (size_t i = 0; i < n; i++) {
		const int rc = bind(p->st, p->at[i], &v[i]);

		if (rc != SQLITE_OK)
			return db_fail(s, j, rc, stmt_name(q));
	}
	s->count++;
	return OK;
}

enum status
store_run(struct store *s, struct job *j, enum stmt q, const struct val *v,
    size_t n)
{
	sqlite3_stmt *const st = s->q[q].st;
	enum status got = begin(s, j, q, v, n);
	int rc = SQLITE_ROW;

	while (got == OK && rc == SQLITE_ROW)
		rc = db_step(s, st);
	if (got == OK && rc != SQLITE_DONE)
		got = db_fail(s, j, rc, stmt_name(q));
	(void)sqlite3_reset(st);
	return got;
}

static struct str
column_str(sqlite3_stmt *st, int column)
{
	/* In this order: asking for the blob may change the size. */
	const void *p = sqlite3_column_blob(st, column);

	return str_from(p, (size_t)sqlite3_column_bytes(st, column));
}

static struct val
column_copy(struct job *j, sqlite3_stmt *st, int column)
{
	switch (sqlite3_column_type(st, column)) {
	case SQLITE_INTEGER:
		return val_int(sqlite3_column_int64(st, column));
	case SQLITE_BLOB:
		return val_blob(job_str(j, column_str(st, column)));
	case SQLITE_NULL:
		return val_null();
	default:
		return val_text(job_str(j, column_str(st, column)));
	}
}

enum status /* NOLINTNEXTLINE: what goes in and what comes out are pairs */
store_one(struct store *s, struct job *j, enum stmt q, const struct val *v,
    size_t n, struct val *out, size_t n_out)
{
	sqlite3_stmt *const st = s->q[q].st;
	enum status got = begin(s, j, q, v, n);

	assert(sqlite3_column_count(st) >= (int)n_out);
	if (got == OK) {
		const int rc = db_step(s, st);

		if (rc == SQLITE_DONE)
			got = NOT_FOUND;
		else if (rc != SQLITE_ROW)
			got = db_fail(s, j, rc, stmt_name(q));
	}
	for (size_t i = 0; got == OK && i < n_out; i++)
		out[i] = column_copy(j, st, (int)i);
	(void)sqlite3_reset(st);
	return got;
}

enum status
rows_begin(struct store *s, struct job *j, enum stmt q, const struct val *v,
    size_t n, struct rows *r)
{
	const enum status st = begin(s, j, q, v, n);

	if (st != OK)
		return st;
	s->q[q].open = true;
	*r = (struct rows){ .s = s, .j = j, .q = q, .st = OK };
	return OK;
}

bool
rows_next(struct rows *r)
{
	if (r->st != OK)
		return false;
	const int rc = db_step(r->s, r->s->q[r->q].st);

	if (rc == SQLITE_ROW)
		return true;
	/* NOT_FOUND only says here that no further step may be made. */
	r->st = rc == SQLITE_DONE ? NOT_FOUND
				  : db_fail(r->s, r->j, rc, stmt_name(r->q));
	return false;
}

int64_t
row_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->s->q[r->q].st, column);
}

struct str
row_str(const struct rows *r, int column)
{
	return column_str(r->s->q[r->q].st, column);
}

bool
row_is_null(const struct rows *r, int column)
{
	return sqlite3_column_type(r->s->q[r->q].st, column) == SQLITE_NULL;
}

enum status
rows_end(struct rows *r)
{
	struct prepared *p = &r->s->q[r->q];

	assert(p->open);
	(void)sqlite3_reset(p->st);
	p->open = false;
	return r->st == NOT_FOUND ? OK : r->st;
}

int64_t
store_changes(const struct store *s)
{
	return sqlite3_changes64(s->db);
}

int64_t
store_touched(const struct store *s)
{
	return sqlite3_total_changes64(s->db);
}

int64_t
store_rowid(const struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

uint64_t
store_count(const struct store *s)
{
	return s->count;
}

/* ---- a limit of time ---- */

#define STEPS_BETWEEN 1000 /* of SQLite's machine, between two looks */

static int64_t
steady_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
look_at_clock(void *arg)
{
	struct store *const s = arg;

	s->ran_out = s->ran_out || steady_ms() >= s->deadline;
	return s->ran_out;
}

void
store_deadline(struct store *s, int64_t ms)
{
	s->ran_out = false;
	s->deadline = ms > 0 ? steady_ms() + ms : 0;
	sqlite3_progress_handler(s->db, STEPS_BETWEEN,
	    ms > 0 ? look_at_clock : NULL, s);
}

bool
store_ran_out(const struct store *s)
{
	return s->ran_out;
}
