/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/batch.h"
#include "desk/desk.h"
#include "record/masthead.h"
#include "vault/catchup.h"
#include "vault/heads.h"
#include "vault/vault.h"

struct release {
	struct job *j;
	const char *dir, *place;
	struct desk *d;
	struct checkpoint mine, seen;
	bool can_give; /* place has entries, not only heads */
	struct progress *p;
	struct released r;
};

/* The paper's own head, as it is signed. */
static enum status
own_head(struct store *s, struct job *j, struct checkpoint *out)
{
	struct seals all = { .n = 0 };
	struct str note;
	enum status st = record_checkpoint(s, j, &note);

	if (st == OK)
		st = record_seals(s, j, &all);
	for (size_t i = all.n; st == OK && i > 0; i--) {
		if (checkpoint_open(j, note, all.at[i - 1].verifier, out) == OK)
			return OK;
		job_forgive(j);
	}
	return st == OK ? job_fail(j, FAULT,
		   "the head of this paper's log is damaged; see "
		   "\"stet record verify\"")
			: st;
}

/* What place knows. */
static enum status
seen_head(struct release *r)
{
	struct seals all;
	enum status st = record_seals(desk_site_db(r->d), r->j, &all);

	if (st != OK)
		return st;
	r->can_give = place_gives(r->place);
	if (r->can_give)
		return place_head(r->j, r->place, &all, &r->seen);
	return heads_newest(r->j, r->place, &all, &r->seen);
}

static enum status
compare(struct release *r)
{
	const struct checkpoint *m = &r->mine, *s = &r->seen;

	if (!str_eq(m->origin, s->origin))
		return job_fail(r->j, CONFLICT,
		    "%s is of the log %.*s, this paper's is %.*s", r->place,
		    STR_ARG(s->origin), STR_ARG(m->origin));
	if (s->size < m->size)
		return job_fail(r->j, INVALID,
		    "the newest head in %s has %lld entries, this paper has "
		    "%lld: it ends too early to show that nothing newer was "
		    "signed",
		    r->place, (long long)s->size, (long long)m->size);
	if (s->size == m->size && !sha256_eq(s->root, m->root))
		return job_fail(r->j, CONFLICT,
		    "the head in %s counts as many entries as this paper's "
		    "log, but they are others",
		    r->place);
	if (s->size > m->size && !r->can_give)
		return job_fail(r->j, CONFLICT,
		    "%lld entries were signed after this backup and are "
		    "missing here; if a newer backup or a mirror has them, "
		    "take "
		    "that (\"stet restore --head MIRROR %s\"); if they are "
		    "lost, \"stet restore --new-log --head %s %s\" begins a "
		    "new log",
		    (long long)(s->size - m->size), r->dir, r->place, r->dir);
	return OK;
}

static enum status
let_go(struct store *s, struct job *j, void *arg)
{
	const struct release *r = arg;
	int64_t size;
	enum status st = record_size(s, j, &size);

	if (st == OK && size != r->seen.size)
		return job_fail(j, BUSY,
		    "the log has moved meanwhile; try again");
	return st == OK ? record_unhold(s, j) : st;
}

static void
close_desk(void *d)
{
	desk_close(d);
}

static enum status
begin(struct release *r)
{
	enum status st = desk_open(r->j, r->dir, &r->d);

	if (st != OK)
		return st;
	job_defer(r->j, close_desk, r->d);
	st = own_head(desk_site_db(r->d), r->j, &r->mine);
	r->r.had = r->r.has = r->mine.size;
	return st;
}

enum status
vault_release(struct job *j, const char *dir, const char *place,
    struct progress *p, struct released *out)
{
	struct release r = { .j = j, .dir = dir, .place = place, .p = p };
	bool held = false;
	enum status st = begin(&r);

	if (st == OK)
		st = record_held(desk_site_db(r.d), j, &held);
	if (st == OK && !held)
		return job_fail(j, CONFLICT,
		    "%s is not held: its log goes on already", dir);
	if (st == OK)
		st = seen_head(&r);
	if (st == OK)
		st = compare(&r);
	if (st == OK && r.seen.size > r.mine.size)
		st = catch_up(r.d, j, dir, place, &r.seen, p,
		    &r.r.missing_media);
	else if (st == OK)
		st = store_tx(desk_site_db(r.d), j, let_go, &r);
	if (st != OK)
		return st;
	r.r.has = r.seen.size;
	r.r.origin = r.mine.origin;
	*out = r.r;
	return OK;
}

/* gazette.example/record, then .../record/2, .../record/3. */
static struct str
next_origin(struct job *j, struct str was)
{
	const size_t slash = str_rfind_ch(was, '/');
	int64_t n = 1;

	if (slash != NOWHERE && str_to_int(str_skip(was, slash + 1), &n)
	    && n > 1)
		was = str_sub(was, 0, slash);
	else
		n = 1;
	return job_printf(j, "%.*s/%lld", STR_ARG(was), (long long)n + 1);
}

