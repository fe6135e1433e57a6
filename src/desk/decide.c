/* SPDX-License-Identifier: ISC */
/* What a file would become: nothing new, an update, a new thing. */
#include "desk/publishing.h"
#include "site/entity.h"
#include "site/story.h"
#include "text/address.h"
#include "text/difference.h"

#define DIFFERENCE_LINES 40

static bool
has_field(const struct publishing *p, const char *name)
{
	return field_at(p->c.kind, str_of(name)) != NULL;
}

static bool
said_before(const struct changes *old, const struct change *c)
{
	for (size_t i = 0; i < old->n; i++)
		if (old->at[i].at.at == c->at.at && old->at[i].grade == c->grade
		    && str_eq(old->at[i].note, c->note))
			return true;
	return false;
}

/* The author's own word for it, not what "stet show" has printed. */
static bool
own_updated(const struct publishing *p)
{
	const struct when *w = &p->c.updated;

	return w->precision != WHEN_NONE && w->at != p->live.copy.updated.at;
}

/* From the changes that the live revision does not have. */
static void
weigh_changes(struct publishing *p)
{
	p->put.action = RECORD_UPDATE;
	for (size_t i = 0; i < p->c.changes.n; i++) {
		const struct change *c = &p->c.changes.at[i];

		if (said_before(&p->live.copy.changes, c))
			continue;
		if (grade_corrects(c->grade))
			p->put.action = RECORD_CORRECT;
		if (grade_updates(c->grade) && !own_updated(p)
		    && c->at.at > p->stamp.updated.at)
			p->stamp.updated = c->at;
	}
}

static void
follow_live(struct publishing *p)
{
	const struct copy *live = &p->live.copy;

	p->stamp.revision = p->live.says;
	p->stamp.address = live->address;
	if (p->c.published.precision == WHEN_NONE)
		p->stamp.published = live->published;
	if (p->c.updated.precision == WHEN_NONE)
		p->stamp.updated = live->updated;
	if (p->media.n > 0 || live->media.n > 0 || p->c.media.n > 0)
		p->stamp.media = &p->media;
	if (p->c.source.n == 0)
		p->stamp.source = live->source;
	if (p->c.translation_of.text.n > 0 && p->c.translation_revision == 0)
		p->stamp.original = live->translation_revision;
}

/* An author may take back what readers were told, but not by oversight. */
static void
mind_changes(struct publishing *p, struct job *j)
{
	const struct changes *live = &p->live.copy.changes;

	for (size_t i = 0; i < live->n; i++)
		if (!said_before(&p->c.changes, &live->at[i]))
			notes_put(j, &p->r.notes, 1,
			    job_printf(j,
				"the %.*s of %.*s is live and not in this "
				"file's `changes`: readers see it no more",
				STR_ARG(grade_name(live->at[i].grade)),
				STR_ARG(when_write(j, live->at[i].at))));
}

/* Whether the live file is what these words would become. */
enum status
same_as_live(struct publishing *p, struct job *j, bool *same)
{
	struct str bytes;
	enum status st;

	follow_live(p);
	st = stamp_salt(j, p->live.copy.salt, &p->stamp.salt);
	if (st == OK)
		st = stamp_file(j, &p->tf, &p->stamp, &bytes);
	if (st == OK)
		*same = str_eq(bytes, p->live.bytes);
	return st;
}

static enum status
conflict(struct publishing *p, struct job *j)
{
	struct str ours, theirs, lines, follows;
	struct str name = p->opts->name;
	enum status st = stamp_wipe(j, p->live.bytes, name, &theirs);

	if (st == OK)
		st = stamp_wipe(j, p->bytes, name, &ours);
	if (st != OK)
		return st;
	lines = difference(j, theirs, ours, DIFFERENCE_LINES);
	follows = p->c.revision > 0
	    ? job_printf(j, "follows revision %lld", (long long)p->c.revision)
	    : STR("does not say which revision it follows");
	return job_fail(j, CONFLICT,
	    "%.*s %.*s, but revision %lld is live now.\n"
	    "Take over what changed (\"stet show\" prints it), set `revision: "
	    "%lld` and publish again.\nLive is -, the file is +:\n%.*s",
	    STR_ARG(name), STR_ARG(follows), (long long)p->live.says,
	    (long long)p->live.says, STR_ARG(lines));
}

