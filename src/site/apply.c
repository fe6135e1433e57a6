/* SPDX-License-Identifier: ISC */
/* From an entry of the record to rows, by the kind of thing that it is about. */
#include <assert.h>

#include "site/story_rows.h"

enum status
set_text(struct job *j, const struct setting *by, struct str type,
    struct str bytes, struct galley *out)
{
	const struct galley_opts o = {
		.name = STR("record"),
		.kind = kind_of(type),
		.lang = by->lang,
		.zone = by->zone,
		.lenient = true,
		.later = true, /* the record has it packed already */
	};
	const enum status st = galley_make(j, bytes, &o, out);

	if (st == OK)
		out->sha256 = sha256_of(bytes);
	return st;
}

/* The galley of an entry whose file was not set elsewhere. */
static enum status
set_here(struct site *s, struct job *j, const struct entry *e,
    struct galley *out)
{
	struct str bytes;
	const struct copy *settings;
	enum status st = site_settings(s, j, &settings);

	if (st == OK)
		st = record_text_left(s->st, j, s->deflater, e->seq, &bytes);
	if (st != OK)
		return st;
	const struct setting by = { settings->languages.at[0].tag, s->zone };

	return set_text(j, &by, e->type, bytes, out);
}

/* ---- tombstones ---- */

/* Why it went, as the tombstone's file says. */
struct stone {
	struct str reason;
	int64_t expired; /* the time that it had given itself; 0: none */
};

static enum status
tombstone_read(struct site *s, struct job *j, const struct entry *e,
    struct stone *out)
{
	struct when expired;
	struct str bytes;
	struct textfile tf;
	enum status st = record_text(s->st, j, s->deflater, e->seq, &bytes);

	*out = (struct stone){ .expired = 0 };
	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	if (st == OK)
		st = textfile_parse(j, bytes, STR("tombstone"), &tf);
	if (st != OK)
		return st;
	out->reason = node_text(node_at(tf.top, STR("reason")));
	if (out->reason.n == 0)
		out->reason = str_trim(tf.body);
	if (when_parse(j, node_text(node_at(tf.top, STR("expired"))), s->zone,
		&expired)
	    == OK)
		out->expired = expired.at;
	else
		job_forgive(j);
	return OK;
}

/*
 * A redaction of something that is published is followed at once by the text
 * without the words: for the site that is one step, an update.
 */
static enum status
is_followed(struct site *s, struct job *j, const struct entry *e, bool *out)
{
	struct entry next;
	const enum status st = record_entry(s->st, j, e->seq + 1, &next);

	*out = st == OK && next.action == RECORD_PUBLISH
	    && id_eq(next.thing, e->thing);
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	return OK;
}

/*
 * What stood at a redacted thing's addresses may be erased, so they are told
 * by its tombstone: those that are harmless.
 */
static enum status
take_addresses(struct site *s, struct job *j, const struct entry *e)
{
	struct str bytes;
	struct textfile tf;
	enum status st = record_text(s->st, j, s->deflater, e->seq, &bytes);

	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	if (st == OK)
		st = textfile_parse(j, bytes, STR("tombstone"), &tf);
	if (st != OK)
		return st;
	const struct node *list = node_at(tf.top, STR("aliases"));
	const struct str lang = node_text(node_at(tf.top, STR("lang"))),
			 address = node_text(node_at(tf.top, STR("address")));

	for (const struct node *nd = list ? list->first : NULL;
	     nd != NULL && st == OK; nd = nd->next)
		st = address_take(s, j, node_text(nd), e->num, true, lang);
	if (st == OK && address.n > 0)
		st = address_take(s, j, address, e->num, false, lang);
	return st;
}

/* No feed tells of it any more. */
static enum status
gone_entries_drop(struct site *s, struct job *j, int64_t num)
{
	int64_t in[LISTINGS_MOST];
	struct val v[2];
	enum status st = store_one(s->st, j, SQL_SITE_GONE_LISTINGS,
	    VALS(val_int(num)), v, 2);

	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	const int64_t at = v[0].i;
	const size_t n = nums_unpack(v[1].s, in, LISTINGS_MOST);

	for (size_t i = 0; i < n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_GONE_ENTRY_DROP,
		    VALS(val_int(in[i]), val_int(at), val_int(num)));
	return st;
}

/*
 * A feed tells of it as long as it is among the newest that have gone.  Where a
 * redacted thing stood may be erased, so feeds are silent about those: tables
 * that are made anew have to say the same.
 */
static enum status
gone_put(struct site *s, struct job *j, const struct entry *e,
    const struct stone *stone, struct str listings)
{
	int64_t in[LISTINGS_MOST];
	const size_t n = nums_unpack(listings, in, LISTINGS_MOST);
	enum status st = gone_entries_drop(s, j, e->num);

	if (st == OK)
		st = store_run(s->st, j, SQL_SITE_GONE_PUT,
		    VALS(val_int(e->num), val_blob(id_str(&e->thing)),
			val_text(e->type), val_int(e->at),
			val_text(stone->reason), val_int(stone->expired),
			val_blob(listings)));
	for (size_t i = 0; i < n && st == OK; i++)
		st = store_run(s->st, j, SQL_SITE_GONE_ENTRY_PUT,
		    VALS(val_int(in[i]), val_int(e->at), val_int(e->num)));
	return st;
}

static enum status
gone_drop(struct site *s, struct job *j, int64_t num)
{
	const enum status st = gone_entries_drop(s, j, num);

	if (st != OK)
		return st;
	return store_run(s->st, j, SQL_SITE_GONE_DROP, VALS(val_int(num)));
}

