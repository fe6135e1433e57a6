/* SPDX-License-Identifier: ISC */
#include "desk/history.h"

#include <sodium.h>

#include "desk/inside.h"

#define KEY_ID_BYTES 4

/* ---- who signed ---- */

/* "-- name base64": the first four bytes are the key's id (C2SP). */
static void
take_signer(struct job *j, struct str line, struct texts *list)
{
	static const struct str dash = STR_INIT("\xe2\x80\x94 ");
	unsigned char bytes[256];
	struct str rest, name;
	size_t n;

	if (!str_starts(line, dash))
		return;
	rest = str_skip(line, dash.n);
	if (!str_cut(&rest, ' ', &name)
	    || sodium_base642bin(bytes, sizeof(bytes), rest.p, rest.n, NULL, &n,
		   NULL, sodium_base64_VARIANT_ORIGINAL)
		!= 0
	    || n < KEY_ID_BYTES)
		return;
	texts_put(j, list,
	    job_printf(j, "%.*s (key %02x%02x%02x%02x)", STR_ARG(name),
		bytes[0], bytes[1], bytes[2], bytes[3]));
}

static enum status
signers(struct desk *d, struct job *j, struct texts *out)
{
	struct str note, line;
	enum status st = record_checkpoint(d->site_db, j, &note);

	if (st != OK)
		return st;
	while (str_line(&note, &line))
		take_signer(j, line, out);
	return OK;
}

/* ---- entries, oldest first ---- */

struct telling {
	struct desk *d;
	struct history *h;
	struct str lang;
	struct str last;        /* the last words that are left */
	struct changes changes; /* in them */
	bool gone;              /* the entry before retracted it */
};

static bool
among(const struct changes *list, const struct change *c)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].at.at == c->at.at
		    && list->at[i].grade == c->grade
		    && str_eq(list->at[i].note, c->note))
			return true;
	return false;
}

static enum status
tell_words(struct telling *t, struct job *j, struct str bytes, struct past *p)
{
	const struct copy_defaults defaults = {
		.kind = kind_of(p->entry.type),
		.lang = t->lang,
		.zone = t->h->zone,
		.lenient = true,
	};
	struct textfile tf;
	struct copy c;
	enum status st = textfile_parse(j, bytes, STR("the record"), &tf);

	if (st == OK)
		st = copy_read(j, &tf, &defaults, &c);
	if (st == OK)
		st = compare(j, t->last, bytes, &p->what);
	if (st != OK)
		return st;
	p->changes.at = JOB_ARRAY(j, struct change, c.changes.n + 1);
	for (size_t i = 0; i < c.changes.n; i++)
		if (!among(&t->changes, &c.changes.at[i]))
			p->changes.at[p->changes.n++] = c.changes.at[i];
	t->changes = c.changes;
	t->last = bytes;
	t->h->headline = copy_title(&c, t->lang);
	if (c.address.n > 0)
		t->h->address = c.address;
	return OK;
}

static enum status
tell_reason(struct job *j, struct str bytes, struct past *p)
{
	struct textfile tf;
	enum status st = textfile_parse(j, bytes, STR("the tombstone"), &tf);

	if (st != OK)
		return st;
	p->reason = node_text(node_at(tf.top, STR("reason")));
	if (p->reason.n == 0)
		p->reason = str_trim(tf.body);
	return OK;
}

static enum status
tell_one(struct telling *t, struct job *j, int64_t seq, struct past *p)
{
	struct str bytes;
	enum status st = record_entry(t->d->site_db, j, seq, &p->entry);
	const bool tombstone = st == OK
	    && (p->entry.action == RECORD_RETRACT
		|| p->entry.action == RECORD_REDACT);

	p->revived = t->gone && !tombstone;
	t->gone = st == OK && p->entry.action == RECORD_RETRACT;
	if (st == OK)
		st = record_text(t->d->site_db, j, t->d->deflater, seq, &bytes);
	if (st == NOT_FOUND) {
		job_forgive(j);
		p->erased = true;
		return OK;
	}
	if (st != OK)
		return st;
	return tombstone ? tell_reason(j, bytes, p)
			 : tell_words(t, j, bytes, p);
}

static enum status
find(struct desk *d, struct job *j, struct str named, struct id *out)
{
	enum status st = desk_find(d, j, named, FIND_HOLDER, out);

	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	return desk_find(d, j, named, FIND_SHOWN, out);
}

static enum status
history(struct desk *d, struct job *j, struct str named, struct str lang,
    struct history *h)
{
	struct telling t = { .d = d, .h = h, .lang = lang };
	struct revisions all;
	struct entry last;
	enum status st = find(d, j, named, &h->id);

	if (st == OK)
		st = record_last(d->site_db, j, h->id, &last);
	if (st == NOT_FOUND) {
		job_forgive(j);
		return job_fail(j, NOT_FOUND,
		    "nothing was ever published under \"%.*s\"; give an "
		    "address, an id, or the slug of something",
		    STR_ARG(named));
	}
	if (st == OK)
		st = site_revisions(d->site, j, last.num, &all);
	if (st == OK)
		st = signers(d, j, &h->signers);
	if (st != OK)
		return st;
	h->kind = kind_of(last.type);
	h->at = JOB_ARRAY(j, struct past, all.n + 1);
	h->n = all.n;
	for (size_t i = all.n; i-- > 0 && st == OK;)
		st = tell_one(&t, j, all.seq[i], &h->at[i]);
	return st;
}

enum status
desk_history(struct desk *d, struct job *j, struct str named,
    struct history *out)
{
	struct history h = { .n = 0 };
	struct str lang;
	enum status st = desk_customs(d, j, &lang, &h.zone);

	if (st == OK)
		st = site_read_begin(d->site, j);
	if (st != OK)
		return st;
	st = history(d, j, named, lang, &h);
	site_read_end(d->site);
	if (st == OK)
		*out = h;
	return st;
}
