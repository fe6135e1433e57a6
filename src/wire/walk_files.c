/* SPDX-License-Identifier: ISC */
/* The text files and media that the entries of a log name. */
#include <string.h>

#include "record/paths.h"
#include "record/vouched.h"
#include "wire/walk.h"

/* What is asked for at once: the files of one bundle. */
struct batch_of {
	struct walk *w;
	struct job *one; /* for one file */
	int64_t *seqs;
	struct leaf *leaves;
	struct str *paths;
	size_t n;
	/* The media that they name, not seen before. */
	struct str *media;
	struct sha256 *media_shas;
	int64_t *media_seqs;
	size_t n_media, room;
};

static void
media_add(struct batch_of *b, int64_t seq, const struct vouched_file *f)
{
	struct walk *const w = b->w;
	struct id key;
	bool fresh = false;

	memcpy(key.b, f->sha.b, sizeof(key.b));
	(void)seen_at(&w->media, key, &fresh);
	if (!fresh)
		return;
	const struct str path = job_printf(w->own, "media/%.*s.%.*s",
	    STR_ARG(sha256_hex(w->own, f->sha)), STR_ARG(f->format));

	struct str bytes;

	if (w->have != NULL && w->have(w->arg, b->one, path, f->sha, &bytes)) {
		w->out->v.media++;
		return;
	}
	if (b->n_media == b->room) {
		const size_t room = b->room ? 2 * b->room : 16;

		b->media = job_grow(w->own, b->media,
		    b->room * sizeof(*b->media), room * sizeof(*b->media));
		b->media_shas = job_grow(w->own, b->media_shas,
		    b->room * sizeof(*b->media_shas),
		    room * sizeof(*b->media_shas));
		b->media_seqs = job_grow(w->own, b->media_seqs,
		    b->room * sizeof(*b->media_seqs),
		    room * sizeof(*b->media_seqs));
		b->room = room;
	}
	b->media[b->n_media] = path;
	b->media_shas[b->n_media] = f->sha;
	b->media_seqs[b->n_media++] = seq;
}

/* A path of media must be a name and no more, whatever the file says. */
static bool
format_good(struct str format)
{
	for (size_t i = 0; i < format.n; i++)
		if ((format.p[i] < 'a' || format.p[i] > 'z')
		    && (format.p[i] < '0' || format.p[i] > '9'))
			return false;
	return format.n > 0 && format.n <= 8;
}

static void
file_says(struct batch_of *b, size_t i, struct str bytes)
{
	struct walk *const w = b->w;
	const struct leaf *l = &b->leaves[i];
	struct vouched says;

	if (l->action == RECORD_REDACT)
		vouched_erased(b->one, bytes, w->j, &w->erased);
	if (vouched_read(b->one, l, bytes, &says) != OK) {
		walk_tell_entry(w, b->seqs[i], l, "file",
		    job_cstr(w->own, job_reason(b->one)));
		return;
	}
	if (!says.media_fits)
		walk_tell_entry(w, b->seqs[i], l, "record",
		    "its leaf was made of other media than its file names");
	if (!says.address_fits)
		walk_tell_entry(w, b->seqs[i], l, "record",
		    "its leaf was made of another address than its file has");
	for (size_t k = 0; w->with_media && l->has_media && k < says.n; k++)
		if (format_good(says.files[k].format))
			media_add(b, b->seqs[i], &says.files[k]);
}

/* Taken back: whether the log says so is known at its end. */
static void
withhold(struct walk *w, int64_t seq, struct str path, struct str line)
{
	const size_t n = (size_t)w->out->withheld++;

	if (n == w->withheld_room) {
		const size_t room = n ? 2 * n : 16;

		w->withheld = job_grow(w->j, w->withheld,
		    n * sizeof(*w->withheld), room * sizeof(*w->withheld));
		w->withheld_room = room;
	}
	w->withheld[n] = (struct withheld){ seq, job_str(w->j, path),
		job_str(w->j, line) };
}

/* True if there are bytes to look at; else what is missing was told. */
static enum status
/* NOLINTNEXTLINE(readability-function-size): one step after another */
came(struct walk *w, int64_t seq, const struct leaf *l, struct str path,
    struct str line, enum status st, struct str why, bool *is)
{
	*is = st == OK;
	switch (st) {
	case OK:
		return OK;
	case NOT_FOUND:
		walk_tell_entry(w, seq, l, job_cstr(w->own, path),
		    "it is not there");
		return OK;
	case INVALID:
		walk_tell_entry(w, seq, l, job_cstr(w->own, path),
		    job_cstr(w->own, why));
		return OK;
	case DENIED:
		withhold(w, seq, path, line);
		return walk_keep(w, w->keep_gone, path, STR(""));
	case CONFLICT:
	case BUSY:
	case FAULT:
		break;
	}
	return job_fail(w->j, st, "%.*s: %.*s", STR_ARG(path), STR_ARG(why));
}

