/* SPDX-License-Identifier: ISC */
/*
 * 1. tile[0] holds the hashes of the leaves since the last full tile, tile[n]
 *    those of the full tiles below it; edge is of the same leaves.
 * 2. What a source says is damage if it is wrong, and a failure only if it
 *    can't be asked at all.
 * 3. Memory is bounded: one bundle, FETCH_AT_ONCE files, and what order and
 *    media remember of each thing.
 */
#include "wire/walk.h"

#include "record/bundle.h"
#include "record/paths.h"

#define BUNDLE_MAX (TILE_WIDTH * (LEAF_MAX + 2))
#define ASK "ask again later, or look at another copy"

void
walk_begin(struct walk *w, struct job *j, struct source *s,
    struct followed *out)
{
	*w = (struct walk){ .s = s, .j = j, .out = out };
	w->own = job_new(job_now(j));
	w->order.j = j;
	for (int i = 0; i < TILE_LEVELS; i++)
		w->tile[i] = buf_in(j, TILE_BYTES);
}

void
walk_end(struct walk *w)
{
	order_free(&w->order);
	seen_free(&w->media);
	job_free(w->own);
}

/* ---- damage ---- */

void
walk_tell(struct walk *w, int64_t seq, struct str thing, struct str where,
    const char *what, const char *advice)
{
	verified_tell(&w->out->v, w->j,
	    &(struct damage){ seq, thing, where, str_of(what),
		str_of(advice) });
}

void
walk_tell_entry(struct walk *w, int64_t seq, const struct leaf *l,
    const char *where, const char *what)
{
	walk_tell(w, seq,
	    record_has_thing(l->action) ? id_hex(w->own, l->thing) : STR(""),
	    str_of(where), what, WALK_LIE);
}

/* ---- tiles ---- */

/*
 * A tile, whole or its first width; *there is false, and damage told, if it
 * is not to be had.  A copy may have dropped a part for the whole.
 */
static enum status
get_tile(struct walk *w, struct source *s, const struct record_path *p,
    size_t max, struct str *out, bool *there)
{
	struct record_path whole = *p;
	const struct str name = record_path_name(w->own, p);
	enum status st = source_get(s, w->own,
	    job_printf(w->own, "record/%.*s", STR_ARG(name)), max, out);

	whole.width = 0;
	if (st == NOT_FOUND && p->width > 0) {
		job_forgive(w->own);
		st = source_get(s, w->own,
		    job_printf(w->own, "record/%.*s",
			STR_ARG(record_path_name(w->own, &whole))),
		    max, out);
	}
	*there = st == OK;
	if (st == NOT_FOUND || st == INVALID || st == DENIED) {
		walk_tell(w, -1, STR(""), name,
		    job_cstr(w->own, job_reason(w->own)), ASK);
		job_forgive(w->own);
		return OK;
	}
	return st == OK
	    ? OK
	    : job_fail(w->j, st, "%.*s", STR_ARG(job_reason(w->own)));
}

static struct record_path
tile_path(enum record_part part, int level, int64_t n, int64_t width)
{
	return (struct record_path){ .part = part,
		.level = level,
		.n = n,
		.width = width == TILE_WIDTH ? 0 : (int)width };
}

enum status
walk_keep(struct walk *w, follow_keep *with, struct str path, struct str bytes)
{
	struct job *own;
	enum status st;

	if (with == NULL)
		return OK;
	own = job_new(job_now(w->j));
	st = with(w->arg, own, path, bytes);
	if (st != OK)
		st = job_fail(w->j, st, "%.*s", STR_ARG(job_reason(own)));
	job_free(own);
	return st;
}

static enum status
keep_log(struct walk *w, const struct record_path *p, struct str bytes)
{
	return walk_keep(w, w->keep_log,
	    job_printf(w->own, "record/%.*s",
		STR_ARG(record_path_name(w->own, p))),
	    bytes);
}

