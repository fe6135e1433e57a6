/* SPDX-License-Identifier: ISC */
/*
 * The derived tables made anew: emptied, then every entry of the record
 * applied again in its order.  All in one transaction: readers see the old
 * tables until the new ones are whole, and who ends it half way changed
 * nothing.
 */
#include <pthread.h>

#include "site/inside.h"
#include "text/sanitise.h"

/* So many entries, or bytes of text, are set at once. */
#define BATCH 64
#define BATCH_BYTES ((size_t)1 << 20)
/* So many batches may be ahead of what is applied. */
#define AHEAD 16
/* What was gathered is written after so many entries. */
#define SETTLE 1000
/* Pages of the index merged after each, a step at a time. */
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
		SQL_REINDEX_COMMENT, SQL_REINDEX_SIGNER, SQL_REINDEX_SIGNED,
		SQL_REINDEX_FRONT, SQL_REINDEX_FRONT_NAMES,
		SQL_REINDEX_FRONT_WATCH, SQL_REINDEX_MENU, SQL_REINDEX_SETTING,
		SQL_REINDEX_SEARCH_DOC, SQL_REINDEX_WORD, SQL_SEARCH_EMPTY,
		SQL_REINDEX_STATE };
	enum status st = OK;

	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]) && st == OK;
	     i++)
		st = store_run(s->st, j, empty[i], NO_VALS);
	site_forget(s);
	return st;
}

static enum status
settle_and_merge(struct site *s, struct job *j, int64_t size)
{
	bool more = true;
	enum status st = site_settle(s, j);

	for (int i = 0; st == OK && more && i < REINDEX_STEPS; i++)
		st = site_search_tend(s, j, REINDEX_MERGE, &more);
	if (st == OK && s->state.applied >= size)
		st = site_search_gather(s, j, false);
	/* Nobody waits: what was merged on several levels becomes one. */
	if (st == OK && s->state.applied >= size)
		st = store_run(s->st, j, SQL_SEARCH_JOIN, NO_VALS);
	return st;
}

/* ---- galleys, set by a second thread while the rows are written ---- */

struct sheet {
	struct entry e;
	struct str bytes; /* empty: no text, or none that is left */
	struct galley g;
	bool set;
};

/* The writer fetches it, the setter sets it, the writer applies it. */
struct sheets {
	struct job *j;
	struct setting by;
	size_t n, bytes;
	bool settings; /* with its last one: the next depend on it */
	struct sheet at[BATCH];
};

static enum status
fetch_one(struct site *s, struct sheets *b, int64_t seq)
{
	struct sheet *const sheet = &b->at[b->n];
	enum status st = record_entry(s->st, b->j, seq, &sheet->e);

	sheet->bytes = STR("");
	sheet->set = false;
	if (st != OK)
		return st;
	if (sheet->e.action == RECORD_PUBLISH
	    || sheet->e.action == RECORD_UPDATE
	    || sheet->e.action == RECORD_CORRECT)
		st = record_text_left(s->st, b->j, s->deflater, seq,
		    &sheet->bytes);
	if (st == NOT_FOUND) {
		job_forgive(b->j);
		st = OK;
	}
	b->n++;
	b->bytes += sheet->bytes.n;
	b->settings = kind_of(sheet->e.type) == KIND_SETTINGS;
	return st;
}

static enum status
fetch(struct site *s, struct job *j, struct sheets *b, int64_t from, int64_t to)
{
	const struct copy *settings;
	enum status st;

	job_reset(b->j, job_now(b->j));
	b->n = b->bytes = 0;
	b->settings = false;
	st = site_settings(s, j, &settings);
	if (st != OK)
		return st;
	b->by.lang = job_str(b->j, settings->languages.at[0].tag);
	st = settings_zone(b->j, settings, &b->by.zone);
	while (st == OK && b->n < BATCH && b->bytes < BATCH_BYTES && from < to
	    && !b->settings)
		st = fetch_one(s, b, from++);
	if (st != OK)
		(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(b->j)));
	return st;
}

/* What can't be set is left to site_apply(), which says why. */
static void
set_all(struct sheets *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct sheet *const sheet = &b->at[i];

		sheet->set = sheet->bytes.n > 0
		    && set_text(b->j, &b->by, sheet->e.type, sheet->bytes,
			   &sheet->g)
			== OK;
		job_forgive(b->j);
	}
}

/*
 * Numbers of batches, of which at[number % AHEAD] is each:
 * applied <= set <= fetched <= applied + AHEAD.  The writer owns those up to
 * set and beyond fetched, the setter the others.
 */
struct setter {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	bool runs, stopped;
	size_t fetched, set; /* under lock */
	size_t applied;      /* the writer's */
	int64_t next;        /* the entry to be fetched next */
	struct sheets at[AHEAD];
};

