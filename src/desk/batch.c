/* SPDX-License-Identifier: ISC */
/*
 * A file is prepared as if it were new and its address free, which it nearly
 * always is; where that does not hold it is stamped and set again under the
 * lock.
 */
#include "desk/batch.h"

#include "desk/inside.h"
#include "text/address.h"
#include "text/signers.h"

static bool
has_page(const struct copy *c)
{
	return kind_row(c->kind)->addressed && !kind_is_entity(c->kind);
}

/* Its own language's prefix is reserved for texts such as it. */
static bool
may_stay(const struct prepare_opts *o)
{
	struct str address = o->address;

	if (o->prefix.n > 0 && str_starts(address, o->prefix)
	    && str_starts(str_skip(address, o->prefix.n), STR("/")))
		address = str_skip(address, o->prefix.n);
	return address.n > 0 && address_reserved(address).n == 0;
}

static struct str
wanted_address(struct job *j, const struct prepare_opts *o, struct copy *c)
{
	if (!has_page(c))
		return STR("");
	if (may_stay(o))
		return o->address;
	return site_address_wish(j, c, o->prefix, o->zone);
}

static struct id
id_for(const struct copy *c, const struct prepare_opts *o)
{
	if (!id_is_none(c->id))
		return c->id;
	return id_is_none(o->id) ? id_random() : o->id;
}

/* Those who signed become blocks of their own, behind a list's id. */
static enum status
take_signers(struct job *j, struct prepared *p)
{
	const struct signing *const s = &p->copy.more.signing;

	p->rows = s->given;
	if (s->table.n > 0) {
		const enum status st = signers_read(j, s->table, p->opts.name,
		    &p->rows);

		if (st != OK)
			return st;
	}
	if (p->rows.n > 0)
		p->list = id_random();
	return OK;
}

/* The edit that names their list. */
static void
stamp_list(struct job *j, struct prepared *p)
{
	struct edit *const edit = JOB_NEW(j, struct edit);

	if (id_is_none(p->list))
		return;
	*edit = (struct edit){ .field = STR("signatories"),
		.text = id_hex(j, p->list) };
	p->stamp->edits = edit;
	p->stamp->nedits = 1;
}

static struct stamp *
first_stamp(struct job *j, struct prepared *p)
{
	const struct prepare_opts *o = &p->opts;
	struct stamp *s = JOB_NEW(j, struct stamp);
	struct media *media = JOB_NEW(j, struct media);
	struct copy *c = &p->copy;

	*s = (struct stamp){ .kind = c->kind,
		.id = id_for(c, o),
		.revision = 1,
		.salt = salt_random(),
		.source = o->source };
	if (field_at(c->kind, STR("published")) != NULL
	    && c->published.precision == WHEN_NONE) {
		s->published = first_published(c, o->zone, o->now);
		c->published = s->published;
	}
	s->address = wanted_address(j, o, c);
	if (o->nmedia > 0) {
		media->at = JOB_ARRAY(j, struct medium, o->nmedia);
		for (size_t i = 0; i < o->nmedia; i++)
			media->at[media->n++] = o->media[i];
		s->media = media;
	}
	return s;
}

static enum status
set(struct job *j, const struct textfile *tf, const struct prepare_opts *o,
    struct galley *out)
{
	const struct galley_opts opts = { .name = o->name,
		.lang = o->lang,
		.zone = o->zone,
		.lenient = true,
		.deflater = o->deflater,
		.later = o->unpacked };

	return galley_read(j, tf, &opts, out);
}

/* The fields that an importer changes count as if the file had them. */
static enum status
read_given(struct job *j, struct str bytes, struct prepared *p)
{
	const struct prepare_opts *o = &p->opts;
	const struct copy_defaults defaults = { .kind = o->kind,
		.lang = o->lang,
		.zone = o->zone,
		.lenient = true };
	enum status st = OK;

	if (o->file != NULL)
		p->given = *o->file;
	else
		st = textfile_parse(j, bytes, o->name, &p->given);
	if (st == OK && o->nedits > 0) {
		st = textfile_apply(j, &p->given, o->edits, o->nedits, &bytes);
		if (st == OK)
			st = textfile_parse(j, bytes, o->name, &p->given);
	}
	p->opts.nedits = 0;
	p->opts.file = NULL;
	if (st == OK)
		st = copy_read(j, &p->given, &defaults, &p->copy);
	return st == OK ? copy_check(j, &p->given, &p->copy) : st;
}

enum status
desk_prepare(struct job *j, struct str bytes, const struct prepare_opts *opts,
    struct prepared *out)
{
	struct prepared p = { .opts = *opts };
	struct textfile stored;
	enum status st = read_given(j, bytes, &p);

