/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "desk/inside.h"

static enum status
read_live(struct desk *d, struct job *j, struct live *l)
{
	struct copy_defaults defaults = { .kind = KIND_STORY, .lenient = true };
	struct str name = STR("the live revision");
	enum status st = desk_customs(d, j, &defaults.lang, &defaults.zone);

	if (st == OK)
		st = record_text(d->site_db, j, d->deflater, l->entry.seq,
		    &l->bytes);
	if (st == OK)
		st = textfile_parse(j, l->bytes, name, &l->file);
	if (st == OK)
		st = copy_read(j, &l->file, &defaults, &l->copy);
	if (st == OK)
		l->says = l->copy.revision > 0 ? l->copy.revision
					       : l->entry.revision;
	return st;
}

/* How the thing's own files count, as its tombstone goes on counting. */
static enum status
read_gone(struct desk *d, struct job *j, struct live *l)
{
	struct tombstone t = { .revision = 0 };
	struct str bytes, lang;
	struct zone *zone;
	enum status st = desk_customs(d, j, &lang, &zone);

	if (st == OK)
		st = record_text(d->site_db, j, d->deflater, l->entry.seq,
		    &bytes);
	if (st == OK)
		st = tombstone_read(j, bytes, zone, &t);
	if (st == NOT_FOUND || st == INVALID) {
		job_forgive(j);
		st = OK;
	}
	l->says = t.revision > 0 ? t.revision : l->entry.revision;
	l->copy = (struct copy){ .id = l->entry.thing,
		.kind = kind_of(l->entry.type),
		.address = t.address,
		.published = t.published };
	l->reason = t.reason;
	return st;
}

enum status
live_of(struct desk *d, struct job *j, struct id id, struct live *out)
{
	struct live l = { .is = false };
	enum status st = record_live(d->site_db, j, id, &l.entry);

	if (st == NOT_FOUND) {
		job_forgive(j);
		st = record_last(d->site_db, j, id, &l.entry);
		l.was = st == OK;
		if (st == OK)
			st = read_gone(d, j, &l);
		if (st == NOT_FOUND) {
			job_forgive(j);
			st = OK;
		}
	} else if (st == OK) {
		l.is = true;
		st = read_live(d, j, &l);
	}
	if (st == OK)
		*out = l;
	return st;
}

enum status
live_num(struct desk *d, struct job *j, int64_t num, struct id *out)
{
	struct val v;
	enum status st = store_one(d->site_db, j, SQL_DESK_THING_ID,
	    VALS(val_int(num)), &v, 1);

	if (st == OK && v.s.n != ID_BYTES)
		return job_fail(j, FAULT, "a thing has no sound id");
	if (st == OK)
		memcpy(out->b, v.s.p, ID_BYTES);
	return st;
}
