/* SPDX-License-Identifier: ISC */
/*
 * An import from beginning to end: where it comes from, one worker thread that
 * prepares (worker.c) beside one writer that places (writer.c), what is
 * gone, the entry that closes the batch.
 */
#include "wire/import.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "wire/languages.h"
#include "wire/writer.h"

struct str
fate_name(enum fate f)
{
	static const struct str names[] = {
		[FATE_CAME] = STR_INIT("came"),
		[FATE_UPDATED] = STR_INIT("updated"),
		[FATE_SAME] = STR_INIT("same"),
		[FATE_DRAFT] = STR_INIT("draft"),
		[FATE_FUTURE] = STR_INIT("future"),
		[FATE_EXPIRED] = STR_INIT("expired"),
		[FATE_UNCLEAR] = STR_INIT("unclear"),
		[FATE_BOTH] = STR_INIT("changed on both sides"),
		[FATE_GONE] = STR_INIT("gone"),
		[FATE_LEFT] = STR_INIT("left out"),
		[FATE_FAILED] = STR_INIT("failed"),
	};

	return names[f];
}

/* The key of ids and hashes, made once and kept in desk.db. */
static enum status
import_key(struct desk *d, struct job *j, unsigned char *key)
{
	unsigned char fresh[KEY_BYTES];
	struct val row;
	enum status st;

	randombytes_buf(fresh, sizeof(fresh));
	st = store_run(desk_db(d), j, SQL_DESK_SECRET_PUT,
	    VALS(val_text(STR("import")),
		val_blob(str_from((const char *)fresh, sizeof(fresh)))));
	if (st == OK)
		st = store_one(desk_db(d), j, SQL_DESK_SECRET,
		    VALS(val_text(STR("import"))), &row, 1);
	if (st == OK && row.s.n != KEY_BYTES)
		st = job_fail(j, FAULT, "desk.db: the import's key is damaged");
	if (st == OK)
		memcpy(key, row.s.p, KEY_BYTES);
	return st;
}

/* What earlier imports took and the source has no more. */
static enum status
tell_gone(struct writer *w)
{
	struct origin *o = &w->w->origin;
	struct notes none = { 0 };
	struct rows r;
	enum status st = rows_begin(desk_db(w->d), w->bj,
	    SQL_DESK_IMPORTED_SOURCES,
	    VALS(val_text(job_printf(w->bj, "%.*s:", STR_ARG(o->system))),
		val_text(job_printf(w->bj, "%.*s;", STR_ARG(o->system)))),
	    &r);

	if (st != OK)
		return writer_hand_on(w, w->bj, st);
	while (rows_next(&r)) {
		const struct str source = row_str(&r, 0);

		if (!o->kind->has(o, source))
			writer_tell(w,
			    &(struct import_line){ .fate = FATE_GONE,
				.file = str_skip(source, o->system.n + 1),
				.notes = &none });
	}
	return writer_hand_on(w, w->bj, rows_end(&r));
}

/* The worker's own store, zones and jobs. */
static enum status
open_worker(struct worker *k, struct desk *d, struct str zone)
{
	struct origin *o = &k->origin;
	struct job *j = k->j;
	const struct str theirs = o->timezone;
	enum status st = zone_open(j, zone, &k->zone);

	if (st == OK)
		st = zone_open(j, theirs.n > 0 ? theirs : zone, &o->zone);
	k->deflater = deflater_new();
	k->now = o->now = job_now(j);
	if (st == OK)
		st = store_open(j, o->opts->site, DESK_DB, STORE_READ,
		    &k->known);
	if (st == OK)
		st = import_key(d, j, o->key);
	if (st == OK)
		st = o->kind->begin(o);
	if (st != OK)
		return st;
	worker_hash_options(k);
	k->pictures = (struct pictures){ .j = j,
		.known = k->known,
		.room = desk_media(d) };
	for (size_t i = 0; i < RING_SLOTS; i++)
		k->slots[i].j = job_new(k->now);
	return OK;
}

static void
close_worker(struct worker *k)
{
	for (size_t i = 0; i < RING_SLOTS; i++)
		job_free(k->slots[i].j);
	store_close(k->known);
	deflater_free(k->deflater);
}

