/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "record/check.h"

#define RESET_EVERY 64
#define TURNS_MORE 8 /* how many v->turns grows by */
#define LIE                                                          \
	"put site.db back from a backup and compare the log with a " \
	"mirror's"

void
verified_tell(struct verified *v, struct job *j, const struct damage *d)
{
	if (v->n == DAMAGES_TOLD) {
		v->more++;
		return;
	}
	if (v->damages == NULL)
		v->damages = JOB_ARRAY(j, struct damage, DAMAGES_TOLD);
	v->damages[v->n++] = (struct damage){
		.seq = d->seq,
		.thing = job_str(j, d->thing),
		.where = job_str(j, d->where),
		.what = job_str(j, d->what),
		.advice = job_str(j, d->advice),
	};
}

void
verified_turn(struct verified *v, struct job *j, struct turn t)
{
	if (v->n_turns % TURNS_MORE == 0)
		v->turns = job_grow(j, v->turns, v->n_turns * sizeof(t),
		    (v->n_turns + TURNS_MORE) * sizeof(t));
	v->turns[v->n_turns++] = t;
}

static void
found(struct check *c, int64_t seq, const char *where, const char *what,
    const char *advice)
{
	verified_tell(c->v, c->j,
	    &(struct damage){
		.seq = seq,
		.thing = seq < 0 ? STR("") : c->thing,
		.where = str_of(where),
		.what = str_of(what),
		.advice = str_of(advice),
	    });
}

void
check_found(struct check *c, const char *where, const char *what,
    const char *advice)
{
	found(c, c->seq, where, what, advice);
}

void
check_missing(struct check *c, const char *where, struct str line)
{
	struct missing *m = JOB_NEW(c->j, struct missing);

	*m = (struct missing){ .next = c->missing,
		.seq = c->seq,
		.thing = job_str(c->j, c->thing),
		.where = job_str(c->j, str_of(where)),
		.line = job_str(c->j, line) };
	c->missing = m;
}

/* Each thing that is not there, when all redactions are known. */
static void
check_erased(struct check *c)
{
	redactions_sort(&c->redactions);
	for (struct missing *m = c->missing; m != NULL; m = m->next) {
		if (redactions_has(&c->redactions, m->line)) {
			c->v->erased++;
			continue;
		}
		c->seq = m->seq;
		c->thing = m->thing;
		check_found(c, m->where.p,
		    "it is gone, and no redaction says that it was erased",
		    str_eq(m->where, STR("content"))
			? "put site.db back from a backup"
			: "put the file back from a backup or a mirror; its "
			  "name is its SHA-256");
	}
}

void
check_found_all(struct check *c, const char *where, const char *what,
    const char *advice)
{
	found(c, -1, where, what, advice);
}

enum status
check_failed(struct check *c, enum status st, const char *where)
{
	if (st == BUSY || st == DENIED)
		return job_fail(c->j, st, "%.*s", STR_ARG(job_reason(c->own)));
	check_found(c, where, job_reason(c->own).p,
	    "put site.db back from a backup");
	job_forgive(c->own);
	return OK;
}

static enum status
check_intent(struct check *c, const struct leaf *l, struct str stored)
{
	struct val seq;
	const enum status st = store_one(c->s, c->own, SQL_RECORD_BY_INTENT,
	    VALS(val_blob(id_str(&l->intent))), &seq, 1);

	if (!str_eq(stored, id_str(&l->intent)))
		check_found(c, "record",
		    "the intent beside it is not the one in its leaf",
		    "put site.db back from a backup");
	else if (st == NOT_FOUND || (st == OK && seq.i != c->seq))
		check_found(c, "record",
		    "it can't be found by its intent any more",
		    "put site.db back from a backup");
	return st == NOT_FOUND || st == OK ? OK : check_failed(c, st, "record");
}

static enum status
check_leaf(struct check *c, struct str leaf, struct str intent)
{
	const char *wrong[ORDER_WRONGS];
	struct leaf l;
	enum status st = OK;

	if (leaf_of(c->own, leaf, &l) != OK) {
		job_forgive(c->own);
		check_found(c, "record", "its leaf can't be read", LIE);
		return OK;
	}
	if (record_has_thing(l.action))
		c->thing = id_hex(c->own, l.thing);
	const size_t n = order_next(&c->order, &l, c->seq, wrong);

	for (size_t i = 0; i < n; i++)
		check_found(c, "record", wrong[i], LIE);
	st = check_intent(c, &l, intent);
	if (st == OK && l.action != RECORD_BATCH)
		st = check_file(c, &l);
	return st;
}

static enum status
check_entry(struct check *c)
{
	struct sha256 hash = { 0 };
	struct val v[3];
	enum status st = store_one(c->s, c->own, SQL_RECORD_AT,
	    VALS(val_int(c->seq)), v, 3);

	c->thing = STR("");
	c->v->entries++;
	if (st == NOT_FOUND) {
		check_found(c, "record", "it is missing", LIE);
		return check_leaf_hash(c, hash);
	}
	if (st != OK) {
		st = check_failed(c, st, "record");
		return st == OK ? check_leaf_hash(c, hash) : st;
	}
	hash = tree_leaf(v[0].s);
	st = check_leaf(c, v[0].s, v[2].s);
	if (st == OK && !str_eq(v[1].s, sha256_str(&hash)))
		check_found(c, "record",
		    "its leaf is not what it was: the hash differs", LIE);
	return st == OK ? check_leaf_hash(c, hash) : st;
}