static enum status
take_file(void *arg, size_t i, enum status st, struct str bytes, struct str why)
{
	struct batch_of *b = arg;
	struct walk *const w = b->w;
	bool is = false;

	st = came(w, b->seqs[i], &b->leaves[i], b->paths[i],
	    redactions_file(w->own, b->leaves[i].file), st, why, &is);
	if (st != OK || !is)
		return st;
	w->out->v.files++;
	if (!sha256_eq(sha256_of(bytes), b->leaves[i].file)) {
		walk_tell_entry(w, b->seqs[i], &b->leaves[i],
		    job_cstr(w->own, b->paths[i]),
		    "its text file is not the one that the log names");
		return OK;
	}
	if (record_has_thing(b->leaves[i].action))
		file_says(b, i, bytes);
	job_reset(b->one, job_now(w->j));
	return walk_keep(w, w->keep_file, b->paths[i], bytes);
}

static enum status
take_medium(void *arg, size_t i, enum status st, struct str bytes,
    struct str why)
{
	struct batch_of *b = arg;
	struct walk *const w = b->w;
	const struct leaf none = { .action = RECORD_BATCH };
	bool is = false;

	st = came(w, b->media_seqs[i], &none, b->media[i],
	    redactions_medium(w->own, b->media_shas[i]), st, why, &is);
	if (st != OK || !is)
		return st;
	w->out->v.media++;
	if (!sha256_eq(sha256_of(bytes), b->media_shas[i])) {
		walk_tell_entry(w, b->media_seqs[i], &none,
		    job_cstr(w->own, b->media[i]),
		    "its bytes are not what they were");
		return OK;
	}
	return walk_keep(w, w->keep_file, b->media[i], bytes);
}

/* The file of an entry among those to ask for, unless it is here. */
static void
file_add(struct batch_of *b, int64_t seq, struct str text)
{
	struct walk *const w = b->w;
	struct leaf l;

	if (leaf_of(w->own, text, &l) != OK) {
		job_forgive(w->own);
		return; /* was told */
	}
	if (l.action == RECORD_BATCH)
		return;
	const struct record_path p = { .part = PART_FILE, .sha = l.file };
	const struct str path = job_printf(w->own, "record/%.*s",
	    STR_ARG(record_path_name(w->own, &p)));

	struct str bytes;

	b->seqs[b->n] = seq;
	b->leaves[b->n] = l;
	b->paths[b->n] = path;
	if (w->have == NULL || !w->have(w->arg, b->one, path, l.file, &bytes)) {
		b->n++;
		return;
	}
	w->out->v.files++;
	if (record_has_thing(l.action))
		file_says(b, b->n, bytes);
	job_reset(b->one, job_now(w->j));
}

static enum status
tile_files(struct walk *w, struct source *kept, int64_t n)
{
	struct str *leaves = JOB_ARRAY(w->own, struct str, TILE_WIDTH);
	struct batch_of b = { .w = w,
		.one = job_new(job_now(w->j)),
		.seqs = JOB_ARRAY(w->own, int64_t, TILE_WIDTH),
		.leaves = JOB_ARRAY(w->own, struct leaf, TILE_WIDTH),
		.paths = JOB_ARRAY(w->own, struct str, TILE_WIDTH) };
	struct str bytes;
	bool there = false;
	enum status st = walk_bundle(w, kept, n, leaves, &bytes, &there);

	for (int64_t i = 0; st == OK && there && i < walk_width(w, n); i++)
		if (n * TILE_WIDTH + i >= w->from)
			file_add(&b, n * TILE_WIDTH + i, leaves[i]);
	if (st == OK && there)
		st = source_all(w->s, w->own, b.paths, b.n, RECORD_FILE_MAX,
		    take_file, &b);
	if (st == OK && b.n_media > 0)
		st = source_all(w->s, w->own, b.media, b.n_media,
		    FOLLOW_MEDIUM_MAX, take_medium, &b);
	if (st != OK && job_reason(w->j).n == 0)
		st = job_fail(w->j, st, "%.*s", STR_ARG(job_reason(w->own)));
	job_free(b.one);
	return st;
}

enum status
walk_files(struct walk *w, struct source *kept, struct progress *p)
{
	enum status st = OK;

	for (int64_t n = w->from >> TILE_BITS;
	     st == OK && n * TILE_WIDTH < w->size; n++) {
		progress_at(p, "text files", (uint64_t)(n * TILE_WIDTH),
		    (uint64_t)w->size);
		st = tile_files(w, kept, n);
		job_reset(w->own, job_now(w->j));
	}
	progress_end(p);
	return st;
}
