/* SPDX-License-Identifier: ISC */
/* Finding: every text file of the record, drafts, sources, pictures. */
#include <string.h>

#include "base/file.h"
#include "desk/redacting.h"

/* So much of a picture, up to its pixels, can hold words. */
#define PICTURE_HEAD ((size_t)256 * 1024)

void
redact_put_place(struct redaction *r, struct redact_place place)
{
	struct redact_places *p = &r->places;

	if ((p->n & (p->n - 1)) == 0) {
		const size_t room = p->n == 0 ? 1 : 2 * p->n;

		p->at = job_grow(r->j, p->at, p->n * sizeof(place),
		    room * sizeof(place));
	}
	place.type = job_str(r->j, place.type);
	place.where = job_str(r->j, place.where);
	place.field = job_str(r->j, place.field);
	place.text = job_str(r->j, place.text);
	p->at[p->n++] = place;
}

bool
redact_wants(const struct redaction *r, struct id thing)
{
	return id_is_none(r->thing) || id_eq(r->thing, thing);
}

struct hit *
redact_hit(struct redaction *r, struct id thing, struct str type)
{
	struct hit *h = map_at(&r->hits, id_str(&thing));

	if (h != NULL)
		return h;
	h = JOB_NEW(r->j, struct hit);
	h->thing = thing;
	h->type = job_str(r->j, type);
	h->wanted = redact_wants(r, thing);
	map_put(&r->hits, id_str(&thing), h);
	*r->last = h;
	r->last = &h->next;
	return h;
}

/* ---- the record ---- */

struct scanning {
	struct redaction *r;
	struct job *j;
	struct progress *p;
	int64_t size;
};

static void
note_entry(struct redaction *r, const struct walked *w, bool hit)
{
	if (r->nentries == r->room) {
		const size_t room = r->room == 0 ? 1024 : 2 * r->room;

		r->entries = job_grow(r->j, r->entries,
		    r->room * sizeof(*r->entries), room * sizeof(*r->entries));
		r->room = room;
	}
	r->entries[r->nentries++] = (struct seen_entry){ .thing = w->thing,
		.sha = w->file_sha,
		.revision = w->revision,
		.action = w->action,
		.erased = w->packed.n == 0,
		.hit = hit };
}

/* Where its text says it stands; what is in there of the words is blotted. */
static struct str
address_of(const struct redaction *r, struct job *j, struct str bytes)
{
	struct textfile tf;

	if (textfile_parse(j, bytes, STR("file"), &tf) != OK) {
		job_forgive(j);
		return STR("");
	}
	return blot_out(j, r->blot, node_text(node_at(tf.top, STR("address"))));
}

static void
note_places(struct redaction *r, struct job *j, const struct walked *w,
    struct str bytes)
{
	const struct hit *h = redact_hit(r, w->thing, w->type);
	struct redact_place place = { .what = REDACT_OLD,
		.elsewhere = !h->wanted,
		.thing = w->thing,
		.type = w->type,
		.where = address_of(r, j, bytes),
		.revision = w->revision };
	struct blot_places list;

	blot_file_places(j, r->blot, bytes, &list);
	for (size_t i = 0; i < list.n; i++) {
		place.field = blot_out(j, r->blot, list.at[i].field);
		place.line = list.at[i].line;
		place.text = list.at[i].text;
		redact_put_place(r, place);
	}
	if (list.n == 0)
		redact_put_place(r, place);
}

/* Until the pixels begin. */
static struct str
head_of(struct str bytes)
{
	const struct str jpeg = STR("\xff\xda"), png = STR("IDAT");
	size_t end = str_find(bytes,
	    str_starts(bytes, STR("\xff\xd8")) ? jpeg : png);

	return end == NOWHERE ? bytes : str_sub(bytes, 0, end);
}

/* A picture's bytes carry its credit: whether they hold the words. */
static bool
medium_holds(const struct redaction *r, struct job *j, struct sha256 sha)
{
	char *path = media_path(r->d->media, j, sha);
	struct str bytes;

	if (r->blot == NULL
	    || file_read(j, path, MEDIA_FILE_MAX, &bytes) != OK) {
		job_forgive(j);
		return false;
	}
	/* Captions are words to their end. */
	if (str_starts(bytes, STR("WEBVTT")))
		return blot_holds(r->blot, bytes);
	return blot_holds(r->blot, str_sub(head_of(bytes), 0, PICTURE_HEAD));
}

/* Master and sizes that a revision of a picture names. */
static void
take_media(struct redaction *r, struct hit *h, const struct copy *c)
{
	if (c->has_master)
		redactions_put(r->j, &h->named,
		    redactions_medium(r->j, c->master));
	for (size_t i = 0; i < c->sizes.n; i++)
		redactions_put(r->j, &h->named,
		    redactions_medium(r->j, c->sizes.at[i].sha256));
}

