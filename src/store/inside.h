/* SPDX-License-Identifier: ISC */
/*
 * What the files of this room share.
 *
 * 1. Only db_step() steps a statement, so that one place can be made to fail.
 * 2. A statement is reset before the call that used it returns, or by
 *    rows_end(); an open one keeps its transaction open.
 * 3. The writers' queue is held exactly while in_tx is true and, by a
 *    checkpoint, while it runs.
 * 4. A transaction that SQLite ended by itself (disk full), or of which a part
 *    could not be undone, is lost: nothing runs in it any more, so that nothing
 *    is written outside of a transaction, and store_end() can only undo it.
 */
#ifndef STET_STORE_INSIDE_H
#define STET_STORE_INSIDE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "store/store.h"

#define PARAMS_MAX 48

/* Which database a statement or script is for. */
enum stmt_db {
	STMT_ANY,
	STMT_SITE,
	STMT_DESK,
};

struct stmt_text {
	const char *name;
	enum stmt_db db;
	const char *sql;
};

struct script {
	const char *name;
	enum stmt_db db;
	int version; /* schema files; else 0 */
	const char *sql;
};

struct prepared {
	sqlite3_stmt *st;             /* NULL: belongs to the other database */
	int n;                        /* parameters $1...$n */
	unsigned char at[PARAMS_MAX]; /* where SQLite put $1... */
	bool open;
};

struct store {
	sqlite3 *db;
	enum store_db which;
	enum store_mode mode;
	char *path; /* of the database */
	dev_t dev;
	ino_t ino;
	int queue; /* write.lock, or -1 */
	int index; /* the log's index, to ask who holds it; -1: not yet */
	bool in_tx, in_read;
	bool lost;    /* the open transaction: see 4 */
	int parts;    /* open store_part_begins */
	int64_t seen; /* data_version at the last look */
	int wal_pages;
	int64_t deadline; /* ms of the steady clock; 0: none */
	bool ran_out;
	uint64_t count;
	enum store_health health;
	struct prepared q[STMT_COUNT];
};

/* stmt.c */
enum status db_fail(struct store *s, struct job *j, int rc, const char *doing);
int db_step(struct store *s, sqlite3_stmt *st);
MUST_CHECK enum status db_prepare_all(struct store *s, struct job *j);
void db_finalize_all(struct store *s);
bool stmt_is_of(enum stmt_db db, enum store_db which);

const char *stmt_sql(enum stmt q);
/*
 * Without preparing it for good: run one (before the others are prepared, or
 * one that acts while it is); the number that one gives.
 */
MUST_CHECK enum status db_exec(struct store *s, struct job *j, enum stmt q);
MUST_CHECK enum status db_number(struct store *s, struct job *j, enum stmt q,
    int64_t *out);

/* tx.c */
void db_touch(struct store *s);
enum status db_lost(struct store *s, struct job *j);

/* schema.c */
MUST_CHECK enum status db_script(struct store *s, struct job *j,
    const char *name);
MUST_CHECK enum status schema_check(struct store *s, struct job *j);
MUST_CHECK enum status schema_update(struct store *s, struct job *j);

/* open.c */
MUST_CHECK enum status db_open(struct job *j, const char *dir,
    enum store_db which, enum store_mode mode, int flags, struct store **out);

/* queue.c */
MUST_CHECK enum status queue_open(struct job *j, const char *dir, int *fd);
MUST_CHECK enum status queue_take(struct store *s, struct job *j);
void queue_give(struct store *s);

/* tokenizer.c */
MUST_CHECK int tokenizer_register(sqlite3 *db);

#endif