	if (st != OK)
		return st;
	p.whole = !id_is_none(p.copy.id) && p.copy.salt.n > 0
	    && (p.copy.address.n > 0 || !has_page(&p.copy));
	stored = p.given;
	if (!p.whole)
		st = take_signers(j, &p);
	if (st == OK && !p.whole) {
		p.stamp = first_stamp(j, &p);
		stamp_list(j, &p);
		st = stamp_parsed(j, &p.given, p.stamp, &stored);
	}
	if (st == OK)
		st = set(j, &stored, &p.opts, &p.galley);
	if (st == OK)
		*out = p;
	return st;
}

struct placing {
	struct desk *d;
	struct prepared *p;
	struct live live;
	struct putting put;
	bool appended; /* to the record, whatever came of it */
	struct placed r;
};

static enum status
find_live(struct placing *g, struct job *j)
{
	const struct prepared *p = g->p;
	struct id id = p->copy.id;
	int64_t num;
	enum status st = OK;

	if (id_is_none(id) && p->opts.source.n > 0) {
		st = site_find_source(g->d->site, j, p->opts.source, &num);
		if (st == OK)
			st = live_num(g->d, j, num, &id);
		else if (st == NOT_FOUND)
			st = OK;
	}
	if (st != OK || id_is_none(id))
		return st;
	return live_of(g->d, j, id, &g->live);
}

static enum status
set_again(struct placing *g, struct job *j)
{
	struct prepared *p = g->p;
	struct textfile tf;
	enum status st = stamp_parsed(j, &p->given, p->stamp, &tf);

	return st == OK ? set(j, &tf, &p->opts, &p->galley) : st;
}

/* Whether the address is nobody's; else another one near it. */
static enum status
settle_address(struct placing *g, struct job *j)
{
	struct prepared *p = g->p;
	struct str wanted = p->galley.copy.address;
	bool old = p->opts.address.n > 0 && !str_eq(p->opts.address, wanted);
	int64_t holder;
	enum status st;

	if (old)
		g->r.evaded = p->opts.address;
	if (!has_page(&p->copy))
		return OK;
	st = site_holder(g->d->site, j, wanted, &holder);
	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	if (st != OK)
		return st;
	if (p->whole)
		return job_fail(j, CONFLICT,
		    "%.*s: the address %.*s belongs to another thing",
		    STR_ARG(p->opts.name), STR_ARG(wanted));
	if (p->opts.address.n > 0)
		g->r.evaded = p->opts.address;
	st = site_address_for(g->d->site, j, &p->copy, &p->stamp->address);
	return st == OK ? set_again(g, j) : st;
}

/* As the live one is written, to see whether anything else differs. */
static enum status
follow(struct placing *g, struct job *j)
{
	struct prepared *p = g->p;
	struct stamp *s = JOB_NEW(j, struct stamp);
	const struct copy *live = &g->live.copy;

	if (p->opts.follows > 0 && p->opts.follows != g->live.says)
		return job_fail(j, CONFLICT,
		    "%.*s was changed here too since it was imported: revision "
		    "%lld is live; not taken over",
		    STR_ARG(p->opts.name), (long long)g->live.says);
	if (p->stamp)
		*s = *p->stamp;
	p->stamp = s;
	s->kind = p->copy.kind;
	s->id = live->id;
	s->revision = g->live.says;
	s->address = live->address;
	s->source = live->source;
	if (s->published.precision != WHEN_NONE)
		s->published = live->published;
	if (p->rows.n > 0 && !id_is_none(live->more.signing.list))
		p->list = live->more.signing.list;
	stamp_list(j, p);
	return stamp_salt(j, live->salt, &s->salt);
}

static enum status
place_update(struct placing *g, struct job *j)
{
	struct prepared *p = g->p;
	struct str bytes = p->given.bytes;
	enum status st = follow(g, j);

	if (st == OK && !p->whole)
		st = stamp_file(j, &p->given, p->stamp, &bytes);
	if (st != OK)
		return st;
	g->r.again = str_eq(bytes, g->live.bytes);
	if (g->r.again)
		return OK;
	p->stamp->revision = g->live.says + 1;
	p->stamp->salt = salt_random();
	g->put.action = RECORD_UPDATE;
	g->put.base = g->live.entry.revision;
	return set_again(g, j);
}

/*
 * Whether apply can't refuse it any more: a new thing that only its addresses
 * could keep out, and they are nobody's.  (settle_address() has looked at the
 * one where it will stand.)
 */
