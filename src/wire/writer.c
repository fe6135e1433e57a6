/* SPDX-License-Identifier: ISC */
/*
 * The importer's writer: takes what the worker prepared and puts it into the
 * record, some hundred a commit, giving way to whoever waits.
 *
 * Invariants:
 *  1. desk.db learns of a source only after the commit that placed its thing;
 *     a crash in between is mended by the next run, which finds the thing by
 *     its source.
 *  2. What is in `pending` was placed in the open transaction.
 */
#include "wire/writer.h"

#include <string.h>

#include "base/file.h"
#include "text/address.h"

#define COMMIT_STORIES 500
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

void
writer_tell(struct writer *w, const struct import_line *line)
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
	/* Fields that stet wrote moved the body down. */
	const int added = s->prep.galley.file.body_line - s->conv.body_line;
	struct notes all = { 0 };
	struct import_line line = { .fate = s->fate,
		.file = s->item.name,
		.place = s->item.place.n > 0 ? s->item.place : s->item.name,
		.kind = s->conv.kind,
		.address = address,
		.notes = &all };

	for (size_t i = 0; i < s->conv.notes.n; i++)
		convert_note(s->j, &all, s->conv.notes.at[i].line,
		    s->conv.notes.at[i].text);
	for (size_t i = 0; i < copy->n; i++)
		convert_note(s->j, &all,
		    s->conv.line > 0 ? s->conv.line : copy->at[i].line,
		    copy->at[i].text);
	/* Missing pictures and files have been named already. */
	for (size_t i = 0; i < body->n; i++)
		if (!str_ends(body->at[i].text, STR(" is missing")))
			convert_note(s->j, &all,
			    s->conv.line > 0 ? s->conv.line
					     : body->at[i].line - added,
			    body->at[i].text);
	/* Of a file that could be read its fields have said so already. */
	if (s->raw.p != NULL)
		convert_note(s->j, &all, 0, s->unclear);
	if (job_reason(s->j).n > 0)
		convert_note(s->j, &all, 0, job_reason(s->j));
	writer_tell(w, &line);
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

enum status
writer_hand_on(struct writer *w, const struct job *from, enum status st)
{
	if (st == OK || from == w->j)
		return st;
	return job_fail(w->j, st, "%.*s", STR_ARG(job_reason(from)));
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
	return writer_hand_on(w, w->bj, st);
}

/* What was made of their pictures, before pages show it. */
static enum status
tell_pictures(struct writer *w)
{
	enum status st = OK;

	for (size_t i = 0; i < w->n_pending; i++) {
		const struct placing *const p = &w->pending[i];

		for (size_t k = 0; k < p->n_pictures && st == OK; k++) {
			st = begin(w);
			if (st == OK)
				st = pictures_tell(desk_site(w->d), w->bj,
				    p->pictures[k].d);
		}
	}
	return st;
}

/* Commit what is open, then note it in desk.db. */
static enum status
commit(struct writer *w)
{
	enum status st = tell_pictures(w);

	if (w->open) {
		if (st == OK)
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
	st = writer_hand_on(w, w->bj, st);
	job_reset(w->bj, job_now(w->j));
	w->pending = NULL;
	w->n_pending = 0;
	return st;
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
	struct placed p = { 0 };
	enum status st = settle_aliases(w, s);

	if (st != OK)
		return st;
	/* Should it have to be set again, then with this thread's own. */
	s->prep.opts.deflater = desk_deflater(w->d);
	s->prep.opts.zone = w->zone;
	st = desk_place(w->d, s->j, w->batch, &w->intents, &s->prep, &p);
	if (st == INVALID || st == CONFLICT || st == NOT_FOUND) {
		const bool both = st == CONFLICT && s->known && s->revision > 0
		    && !s->conv.whole;

		s->fate = both ? FATE_BOTH : FATE_FAILED;
		tell_slot(w, s, STR(""));
		return OK;
	}
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
		st = writer_hand_on(w, s->j, check_withdrawn(w, s));
	if (st != OK)
		return st;
	if (s->fate == FATE_BOTH) {
		tell_slot(w, s, STR(""));
		return OK;
	}
	st = writer_hand_on(w, s->j, place(w, s));
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
	bool own;

	if (s->raw.p != NULL) {
		*out = s->raw;
		return OK;
	}
	own = !node_is_empty(node_at(s->prep.given.top, STR("published")));
	if (s->conv.whole) {
		*out = s->prep.galley.bytes;
		return OK;
	}
	return textfile_edit(s->j, s->prep.galley.bytes, s->item.name, gone,
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
		.name = s->item.name,
		.source = s->conv.source,
		.headline = c->headline.n > 0 ? c->headline : s->item.title,
		.trouble = s->unclear,
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
		return writer_hand_on(w, s->j, st);
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
	case FATE_UNCLEAR:
		return keep_slot(w, s);
	case FATE_FAILED:
		if (s->st != INVALID && s->st != NOT_FOUND && s->st != DENIED)
			return writer_hand_on(w, s->j, s->st);
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

enum status
writer_run(struct writer *w)
{
	struct worker *k = w->w;
	enum status st = OK;
	size_t at;

	while (st == OK && ring_empty(&k->ring, &at)) {
		st = take_slot(w, &k->slots[at]);
		ring_emptied(&k->ring);
		w->done++;
		progress_at(w->opts->progress, k->origin.noun, w->done,
		    k->origin.n);
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
		st = writer_hand_on(w, w->bj,
		    store_end(desk_site_db(w->d), w->bj, st));
	return st;
}
