/* SPDX-License-Identifier: ISC */
/*
 * The importer's writer: takes what the worker prepared and puts it into the
 * record, about a thousand a commit, giving way to whoever waits.
 *
 * Invariants:
 *  1. desk.db learns of a source only after the commit that placed its thing;
 *     a crash in between is mended by the next run, which finds the thing by
 *     its source.
 *  2. What is in `pending` was placed in the open transaction.
 */
#include "wire/import.h"

#include <string.h>
#include <sys/random.h>

#include "base/file.h"
#include "text/address.h"
#include "wire/worker.h"

#define COMMIT_STORIES 1000
#define WANTED_EVERY 16
#define WAL_BYTES (64LL << 20)
#define MADE_MAX 1000

/* A source that was placed and not yet noted in desk.db. */
struct placing {
	struct str source;
	unsigned char mac[MAC_BYTES];
	struct id thing;
	int64_t revision;
	bool was_draft;
	struct fresh *pictures; /* made for it */
	size_t n_pictures;
};

struct writer {
	struct desk *d;
	struct job *j;  /* the whole import */
	struct job *bj; /* what is pending */
	const struct import_opts *opts;
	struct import_report *report;
	struct worker *w;
	struct zone *zone; /* the site's, of this thread */
	struct batch batch;
	uint64_t intents;
	struct placing *pending;
	size_t n_pending, in_tx;
	bool open; /* a transaction is */
	bool placed_any;
	uint64_t done;
};

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
		[FATE_BOTH] = STR_INIT("changed on both sides"),
		[FATE_GONE] = STR_INIT("gone"),
		[FATE_LEFT] = STR_INIT("left out"),
		[FATE_FAILED] = STR_INIT("failed"),
	};

	return names[f];
}

static void
tell(struct writer *w, const struct import_line *line)
{
	w->report->fates[line->fate]++;
	w->report->remarks += line->notes->n > 0;
	if (w->opts->tell != NULL)
		w->opts->tell(w->opts->tell_arg, line);
}

/* All that was remarked about a file, in the order of its making. */
static void
tell_slot(struct writer *w, struct parcel *s, struct str address)
{
	const struct notes *copy = &s->prep.galley.copy.notes;
	const struct notes *body = &s->prep.galley.notes;
	struct notes all = { 0 };
	struct import_line line = { .fate = s->fate,
		.file = s->source->path,
		.kind = s->conv.kind,
		.address = address,
		.notes = &all };

	for (size_t i = 0; i < s->conv.notes.n; i++)
		convert_note(s->j, &all, s->conv.notes.at[i].line,
		    s->conv.notes.at[i].text);
	for (size_t i = 0; i < copy->n; i++)
		convert_note(s->j, &all, copy->at[i].line, copy->at[i].text);
	/* Missing pictures have been named already. */
	for (size_t i = 0; i < body->n; i++)
		if (!str_eq(body->at[i].text, STR("a picture is missing")))
			convert_note(s->j, &all, body->at[i].line,
			    body->at[i].text);
	if (job_reason(s->j).n > 0)
		convert_note(s->j, &all, 0, job_reason(s->j));
	tell(w, &line);
}

static enum status
note_one(struct writer *w, const struct placing *p)
{
	struct store *db = desk_db(w->d);
	enum status st = store_run(db, w->bj, SQL_DESK_IMPORTED_PUT,
	    VALS(val_text(p->source),
		val_blob(str_from((const char *)p->mac, MAC_BYTES)),
		val_blob(id_str(&p->thing)), val_int(p->revision)));

	for (size_t i = 0; i < p->n_pictures && st == OK; i++)
		st = pictures_note(db, w->bj, p->pictures[i].d);
	if (st == OK && p->was_draft)
		st = store_run(db, w->bj, SQL_DESK_DRAFT_DROP_SOURCE,
		    VALS(val_text(p->source)));
	return st;
}

static enum status
note_all(struct store *db, struct job *j, void *arg)
{
	struct writer *w = arg;
	enum status st = OK;

	(void)db;
	(void)j;
	for (size_t i = 0; i < w->n_pending && st == OK; i++)
		st = note_one(w, &w->pending[i]);
	return st;
}

/* The reason of a failure has to outlive the job that it happened in. */
static enum status
hand_on(struct writer *w, const struct job *from, enum status st)
{
	if (st == OK || from == w->j)
		return st;
	return job_fail(w->j, st, "%.*s", STR_ARG(job_reason(from)));
}

