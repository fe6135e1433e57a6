/* SPDX-License-Identifier: ISC */
/*
 * The end of a redaction, which begins when its entries stand in the record:
 * redactions, pictures, desk.db; then both databases written anew.  Each step
 * may be done twice, so whoever opens the desk next can finish it.
 */
#include <string.h>
#include <time.h>

#include "desk/redacting.h"

#define TRIES 60 /* with half a second between them */

struct ending {
	struct desk *d;
	struct redactions lines;
	struct {
		int64_t num;
		bool replaced;
	} * steps;
};

static enum status
read_steps(struct ending *e, struct job *j)
{
	struct rows r;
	enum status st = rows_begin(e->d->desk_db, j, SQL_DESK_REDACTION_STEPS,
	    NO_VALS, &r);
	size_t n = 0;

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		e->steps = job_grow(j, e->steps, n * sizeof(*e->steps),
		    (n + 1) * sizeof(*e->steps));
		e->steps[n].num = row_int(&r, 0);
		e->steps[n++].replaced = row_str(&r, 2).n > 0;
		redactions_put(j, &e->lines, job_str(j, row_str(&r, 1)));
	}
	return rows_end(&r);
}

/* "draft 7 1795608000" */
static int64_t
draft_of(struct str line)
{
	struct str rest = line, word;
	int64_t num = 0;

	(void)str_cut(&rest, ' ', &word);
	(void)str_cut(&rest, ' ', &word);
	return str_to_int(word, &num) ? num : 0;
}

static enum status
desk_steps(struct store *s, struct job *j, void *arg)
{
	struct ending *e = arg;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < e->lines.n; i++) {
		if (e->steps[i].replaced)
			st = store_run(s, j, SQL_DESK_REDACT_DRAFT,
			    VALS(val_int(draft_of(e->lines.at[i])),
				val_int(e->steps[i].num), val_int(job_now(j))));
		if (st == OK)
			st = redactions_desk(s, j, e->lines.at[i]);
	}
	if (st == OK)
		st = store_run(s, j, SQL_DESK_REDACTION_STEPS_END, NO_VALS);
	return st;
}

static enum status
forget(struct store *s, struct job *j, void *arg)
{
	enum status st = store_run(s, j, SQL_DESK_REDACTION_STEPS_END, NO_VALS);

	(void)arg;
	return st == OK ? store_run(s, j, SQL_DESK_REDACTIONS_END, NO_VALS)
			: st;
}

/* A reader's page takes milliseconds; half a minute is patience enough. */
static enum status
wipe(struct store *s, struct job *j)
{
	const struct timespec pause = { .tv_nsec = 500L * 1000000 };
	enum status st = BUSY;

	for (int i = 0; st == BUSY && i < TRIES; i++) {
		job_forgive(j);
		if (i > 0)
			(void)nanosleep(&pause, NULL);
		/* The second time only the log is left. */
		st = i == 0 ? store_wipe(s, j)
			    : store_checkpoint(s, j, CHECKPOINT_SHRINK);
	}
	return st;
}

static enum status
carry_on(struct desk *d, struct job *j)
{
	struct ending e = { .d = d };
	int64_t n = 0;
	enum status st = read_steps(&e, j);

	if (st == OK)
		st = redactions_media(j, d->dir, &e.lines, &n);
	if (st == OK)
		st = store_tx(d->desk_db, j, desk_steps, &e);
	if (st == OK)
		st = wipe(d->site_db, j);
	if (st == OK)
		st = wipe(d->desk_db, j);
	return st == OK ? store_tx(d->desk_db, j, forget, NULL) : st;
}

/* Under the site's queue: whether its entries are there, and its lines. */
struct beginning {
	struct desk *d;
	bool there, done;
};

static enum status
look(struct store *s, struct job *j, void *arg)
{
	struct beginning *b = arg;
	struct ending e = { .d = b->d };
	struct id intent = { { 0 } };
	struct entry entry;
	struct val v[2];
	enum status st = store_one(b->d->desk_db, j, SQL_DESK_REDACTION,
	    NO_VALS, v, 2);

	b->there = st == OK;
	/* Without one there was nothing of it in the record. */
	if (st == OK && v[1].s.n == ID_BYTES) {
		memcpy(intent.b, v[1].s.p, ID_BYTES);
		st = record_of_intent(s, j, intent, &entry);
	}
	b->done = st == OK;
	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	if (st == OK)
		st = read_steps(&e, j);
	return st == OK ? redactions_add(j, b->d->dir, &e.lines) : st;
}

enum status
redaction_finish(struct desk *d, struct job *j, bool *unfinished)
{
	struct beginning b = { .d = d };
	struct val v[2];
	enum status st = store_one(d->desk_db, j, SQL_DESK_REDACTION, NO_VALS,
	    v, 2);

	*unfinished = false;
	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	if (st == OK)
		st = store_tx(d->site_db, j, look, &b);
	if (st != OK || !b.there)
		return st;
	if (!b.done) /* it was interrupted before anything was done */
		return store_tx(d->desk_db, j, forget, NULL);
	st = carry_on(d, j);
	if (st == BUSY) {
		job_forgive(j);
		*unfinished = true;
		return OK;
	}
	return st;
}
