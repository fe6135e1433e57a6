/* SPDX-License-Identifier: ISC */
#include "desk/schedule.h"

#include "desk/inside.h"
#include "desk/withdraw.h"

#define TRY_AGAIN_S 60 /* after a failure */
#define AT_ONCE 20     /* so many are published in one call */
#define MERGE_PAGES 16 /* of the search index, in one call */

struct trouble {
	int64_t num;
	struct str why;
	int64_t now;
};

static enum status
note_trouble(struct store *s, struct job *j, void *arg)
{
	const struct trouble *t = arg;

	return store_run(s, j, SQL_DESK_DRAFT_TROUBLE,
	    VALS(val_int(t->num), val_text(t->why), val_int(t->now)));
}

/* In a job of its own, so that a bad one does not spoil those behind it. */
static enum status
publish_one(struct desk *d, struct job *j, int64_t num, struct tended *out)
{
	struct job *own = job_new(job_now(j));
	struct published p;
	enum status st = desk_publish_draft(d, own, num, &p);
	struct trouble t = { num, job_str(j, job_reason(own)), job_now(j) };

	job_free(own);
	if (st == OK) {
		out->published += p.deed != DEED_KEEP;
		return OK;
	}
	if (st == FAULT || st == BUSY)
		return job_fail(j, st, "%.*s", STR_ARG(t.why));
	out->trouble = t.why;
	return store_tx(d->desk_db, j, note_trouble, &t);
}

static enum status
publish_due(struct desk *d, struct job *j, struct tended *out)
{
	enum status st = OK;

	for (int i = 0; st == OK && i < AT_ONCE; i++) {
		struct val v;

		st = store_one(d->desk_db, j, SQL_DESK_DRAFT_DUE,
		    VALS(val_int(job_now(j)),
			val_int(job_now(j) - TRY_AGAIN_S)),
		    &v, 1);
		if (st == NOT_FOUND) {
			job_forgive(j);
			return OK;
		}
		if (st == OK)
			st = publish_one(d, j, v.i, out);
		out->busy = i == AT_ONCE - 1;
	}
	return st;
}

struct merging {
	struct desk *d;
	bool more;
};

static enum status
merge(struct store *s, struct job *j, void *arg)
{
	struct merging *m = arg;

	(void)s;
	return site_search_tend(m->d->site, j, MERGE_PAGES, &m->more);
}

static enum status
level(struct desk *d, struct job *j, struct tended *out)
{
	enum status st = store_checkpoint(d->site_db, j, CHECKPOINT_ALL);

	if (st == BUSY) { /* a reader is in the way: the next time */
		job_forgive(j);
		return store_holder(d->site_db, j, &out->held_up_by);
	}
	if (st == OK)
		st = store_checkpoint(d->desk_db, j, CHECKPOINT_ALL);
	d->tidy = st == OK;
	if (st == BUSY) {
		job_forgive(j);
		st = OK;
	}
	return st;
}

/* One small piece of work, and only if nobody has written since the last. */
static enum status
tidy(struct desk *d, struct job *j, struct tended *out)
{
	struct merging m = { d, false };
	int64_t version;
	enum status st = store_data_version(d->site_db, j, &version);
	bool quiet = st == OK && version == d->seen;

	if (st != OK)
		return st;
	d->tidy = d->tidy && quiet;
	d->seen = version;
	if (!quiet || d->tidy || store_wanted(d->site_db))
		return OK;
	st = store_tx(d->site_db, j, merge, &m);
	if (st != OK)
		return st;
	out->busy = m.more;
	return m.more ? OK : level(d, j, out);
}

enum status
desk_tend(struct desk *d, struct job *j, struct tended *out)
{
	struct tended t = { .published = 0 };
	struct val next, over;
	enum status st = publish_due(d, j, &t);

	if (st == OK)
		st = desk_expire(d, j, AT_ONCE, &t.expired);
	t.busy = t.busy || t.expired == AT_ONCE;
	if (t.published > 0 || t.expired > 0)
		d->tidy = false;
	else if (st == OK)
		st = tidy(d, j, &t);
	if (st == OK)
		st = store_one(d->desk_db, j, SQL_DESK_DRAFT_NEXT, NO_VALS,
		    &next, 1);
	if (st == OK)
		st = store_one(d->site_db, j, SQL_SITE_STORY_EXPIRES_NEXT,
		    NO_VALS, &over, 1);
	if (st != OK)
		return st;
	t.next_due = next.type == VAL_INT ? next.i : 0;
	if (over.type == VAL_INT && (t.next_due == 0 || over.i < t.next_due))
		t.next_due = over.i;
	*out = t;
	return OK;
}
