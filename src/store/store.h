/* SPDX-License-Identifier: ISC */
/*
 * The one door to the databases of a site's folder.  SQL stands in files of
 * statements (sql/), each under a name, and is asked for by that name
 * (enum stmt); no function here takes SQL.
 *
 * A store is one connection and belongs to one thread.  One process may hold
 * several.  Statements are prepared when it is opened, so that a misspelt
 * column stops the program at once.
 */
#ifndef STET_STORE_STORE_H
#define STET_STORE_STORE_H

#include <sys/types.h>

#include "base/job.h"
#include "store/stmt.h"

struct store;

enum store_db {
	SITE_DB, /* site.db: the record and what is derived from it */
	DESK_DB, /* desk.db: drafts, intents, accounts */
};

enum store_mode {
	STORE_WRITE, /* desk, importers, commands that change something */
	STORE_READ,  /* commands that only look */
	/* The jailed reader: no right to write anything.  In one process,
	   open writers first: SQLite shares the log's index among them. */
	STORE_READER,
};

/* Once, before a program's first store and first thread. */
void store_prepare(void);

/* Which version of a database this program makes: its last schema file. */
int store_schema_version(enum store_db db);

/*
 * Make site.db and desk.db in a folder that exists.  CONFLICT if one is there
 * already, DENIED, FAULT.
 */
MUST_CHECK enum status store_create(struct job *j, const char *dir);

/*
 * NOT_FOUND if there is no such database; INVALID if the file is not one of
 * ours or was made by a newer program; DENIED, BUSY, FAULT.  STORE_WRITE brings
 * a database of an older program up to date first; the others refuse it.
 */
MUST_CHECK enum status store_open(struct job *j, const char *dir,
    enum store_db db, enum store_mode mode, struct store **out);
void store_close(struct store *s); /* NULL is fine */

/* Values, in and out */

enum val_type {
	VAL_NULL,
	VAL_INT,
	VAL_TEXT,
	VAL_BLOB,
};

struct val {
	enum val_type type;
	int64_t i;    /* VAL_INT */
	struct str s; /* VAL_TEXT, VAL_BLOB */
};

static inline struct val
val_null(void)
{
	return (struct val){ .type = VAL_NULL };
}

static inline struct val
val_int(int64_t i)
{
	return (struct val){ .type = VAL_INT, .i = i };
}

static inline struct val
val_text(struct str s)
{
	return (struct val){ .type = VAL_TEXT, .s = s };
}

static inline struct val
val_blob(struct str s)
{
	return (struct val){ .type = VAL_BLOB, .s = s };
}

/* The values of $1, $2, ... in place: VALS(val_int(n), val_text(name)). */
#define VALS(...)                            \
	(const struct val[]){ __VA_ARGS__ }, \
	    sizeof((const struct val[]){ __VA_ARGS__ }) / sizeof(struct val)
#define NO_VALS NULL, 0

/*
 * Statements.  n has to be the number of $1...$n; the bytes of text and blobs
 * have to stay until the call returns (rows: until rows_end).
 *
 * BUSY: somebody else is at it, try again later.  CONFLICT: a constraint of
 * the tables says no.  DENIED: this store may not write.  FAULT: the rest.
 */

/* Run it to its end, whatever it answers. */
MUST_CHECK enum status store_run(struct store *s, struct job *j, enum stmt q,
    const struct val *v, size_t n);

/* Its first row's first n_out columns, copied into j; NOT_FOUND if no row. */
MUST_CHECK enum status store_one(struct store *s, struct job *j, enum stmt q,
    const struct val *v, size_t n, struct val *out, size_t n_out);

/* How many rows the last INSERT, UPDATE or DELETE touched; its rowid. */
int64_t store_changes(const struct store *s);
int64_t store_rowid(const struct store *s);
/* How many rows were touched since the store was opened, by whatever. */
int64_t store_touched(const struct store *s);

/*
 * Many rows:
 *
 *	st = rows_begin(s, j, SQL_X, VALS(val_int(n)), &r);
 *	if (st != OK)
 *		return st;
 *	while (rows_next(&r))
 *		use(row_int(&r, 0), row_str(&r, 1));
 *	return rows_end(&r);
 *
 * A statement that is begun can't be used again before its rows_end (it may be
 * ended early).  rows_next is false at the end and on a failure; rows_end says
 * which.
 */
struct rows {
	struct store *s;
	struct job *j;
	enum stmt q;
	enum status st;
};

MUST_CHECK enum status rows_begin(struct store *s, struct job *j, enum stmt q,
    const struct val *v, size_t n, struct rows *r);
bool rows_next(struct rows *r);
int64_t row_int(const struct rows *r, int column); /* 0 if NULL */
/* Text or blob, valid until the next rows_next; the empty str if NULL. */
struct str row_str(const struct rows *r, int column);
bool row_is_null(const struct rows *r, int column);
MUST_CHECK enum status rows_end(struct rows *r);

/*
 * From now on reading ends with BUSY once so many milliseconds are over, until
 * this is called with 0.  True if one has.
 */
