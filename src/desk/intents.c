/* SPDX-License-Identifier: ISC */
/*
 * Before the record is written, desk.db says what is intended; afterwards
 * that it is done.  What a crash left between is finished at the next start:
 * once, for the record knows each intent that it carried out.
 */
#include <string.h>

#include "desk/inside.h"

#define INTENT_COLUMNS 7

struct noting {
	struct val columns[INTENT_COLUMNS];
	const struct sha256 *mark;
	struct id thing;
};

static enum status
note(struct store *s, struct job *j, void *arg)
{
	const struct noting *n = arg;
	enum status st = store_run(s, j, SQL_DESK_INTENT_PUT, n->columns,
	    INTENT_COLUMNS);

	if (st != OK || n->mark == NULL)
		return st;
	return store_run(s, j, SQL_DESK_GIVEN_PUT,
	    VALS(val_blob(sha256_str(n->mark)), val_blob(id_str(&n->thing))));
}

enum status
intent_note(struct desk *d, struct job *j, const struct putting *p,
    int64_t draft, const struct sha256 *mark)
{
	const struct galley *g = p->g;
	struct noting n = {
		.columns = {
			val_blob(id_str(&p->intent)),
			val_int(job_now(j)),
			val_int(p->action),
			val_blob(id_str(&g->copy.id)),
			val_int(p->base),
			val_int(draft),
			val_blob(g->packed),
		},
		.mark = mark,
		.thing = g->copy.id,
	};

	return store_tx(d->desk_db, j, note, &n);
}

enum status
laying_note(struct desk *d, struct job *j, const struct laying *l,
    struct id thing)
{
	struct noting n = {
		.columns = {
			val_blob(id_str(&l->intent)),
			val_int(job_now(j)),
			val_int(l->action),
			val_blob(id_str(&thing)),
			val_int(l->base),
			val_int(0),
			val_blob(l->packed),
		},
		.thing = thing,
	};

	return store_tx(d->desk_db, j, note, &n);
}

struct ending {
	struct id intent;
	int64_t draft;
};

static enum status
end(struct store *s, struct job *j, void *arg)
{
	const struct ending *e = arg;
	enum status st = store_run(s, j, SQL_DESK_INTENT_END,
	    VALS(val_blob(id_str(&e->intent))));

	if (st == OK && e->draft > 0)
		st = store_run(s, j, SQL_DESK_DRAFT_DROP,
		    VALS(val_int(e->draft)));
	return st;
}

enum status
intent_end(struct desk *d, struct job *j, struct id intent, int64_t draft)
{
	struct ending e = { intent, draft };

	return store_tx(d->desk_db, j, end, &e);
}

void
intent_take_back(struct desk *d, struct job *j, struct id intent)
{
	struct job *own = job_new(job_now(j));

	if (intent_end(d, own, intent, 0) != OK)
		job_forgive(own);
	job_free(own);
}

/* An interrupted deed, as desk.db remembers it. */
struct unfinished {
	struct id intent, thing;
	enum record_action action;
	int64_t base, draft;
	struct str packed;
};

struct unfinished_list {
	struct unfinished *at;
	size_t n;
};

static enum status
read_all(struct desk *d, struct job *j, struct unfinished_list *out)
{
	struct rows r;
	size_t room = 0;
	enum status st = rows_begin(d->desk_db, j, SQL_DESK_INTENTS, NO_VALS,
	    &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		struct unfinished *u;

		if (out->n == room) {
			out->at = job_grow(j, out->at, room * sizeof(*out->at),
			    (room + 8) * sizeof(*out->at));
			room += 8;
		}
		u = &out->at[out->n++];
		if (row_str(&r, 0).n == ID_BYTES)
			memcpy(u->intent.b, row_str(&r, 0).p, ID_BYTES);
		u->action = (enum record_action)row_int(&r, 1);
		if (row_str(&r, 2).n == ID_BYTES)
			memcpy(u->thing.b, row_str(&r, 2).p, ID_BYTES);
		u->base = row_int(&r, 3);
		u->draft = row_int(&r, 4);
		u->packed = job_str(j, row_str(&r, 5));
	}
	return rows_end(&r);
}

