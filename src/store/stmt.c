/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "store/inside.h"

/* clang-format off */
#pragma GCC diagnostic ignored "-Woverlength-strings"
static const struct stmt_text texts[STMT_COUNT] = {
#include "store/stmt.inc"
};
/* clang-format on */

bool
stmt_is_of(enum stmt_db db, enum store_db which)
{
	return db == STMT_ANY
	    || db == (which == SITE_DB ? STMT_SITE : STMT_DESK);
}

/* clang-format off */
static const struct meaning {
	int rc; /* primary or extended; the first row that fits counts */
	enum status st;
	enum store_health health;
} meanings[] = {
	{ SQLITE_READONLY_RECOVERY,  BUSY,     STORE_FINE },
	{ SQLITE_READONLY_CANTINIT,  BUSY,     STORE_FINE },
	{ SQLITE_READONLY_DIRECTORY, BUSY,     STORE_REOPEN },
	{ SQLITE_READONLY_DBMOVED,   BUSY,     STORE_REOPEN },
	{ SQLITE_BUSY,               BUSY,     STORE_FINE },
	{ SQLITE_LOCKED,             BUSY,     STORE_FINE },
	{ SQLITE_INTERRUPT,          BUSY,     STORE_FINE },
	{ SQLITE_CANTOPEN,           BUSY,     STORE_REOPEN },
	{ SQLITE_READONLY,           DENIED,   STORE_FINE },
	{ SQLITE_PERM,               DENIED,   STORE_FINE },
	{ SQLITE_AUTH,               DENIED,   STORE_FINE },
	{ SQLITE_CONSTRAINT,         CONFLICT, STORE_FINE },
	{ SQLITE_TOOBIG,             INVALID,  STORE_FINE },
	{ SQLITE_FULL,               FAULT,    STORE_FINE },
	{ SQLITE_ERROR,              FAULT,    STORE_FINE },
	{ SQLITE_SCHEMA,             FAULT,    STORE_NEWER },
};
/* clang-format on */

/* Give rc a meaning, remember what it says of the connection, tell j. */
enum status
db_fail(struct store *s, struct job *j, int rc, const char *doing)
{
	const char *file = s->which == SITE_DB ? "site.db" : "desk.db";
	struct meaning m = { rc, FAULT, STORE_BROKEN };

	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (meanings[i].rc == rc || meanings[i].rc == (rc & 0xff)) {
			m = meanings[i];
			break;
		}
	s->health = m.health;
	if (m.st == BUSY)
		return job_fail(j, BUSY, "%s is busy (%s)", file, doing);
	if (rc == SQLITE_FULL)
		return job_fail(j, FAULT,
		    "the disk is full; nothing was saved in %s", file);
	return job_fail(j, m.st, "%s: %s (%s)", file, sqlite3_errmsg(s->db),
	    doing);
}

int
db_step(struct store *s, sqlite3_stmt *st)
{
	(void)s;
	return sqlite3_step(st);
}

/* Find out where SQLite, which numbers by first appearance, put $1...$n. */
static enum status
bind_plan(struct job *j, const char *name, struct prepared *p)
{
	char param[8];

	p->n = sqlite3_bind_parameter_count(p->st);
	if (p->n > PARAMS_MAX)
		return job_fail(j, FAULT, "statement %s has %d parameters",
		    name, p->n);
	for (int i = 0; i < p->n; i++) {
		(void)snprintf(param, sizeof(param), "$%d", i + 1);
		const int at = sqlite3_bind_parameter_index(p->st, param);

		if (at == 0)
			return job_fail(j, FAULT, "statement %s lacks %s", name,
			    param);
		p->at[i] = (unsigned char)at;
	}
	return OK;
}

static enum status
prepare(struct store *s, struct job *j, size_t q)
{
	const struct stmt_text *t = &texts[q];
	struct prepared *p = &s->q[q];
	const char *rest = NULL;
	const int rc = sqlite3_prepare_v3(s->db, t->sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &p->st, &rest);

	if (rc != SQLITE_OK)
		return db_fail(s, j, rc, t->name);
	if (p->st == NULL || rest[strspn(rest, "; \t\n")] != '\0')
		return job_fail(j, FAULT, "statement %s is not one statement",
		    t->name);
	return bind_plan(j, t->name, p);
}

enum status
db_prepare_all(struct store *s, struct job *j)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < STMT_COUNT; i++)
		if (stmt_is_of(texts[i].db, s->which))
			st = prepare(s, j, i);
	return st;
}

void
db_finalize_all(struct store *s)
{
	for (size_t i = 0; i < STMT_COUNT; i++)
		(void)sqlite3_finalize(s->q[i].st);
}

const char *
stmt_name(enum stmt q)
{
	assert(q < STMT_COUNT);
	return texts[q].name;
}

bool
stmt_here(const struct store *s, enum stmt q)
{
	return s->q[q].st != NULL;
}

bool
stmt_reads(const struct store *s, enum stmt q)
{
	return stmt_here(s, q) && sqlite3_stmt_readonly(s->q[q].st) != 0;
}

const char *
stmt_sql(enum stmt q)
{
	return texts[q].sql;
}

enum status
db_exec(struct store *s, struct job *j, enum stmt q)
{
	const int rc = sqlite3_exec(s->db, texts[q].sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : db_fail(s, j, rc, texts[q].name);
}

enum status
db_number(struct store *s, struct job *j, enum stmt q, int64_t *out)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->db, texts[q].sql, -1, &st, NULL);

	if (rc == SQLITE_OK && (rc = db_step(s, st)) == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	return rc == SQLITE_ROW ? OK : db_fail(s, j, rc, texts[q].name);
}

static int
depth_of(const int *parents, const int *ids, size_t n, int parent)
{
	int depth = 0;

	for (size_t i = n; parent != 0 && i > 0; i--)
		if (ids[i - 1] == parent) {
			parent = parents[i - 1];
			depth++;
		}
	return depth;
}

enum status
store_explain(struct store *s, struct job *j, enum stmt q, struct str *out)
{
	enum { STEPS_MAX = 256 };
	int ids[STEPS_MAX], parents[STEPS_MAX];
	size_t n = 0;
	struct buf b = buf_in(j, (size_t)64 * 1024);
	sqlite3_stmt *st = NULL;
	char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", texts[q].sql);
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);

	sqlite3_free(sql);
	if (rc != SQLITE_OK)
		return db_fail(s, j, rc, "explaining");
	while (n < STEPS_MAX && (rc = db_step(s, st)) == SQLITE_ROW) {
		ids[n] = sqlite3_column_int(st, 0);
		parents[n] = sqlite3_column_int(st, 1);
		for (int d = depth_of(parents, ids, n, parents[n]); d > 0; d--)
			BUF_LIT(&b, "  ");
		buf_put(&b, str_of((const char *)sqlite3_column_text(st, 3)));
		buf_ch(&b, '\n');
		n++;
	}
	(void)sqlite3_finalize(st);
	if (rc != SQLITE_DONE)
		return db_fail(s, j, rc, "explaining");
	return buf_done(&b, out);
}
