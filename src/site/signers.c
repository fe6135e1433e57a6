/* SPDX-License-Identifier: ISC */
/*
 * Blocks of signatories: rows are stored with the key by which they are
 * sorted, so that a page of ten thousand names sorts nothing.
 */
#include "site/signers.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "site/inside.h"
#include "text/signers.h"
#include "text/words.h"

#define NAME_UNITS 1024 /* UTF-16 units of a name that count for its place */
#define KEY_BYTES ((size_t)4096)

/* Of the statement that has the list. */
struct order {
	int64_t num; /* 0: it is not there */
	struct str lang, grouped;
	UCollator *by;
};

static enum status
order_open(struct site *s, struct job *j, struct id list, struct order *out)
{
	UErrorCode e = U_ZERO_ERROR;
	struct val v[3];
	const enum status st = store_one(s->st, j, SQL_SITE_SIGNED_AT,
	    VALS(val_blob(id_str(&list))), v, 3);

	*out = (struct order){ .num = 0 };
	if (st != OK && st != NOT_FOUND)
		return st;
	if (st == OK)
		*out = (struct order){ .num = v[0].i,
			.lang = v[1].s,
			.grouped = v[2].s };
	out->by = ucol_open(job_cstr(j, out->lang), &e);
	if (U_FAILURE(e))
		return job_fail(j, FAULT, "ICU can't sort names: %s",
		    u_errorName(e));
	return OK;
}

static void
key_put(struct buf *b, const UCollator *by, struct str text)
{
	UChar wide[NAME_UNITS];
	uint8_t key[KEY_BYTES];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0;

	u_strFromUTF8WithSub(wide, NAME_UNITS, &n, text.p,
	    (int32_t)str_sub(text, 0, NAME_UNITS).n, 0xFFFD, NULL, &e);
	n = ucol_getSortKey(by, wide, n, key, (int32_t)KEY_BYTES);
	buf_put(b,
	    str_from((const char *)key,
		(size_t)(n < (int32_t)KEY_BYTES ? n : 0)));
}

static struct str
group_of(const struct order *o, const struct signatory *s)
{
	if (str_eq(o->grouped, STR("country")))
		return s->country;
	return str_eq(o->grouped, STR("affiliation")) ? s->affiliation
						      : STR("");
}

/* Those of no group come last. */
static struct str
sort_key(struct job *j, const struct order *o, const struct signatory *s)
{
	struct buf b = buf_in(j, KEY_BYTES * 3);
	const struct str group = group_of(o, s);

	if (o->grouped.n > 0 && group.n == 0)
		buf_ch(&b, '\xff');
	else if (group.n > 0)
		key_put(&b, o->by, group);
	key_put(&b, o->by, s->name);
	return buf_so_far(&b);
}

/* What somebody may be looked for by. */
static enum status
words_of(struct job *j, const struct signatory *row, struct str lang,
    struct str *out)
{
	return words_index(j,
	    job_printf(j, "%.*s %.*s %.*s %.*s", STR_ARG(row->name),
		STR_ARG(row->role), STR_ARG(row->affiliation),
		STR_ARG(row->country)),
	    lang, out);
}

static enum status
row_put(struct site *s, struct job *j, struct id list, const struct order *o,
    int64_t num, int64_t n, const struct signatory *row)
{
	struct str words;
	const enum status st = words_of(j, row, o->lang, &words);

	if (st != OK)
		return st;
	return store_run(s->st, j, SQL_SITE_SIGNER_NEW,
	    VALS(val_blob(id_str(&list)), val_blob(sort_key(j, o, row)),
		val_int(num), val_int(n), val_text(row->name),
		val_text(row->role), val_text(row->affiliation),
		val_text(row->country), val_text(words)));
}

static enum status
stale_signed(struct site *s, struct job *j, int64_t statement)
{
	struct val v[3];
	const enum status st = statement == 0
	    ? NOT_FOUND
	    : store_one(s->st, j, SQL_SITE_STORY_WHERE,
		VALS(val_int(statement)), v, 3);

	if (st == OK)
		stale_put(s, v[0].s);
	return st == NOT_FOUND ? OK : st;
}

enum status
apply_signers(struct site *s, struct job *j, const struct placing *p)
{
	const struct id list = p->c->more.list;
	struct signatories rows = { NULL, 0 };
	struct order o;
	enum status st = order_open(s, j, list, &o);

	if (st == OK)
		st = signers_read(j, p->g->file.body, STR("block"), &rows);
	/* What an old program took no newer one may refuse. */
	if (st == INVALID) {
		job_forgive(j);
		st = OK;
	}
	if (st == OK && p->e->revision > 1)
		st = store_run(s->st, j, SQL_SITE_SIGNERS_GONE,
		    VALS(val_int(p->num)));
	for (size_t i = 0; i < rows.n && st == OK; i++)
		st = row_put(s, j, list, &o, p->num, (int64_t)i, &rows.at[i]);
	if (st == OK)
		st = stale_signed(s, j, o.num);
	ucol_close(o.by);
	return st;
}

enum status
retract_signers(struct site *s, struct job *j, int64_t num)
{
	struct val v[1], w[3];
	enum status st = store_one(s->st, j, SQL_SITE_SIGNERS_LIST_OF,
	    VALS(val_int(num)), v, 1);

	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	st = store_one(s->st, j, SQL_SITE_SIGNED_AT, VALS(val_blob(v[0].s)), w,
	    3);
	if (st == OK)
		st = stale_signed(s, j, w[0].i);
	if (st != OK && st != NOT_FOUND)
		return st;
	return store_run(s->st, j, SQL_SITE_SIGNERS_GONE, VALS(val_int(num)));
}

