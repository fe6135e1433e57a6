/* SPDX-License-Identifier: ISC */
/* The live text file back, by whatever a person calls the thing. */
#include <string.h>

#include "desk/inside.h"
#include "text/address.h"

static enum status
num_to_id(struct desk *d, struct job *j, enum status st, int64_t num,
    struct id *out)
{
	return st == OK ? live_num(d, j, num, out) : st;
}

/* "settings", or any other kind of which there is only one. */
static enum status
only_one(struct desk *d, struct job *j, struct str named, struct id *out)
{
	struct rows r;
	size_t n = 0;
	enum status st;

	if (kind_of(named) == KIND_NONE)
		return NOT_FOUND;
	st = rows_begin(d->site_db, j, SQL_DESK_THINGS_OF,
	    VALS(val_text(kind_name(kind_of(named)))), &r);
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (row_str(&r, 0).n == ID_BYTES)
			memcpy(out->b, row_str(&r, 0).p, ID_BYTES);
		n++;
	}
	st = rows_end(&r);
	if (st != OK)
		return st;
	return n == 1 ? OK : NOT_FOUND;
}

static enum status
by_address(struct desk *d, struct job *j, struct str named, enum finding how,
    struct id *out)
{
	struct str path;
	struct place place;
	int64_t num = 0;
	enum status st = address_normal(j, named, &path);

	if (st == OK && how == FIND_HOLDER) {
		st = site_holder(d->site, j, path, &num);
		return num_to_id(d, j, st, num, out);
	}
	if (st == OK)
		st = site_resolve(d->site, j, path, STR(""), &place);
	if (st == OK && place.what == PLACE_LISTING)
		num = place.listing.num;
	else if (st == OK)
		num = place.num;
	if (st == OK && num == 0)
		st = NOT_FOUND;
	return num_to_id(d, j, st, num, out);
}

static enum status
by_name(struct desk *d, struct job *j, struct str named, struct str lang,
    struct id *out)
{
	static const enum kind kinds[] = { KIND_PERSON, KIND_SECTION,
		KIND_TOPIC, KIND_ORGANISATION, KIND_PLACE };
	int64_t num;
	enum status st = site_find_story(d->site, j, KIND_NONE, lang, named,
	    &num);

	for (size_t i = 0;
	     st == NOT_FOUND && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		st = site_find(d->site, j, kinds[i], lang, named, &num);
	return num_to_id(d, j, st, num, out);
}

enum status
desk_find(struct desk *d, struct job *j, struct str named, enum finding how,
    struct id *out)
{
	const struct copy *settings;
	enum status st = site_settings(d->site, j, &settings);

	if (st != OK)
		return st;
	if (named.n == 2 * (size_t)ID_BYTES && id_of(j, named, out) == OK)
		return OK;
	job_forgive(j);
	/* As it stands in a browser's address line, too. */
	const bool address = str_starts(named, STR("/"))
	    || str_starts(named, STR("https://"))
	    || str_starts(named, STR("http://"));

	st = address ? by_address(d, j, named, how, out)
		     : only_one(d, j, named, out);
	if (st == NOT_FOUND && !address) {
		job_forgive(j);
		st = by_name(d, j, named, settings->languages.at[0].tag, out);
	}
	return st;
}

static enum status
show(struct desk *d, struct job *j, struct str named, struct str *bytes)
{
	struct id id;
	struct entry e;
	enum status st = desk_find(d, j, named, FIND_SHOWN, &id);

	if (st == OK)
		st = record_live(d->site_db, j, id, &e);
	if (st == NOT_FOUND) {
		job_forgive(j);
		return job_fail(j, NOT_FOUND,
		    "nothing is published under \"%.*s\"; give an address, an "
		    "id, or the slug of something",
		    STR_ARG(named));
	}
	if (st == OK)
		st = record_text(d->site_db, j, d->deflater, e.seq, bytes);
	return st;
}

enum status
desk_show(struct desk *d, struct job *j, struct str named, struct str *bytes)
{
	enum status st = site_read_begin(d->site, j);

	if (st != OK)
		return st;
	st = show(d, j, named, bytes);
	site_read_end(d->site);
	return st;
}
