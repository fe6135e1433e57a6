/* SPDX-License-Identifier: ISC */
/* What a mirror's folder holds already, and whom it believes. */
#include "wire/mirror_here.h"

#include "base/file.h"
#include "record/paths.h"
#include "wire/mirror.h"

#define NOTE_BYTES_MAX ((size_t)4096)

enum status
mirror_keys(struct job *j, const char *folder, struct follow_opts *out)
{
	struct str text;
	enum status st = file_read(j, file_path(j, folder, "record/key"),
	    MIRROR_KEYS_MAX, &text);

	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	return st == OK ? follow_keys(j, text, out) : st;
}

/* Whatever the reason was, it is this to whoever runs the mirror. */
static enum status
damaged(struct here *h)
{
	const struct str why = job_str(h->j, job_reason(h->j));

	job_forgive(h->j);
	return job_fail(h->j, FAULT,
	    "the copy in %s is damaged (see \"stet record verify %s\"); begin "
	    "a new folder%s%.*s",
	    h->folder, h->folder, why.n > 0 ? ": " : "", STR_ARG(why));
}

static enum status
tile_here(struct here *h, int level, struct str *out)
{
	const int64_t size = h->head.size >> (TILE_BITS * level);
	const struct record_path p = { .part = PART_TILE,
		.level = level,
		.n = size >> TILE_BITS,
		.width = (int)(size & (TILE_WIDTH - 1)) };
	const size_t want = (size_t)p.width * SHA256_BYTES;
	enum status st;

	*out = (struct str){ NULL, 0 };
	if (p.width == 0)
		return OK;
	st = source_get(h->s, h->j,
	    job_printf(h->j, "record/%.*s",
		STR_ARG(record_path_name(h->j, &p))),
	    TILE_BYTES, out);
	if (st == OK && out->n != want)
		st = job_fail(h->j, FAULT, "a tile of level %d is damaged",
		    level);
	return st;
}

/* The full subtrees that a tile's hashes fall into, largest first. */
static void
edge_take(struct edge *e, struct str hashes)
{
	size_t n = hashes.n / SHA256_BYTES, at = 0;

	for (size_t half = TILE_WIDTH / 2; half > 0; half /= 2)
		if (n & half) {
			e->h[e->n++] = tree_fold(str_sub(hashes,
			    at * SHA256_BYTES, half * SHA256_BYTES));
			at += half;
		}
}

/* The tree goes on from the tiles of the head that is here. */
static enum status
tree_here(struct here *h)
{
	struct walk *const w = h->w;
	struct str hashes;
	enum status st = OK;

	w->from = h->head.size;
	w->edge.size = (uint64_t)h->head.size;
	for (int level = TILE_LEVELS - 1; st == OK && level >= 0; level--) {
		st = tile_here(h, level, &hashes);
		if (st != OK)
			break;
		buf_put(&w->tile[level], hashes);
		edge_take(&w->edge, hashes);
	}
	if (st == OK && !sha256_eq(edge_root(&w->edge), h->head.root))
		st = job_fail(h->j, FAULT, "its tiles do not fit its head");
	return st == OK ? OK : damaged(h);
}

/*
 * What the log said of itself up to the head that is here; *is is false if no
 * run ended with it, or one of a program that did not keep it.
 */
static enum status
masthead_here(struct here *h, bool *is)
{
	struct str text, size;
	int64_t n = -1;
	enum status st = file_read(h->j,
	    file_path(h->j, h->folder, MIRROR_MASTHEAD), 2 * NOTE_MAX, &text);

	*is = false;
	if (st == NOT_FOUND) {
		job_forgive(h->j);
		return OK;
	}
	if (st != OK || !str_cut(&text, '\n', &size) || !str_to_int(size, &n)
	    || n != h->head.size)
		return st;
	if (text.n > 0)
		st = trust_resume(&h->w->trust, text);
	*is = st == OK;
	return st;
}

/* The entry at the end of what is here has the time that later ones follow. */
static enum status
last_here(struct here *h)
{
	struct walk *const w = h->w;
	struct str *leaves = JOB_ARRAY(h->j, struct str, TILE_WIDTH);
	const int64_t seq = h->head.size - 1;
	struct str bytes;
	struct leaf l;
	bool there = false;
	enum status st = walk_bundle(w, h->s, seq >> TILE_BITS, leaves, &bytes,
	    &there);

	if (st == OK && there)
		st = leaf_of(h->j, leaves[seq & (TILE_WIDTH - 1)], &l);
	if (st == OK && there)
		trust_entry(&w->trust, seq, l.at);
	return st;
}

/* Whom this folder believes: as a run left it, else by its own entries. */
static enum status
trust_here(struct here *h)
{
	struct walk *const w = h->w;
	struct checkpoint c;
	struct str who;
	bool is = false;
	enum status st = masthead_here(h, &is);

	w->size = h->head.size;
	if (st == OK && is && h->head.size > 0)
		st = last_here(h);
	else if (st == OK && !is)
		st = follow_learn(w, h->s, &w->trust, h->head.size, STR(""),
		    NULL);
	job_reset(w->own, job_now(h->j));
	if (st == OK && w->trust.size != h->head.size)
		st = INVALID;
	if (st == OK)
		st = trust_head(&w->trust, h->j, h->note, &c, &who);
	if (st == OK)
		return OK;
	return damaged(h);
}

static void
believe_all(struct trust *t, const struct follow_opts *keys)
{
	for (size_t i = 0; i < keys->n_keys; i++)
		trust_key(t, keys->keys[i]);
}

enum status
here_read(struct here *h, const struct follow_opts *opts)
{
	struct follow_opts keys = { 0 };
	enum status st = source_get(h->s, h->j, STR("record/checkpoint"),
	    NOTE_BYTES_MAX, &h->note);

	trust_begin(&h->w->trust, h->j, STR(""));
	if (st == NOT_FOUND) {
		job_forgive(h->j);
		believe_all(&h->w->trust, opts);
		return OK;
	}
	if (st == OK)
		st = checkpoint_read(h->j, h->note, &h->head);
	if (st == OK)
		st = mirror_keys(h->j, h->folder, &keys);
	if (st != OK)
		return st;
	h->is = true;
	/* What was believed is believed on; a key that is given comes on top. */
	trust_begin(&h->w->trust, h->j, h->head.origin);
	believe_all(&h->w->trust, &keys);
	believe_all(&h->w->trust, opts);
	st = trust_here(h);
	return st == OK ? tree_here(h) : st;
}
