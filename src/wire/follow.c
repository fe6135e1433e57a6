/* SPDX-License-Identifier: ISC */
/*
 * 1. tile[0] holds the hashes of the leaves since the last full tile, tile[n]
 *    those of the full tiles below it; edge is of the same leaves.
 * 2. What a source says is damage if it is wrong, and a failure only if it
 *    can't be asked at all.
 * 3. Memory is bounded: one bundle, FETCH_AT_ONCE files, and what order and
 *    media remember of each thing.
 */
#include "wire/follow.h"

#include <string.h>

#include "base/buf.h"
#include "record/bundle.h"
#include "record/paths.h"
#include "record/vouched.h"

#define NOTE_BYTES_MAX ((size_t)4096)
#define BUNDLE_MAX (TILE_WIDTH * (LEAF_MAX + 2))
#define LIE "its source is not to be trusted; compare with another copy"
#define ASK "ask again later, or look at another copy"

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

/* ---- damage ---- */

static void
tell(struct walk *w, int64_t seq, struct str thing, struct str where,
    const char *what, const char *advice)
{
	verified_tell(&w->out->v, w->j,
	    &(struct damage){ seq, thing, where, str_of(what),
		str_of(advice) });
}

static void
tell_entry(struct walk *w, int64_t seq, const struct leaf *l, const char *where,
    const char *what)
{
	tell(w, seq,
	    record_has_thing(l->action) ? id_hex(w->own, l->thing) : STR(""),
	    str_of(where), what, LIE);
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
		tell(w, -1, STR(""), name, job_cstr(w->own, job_reason(w->own)),
		    ASK);
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

/* What could not be kept is the caller's failure. */
static enum status
keep(struct walk *w, follow_keep *with, struct str path, struct str bytes)
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
	return keep(w, w->keep_log,
	    job_printf(w->own, "record/%.*s",
		STR_ARG(record_path_name(w->own, p))),
	    bytes);
}

/* A tile as it came out of the leaves; the source's has to be the same. */
static enum status
tile_made(struct walk *w, int level, int64_t n)
{
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
		tell(w, -1, STR(""), record_path_name(w->own, &p),
		    "it does not fit the leaves", LIE);
	return st == OK ? keep_log(w, &p, want) : st;
}

static enum status
hash_add(struct walk *w, struct sha256 hash)
{
	int64_t n = (int64_t)w->edge.size;
	enum status st = OK;

	edge_append(&w->edge, hash);
	for (int level = 0; st == OK && level < TILE_LEVELS; level++) {
		struct buf *b = &w->tile[level];

		buf_put(b, sha256_str(&hash));
		if (buf_so_far(b).n < TILE_BYTES)
			return OK;
		st = tile_made(w, level, n >> TILE_BITS);
		hash = tree_fold(buf_so_far(b));
		b->n = 0;
		n >>= TILE_BITS;
	}
	return st;
}

