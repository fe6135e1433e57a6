/* SPDX-License-Identifier: ISC */
/*
 * An import from beginning to end: the project, its files, one worker thread
 * that prepares (worker.c) beside one writer that places (writer.c), what is
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

static int
by_path(const void *va, const void *vb)
{
	const struct source *a = ((const struct source_at *)va)->s;
	const struct source *b = ((const struct source_at *)vb)->s;

	return str_cmp(a->path, b->path);
}

static bool
is_there(const struct source_at *all, size_t n, struct str path)
{
	const struct source wanted = { .path = path };
	const struct source_at key = { &wanted };

	return bsearch(&key, all, n, sizeof(*all), by_path) != NULL;
}

/* What earlier imports took and the source has no more. */
static enum status
tell_gone(struct writer *w)
{
	const struct tree *t = w->w->conv.tree;
	struct source_at *all = JOB_ARRAY(w->bj, struct source_at, t->n + 1);
	const struct str system = w->report->system;
	struct notes none = { 0 };
	struct rows r;
	enum status st = rows_begin(desk_db(w->d), w->bj,
	    SQL_DESK_IMPORTED_SOURCES,
	    VALS(val_text(job_printf(w->bj, "%.*s:", STR_ARG(system))),
		val_text(job_printf(w->bj, "%.*s;", STR_ARG(system)))),
	    &r);

	if (st != OK)
		return writer_hand_on(w, w->bj, st);
	for (size_t i = 0; i < t->n; i++)
		all[i].s = &t->at[i];
	qsort(all, t->n, sizeof(*all), by_path);
	while (rows_next(&r)) {
		const struct str path = str_skip(row_str(&r, 0), system.n + 1);

		if (!is_there(all, t->n, path))
			writer_tell(w,
			    &(struct import_line){ .fate = FATE_GONE,
				.file = path,
				.notes = &none });
	}
	return writer_hand_on(w, w->bj, rows_end(&r));
}

/* The worker's own store, zone and jobs. */
static enum status
open_worker(struct worker *k, struct desk *d, struct job *j, struct str zone)
{
	const char *dir = k->conv.opts->site;
	const struct str theirs = k->conv.p->timezone;
	enum status st = zone_open(j, zone, &k->zone);

	if (st == OK)
		st = zone_open(j, theirs.n > 0 ? theirs : zone, &k->conv.zone);
	k->j = j;
	k->deflater = deflater_new();
	k->now = job_now(j);
	if (st == OK)
		st = store_open(j, dir, DESK_DB, STORE_READ, &k->known);
	if (st == OK)
		st = import_key(d, j, k->conv.key);
	if (st == OK)
		st = convert_open(&k->conv, j);
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
import_tree(struct writer *w, const struct tree *t)
{
	struct str lang;
	enum status st = store_bulk(desk_site_db(w->d), w->j);
	enum status end;

	w->bj = job_new(job_now(w->j));
	w->batch = batch_random();
	w->intents = 1;
	w->report->files = (int64_t)t->n;
	if (st == OK)
		st = desk_customs(w->d, w->j, &lang, &w->zone);
	if (st == OK)
		st = gather(w, true);
	if (st == OK)
		st = run(w);
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

enum status
wire_import(struct desk *d, struct job *j, const struct import_opts *opts,
    struct import_report *out)
{
	struct worker *k = JOB_NEW(j, struct worker);
	struct import_report report = { 0 };
	struct writer w = { .d = d,
		.j = j,
		.opts = opts,
		.report = &report,
		.w = k };
	const double began = clock_steady();
	const struct copy *settings;
	struct languages langs;
	struct project *p;
	struct tree t;
	struct str zone;
	enum status st = site_read_begin(desk_site(d), j);

	if (st != OK)
		return st;
	st = site_settings(desk_site(d), j, &settings);
	if (st == OK) {
		langs = own_languages(j, &settings->languages);
		zone = job_str(j, settings->timezone);
		st = project_open(j, opts, langs.at[0].tag, &langs, &p);
	}
	site_read_end(desk_site(d));
	if (st == OK)
		st = tree_list(p, &t);
	if (st != OK)
		return st;
	st = languages_add(d, p, &t, &langs);
	if (st != OK)
		return st;
	report.system = system_name(p->system);
	k->conv.p = p;
	k->conv.tree = &t;
	k->conv.opts = opts;
	k->conv.site_lang = langs.at[0].tag;
	st = open_worker(k, d, j, zone);
	if (st == OK)
		st = import_tree(&w, &t);
	close_worker(k);
	progress_end(opts->progress);
	report.notes = p->notes;
	report.pictures = k->pictures.taken;
	report.missing_pictures = k->pictures.missing;
	report.seconds = clock_steady() - began;
	if (st == OK)
		*out = report;
	return st;
}
