/* SPDX-License-Identifier: ISC */
#include "desk/withdraw.h"

#include "base/hex.h"
#include "desk/inside.h"

/* ---- the tombstone ---- */

enum status
tombstone_file(struct job *j, const struct tombstone *t, struct str *out)
{
	struct edit edits[7];
	size_t n = 0;
	struct textfile empty;
	enum status st = textfile_parse(j, STR(""), STR("tombstone"), &empty);

	if (st != OK)
		return st;
	edits[n++] = (struct edit){ .field = STR("id"),
		.text = id_hex(j, t->thing) };
	edits[n++] = (struct edit){ .field = STR("revision"),
		.text = job_printf(j, "%lld", (long long)t->revision) };
	if (t->address.n > 0)
		edits[n++] = (struct edit){ .field = STR("address"),
			.text = t->address };
	if (t->published.precision != WHEN_NONE)
		edits[n++] = (struct edit){ .field = STR("published"),
			.text = when_write(j, t->published) };
	edits[n++] = (struct edit){ .field = STR("salt"),
		.text = hex_of(j, t->salt.b, sizeof(t->salt.b)) };
	if (t->expired.precision != WHEN_NONE)
		edits[n++] = (struct edit){ .field = STR("expired"),
			.text = when_write(j, t->expired) };
	if (t->reason.n > 0)
		edits[n++] = (struct edit){ .field = STR("reason"),
			.text = t->reason };
	return textfile_apply(j, &empty, edits, n, out);
}

/* A time that it may have. */
static enum status
time_of(struct job *j, const struct textfile *tf, struct str field,
    struct zone *zone, struct when *out)
{
	const struct str text = node_text(node_at(tf->top, field));

	return text.n > 0 ? when_parse(j, text, zone, out) : OK;
}

enum status
tombstone_read(struct job *j, struct str bytes, struct zone *zone,
    struct tombstone *out)
{
	struct tombstone t = { .revision = 0 };
	struct textfile tf;
	enum status st = textfile_parse(j, bytes, STR("tombstone"), &tf);

	if (st != OK)
		return st;
	st = id_of(j, node_text(node_at(tf.top, STR("id"))), &t.thing);
	if (st == OK)
		st = stamp_salt(j, node_text(node_at(tf.top, STR("salt"))),
		    &t.salt);
	if (st == OK)
		st = time_of(j, &tf, STR("published"), zone, &t.published);
	if (st == OK)
		st = time_of(j, &tf, STR("expired"), zone, &t.expired);
	if (st != OK)
		return st;
	if (!str_to_int(node_text(node_at(tf.top, STR("revision"))),
		&t.revision))
		t.revision = 0;
	t.address = node_text(node_at(tf.top, STR("address")));
	t.reason = node_text(node_at(tf.top, STR("reason")));
	*out = t;
	return OK;
}

enum status
tombstone_put(struct desk *d, struct job *j, const struct laying *l,
    struct entry *e)
{
	struct applied a;
	struct tombstone t;
	struct str lang;
	struct zone *zone;
	enum status st = desk_customs(d, j, &lang, &zone);

	if (st == OK)
		st = tombstone_read(j, l->bytes, zone, &t);
	if (st != OK)
		return st;
	const struct intent in = {
		.id = l->intent,
		.action = l->action,
		.thing = t.thing,
		.type = l->type,
		.base = l->base,
		.file = l->bytes,
		.packed = l->packed,
		.salt = t.salt,
		.address = t.address,
	};

	st = record_append(d->site_db, j, d->deflater, &in, e);
	return st == OK ? site_apply(d->site, j, e, NULL, &a) : st;
}

/* ---- retracting ---- */

struct withdrawing {
	struct desk *d;
	struct str named, reason;
	bool expiring;       /* by its own `expires`, if that is over */
	struct when expired; /* when that was */

	struct live live;
	struct laying laying;
	bool noted;
	struct withdrawn r;
};

static enum status
check_reason(struct job *j, struct str given, struct str *out)
{
	const struct str reason = str_trim(given);

	if (reason.n == 0)
		return job_fail(j, INVALID,
		    "say why: readers find the reason where the text stood");
	if (reason.n > REASON_MAX)
		return job_fail(j, INVALID,
		    "the reason is too long (%zu bytes, at most %zu): say it "
		    "in a few sentences",
		    reason.n, REASON_MAX);
	*out = reason;
	return OK;
}

static enum status
check_kind(struct job *j, enum kind kind)
{
	if (kind == KIND_SETTINGS)
		return job_fail(j, INVALID,
		    "no paper can be without its settings; change them with "
		    "\"stet publish\"");
	if (kind == KIND_PICTURE)
		return job_fail(j, INVALID,
		    "a picture goes with the text that shows it; retract "
		    "that, or publish it without the picture");
	return OK;
}

/* What the tombstone that is there already says. */
static enum status
already(struct withdrawing *w)
{
	const struct entry *e = &w->live.entry;

	w->r = (struct withdrawn){ .already = true,
		.kind = kind_of(e->type),
		.id = e->thing,
		.revision = w->live.says,
		.seq = e->seq,
		.at = e->at,
		.address = w->live.copy.address,
		.reason = w->live.reason };
	return OK;
}

