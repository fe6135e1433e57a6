/* SPDX-License-Identifier: ISC */
/*
 * 1. Only checkpoints write into the database file, and none goes beyond the
 *    state that somebody still reads (SQLite, "Write-Ahead Logging", 2.2).
 * 2. With the queue held nobody appends to the log, so what a checkpoint says
 *    of it and the read transaction that follows are of one state.
 * So from then on until the read ends the file, with the log up to where it
 * was then, is that state, whoever writes.  Where the log was brought back
 * into the file entirely, the file alone is.
 */
#include <assert.h>
#include <time.h>

#include "store/inside.h"

#define ROUNDS 4 /* before the queue is taken, so that it is held shortly */
#define BUSY_TRIES 200 /* while another brings the log back */
#define BUSY_NAP_NS 5000000
#define LOG_HEAD 32
#define FRAME_HEAD 24

static int
passive(struct store *s, int *all, int *done)
{
	return sqlite3_wal_checkpoint_v2(s->db, "main",
	    SQLITE_CHECKPOINT_PASSIVE, all, done);
}

/* How long the log is, and how much of that the file has. */
static enum status
bring_back(struct store *s, struct job *j, int *all, int *done)
{
	const struct timespec nap = { .tv_nsec = BUSY_NAP_NS };
	int rc = passive(s, all, done);

	for (int i = 0; (rc & 0xff) == SQLITE_BUSY && i < BUSY_TRIES; i++) {
		(void)nanosleep(&nap, NULL);
		rc = passive(s, all, done);
	}
	return rc == SQLITE_OK ? OK : db_fail(s, j, rc, "checkpoint");
}

enum status
store_freeze(struct store *s, struct job *j, int64_t *log)
{
	struct val page;
	int all = 0, done = -1;
	enum status st = store_one(s, j, SQL_STORE_PAGE_SIZE, NO_VALS, &page,
	    1);

	assert(s->mode == STORE_WRITE && !s->in_tx && !s->in_read);
	for (int i = 0; st == OK && all != done && i < ROUNDS; i++)
		st = bring_back(s, j, &all, &done);
	if (st == OK)
		st = queue_take(s, j);
	if (st != OK)
		return st;
	st = bring_back(s, j, &all, &done);
	if (st == OK)
		st = store_read_begin(s, j);
	if (st != OK) {
		queue_give(s);
		return st;
	}
	*log = all == done ? 0 : LOG_HEAD + all * (page.i + FRAME_HEAD);
	return OK;
}

void
store_thaw(struct store *s)
{
	assert(s->in_read);
	queue_give(s);
}
