/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/buf.h"
#include "record/inside.h"

enum status
hash_of(struct job *j, struct str bytes, struct sha256 *out)
{
	if (bytes.n != SHA256_BYTES)
		return job_fail(j, FAULT,
		    "the record is damaged; see \"stet record verify\"");
	memcpy(out->b, bytes.p, SHA256_BYTES);
	return OK;
}

enum status
head_read(struct store *s, struct job *j, struct head *out)
{
	struct val v[6];
	const enum status st = store_one(s, j, SQL_RECORD_HEAD, NO_VALS, v, 6);

	if (st == NOT_FOUND)
		return job_fail(j, FAULT, "this site has no record yet");
	if (st != OK)
		return st;
	struct head h = { .size = v[0].i,
		.at = v[1].i,
		.origin = v[3].s,
		.verifier = v[4].s,
		.checkpoint = v[5].s };

	if (!edge_of(v[2].s, (uint64_t)h.size, &h.edge))
		return job_fail(j, FAULT,
		    "the record's head is damaged; see \"stet record verify\"");
	*out = h;
	return OK;
}

enum status
record_origin(struct store *s, struct job *j, struct str *out)
{
	struct head h;
	const enum status st = head_read(s, j, &h);

	if (st == OK)
		*out = h.origin;
	return st;
}

enum status
record_size(struct store *s, struct job *j, int64_t *out)
{
	struct val v;
	const enum status st = store_one(s, j, SQL_RECORD_END, NO_VALS, &v, 1);

	if (st == OK)
		*out = v.i;
	return st;
}

static enum status
damaged(struct job *j, int64_t seq)
{
	return job_fail(j, FAULT, "entry %lld is damaged", (long long)seq);
}

static enum status
leaf_at(struct store *s, struct job *j, int64_t seq, struct leaf *out)
{
	struct str text = STR("");
	const enum status st = record_leaf(s, j, seq, &text);

	if (st != OK)
		return st;
	return leaf_of(j, text, out) == OK ? OK : damaged(j, seq);
}

enum status
record_entry(struct store *s, struct job *j, int64_t seq, struct entry *out)
{
	struct val t[5] = { 0 };
	struct leaf l;
	enum status st = leaf_at(s, j, seq, &l);

	if (st != OK)
		return st;
	if (record_has_thing(l.action))
		st = store_one(s, j, SQL_RECORD_THING_AT,
		    VALS(val_blob(id_str(&l.thing))), t, 5);
	if (st == NOT_FOUND)
		return damaged(j, seq);
	if (st == OK)
		*out = (struct entry){ seq, l.action, l.at, t[0].i, l.thing,
			l.type, l.revision, l.file, l.intent, false, t[3].i };
	return st;
}

enum status
record_file_of(struct store *s, struct job *j, int64_t seq, bool *has,
    struct sha256 *out)
{
	struct leaf l;
	const enum status st = leaf_at(s, j, seq, &l);

	if (st != OK)
		return st;
	*has = record_has_thing(l.action) || l.action == RECORD_LOG;
	*out = l.file;
	return OK;
}

static enum status
by_thing(struct store *s, struct job *j, struct id thing, bool live_only,
    struct entry *out)
{
	struct val t[5];
	const enum status st = store_one(s, j, SQL_RECORD_THING_AT,
	    VALS(val_blob(id_str(&thing))), t, 5);

	if (st == NOT_FOUND || (st == OK && live_only && t[4].i == 0))
		return job_fail(j, NOT_FOUND, "nothing %s under that id",
		    live_only ? "is published now" : "was ever published");
	return st == OK ? record_entry(s, j, t[3].i, out) : st;
}

enum status
record_live(struct store *s, struct job *j, struct id thing, struct entry *out)
{
	return by_thing(s, j, thing, true, out);
}

enum status
record_last(struct store *s, struct job *j, struct id thing, struct entry *out)
{
	return by_thing(s, j, thing, false, out);
}