/* Commit what is open, then note it in desk.db. */
static enum status
commit(struct writer *w)
{
	enum status st = OK;

	if (w->open) {
		st = desk_seal(w->d, w->bj);
		st = store_end(desk_site_db(w->d), w->bj, st);
		w->open = false;
		w->in_tx = 0;
		w->report->commits++;
	}
	if (st == OK && w->n_pending > 0)
		st = store_tx(desk_db(w->d), w->bj, note_all, w);
	if (st == OK && store_wal_bytes(desk_site_db(w->d)) > WAL_BYTES)
		st = store_checkpoint(desk_site_db(w->d), w->bj,
		    CHECKPOINT_SOME);
	if (st == BUSY) /* a checkpoint may wait */
		st = OK;
	st = hand_on(w, w->bj, st);
	job_reset(w->bj, job_now(w->j));
	w->pending = NULL;
	w->n_pending = 0;
	return st;
}

static enum status
begin(struct writer *w)
{
	enum status st = OK;

	if (w->open)
		return OK;
	st = store_begin(desk_site_db(w->d), w->bj);
	if (st == OK)
		st = site_refresh(desk_site(w->d), w->bj);
	if (st == OK) {
		w->open = true;
		return OK;
	}
	if (store_in_tx(desk_site_db(w->d)))
		st = store_end(desk_site_db(w->d), w->bj, st);
	return hand_on(w, w->bj, st);
}

static void
pend(struct writer *w, const struct parcel *s, struct id thing,
    int64_t revision, bool was_draft)
{
	struct placing *p;

	if (w->pending == NULL)
		w->pending = JOB_ARRAY(w->bj, struct placing,
		    COMMIT_STORIES + 1);
	p = &w->pending[w->n_pending++];
	p->source = job_str(w->bj, s->conv.source);
	memcpy(p->mac, s->mac, MAC_BYTES);
	p->thing = thing;
	p->revision = revision;
	p->was_draft = was_draft;
	if (s->pictures.n_fresh > 0) {
		const size_t bytes = s->pictures.n_fresh * sizeof(struct fresh);

		p->pictures = memcpy(job_alloc(w->bj, bytes), s->pictures.fresh,
		    bytes);
		p->n_pictures = s->pictures.n_fresh;
	}
}

/* What was withdrawn here does not come back by itself. */
static enum status
check_withdrawn(struct writer *w, struct parcel *s)
{
	struct entry live;
	enum status st;

	if (!s->known || s->revision == 0 || id_is_none(s->thing))
		return OK;
	st = record_live(desk_site_db(w->d), s->j, s->thing, &live);
	if (st != NOT_FOUND)
		return st;
	job_forgive(s->j);
	s->fate = FATE_BOTH;
	convert_note(s->j, &s->conv.notes, 0,
	    STR("it was withdrawn here; what changed in the source is not "
		"taken "
		"over"));
	return OK;
}

static void
report_made(struct writer *w, const struct placed *p)
{
	struct texts *made = &w->report->made;

	for (size_t i = 0; i < p->made.n; i++) {
		w->report->made_n++;
		if (made->n == MADE_MAX)
			continue;
		if (made->at == NULL)
			made->at = JOB_ARRAY(w->j, struct str, MADE_MAX);
		made->at[made->n++] = job_str(w->j, p->made.at[i]);
	}
}

/* True if another thing has or had this address. */
static enum status
is_taken(struct writer *w, struct parcel *s, struct str alias, int64_t own,
    bool *taken)
{
	struct str address;
	int64_t holder;
	enum status st = address_normal(s->j, alias, &address);

	*taken = st != OK;
	if (st == OK) {
		st = site_holder(desk_site(w->d), s->j, address, &holder);
		*taken = st == OK && holder != own;
	}
	if (st == INVALID || st == NOT_FOUND) {
		job_forgive(s->j);
		st = OK;
	}
	return st;
}

