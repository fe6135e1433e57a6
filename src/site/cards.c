/* SPDX-License-Identifier: ISC */
#include "site/card.h"

#include "site/inside.h"

/* The columns of table story, in the schema's order. */
enum story_column {
	COL_NUM,
	COL_ID,
	COL_KIND,
	COL_LANG,
	COL_ADDRESS,
	COL_PUBLISHED,
	COL_PUB_FORM,
	COL_UPDATED,
	COL_UPD_FORM,
	COL_VOICE,
	COL_CORRECTED,
	COL_WORDS,
	COL_SECTION,
	COL_HEADLINE,
	COL_KICKER,
	COL_DECK,
	COL_SHORT,
	COL_INTRO,
	COL_EXCERPT,
	COL_BYLINE,
	COL_DATELINE,
	COL_AGENCY,
	COL_PICTURE,
};

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
	pack_str(b, p->alt);
	pack_str(b, p->caption);
	pack_str(b, p->credit);
}

bool
plate_unpack(struct job *j, struct str packed, struct plate *out)
{
	if (packed.n == 0)
		return false;
	struct unpack u = { job_str(j, packed), false };

	out->column = unpack_str(&u);
	out->w = unpack_int(&u);
	out->h = unpack_int(&u);
	out->lead = unpack_str(&u);
	out->lead_w = unpack_int(&u);
	out->lead_h = unpack_int(&u);
	out->alt = unpack_str(&u);
	out->caption = unpack_str(&u);
	out->credit = unpack_str(&u);
	return !u.broken;
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

static void
card_texts(struct job *j, const struct rows *r, int from, struct card *c)
{
	c->address = job_str(j, row_str(r, from + COL_ADDRESS));
	c->headline = job_str(j, row_str(r, from + COL_HEADLINE));
	c->kicker = job_str(j, row_str(r, from + COL_KICKER));
	c->deck = job_str(j, row_str(r, from + COL_DECK));
	c->short_headline = job_str(j, row_str(r, from + COL_SHORT));
	c->intro.html = job_str(j, row_str(r, from + COL_INTRO));
	c->excerpt = job_str(j, row_str(r, from + COL_EXCERPT));
	c->dateline = job_str(j, row_str(r, from + COL_DATELINE));
	c->agency = job_str(j, row_str(r, from + COL_AGENCY));
}

enum status
card_read(struct site *s, struct job *j, const struct rows *r, int from,
    struct card *out)
{
	const struct str id = row_str(r, from + COL_ID);
	const struct named_link *section;
	struct card c = {
		.num = row_int(r, from + COL_NUM),
		.kind = kind_of(row_str(r, from + COL_KIND)),
		.lang = job_str(j, row_str(r, from + COL_LANG)),
		.published = when_of(row_int(r, from + COL_PUBLISHED),
		    row_int(r, from + COL_PUB_FORM)),
		.updated = when_of(row_int(r, from + COL_UPDATED),
		    row_int(r, from + COL_UPD_FORM)),
		.voice = (enum voice)row_int(r, from + COL_VOICE),
		.corrected = row_int(r, from + COL_CORRECTED) != 0,
		.words = row_int(r, from + COL_WORDS),
		.section.num = row_int(r, from + COL_SECTION),
	};

	for (size_t i = 0; i < id.n && i < ID_BYTES; i++)
		c.id.b[i] = (unsigned char)id.p[i];
	card_texts(j, r, from, &c);
	c.has_picture = plate_unpack(j, row_str(r, from + COL_PICTURE),
	    &c.picture);
	enum status st = byline_read(s, j, row_str(r, from + COL_BYLINE),
	    c.lang, &c.byline);

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
		st = card_read(s, j, &r, 0, &cards.at[cards.n]);
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