/* An entity's address stands in no file: it follows from kind and slug. */
static struct str
address_of(struct withdrawing *w, struct job *j, struct str lang)
{
	struct link link = { .num = 0 };

	if (!kind_is_entity(w->live.copy.kind))
		return w->live.copy.address;
	if (site_link(w->d->site, j, w->live.entry.num, lang, &link) != OK)
		job_forgive(j);
	return link.address;
}

static enum status
write_tombstone(struct withdrawing *w, struct job *j)
{
	const struct live *live = &w->live;
	const struct copy *settings;
	enum status st = site_settings(w->d->site, j, &settings);
	struct tombstone t = { .thing = live->entry.thing,
		.revision = live->says + 1,
		.published = live->copy.published,
		.salt = salt_random(),
		.expired = w->expired,
		.reason = w->reason };

	if (st != OK)
		return st;
	t.address = address_of(w, j, settings->languages.at[0].tag);
	w->laying = (struct laying){ .intent = id_random(),
		.action = RECORD_RETRACT,
		.type = live->entry.type,
		.base = live->entry.revision };
	st = tombstone_file(j, &t, &w->laying.bytes);
	if (st != OK)
		return st;
	w->laying.packed = deflate_pack(w->d->deflater, j, w->laying.bytes);
	w->r = (struct withdrawn){ .kind = live->copy.kind,
		.id = t.thing,
		.revision = t.revision,
		.address = t.address,
		.headline = copy_title(&live->copy,
		    settings->languages.at[0].tag),
		.reason = t.reason };
	return OK;
}

static enum status
put(struct withdrawing *w, struct job *j)
{
	struct entry e;
	enum status st = check_kind(j, w->live.copy.kind);

	if (st == OK)
		st = write_tombstone(w, j);
	if (st == OK)
		st = laying_note(w->d, j, &w->laying, w->r.id);
	w->noted = st == OK;
	if (st == OK)
		st = tombstone_put(w->d, j, &w->laying, &e);
	if (st == OK)
		st = signers_retract(w->d, j, w->live.copy.more.signing.list,
		    w->reason);
	if (st == OK)
		st = desk_seal(w->d, j);
	if (st != OK)
		return st;
	w->r.seq = e.seq;
	w->r.at = e.at;
	return OK;
}

/* While this waited for the queue it may have got more time, or gone. */
static bool
is_over(struct withdrawing *w, struct job *j)
{
	w->expired = w->live.copy.expires;
	return w->live.is && w->expired.precision != WHEN_NONE
	    && w->expired.at <= job_now(j);
}

/* Under the site's queue. */
static enum status
queued(struct store *s, struct job *j, void *arg)
{
	struct withdrawing *w = arg;
	struct id id = { { 0 } };
	enum status st = site_catch_up(w->d->site, j);

	(void)s;
	if (st == OK)
		st = desk_find(w->d, j, w->named, FIND_HOLDER, &id);
	if (st == OK)
		st = live_of(w->d, j, id, &w->live);
	if (st == NOT_FOUND || (st == OK && !w->live.is && !w->live.was)) {
		job_forgive(j);
		return job_fail(j, NOT_FOUND,
		    "nothing was published under \"%.*s\"; give an address, "
		    "an id, or the slug of something",
		    STR_ARG(w->named));
	}
	if (st == OK && w->expiring && !is_over(w, j))
		return OK;
	if (st == OK)
		st = w->live.is ? put(w, j) : already(w);
	/* It failed, so nobody may carry it out. */
	if (st != OK && w->noted)
		intent_take_back(w->d, j, w->laying.intent);
	return st;
}

static enum status
withdraw(struct withdrawing *w, struct job *j, struct withdrawn *out)
{
	enum status st = store_tx(w->d->site_db, j, queued, w);

	if (st != OK) {
		site_forget(w->d->site);
		return st;
	}
	if (w->noted)
		st = intent_end(w->d, j, w->laying.intent, 0);
	if (st == OK)
		*out = w->r;
	return st;
}

enum status
desk_retract(struct desk *d, struct job *j, struct str named, struct str reason,
    struct withdrawn *out)
{
	struct withdrawing w = { .d = d, .named = named };
	enum status st = check_reason(j, reason, &w.reason);

	return st == OK ? withdraw(&w, j, out) : st;
}

/* The first whose time is over; NOT_FOUND, without a failure set. */
static enum status
first_expired(struct desk *d, struct job *j, struct id *out)
{
	struct val v;
	enum status st = store_one(d->site_db, j, SQL_SITE_STORY_EXPIRED,
	    VALS(val_int(job_now(j))), &v, 1);

	if (st == OK)
		st = live_num(d, j, v.i, out);
	if (st == NOT_FOUND)
		job_forgive(j);
	return st;
}

enum status
desk_expire(struct desk *d, struct job *j, int64_t max, int64_t *n)
{
	enum status st = OK;

	for (*n = 0; st == OK && *n < max; (*n)++) {
		struct withdrawing w = { .d = d, .expiring = true };
		struct withdrawn gone;
		struct id id;

		st = first_expired(d, j, &id);
		if (st == NOT_FOUND)
			return OK;
		w.named = id_hex(j, id);
		if (st == OK)
			st = withdraw(&w, j, &gone);
	}
	return st;
}
