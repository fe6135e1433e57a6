/* SPDX-License-Identifier: ISC */
#include "site/card.h"

#include <assert.h>

#include "site/inside.h"
#include "site/particulars.h"

/* The columns of table story, in the schema's order. */
enum story_column {
	COL_NUM,
	COL_ID,
	COL_KIND,
	COL_LANG,
	COL_ADDRESS,
	COL_PUBLISHED,
	COL_HEADLINE,
	COL_BYLINE,
	COL_REST,
	COLUMNS,
};
static_assert(COLUMNS == CARD_COLUMNS, "others count on it");

int64_t
when_form(struct when w)
{
	return (int64_t)w.offset_s * 4 + (int64_t)w.precision;
}

struct when
when_of(int64_t at, int64_t form)
{
	/* Offsets may be negative, so the precision is the low two bits. */
	const int64_t precision = form & 3;

	return (struct when){
		.at = at,
		.offset_s = (int32_t)((form - precision) / 4),
		.precision = (enum precision)precision,
	};
}

void
plate_pack(struct buf *b, const struct plate *p)
{
	pack_str(b, p->column);
	pack_int(b, p->w);
	pack_int(b, p->h);
	pack_str(b, p->lead);
	pack_int(b, p->lead_w);
	pack_int(b, p->lead_h);
	pack_int(b, p->focal_x);
	pack_int(b, p->focal_y);
	pack_str(b, p->alt);
	pack_str(b, p->caption);
	pack_str(b, p->credit);
}

void
plate_read(struct unpack *u, struct plate *out)
{
	out->column = unpack_str(u);
	out->w = unpack_int(u);
	out->h = unpack_int(u);
	out->lead = unpack_str(u);
	out->lead_w = unpack_int(u);
	out->lead_h = unpack_int(u);
	out->focal_x = unpack_int(u);
	out->focal_y = unpack_int(u);
	out->alt = unpack_str(u);
	out->caption = unpack_str(u);
	out->credit = unpack_str(u);
}

size_t
attached_count(const struct particulars *p)
{
	const size_t n = p->captions.n + p->documents.n;

	return n > 0 || p->file.n > 0 ? 1 + n : 0;
}

void
attachment_pack(struct buf *b, const struct attachment *a)
{
	pack_str(b, a->address);
	pack_str(b, a->format);
	pack_int(b, a->bytes);
	pack_int(b, a->duration);
	pack_int(b, a->w);
	pack_int(b, a->h);
}

void
attachment_read(struct unpack *u, struct attachment *out)
{
	out->address = unpack_str(u);
	out->format = unpack_str(u);
	out->bytes = unpack_int(u);
	out->duration = unpack_int(u);
	out->w = unpack_int(u);
	out->h = unpack_int(u);
}

static bool
plate_in(struct str packed, struct plate *out)
{
	struct unpack u = { packed, false };

	if (packed.n == 0)
		return false;
	plate_read(&u, out);
	return !u.broken;
}

bool
plate_unpack(struct job *j, struct str packed, struct plate *out)
{
	return plate_in(job_str(j, packed), out);
}

struct str
card_rest_pack(struct job *j, const struct card *c, struct str plate,
    struct str more)
{
	struct buf b = buf_in(j, PACK_MAX);

	pack_int(&b, when_form(c->published));
	pack_int(&b, c->updated.at);
	pack_int(&b, when_form(c->updated));
	pack_int(&b, (int64_t)c->voice);
	pack_int(&b, c->corrected);
	pack_int(&b, c->words);
	pack_int(&b, c->section.num);
	pack_str(&b, c->kicker);
	pack_str(&b, c->deck);
	pack_str(&b, c->short_headline);
	pack_str(&b, c->intro.html);
	pack_str(&b, c->excerpt);
	pack_str(&b, c->dateline);
	pack_str(&b, c->agency);
	pack_str(&b, plate);
	buf_put(&b, more);
	return buf_so_far(&b);
}