/* ---- the statement's side ---- */

struct numbered {
	struct signatory row;
	int64_t num, n;
};

/* Its language or its groups have changed: every row gets another key. */
static enum status
sort_anew(struct site *s, struct job *j, struct id list)
{
	struct numbered *all = NULL;
	size_t n = 0, room = 0;
	struct order o;
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_SIGNERS,
	    VALS(val_blob(id_str(&list))), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (n == room) {
			const size_t more = room == 0 ? 256 : room * 2;

			all = job_grow(j, all, room * sizeof(*all),
			    more * sizeof(*all));
			room = more;
		}
		all[n++] = (struct numbered){
			.row = { job_str(j, row_str(&r, 0)),
			    job_str(j, row_str(&r, 1)),
			    job_str(j, row_str(&r, 2)),
			    job_str(j, row_str(&r, 3)), 0 },
			.num = row_int(&r, 4),
			.n = row_int(&r, 5),
		};
	}
	st = rows_end(&r);
	if (st != OK || n == 0)
		return st;
	st = order_open(s, j, list, &o);
	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_SIGNERS_OF_LIST_GONE,
		    VALS(val_blob(id_str(&list))));
	for (size_t i = 0; i < n && st == OK; i++)
		st = row_put(s, j, list, &o, all[i].num, all[i].n, &all[i].row);
	ucol_close(o.by);
	return st;
}

enum status
apply_signed(struct site *s, struct job *j, const struct placing *p)
{
	const struct id list = p->c->more.signing.list;
	struct val v[3];
	enum status st;

	if (id_is_none(list))
		return OK;
	st = store_one(s->st, j, SQL_SITE_SIGNED_AT,
	    VALS(val_blob(id_str(&list))), v, 3);
	if (st != OK && st != NOT_FOUND)
		return st;
	const bool same = st == OK && str_eq(v[1].s, p->c->lang)
	    && str_eq(v[2].s, p->c->more.grouped);

	st = store_run(s->st, j, SQL_SITE_SIGNED_PUT,
	    VALS(val_blob(id_str(&list)), val_int(p->num), val_text(p->c->lang),
		val_text(p->c->more.grouped)));
	return st == OK && !same ? sort_anew(s, j, list) : st;
}

/* ---- reading ---- */

/* Each word of asked begins one of words. */
static bool
has_words(struct str words, struct str asked)
{
	struct str word;

	while (str_cut(&asked, ' ', &word)) {
		struct str rest = words, one;
		bool found = word.n == 0;

		while (!found && str_cut(&rest, ' ', &one))
			found = str_starts(one, word);
		if (!found)
			return false;
	}
	return true;
}

static enum status
signers_at(struct site *s, struct job *j, struct id list, struct str asked,
    struct signatories *out, size_t *seen)
{
	struct signatories all = { NULL, 0 };
	size_t room = 0;
	struct rows r;
	enum status st;

	*out = all;
	*seen = 0;
	if (id_is_none(list))
		return OK;
	st = rows_begin(s->st, j, SQL_SITE_SIGNERS,
	    VALS(val_blob(id_str(&list))), &r);
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		++*seen;
		if (asked.n > 0 && !has_words(row_str(&r, 6), asked))
			continue;
		if (all.n == room) {
			const size_t more = room == 0 ? 256 : room * 4;

			/* Each row is written whole. */
			all.at = job_widen(j, all.at, room * sizeof(*all.at),
			    more * sizeof(*all.at));
			room = more;
		}
		all.at[all.n++] = (struct signatory){
			job_str(j, row_str(&r, 0)),
			job_str(j, row_str(&r, 1)),
			job_str(j, row_str(&r, 2)),
			job_str(j, row_str(&r, 3)),
			0,
		};
	}
	st = rows_end(&r);
	if (st == OK)
		*out = all;
	return st;
}

enum status
site_signers(struct site *s, struct job *j, struct id list,
    struct signatories *out)
{
	size_t all;

	return signers_at(s, j, list, STR(""), out, &all);
}

enum status
site_signers_like(struct site *s, struct job *j, struct id list,
    struct str asked, struct signatories *out, size_t *all)
{
	struct str words;
	const enum status st = words_index(j, asked, STR(""), &words);

	return st == OK ? signers_at(s, j, list, words, out, all) : st;
}

enum status
site_signer_blocks(struct site *s, struct job *j, struct id list,
    struct signer_blocks *out)
{
	struct signer_blocks all = { NULL, 0 };
	size_t room = 0;
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_SIGNER_BLOCKS,
	    VALS(val_blob(id_str(&list))), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		const struct str id = row_str(&r, 1);
		struct signer_block *b;

		if (all.n == room) {
			all.at = job_grow(j, all.at, room * sizeof(*all.at),
			    (room + 64) * sizeof(*all.at));
			room += 64;
		}
		b = &all.at[all.n++];
		*b = (struct signer_block){ .num = row_int(&r, 0),
			.n = row_int(&r, 2) };
		for (size_t i = 0; i < id.n && i < ID_BYTES; i++)
			b->id.b[i] = (unsigned char)id.p[i];
	}
	st = rows_end(&r);
	if (st == OK)
		*out = all;
	return st;
}
