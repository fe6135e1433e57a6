/* SPDX-License-Identifier: ISC */
/*
 * One file's way into the record:
 *
 *	read ---> take pictures ---> queue up ---> decide ---> stamp
 *	   \                                          |           |
 *	    not due: kept as a draft       nothing or conflict    v
 *	              end the intent <--- commit <--- put <--- note the intent
 */
#include "desk/publish.h"

#include "desk/publishing.h"

struct str
deed_name(enum deed d)
{
	static const struct str names[] = {
		[DEED_NOTHING] = STR_INIT("nothing"),
		[DEED_PUBLISH] = STR_INIT("publish"),
		[DEED_UPDATE] = STR_INIT("update"),
		[DEED_CORRECT] = STR_INIT("correct"),
		[DEED_KEEP] = STR_INIT("keep"),
	};

	return names[d];
}

static enum status
check(struct publishing *p, struct job *j)
{
	enum status st = copy_check(j, &p->tf, &p->c);

	if (st == OK && p->opts->graded)
		st = grade_check(p, j);
	if (st == OK && p->c.kind == KIND_PICTURE && !p->c.has_master)
		st = job_fail(j, INVALID,
		    "%.*s: a picture is published with the text that shows "
		    "it; name its file there. Afterwards its own words can be "
		    "changed: \"stet show\" prints them",
		    STR_ARG(p->opts->name));
	if (st == OK && p->c.kind == KIND_SETTINGS)
		st = settings_check(j, &p->tf, &p->c);
	return st;
}

/* The same bytes may have come before, without an id. */
static enum status
look_up_mark(struct publishing *p, struct job *j)
{
	enum status st;

	if (!p->marked || p->by_mark)
		return OK;
	st = mark_at(p->d, j, &p->mark, &p->c.id);
	p->by_mark = st == OK;
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	return OK;
}

static enum status
read_file(struct publishing *p, struct job *j)
{
	struct copy_defaults defaults = { .kind = p->opts->kind };
	enum status st = desk_customs(p->d, j, &p->lang, &p->zone);

	defaults.lang = p->lang;
	defaults.zone = p->zone;
	if (st == OK)
		st = textfile_parse(j, p->bytes, p->opts->name, &p->tf);
	if (st == OK)
		st = copy_read(j, &p->tf, &defaults, &p->c);
	if (st == OK)
		st = check(p, j);
	if (st != OK || !id_is_none(p->c.id))
		return st;
	st = desk_mark(p->d, j, p->bytes, &p->mark);
	p->marked = st == OK;
	return st == OK ? look_up_mark(p, j) : st;
}

static enum status
take_pictures(struct publishing *p, struct job *j)
{
	struct taking t = { .d = p->d,
		.into = p->trial ? p->trial->pictures : NULL,
		.folder = p->opts->folder,
		.tf = &p->tf,
		.c = &p->c };
	enum status st = pictures_take(&t, j);

	if (st == OK) {
		p->media = t.taken;
		p->r.notes = t.notes;
	}
	return st;
}

/* ---- not due yet ---- */

/* What came before, byte for byte, and is live does not wait any more. */
static enum status
is_held(struct publishing *p, struct job *j, enum due due, bool *held)
{
	const bool over = due == DUE_EXPIRED;
	enum status st = OK;

	*held = due != DUE_NOW && (!p->opts->now || over);
	if (!*held || (!p->by_mark && !over) || id_is_none(p->c.id))
		return OK;
	st = live_of(p->d, j, p->c.id, &p->live);
	if (st == OK && over && p->live.is && !p->by_mark)
		st = job_fail(j, INVALID,
		    "%.*s: its `expires` is over; take it out or give a later "
		    "time, or take the text down with \"stet retract\"",
		    STR_ARG(p->opts->name));
	*held = !p->live.is;
	return st;
}

/*
 * At dawn nobody is there to mend a section's name: what it refers to and is
 * not there yet is said now, and is no failure, for it may come until then.
 */
static enum status
look_ahead(struct publishing *p, struct job *j)
{
	struct referring r = { .d = p->d,
		.name = p->opts->name,
		.look_only = true };
	enum status st = site_read_begin(p->d->site, j);

	if (st != OK)
		return st;
	st = refs_resolve(&r, j, &p->c);
	site_read_end(p->d->site);
	if (st != INVALID)
		return st;
	notes_put(j, &p->r.notes, 1,
	    job_printf(j, "it can't be published as it is: %.*s",
		STR_ARG(job_reason(j))));
	job_forgive(j);
	return OK;
}

/*
 * The draft has an id from now on, and the author's file gets it: so what is
 * given again takes the draft's place, and no story comes out twice.
 */
