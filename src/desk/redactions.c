/* SPDX-License-Identifier: ISC */
/* Lines of the file `redactions` carried out, in desk.db and among pictures. */
#include "desk/redactions.h"

#include <string.h>

#include "base/hex.h"
#include "desk/redacting.h"
#include "site/observed.h"

enum status
redactions_desk(struct store *desk, struct job *j, struct str line)
{
	struct str rest = line, what, num;
	struct sha256 sha;
	struct id id;
	int64_t a = 0, b = 0;
	enum status st = OK;

	(void)str_cut(&rest, ' ', &what);
	if (str_eq(what, STR("media"))) {
		st = sha256_parse(j, rest, &sha);
		if (st == OK)
			st = store_run(desk, j, SQL_DESK_REDACT_PICTURE,
			    VALS(val_blob(sha256_str(&sha))));
		if (st == OK)
			st = store_run(desk, j, SQL_DESK_REDACT_SIZES,
			    VALS(val_blob(sha256_str(&sha))));
		return st;
	}
	if (str_eq(what, STR("draft"))) {
		if (str_cut(&rest, ' ', &num) && str_to_int(num, &a)
		    && str_to_int(rest, &b))
			st = store_run(desk, j, SQL_DESK_REDACT_DRAFT_DROP,
			    VALS(val_int(a), val_int(b)));
		return st;
	}
	if (str_eq(what, STR("file")))
		return OK;
	const bool source = str_eq(what, STR("source"));

	st = id_of(j, rest, &id);
	if (st == OK)
		st = store_run(desk, j,
		    source ? SQL_DESK_REDACT_SOURCE_DROP
			   : SQL_DESK_REDACT_MARKS,
		    VALS(val_blob(id_str(&id))));
	if (st == OK)
		st = store_run(desk, j, SQL_DESK_REDACT_GIVEN,
		    VALS(val_blob(id_str(&id))));
	return st;
}

enum status
redactions_media(struct job *j, const char *dir, const struct redactions *r,
    int64_t *n)
{
	struct sha256 sha;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < r->n; i++) {
		bool was = false;

		if (!str_starts(r->at[i], STR("media ")))
			continue;
		st = sha256_parse(j, str_skip(r->at[i], 6), &sha);
		if (st == OK)
			st = media_erase(j, dir, sha, &was);
		*n += was;
	}
	return st;
}

/* In site.db, where no transaction but the caller's is open. */
enum status
redactions_site(struct site *s, struct job *j, const struct redactions *r)
{
	struct sha256 sha;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < r->n; i++) {
		if (!str_starts(r->at[i], STR("media ")))
			continue;
		st = sha256_parse(j, str_skip(r->at[i], 6), &sha);
		if (st == OK)
			st = site_variants_gone(s, j, sha);
	}
	return st;
}

/* ---- after a restore ---- */

struct again {
	struct job *j;
	const char *dir;
	struct store *site_db, *desk_db;
	struct site *site;
	struct redactions lines;
	/* The record backwards: the thing's next publication that is left. */
	struct map left; /* thing -> int64_t */
	struct seen_entry *entries;
	size_t n, room;
	struct erased_again r;
};

static enum status
note_entry(void *arg, struct job *own, const struct walked *w)
{
	struct again *a = arg;
	struct seen_entry *e;

	if (a->n == a->room) {
		const size_t room = a->room == 0 ? 1024 : 2 * a->room;

		a->entries = job_grow(a->j, a->entries, a->room * sizeof(*e),
		    room * sizeof(*e));
		a->room = room;
	}
	e = &a->entries[a->n++];
	*e = (struct seen_entry){ .thing = w->thing,
		.sha = w->file_sha,
		.action = w->action,
		.erased = w->packed.n == 0 };
	e->hit = w->action != RECORD_BATCH && !e->erased
	    && redactions_has(&a->lines, redactions_file(own, e->sha));
	return OK;
}

static bool
is_text(const struct seen_entry *e)
{
	return e->action == RECORD_PUBLISH || e->action == RECORD_UPDATE
	    || e->action == RECORD_CORRECT;
}

/* From the last to the first, so that each knows what comes after it. */
static enum status
erase_all(struct again *a, struct job *j)
{
	enum status st = OK;

	a->left = map_in(a->j);
	for (size_t i = a->n; st == OK && i-- > 0;) {
		const struct seen_entry *e = &a->entries[i];
		int64_t *left = map_at(&a->left, id_str(&e->thing));

		if (e->hit || (e->erased && e->action != RECORD_BATCH)) {
			st = record_erase(a->site_db, j, (int64_t)i,
			    left ? *left : -1);
			a->r.files += e->hit;
		} else if (is_text(e)) {
			left = JOB_NEW(a->j, int64_t);
			*left = (int64_t)i;
			map_put(&a->left, id_str(&e->thing), left);
		}
	}
	return st;
}

static enum status
site_again(struct store *s, struct job *j, void *arg)
{
	struct again *a = arg;
	bool any = false;
	enum status st = redactions_site(a->site, j, &a->lines);

	if (st == OK)
		st = record_walk(s, j, 0, note_entry, a);
	for (size_t i = 0; i < a->n; i++)
		any |= a->entries[i].hit;
	if (st != OK || !any)
		return st;
	st = erase_all(a, j);
	return st == OK ? site_reindex_here(a->site, j, NULL) : st;
}

static enum status
desk_again(struct store *s, struct job *j, void *arg)
{
	const struct again *a = arg;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < a->lines.n; i++)
		st = redactions_desk(s, j, a->lines.at[i]);
	return st;
}

static void
close_store(void *s)
{
	store_close(s);
}

static void
free_site(void *s)
{
	site_free(s);
}

static enum status
open_all(struct again *a, struct job *j)
{
	enum status st = store_open(j, a->dir, SITE_DB, STORE_WRITE,
	    &a->site_db);

	if (st != OK)
		return st;
	job_defer(j, close_store, a->site_db);
	st = store_open(j, a->dir, DESK_DB, STORE_WRITE, &a->desk_db);
	if (st != OK)
		return st;
	job_defer(j, close_store, a->desk_db);
	a->site = site_new(a->site_db);
	job_defer(j, free_site, a->site);
	return store_bulk(a->site_db, j);
}

static enum status
apply(struct again *a, struct job *j)
{
	enum status st = redactions_read(j, a->dir, &a->lines);

	if (st != OK || a->lines.n == 0)
		return st;
	st = open_all(a, j);
	if (st == OK)
		st = store_tx(a->site_db, j, site_again, a);
	if (st == OK)
		st = redactions_media(j, a->dir, &a->lines, &a->r.media);
	if (st == OK)
		st = store_tx(a->desk_db, j, desk_again, a);
	if (st == OK)
		st = store_wipe(a->site_db, j);
	if (st == OK)
		st = store_wipe(a->desk_db, j);
	return st;
}

enum status
redactions_apply(struct job *j, const char *dir, struct erased_again *out)
{
	struct job *own = job_new(job_now(j));
	struct again a = { .j = own, .dir = dir };
	enum status st = apply(&a, own);

	if (st != OK)
		(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
	else
		*out = a.r;
	job_free(own);
	return st;
}