/* What is left at the end, level by level. */
static enum status
last_tiles(struct walk *w)
{
	enum status st = OK;

	for (int level = 0; st == OK && level < TILE_LEVELS; level++)
		if (buf_so_far(&w->tile[level]).n > 0)
			st = tile_made(w, level,
			    (int64_t)(w->edge.size
				>> (TILE_BITS * (level + 1))));
	return st;
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

static void
check_leaf(struct walk *w, int64_t seq, struct str text)
{
	const char *wrong[ORDER_WRONGS];
	struct leaf l;

	if (leaf_of(w->own, text, &l) != OK) {
		job_forgive(w->own);
		tell(w, seq, STR(""), STR("record"), "its leaf can't be read",
		    LIE);
		return;
	}
	const size_t n = order_next(&w->order, &l, seq, wrong);

	/* Of things that were known before, the order knows nothing. */
	for (size_t i = 0; w->from == 0 && i < n; i++)
		tell_entry(w, seq, &l, "record", wrong[i]);
	w->out->v.at = l.at;
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
		tell(w, seq, STR(""), STR("record"),
		    "its leaf and its tile disagree", LIE);
	check_leaf(w, seq, leaf);
	return hash_add(w, hash);
}

static int64_t
width_of(const struct walk *w, int64_t n)
{
	const int64_t left = w->size - n * TILE_WIDTH;

	return left < TILE_WIDTH ? left : TILE_WIDTH;
}

/*
 * The n-th bundle, cut; *there is false if it is not to be had or is none.
 * Without one the tree can't be made any further.
 */
static enum status
get_bundle(struct walk *w, struct source *s, int64_t n, struct str *leaves,
    struct str *bytes, bool *there)
{
	const int64_t width = width_of(w, n);
	const struct record_path p = tile_path(PART_ENTRIES, 0, n, width);
	enum status st = get_tile(w, s, &p, BUNDLE_MAX, bytes, there);
	struct str rest;

	if (st != OK || !*there)
		return st;
	*there = cut_bundle(*bytes, (size_t)width, leaves);
	if (!*there) {
		tell(w, n * TILE_WIDTH, STR(""), record_path_name(w->own, &p),
		    "it can't be read", LIE);
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
	const int64_t first = n * TILE_WIDTH, width = width_of(w, n);
	const struct record_path hashes_at = tile_path(PART_TILE, 0, n, width),
				 bundle_at = tile_path(PART_ENTRIES, 0, n,
				     width);
	struct str hashes = { NULL, 0 }, bundle;
	bool has_hashes = false;
	enum status st = get_bundle(w, w->s, n, leaves, &bundle, there);

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
		st = last_tiles(w);
	job_reset(w->own, job_now(w->j));
	return st;
}

/* ---- text files and media ---- */

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
		tell_entry(w, b->seqs[i], l, "file",
		    job_cstr(w->own, job_reason(b->one)));
		return;
	}
	if (!says.media_fits)
		tell_entry(w, b->seqs[i], l, "record",
		    "its leaf was made of other media than its file names");
	if (!says.address_fits)
		tell_entry(w, b->seqs[i], l, "record",
		    "its leaf was made of another address than its file has");
	for (size_t k = 0; w->opts->media && l->has_media && k < says.n; k++)
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
		tell_entry(w, seq, l, job_cstr(w->own, path),
		    "it is not there");
		return OK;
	case INVALID:
		tell_entry(w, seq, l, job_cstr(w->own, path),
		    job_cstr(w->own, why));
		return OK;
	case DENIED:
		withhold(w, seq, path, line);
		return keep(w, w->keep_gone, path, STR(""));
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
		tell_entry(w, b->seqs[i], &b->leaves[i],
		    job_cstr(w->own, b->paths[i]),
		    "its text file is not the one that the log names");
		return OK;
	}
	if (record_has_thing(b->leaves[i].action))
		file_says(b, i, bytes);
	job_reset(b->one, job_now(w->j));
	return keep(w, w->keep_file, b->paths[i], bytes);
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
		tell_entry(w, b->media_seqs[i], &none,
		    job_cstr(w->own, b->media[i]),
		    "its bytes are not what they were");
		return OK;
	}
	return keep(w, w->keep_file, b->media[i], bytes);
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
	enum status st = get_bundle(w, kept, n, leaves, &bytes, &there);

	for (int64_t i = 0; st == OK && there && i < width_of(w, n); i++)
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

/* ---- verify ---- */

void
walk_begin(struct walk *w, struct job *j, struct source *s,
    const struct follow_opts *opts, struct followed *out)
{
	*w = (struct walk){ .s = s, .j = j, .opts = opts, .out = out };
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

/* Whoever answers "gone" has to have said so in the log. */
static void
check_withheld(struct walk *w)
{
	redactions_sort(&w->erased);
	for (int64_t i = 0; i < w->out->withheld; i++)
		if (!redactions_has(&w->erased, w->withheld[i].line))
			tell(w, w->withheld[i].seq, STR(""),
			    w->withheld[i].path,
			    "it is gone, and no redaction says that it was "
			    "erased",
			    LIE);
}

static enum status
verify(struct walk *w, struct progress *p)
{
	struct followed *const out = w->out;
	struct seen_head h;
	enum status st = follow_head(w->s, w->j, w->opts, &h);

	if (st != OK)
		return st;
	w->size = h.c.size;
	w->compare = true;
	out->first_use = w->opts->n_keys == 0;
	out->v.origin = h.c.origin;
	out->v.verifier = h.verifier;
	st = walk_log(w, p);
	if (st != OK)
		return st;
	out->v.root = sha256_hex(w->j, edge_root(&w->edge));
	if ((int64_t)w->edge.size != h.c.size
	    || !sha256_eq(edge_root(&w->edge), h.c.root))
		tell(w, -1, STR(""), STR("checkpoint"),
		    "the leaves are not those whose root was signed", LIE);
	if (w->opts->no_files || (int64_t)w->edge.size != h.c.size)
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
	walk_begin(&w, j, s, opts, &f);
	st = verify(&w, p);
	walk_end(&w);
	source_close(s);
	if (st == OK)
		*out = f;
	return st;
}