/* Of a tombstone, which has no copy and refers to nothing. */
static enum status
lay(struct desk *d, struct job *j, const struct unfinished *u)
{
	struct laying l = { .intent = u->intent,
		.action = u->action,
		.base = u->base,
		.packed = u->packed };
	struct entry e;
	enum status st = record_last(d->site_db, j, u->thing, &e);

	l.type = e.type;
	if (st == OK)
		st = deflate_unpack(d->deflater, j, u->packed, RECORD_FILE_MAX,
		    &l.bytes);
	if (st == OK)
		st = tombstone_put(d, j, &l, &e);
	return st == OK ? desk_seal(d, j) : st;
}

static bool
is_tombstone(const struct unfinished *u)
{
	return u->action == RECORD_RETRACT || u->action == RECORD_REDACT;
}

static enum status
carry_out(struct desk *d, struct job *j, const struct unfinished *u)
{
	struct run run = { .i = NULL };
	struct galley g;
	struct referring r = { .d = d,
		.run = &run,
		.name = STR("intent"),
		.lenient = true };
	struct putting p = { .intent = u->intent,
		.action = u->action,
		.base = u->base,
		.g = &g };
	struct str bytes;
	struct entry e;
	struct applied a;
	enum status st = deflate_unpack(d->deflater, j, u->packed,
	    RECORD_FILE_MAX, &bytes);

	if (st == OK)
		st = set_galley_again(d, j, bytes, &g);
	if (st == OK)
		st = refs_resolve(&r, j, &g.copy);
	if (st == OK)
		st = put_pictures(d, j, &run, &g);
	if (st == OK)
		st = put_entry(d, j, &p, &e, &a);
	if (st == OK)
		st = desk_seal(d, j);
	return st == OK ? pictures_show(d, j, &g.copy.media) : st;
}

/* It can't be done any more: the words go back among the drafts. */
static enum status
give_up(struct desk *d, struct job *j, const struct unfinished *u)
{
	struct draft kept = { .why = DRAFT_DRAFT,
		.name = STR("interrupted.md"),
		.headline = STR("(interrupted)") };
	struct str why = job_str(j, job_reason(j));
	int64_t num;
	enum status st;

	job_forgive(j);
	/* A draft is still where it was; a tombstone is no draft. */
	if (u->draft > 0 || is_tombstone(u))
		return intent_end(d, j, u->intent, 0);
	st = deflate_unpack(d->deflater, j, u->packed, RECORD_FILE_MAX,
	    &kept.bytes);
	if (st == OK)
		st = desk_keep(d, j, &kept, &num);
	if (st == OK)
		st = store_run(d->desk_db, j, SQL_DESK_DRAFT_TROUBLE,
		    VALS(val_int(num), val_text(why), val_int(job_now(j))));
	return st == OK ? intent_end(d, j, u->intent, 0) : st;
}

static enum status
finish(struct desk *d, struct job *j, const struct unfinished *u)
{
	struct entry e;
	enum status st = record_of_intent(d->site_db, j, u->intent, &e);

	if (st == OK)
		return intent_end(d, j, u->intent, u->draft);
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	st = store_part_begin(d->site_db, j);
	if (st == OK)
		st = store_part_end(d->site_db, j,
		    is_tombstone(u) ? lay(d, j, u) : carry_out(d, j, u));
	if (st == OK || st == FAULT || st == BUSY)
		return st;
	site_forget(d->site);
	return give_up(d, j, u);
}

/* Under the site's queue, where whatever is noted belongs to nobody alive. */
static enum status
finish_all(struct desk *d, struct job *j, struct unfinished_list *list)
{
	enum status st = read_all(d, j, list);

	if (st == OK && list->n > 0)
		st = site_catch_up(d->site, j);
	for (size_t i = 0; st == OK && i < list->n; i++)
		st = finish(d, j, &list->at[i]);
	return st;
}

enum status
intents_finish(struct desk *d, struct job *j)
{
	struct unfinished_list list = { .n = 0 };
	enum status st = read_all(d, j, &list);

	if (st != OK || list.n == 0)
		return st;
	list = (struct unfinished_list){ .n = 0 };
	st = store_begin(d->site_db, j);
	if (st == OK)
		st = store_end(d->site_db, j, finish_all(d, j, &list));
	if (st != OK) {
		site_forget(d->site);
		return st;
	}
	/* Committed now: those that were carried out have ended. */
	for (size_t i = 0; st == OK && i < list.n; i++)
		st = intent_end(d, j, list.at[i].intent, list.at[i].draft);
	return st;
}
