/* SPDX-License-Identifier: ISC */
/*
 * The derived tables made anew: emptied, then every entry of the record
 * applied again in its order, some hundreds to a transaction, as an import
 * does.  Ended half way, it is begun again from the start.
 */
#include "site/inside.h"
#include "text/sanitise.h"

/* So many entries in one transaction. */
#define REINDEX_COMMIT 1000
/* The write-ahead log goes back into the database at this size. */
#define REINDEX_LOG ((int64_t)64 << 20)
/* Pages of the index merged after each transaction, a step at a time. */
#define REINDEX_MERGE 64
#define REINDEX_STEPS 16

static enum status
tables_empty(struct site *s, struct job *j)
{
	static const enum stmt empty[] = { SQL_REINDEX_STORY,
		SQL_REINDEX_STORY_BODY, SQL_REINDEX_CHANGE,
		SQL_REINDEX_REVISION, SQL_REINDEX_RELATED,
		SQL_REINDEX_TRANSLATION, SQL_REINDEX_SOURCE,
		SQL_REINDEX_ADDRESS, SQL_REINDEX_GONE, SQL_REINDEX_GONE_ENTRY,
		SQL_REINDEX_REDIRECT, SQL_REINDEX_LISTING,
		SQL_REINDEX_LISTING_ENTRY, SQL_REINDEX_LISTING_PAGE,
		SQL_REINDEX_ARCHIVE_MONTH, SQL_REINDEX_ENTITY,
		SQL_REINDEX_ENTITY_NAME, SQL_REINDEX_ENTITY_KEY,
		SQL_REINDEX_FRONT, SQL_REINDEX_FRONT_NAMES, SQL_REINDEX_MENU,
		SQL_REINDEX_SETTING, SQL_REINDEX_SEARCH_DOC, SQL_SEARCH_EMPTY,
		SQL_REINDEX_STATE };
	enum status st = OK;

	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]) && st == OK;
	     i++)
		st = store_run(s->st, j, empty[i], NO_VALS);
	site_forget(s);
	return st;
}

struct piece {
	struct site *s;
	int64_t size; /* of the record */
	struct progress *p;
};

static enum status
settle_and_merge(struct site *s, struct job *j, int64_t size)
{
	bool more = true;
	enum status st = site_settle(s, j);

	for (int i = 0; st == OK && more && i < REINDEX_STEPS; i++)
		st = site_search_tend(s, j, REINDEX_MERGE, &more);
	if (st == OK && s->state.applied >= size)
		st = site_search_gather(s, j, false);
	return st;
}

static enum status
reindex_some(struct store *st, struct job *j, void *arg)
{
	const struct piece *const piece = arg;
	struct site *const s = piece->s;
	struct job *const one = job_new(job_now(j));
	enum status ok = site_refresh(s, j);

	(void)st;
	for (int i = 0;
	     ok == OK && i < REINDEX_COMMIT && s->state.applied < piece->size;
	     i++) {
		struct entry e;
		struct applied a;

		job_reset(one, job_now(j));
		ok = record_entry(s->st, one, s->state.applied, &e);
		if (ok == OK)
			ok = site_apply(s, one, &e, NULL, &a);
		progress_at(piece->p, "entries", (uint64_t)s->state.applied,
		    (uint64_t)piece->size);
	}
	if (ok != OK && job_reason(one).n > 0)
		(void)job_fail(j, ok, "%.*s", STR_ARG(job_reason(one)));
	job_free(one);
	return ok == OK ? settle_and_merge(s, j, piece->size) : ok;
}

static enum status
empty_in_tx(struct store *st, struct job *j, void *arg)
{
	struct piece *const piece = arg;
	const enum status ok = tables_empty(piece->s, j);
	if (ok != OK)
		return ok;
	const enum status gather = site_search_gather(piece->s, j, true);

	return gather == OK ? record_size(st, j, &piece->size) : gather;
}

enum status
site_reindex_here(struct site *s, struct job *j, struct progress *p)
{
	struct piece piece = { s, 0, p };
	enum status st = empty_in_tx(s->st, j, &piece);

	while (st == OK && s->state.applied < piece.size)
		st = reindex_some(s->st, j, &piece);
	/* However few the entries were, no address is left among the stale. */
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_STALE_DROP,
		    VALS(val_int(s->state.version)));
	progress_end(p);
	return st;
}

enum status
site_reindex(struct site *s, struct job *j, struct progress *p)
{
	struct piece piece = { s, 0, p };
	enum status st = store_bulk(s->st, j);

	if (st == OK)
		st = store_tx(s->st, j, empty_in_tx, &piece);
	while (st == OK) {
		st = store_tx(s->st, j, reindex_some, &piece);
		if (st == OK && store_wal_bytes(s->st) > REINDEX_LOG)
			st = store_checkpoint(s->st, j, CHECKPOINT_SOME);
		if (st != OK || s->state.applied >= piece.size)
			break;
	}
	if (st != OK)
		site_forget(s);
	progress_end(p);
	return st;
}

enum status
site_renew(struct site *s, struct job *j)
{
	struct val v[1];
	enum status st = store_one(s->st, j, SQL_SITE_SANITISER, NO_VALS, v, 1);

	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	if (st == OK && v[0].i != SANITISER_VERSION)
		st = site_reindex(s, j, NULL);
	return st;
}
