/* SPDX-License-Identifier: ISC */
#include "wire/worker.h"

#include <nettle/hmac.h>
#include <string.h>

#define CONVERT_VERSION 1 /* rises when the same file gives other text */
#define LOOKS 64          /* files that share one look at desk.db */

/* An HMAC by Nettle, which uses the processor's own SHA-256. */
static void
hash_str(struct hmac_sha256_ctx *h, struct str s)
{
	const uint64_t n = s.n;

	hmac_sha256_update(h, sizeof(n), (const uint8_t *)&n);
	hmac_sha256_update(h, s.n, (const uint8_t *)s.p);
}

void
worker_hash_options(struct worker *w)
{
	struct hmac_sha256_ctx h;

	hmac_sha256_set_key(&h, KEY_BYTES, w->origin.key);
	hash_str(&h,
	    job_printf(w->j, "options %d %d", CONVERT_VERSION,
		w->origin.opts->expired));
	hash_str(&h, w->origin.options);
	hmac_sha256_digest(&h, MAC_BYTES, w->options);
}

static void
hash_file(const struct worker *w, struct str bytes, unsigned char *mac)
{
	struct hmac_sha256_ctx h;

	hmac_sha256_set_key(&h, KEY_BYTES, w->origin.key);
	hmac_sha256_update(&h, MAC_BYTES, w->options);
	hmac_sha256_update(&h, bytes.n, (const uint8_t *)bytes.p);
	hmac_sha256_digest(&h, MAC_BYTES, mac);
}

/*
 * One look at desk.db for many files, for each begins with locks.  A later
 * one is needed only for pictures that others take meanwhile.
 */
static enum status
look_again(struct worker *w, struct job *j)
{
	enum status st = OK;

	if (w->looks % LOOKS == 0) {
		if (w->looking)
			store_read_end(w->known);
		st = store_read_begin(w->known, j);
		w->looking = st == OK;
	}
	w->looks++;
	return st;
}

/* What an earlier import made of this source. */
static enum status
look_up(struct worker *w, struct parcel *s, bool *same)
{
	struct val row[3];
	enum status st = store_one(w->known, s->j, SQL_DESK_IMPORTED,
	    VALS(val_text(s->item.source)), row, 3);

	*same = false;
	if (st == NOT_FOUND) {
		job_forgive(s->j);
		return OK;
	}
	if (st != OK)
		return st;
	s->known = true;
	if (row[1].s.n == ID_BYTES)
		memcpy(s->thing.b, row[1].s.p, ID_BYTES);
	s->revision = row[2].i;
	*same = row[0].s.n == MAC_BYTES
	    && memcmp(row[0].s.p, s->mac, MAC_BYTES) == 0;
	return OK;
}

/* Kept aside, and why. */
static enum fate
fate_of(const struct worker *w, struct parcel *s)
{
	struct copy c = s->prep.copy;

	/* What the desk would stamp on it does not count yet. */
	if (node_is_empty(node_at(s->prep.given.top, STR("published"))))
		c.published.precision = WHEN_NONE;
	if (kind_is_entity(s->conv.kind))
		return s->known ? FATE_UPDATED : FATE_CAME;
	if (s->conv.unclear.n > 0) {
		s->unclear = s->conv.unclear;
		return FATE_UNCLEAR;
	}
	switch (desk_due(&c, w->now, &s->due)) {
	case DUE_LATER:
		return FATE_FUTURE;
	case DUE_NEVER:
		return FATE_DRAFT;
	case DUE_EXPIRED:
		return FATE_EXPIRED;
	case DUE_NOW:
		break;
	}
	return s->known && s->revision > 0 ? FATE_UPDATED : FATE_CAME;
}

/* "/fa" for a language that is not the paper's first. */
static struct str
prefix_of(const struct worker *w, const struct parcel *s)
{
	if (s->conv.lang.n == 0
	    || str_eq_nocase(s->conv.lang, w->origin.site_lang))
		return STR("");
	return job_printf(s->j, "/%.*s", STR_ARG(s->conv.lang));
}

static enum status
prepare(struct worker *w, struct parcel *s)
{
	const struct converted *c = &s->conv;
	enum status st;

	s->opts = (struct prepare_opts){
		.name = s->item.name,
		.lang = w->origin.site_lang,
		.prefix = prefix_of(w, s),
		.zone = w->zone,
		.deflater = w->deflater,
		.now = w->now,
		.kind = c->kind,
		.source = c->whole ? STR("") : c->source,
		.address = c->address,
		.id = c->id,
		.edits = c->edits,
		.nedits = c->n_edits,
		.media = s->pictures.at,
		.nmedia = s->pictures.n,
		.follows = s->revision,
		/* Whoever of the two has less to do. */
		.unpacked = !ring_ahead(&w->ring),
		.file = c->parsed ? &c->file : NULL,
	};
	st = desk_prepare(s->j, c->bytes, &s->opts, &s->prep);
	if (st == OK)
		s->fate = fate_of(w, s);
	return st;
}

static enum status
work(struct worker *w, struct parcel *s, struct str bytes)
{
	struct origin *o = &w->origin;
	enum status st;

	s->conv = (struct converted){ .source = s->item.source };
	st = o->kind->convert(o, s->j, &s->item, bytes, &s->conv);

	if (st == OK && s->conv.left) {
		s->fate = FATE_LEFT;
		return OK;
	}
	if (st == OK && !s->conv.whole)
		st = pictures_find(&w->pictures, o, s->j, &s->item, &s->conv,
		    &s->pictures);
	return st == OK ? prepare(w, s) : st;
}

/* What can't be read is kept as it is, for an editor to look at. */
static void
keep_raw(struct parcel *s, struct str bytes)
{
	s->fate = FATE_UNCLEAR;
	s->unclear = job_str(s->j, job_reason(s->j));
	s->raw = bytes;
	job_forgive(s->j);
}

/* INVALID concerns this file only; everything else ends the import. */
static enum status
fill(struct worker *w, struct parcel *s)
{
	struct str bytes;
	bool same = false;
	enum status st = w->origin.kind->read(&w->origin, s->j, &s->item,
	    &bytes);

	if (st != OK)
		return st;
	hash_file(w, bytes, s->mac);
	st = look_again(w, s->j);
	if (st == OK)
		st = look_up(w, s, &same);
	if (st != OK)
		return st;
	if (same && !s->item.always) {
		s->fate = FATE_SAME;
		return OK;
	}
	st = work(w, s, bytes);
	if (st != INVALID)
		return st;
	keep_raw(s, bytes);
	return OK;
}

void *
worker_run(void *worker)
{
	struct worker *w = worker;
	struct origin *o = &w->origin;
	size_t at;

	while (ring_fill(&w->ring, &at)) {
		struct parcel *s = &w->slots[at];
		struct job *j = s->j;

		job_reset(j, w->now);
		*s = (struct parcel){ .j = j };
		s->st = o->kind->next(o, j, &s->item);
		if (s->st == NOT_FOUND)
			break;
		if (s->st == OK)
			s->st = fill(w, s);
		job_trim(j);
		if (s->st != OK)
			s->fate = FATE_FAILED;
		ring_filled(&w->ring);
	}
	if (w->looking)
		store_read_end(w->known);
	w->looking = false;
	ring_end(&w->ring);
	return NULL;
}