static enum status
nothing_to_grade(struct publishing *p, struct job *j)
{
	return job_fail(j, INVALID,
	    "%.*s is published as revision %lld, word for word: there is "
	    "nothing to grade. Change the words first; to say something of "
	    "words that stay, write an entry into `changes`",
	    STR_ARG(p->opts->name), (long long)p->live.says);
}

/*
 * What was taken for a story may turn out to be a statement or an event: its
 * address and its place in the record stay.  An item belongs to its brief.
 */
static bool
may_become(enum kind was, enum kind is)
{
	return kind_row(was)->listed && kind_row(is)->listed && was != KIND_ITEM
	    && is != KIND_ITEM && !kind_lists(was);
}

static enum status
decide_update(struct publishing *p, struct job *j)
{
	bool same;
	enum status st = same_as_live(p, j, &same);

	if (st == OK && p->opts->graded)
		st = same ? nothing_to_grade(p, j) : grade_was_put(p, j, &same);
	if (st != OK)
		return st;
	p->nothing = same;
	if (same)
		return OK;
	if (p->by_mark || p->c.revision != p->live.says)
		return conflict(p, j);
	if (p->c.kind != p->live.copy.kind
	    && !may_become(p->live.copy.kind, p->c.kind))
		return job_fail(j, INVALID,
		    "%.*s: it was published as a %.*s and can't become a %.*s",
		    STR_ARG(p->opts->name),
		    STR_ARG(kind_name(p->live.copy.kind)),
		    STR_ARG(kind_name(p->c.kind)));
	if (p->c.address.n > 0 && !str_eq(p->c.address, p->live.copy.address))
		return job_fail(j, INVALID,
		    "%.*s: its address is %.*s and stays; take `address` out",
		    STR_ARG(p->opts->name), STR_ARG(p->live.copy.address));
	if (p->c.kind == KIND_SETTINGS) {
		st = settings_follow(j, &p->tf, &p->c, &p->live.copy);
		if (st != OK)
			return st;
	}
	p->stamp.revision = p->live.says + 1;
	p->stamp.salt = salt_random();
	p->put.base = p->live.entry.revision;
	if (p->opts->graded)
		grade_put(p, j);
	weigh_changes(p);
	mind_changes(p, j);
	return OK;
}

/* ---- a new thing ---- */

static enum status
taken_already(struct publishing *p, struct job *j, struct str word)
{
	int64_t num;
	struct id id;
	enum status st = site_find(p->d->site, j, p->c.kind, p->lang, word,
	    &num);

	if (st == NOT_FOUND)
		return OK;
	if (st == OK)
		st = live_num(p->d, j, num, &id);
	if (st != OK)
		return st;
	return job_fail(j, CONFLICT,
	    "%.*s: there is a %.*s \"%.*s\" already; to change it, give this "
	    "file its `id` and `revision` (\"stet show DIR %.*s\" prints it)",
	    STR_ARG(p->opts->name), STR_ARG(kind_name(p->c.kind)),
	    STR_ARG(word), STR_ARG(id_hex(j, id)));
}

static enum status
is_unique(struct publishing *p, struct job *j)
{
	const struct copy *settings;
	enum status st = OK;

	if (p->c.kind == KIND_SETTINGS) {
		st = site_settings(p->d->site, j, &settings);
		if (st == OK && !id_is_none(settings->id))
			st = job_fail(j, CONFLICT,
			    "%.*s: this site has settings; change what \"stet "
			    "show DIR settings\" prints",
			    STR_ARG(p->opts->name));
		return st;
	}
	if (!kind_is_entity(p->c.kind))
		return OK;
	for (size_t i = 0; st == OK && i < p->c.slugs.n; i++)
		st = taken_already(p, j, p->c.slugs.at[i].text);
	for (size_t i = 0; st == OK && i < p->c.names.n; i++)
		st = taken_already(p, j, p->c.names.at[i].text);
	return st;
}

