/* SPDX-License-Identifier: ISC */
/*
 * Every tile and the right edge are made again from the leaves and compared
 * with what is stored; the root that comes out is compared with what was
 * signed.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "record/check.h"

/* The first hash that differs in two tiles of one level. */
static int64_t
first_other(struct str a, struct str b)
{
	size_t i = 0;

	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	return (int64_t)(i / SHA256_BYTES);
}

static void
tell_tile(struct check *c, int level, int64_t n, struct str want,
    struct str got)
{
	const int64_t other = n * TILE_WIDTH + first_other(want, got);
	const long long entry = other << (TILE_BITS * level);
	char where[64], what[160];

	(void)snprintf(where, sizeof(where), "tile %d/%lld", level,
	    (long long)n);
	(void)snprintf(what, sizeof(what),
	    "it does not fit the leaves, from entry %lld on", entry);
	if (level > 0) {
		check_found_all(c, where, what, REBUILD);
		return;
	}
	/* A leaf and its tile disagree: that names the entry. */
	const int64_t seq = c->seq;

	c->seq = other;
	c->thing = STR("");
	check_found(c, where, "its leaf and its tile disagree", REBUILD);
	c->seq = seq;
}

/* What filled, or what is left at the end, is what the table has. */
static enum status
check_tile(void *check, int level, int64_t n)
{
	struct check *const c = check;
	const struct str want = buf_so_far(&c->tile[level]);
	char where[64];
	struct val v;
	const enum status st = store_one(c->s, c->own, SQL_RECORD_TILE_AT,
	    VALS(val_int(tile_place(level, n))), &v, 1);

	(void)snprintf(where, sizeof(where), "tile %d/%lld", level,
	    (long long)n);
	if (st == NOT_FOUND) {
		check_found_all(c, where, "it is missing", REBUILD);
		return OK;
	}
	if (st != OK)
		return check_failed(c, st, where);
	c->v->tiles++;
	if (!str_eq(v.s, want))
		tell_tile(c, level, n, want, v.s);
	return OK;
}

enum status
check_leaf_hash(struct check *c, struct sha256 hash)
{
	return tiles_add(&c->edge, c->tile, hash, check_tile, c);
}

static enum status
check_counts(struct check *c)
{
	struct val n;
	enum status st = store_one(c->s, c->own, SQL_RECORD_TILE_COUNT, NO_VALS,
	    &n, 1);

	if (st != OK)
		return check_failed(c, st, "tile");
	if (n.i > c->v->tiles)
		check_found_all(c, "tile", "there are more than the log has",
		    REBUILD);
	st = store_one(c->s, c->own, SQL_RECORD_BEYOND,
	    VALS(val_int((int64_t)c->edge.size)), &n, 1);
	if (st == OK) {
		c->seq = n.i;
		check_found(c, "record", "it stands beyond the log's end",
		    REBUILD);
	} else if (st != NOT_FOUND)
		return check_failed(c, st, "record");
	st = store_one(c->s, c->own, SQL_RECORD_CONTENT_BEYOND,
	    VALS(val_int((int64_t)c->edge.size)), &n, 1);
	if (st == OK) {
		c->seq = n.i;
		check_found(c, "content", "it stands beyond the log's end",
		    REBUILD);
	} else if (st != NOT_FOUND)
		return check_failed(c, st, "content");
	return OK;
}

enum status
check_tree(struct check *c, const struct head *h)
{
	c->thing = STR("");
	/* Of level 0 none is stored that is not full. */
	enum status st = tiles_end(&c->edge, c->tile, 1, check_tile, c);

	if (st == OK)
		st = check_counts(c);
	if (st != OK)
		return st;
	if (h->size != (int64_t)c->edge.size
	    || !str_eq(edge_bytes(&h->edge), edge_bytes(&c->edge)))
		check_found_all(c, "head",
		    "its size or right edge does not fit the leaves", REBUILD);
	if (h->at != c->order.at)
		check_found_all(c, "head",
		    "its time is not that of the last entry", REBUILD);
	return check_signed(c, h);
}
