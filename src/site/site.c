/* SPDX-License-Identifier: ISC */
#include "site/site.h"

#include <assert.h>
#include <stdlib.h>

#include "site/inside.h"
#include "site/vocabulary.h"

/* So many publishes, and then so many pages of the search index merged. */
#define MERGE_EVERY 512
#define MERGE_PAGES 128

struct site *
site_new(struct store *st)
{
	struct site *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->st = st;
	s->deflater = deflater_new();
	s->memory = job_new(0);
	s->standing = job_new(0);
	s->gather = job_new(0);
	site_forget(s);
	return s;
}

void
site_free(struct site *s)
{
	if (s == NULL)
		return;
	job_free(s->gather);
	vocabulary_forget(s);
	job_free(s->standing);
	job_free(s->memory);
	deflater_free(s->deflater);
	free(s);
}

struct store *
site_store(const struct site *s)
{
	return s->st;
}

struct deflater *
site_deflater(const struct site *s)
{
	return s->deflater;
}

void
names_forget(struct site *s)
{
	job_reset(s->memory, 0);
	s->names = map_in(s->memory);
	s->found = map_in(s->memory);
	s->menus = map_in(s->memory);
	s->sections = map_in(s->memory);
	s->settings = NULL;
	s->zone = NULL;
	s->memory_names = -1;
}

static void
standing_forget(struct site *s)
{
	job_reset(s->standing, 0);
	s->listings = map_in(s->standing);
	s->all_listings = NULL;
	s->nlistings = 0;
	s->standing_version = -1;
}

static void
gathered_forget(struct site *s)
{
	job_reset(s->gather, 0);
	s->gathered = (struct gathered){ .stale_map = map_in(s->gather) };
}

void
site_forget(struct site *s)
{
	names_forget(s);
	standing_forget(s);
	gathered_forget(s);
	vocabulary_forget(s);
}

enum status
state_read(struct site *s, struct job *j)
{
	struct val v[5];
	const enum status st = store_one(s->st, j, SQL_SITE_STATE, NO_VALS, v,
	    5);

	if (st == NOT_FOUND)
		return job_fail(j, FAULT,
		    "site.db: the row that says where the site stands is "
		    "missing; run stet reindex");
	if (st != OK)
		return st;
	s->state = (struct state){ v[0].i, v[1].i, v[2].i, v[3].i, v[4].i };
	if (s->memory_names != s->state.names) {
		names_forget(s);
		s->memory_names = s->state.names;
	}
	return OK;
}

enum status
site_refresh(struct site *s, struct job *j)
{
	/* What we gathered ourselves is newer than what stands in the row. */
	if (s->gathered.entries > 0)
		return OK;
	const enum status st = state_read(s, j);

	if (st != OK)
		return st;
	if (s->standing_version != s->state.version)
		standing_forget(s);
	s->standing_version = s->state.version;
	return OK;
}

int64_t
site_applied(const struct site *s)
{
	return s->state.applied;
}

void
site_step_back(struct site *s, int64_t applied)
{
	assert(applied <= s->state.applied);
	s->gathered.entries -= s->state.applied - applied;
	s->state.applied = applied;
	names_forget(s);
	s->memory_names = s->state.names;
}

enum status
site_settle(struct site *s, struct job *j)
{
	if (s->gathered.entries == 0 && s->gathered.stale == NULL)
		return OK;
	const bool few = s->gathered.entries <= FEW_ENTRIES;
	bool more;
	enum status st = listings_settle(s, j);

	if (st == OK)
		st = search_settle(s, j);
	if (st == OK)
		st = stale_settle(s, j);
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_STATE_PUT,
		    VALS(val_int(s->state.applied), val_int(s->state.version),
			val_int(s->state.names), val_int(s->state.everything),
			val_int(s->state.stale_from)));
	/*
	 * The server's writer merges the index while nobody writes.  Where there
	 * is none, or never a pause, somebody has to do it now and then.
	 */
	if (st == OK && few && s->state.version % MERGE_EVERY == 0)
		st = site_search_tend(s, j, MERGE_PAGES, &more);
	if (st != OK)
		return st;
	gathered_forget(s);
	s->memory_names = s->state.names;
	/* Kept between commits of an import, but not without end. */
	if (s->nlistings > 50000)
		standing_forget(s);
	s->standing_version = s->state.version;
	return OK;
}

enum status
site_read_begin(struct site *s, struct job *j)
{
	assert(!s->reading);
	/* A preview looks from inside the transaction that it will undo. */
	s->reads_own = store_in_tx(s->st);
	enum status st = s->reads_own ? OK : store_read_begin(s->st, j);

	if (st != OK)
		return st;
	st = state_read(s, j);
	if (st != OK && !s->reads_own)
		store_read_end(s->st);
	s->reading = st == OK;
	return st;
}

void
site_read_end(struct site *s)
{
	assert(s->reading);
	if (!s->reads_own)
		store_read_end(s->st);
	s->reading = false;
}

int64_t
site_version(const struct site *s)
{
	return s->state.version;
}