static bool
is_named(const struct redaction *r, struct id thing, const struct copy *c)
{
	bool same = sha256_eq(c->master, r->hash);

	for (size_t i = 0; i < c->sizes.n; i++)
		same |= sha256_eq(c->sizes.at[i].sha256, r->hash);
	return same || (!id_is_none(r->picture) && id_eq(r->picture, thing));
}

static enum status
look_at_picture(struct redaction *r, struct job *j, const struct walked *w,
    struct str bytes)
{
	const struct copy_defaults defaults = { .kind = KIND_PICTURE,
		.lenient = true };
	struct textfile tf;
	struct copy c;
	struct hit *h = map_at(&r->hits, id_str(&w->thing));
	enum status st = textfile_parse(j, bytes, STR("picture"), &tf);

	if (st == OK)
		st = copy_read(j, &tf, &defaults, &c);
	if (st != OK || !c.has_master)
		return st;
	const bool named = is_named(r, w->thing, &c);

	if (!named && (h == NULL || !h->gone) && !medium_holds(r, j, c.master))
		return OK;
	h = redact_hit(r, w->thing, w->type);
	h->wanted |= named;
	if (!h->gone)
		redact_put_place(r,
		    (struct redact_place){ .what = REDACT_PICTURE,
			.elsewhere = !h->wanted,
			.thing = w->thing,
			.type = w->type,
			.where = job_printf(j, "media/%.2s/%.*s",
			    sha256_hex(j, c.master).p,
			    STR_ARG(sha256_hex(j, c.master))) });
	h->gone = true;
	take_media(r, h, &c);
	return OK;
}

static enum status
look_at_entry(void *arg, struct job *own, const struct walked *w)
{
	struct scanning *s = arg;
	struct redaction *r = s->r;
	struct str bytes;
	bool hit = false;
	enum status st = OK;

	progress_at(s->p, "entries", (uint64_t)w->seq, (uint64_t)s->size);
	if (w->packed.n > 0)
		st = deflate_unpack(r->d->deflater, own, w->packed,
		    RECORD_FILE_MAX, &bytes);
	if (st != OK || w->packed.n == 0) {
		note_entry(r, w, false);
		return st;
	}
	const bool picture = str_eq(w->type, STR("picture"))
	    && w->action != RECORD_RETRACT && w->action != RECORD_REDACT;

	hit = r->blot != NULL && blot_file_holds(own, r->blot, bytes);
	if (hit) {
		redact_hit(r, w->thing, w->type)->words = true;
		note_places(r, own, w, bytes);
	}
	if (picture)
		st = look_at_picture(r, own, w, bytes);
	note_entry(r, w, hit);
	return st;
}

/* ---- texts that show a picture which goes ---- */

static bool
names_medium(const struct redaction *r, struct str bytes)
{
	for (size_t i = 0; i < r->media.n; i++)
		if (str_find(bytes, str_skip(r->media.at[i], 6)) != NOWHERE)
			return true;
	return false;
}

/* thing -> its last entry */
static struct map
last_entries(struct redaction *r, struct job *j)
{
	struct map last = map_in(j);

	for (size_t i = 0; i < r->nentries; i++) {
		struct seen_entry *e = &r->entries[i];

		if (e->action != RECORD_BATCH)
			map_put(&last, id_str(&e->thing), e);
	}
	return last;
}

static bool
is_live(const struct map *last, struct id thing, int64_t revision)
{
	const struct seen_entry *e = map_at(last, id_str(&thing));

	return e != NULL && e->revision == revision
	    && e->action != RECORD_RETRACT && e->action != RECORD_REDACT;
}

struct showing {
	struct redaction *r;
	struct map last;
};

static enum status
look_who_shows(void *arg, struct job *own, const struct walked *w)
{
	struct showing *s = arg;
	struct redaction *r = s->r;
	struct str bytes;
	enum status st = OK;

	if (w->packed.n == 0 || str_eq(w->type, STR("picture"))
	    || !is_live(&s->last, w->thing, w->revision))
		return OK;
	st = deflate_unpack(r->d->deflater, own, w->packed, RECORD_FILE_MAX,
	    &bytes);
	if (st != OK || !names_medium(r, bytes))
		return st;
	struct hit *h = redact_hit(r, w->thing, w->type);

	if (h->shows)
		return OK;
	h->shows = true;
	redact_put_place(r,
	    (struct redact_place){ .what = REDACT_SHOWN,
		.thing = w->thing,
		.type = w->type,
		.where = r->blot ? address_of(r, own, bytes) : STR(""),
		.revision = w->revision });
	return OK;
}

static enum status
scan_shows(struct redaction *r, struct job *j, struct map last)
{
	struct showing s = { r, last };

	r->media.n = 0;
	for (const struct hit *h = r->first; h != NULL; h = h->next)
		for (size_t i = 0; h->wanted && h->gone && i < h->named.n; i++)
			redactions_put(r->j, &r->media, h->named.at[i]);
	redactions_sort(&r->media);
	if (r->media.n == 0)
		return OK;
	return record_walk(r->d->site_db, j, 0, look_who_shows, &s);
}

