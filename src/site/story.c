/* SPDX-License-Identifier: ISC */
#include "site/story.h"

#include <string.h>

#include "site/inside.h"
#include "site/particulars.h"

/* Columns behind those of the card. */
enum body_column {
	COL_HTML = CARD_COLUMNS,
	COL_REST,
	COL_REFS,
	COL_LISTINGS,
	COL_RELATED,
	COL_FAMILY,
	COL_SEQ,
	COL_REVISION,
	COL_SHA256,
};

#define HTML_MOST ((size_t)16 * 1024 * 1024)

/* What the row says of the statements that follow. */
struct story_refs {
	struct str refs, listings, related, family;
};

static enum status
story_row(struct site *s, struct job *j, int64_t num, struct story *out,
    struct story_refs *refs)
{
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_STORY,
	    VALS(val_int(num)), &r);

	if (st != OK)
		return st;
	if (!rows_next(&r)) {
		st = rows_end(&r);
		return st == OK ? NOT_FOUND : st;
	}
	st = card_read(s, j, &r, &out->card);
	if (st == OK)
		st = lz4_unpack(j, row_str(&r, COL_HTML), HTML_MOST,
		    &out->html.html);
	struct unpack rest = { job_str(j, row_str(&r, COL_REST)), false };
	const struct str hash = row_str(&r, COL_SHA256);

	out->summary = unpack_str(&rest);
	out->search_headline = unpack_str(&rest);
	out->social_headline = unpack_str(&rest);
	out->canonical = unpack_str(&rest);
	out->rights = unpack_str(&rest);
	particulars_unpack(j, out->card.kind, unpack_str(&rest), &out->more);
	out->shots = JOB_ARRAY(j, struct plate, out->more.shots.n + 1);
	for (size_t i = 0; i < out->more.shots.n; i++)
		plate_read(&rest, &out->shots[i]);
	const size_t attached = attached_count(&out->more);

	out->attached = JOB_ARRAY(j, struct attachment, attached + 1);
	for (size_t i = 0; i < attached; i++)
		attachment_read(&rest, &out->attached[i]);
	refs->refs = job_str(j, row_str(&r, COL_REFS));
	refs->listings = job_str(j, row_str(&r, COL_LISTINGS));
	refs->related = job_str(j, row_str(&r, COL_RELATED));
	refs->family = job_str(j, row_str(&r, COL_FAMILY));
	out->seq = row_int(&r, COL_SEQ);
	out->revision = row_int(&r, COL_REVISION);
	for (size_t i = 0; i < hash.n && i < SHA256_BYTES; i++)
		out->sha256.b[i] = (unsigned char)hash.p[i];
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

static enum status
links_read(struct site *s, struct job *j, struct unpack *u, struct str lang,
    struct links *out)
{
	const size_t n = (size_t)unpack_int(u);
	enum status st = OK;

	if (n > u->rest.n + 1)
		return OK;
	out->at = JOB_ARRAY(j, struct link, n);
	for (size_t i = 0; i < n && st == OK; i++) {
		const struct named_link *l;

		st = named_in(s, j, unpack_int(u), lang, &l);
		/* What is no longer live is named no longer. */
		if (st == OK && l->link.num != 0)
			out->at[out->n++] = l->link;
	}
	return st;
}

enum status
site_text_link(struct site *s, struct job *j, int64_t num, struct link *out)
{
	struct val v[3];
	const enum status st = store_one(s->st, j, SQL_SITE_TEXT_LINK,
	    VALS(val_int(num)), v, 3);

	*out = (struct link){ .num = 0 };
	if (st == OK)
		*out = (struct link){ num, kind_of(v[0].s), v[1].s, v[2].s };
	return st == NOT_FOUND ? OK : st;
}

static enum status
texts_read(struct site *s, struct job *j, struct unpack *u, struct links *out)
{
	const size_t n = (size_t)unpack_int(u);
	enum status st = OK;

	if (n > u->rest.n + 1)
		return OK;
	out->at = JOB_ARRAY(j, struct link, n + 1);
	for (size_t i = 0; i < n && st == OK; i++) {
		st = site_text_link(s, j, unpack_int(u), &out->at[out->n]);
		if (st == OK && out->at[out->n].num != 0)
			out->n++;
	}
	return st;
}

enum status
site_story_after(struct site *s, struct job *j, int64_t after, int64_t *num)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_STORIES_AFTER,
	    VALS(val_int(after), val_int(1)), v, 1);

	if (st == OK)
		*num = v[0].i;
	return st;
}

enum status
site_story_html(struct site *s, struct job *j, int64_t num, struct markup *out)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_STORY_HTML,
	    VALS(val_int(num)), v, 1);

	out->html = STR("");
	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	return lz4_unpack(j, v[0].s, HTML_MOST, &out->html);
}

