/* SPDX-License-Identifier: ISC */
/*
 *	look ---> queue up ---> look at what came since ---> note the steps
 *	                                                          |
 *	the end (redact_end.c) <--- commit <--- make the site <--- append,
 *	                                        anew               erase
 */
#include "desk/redact.h"

#include <string.h>

#include "base/hex.h"
#include "desk/redacting.h"
#include "desk/withdraw.h"

struct str
redact_what_name(enum redact_what what)
{
	static const struct str names[] = {
		[REDACT_LIVE] = STR_INIT("live"),
		[REDACT_OLD] = STR_INIT("old"),
		[REDACT_DRAFT] = STR_INIT("draft"),
		[REDACT_SOURCE] = STR_INIT("source"),
		[REDACT_PICTURE] = STR_INIT("picture"),
		[REDACT_SHOWN] = STR_INIT("shown"),
		[REDACT_FILE] = STR_INIT("file"),
	};

	return names[what];
}

const struct redact_places *
redaction_places(const struct redaction *r)
{
	return &r->places;
}

size_t
redaction_size(const struct redaction *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->places.n; i++)
		n += !r->places.at[i].elsewhere
		    && r->places.at[i].what != REDACT_FILE;
	return n;
}

/* ---- what is meant ---- */

static enum status
check_opts(struct redaction *r, struct job *j)
{
	const struct redact_opts *o = r->opts;
	enum status st = OK;

	if (o->picture.n == 0 || o->nphrases > 0)
		st = blot_new(j, o->phrases, o->nphrases, &r->blot);
	if (st != OK)
		return st;
	if (o->reason.n > REASON_MAX)
		return job_fail(j, INVALID,
		    "the reason is too long (%zu bytes, at most %zu)",
		    o->reason.n, REASON_MAX);
	if (r->blot != NULL && blot_holds(r->blot, o->reason))
		return job_fail(j, INVALID,
		    "the reason holds the words that are to go; readers "
		    "would find them there");
	return OK;
}

static enum status
picture_of_text(struct redaction *r, struct job *j)
{
	struct live live;
	enum status st;

	if (id_is_none(r->thing))
		return job_fail(j, INVALID,
		    "name the picture by its id or its hash, or name the text "
		    "that shows it as well");
	st = live_of(r->d, j, r->thing, &live);
	for (size_t i = 0; st == OK && i < live.copy.media.n; i++)
		if (str_eq(live.copy.media.at[i].name, r->opts->picture)) {
			r->picture = live.copy.media.at[i].id;
			return OK;
		}
	if (st == OK)
		st = job_fail(j, NOT_FOUND,
		    "that text shows no picture of this name; \"stet show\" "
		    "prints it, look for `media`");
	return st;
}

static enum status
find_named(struct redaction *r, struct job *j)
{
	const struct redact_opts *o = r->opts;
	enum status st = OK;

	if (o->named.n > 0)
		st = desk_find(r->d, j, o->named, FIND_HOLDER, &r->thing);
	if (st == NOT_FOUND) {
		job_forgive(j);
		return job_fail(j, NOT_FOUND,
		    "nothing was published under that name; give an address, "
		    "an id or a slug, or --everywhere");
	}
	return st;
}

static enum status
find_picture(struct redaction *r, struct job *j)
{
	const struct str named = r->opts->picture;

	if (named.n == 0 || sha256_parse(j, named, &r->hash) == OK)
		return OK;
	job_forgive(j);
	if (id_of(j, named, &r->picture) == OK)
		return OK;
	job_forgive(j);
	return picture_of_text(r, j);
}

static enum status
look(struct redaction *r, struct job *j, struct progress *p)
{
	enum status st = check_opts(r, j);

	if (st == OK)
		st = site_read_begin(r->d->site, j);
	if (st != OK)
		return st;
	st = find_named(r, j);
	site_read_end(r->d->site);
	if (st == OK)
		st = find_picture(r, j);
	/* Words of this one thing only, but its picture wherever it is. */
	if (st == OK)
		st = redact_scan(r, j, p);
	return st == OK ? redact_scan_desk(r, j) : st;
}

