/* SPDX-License-Identifier: ISC */
#include "desk/drafts.h"

#include "desk/publishing.h"

struct str
draft_why_name(enum draft_why why)
{
	static const struct str names[] = {
		[DRAFT_DRAFT] = STR_INIT("draft"),
		[DRAFT_FUTURE] = STR_INIT("future"),
		[DRAFT_EXPIRED] = STR_INIT("expired"),
	};

	return names[why];
}

struct keeping {
	struct desk *d;
	const struct draft *what;
	struct id thing; /* that it is about, if it says so */
	int64_t num;
};

/* A file that can't be read is kept all the same; it just has no id. */
static struct id
thing_of(struct job *j, const struct draft *what)
{
	struct textfile tf;
	struct id id = { { 0 } };

	if (textfile_parse(j, what->bytes, what->name, &tf) != OK
	    || id_of(j, node_text(node_at(tf.top, STR("id"))), &id) != OK)
		id = (struct id){ { 0 } };
	job_forgive(j);
	return id;
}

static enum status
keep(struct store *s, struct job *j, void *arg)
{
	struct keeping *k = arg;
	const struct draft *w = k->what;
	const struct str thing = id_is_none(k->thing) ? STR("")
						      : id_str(&k->thing);
	enum status st = store_run(s, j, SQL_DESK_DRAFT_DROP_SOURCE,
	    VALS(val_text(w->source)));

	if (st == OK)
		st = store_run(s, j, SQL_DESK_DRAFT_DROP_THING,
		    VALS(val_blob(thing)));
	if (st != OK)
		return st;
	st = store_run(s, j, SQL_DESK_DRAFT_PUT,
	    VALS(val_int(w->why), val_int(w->due), val_int(job_now(j)),
		val_text(w->name), val_text(w->source), val_blob(thing),
		val_text(w->headline),
		val_blob(deflate_pack(k->d->deflater, j, w->bytes))));
	k->num = store_rowid(s);
	if (st == OK && w->trouble.n > 0)
		st = store_run(s, j, SQL_DESK_DRAFT_TROUBLE,
		    VALS(val_int(k->num), val_text(w->trouble),
			val_int(job_now(j))));
	return st;
}

enum status
desk_keep(struct desk *d, struct job *j, const struct draft *what, int64_t *num)
{
	struct keeping k = { d, what, thing_of(j, what), 0 };
	/* An importer keeps many in one transaction of its own. */
	enum status st = store_in_tx(d->desk_db)
	    ? keep(d->desk_db, j, &k)
	    : store_tx(d->desk_db, j, keep, &k);

	if (st == OK)
		*num = k.num;
	return st;
}

enum status
desk_drafts(struct desk *d, struct job *j, struct drafts *out)
{
	struct drafts list = { .n = 0 };
	size_t room = 0;
	struct rows r;
	enum status st = rows_begin(d->desk_db, j, SQL_DESK_DRAFTS, NO_VALS,
	    &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (list.n == room) {
			size_t more = room > 0 ? room : 16;

			list.at = job_grow(j, list.at, room * sizeof(*list.at),
			    (room + more) * sizeof(*list.at));
			room += more;
		}
		list.at[list.n++] = (struct draft){
			.num = row_int(&r, 0),
			.why = (enum draft_why)row_int(&r, 1),
			.due = row_int(&r, 2),
			.kept_at = row_int(&r, 3),
			.name = job_str(j, row_str(&r, 4)),
			.source = job_str(j, row_str(&r, 5)),
			.headline = job_str(j, row_str(&r, 6)),
			.trouble = job_str(j, row_str(&r, 7)),
		};
	}
	st = rows_end(&r);
	if (st == OK)
		*out = list;
	return st;
}

enum status
desk_draft(struct desk *d, struct job *j, int64_t num, struct draft *out)
{
	struct val v[9];
	struct str bytes;
	enum status st = store_one(d->desk_db, j, SQL_DESK_DRAFT,
	    VALS(val_int(num)), v, 9);

	if (st == NOT_FOUND)
		return job_fail(j, NOT_FOUND,
		    "there is no draft %lld; \"stet drafts DIR\" lists those "
		    "that there are",
		    (long long)num);
	if (st == OK)
		st = deflate_unpack(d->deflater, j, v[8].s, RECORD_FILE_MAX,
		    &bytes);
	if (st == OK)
		*out = (struct draft){ v[0].i, (enum draft_why)v[1].i, v[2].i,
			v[3].i, v[4].s, v[5].s, v[6].s, v[7].s, bytes };
	return st;
}

enum status
desk_draft_of(struct desk *d, struct job *j, struct str source,
    struct draft *out)
{
	struct val v;
	enum status st = store_one(d->desk_db, j, SQL_DESK_DRAFT_OF,
	    VALS(val_text(source)), &v, 1);

	return st == OK ? desk_draft(d, j, v.i, out) : st;
}

static enum status
drop(struct store *s, struct job *j, void *arg)
{
	return store_run(s, j, SQL_DESK_DRAFT_DROP,
	    VALS(val_int(*(const int64_t *)arg)));
}

enum status
desk_drop(struct desk *d, struct job *j, int64_t num)
{
	return store_tx(d->desk_db, j, drop, &num);
}

enum status
desk_publish_draft(struct desk *d, struct job *j, int64_t num,
    struct published *out)
{
	struct draft draft;
	struct publish_opts opts = { .now = true };
	struct publishing p = { .d = d, .opts = &opts, .draft = num };
	enum status st = desk_draft(d, j, num, &draft);

	if (st != OK)
		return st;
	opts.name = draft.name;
	p.bytes = draft.bytes;
	return publishing_run(&p, j, out);
}