static enum status
run(struct writer *w)
{
	struct worker *k = w->w;
	pthread_t thread;
	enum status st;

	ring_open(&k->ring, RING_SLOTS);
	if (pthread_create(&thread, NULL, worker_run, k) != 0) {
		ring_close(&k->ring);
		return job_fail(w->j, FAULT, "no thread could be started");
	}
	pthread_setname_np(thread, "stet-worker");
	st = writer_run(w);
	ring_stop(&k->ring);
	pthread_join(thread, NULL);
	ring_close(&k->ring);
	return st;
}

static enum status
close_batch(struct writer *w)
{
	struct store *db = desk_site_db(w->d);
	enum status st = OK;

	if (w->placed_any) {
		st = store_begin(db, w->bj);
		if (st == OK)
			st = store_end(db, w->bj,
			    desk_close_batch(w->d, w->bj, w->batch));
	}
	return writer_hand_on(w, w->bj, st);
}

/* How much of the search index gathers in memory before it is written. */
static enum status
gather(struct writer *w, bool import)
{
	struct store *db = desk_site_db(w->d);
	enum status st = store_begin(db, w->j);

	if (st != OK)
		return st;
	return store_end(db, w->j,
	    site_search_gather(desk_site(w->d), w->j, import));
}

static enum status
import_items(struct writer *w)
{
	struct str lang;
	enum status st = store_bulk(desk_site_db(w->d), w->j);
	enum status end;

	w->bj = job_new(job_now(w->j));
	w->batch = batch_random();
	w->intents = 1;
	if (st == OK)
		st = desk_customs(w->d, w->j, &lang, &w->zone);
	if (st == OK)
		st = gather(w, true);
	if (st == OK)
		st = run(w);
	w->report->files = (int64_t)w->done;
	if (st == OK)
		st = tell_gone(w);
	if (st == OK)
		st = close_batch(w);
	job_free(w->bj);
	end = gather(w, false);
	return st != OK ? st : end;
}

/* What the settings say stays only until the first entry. */
static struct languages
own_languages(struct job *j, const struct languages *langs)
{
	struct languages own = { JOB_ARRAY(j, struct language, langs->n),
		langs->n };

	for (size_t i = 0; i < langs->n; i++)
		own.at[i].tag = job_str(j, langs->at[i].tag);
	return own;
}

/* Look at what the user gave, and have the worker ready to take it. */
static enum status
open_origin(struct worker *k, struct desk *d, const struct import_opts *opts)
{
	struct job *j = k->j;
	const struct copy *settings;
	struct languages langs;
	struct str zone;
	enum status st = site_read_begin(desk_site(d), j);

	if (st != OK)
		return st;
	st = site_settings(desk_site(d), j, &settings);
	if (st == OK) {
		langs = own_languages(j, &settings->languages);
		zone = job_str(j, settings->timezone);
		st = origin_open(d, j, opts, &langs, &k->origin);
	}
	site_read_end(desk_site(d));
	if (st == OK)
		st = languages_add(d, &k->origin, &langs);
	if (st != OK)
		return st;
	k->origin.site_lang = langs.at[0].tag;
	return open_worker(k, d, zone);
}

/* What is told in the end has to outlive the worker. */
static void
report(struct writer *w, struct import_report *r)
{
	const struct worker *k = w->w;
	const struct notes *notes = &k->origin.notes;

	r->system = job_str(w->j, k->origin.system);
	r->noun = k->origin.noun;
	for (size_t i = 0; i < notes->n; i++)
		convert_note(w->j, &r->notes, notes->at[i].line,
		    job_str(w->j, notes->at[i].text));
	r->pictures = k->pictures.taken;
	r->missing_pictures = k->pictures.missing;
}

enum status
wire_import(struct desk *d, struct job *j, const struct import_opts *opts,
    struct import_report *out)
{
	struct worker *k = JOB_NEW(j, struct worker);
	struct import_report r = { 0 };
	struct writer w = { .d = d,
		.j = j,
		.opts = opts,
		.report = &r,
		.w = k };
	const double began = clock_steady();
	enum status st;

	k->j = job_new(job_now(j));
	st = writer_hand_on(&w, k->j, open_origin(k, d, opts));
	if (st == OK)
		st = import_items(&w);
	if (st == OK && k->origin.kind->end != NULL)
		st = writer_hand_on(&w, k->j, k->origin.kind->end(&k->origin));
	close_worker(k);
	origin_close(&k->origin);
	progress_end(opts->progress);
	report(&w, &r);
	r.seconds = clock_steady() - began;
	job_free(k->j);
	if (st == OK)
		*out = r;
	return st;
}