static enum status
check_entries(struct check *c, int64_t size, struct progress *p)
{
	enum status st = OK;

	for (c->seq = 0; st == OK && c->seq < size; c->seq++) {
		st = check_entry(c);
		if (c->seq % RESET_EVERY == 0) {
			job_reset(c->own, job_now(c->j));
			progress_at(p, "entries", (uint64_t)c->seq,
			    (uint64_t)size);
		}
	}
	progress_end(p);
	return st;
}

/* The row of a thing says what its last entry says. */
static void
check_thing(struct check *c, const struct rows *r)
{
	struct id id = { 0 };
	bool fresh = false;
	const struct str bytes = row_str(r, 1);

	if (bytes.n == sizeof(id.b))
		memcpy(id.b, bytes.p, sizeof(id.b));
	const struct seen_thing *t = seen_at(&c->order.things, id, &fresh);

	c->seq = fresh ? row_int(r, 4) : t->seq;
	c->thing = id_hex(c->own, id);
	if (fresh)
		check_found(c, "thing", "nothing in the log is of that id",
		    "stet reindex");
	else if (!str_eq(row_str(r, 2), t->type) || row_int(r, 3) != t->revision
	    || row_int(r, 4) != t->seq || row_int(r, 5) != (t->live ? 1 : 0))
		check_found(c, "thing", "it is not what its last entry says",
		    "stet reindex");
}

static enum status
check_things(struct check *c)
{
	const size_t expected = c->order.things.n;
	struct rows r;
	size_t n = 0;
	enum status st = rows_begin(c->s, c->own, SQL_RECORD_THINGS, NO_VALS,
	    &r);

	if (st != OK)
		return check_failed(c, st, "thing");
	while (rows_next(&r)) {
		check_thing(c, &r);
		/* They are numbered as they come, and none ever goes. */
		if (row_int(&r, 0) != (int64_t)++n)
			check_found(c, "thing", "its number is not its own",
			    REBUILD);
	}
	st = rows_end(&r);
	if (st != OK)
		return check_failed(c, st, "thing");
	if (n != expected)
		check_found_all(c, "thing",
		    "there are not as many as the log has", "stet reindex");
	return OK;
}

/*
 * How many entries to look for.  The signed size is believed; if there is
 * none, the head's, as far as there are rows.
 */
static enum status
how_many(struct check *c, const struct head *h, int64_t *out)
{
	struct checkpoint p;
	struct seals all;
	struct val last;

	if (record_seals(c->s, c->own, &all) == OK
	    && checkpoint_open_any(c->own, h->checkpoint, &all, h->at, &p)
		== OK) {
		*out = p.size;
		return OK;
	}
	job_forgive(c->own);
	const enum status st = store_one(c->s, c->own, SQL_RECORD_LAST, NO_VALS,
	    &last, 1);

	if (st != OK)
		return check_failed(c, st, "record");
	*out = last.i + 1 < h->size ? last.i + 1 : h->size;
	return OK;
}

/* The head as it stands, damaged or not. */
static enum status
head_any(struct check *c, struct head *h)
{
	struct val v[6];
	enum status st = store_one(c->s, c->j, SQL_RECORD_HEAD, NO_VALS, v, 6);

	if (st == NOT_FOUND)
		return job_fail(c->j, NOT_FOUND, "this site has no record yet");
	if (st != OK)
		return st;
	*h = (struct head){ .size = v[0].i,
		.at = v[1].i,
		.origin = v[3].s,
		.verifier = v[4].s,
		.checkpoint = v[5].s };
	/* If not, the edge stays empty and is reported at the end. */
	(void)edge_of(v[2].s, (uint64_t)h->size, &h->edge);
	return OK;
}

static enum status
verify(struct check *c, struct progress *p)
{
	struct head h = { 0 };
	int64_t size = 0;
	enum status st = head_any(c, &h);

	if (st == OK)
		st = how_many(c, &h, &size);
	if (st == OK)
		st = redactions_read(c->j, c->dir, &c->redactions);
	if (st == OK)
		st = check_masthead_begin(c);
	if (st == OK)
		st = check_entries(c, size, p);
	if (st == OK)
		check_erased(c);
	if (st == OK)
		st = check_tree(c, &h);
	if (st == OK)
		st = check_things(c);
	if (st != OK)
		return st;
	c->v->origin = h.origin;
	c->v->verifier = h.verifier;
	c->v->seals = c->masthead.seals;
	c->v->root = sha256_hex(c->j, edge_root(&c->edge));
	c->v->at = c->order.at;
	return OK;
}

enum status
record_verify(struct job *j, const char *dir, struct progress *p,
    struct verified *out)
{
	struct verified v = { 0 };
	struct check c = { .j = j, .dir = dir, .v = &v };
	enum status st = store_open(j, dir, SITE_DB, STORE_READ, &c.s);

	if (st != OK)
		return st;
	for (int i = 0; i < TILE_LEVELS; i++)
		c.tile[i] = buf_in(j, TILE_BYTES);
	c.own = job_new(job_now(j));
	c.order.j = j;
	c.d = deflater_new();
	st = store_read_begin(c.s, j);
	if (st == OK) {
		st = verify(&c, p);
		store_read_end(c.s);
	}
	order_free(&c.order);
	seen_free(&c.media);
	deflater_free(c.d);
	job_free(c.own);
	store_close(c.s);
	if (st == OK)
		*out = v;
	return st;
}