/* A tile as it came out of the leaves; the source's has to be the same. */
static enum status
made(void *walk, int level, int64_t n)
{
	struct walk *const w = walk;
	const struct str want = buf_so_far(&w->tile[level]);
	const struct record_path p = tile_path(PART_TILE, level, n,
	    (int64_t)(want.n / SHA256_BYTES));
	struct str got;
	bool there = false;
	/* Those of level 0 were compared leaf by leaf. */
	enum status st = level > 0 && w->compare
	    ? get_tile(w, w->s, &p, TILE_BYTES, &got, &there)
	    : OK;

	w->out->v.tiles++;
	if (st == OK && there && !str_eq(str_sub(got, 0, want.n), want))
		walk_tell(w, -1, STR(""), record_path_name(w->own, &p),
		    "it does not fit the leaves", WALK_LIE);
	return st == OK ? keep_log(w, &p, want) : st;
}

/* ---- bundles ---- */

/* The leaves of a bundle; false if it is none of that width. */
static bool
cut_bundle(struct str bytes, size_t width, struct str *leaves)
{
	for (size_t i = 0; i < width; i++)
		if (!bundle_next(&bytes, &leaves[i]))
			return false;
	return true;
}

static enum status
get_note(struct walk *w, struct source *s, const struct leaf *l,
    struct str *out)
{
	const struct record_path p = { .part = PART_FILE, .sha = l->file };
	const enum status st = source_get(s, w->own,
	    job_printf(w->own, "record/%.*s",
		STR_ARG(record_path_name(w->own, &p))),
	    NOTE_MAX, out);

	if (st == OK && !sha256_eq(sha256_of(*out), l->file))
		return job_fail(w->own, INVALID,
		    "its text file is not the one that the log names");
	if (st != NOT_FOUND && st != DENIED)
		return st;
	job_forgive(w->own);
	return job_fail(w->own, INVALID,
	    "its text file, which would say who signs, is not there");
}

enum status
walk_trust(struct walk *w, struct source *s, struct trust *t, int64_t seq,
    const struct leaf *l, struct str *turn)
{
	struct str note, words = STR("");
	enum status st = OK;

	if (l->action == RECORD_LOG) {
		st = get_note(w, s, l, &note);
		if (st == OK)
			st = trust_note(t, w->own, note, seq, l->at, &words);
	}
	trust_entry(t, seq, l->at);
	if (st == OK)
		*turn = words;
	return st == OK || st == INVALID
	    ? st
	    : job_fail(w->j, st, "%.*s", STR_ARG(job_reason(w->own)));
}

/* What the log says of itself has to follow from what it said before. */
static enum status
check_trust(struct walk *w, int64_t seq, const struct leaf *l)
{
	struct str turn = STR("");
	const enum status st = walk_trust(w, w->s, &w->trust, seq, l, &turn);

	if (st == INVALID) {
		walk_tell_entry(w, seq, l, "keys",
		    job_cstr(w->own, job_reason(w->own)));
		job_forgive(w->own);
		return OK;
	}
	if (turn.n > 0)
		verified_turn(&w->out->v, w->j,
		    (struct turn){ seq, l->at, turn });
	return st;
}

static enum status
check_leaf(struct walk *w, int64_t seq, struct str text)
{
	const char *wrong[ORDER_WRONGS];
	struct leaf l;

	if (leaf_of(w->own, text, &l) != OK) {
		job_forgive(w->own);
		walk_tell(w, seq, STR(""), STR("record"),
		    "its leaf can't be read", WALK_LIE);
		return OK;
	}
	const size_t n = order_next(&w->order, &l, seq, wrong);

	/* Of things that were known before, the order knows nothing. */
	for (size_t i = 0; w->from == 0 && i < n; i++)
		walk_tell_entry(w, seq, &l, "record", wrong[i]);
	w->out->v.at = l.at;
	return check_trust(w, seq, &l);
}

