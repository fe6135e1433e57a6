/* SPDX-License-Identifier: ISC */
#include "wire/follow.h"

#define NOTE_BYTES_MAX ((size_t)4096)

/* ---- keys and head ---- */

enum status
follow_keys(struct job *j, struct str text, struct follow_opts *out)
{
	struct str line, key;

	while (str_line(&text, &line))
		while (str_cut(&line, ',', &key)) {
			key = str_trim(key);
			if (key.n == 0)
				continue;
			if (out->n_keys == FOLLOW_KEYS)
				return job_fail(j, INVALID, "more than %d keys",
				    FOLLOW_KEYS);
			out->keys[out->n_keys++] = key;
		}
	return OK;
}

/* At first use: the newest of the source's keys that signed its head. */
static enum status
own_key(struct walk *w, struct seen_head *h)
{
	struct follow_opts own = { 0 };
	struct str text;
	enum status st = source_get(w->s, w->j, STR("record/key"),
	    NOTE_BYTES_MAX, &text);

	if (st == OK)
		st = follow_keys(w->j, text, &own);
	if (st == OK && own.n_keys == 0)
		st = job_fail(w->j, INVALID, "it names no key");
	if (st != OK)
		return st;
	for (st = INVALID; st != OK && own.n_keys > 0; own.n_keys--) {
		job_forgive(w->j);
		st = checkpoint_open(w->j, h->note, own.keys[own.n_keys - 1],
		    &h->c);
		if (st == OK)
			trust_key(&w->trust, own.keys[own.n_keys - 1]);
	}
	return st;
}

enum status
follow_note(struct walk *w, struct seen_head *out)
{
	struct seen_head h = { 0 };
	enum status st = source_get(w->s, w->j, STR("record/checkpoint"),
	    NOTE_BYTES_MAX, &h.note);

	if (st == OK)
		st = checkpoint_read(w->j, h.note, &h.c);
	if (st == OK && w->trust.n == 0)
		st = own_key(w, &h);
	if (st == OK && h.c.size > FOLLOW_ENTRIES)
		st = job_fail(w->j, INVALID,
		    "it says that it has %lld entries; that can't be followed",
		    (long long)h.c.size);
	if (st == OK)
		*out = h;
	return st;
}

/* ---- later keys ---- */

/* *more is false if it is of no use to read on. */
static enum status
learn_entry(struct walk *w, struct source *s, struct trust *t, struct str leaf,
    bool *more)
{
	const int64_t seq = t->size;
	struct str turn;
	struct leaf l;
	enum status st = leaf_of(w->own, leaf, &l);

	if (st != OK)
		st = job_fail(w->own, INVALID, "it can't be read");
	else
		st = walk_trust(w, s, t, seq, &l, &turn);
	if (st != INVALID)
		return st;
	trust_doubt(t, seq,
	    job_printf(w->own, "can't be gone by (%.*s)",
		STR_ARG(job_reason(w->own))));
	job_forgive(w->own);
	*more = false;
	return OK;
}

static enum status
learn_bundle(struct walk *w, struct source *s, struct trust *t, struct str head,
    bool *more)
{
	struct str *leaves = JOB_ARRAY(w->own, struct str, TILE_WIDTH);
	const int64_t n = t->size >> TILE_BITS, first = n * TILE_WIDTH;
	struct checkpoint c;
	struct str bytes, who;
	enum status st = walk_bundle(w, s, n, leaves, &bytes, more);

	while (st == OK && *more && t->size < first + walk_width(w, n)) {
		const int notes = t->notes;

		st = learn_entry(w, s, t, leaves[t->size - first], more);
		if (st == OK && t->notes > notes && head.n > 0) {
			*more = trust_head(t, w->own, head, &c, &who) != OK;
			job_forgive(w->own);
		}
	}
	return st;
}

enum status
follow_learn(struct walk *w, struct source *s, struct trust *t, int64_t size,
    struct str head, struct progress *p)
{
	bool more = true;
	enum status st = OK;

	w->size = size;
	while (st == OK && more && t->size < size) {
		progress_at(p, "entries, for their keys", (uint64_t)t->size,
		    (uint64_t)size);
		st = learn_bundle(w, s, t, head, &more);
		job_reset(w->own, job_now(w->j));
	}
	progress_end(p);
	return st;
}

enum status
follow_believe(struct walk *w, struct seen_head *h, struct progress *p)
{
	struct trust *t = JOB_NEW(w->j, struct trust);
	enum status st;

	if (trust_head(&w->trust, w->j, h->note, &h->c, &h->verifier) == OK)
		return OK;
	job_forgive(w->j);
	*t = w->trust;
	st = follow_learn(w, w->s, t, h->c.size, h->note, p);
	return st == OK ? trust_head(t, w->j, h->note, &h->c, &h->verifier)
			: st;
}

/* ---- verify ---- */

/* Whoever answers "gone" has to have said so in the log. */
static void
check_withheld(struct walk *w)
{
	redactions_sort(&w->erased);
	for (int64_t i = 0; i < w->out->withheld; i++)
		if (!redactions_has(&w->erased, w->withheld[i].line))
			walk_tell(w, w->withheld[i].seq, STR(""),
			    w->withheld[i].path,
			    "it is gone, and no redaction says that it was "
			    "erased",
			    WALK_LIE);
}

/* The tree that came out is the one that was signed, by who signs then. */
static enum status
check_signed(struct walk *w, struct seen_head *h)
{
	const struct sha256 root = edge_root(&w->edge);

	w->out->v.root = sha256_hex(w->j, root);
	if ((int64_t)w->edge.size == h->c.size && sha256_eq(root, h->c.root))
		return trust_head(&w->trust, w->j, h->note, &h->c,
		    &h->verifier);
	walk_tell(w, -1, STR(""), STR("checkpoint"),
	    "the leaves are not those whose root was signed", WALK_LIE);
	return OK;
}

static enum status
verify(struct walk *w, bool no_files, struct progress *p)
{
	struct seen_head h = { 0 };
	enum status st;

	w->compare = true;
	w->out->first_use = w->trust.n == 0;
	st = follow_note(w, &h);
	if (st == OK)
		st = follow_believe(w, &h, p);
	w->size = h.c.size;
	if (st == OK)
		st = walk_log(w, p);
	if (st == OK)
		st = check_signed(w, &h);
	if (st != OK)
		return st;
	w->out->v.origin = h.c.origin;
	w->out->v.verifier = h.verifier;
	if (no_files || (int64_t)w->edge.size != h.c.size)
		return OK;
	st = walk_files(w, w->s, p);
	if (st == OK)
		check_withheld(w);
	return st;
}

enum status
follow_verify(struct job *j, struct str place, const struct follow_opts *opts,
    struct progress *p, struct followed *out)
{
	struct followed f = { 0 };
	struct source *s = NULL;
	struct walk w;
	enum status st = source_open(j, place, &s);

	if (st != OK)
		return st;
	walk_begin(&w, j, s, &f);
	w.with_media = opts->media;
	trust_begin(&w.trust, j, STR(""));
	for (size_t i = 0; i < opts->n_keys; i++)
		trust_key(&w.trust, opts->keys[i]);
	st = verify(&w, opts->no_files, p);
	walk_end(&w);
	source_close(s);
	if (st == OK)
		*out = f;
	return st;
}