enum status
record_of_intent(struct store *s, struct job *j, struct id intent,
    struct entry *out)
{
	struct val v;
	const enum status st = store_one(s, j, SQL_RECORD_BY_INTENT,
	    VALS(val_blob(id_str(&intent))), &v, 1);

	return st == OK ? record_entry(s, j, v.i, out) : st;
}

enum status
record_text(struct store *s, struct job *j, struct deflater *d, int64_t seq,
    struct str *out)
{
	struct val v[2];
	const enum status st = store_one(s, j, SQL_RECORD_CONTENT_AT,
	    VALS(val_int(seq)), v, 2);

	if (st == NOT_FOUND)
		return job_fail(j, NOT_FOUND, "entry %lld has no text file",
		    (long long)seq);
	if (st == OK && v[1].s.n == 0)
		return job_fail(j, NOT_FOUND,
		    "the text file of entry %lld was erased by a redaction",
		    (long long)seq);
	return st == OK ? deflate_unpack(d, j, v[1].s, RECORD_FILE_MAX, out)
			: st;
}

enum status
record_text_left(struct store *s, struct job *j, struct deflater *d,
    int64_t seq, struct str *out)
{
	struct val v;
	enum status st = record_text(s, j, d, seq, out);

	if (st != NOT_FOUND)
		return st;
	st = store_one(s, j, SQL_RECORD_ERASED_AT, VALS(val_int(seq)), &v, 1);
	if (st == OK && v.i < 0)
		st = NOT_FOUND;
	if (st != OK)
		return st;
	job_forgive(j);
	return record_text(s, j, d, v.i, out);
}

enum status
record_checkpoint(struct store *s, struct job *j, struct str *out)
{
	struct head h;
	const enum status st = head_read(s, j, &h);

	if (st == OK)
		*out = h.checkpoint;
	return st;
}

enum status
record_seals(struct store *s, struct job *j, struct seals *out)
{
	struct seals all = { NULL, 0 };
	size_t room = 0;
	bool null = false;
	struct rows r;
	enum status st = rows_begin(s, j, SQL_RECORD_SEALS, NO_VALS, &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		null = null || row_is_null(&r, 1) || row_is_null(&r, 2);
		if (all.n == room) {
			all.at = job_grow(j, all.at, room * sizeof(*all.at),
			    (room + 4) * sizeof(*all.at));
			room += 4;
		}
		all.at[all.n++] = (struct seal){ job_str(j, row_str(&r, 0)),
			row_int(&r, 1), row_int(&r, 2) };
	}
	st = rows_end(&r);
	if (st == OK && null)
		return job_fail(j, FAULT,
		    "the record's keys are damaged; see \"stet record "
		    "verify\"");
	if (st == OK)
		*out = all;
	return st;
}

enum status
record_key_lines(struct store *s, struct job *j, struct str *out)
{
	struct seals keys = { NULL, 0 };
	struct str lines = STR("");
	const enum status st = record_seals(s, j, &keys);

	if (st != OK)
		return st;
	for (size_t i = 0; i < keys.n; i++)
		if (seal_signs(&keys.at[i], job_now(j)))
			lines = job_printf(j, "%.*s%.*s\n", STR_ARG(lines),
			    STR_ARG(keys.at[i].verifier));
	*out = lines;
	return OK;
}

enum status
record_verifier(struct store *s, struct job *j, struct str *out)
{
	struct head h;
	const enum status st = head_read(s, j, &h);

	if (st == OK)
		*out = h.verifier;
	return st;
}

/* How many of the tile's hashes there are; NOT_FOUND if fewer than asked. */
static enum status
tile_width(struct store *s, struct job *j, int level, int64_t n, int *width)
{
	int64_t size = 0;
	enum status st = OK;

	if (level < 0 || level >= TILE_LEVELS || n < 0 || n >= (int64_t)1 << 48
	    || *width < 0 || *width > TILE_WIDTH)
		return job_fail(j, NOT_FOUND, "there is no such tile");
	st = record_size(s, j, &size);
	if (st != OK)
		return st;
	const int64_t there = (size >> (TILE_BITS * level))
	    - n * (int64_t)TILE_WIDTH;

	if (*width == 0)
		*width = TILE_WIDTH;
	if (there < *width)
		return job_fail(j, NOT_FOUND, "the log is not that long");
	return OK;
}