static enum status
look_ahead(struct placing *g, struct job *j, bool *sure)
{
	const struct copy *c = &g->p->galley.copy;
	enum status st = NOT_FOUND;

	*sure = false;
	if (!has_page(c) || c->address.n == 0 || g->live.is || g->live.was)
		return OK;
	for (size_t i = 0; st == NOT_FOUND && i < c->aliases.n; i++) {
		struct str address;
		int64_t holder;

		/* What is no address is not taken either. */
		if (address_normal(j, c->aliases.at[i], &address) == OK)
			st = site_holder(g->d->site, j, address, &holder);
		job_forgive(j);
	}
	*sure = st == NOT_FOUND;
	return st == NOT_FOUND ? OK : st;
}

static enum status
add_signers(struct placing *g, struct job *j, struct run *run)
{
	struct signing_on on = { .list = g->p->list,
		.statement = g->r.again ? g->live.copy.id
					: g->p->galley.copy.id,
		.rows = g->p->rows };

	return on.rows.n > 0 ? signers_add(g->d, j, run, &on) : OK;
}

static enum status
place_entry(struct placing *g, struct job *j, struct run *run)
{
	struct prepared *p = g->p;
	struct referring r = { .d = g->d,
		.run = run,
		.name = p->opts.name,
		.lenient = true };
	struct entry e = { 0 };
	struct applied a;
	bool sure;
	enum status st = look_ahead(g, j, &sure);

	if (st == OK && !sure)
		st = run_guard(run, g->d, j);
	if (st == OK)
		st = refs_resolve(&r, j, &p->galley.copy);
	if (st == OK)
		st = put_pictures(g->d, j, run, &p->galley);
	if (st != OK)
		return st;
	g->put.g = &p->galley;
	run_next(run, &g->put);
	st = put_entry(g->d, j, &g->put, &e, &a);
	g->appended = e.num != 0;
	if (st == OK)
		st = add_signers(g, j, run);
	if (st == OK)
		st = pictures_show(g->d, j, &p->galley.copy.media);
	if (st != OK)
		return st;
	g->r.num = e.num;
	g->r.seq = e.seq;
	g->r.address = a.address;
	g->r.made = r.made;
	g->r.notes = r.notes;
	return OK;
}

/*
 * Placed whole or not at all.  A savepoint keeps a copy of every page that is
 * touched, a sixth of what placing a story costs; so there is one only where
 * something may still be refused after the first row was written.
 */
static enum status
place_whole(struct placing *g, struct job *j, struct run *run)
{
	const int64_t stood = site_applied(g->d->site);
	enum status st = place_entry(g, j, run);

	if (run->part) {
		st = store_part_end(g->d->site_db, j, st);
		run->part = false;
		if (st != OK)
			site_step_back(g->d->site, stood);
		return st;
	}
	/* look_ahead() was wrong: better none than half a story. */
	return st != OK && g->appended
	    ? job_fail(j, FAULT, "%.*s: refused", STR_ARG(g->p->opts.name))
	    : st;
}

enum status /* NOLINTNEXTLINE: the run moves i on */
desk_place(struct desk *d, struct job *j, struct batch batch, uint64_t *i,
    struct prepared *p, struct placed *out)
{
	struct placing g = { .d = d,
		.p = p,
		.put = { .action = RECORD_PUBLISH } };
	struct run run = { .batch = batch, .i = i, .alone = true };
	enum status st = find_live(&g, j);

	/* What somebody took down no import puts up again. */
	if (st == OK && g.live.was)
		st = job_fail(j, CONFLICT,
		    "%.*s was retracted here; not taken over (\"stet publish\" "
		    "with its id brings it back)",
		    STR_ARG(p->opts.name));
	if (st == OK)
		st = g.live.is ? place_update(&g, j) : settle_address(&g, j);
	if (st == OK && !g.r.again)
		st = place_whole(&g, j, &run);
	else if (st == OK)
		st = add_signers(&g, j, &run);
	if (st != OK)
		return st;
	if (g.r.again) {
		g.r.num = g.live.entry.num;
		g.r.seq = g.live.entry.seq;
		g.r.address = g.live.copy.address;
	}
	g.r.id = g.r.again ? g.live.copy.id : p->galley.copy.id;
	g.r.revision = g.r.again ? g.live.says : p->galley.copy.revision;
	*out = g.r;
	return OK;
}

enum status
desk_close_batch(struct desk *d, struct job *j, struct batch batch)
{
	struct entry e;
	struct applied a;
	enum status st = record_close_batch(d->site_db, j, batch, &e);

	if (st == OK)
		st = site_apply(d->site, j, &e, NULL, &a);
	return st == OK ? desk_seal(d, j) : st;
}