enum status
desk_redact_look(struct desk *d, struct job *j, const struct redact_opts *opts,
    struct progress *p, struct redaction **out)
{
	struct redaction *r = JOB_NEW(j, struct redaction);
	enum status st;

	*r = (struct redaction){ .d = d, .j = j, .opts = opts };
	r->hits = map_in(j);
	r->sources = map_in(j);
	r->last = &r->first;
	st = look(r, j, p);
	if (st == OK)
		*out = r;
	return st;
}

/* ---- what becomes of each thing ---- */

static bool
is_redacted(const struct hit *h)
{
	return h->wanted && (h->words || h->gone);
}

/* Whose addresses they are, once for all. */
static enum status
take_addresses(struct redaction *r, struct job *j, const struct map *nums)
{
	struct rows row;
	enum status st = rows_begin(r->d->site_db, j, SQL_DESK_ADDRESSES,
	    NO_VALS, &row);

	if (st != OK)
		return st;
	while (rows_next(&row)) {
		const int64_t num = row_int(&row, 1);
		const struct str path = row_str(&row, 0);
		struct hit *h = map_at(nums, NUM_KEY(num));

		if (h == NULL)
			continue;
		if (h->live.copy.lang.n == 0)
			h->live.copy.lang = job_str(r->j, row_str(&row, 3));
		if (r->blot != NULL && blot_holds(r->blot, path))
			continue;
		if (row_int(&row, 2) != 0)
			texts_put(r->j, &h->aliases, path);
	}
	return rows_end(&row);
}

static enum status
prepare_one(struct redaction *r, struct job *j, struct hit *h)
{
	struct link link = { .num = 0 };
	struct entry last;
	struct str lang;
	struct zone *zone;
	enum status st = live_of(r->d, r->j, h->thing, &h->live);

	if (st == OK)
		st = record_last(r->d->site_db, j, h->thing, &last);
	if (st == OK)
		st = desk_customs(r->d, r->j, &lang, &zone);
	if (st != OK)
		return st;
	h->num = last.num;
	h->address = h->live.copy.address;
	if (kind_is_entity(h->live.copy.kind) && h->live.is) {
		st = site_link(r->d->site, r->j, h->num, lang, &link);
		h->address = job_str(r->j, link.address);
	}
	if (r->blot != NULL && h->address.n > 0
	    && blot_holds(r->blot, h->address))
		h->neutral = redact_neutral(r, r->j, h->thing, h->address);
	return st;
}

static enum status
prepare(struct redaction *r, struct job *j)
{
	struct map nums = map_in(j);
	enum status st = OK;

	for (struct hit *h = r->first; st == OK && h != NULL; h = h->next) {
		if (!is_redacted(h) && !h->shows)
			continue;
		st = prepare_one(r, j, h);
		if (st == OK)
			map_put(&nums, NUM_KEY(h->num), h);
	}
	if (st == OK)
		st = take_addresses(r, j, &nums);
	/* Of a picture that goes, every revision goes. */
	for (size_t i = 0; st == OK && i < r->nentries; i++) {
		struct seen_entry *e = &r->entries[i];
		struct hit *h = map_at(&r->hits, id_str(&e->thing));

		if (h == NULL || !is_redacted(h) || e->erased)
			continue;
		e->hit |= h->gone;
		if (e->hit)
			redactions_put(r->j, &h->named,
			    redactions_file(r->j, e->sha));
	}
	for (struct hit *h = r->first; h != NULL; h = h->next)
		redactions_sort(&h->named);
	return st;
}

/* ---- the record ---- */

static enum status
lay_tombstone(struct redaction *r, struct job *j, const struct hit *h,
    struct id intent, bool followed)
{
	struct intent in = { .id = intent,
		.action = RECORD_REDACT,
		.thing = h->thing,
		.type = h->type,
		.base = h->live.is ? h->live.entry.revision : 0 };
	struct entry e;
	enum status st = redact_tombstone(r, j, h, followed, &in.salt,
	    &in.file);

