/* SPDX-License-Identifier: ISC */
#include "site/entity.h"

#include "site/inside.h"
#include "site/particulars.h"
#include "text/address.h"

#define HTML_MOST ((size_t)4 * 1024 * 1024)

static enum status
entity_row(struct site *s, struct job *j, int64_t num, struct entity *e)
{
	struct val v[9];
	enum status st = store_one(s->st, j, SQL_SITE_ENTITY_ROW,
	    VALS(val_int(num)), v, 9);

	if (st != OK)
		return st;
	for (size_t i = 0; i < v[0].s.n && i < ID_BYTES; i++)
		e->id.b[i] = (unsigned char)v[0].s.p[i];
	e->kind = kind_of(v[1].s);
	e->parent = v[2].i;
	e->order = v[3].i;
	e->retired = v[4].i != 0;
	e->has_picture = plate_unpack(j, v[5].s, &e->picture);
	struct unpack u = { v[6].s, false };
	const size_t n = (size_t)unpack_int(&u);

	if (n <= v[6].s.n) {
		e->links.at = JOB_ARRAY(j, struct str, n);
		for (; e->links.n < n; e->links.n++)
			e->links.at[e->links.n] = unpack_str(&u);
	}
	particulars_unpack(j, e->kind, job_str(j, v[8].s), &e->more);
	return lz4_unpack(j, v[7].s, HTML_MOST, &e->html.html);
}

/* In the language asked for, else the one for all: no other is read there. */
static enum status
entity_intro(struct site *s, struct job *j, int64_t num, struct str lang,
    struct markup *out)
{
	struct rows r;
	int best = 0;
	enum status st = rows_begin(s->st, j, SQL_SITE_ENTITY_INTROS,
	    VALS(val_int(num)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		const struct str l = row_str(&r, 0);
		const int good = row_str(&r, 1).n == 0 ? 0
		    : str_eq(l, lang)                  ? 2
		    : l.n == 0                         ? 1
						       : 0;

		if (good > best) {
			best = good;
			out->html = job_str(j, row_str(&r, 1));
		}
	}
	return rows_end(&r);
}

enum status
site_entity(struct site *s, struct job *j, int64_t num, struct str lang,
    struct entity *out)
{
	struct entity e = { .num = num };
	const struct named_link *l;
	struct named *n = NULL;
	enum status st = entity_row(s, j, num, &e);

	if (st == OK)
		st = entity_intro(s, j, num, lang, &e.intro);
	if (st == OK)
		st = named_in(s, j, num, lang, &l);
	if (st == OK)
		st = named_at(s, j, num, &n);
	if (st != OK)
		return st;
	e.name = l->link.name;
	e.address = l->link.address;
	e.role = l->role;
	/* The last piece of its address. */
	struct str path = address_key(e.address);
	const size_t cut = str_rfind_ch(path, '/');

	e.slug = cut == NOWHERE ? path : str_skip(path, cut + 1);
	*out = e;
	return OK;
}
