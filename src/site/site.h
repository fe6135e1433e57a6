/* SPDX-License-Identifier: ISC */
/*
 * The published site: tables derived from the record, one transaction with
 * it, and everything that a page reads.
 *
 * Writing, inside one store transaction:
 *
 *	record_append(...)           the entry
 *	site_apply(s, j, &e, g, &a)  its rows
 *	...                          further entries
 *	site_settle(s, j)            counts, search, stale addresses, version
 *	record_seal(...)             the signed head
 *
 * The tables are a pure function of the record's entries so far, whoever
 * appended them and in whichever transactions, so site_reindex() gives the
 * same rows again.  (Only the version and the stale addresses, which say what
 * changed when, go on counting.)
 */
#ifndef STET_SITE_SITE_H
#define STET_SITE_SITE_H

#include "base/progress.h"
#include "site/corrections.h"
#include "site/entity.h"
#include "site/front.h"
#include "site/galley.h"
#include "site/listing.h"
#include "site/place.h"
#include "site/revisions.h"
#include "site/search.h"
#include "site/settings.h"
#include "site/story.h"

struct store;
struct entry; /* record/record.h */

/*
 * One connection's view of the site, with names and settings in memory.
 * Not shared between threads.
 */
struct site;

/* st must outlive it. */
struct site *site_new(struct store *st);
void site_free(struct site *s); /* NULL is fine */

/* What it reads with, for whoever reads the record in the same transaction. */
struct store *site_store(const struct site *s);
struct deflater *site_deflater(const struct site *s);

/* ---- writing ---- */

/*
 * The first thing in a write transaction, before site_find() and the like:
 * forget what other processes have changed meanwhile.
 */
MUST_CHECK enum status site_refresh(struct site *s, struct job *j);

struct applied {
	int64_t num;        /* the thing; 0 for a batch entry */
	struct str address; /* of a story, page or entity; or empty */
	bool again;         /* was applied before: nothing was done */
};

/*
 * Turn an entry into rows.  g is the galley of its file; NULL lets apply read
 * the file from the record and set it here.  CONFLICT if it wants an address
 * that another thing holds, naming that thing; the transaction must then be
 * rolled back and site_forget() called.
 */
MUST_CHECK enum status site_apply(struct site *s, struct job *j,
    const struct entry *e, const struct galley *g, struct applied *out);

/* Write what apply gathered.  Before every commit; nothing to do is fine. */
MUST_CHECK enum status site_settle(struct site *s, struct job *j);

/*
 * So many entries are applied.  When a part of the transaction is undone
 * (store_part_end): what it had gathered is so no longer.  The part may have
 * made entities; its last entry was the only one that could touch a listing,
 * and it failed.
 */
int64_t site_applied(const struct site *s);
void site_step_back(struct site *s, int64_t applied);

/* After a rollback: what was gathered and remembered is not so. */
void site_forget(struct site *s);

/*
 * Apply every entry that the record has and the site has not; settles by
 * itself.  Inside a write transaction.
 */
MUST_CHECK enum status site_catch_up(struct site *s, struct job *j);

/*
 * Drop the derived tables and make them anew, in one transaction: readers have
 * the old ones until it is done, other writers wait.  Everything becomes
 * stale.  The write-ahead log grows to about the size of the tables meanwhile.
 */
MUST_CHECK enum status site_reindex(struct site *s, struct job *j,
    struct progress *p);

/*
 * Do so if another version of the sanitiser made what stands in the tables.
 * For whoever is going to write, before the first entry, so that bodies of two
 * versions never stand beside each other.
 */
MUST_CHECK enum status site_renew(struct site *s, struct job *j);

/*
 * The same within the caller's transaction, so that all of it or nothing is:
 * for a redaction.  Gives nobody way meanwhile.
 */
MUST_CHECK enum status site_reindex_here(struct site *s, struct job *j,
    struct progress *p);

/* ---- reading ---- */

/*
 * One picture of the site for all reads until site_read_end(); caches that
 * are out of date are dropped here.  BUSY and FAULT as store_read_begin().
 * Inside a write transaction (after site_settle) it shows what that will
 * leave behind.
 */
MUST_CHECK enum status site_read_begin(struct site *s, struct job *j);
void site_read_end(struct site *s);

/* Of the open read: rises with each commit that changes a page. */
int64_t site_version(const struct site *s);

/*
 * What changed after that version: either everything (after an import, a
 * change of names or settings, or if it is too long ago), or these addresses.
 */
struct stale {
	bool everything;
	struct texts addresses;
};

MUST_CHECK enum status site_stale_since(struct site *s, struct job *j,
    int64_t version, struct stale *out);

#endif