static void
card_rest_unpack(struct job *j, struct str packed, struct card *c)
{
	struct unpack u = { packed, false };

	c->published = when_of(c->published.at, unpack_int(&u));
	c->updated.at = unpack_int(&u);
	c->updated = when_of(c->updated.at, unpack_int(&u));
	c->voice = (enum voice)unpack_int(&u);
	c->corrected = unpack_int(&u) != 0;
	c->words = unpack_int(&u);
	c->section.num = unpack_int(&u);
	c->kicker = unpack_str(&u);
	c->deck = unpack_str(&u);
	c->short_headline = unpack_str(&u);
	c->intro.html = unpack_str(&u);
	c->excerpt = unpack_str(&u);
	c->dateline = unpack_str(&u);
	c->agency = unpack_str(&u);
	c->has_picture = plate_in(unpack_str(&u), &c->picture);
	if (u.rest.n == 0 || u.broken)
		return;
	struct particulars *const more = JOB_NEW(j, struct particulars);

	particulars_unpack(j, c->kind, u.rest, more);
	c->more = more;
}

static enum status
signer_read(struct site *s, struct job *j, struct unpack *u, struct str lang,
    struct signer *out)
{
	const struct named_link *n;

	out->role = (enum role)unpack_int(u);
	const int64_t num = unpack_int(u);

	out->who = (struct link){ .name = unpack_str(u) };
	if (num == 0)
		return OK;
	const enum status st = named_in(s, j, num, lang, &n);

	if (st == OK && n->link.num != 0) {
		out->who = n->link;
		out->what = n->role;
	}
	return st;
}

static enum status
byline_read(struct site *s, struct job *j, struct str packed, struct str lang,
    struct signers *out)
{
	struct unpack u = { job_str(j, packed), false };
	enum status st = OK;

	if (packed.n == 0)
		return OK;
	const size_t n = (size_t)unpack_int(&u);

	/* A credit takes three bytes at least: a wrong count can't cost more. */
	if (n > packed.n)
		return OK;
	out->at = JOB_ARRAY(j, struct signer, n);
	for (; out->n < n && st == OK; out->n++)
		st = signer_read(s, j, &u, lang, &out->at[out->n]);
	return st;
}

enum status
card_read(struct site *s, struct job *j, const struct rows *r, struct card *out)
{
	const struct str id = row_str(r, COL_ID);
	const struct named_link *section;
	struct card c = {
		.num = row_int(r, COL_NUM),
		.kind = kind_of(row_str(r, COL_KIND)),
		.lang = job_str(j, row_str(r, COL_LANG)),
		.address = job_str(j, row_str(r, COL_ADDRESS)),
		.published.at = row_int(r, COL_PUBLISHED),
		.headline = job_str(j, row_str(r, COL_HEADLINE)),
	};

	for (size_t i = 0; i < id.n && i < ID_BYTES; i++)
		c.id.b[i] = (unsigned char)id.p[i];
	card_rest_unpack(j, job_str(j, row_str(r, COL_REST)), &c);
	enum status st = byline_read(s, j, row_str(r, COL_BYLINE), c.lang,
	    &c.byline);

	if (st == OK && c.section.num != 0) {
		st = named_in(s, j, c.section.num, c.lang, &section);
		if (st == OK)
			c.section = section->link;
	}
	if (st == OK)
		*out = c;
	return st;
}

enum status
cards_read(struct site *s, struct job *j, enum stmt q, const struct val *v,
    size_t n, struct cards *out)
{
	struct cards cards = { NULL, 0 };
	size_t room = 0;
	struct rows r;
	enum status st = rows_begin(s->st, j, q, v, n, &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		if (cards.n == room) {
			const size_t more = room == 0 ? 4 : room * 2;

			/* card_read() writes each whole. */
			cards.at = job_widen(j, cards.at,
			    room * sizeof(*cards.at), more * sizeof(*cards.at));
			room = more;
		}
		st = card_read(s, j, &r, &cards.at[cards.n]);
		cards.n++;
	}
	const enum status end = rows_end(&r);

	if (st == OK && end == OK)
		*out = cards;
	return st != OK ? st : end;
}

enum status
site_card(struct site *s, struct job *j, int64_t num, struct card *out)
{
	struct cards cards;
	const enum status st = cards_read(s, j, SQL_SITE_CARD,
	    VALS(val_int(num)), &cards);

	if (st != OK)
		return st;
	if (cards.n == 0)
		return NOT_FOUND;
	*out = cards.at[0];
	return OK;
}