static void
put_with_length(struct buf *b, struct str leaf)
{
	buf_ch(b, (char)(leaf.n >> 8));
	buf_ch(b, (char)(leaf.n & 0xff));
	buf_put(b, leaf);
}

/*
 * Leaf hashes of entries first..first+n, or their leaves, each after its
 * length.
 */
static enum status
gather(struct store *s, struct job *j, enum stmt q, int64_t first, int n,
    struct buf *b)
{
	struct rows r;
	int got = 0;
	enum status st = rows_begin(s, j, q,
	    VALS(val_int(first), val_int(first + n)), &r);

	if (st != OK)
		return st;
	for (; rows_next(&r); got++)
		if (q == SQL_RECORD_LEAVES)
			put_with_length(b, row_str(&r, 0));
		else
			buf_put(b, row_str(&r, 0));
	st = rows_end(&r);
	if (st == OK && got != n)
		return job_fail(j, FAULT,
		    "the record is damaged; see \"stet record verify\"");
	return st;
}

enum status
record_tile(struct store *s, struct job *j, int level, int64_t n, int width,
    struct str *out)
{
	struct buf b = buf_in(j, TILE_BYTES);
	struct val v;
	enum status st = tile_width(s, j, level, n, &width);

	if (st != OK)
		return st;
	st = store_one(s, j, SQL_RECORD_TILE_AT,
	    VALS(val_int(tile_place(level, n))), &v, 1);
	if (st == OK)
		*out = str_sub(v.s, 0, (size_t)width * SHA256_BYTES);
	if (st != NOT_FOUND || level > 0)
		return st;
	/* Of level 0 only full tiles are stored. */
	st = gather(s, j, SQL_RECORD_LEAF_HASHES, n << TILE_BITS, width, &b);
	return st == OK ? buf_done(&b, out) : st;
}

enum status
record_leaf(struct store *s, struct job *j, int64_t seq, struct str *out)
{
	struct val v[3];
	const enum status st = store_one(s, j, SQL_RECORD_AT,
	    VALS(val_int(seq)), v, 3);

	if (st == NOT_FOUND)
		return job_fail(j, NOT_FOUND, "the record has no entry %lld",
		    (long long)seq);
	if (st == OK)
		*out = v[0].s;
	return st;
}

enum status
record_entries_tile(struct store *s, struct job *j, int64_t n, int width,
    struct str *out)
{
	struct buf b = buf_in(j, TILE_WIDTH * (LEAF_MAX + 2));
	enum status st = tile_width(s, j, 0, n, &width);

	if (st == OK)
		st = gather(s, j, SQL_RECORD_LEAVES, n << TILE_BITS, width, &b);
	return st == OK ? buf_done(&b, out) : st;
}

enum status
record_file(struct store *s, struct job *j, struct deflater *d,
    struct sha256 sha, struct str *out)
{
	struct rows r;
	struct str packed = { NULL, 0 };
	bool known = false;
	enum status st = rows_begin(s, j, SQL_RECORD_CONTENT_BY_SHA,
	    VALS(val_int(sha_key(sha))), &r);

	if (st != OK)
		return st;
	while (packed.n == 0 && rows_next(&r))
		if (str_eq(row_str(&r, 0), sha256_str(&sha))) {
			packed = job_str(j, row_str(&r, 1));
			known = true;
		}
	st = rows_end(&r);
	if (st == OK && packed.n == 0 && known)
		return job_fail(j, DENIED, "the text file was erased");
	if (st == OK && packed.n == 0)
		return job_fail(j, NOT_FOUND,
		    "the record holds no file with that hash");
	return st == OK ? deflate_unpack(d, j, packed, RECORD_FILE_MAX, out)
			: st;
}