static enum status
apply_retract(struct site *s, struct job *j, const struct entry *e,
    struct applied *out)
{
	const enum kind kind = kind_of(e->type);
	struct str listings = { NULL, 0 };
	struct stone stone;
	enum status st = tombstone_read(s, j, e, &stone);

	if (st != OK)
		return st;
	if (kind == KIND_SIGNATORIES)
		st = retract_signers(s, j, e->num);
	else if (kind == KIND_COMMENTS)
		st = retract_comments(s, j, e->num);
	else if (kind_is_entity(kind))
		st = retract_entity(s, j, e->num);
	else if (kind == KIND_FRONT || kind == KIND_MENU
	    || kind == KIND_SETTINGS || kind == KIND_REDIRECT)
		st = retract_furniture(s, j, e->num, kind);
	else
		st = retract_story(s, j, e->num, &listings);
	if (e->action == RECORD_REDACT)
		listings = STR("");
	if (st == OK)
		st = gone_put(s, j, e, &stone, listings);
	out->num = e->num;
	return st;
}

static enum status
apply_redact(struct site *s, struct job *j, const struct entry *e,
    struct applied *out)
{
	bool followed;
	enum status st = is_followed(s, j, e, &followed);

	out->num = e->num;
	if (st != OK || followed)
		return st;
	st = apply_retract(s, j, e, out);
	return st == OK ? take_addresses(s, j, e) : st;
}

/* ---- publication ---- */

static enum status
apply_kind(struct site *s, struct job *j, const struct placing *p,
    struct applied *out)
{
	const enum kind kind = kind_of(p->e->type);

	switch (kind) {
	case KIND_STORY:
	case KIND_PAGE:
	case KIND_RELEASE:
	case KIND_STATEMENT:
	case KIND_LETTER:
	case KIND_VIDEO:
	case KIND_AUDIO:
	case KIND_EVENT:
	case KIND_BRIEF:
	case KIND_ITEM:
	case KIND_GALLERY:
	case KIND_SERIES:
		return apply_story(s, j, p, out);
	case KIND_PERSON:
	case KIND_TOPIC:
	case KIND_SECTION:
	case KIND_PLACE:
	case KIND_ORGANISATION:
		return apply_entity(s, j, p, out);
	case KIND_FRONT:
		return apply_front(s, j, p);
	case KIND_MENU:
		return apply_menu(s, j, p);
	case KIND_SETTINGS:
		return apply_settings(s, j, p);
	case KIND_REDIRECT:
		return apply_redirect(s, j, p);
	case KIND_SIGNATORIES:
		return apply_signers(s, j, p);
	case KIND_COMMENTS:
		return apply_comments(s, j, p);
	case KIND_PICTURE: /* its sizes stand in picture_size */
	case KIND_NONE:    /* a kind of a newer program */
	case KINDS:
		break;
	}
	return OK;
}

static enum status
apply_publish(struct site *s, struct job *j, const struct entry *e,
    const struct galley *g, struct applied *out)
{
	struct galley here;
	enum status st = OK;

	if (g == NULL) {
		st = set_here(s, j, e, &here);
		g = &here;
	}
	out->num = e->num;
	/* Erased, and nothing of the thing is left. */
	if (st == NOT_FOUND)
		job_forgive(j);
	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	const struct placing p = { e, g, &g->copy, e->num };

	st = apply_kind(s, j, &p, out);
	/* It may stand where it stood before it was retracted. */
	if (st == OK && e->revision > 1)
		st = gone_drop(s, j, e->num);
	if (st == OK && g->copy.source.n > 0)
		st = store_run(s->st, j, SQL_SITE_SOURCE_PUT,
		    VALS(val_text(g->copy.source), val_int(e->num)));
	return st;
}

static enum status
apply_batch(struct site *s, struct job *j)
{
	stale_everything(s, false);
	return listings_deal(s, j);
}

enum status
site_apply(struct site *s, struct job *j, const struct entry *e,
    const struct galley *g, struct applied *out)
{
	struct applied a = { 0 };
	enum status st = site_refresh(s, j);

	if (st != OK)
		return st;
	if (e->seq < s->state.applied) {
		a.again = true;
		a.num = e->num;
		*out = a;
		return OK;
	}
	if (e->seq > s->state.applied)
		return job_fail(j, FAULT,
		    "the site has applied %lld entries of the record and can't "
		    "go on with number %lld; run stet reindex",
		    (long long)s->state.applied, (long long)e->seq);
	switch (e->action) {
	case RECORD_PUBLISH:
	case RECORD_UPDATE:
	case RECORD_CORRECT:
		st = apply_publish(s, j, e, g, &a);
		break;
	case RECORD_RETRACT:
		st = apply_retract(s, j, e, &a);
		break;
	case RECORD_REDACT:
		st = apply_redact(s, j, e, &a);
		break;
	case RECORD_BATCH:
		st = apply_batch(s, j);
		break;
	case RECORD_LOG: /* changes nothing that pages are made of */
		break;
	}
	if (st == OK && e->action != RECORD_BATCH)
		st = store_run(s->st, j, SQL_SITE_REVISION_NEW,
		    VALS(val_int(e->num), val_int(e->seq)));
	if (st != OK)
		return st;
	s->state.applied++;
	s->gathered.entries++;
	*out = a;
	return OK;
}

enum status
site_catch_up(struct site *s, struct job *j)
{
	struct entry e;
	struct applied a;
	int64_t size;
	enum status st = site_refresh(s, j);

	if (st == OK)
		st = record_size(s->st, j, &size);
	while (st == OK && s->state.applied < size) {
		st = record_entry(s->st, j, s->state.applied, &e);
		if (st == OK)
			st = site_apply(s, j, &e, NULL, &a);
	}
	return st == OK ? site_settle(s, j) : st;
}