/* The aliases that nobody else has; a remark about each other one. */
static enum status
free_aliases(struct writer *w, struct parcel *s, struct node *list)
{
	const struct texts *all = &s->prep.galley.copy.aliases;
	int64_t own = 0;
	enum status st = site_find_source(desk_site(w->d), s->j, s->conv.source,
	    &own);

	if (st == NOT_FOUND) {
		job_forgive(s->j);
		st = OK;
	}
	for (size_t i = 0; i < all->n && st == OK; i++) {
		bool taken;

		st = is_taken(w, s, all->at[i], own, &taken);
		if (st != OK)
			return st;
		if (!taken) {
			node_put(s->j, list, NODE_SCALAR, 1)->text = all->at[i];
			continue;
		}
		convert_note(s->j, &s->conv.notes, 0,
		    job_printf(s->j,
			"the old address %.*s can't lead here: another thing "
			"has it",
			STR_ARG(all->at[i])));
	}
	return st;
}

/* Old addresses that others have already are left out. */
static enum status
settle_aliases(struct writer *w, struct parcel *s)
{
	struct node *list = node_put(s->j, NULL, NODE_LIST, 1);
	const size_t n = s->prep.galley.copy.aliases.n;
	struct edit *edits = s->conv.edits;
	size_t i = 0;
	enum status st;

	if (n == 0 || s->conv.whole)
		return OK;
	st = free_aliases(w, s, list);
	if (st != OK || list->n == n)
		return st;
	while (i < s->conv.n_edits && !str_eq(edits[i].field, STR("aliases")))
		i++;
	if (i == EDITS_MAX)
		return OK;
	edits[i] = (struct edit){ .field = STR("aliases"), .tree = list };
	if (i == s->conv.n_edits)
		s->conv.n_edits++;
	s->opts.nedits = s->conv.n_edits;
	s->opts.zone = w->zone;
	s->opts.deflater = desk_deflater(w->d);
	return desk_prepare(s->j, s->conv.bytes, &s->opts, &s->prep);
}

/* Into the record, or a remark why not. */
static enum status
place(struct writer *w, struct parcel *s)
{
	struct store *db = desk_site_db(w->d);
	struct placed p = { 0 };
	enum status st = settle_aliases(w, s);

	if (st == OK)
		st = store_part_begin(db, s->j);
	if (st != OK)
		return st;
	st = desk_place(w->d, s->j, w->batch, &w->intents, &s->prep, &p);
	if (st == INVALID || st == CONFLICT || st == NOT_FOUND) {
		const bool both = st == CONFLICT && s->known && s->revision > 0
		    && !s->conv.whole;

		s->fate = both ? FATE_BOTH : FATE_FAILED;
		st = store_part_end(db, s->j, st);
		tell_slot(w, s, STR(""));
		return OK;
	}
	st = store_part_end(db, s->j, st);
	if (st != OK)
		return st;
	if (p.again)
		s->fate = FATE_SAME;
	else
		w->placed_any = true;
	if (p.evaded.n > 0)
		convert_note(s->j, &s->conv.notes, 0,
		    job_printf(s->j,
			"its old address %.*s is taken; it stands at %.*s",
			STR_ARG(p.evaded), STR_ARG(p.address)));
	report_made(w, &p);
	pend(w, s, p.id, p.revision, s->known && s->revision == 0);
	tell_slot(w, s, p.address);
	return OK;
}

static enum status
place_slot(struct writer *w, struct parcel *s)
{
	enum status st = begin(w);

	if (st == OK)
		st = hand_on(w, s->j, check_withdrawn(w, s));
	if (st != OK)
		return st;
	if (s->fate == FATE_BOTH) {
		tell_slot(w, s, STR(""));
		return OK;
	}
	st = hand_on(w, s->j, place(w, s));
	w->in_tx++;
	return st;
}

/* As it was prepared, but without what only a published thing has. */
static enum status
draft_bytes(struct parcel *s, struct str *out)
{
	static const struct edit gone[] = {
		{ .field = STR_INIT("id"), .gone = true },
		{ .field = STR_INIT("salt"), .gone = true },
		{ .field = STR_INIT("revision"), .gone = true },
		{ .field = STR_INIT("published"), .gone = true },
	};
	const bool own = !node_is_empty(
	    node_at(s->prep.given.top, STR("published")));

	if (s->conv.whole) {
		*out = s->prep.galley.bytes;
		return OK;
	}
	return textfile_edit(s->j, s->prep.galley.bytes, s->source->path, gone,
	    own ? 3 : 4, out);
}