static void *
setter_run(void *setter)
{
	struct setter *const t = setter;

	pthread_mutex_lock(&t->lock);
	for (;;) {
		while (t->set == t->fetched && !t->stopped)
			pthread_cond_wait(&t->moved, &t->lock);
		if (t->stopped)
			break;
		struct sheets *const b = &t->at[t->set % AHEAD];

		pthread_mutex_unlock(&t->lock);
		set_all(b);
		pthread_mutex_lock(&t->lock);
		t->set++;
		pthread_cond_signal(&t->moved);
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

static struct setter *
setter_new(struct job *j)
{
	struct setter *const t = JOB_NEW(j, struct setter);

	for (int i = 0; i < AHEAD; i++)
		t->at[i].j = job_new(job_now(j));
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->moved, NULL);
	/* Without it everything is only slower. */
	t->runs = pthread_create(&t->thread, NULL, setter_run, t) == 0;
	return t;
}

static void
setter_free(struct setter *t)
{
	pthread_mutex_lock(&t->lock);
	t->stopped = true;
	pthread_cond_signal(&t->moved);
	pthread_mutex_unlock(&t->lock);
	if (t->runs)
		(void)pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->moved);
	pthread_mutex_destroy(&t->lock);
	for (int i = 0; i < AHEAD; i++)
		job_free(t->at[i].j);
}

static void
hand_over(struct setter *t, struct sheets *b)
{
	if (!t->runs)
		set_all(b);
	pthread_mutex_lock(&t->lock);
	t->fetched++;
	t->set += !t->runs;
	pthread_cond_signal(&t->moved);
	pthread_mutex_unlock(&t->lock);
}

/* What follows new settings can only be fetched when they are applied. */
static bool
may_fetch(const struct setter *t, int64_t size)
{
	const size_t ahead = t->fetched - t->applied;

	return t->next < size && ahead < AHEAD
	    && (ahead == 0 || !t->at[(t->fetched - 1) % AHEAD].settings);
}

static enum status
next_sheets(struct site *s, struct job *j, struct setter *t, int64_t size,
    struct sheets **out)
{
	enum status st = OK;

	while (st == OK && may_fetch(t, size)) {
		struct sheets *const b = &t->at[t->fetched % AHEAD];

		st = fetch(s, j, b, t->next, size);
		t->next += (int64_t)b->n;
		if (st == OK)
			hand_over(t, b);
	}
	pthread_mutex_lock(&t->lock);
	while (st == OK && t->set == t->applied)
		pthread_cond_wait(&t->moved, &t->lock);
	pthread_mutex_unlock(&t->lock);
	*out = &t->at[t->applied % AHEAD];
	return st;
}

static enum status
apply_sheets(struct site *s, struct job *j, struct sheets *b)
{
	struct job *const one = job_new(job_now(j));
	enum status st = OK;

	for (size_t i = 0; st == OK && i < b->n; i++) {
		const struct sheet *const sheet = &b->at[i];
		struct applied a;

		job_reset(one, job_now(j));
		st = site_apply(s, one, &sheet->e,
		    sheet->set ? &sheet->g : NULL, &a);
	}
	if (st != OK && job_reason(one).n > 0)
		(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(one)));
	job_free(one);
	return st;
}

static enum status
apply_all(struct site *s, struct job *j, struct setter *t, int64_t size,
    struct progress *p)
{
	int64_t settled = 0;
	enum status st = site_refresh(s, j);

	while (st == OK && s->state.applied < size) {
		struct sheets *b;

		st = next_sheets(s, j, t, size, &b);
		if (st == OK)
			st = apply_sheets(s, j, b);
		t->applied++;
		progress_at(p, "entries", (uint64_t)s->state.applied,
		    (uint64_t)size);
		if (st == OK
		    && (s->state.applied >= settled + SETTLE
			|| s->state.applied == size)) {
			settled = s->state.applied;
			st = settle_and_merge(s, j, size);
		}
	}
	return st;
}

enum status
site_reindex_here(struct site *s, struct job *j, struct progress *p)
{
	struct setter *const t = setter_new(j);
	int64_t size;
	enum status st = tables_empty(s, j);

	if (st == OK)
		st = site_search_gather(s, j, true);
	if (st == OK)
		st = record_size(s->st, j, &size);
	if (st == OK)
		st = apply_all(s, j, t, size, p);
	setter_free(t);
	/* However few the entries were, no address is left among the stale. */
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_STALE_DROP,
		    VALS(val_int(s->state.version)));
	progress_end(p);
	return st;
}

struct piece {
	struct site *s;
	struct progress *p;
};

static enum status
reindex_in_tx(struct store *st, struct job *j, void *arg)
{
	const struct piece *const piece = arg;
	enum status ok = site_refresh(piece->s, j);

	(void)st;
	return ok == OK ? site_reindex_here(piece->s, j, piece->p) : ok;
}

enum status
site_reindex(struct site *s, struct job *j, struct progress *p)
{
	struct piece piece = { s, p };
	enum status st = store_bulk(s->st, j);

	if (st == OK)
		st = store_tx(s->st, j, reindex_in_tx, &piece);
	if (st != OK) {
		site_forget(s);
		return st;
	}
	/* Whoever still reads holds it up; the server does it when idle. */
	if (store_checkpoint(s->st, j, CHECKPOINT_SHRINK) != OK)
		job_forgive(j);
	return OK;
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