static enum status
keep(struct publishing *p, struct job *j, enum due due, int64_t when)
{
	struct edit edits[2];
	size_t nedits = 0;
	const struct stamp stamp = { .kind = p->c.kind,
		.id = id_is_none(p->c.id) ? id_random() : p->c.id };
	struct draft draft = { .why = due == DUE_LATER ? DRAFT_FUTURE
		    : due == DUE_EXPIRED               ? DRAFT_EXPIRED
						       : DRAFT_DRAFT,
		.due = when,
		.name = p->opts->name,
		.headline = copy_title(&p->c, p->lang) };
	enum status st = stamp_author(j, &p->tf, &stamp, &p->r.author);

	draft.bytes = p->r.author;
	if (st == OK && p->media.n > 0)
		edits[nedits++] = (struct edit){ .field = STR("media"),
			.tree = stamp_media(j, &p->media) };
	if (st == OK && p->c.more.signing.file.n > 0)
		st = signers_keep(p, j, &edits[nedits++]);
	if (st == OK && nedits > 0)
		st = textfile_edit(j, p->r.author, p->opts->name, edits, nedits,
		    &draft.bytes);
	if (st == OK)
		st = desk_keep(p->d, j, &draft, &p->r.draft);
	if (st == OK && id_is_none(p->c.id))
		st = store_run(p->d->desk_db, j, SQL_DESK_GIVEN_PUT,
		    VALS(val_blob(sha256_str(&p->mark)),
			val_blob(id_str(&stamp.id))));
	p->r.deed = DEED_KEEP;
	p->r.due = when;
	p->r.over = due == DUE_EXPIRED;
	p->r.id = stamp.id;
	return st;
}

/* ---- into the record ---- */

static enum status
set(struct publishing *p, struct job *j)
{
	struct str bytes = p->bytes;
	enum status st = OK;

	if (!p->whole)
		st = stamp_file(j, &p->tf, &p->stamp, &bytes);
	if (st == OK)
		st = set_galley(p->d, j, bytes, p->opts->name, &p->g);
	p->put.g = &p->g;
	return st;
}

/* A thing that comes out for the first time waits no more. */
static enum status
find_draft(struct publishing *p, struct job *j)
{
	struct val v;
	enum status st;

	if (p->draft > 0 || p->live.is)
		return OK;
	st = store_one(p->d->desk_db, j, SQL_DESK_DRAFT_OF_THING,
	    VALS(val_blob(id_str(&p->g.copy.id))), &v, 1);
	if (st == OK)
		p->draft = v.i;
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	return OK;
}

static enum status
put(struct publishing *p, struct job *j)
{
	struct run run = { .i = NULL };
	struct referring r = { .d = p->d, .run = &run, .name = p->opts->name };
	struct applied applied;
	struct entry e;
	enum status st = refs_resolve(&r, j, &p->g.copy);

	if (st == OK)
		st = put_pictures(p->d, j, &run, &p->g);
	if (st == OK && !p->trial)
		st = find_draft(p, j);
	if (st == OK && !p->trial) {
		st = intent_note(p->d, j, &p->put, p->draft,
		    p->marked && p->draft == 0 ? &p->mark : NULL);
		p->noted = st == OK;
	}
	if (st == OK)
		st = put_entry(p->d, j, &p->put, &e, &applied);
	if (st == OK)
		st = signers_put(p, j, &run);
	if (st == OK)
		st = p->trial ? site_settle(p->d->site, j) : desk_seal(p->d, j);
	if (st == OK && !p->trial)
		st = pictures_show(p->d, j, &p->g.copy.media);
	if (st != OK)
		return st;
	p->r.topics = r.made;
	p->r.seq = e.seq;
	p->r.address = applied.address;
	return OK;
}

static void
tell(struct publishing *p, struct job *j)
{
	static const enum deed deeds[] = {
		[RECORD_PUBLISH] = DEED_PUBLISH,
		[RECORD_UPDATE] = DEED_UPDATE,
		[RECORD_CORRECT] = DEED_CORRECT,
	};
	const struct copy *c = p->nothing ? &p->live.copy : &p->g.copy;
	const int added = p->g.file.body_line - p->tf.body_line;

	p->r.deed = p->nothing ? DEED_NOTHING : deeds[p->put.action];
	p->r.id = c->id;
	p->r.revision = p->whole ? c->revision : p->stamp.revision;
	p->r.before = p->live.is ? p->live.bytes : STR("");
	p->r.stored = p->nothing ? p->live.bytes : p->g.bytes;
	if (p->r.address.n == 0)
		p->r.address = c->address;
	if (p->nothing)
		p->r.seq = p->live.entry.seq;
	for (size_t i = 0; i < p->c.notes.n; i++)
		notes_put(j, &p->r.notes, p->c.notes.at[i].line,
		    p->c.notes.at[i].text);
	/* Lines of the body, which the fields that we added moved down. */
	for (size_t i = 0; i < p->g.notes.n; i++)
		notes_put(j, &p->r.notes, p->g.notes.at[i].line - added,
		    p->g.notes.at[i].text);
}

