/* SPDX-License-Identifier: ISC */
#include "desk/observed.h"

#include "desk/inside.h"

#define ASK_EVERY ((int64_t)30 * 60)  /* seconds */
#define ASK_LAST ((int64_t)24 * 3600) /* no rarer than this */
#define READS_MOST ((int64_t)1000000) /* of a page, at once */

enum status
desk_feed_due(struct desk *d, struct job *j, struct outside *out)
{
	struct outsides all;
	const struct outside *due = NULL;
	const enum status st = site_feeds(d->site, j, &all);

	if (st != OK)
		return st;
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].next <= job_now(j)
		    && (due == NULL || all.at[i].next < due->next))
			due = &all.at[i];
	if (due == NULL)
		return NOT_FOUND;
	*out = *due;
	return OK;
}

/* What is noted in one transaction: a feed, or what was read. */
struct noting {
	struct site *site;
	const struct outside *feed;
	const struct read_count *reads;
	size_t nreads;
};

static enum status
note_down(struct store *store, struct job *j, void *arg)
{
	const struct noting *const n = arg;
	enum status st = site_refresh(n->site, j);

	(void)store;
	if (st == OK && n->feed != NULL)
		st = site_feed_put(n->site, j, n->feed);
	if (st == OK && n->nreads > 0)
		st = site_reads_put(n->site, j, n->reads, n->nreads);
	return st == OK ? site_settle(n->site, j) : st;
}

static enum status
note(struct desk *d, struct job *j, struct noting *n)
{
	enum status st;

	n->site = d->site;
	st = store_tx(d->site_db, j, note_down, n);
	if (st != OK)
		site_forget(d->site);
	return st;
}

enum status
desk_feed_came(struct desk *d, struct job *j, struct outside *f)
{
	f->asked = job_now(j);
	f->next = job_now(j) + ASK_EVERY;
	f->failures = 0;
	f->trouble = STR("");
	return note(d, j, &(struct noting){ .feed = f });
}

enum status
desk_feed_failed(struct desk *d, struct job *j, struct outside *f,
    struct str why)
{
	int64_t wait = ASK_EVERY;

	for (int64_t i = 0; i < f->failures && wait < ASK_LAST; i++)
		wait *= 2;
	f->asked = job_now(j);
	f->next = job_now(j) + (wait < ASK_LAST ? wait : ASK_LAST);
	f->failures++;
	f->trouble = why;
	return note(d, j, &(struct noting){ .feed = f });
}

enum status
desk_reads(struct desk *d, struct job *j, const struct read_count *at, size_t n)
{
	struct read_count *const some = JOB_ARRAY(j, struct read_count, n + 1);

	for (size_t i = 0; i < n; i++) {
		some[i] = at[i];
		if (some[i].n > READS_MOST)
			some[i].n = READS_MOST;
	}
	return note(d, j, &(struct noting){ .reads = some, .nreads = n });
}