static enum status
related_read(struct site *s, struct job *j, struct str packed,
    struct cards *out)
{
	struct unpack u = { packed, false };
	const int64_t n = packed.n == 0 ? 0 : unpack_int(&u);
	int64_t nums[SITE_RELATED] = { 0 };
	struct cards found = { NULL, 0 };

	if (n == 0)
		return OK;
	for (int64_t i = 0; i < n && i < SITE_RELATED; i++)
		nums[i] = unpack_int(&u);
	const enum status st = cards_read(s, j, SQL_SITE_CARDS_FOUR,
	    VALS(val_int(nums[0]), val_int(nums[1]), val_int(nums[2]),
		val_int(nums[3])),
	    &found);

	if (st != OK)
		return st;
	/* In the order in which they were chosen. */
	out->at = JOB_ARRAY(j, struct card, SITE_RELATED);
	for (int i = 0; i < SITE_RELATED; i++)
		for (size_t k = 0; k < found.n; k++)
			if (found.at[k].num == nums[i])
				out->at[out->n++] = found.at[k];
	return OK;
}

static enum status
neighbours_read(struct site *s, struct job *j, struct str listings,
    struct story *out)
{
	struct unpack u = { listings, false };
	struct rows r;

	if (listings.n == 0)
		return OK;
	const int64_t n = unpack_int(&u);

	/* Home, then its own section; without one there is no order. */
	if (out->card.kind != KIND_ITEM) {
		if (n < 2 || out->card.section.num == 0)
			return OK;
		(void)unpack_int(&u);
	}
	const enum status st = rows_begin(s->st, j, SQL_SITE_NEIGHBOURS,
	    VALS(val_int(unpack_int(&u)), val_int(out->card.published.at),
		val_int(out->card.num)),
	    &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		struct link *const l = row_int(&r, 0) ? &out->later
						      : &out->earlier;

		*l = (struct link){
			.num = row_int(&r, 1),
			.kind = kind_of(row_str(&r, 2)),
			.name = job_str(j, row_str(&r, 3)),
			.address = job_str(j, row_str(&r, 4)),
		};
	}
	return rows_end(&r);
}

static enum status
family_read(struct site *s, struct job *j, struct str family, struct story *out)
{
	struct translations *const t = &out->translations;
	size_t room = 0;
	struct rows r;

	if (family.n == 0)
		return OK;
	if (family.n == sizeof(out->original.b)
	    && !str_eq(family, id_str(&out->card.id)))
		memcpy(out->original.b, family.p, family.n);
	const enum status st = rows_begin(s->st, j, SQL_SITE_FAMILY,
	    VALS(val_blob(family)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (row_int(&r, 0) == out->card.num)
			continue;
		if (t->n == room) {
			t->at = job_grow(j, t->at, room * sizeof(*t->at),
			    (room + 8) * sizeof(*t->at));
			room += 8;
		}
		t->at[t->n++] = (struct translation){
			.lang = job_str(j, row_str(&r, 1)),
			.address = job_str(j, row_str(&r, 2)),
			.headline = job_str(j, row_str(&r, 3)),
		};
	}
	return rows_end(&r);
}

enum status
site_changes(struct site *s, struct job *j, int64_t num, struct changes *c)
{
	size_t room = 0;
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_SITE_CHANGES,
	    VALS(val_int(num)), &r);

	*c = (struct changes){ NULL, 0 };

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (c->n == room) {
			c->at = job_grow(j, c->at, room * sizeof(*c->at),
			    (room + 8) * sizeof(*c->at));
			room += 8;
		}
		c->at[c->n++] = (struct change){
			.at = when_of(row_int(&r, 0), row_int(&r, 1)),
			.grade = (enum grade)row_int(&r, 2),
			.note = job_str(j, row_str(&r, 3)),
		};
	}
	return rows_end(&r);
}

enum status
site_story(struct site *s, struct job *j, int64_t num, struct story *out)
{
	struct story x = { 0 };
	struct story_refs refs;
	enum status st = story_row(s, j, num, &x, &refs);

	if (st != OK)
		return st;
	struct unpack u = { refs.refs, false };
	const struct str lang = x.card.lang;

	st = links_read(s, j, &u, lang, &x.sections);
	if (st == OK)
		st = links_read(s, j, &u, lang, &x.topics);
	if (st == OK)
		st = links_read(s, j, &u, lang, &x.about);
	if (st == OK)
		st = texts_read(s, j, &u, &x.within);
	if (st == OK)
		st = related_read(s, j, refs.related, &x.related);
	if (st == OK)
		st = neighbours_read(s, j, refs.listings, &x);
	if (st == OK)
		st = family_read(s, j, refs.family, &x);
	if (st == OK && x.revision > 0)
		st = site_changes(s, j, x.card.num, &x.changes);
	if (st == OK)
		*out = x;
	return st;
}
