/* SPDX-License-Identifier: ISC */
/*
 * Who signs is read from the log: the first key is believed, each change of
 * it has to follow from what stood before.  What comes out is compared with
 * the keys that stand in site.db, and has to have signed the head.
 */
#include <unistd.h>

#include "base/file.h"
#include "record/check.h"

enum status
check_masthead_begin(struct check *c)
{
	struct seals all = { NULL, 0 };
	const enum status st = record_seals(c->s, c->j, &all);

	if (st == BUSY || st == DENIED)
		return st;
	if (st != OK)
		job_forgive(c->j);
	c->masthead = masthead_first(c->j, STR(""),
	    all.n > 0 ? all.at[0].verifier : STR(""));
	return OK;
}

void
check_masthead(struct check *c, const struct leaf *l, struct str note)
{
	struct masthead m;

	/* What it gives has to stay for the entries that follow. */
	if (masthead_open(c->j, job_str(c->j, note), &c->masthead, c->seq,
		l->at, &m)
	    != OK) {
		check_found(c, "keys", job_reason(c->j).p,
		    "whoever wrote it did not have the log's key; compare the "
		    "log with a mirror's");
		job_forgive(c->j);
		return;
	}
	verified_turn(c->v, c->j,
	    (struct turn){ c->seq, l->at,
		masthead_turn(c->j, &c->masthead, &m) });
	c->masthead = m;
}

static bool
same(const struct seals *a, const struct seals *b)
{
	bool is = a->n == b->n;

	for (size_t i = 0; is && i < a->n; i++)
		is = str_eq(a->at[i].verifier, b->at[i].verifier)
		    && a->at[i].since == b->at[i].since
		    && a->at[i].until == b->at[i].until;
	return is;
}

/* The folder's key, if it can be read here, is the one that signs. */
static void
check_key(struct check *c, const struct head *h)
{
	struct record_key *k = NULL;

	if (access(file_path(c->own, c->dir, "key"), R_OK) != 0)
		return;
	if (record_key_open(c->own, c->dir, &k) != OK) {
		check_found_all(c, "key", job_reason(c->own).p,
		    "put the key back from where you keep its copy");
		job_forgive(c->own);
		return;
	}
	if (!record_key_has(k, c->own, h->verifier))
		check_found_all(c, "key",
		    "it is not the key that signs this log",
		    "put the key back from where you keep its copy");
	record_key_close(k);
}

static void
check_head(struct check *c, const struct head *h)
{
	struct checkpoint p;

	if (checkpoint_open_any(c->own, h->checkpoint, &c->masthead.seals,
		h->at, &p)
	    != OK) {
		check_found_all(c, "head", job_reason(c->own).p,
		    "compare it with a copy of an earlier head; if only the "
		    "head is damaged, the next publication signs a new one");
		job_forgive(c->own);
		return;
	}
	if (!str_eq(p.origin, h->origin)
	    || (c->masthead.origin.n > 0
		&& !str_eq(p.origin, c->masthead.origin)))
		check_found_all(c, "head",
		    "it was signed for a log of another name", REBUILD);
	if (p.size != (int64_t)c->edge.size
	    || !sha256_eq(p.root, edge_root(&c->edge)))
		check_found_all(c, "head",
		    "the leaves are not those whose root was signed",
		    "somebody changed the log, or its end is lost; put "
		    "site.db back from a backup and compare with a mirror");
}

enum status
check_signed(struct check *c, const struct head *h)
{
	struct seals all = { NULL, 0 };
	const enum status st = record_seals(c->s, c->own, &all);

	if (st != OK)
		return check_failed(c, st, "keys");
	if (!same(&all, &c->masthead.seals))
		check_found_all(c, "keys",
		    "the keys beside the log are not those that the log says",
		    REBUILD);
	check_head(c, h);
	check_key(c, h);
	return OK;
}