struct beginning {
	struct release *r;
	struct record_key
	    *keys; /* the old ones, as far as there are, and new */
	struct str verifier;
};

static enum status
put_beginning(struct store *s, struct job *j, void *arg)
{
	struct beginning *b = arg;
	struct released *r = &b->r->r;
	struct masthead m = { 0 };
	struct applied a;
	struct entry e;
	int64_t at = 0, size = 0;
	enum status st = record_unhold(s, j);

	if (st == OK)
		st = record_size(s, j, &size);
	if (st == OK && size != b->r->mine.size)
		return job_fail(j, BUSY,
		    "the log has moved meanwhile; try again");
	if (st == OK)
		st = record_masthead(s, j, &m);
	if (st == OK)
		st = record_time(s, j, &at);
	if (st != OK)
		return st;
	struct seal *all = JOB_ARRAY(j, struct seal, m.seals.n + 1);

	memcpy(all, m.seals.at, m.seals.n * sizeof(*all));
	for (size_t i = 0; i < m.seals.n; i++) {
		r->orphan = r->orphan
		    && !(seal_signs(&all[i], at)
			&& record_key_has(b->keys, j, all[i].verifier));
		if (seal_signs(&all[i], at))
			all[i].until = at;
	}
	all[m.seals.n++] = (struct seal){ b->verifier, at, 0 };
	m.seals.at = all;
	m.origin = r->origin;
	m.old = b->r->seen;
	st = record_put_masthead(s, j, desk_deflater(b->r->d), b->keys, &m, &e);
	if (st == OK)
		st = site_apply(desk_site(b->r->d), j, &e, NULL, &a);
	if (st == OK)
		st = site_settle(desk_site(b->r->d), j);
	return st == OK ? record_seal(s, j, b->keys) : st;
}

/* The old keys stay beside the new one until the log has it. */
static enum status
begin_log(struct release *r)
{
	struct beginning b = { .r = r };
	struct str old, fresh;
	enum status st = record_key_file(r->j, r->dir, &old);

	r->r.orphan = true;
	if (st == NOT_FOUND) {
		job_forgive(r->j);
		old = STR("");
		st = OK;
	}
	if (st == OK)
		st = record_key_make(r->j, r->r.origin, &fresh, &b.verifier);
	if (st == OK)
		st = record_key_keep(r->j, r->dir,
		    job_printf(r->j, "%.*s%.*s", STR_ARG(old), STR_ARG(fresh)));
	if (st == OK)
		st = record_key_open(r->j, r->dir, &b.keys);
	if (st != OK)
		return st;
	st = store_tx(desk_site_db(r->d), r->j, put_beginning, &b);
	record_key_close(b.keys);
	r->r.verifier = b.verifier;
	/* What is not in the log any more has nothing left to sign. */
	if (st == OK)
		return record_key_keep(r->j, r->dir, fresh);
	if (old.n > 0) {
		struct job *own = job_new(job_now(r->j));

		(void)!record_key_keep(own, r->dir, old);
		job_free(own);
	}
	return st;
}

/* Only where the old one can't go on. */
static enum status
may_begin(struct release *r)
{
	const struct record_key *k = desk_key(r->d);
	struct str newest;
	bool held = false;
	enum status st = record_held(desk_site_db(r->d), r->j, &held);

	if (st == OK)
		st = record_verifier(desk_site_db(r->d), r->j, &newest);
	if (st == OK && !held && k != NULL && record_key_has(k, r->j, newest))
		return job_fail(r->j, CONFLICT,
		    "the log of %s can go on: it is not held, and its key is "
		    "here",
		    r->dir);
	return st;
}

enum status
vault_new_log(struct job *j, const char *dir, const char *place,
    struct released *out)
{
	struct release r = { .j = j, .dir = dir, .place = place };
	enum status st = begin(&r);

	r.seen = r.mine;
	if (st == OK)
		st = may_begin(&r);
	if (st == OK && place != NULL)
		st = seen_head(&r);
	if (st == OK && !str_eq(r.seen.origin, r.mine.origin))
		return job_fail(j, CONFLICT,
		    "%s is of the log %.*s, this paper's is %.*s", place,
		    STR_ARG(r.seen.origin), STR_ARG(r.mine.origin));
	/* What was seen earlier says nothing that is not known here. */
	if (st == OK && r.seen.size < r.mine.size)
		r.seen = r.mine;
	if (st != OK)
		return st;
	r.r.origin = next_origin(j, r.mine.origin);
	st = begin_log(&r);
	if (st != OK)
		return st;
	r.r.has = r.mine.size + 1;
	*out = r.r;
	return OK;
}
