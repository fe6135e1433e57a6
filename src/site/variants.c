/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "site/inside.h"
#include "site/observed.h"

#define COLOUR_MAX 0xffffff

enum status
site_variants(struct site *s, struct job *j, struct sha256 shown,
    struct variants *out)
{
	struct val v[4];
	struct variants r = { .n = 0 };
	const enum status st = store_one(s->st, j, SQL_SITE_VARIANT_AT,
	    VALS(val_blob(sha256_str(&shown))), v, 4);

	if (st == NOT_FOUND)
		job_forgive(j);
	if (st != OK)
		return st;
	if (v[0].s.n != SHA256_BYTES)
		return job_fail(j, FAULT, "site.db: a picture's row is broken");
	memcpy(r.master.b, v[0].s.p, SHA256_BYTES);
	r.colour = v[1].i < 0 || v[1].i > COLOUR_MAX ? -1 : (int32_t)v[1].i;
	r.moves = v[2].i != 0;

	struct unpack u = { v[3].s, false };

	while (u.rest.n > 0 && !u.broken && r.n < VARIANTS_MAX) {
		r.at[r.n].w = unpack_int(&u);
		r.at[r.n].format = unpack_str(&u);
		r.n += !u.broken;
	}
	*out = r;
	return OK;
}

enum status
site_variants_put(struct site *s, struct job *j, struct sha256 shown,
    const struct variants *v, bool seen)
{
	struct buf b = buf_in(j, PACK_MAX);

	for (size_t i = 0; i < v->n; i++) {
		pack_int(&b, v->at[i].w);
		pack_str(&b, v->at[i].format);
	}
	if (seen)
		stale_everything(s, false);
	return store_run(s->st, j, SQL_SITE_VARIANT_PUT,
	    VALS(val_blob(sha256_str(&shown)), val_blob(sha256_str(&v->master)),
		val_int(v->colour), val_int(v->moves),
		val_blob(buf_so_far(&b))));
}

enum status
site_variants_gone(struct site *s, struct job *j, struct sha256 sha)
{
	return store_run(s->st, j, SQL_SITE_VARIANT_GONE,
	    VALS(val_blob(sha256_str(&sha))));
}