	if (st == OK)
		st = record_append(r->d->site_db, j, r->d->deflater, &in, &e);
	r->r.things += st == OK;
	return st;
}

/* The live text without the words; gives its entry. */
static enum status
publish_clean(struct redaction *r, struct job *j, const struct hit *h,
    bool after, int64_t *seq)
{
	struct putting p = { .intent = id_random(),
		.action = after ? RECORD_PUBLISH : RECORD_UPDATE,
		.base = after ? 0 : h->live.entry.revision };
	struct galley g;
	struct str bytes;
	struct entry e;
	enum status st = redact_clean(r, j, h, h->live.says + (after ? 2 : 1),
	    &bytes);

	if (st == OK)
		st = set_galley(r->d, j, bytes, STR("redacted"), &g);
	p.g = &g;
	if (st == OK)
		st = put_append(r->d, j, &p, &e);
	if (st != OK)
		return st;
	*seq = e.seq;
	r->r.republished++;
	return OK;
}

struct left {
	int64_t seq;
};

static enum status
append_one(struct redaction *r, struct job *j, struct hit *h, struct id intent,
    struct map *left)
{
	const bool redacted = is_redacted(h);
	const bool followed = h->live.is && !(redacted && h->gone);
	struct left *l;
	int64_t seq = 0;
	enum status st = OK;

	if (redacted)
		st = lay_tombstone(r, j, h, intent, followed);
	if (st == OK && followed) {
		st = publish_clean(r, j, h, redacted, &seq);
		l = JOB_NEW(r->j, struct left);
		l->seq = seq;
		map_put(left, id_str(&h->thing), l);
	}
	return st;
}

/* From the last entry to the first, so that each knows what is left after. */
static enum status
erase(struct redaction *r, struct job *j, struct map *left)
{
	enum status st = OK;

	for (size_t i = r->nentries; st == OK && i-- > 0;) {
		const struct seen_entry *e = &r->entries[i];
		const struct hit *h = map_at(&r->hits, id_str(&e->thing));
		struct left *l = map_at(left, id_str(&e->thing));

		if (h == NULL || !is_redacted(h) || e->action == RECORD_BATCH)
			continue;
		if (e->hit || e->erased) {
			st = record_erase(r->d->site_db, j, (int64_t)i,
			    l ? l->seq : -1);
			r->r.files += !e->erased;
		} else if (e->action != RECORD_RETRACT
		    && e->action != RECORD_REDACT) {
			l = JOB_NEW(r->j, struct left);
			l->seq = (int64_t)i;
			map_put(left, id_str(&e->thing), l);
		}
	}
	return st;
}

/* No page names what is made of a picture that goes. */
static enum status
forget_variants(struct redaction *r, struct job *j)
{
	enum status st = OK;

	for (const struct hit *h = r->first; st == OK && h; h = h->next)
		if (is_redacted(h) && h->gone)
			st = redactions_site(r->d->site, j, &h->named);
	return st;
}

static enum status
append_all(struct redaction *r, struct job *j, struct id first,
    struct progress *p)
{
	struct map left = map_in(r->j);
	struct job *own = job_new(job_now(j));
	bool any = false;
	enum status st = OK;

