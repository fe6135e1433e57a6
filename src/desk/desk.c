/* SPDX-License-Identifier: ISC */
#include "desk/desk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/redacting.h"

#define LOG_MOST ((int64_t)64 << 20) /* bytes, before it is brought back */

struct store *
desk_site_db(struct desk *d)
{
	return d->site_db;
}

struct store *
desk_db(struct desk *d)
{
	return d->desk_db;
}

struct site *
desk_site(struct desk *d)
{
	return d->site;
}

struct darkroom *
desk_media(struct desk *d)
{
	return d->media;
}

struct deflater *
desk_deflater(struct desk *d)
{
	return d->deflater;
}

const struct record_key *
desk_key(struct desk *d)
{
	return d->key;
}

/* A paper that came back from a backup is served before it has its key. */
static enum status
open_key(struct job *j, struct desk *d)
{
	const enum status st = record_key_open(j, d->dir, &d->key);

	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	return OK;
}

/* Pictures first: their keeper must not inherit keys and databases. */
static enum status
open_all(struct job *j, struct desk *d)
{
	bool held = false, unfinished;
	enum status st = media_open(j, d->dir, &d->media);

	if (st == OK)
		st = store_open(j, d->dir, SITE_DB, STORE_WRITE, &d->site_db);
	if (st == OK)
		st = store_open(j, d->dir, DESK_DB, STORE_WRITE, &d->desk_db);
	if (st == OK)
		st = open_key(j, d);
	if (st != OK)
		return st;
	d->deflater = deflater_new();
	d->site = site_new(d->site_db);
	st = site_renew(d->site, j);
	if (st == OK)
		st = record_held(d->site_db, j, &held);
	/* What was interrupted may stand in the log as it is elsewhere. */
	if (st == OK && !held && d->key != NULL)
		st = intents_finish(d, j);
	return st == OK ? redaction_finish(d, j, &unfinished) : st;
}

/* Nothing but the site, and that only for looking. */
static enum status
open_to_read(struct job *j, struct desk *d)
{
	enum status st = store_open(j, d->dir, SITE_DB, STORE_READ,
	    &d->site_db);

	if (st != OK)
		return st;
	d->deflater = deflater_new();
	d->site = site_new(d->site_db);
	return OK;
}

static enum status
open_with(struct job *j, const char *dir,
    enum status (*open_it)(struct job *j, struct desk *d), struct desk **out)
{
	struct desk *d;
	enum status st;

	if (access(file_path(j, dir, "site.db"), F_OK) != 0)
		return job_fail(j, NOT_FOUND,
		    "there is no site in %s; \"stet init\" makes one", dir);
	d = calloc(1, sizeof(*d));
	if (d == NULL || (d->dir = strdup(dir)) == NULL)
		abort();
	st = open_it(j, d);
	if (st != OK) {
		desk_close(d);
		return st;
	}
	*out = d;
	return OK;
}

enum status
desk_open(struct job *j, const char *dir, struct desk **out)
{
	return open_with(j, dir, open_all, out);
}

enum status
desk_open_to_read(struct job *j, const char *dir, struct desk **out)
{
	return open_with(j, dir, open_to_read, out);
}

void
desk_close(struct desk *d)
{
	if (d == NULL)
		return;
	site_free(d->site);
	deflater_free(d->deflater);
	record_key_close(d->key);
	store_close(d->desk_db);
	store_close(d->site_db);
	media_close(d->media);
	free(d->dir);
	free(d);
}

void
desk_level(struct desk *d, struct job *j)
{
	struct store *const both[] = { d->site_db, d->desk_db };

	for (size_t i = 0; i < 2; i++)
		if (store_wal_bytes(both[i]) > LOG_MOST && !store_in_tx(both[i])
		    && store_checkpoint(both[i], j, CHECKPOINT_SOME) != OK)
			job_forgive(j); /* it may wait */
}

enum status
desk_customs(struct desk *d, struct job *j, struct str *lang,
    struct zone **zone)
{
	const struct copy *settings;
	bool mine = !store_in_tx(d->site_db);
	enum status st = mine ? site_read_begin(d->site, j) : OK;

	if (st != OK)
		return st;
	st = site_settings(d->site, j, &settings);
	if (st == OK) {
		*lang = job_str(j, settings->languages.at[0].tag);
		st = zone_open(j, settings->timezone, zone);
	}
	if (mine)
		site_read_end(d->site);
	return st;
}

/* Another process may have put it back, or made another. */
static enum status
new_key(struct desk *d, struct job *j)
{
	struct str verifier;
	struct record_key *fresh = NULL;
	enum status st = record_verifier(d->site_db, j, &verifier);

	if (st != OK || (d->key != NULL && record_key_has(d->key, j, verifier)))
		return st;
	st = record_key_open(j, d->dir, &fresh);
	if (st != OK)
		return st;
	record_key_close(d->key);
	d->key = fresh;
	return OK;
}

enum status
desk_seal(struct desk *d, struct job *j)
{
	enum status st = new_key(d, j);

	if (st == OK)
		st = site_settle(d->site, j);
	return st == OK ? record_seal(d->site_db, j, d->key) : st;
}

void
texts_put(struct job *j, struct texts *list, struct str text)
{
	list->at = job_grow(j, list->at, list->n * sizeof(*list->at),
	    (list->n + 1) * sizeof(*list->at));
	list->at[list->n++] = job_str(j, text);
}

void
notes_put(struct job *j, struct notes *list, int line, struct str text)
{
	list->at = job_grow(j, list->at, list->n * sizeof(*list->at),
	    (list->n + 1) * sizeof(*list->at));
	list->at[list->n++] = (struct note){ line, job_str(j, text) };
}