void store_deadline(struct store *s, int64_t ms);
bool store_ran_out(const struct store *s);

/*
 * Writing.  Writers queue on OFD locks of write.lock (site.db: byte 0 is held
 * by who writes, byte 1 by the first who waits; desk.db: bytes 2 and 3), so
 * that none starves.
 */

/* Commit if body gives OK, else undo all of it; gives what body gave. */
typedef enum status store_body(struct store *s, struct job *j, void *arg);
MUST_CHECK enum status store_tx(struct store *s, struct job *j,
    store_body *body, void *arg);

/*
 * The same by hand, for one who writes for long (an import): looks at
 * store_wanted() every 16 stories or so, and if somebody waits ends and begins
 * again, which lets the other one in between.  store_end commits if st is OK,
 * else undoes; gives st, or why the commit failed.
 */
MUST_CHECK enum status store_begin(struct store *s, struct job *j);
MUST_CHECK enum status store_end(struct store *s, struct job *j,
    enum status st);
bool store_wanted(const struct store *s);
bool store_in_tx(const struct store *s);

/*
 * A part of a transaction that can be undone alone; may be nested.  If it
 * can't be undone store_part_end gives FAULT, whatever st was, and the whole
 * transaction can only be undone.
 */
MUST_CHECK enum status store_part_begin(struct store *s, struct job *j);
MUST_CHECK enum status store_part_end(struct store *s, struct job *j,
    enum status st);

/*
 * Bring the write-ahead log back into the database file.
 * CHECKPOINT_SOME: what no reader holds up; waits for nobody.
 * CHECKPOINT_ALL: when idle: again and again until level, then make the log
 * begin anew, holding the writers' queue meanwhile; BUSY if a reader is in
 * the way.
 * CHECKPOINT_SHRINK: as ALL, and cut the log to nothing.
 */
enum store_checkpoint {
	CHECKPOINT_SOME,
	CHECKPOINT_ALL,
	CHECKPOINT_SHRINK,
};
MUST_CHECK enum status store_checkpoint(struct store *s, struct job *j,
    enum store_checkpoint how);
/*
 * Write the whole database anew, without what was deleted, and cut the log to
 * nothing: afterwards no byte of either file is left of it.  Takes some
 * seconds a gigabyte; readers read on.  BUSY if a reader, or somebody who
 * writes, is in the way: call again.
 */
MUST_CHECK enum status store_wipe(struct store *s, struct job *j);
/* Bytes of the log that are in use since it last began anew. */
int64_t store_wal_bytes(const struct store *s);

/*
 * The process that reads an old state and so keeps the log from beginning
 * anew (CHECKPOINT_ALL gave BUSY), or 0.  Of several, any.
 */
MUST_CHECK enum status store_holder(struct store *s, struct job *j, pid_t *out);

/*
 * For the long-lived writer, once, before readers start: give the log its
 * usual size, so that commits need not wait for the file to grow.
 */
MUST_CHECK enum status store_make_room(struct store *s, struct job *j);

/* For an import: keep 64 MB of the database in memory rather than 16. */
MUST_CHECK enum status store_bulk(struct store *s, struct job *j);

/* Reading */

/*
 * All reads between see the same state.  BUSY: not now (tried a few times):
 * answer from what is at hand and ask again in 5 ms, without opening anew.
 */
MUST_CHECK enum status store_read_begin(struct store *s, struct job *j);
void store_read_end(struct store *s);

/*
 * For a copy of the database file while others write.  Brings the log back
 * into the file as far as that can be done, begins reading, and keeps writers
 * out until store_thaw(), which is to come soon.  From then until
 * store_read_end() the file, with the first *log bytes of its -wal (0: without
 * it), does not change but for what is in both.  Open files of one's own
 * before the store, and close them after it: closing one drops the locks that
 * SQLite holds.
 */
MUST_CHECK enum status store_freeze(struct store *s, struct job *j,
    int64_t *log);
void store_thaw(struct store *s);

/* Moves when somebody else has committed.  About 2 us.  BUSY as above. */
MUST_CHECK enum status store_data_version(struct store *s, struct job *j,
    int64_t *out);

/* What the last failure means for the connection. */
enum store_health {
	STORE_FINE,
	STORE_REOPEN, /* close it, wait for the desk, open it again */
	STORE_NEWER,  /* a newer program has changed the tables: end */
	STORE_BROKEN, /* damaged: end, the supervisor starts another */
};
enum store_health store_health(const struct store *s);

/* False if another file stands at the path than the one that is open. */
bool store_same_file(const struct store *s);

/* For tests and golden files */

uint64_t store_count(const struct store *s); /* statements run so far */
const char *stmt_name(enum stmt q);
/* Whether it belongs to this store's database, and whether it only reads. */
bool stmt_here(const struct store *s, enum stmt q);
bool stmt_reads(const struct store *s, enum stmt q);
/* SQLite's plan, a line a step, indented. */
MUST_CHECK enum status store_explain(struct store *s, struct job *j,
    enum stmt q, struct str *out);

#endif
