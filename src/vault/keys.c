/* SPDX-License-Identifier: ISC */
#include "vault/keys.h"

#include <string.h>

#include "base/buf.h"
#include "desk/batch.h"
#include "desk/desk.h"
#include "record/masthead.h"

#define DAY ((int64_t)24 * 60 * 60)

static void
close_desk(void *d)
{
	desk_close(d);
}

static void
close_store(void *s)
{
	store_close(s);
}

static void
close_keys(void *k)
{
	record_key_close(k);
}

enum status
keys_list(struct job *j, const char *dir, struct keys *out)
{
	struct record_key *have = NULL;
	struct keys k;
	struct store *s;
	enum status st = store_open(j, dir, SITE_DB, STORE_READ, &s);

	if (st != OK)
		return st;
	st = record_seals(s, j, &k.seals);
	store_close(s);
	if (st == OK)
		st = record_key_open(j, dir, &have);
	if (st == NOT_FOUND) {
		job_forgive(j);
		st = OK;
	}
	if (st != OK)
		return st;
	k.here = JOB_ARRAY(j, bool, k.seals.n + 1);
	for (size_t i = 0; i < k.seals.n; i++)
		k.here[i] = have != NULL
		    && record_key_has(have, j, k.seals.at[i].verifier);
	record_key_close(have);
	*out = k;
	return OK;
}

struct turning {
	struct desk *d;
	struct record_key *keys;
	struct str verifier; /* of a new key; empty: none */
	int64_t days;        /* that those which sign now have left */
};

static enum status
append(struct store *s, struct job *j, void *arg)
{
	struct turning *c = arg;
	struct masthead m = { 0 };
	struct applied a;
	struct entry e;
	int64_t at = 0;
	size_t ended = 0;
	enum status st = record_masthead(s, j, &m);

	if (st == OK)
		st = record_time(s, j, &at);
	if (st != OK)
		return st;
	const size_t fresh = c->verifier.n > 0 ? 1 : 0;
	const int64_t end = at + c->days * DAY;
	struct seal *all = JOB_ARRAY(j, struct seal, m.seals.n + 1);

	memcpy(all, m.seals.at, m.seals.n * sizeof(*all));
	for (size_t i = 0; i + 1 < m.seals.n + fresh; i++)
		if (seal_signs(&all[i], at)
		    && (all[i].until == 0 || all[i].until > end)) {
			all[i].until = end;
			ended++;
		}
	if (fresh)
		all[m.seals.n++] = (struct seal){ c->verifier, at, 0 };
	else if (ended == 0)
		return job_fail(j, CONFLICT,
		    "no old key signs any more, only the newest");
	m.seals.at = all;
	st = record_put_masthead(s, j, desk_deflater(c->d), c->keys, &m, &e);
	if (st == OK)
		st = site_apply(desk_site(c->d), j, &e, NULL, &a);
	if (st == OK)
		st = site_settle(desk_site(c->d), j);
	return st == OK ? record_seal(s, j, c->keys) : st;
}

/* The lines of those keys that have something left to sign, and a new one. */
static enum status
still_signing(struct turning *c, struct job *j, struct str text,
    struct str more, struct str *out)
{
	struct seals all;
	struct str rest = str_trim(text), line;
	struct buf b = buf_in(j, text.n + more.n + 2);
	enum status st = record_seals(desk_site_db(c->d), j, &all);

	while (st == OK && str_cut(&rest, '\n', &line)) {
		struct record_key *one = NULL;
		bool wanted = false;

		st = note_key_of(j, line, &one);
		for (size_t i = 0; st == OK && i < all.n; i++)
			wanted = wanted
			    || (seal_signs(&all.at[i], job_now(j))
				&& record_key_has(one, j, all.at[i].verifier));
		record_key_close(one);
		if (wanted)
			buf_printf(&b, "%.*s\n", STR_ARG(line));
	}
	buf_put(&b, more);
	return st == OK ? buf_done(&b, out) : st;
}

/* The key file first: a head that nobody can sign on would be worse than a
   key that the log does not name. */
static enum status
change(struct turning *c, struct job *j, const char *dir, bool fresh)
{
	struct str old, line = STR(""), text;
	enum status st = desk_open(j, dir, &c->d);

	if (st != OK)
		return st;
	job_defer(j, close_desk, c->d);
	st = record_key_file(j, dir, &old);
	if (st == OK && fresh) {
		struct masthead m;

		st = record_masthead(desk_site_db(c->d), j, &m);
		if (st == OK)
			st = record_key_make(j, m.origin, &line, &c->verifier);
	}
	if (st == OK)
		st = still_signing(c, j, old, line, &text);
	if (st == OK && fresh)
		st = record_key_keep(j, dir, text);
	if (st == OK)
		st = record_key_open(j, dir, &c->keys);
	if (st != OK)
		return st;
	job_defer(j, close_keys, c->keys);
	st = store_tx(desk_site_db(c->d), j, append, c);
	if (st == OK && !fresh) {
		st = still_signing(c, j, old, line, &text);
		return st == OK ? record_key_keep(j, dir, text) : st;
	}
	if (st != OK && fresh) {
		struct job *own = job_new(job_now(j));

		(void)!record_key_keep(own, dir, old);
		job_free(own);
	}
	return st;
}

enum status
keys_rotate(struct job *j, const char *dir, int64_t days, struct str *verifier)
{
	struct turning c = { .days = days };
	const enum status st = change(&c, j, dir, true);

	if (st == OK)
		*verifier = c.verifier;
	return st;
}

enum status
keys_retire(struct job *j, const char *dir)
{
	struct turning c = { .days = 0 };

	return change(&c, j, dir, false);
}

static enum status
newest(struct job *j, const char *dir, struct str *out)
{
	struct store *s;
	enum status st = store_open(j, dir, SITE_DB, STORE_READ, &s);

	if (st != OK)
		return st;
	job_defer(j, close_store, s);
	return record_verifier(s, j, out);
}

/* INVALID or DENIED unless it has the key that signs. */
static enum status
fits(struct job *j, const char *dir, struct str text)
{
	struct record_key *k = NULL;
	struct str want;
	enum status st = newest(j, dir, &want);

	if (st == OK)
		st = note_key_of(j, text, &k);
	if (st != OK)
		return st;
	if (!record_key_has(k, j, want))
		st = job_fail(j, DENIED,
		    "it is not the key that signs this paper's log, which is "
		    "%.*s",
		    STR_ARG(want));
	record_key_close(k);
	return st;
}

enum status
keys_export(struct job *j, const char *dir, struct str *out)
{
	enum status st = record_key_file(j, dir, out);

	return st == OK ? fits(j, dir, *out) : st;
}

enum status
keys_import(struct job *j, const char *dir, struct str text)
{
	struct job *own = job_new(job_now(j));
	struct str there;
	enum status st = fits(j, dir, text);

	if (st == OK && record_key_file(own, dir, &there) == OK
	    && fits(own, dir, there) == OK)
		st = job_fail(j, CONFLICT,
		    "%s has its key already; nothing was changed", dir);
	job_free(own);
	if (st != OK)
		return st;
	return record_key_keep(j, dir,
	    job_printf(j, "%.*s\n", STR_ARG(str_trim(text))));
}