	for (struct hit *h = r->first; st == OK && h != NULL; h = h->next) {
		if (!is_redacted(h) && !h->shows)
			continue;
		job_reset(own, job_now(j));
		st = append_one(r, own, h, any ? id_random() : first, &left);
		any |= is_redacted(h);
	}
	if (st == OK)
		st = forget_variants(r, own);
	if (st == OK)
		st = erase(r, own, &left);
	if (st != OK)
		(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
	job_free(own);
	if (st == OK)
		st = site_reindex_here(r->d->site, j, p);
	return st == OK ? desk_seal(r->d, j) : st;
}

/* ---- the steps that are left, without a word in them ---- */

struct noting {
	struct redaction *r;
	struct id intent;
	bool record; /* something of it is to be written there */
};

static enum status
note_line(struct store *s, struct job *j, struct str line)
{
	return store_run(s, j, SQL_DESK_REDACTION_STEP_PUT,
	    VALS(val_text(line), val_text(STR("")), val_text(STR("")),
		val_int(0), val_blob(STR(""))));
}

static enum status
note_things(struct redaction *r, struct store *s, struct job *j)
{
	enum status st = OK;

	for (const struct hit *h = r->first; st == OK && h; h = h->next) {
		if (!is_redacted(h))
			continue;
		st = note_line(s, j, redactions_thing(j, h->thing));
		for (size_t i = 0; st == OK && i < h->named.n; i++)
			if (h->gone
			    || !str_starts(h->named.at[i], STR("media ")))
				st = note_line(s, j, h->named.at[i]);
	}
	for (size_t i = 0; st == OK && i < r->sources.room; i++) {
		struct id id;

		if (r->sources.cells[i].value == NULL)
			continue;
		memcpy(id.b, r->sources.cells[i].key.p, ID_BYTES);
		st = note_line(s, j, redactions_source(j, id));
		r->r.sources++;
	}
	return st;
}

static enum status
note_steps(struct store *s, struct job *j, void *arg)
{
	const struct noting *n = arg;
	const struct str intent = n->record ? id_str(&n->intent) : STR("");
	struct redaction *r = n->r;
	enum status st = store_run(s, j, SQL_DESK_REDACTION_PUT,
	    VALS(val_blob(intent)));

	if (st == OK)
		st = note_things(r, s, j);
	for (const struct redact_draft *d = r->drafts; st == OK && d;
	     d = d->next) {
		st = store_run(s, j, SQL_DESK_REDACTION_STEP_PUT,
		    VALS(val_text(redactions_draft(j, d->num, d->kept_at)),
			val_text(d->name), val_text(d->headline),
			val_int(d->sourced), val_blob(d->packed)));
		r->r.drafts++;
	}
	return st;
}

/* ---- all of it ---- */

struct doing {
	struct redaction *r;
	struct progress *p;
};

static enum status
queued(struct store *s, struct job *j, void *arg)
{
	struct doing *doing = arg;
	struct redaction *r = doing->r;
	struct noting n = { .r = r, .intent = id_random() };
	enum status st = site_catch_up(r->d->site, j);

	(void)s;
	if (st == OK)
		st = redact_scan(r, j, doing->p);
	if (st == OK)
		st = redact_scan_desk(r, j);
	if (st == OK)
		st = prepare(r, j);
	for (const struct hit *h = r->first; h != NULL; h = h->next)
		n.record |= is_redacted(h);
	if (st == OK)
		st = store_tx(r->d->desk_db, j, note_steps, &n);
	if (st == OK && n.record)
		st = append_all(r, j, n.intent, doing->p);
	return st;
}

enum status
desk_redact(struct redaction *r, struct job *j, struct progress *p,
    struct redacted *out)
{
	struct doing doing = { r, p };
	int64_t media = 0;
	enum status st = store_bulk(r->d->site_db, j);

	for (const struct hit *h = r->first; h != NULL; h = h->next)
		media += h->wanted && h->gone;
	if (st == OK)
		st = store_tx(r->d->site_db, j, queued, &doing);
	if (st != OK) {
		site_forget(r->d->site);
		/* The steps that were noted are dropped at the next start, or
		   by this. */
		struct job *own = job_new(job_now(j));
		bool unfinished;

		if (redaction_finish(r->d, own, &unfinished) != OK)
			job_forgive(own);
		job_free(own);
		return st;
	}
	st = redaction_finish(r->d, j, &r->r.unfinished);
	r->r.media = media;
	if (st == OK)
		*out = r->r;
	return st;
}