/* Which of the places are live now: a thing's last revision. */
static void
mark_live(struct redaction *r, const struct map *last)
{
	for (size_t i = 0; i < r->places.n; i++) {
		struct redact_place *p = &r->places.at[i];

		if (p->what == REDACT_OLD
		    && is_live(last, p->thing, p->revision))
			p->what = REDACT_LIVE;
		else if (p->what == REDACT_LIVE
		    && !is_live(last, p->thing, p->revision))
			p->what = REDACT_OLD;
	}
}

enum status
redact_scan(struct redaction *r, struct job *j, struct progress *p)
{
	struct scanning s = { r, j, p, 0 };
	enum status st = record_size(r->d->site_db, j, &s.size);

	if (st == OK)
		st = record_walk(r->d->site_db, j, (int64_t)r->nentries,
		    look_at_entry, &s);
	progress_end(p);
	if (st != OK)
		return st;
	const struct map last = last_entries(r, j);

	mark_live(r, &last);
	return scan_shows(r, j, last);
}

/* ---- the desk ---- */

static enum status
look_at_draft(struct redaction *r, struct job *j, const struct rows *row)
{
	const struct str name = row_str(row, 2), source = row_str(row, 3),
			 headline = row_str(row, 5);
	struct redact_draft *d;
	struct str bytes, clean;
	struct id thing = { { 0 } };
	enum status st = deflate_unpack(r->d->deflater, j, row_str(row, 7),
	    RECORD_FILE_MAX, &bytes);

	if (st != OK)
		return st;
	if (!blot_file_holds(j, r->blot, bytes) && !blot_holds(r->blot, name)
	    && !blot_holds(r->blot, source) && !blot_holds(r->blot, headline)
	    && !blot_holds(r->blot, row_str(row, 6)))
		return OK;
	if (row_str(row, 4).n == ID_BYTES)
		memcpy(thing.b, row_str(row, 4).p, ID_BYTES);
	const bool wanted = redact_wants(r, thing);

	redact_put_place(r,
	    (struct redact_place){ .what = REDACT_DRAFT,
		.elsewhere = !wanted,
		.thing = thing,
		.where = job_printf(j, "draft %lld",
		    (long long)row_int(row, 0)),
		.text = blot_out(j, r->blot, headline) });
	if (!wanted)
		return OK;
	st = blot_file(j, r->blot, bytes, &clean);
	if (st != OK)
		return st;
	d = JOB_NEW(r->j, struct redact_draft);
	*d = (struct redact_draft){ .next = r->drafts,
		.num = row_int(row, 0),
		.kept_at = row_int(row, 1),
		.name = job_str(r->j, blot_out(j, r->blot, name)),
		.headline = job_str(r->j, blot_out(j, r->blot, headline)),
		.packed = job_str(r->j, deflate_pack(r->d->deflater, j, clean)),
		.sourced = !blot_holds(r->blot, source) };
	r->drafts = d;
	return OK;
}

static enum status
scan_drafts(struct redaction *r, struct job *j)
{
	struct rows row;
	enum status ended,
	    st = rows_begin(r->d->desk_db, j, SQL_DESK_REDACT_DRAFTS, NO_VALS,
		&row);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&row))
		st = look_at_draft(r, j, &row);
	ended = rows_end(&row);
	return st != OK ? st : ended;
}

static enum status
scan_sources(struct redaction *r, struct job *j)
{
	struct rows row;
	enum status st = rows_begin(r->d->desk_db, j, SQL_DESK_REDACT_SOURCES,
	    NO_VALS, &row);

	if (st != OK)
		return st;
	while (rows_next(&row)) {
		struct id thing = { { 0 } };

		if (row_str(&row, 1).n == ID_BYTES)
			memcpy(thing.b, row_str(&row, 1).p, ID_BYTES);
		if (!blot_holds(r->blot, row_str(&row, 0)))
			continue;
		const bool wanted = redact_wants(r, thing);

		redact_put_place(r,
		    (struct redact_place){ .what = REDACT_SOURCE,
			.elsewhere = !wanted,
			.thing = thing,
			.where = blot_out(j, r->blot, row_str(&row, 0)) });
		if (wanted)
			map_put(&r->sources, id_str(&thing), r);
	}
	return rows_end(&row);
}

enum status
redact_scan_desk(struct redaction *r, struct job *j)
{
	size_t kept = 0;
	enum status st;

	for (size_t i = 0; i < r->places.n; i++)
		if (r->places.at[i].what != REDACT_DRAFT
		    && r->places.at[i].what != REDACT_SOURCE)
			r->places.at[kept++] = r->places.at[i];
	r->places.n = kept;
	r->drafts = NULL;
	r->sources = map_in(r->j);
	if (r->blot == NULL)
		return OK;
	st = scan_drafts(r, j);
	return st == OK ? scan_sources(r, j) : st;
}