/* The statement is as it was; others may have signed it. */
static enum status
signed_since(struct publishing *p, struct job *j)
{
	struct run run = { .i = NULL };
	enum status st = signers_put(p, j, &run);

	if (st == OK && p->r.signed_now > 0)
		st = p->trial ? site_settle(p->d->site, j) : desk_seal(p->d, j);
	return st;
}

/* Under the site's queue. */
static enum status
queued(struct store *s, struct job *j, void *arg)
{
	struct publishing *p = arg;
	enum status st = site_catch_up(p->d->site, j);

	(void)s;
	/* Again, for another may have given them while we waited. */
	if (st == OK)
		st = look_up_mark(p, j);
	if (st == OK)
		st = publishing_decide(p, j);
	if (st == OK && !p->nothing) {
		st = set(p, j);
		if (st == OK)
			st = put(p, j);
	} else if (st == OK) {
		st = signed_since(p, j);
	}
	if (st == OK) {
		tell(p, j);
		if (p->trial)
			st = p->trial->look(p->d, j, &p->r, p->trial->arg);
	}
	if (st != OK && p->noted)
		intent_take_back(p->d, j, p->put.intent);
	return st;
}

static enum status
run_queued(struct publishing *p, struct job *j)
{
	struct store *s = p->d->site_db;
	enum status st, ended;

	if (!p->trial) {
		st = store_tx(s, j, queued, p);
	} else {
		st = store_begin(s, j);
		if (st != OK)
			return st;
		st = queued(s, j, p);
		/* Whatever it came to, nothing of it stays. */
		ended = store_end(s, j, st == OK ? CONFLICT : st);
		if (st == OK && ended != CONFLICT)
			st = ended;
	}
	if (st != OK || p->trial)
		site_forget(p->d->site);
	return st;
}

static enum status
finish(struct publishing *p, struct job *j)
{
	enum status st = OK;

	if (p->noted)
		st = intent_end(p->d, j, p->put.intent, p->draft);
	else if (p->draft > 0)
		st = desk_drop(p->d, j, p->draft);
	if (st != OK)
		return st;
	p->stamp.revision = p->r.revision;
	p->stamp.id = p->r.id;
	if (p->whole) {
		p->r.author = p->bytes;
		return OK;
	}
	return stamp_author(j, &p->tf, &p->stamp, &p->r.author);
}

enum status
publishing_run(struct publishing *p, struct job *j, struct published *out)
{
	int64_t when = 0;
	enum due due;
	bool held;
	enum status st;

	desk_level(p->d, j);
	st = read_file(p, j);
	if (st == OK)
		st = take_pictures(p, j);
	if (st == OK)
		st = signers_take(p, j);
	if (st != OK)
		return st;
	p->r.kind = p->c.kind;
	p->r.headline = copy_title(&p->c, p->lang);
	due = desk_due(&p->c, job_now(j), &when);
	st = is_held(p, j, due, &held);
	if (held && p->trial) { /* it is looked at all the same */
		p->r.waits = true;
		p->r.due = when;
		held = false;
	}
	if (st == OK && held && p->opts->graded)
		st = job_fail(j, INVALID,
		    "%.*s: it would wait as a draft, and a grade says when "
		    "something was changed; publish it with --now, or write "
		    "the entry into its `changes` yourself",
		    STR_ARG(p->opts->name));
	if (st == OK && held && due == DUE_LATER)
		st = look_ahead(p, j);
	if (st == OK && held) {
		st = keep(p, j, due, when);
	} else if (st == OK) {
		p->put.intent = id_random();
		st = run_queued(p, j);
		if (st == OK && !p->trial)
			st = finish(p, j);
	}
	if (st == OK)
		*out = p->r;
	return st;
}

enum status
desk_publish(struct desk *d, struct job *j, struct str bytes,
    const struct publish_opts *opts, struct published *out)
{
	struct publishing p = { .d = d, .opts = opts, .bytes = bytes };

	return publishing_run(&p, j, out);
}

enum status
desk_try(struct desk *d, struct job *j, struct str bytes,
    const struct publish_opts *opts, const struct trial *trial)
{
	struct publishing p = { .d = d,
		.opts = opts,
		.bytes = bytes,
		.trial = trial };
	struct published r;

	return publishing_run(&p, j, &r);
}