/* Among the drafts.  They are few, and each is safe when this returns. */
static enum status
keep_slot(struct writer *w, struct parcel *s)
{
	const struct copy *c = &s->prep.galley.copy;
	struct draft draft = {
		.why = s->fate == FATE_FUTURE ? DRAFT_FUTURE
		    : s->fate == FATE_EXPIRED ? DRAFT_EXPIRED
					      : DRAFT_DRAFT,
		.due = s->due,
		.name = s->source->path,
		.source = s->conv.source,
		.headline = c->headline,
	};
	int64_t num;
	enum status st = draft_bytes(s, &draft.bytes);

	if (s->known && s->revision > 0) {
		convert_note(s->j, &s->conv.notes, 0,
		    STR("it is published here already and stays so"));
		tell_slot(w, s, STR(""));
		return OK;
	}
	if (st == OK)
		st = desk_keep(w->d, s->j, &draft, &num);
	if (st != OK)
		return hand_on(w, s->j, st);
	pend(w, s, (struct id){ { 0 } }, 0, false);
	tell_slot(w, s, STR(""));
	return OK;
}

static enum status
take_slot(struct writer *w, struct parcel *s)
{
	switch (s->fate) {
	case FATE_CAME:
	case FATE_UPDATED:
		return place_slot(w, s);
	case FATE_DRAFT:
	case FATE_FUTURE:
	case FATE_EXPIRED:
		return keep_slot(w, s);
	case FATE_FAILED:
		if (s->st != INVALID && s->st != NOT_FOUND && s->st != DENIED)
			return hand_on(w, s->j, s->st);
		break;
	case FATE_SAME:
	case FATE_BOTH:
	case FATE_GONE:
	case FATE_LEFT:
	case FATES:
		break;
	}
	tell_slot(w, s, STR(""));
	return OK;
}

static enum status
write_all(struct writer *w)
{
	struct worker *k = w->w;
	enum status st = OK;
	size_t at;

	while (st == OK && ring_empty(&k->ring, &at)) {
		st = take_slot(w, &k->slots[at]);
		ring_emptied(&k->ring);
		w->done++;
		progress_at(w->opts->progress, "files", w->done,
		    k->conv.tree->n);
		if (st == OK
		    && (w->in_tx >= COMMIT_STORIES
			|| w->n_pending >= COMMIT_STORIES
			|| (w->open && w->done % WANTED_EVERY == 0
			    && store_wanted(desk_site_db(w->d)))))
			st = commit(w);
	}
	if (st == OK)
		st = commit(w);
	else if (store_in_tx(desk_site_db(w->d)))
		st = hand_on(w, w->bj,
		    store_end(desk_site_db(w->d), w->bj, st));
	return st;
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
		return hand_on(w, w->bj, st);
	for (size_t i = 0; i < t->n; i++)
		all[i].s = &t->at[i];
	qsort(all, t->n, sizeof(*all), by_path);
	while (rows_next(&r)) {
		const struct str path = str_skip(row_str(&r, 0), system.n + 1);

		if (!is_there(all, t->n, path))
			tell(w,
			    &(struct import_line){ .fate = FATE_GONE,
				.file = path,
				.notes = &none });
	}
	return hand_on(w, w->bj, rows_end(&r));
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
	st = write_all(w);
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
	return hand_on(w, w->bj, st);
}

/* Languages that the project has and the paper has not. */
static void
note_languages(struct project *p, const struct tree *t,
    const struct languages *langs)
{
	struct str last = STR("");

	for (size_t i = 0; i < t->n; i++) {
		const struct str lang = t->at[i].lang;
		bool spoken = str_eq(lang, last);

		for (size_t k = 0; k < langs->n && !spoken; k++)
			spoken = str_eq_nocase(langs->at[k].tag, lang);
		last = lang;
		if (!spoken)
			project_note(p,
			    job_printf(p->j,
				"%.*s is in the language `%.*s`, which the "
				"paper's settings do not name; add it there",
				STR_ARG(t->at[i].path), STR_ARG(lang)));
	}
}

static enum status
import_tree(struct writer *w, const struct tree *t)
{
	struct str lang;
	enum status st = store_bulk(desk_site_db(w->d), w->j);

	w->bj = job_new(job_now(w->j));
	w->batch = batch_random();
	w->intents = 1;
	w->report->files = (int64_t)t->n;
	if (st == OK)
		st = desk_customs(w->d, w->j, &lang, &w->zone);
	if (st == OK)
		st = run(w);
	if (st == OK)
		st = tell_gone(w);
	if (st == OK)
		st = close_batch(w);
	job_free(w->bj);
	return st;
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
	note_languages(p, &t, &langs);
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