static enum status
own_address(struct publishing *p, struct job *j)
{
	struct str address = p->c.address;
	struct str reserved = address_reserved(address);
	int64_t holder;
	enum status st = site_holder(p->d->site, j, address, &holder);

	/* What comes back stands where it stood: nobody else got its place. */
	if (st == OK && p->live.was && holder == p->live.entry.num) {
		p->stamp.address = address;
		return OK;
	}
	if (reserved.n > 0)
		return job_fail(j, INVALID,
		    "%.*s: the address %.*s can't be had: /%.*s/ is kept for "
		    "the site itself",
		    STR_ARG(p->opts->name), STR_ARG(address),
		    STR_ARG(reserved));
	if (st == OK)
		return job_fail(j, CONFLICT,
		    "%.*s: the address %.*s belongs to another thing; take "
		    "`address` out or choose another",
		    STR_ARG(p->opts->name), STR_ARG(address));
	if (st == NOT_FOUND) {
		job_forgive(j);
		st = OK;
	}
	p->stamp.address = address;
	return st;
}

/*
 * What was retracted comes back as itself: with the revision that was live
 * last, so that no newer words are lost unseen, and the time and place that it
 * had.  The same bytes as at first need not say so.
 */
static enum status
revive(struct publishing *p, struct job *j)
{
	const struct live *was = &p->live;

	if (!p->by_mark && p->c.revision != was->says
	    && p->c.revision != was->says - 1)
		return job_fail(j, CONFLICT,
		    "%.*s: it was retracted, and revision %lld was live last; "
		    "to bring it back set `revision: %lld`, if these are the "
		    "words that are to stand",
		    STR_ARG(p->opts->name), (long long)was->says - 1,
		    (long long)was->says - 1);
	if (p->c.kind != was->copy.kind)
		return job_fail(j, INVALID,
		    "%.*s: it was published as a %.*s and can't come back as a "
		    "%.*s",
		    STR_ARG(p->opts->name), STR_ARG(kind_name(was->copy.kind)),
		    STR_ARG(kind_name(p->c.kind)));
	if (p->c.published.precision == WHEN_NONE)
		p->c.published = was->copy.published;
	if (p->c.address.n == 0 && kind_row(p->c.kind)->addressed
	    && !kind_is_entity(p->c.kind))
		p->c.address = was->copy.address;
	return OK;
}

/* As its own changes have it, for the tombstone does not say. */
static struct when
last_change(const struct copy *c)
{
	struct when last = { .precision = WHEN_NONE };

	for (size_t i = 0; i < c->changes.n; i++)
		if (grade_updates(c->changes.at[i].grade)
		    && c->changes.at[i].at.at > last.at)
			last = c->changes.at[i].at;
	return last;
}

/* A new item needs a brief that still takes some. */
static enum status
brief_takes(struct publishing *p, struct job *j)
{
	const struct ref *const brief = &p->c.more.brief;
	struct referring r = { .d = p->d,
		.name = p->opts->name,
		.look_only = true };
	struct story s;
	int64_t num;
	enum status st = refs_resolve(&r, j, &p->c);

	if (st == OK)
		st = site_find_story(p->d->site, j, KIND_BRIEF, p->c.lang,
		    brief->text, &num);
	if (st == OK)
		st = site_story(p->d->site, j, num, &s);
	if (st != OK || !s.more.sealed)
		return st;
	return job_fail(j, INVALID,
	    "%.*s:%d: the brief \"%.*s\" is sealed and takes no more items; "
	    "take `sealed` out of it first, or name another",
	    STR_ARG(p->opts->name), brief->line, STR_ARG(s.card.headline));
}