/* An entry that is known already has to be the one that is known. */
static enum status
same_as_known(struct walk *w, int64_t seq, struct sha256 hash)
{
	const size_t at = (size_t)(seq & (TILE_WIDTH - 1)) * SHA256_BYTES;
	const struct str known = buf_so_far(&w->tile[0]);

	if (str_eq(str_sub(known, at, SHA256_BYTES), sha256_str(&hash)))
		return OK;
	return job_fail(w->j, CONFLICT,
	    "entry %lld is not the one that was here before", (long long)seq);
}

static enum status
entry(struct walk *w, int64_t seq, struct str leaf, struct str hashes)
{
	const struct sha256 hash = tree_leaf(leaf);
	const size_t at = (size_t)(seq & (TILE_WIDTH - 1)) * SHA256_BYTES;

	if (seq < w->from)
		return same_as_known(w, seq, hash);
	w->out->v.entries++;
	if (hashes.n > 0
	    && !str_eq(str_sub(hashes, at, SHA256_BYTES), sha256_str(&hash)))
		walk_tell(w, seq, STR(""), STR("record"),
		    "its leaf and its tile disagree", WALK_LIE);
	const enum status st = check_leaf(w, seq, leaf);

	return st == OK ? tiles_add(&w->edge, w->tile, hash, made, w) : st;
}

int64_t
walk_width(const struct walk *w, int64_t n)
{
	const int64_t left = w->size - n * TILE_WIDTH;

	return left < TILE_WIDTH ? left : TILE_WIDTH;
}

/* Without one the tree can't be made any further. */
enum status
walk_bundle(struct walk *w, struct source *s, int64_t n, struct str *leaves,
    struct str *bytes, bool *there)
{
	const int64_t width = walk_width(w, n);
	const struct record_path p = tile_path(PART_ENTRIES, 0, n, width);
	enum status st = get_tile(w, s, &p, BUNDLE_MAX, bytes, there);
	struct str rest;

	if (st != OK || !*there)
		return st;
	*there = cut_bundle(*bytes, (size_t)width, leaves);
	if (!*there) {
		walk_tell(w, n * TILE_WIDTH, STR(""),
		    record_path_name(w->own, &p), "it can't be read", WALK_LIE);
		return OK;
	}
	/* Of a whole one that stands for a part, the part. */
	rest = leaves[width - 1];
	*bytes = str_from(bytes->p, (size_t)(rest.p + rest.n - bytes->p));
	return OK;
}

static enum status
log_tile(struct walk *w, int64_t n, bool *there)
{
	struct str *leaves = JOB_ARRAY(w->own, struct str, TILE_WIDTH);
	const int64_t first = n * TILE_WIDTH, width = walk_width(w, n);
	const struct record_path hashes_at = tile_path(PART_TILE, 0, n, width),
				 bundle_at = tile_path(PART_ENTRIES, 0, n,
				     width);
	struct str hashes = { NULL, 0 }, bundle;
	bool has_hashes = false;
	enum status st = walk_bundle(w, w->s, n, leaves, &bundle, there);

	if (st == OK && *there && w->compare)
		st = get_tile(w, w->s, &hashes_at, TILE_BYTES, &hashes,
		    &has_hashes);
	for (int64_t i = 0; st == OK && *there && i < width; i++)
		st = entry(w, first + i, leaves[i], hashes);
	return st == OK && *there ? keep_log(w, &bundle_at, bundle) : st;
}

enum status
walk_log(struct walk *w, struct progress *p)
{
	bool there = true;
	enum status st = OK;

	for (int64_t n = w->from >> TILE_BITS;
	     st == OK && there && n * TILE_WIDTH < w->size; n++) {
		progress_at(p, "entries", (uint64_t)(n * TILE_WIDTH),
		    (uint64_t)w->size);
		st = log_tile(w, n, &there);
		job_reset(w->own, job_now(w->j));
	}
	progress_end(p);
	if (st == OK && there)
		st = tiles_end(&w->edge, w->tile, 0, made, w);
	job_reset(w->own, job_now(w->j));
	return st;
}
