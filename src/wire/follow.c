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

/* By whichever of the keys signed it. */
static enum status
open_by(struct job *j, const struct follow_opts *keys, struct str note,
    struct seen_head *h)
{
	struct job *own = job_new(job_now(j));
	enum status st = INVALID;

	for (size_t i = 0; st != OK && i < keys->n_keys; i++) {
		job_forgive(own);
		st = checkpoint_open(own, note, keys->keys[i], &h->c);
		if (st == OK)
			h->verifier = job_str(j, keys->keys[i]);
	}
	if (st != OK)
		st = job_fail(j, INVALID, "%.*s",
		    STR_ARG(keys->n_keys ? job_reason(own)
					 : STR("it names no key")));
	else
		h->c.origin = job_str(j, h->c.origin);
	job_free(own);
	return st;
}

enum status
follow_head(struct source *s, struct job *j, const struct follow_opts *opts,
    struct seen_head *out)
{
	struct follow_opts own = { 0 };
	struct seen_head h = { 0 };
	enum status st = source_get(s, j, STR("record/checkpoint"),
	    NOTE_BYTES_MAX, &h.note);

	if (st == OK && opts->n_keys == 0) {
		st = source_get(s, j, STR("record/key"), NOTE_BYTES_MAX,
		    &h.all_keys);
		if (st == OK)
			st = follow_keys(j, h.all_keys, &own);
	}
	if (st == OK)
		st = open_by(j, opts->n_keys ? opts : &own, h.note, &h);
	if (st == OK && h.c.size > FOLLOW_ENTRIES)
		st = job_fail(j, INVALID,
		    "it says that it has %lld entries; that can't be followed",
		    (long long)h.c.size);
	if (st == OK)
		*out = h;
	return st;
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

static enum status
verify(struct walk *w, const struct follow_opts *opts, struct progress *p)
{
	struct followed *const out = w->out;
	struct seen_head h;
	enum status st = follow_head(w->s, w->j, opts, &h);

	if (st != OK)
		return st;
	w->size = h.c.size;
	w->compare = true;
	out->first_use = opts->n_keys == 0;
	out->v.origin = h.c.origin;
	out->v.verifier = h.verifier;
	st = walk_log(w, p);
	if (st != OK)
		return st;
	out->v.root = sha256_hex(w->j, edge_root(&w->edge));
	if ((int64_t)w->edge.size != h.c.size
	    || !sha256_eq(edge_root(&w->edge), h.c.root))
		walk_tell(w, -1, STR(""), STR("checkpoint"),
		    "the leaves are not those whose root was signed", WALK_LIE);
	if (opts->no_files || (int64_t)w->edge.size != h.c.size)
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
	st = verify(&w, opts, p);
	walk_end(&w);
	source_close(s);
	if (st == OK)
		*out = f;
	return st;
}