/* Where it will stand, if it stands anywhere. */
static enum status
new_address(struct publishing *p, struct job *j, struct when published)
{
	if (kind_is_entity(p->c.kind) || !kind_row(p->c.kind)->addressed)
		return OK;
	if (p->c.address.n > 0)
		return own_address(p, j);
	p->c.published = published;
	const enum status st = p->c.kind == KIND_ITEM ? brief_takes(p, j) : OK;

	if (st != OK)
		return st;
	return site_address_for(p->d->site, j, &p->c, &p->stamp.address);
}

static enum status
decide_new(struct publishing *p, struct job *j)
{
	const bool said = p->c.published.precision != WHEN_NONE;
	struct when published;
	enum status st = is_unique(p, j);

	if (st == OK && p->opts->graded && !p->live.was)
		return job_fail(j, INVALID,
		    "%.*s: it is not published yet; a grade is for what was "
		    "changed since. Leave --grade out",
		    STR_ARG(p->opts->name));
	if (st == OK && p->live.was)
		st = revive(p, j);
	published = first_published(&p->c, p->zone, job_now(j));

	p->put.action = RECORD_PUBLISH;
	p->whole = !id_is_none(p->c.id) && p->c.salt.n > 0 && !p->live.was
	    && (p->c.address.n > 0 || !kind_row(p->c.kind)->addressed
		|| kind_is_entity(p->c.kind));
	p->whole = p->whole && !p->signs;
	if (st != OK || p->whole)
		return st;
	p->stamp.id = id_is_none(p->c.id) ? id_random() : p->c.id;
	p->stamp.revision = p->live.was ? p->live.says + 1 : 1;
	p->stamp.salt = salt_random();
	if (p->media.n > 0 || p->c.media.n > 0)
		p->stamp.media = &p->media;
	if (has_field(p, "published") && !said)
		p->stamp.published = published;
	if (p->opts->graded)
		grade_put(p, j);
	if (p->live.was && p->c.updated.precision == WHEN_NONE)
		p->stamp.updated = last_change(&p->c);
	return new_address(p, j, published);
}

/*
 * Which revision of its original a translation follows: as its file says, else
 * the one that is live as it first comes out.
 */
static enum status
follow_original(struct publishing *p, struct job *j)
{
	const struct ref *const to = &p->c.translation_of;
	struct live original = { .is = false };
	struct id id;
	int64_t num;
	enum status st;

	if (to->text.n == 0)
		return OK;
	st = site_find_story(p->d->site, j, KIND_NONE, STR(""), to->text, &num);
	if (st == OK)
		st = live_num(p->d, j, num, &id);
	if (st == OK)
		st = live_of(p->d, j, id, &original);
	if (st == NOT_FOUND) {
		/* Whoever resolves references says so, with what is near. */
		job_forgive(j);
		return OK;
	}
	if (st != OK || !original.is)
		return st;
	if (p->c.translation_revision > original.says)
		return job_fail(j, INVALID,
		    "%.*s: `translation_revision` is %lld, but revision %lld "
		    "of the original is the newest",
		    STR_ARG(p->opts->name),
		    (long long)p->c.translation_revision,
		    (long long)original.says);
	if (p->c.translation_revision == 0 && !p->live.is)
		p->stamp.original = original.says;
	return OK;
}

enum status
publishing_decide(struct publishing *p, struct job *j)
{
	struct edit *const edits = JOB_ARRAY(j, struct edit, 2);
	enum status st = OK;

	p->stamp = (struct stamp){ .kind = p->c.kind, .id = p->c.id };
	p->stamp.edits = edits;
	if (p->c.draft)
		edits[p->stamp.nedits++] = (struct edit){ .field = STR("draft"),
			.gone = true };
	if (!id_is_none(p->c.id))
		st = live_of(p->d, j, p->c.id, &p->live);
	if (st == OK)
		st = follow_original(p, j);
	if (st != OK)
		return st;
	if (p->signs)
		signers_list(p, j, &edits[p->stamp.nedits++]);
	return p->live.is ? decide_update(p, j) : decide_new(p, j);
}
