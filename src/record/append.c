/* SPDX-License-Identifier: ISC */
/*
 * 1. head.size is the number of entries; the next one takes it as its seq.
 *    All under the write lock, so there are no gaps.
 * 2. head.edge holds the full subtrees that size falls into, so an append
 *    hashes O(log n) nodes and reads nothing of the log.
 * 3. A tile of level 0 is written when its 256th leaf arrives, and its root is
 *    then added to the tile above, which grows until it is full in turn.
 * 4. head.checkpoint is of the state before the transaction until
 *    record_seal() signs the new one, in the same transaction.
 */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "record/inside.h"
#include "record/masthead.h"

#define TYPE_MAX ((size_t)32)

struct thing {
	int64_t num, revision, seq;
	bool live;
};

struct salt
salt_random(void)
{
	struct salt salt;

	randombytes_buf(salt.b, sizeof(salt.b));
	return salt;
}

struct batch
batch_random(void)
{
	struct batch batch;

	randombytes_buf(batch.b, sizeof(batch.b));
	return batch;
}

struct id
record_batch_intent(struct batch batch, uint64_t i)
{
	struct id id;

	memcpy(id.b, batch.b, sizeof(batch.b));
	for (size_t at = ID_BYTES; at > sizeof(batch.b); at--) {
		id.b[at - 1] = (unsigned char)i;
		i >>= 8;
	}
	return id;
}

static enum status
end_read(struct store *s, struct job *j, struct head *out)
{
	struct val v[4];
	enum status st = store_one(s, j, SQL_RECORD_END, NO_VALS, v, 4);

	if (st == NOT_FOUND)
		return job_fail(j, FAULT, "this site has no record yet");
	if (st != OK)
		return st;
	out->held = v[3].i != 0;
	out->size = v[0].i;
	out->at = v[1].i;
	if (!edge_of(v[2].s, (uint64_t)out->size, &out->edge))
		return job_fail(j, FAULT,
		    "the record's head is damaged; see \"stet record verify\"");
	return OK;
}

/* The same for who appends. */
static enum status
end_for_append(struct store *s, struct job *j, struct head *out)
{
	const enum status st = end_read(s, j, out);

	if (st == OK && out->held)
		return job_fail(j, DENIED,
		    "this paper came back from a backup, and its log takes "
		    "nothing until it is sure that nothing newer was signed: "
		    "stet restore --head FILE|URL, or --new-log; see "
		    "stet-backup(1)");
	return st;
}

static enum status
thing_read(struct store *s, struct job *j, struct id id, struct thing *out)
{
	struct val v[5];
	const enum status st = store_one(s, j, SQL_RECORD_THING_AT,
	    VALS(val_blob(id_str(&id))), v, 5);

	*out = (struct thing){ 0 };
	if (st == NOT_FOUND)
		return OK;
	if (st == OK)
		*out = (struct thing){ v[0].i, v[2].i, v[3].i, v[4].i != 0 };
	return st;
}

static bool
type_good(struct str type)
{
	if (type.n == 0 || type.n > TYPE_MAX)
		return false;
	for (size_t i = 0; i < type.n; i++)
		if ((type.p[i] < 'a' || type.p[i] > 'z') && type.p[i] != '-')
			return false;
	return true;
}

static enum status
intent_check(struct job *j, const struct intent *in)
{
	if (in->action >= RECORD_BATCH)
		return job_fail(j, INVALID,
		    "a batch is closed by its own call");
	if (id_is_none(in->id) || id_is_none(in->thing))
		return job_fail(j, INVALID, "an intent and its thing need ids");
	if (!type_good(in->type))
		return job_fail(j, INVALID, "\"%.*s\" is no type of thing",
		    STR_ARG(str_sub(in->type, 0, 80)));
	if (in->file.n == 0 || in->file.n > RECORD_FILE_MAX)
		return job_fail(j, INVALID,
		    "a text file has 1 to %zu bytes, not %zu", RECORD_FILE_MAX,
		    in->file.n);
	return OK;
}

/* Whether the action follows from where the thing stands. */
static enum status
base_check(struct job *j, const struct intent *in, const struct thing *t)
{
	const int64_t live = t->live ? t->revision : 0;

	if (in->base != live && live == 0)
		return job_fail(j, CONFLICT,
		    "it says it follows revision %lld, but none is published "
		    "now",
		    (long long)in->base);
	if (in->base != live)
		return job_fail(j, CONFLICT,
		    "it says it follows revision %lld, but revision %lld is "
		    "live; take over what changed and try again",
		    (long long)in->base, (long long)live);
	if (live != 0 && in->action == RECORD_PUBLISH)
		return job_fail(j, INVALID,
		    "it is published already, so this can only be an update "
		    "or a correction");
	if (live == 0 && in->action != RECORD_PUBLISH
	    && (in->action != RECORD_REDACT || t->num == 0))
		return job_fail(j, INVALID,
		    "it is not published, so there is nothing to %.*s",
		    STR_ARG(record_action_name(in->action)));
	return OK;
}

/* Add a hash to the tile above, and so on up while tiles fill. */
static enum status
tiles_above(struct store *s, struct job *j, int64_t n, struct sha256 root)
{
	enum status st = OK;

	for (int level = 1; st == OK && level < TILE_LEVELS; level++) {
		const int64_t place = tile_place(level, n >> TILE_BITS);
		struct buf b = buf_in(j, TILE_BYTES);
		struct val old = { 0 };
		struct str bytes = { NULL, 0 };

		if ((n & (TILE_WIDTH - 1)) != 0)
			st = store_one(s, j, SQL_RECORD_TILE_AT,
			    VALS(val_int(place)), &old, 1);
		if (st != OK)
			return st;
		buf_put(&b, old.s);
		buf_put(&b, sha256_str(&root));
		st = buf_done(&b, &bytes);
		if (st == OK)
			st = store_run(s, j, SQL_RECORD_TILE_PUT,
			    VALS(val_int(place), val_blob(bytes)));
		if (st != OK || bytes.n < TILE_BYTES)
			return st;
		root = tree_fold(bytes);
		n >>= TILE_BITS;
	}
	return st;
}

/* The n-th tile of level 0 has just got its last leaf. */
static enum status
tile_full(struct store *s, struct job *j, int64_t n)
{
	struct buf b = buf_in(j, TILE_BYTES);
	struct str bytes = { NULL, 0 };
	struct rows r;
	enum status st = rows_begin(s, j, SQL_RECORD_LEAF_HASHES,
	    VALS(val_int(n << TILE_BITS), val_int((n + 1) << TILE_BITS)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		buf_put(&b, row_str(&r, 0));
	st = rows_end(&r);
	if (st == OK)
		st = buf_done(&b, &bytes);
	if (st == OK && bytes.n != TILE_BYTES)
		return job_fail(j, FAULT,
		    "the record is damaged; see \"stet record verify\"");
	if (st == OK)
		st = store_run(s, j, SQL_RECORD_TILE_PUT,
		    VALS(val_int(tile_place(0, n)), val_blob(bytes)));
	return st == OK ? tiles_above(s, j, n, tree_fold(bytes)) : st;
}

/* The leaf into the log, its tiles and the head. */
static enum status
leaf_put(struct store *s, struct job *j, struct head *h, const struct leaf *l)
{
	const struct str text = leaf_text(j, l);
	const struct sha256 hash = tree_leaf(text);
	const int64_t seq = h->size;
	enum status st = store_run(s, j, SQL_RECORD_PUT,
	    VALS(val_int(seq), val_blob(text), val_blob(sha256_str(&hash)),
		val_blob(id_str(&l->intent))));

	edge_append(&h->edge, hash);
	if (st == OK && ((seq + 1) & (TILE_WIDTH - 1)) == 0)
		st = tile_full(s, j, seq >> TILE_BITS);
	if (st == OK)
		st = store_run(s, j, SQL_RECORD_END_SET,
		    VALS(val_int(seq + 1), val_int(l->at),
			val_blob(edge_bytes(&h->edge))));
	return st;
}

static enum status
content_put(struct store *s, struct job *j, struct deflater *d, int64_t seq,
    struct str file, struct str packed, struct sha256 sha)
{
	assert(packed.n > 0 || d != NULL);
	if (packed.n == 0)
		packed = deflate_pack(d, j, file);
	return store_run(s, j, SQL_RECORD_CONTENT_PUT,
	    VALS(val_int(seq), val_int(sha_key(sha)),
		val_blob(sha256_str(&sha)), val_blob(packed)));
}

/* As record_erase() leaves it. */
static enum status
content_gone(struct store *s, struct job *j, int64_t seq, struct sha256 sha)
{
	return store_run(s, j, SQL_RECORD_CONTENT_PUT,
	    VALS(val_int(seq), val_int(sha_key(sha)),
		val_blob(sha256_str(&sha)), val_blob(STR(""))));
}

static enum status
thing_put(struct store *s, struct job *j, const struct intent *in,
    struct thing *t)
{
	const struct val type = val_text(in->type),
			 revision = val_int(t->revision), seq = val_int(t->seq),
			 live = val_int(t->live);
	enum status st = OK;

	if (t->num != 0)
		return store_run(s, j, SQL_RECORD_THING_SET,
		    VALS(val_int(t->num), type, revision, seq, live));
	st = store_run(s, j, SQL_RECORD_THING_PUT,
	    VALS(val_blob(id_str(&in->thing)), type, revision, seq, live));
	if (st == OK)
		t->num = store_rowid(s);
	return st;
}

static struct leaf
leaf_for(struct job *j, const struct intent *in, struct sha256 sha,
    const struct thing *t, int64_t at)
{
	struct leaf l = {
		.action = in->action,
		.at = at,
		.thing = in->thing,
		.type = in->type,
		.revision = t->revision,
		.file = sha,
		.has_address = in->address.n > 0,
		.has_media = in->n_media > 0,
		.has_batch = in->in_batch,
		.intent = in->id,
	};

	if (l.has_address)
		l.address = leaf_address(j, in->salt, in->address);
	if (l.has_media)
		l.media = leaf_media(j, in->salt, in->media, in->n_media);
	if (l.has_batch)
		memcpy(l.batch.b, in->id.b, sizeof(l.batch.b));
	return l;
}

/* *seen: the intent was here before and *out is its entry. */
static enum status
seen_before(struct store *s, struct job *j, struct id intent, struct entry *out,
    bool *seen)
{
	const enum status st = record_of_intent(s, j, intent, out);

	*seen = st == OK;
	if (st == NOT_FOUND)
		return OK;
	out->seen = *seen;
	return st;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

enum status
record_append(struct store *s, struct job *j, struct deflater *d,
    const struct intent *in, struct entry *out)
{
	struct head h = { 0 };
	struct thing t = { 0 };
	bool seen = false;
	enum status st = intent_check(j, in);

	assert(store_in_tx(s));
	if (st == OK)
		st = seen_before(s, j, in->id, out, &seen);
	if (st != OK || seen)
		return st;
	st = end_for_append(s, j, &h);
	if (st == OK)
		st = thing_read(s, j, in->thing, &t);
	if (st == OK)
		st = base_check(j, in, &t);
	if (st != OK)
		return st;
	const struct sha256 none = { 0 };
	const struct sha256 sha = sha256_eq(in->file_sha, none)
	    ? sha256_of(in->file)
	    : in->file_sha;

	t.revision++;
	t.seq = h.size;
	t.live = in->action != RECORD_RETRACT && in->action != RECORD_REDACT;
	const struct leaf l = leaf_for(j, in, sha, &t, later(job_now(j), h.at));

	st = leaf_put(s, j, &h, &l);
	if (st == OK)
		st = content_put(s, j, d, t.seq, in->file, in->packed, sha);
	if (st == OK)
		st = thing_put(s, j, in, &t);
	if (st != OK)
		return st;
	*out = (struct entry){ t.seq, in->action, l.at, t.num, in->thing,
		job_str(j, in->type), t.revision, sha, in->id, false };
	return OK;
}

enum status
record_erase(struct store *s, struct job *j, int64_t seq, int64_t instead)
{
	enum status st = store_run(s, j, SQL_RECORD_CONTENT_ERASE,
	    VALS(val_int(seq)));

	assert(store_in_tx(s) && instead != seq);
	if (st != OK)
		return st;
	return store_run(s, j, SQL_RECORD_ERASED_PUT,
	    VALS(val_int(seq), val_int(instead)));
}

enum status
record_close_batch(struct store *s, struct job *j, struct batch batch,
    struct entry *out)
{
	struct leaf l = {
		.action = RECORD_BATCH,
		.has_batch = true,
		.batch = batch,
		.intent = record_batch_intent(batch, 0),
	};
	struct head h = { 0 };
	bool seen = false;
	enum status st = seen_before(s, j, l.intent, out, &seen);

	assert(store_in_tx(s));
	if (st == OK && !seen)
		st = end_for_append(s, j, &h);
	if (st != OK || seen)
		return st;
	l.at = later(job_now(j), h.at);
	const int64_t seq = h.size;

	st = leaf_put(s, j, &h, &l);
	if (st == OK)
		*out = (struct entry){ .seq = seq,
			.action = l.action,
			.at = l.at,
			.intent = l.intent };
	return st;
}

enum status
record_time(struct store *s, struct job *j, int64_t *out)
{
	struct head h = { 0 };
	const enum status st = end_read(s, j, &h);

	if (st == OK)
		*out = later(job_now(j), h.at);
	return st;
}

static enum status
seals_put(struct store *s, struct job *j, const struct masthead *m)
{
	enum status st = store_run(s, j, SQL_RECORD_ORIGIN_SET,
	    VALS(val_text(m->origin)));

	for (size_t i = 0; st == OK && i < m->seals.n; i++) {
		const struct seal *k = &m->seals.at[i];

		st = store_run(s, j, SQL_RECORD_SEAL_PUT,
		    VALS(val_int((int64_t)i + 1), val_text(k->verifier),
			val_int(k->since), val_int(k->until)));
	}
	return st;
}

enum status
record_put_masthead(struct store *s, struct job *j, struct deflater *d,
    const struct record_key *k, const struct masthead *m, struct entry *out)
{
	struct leaf l = { .action = RECORD_LOG, .intent = id_random() };
	struct masthead before = { 0 }, read;
	struct head h = { 0 };
	enum status st = end_for_append(s, j, &h);

	assert(store_in_tx(s));
	if (st == OK)
		st = record_masthead(s, j, &before);
	if (st != OK)
		return st;
	const struct str note = note_sign(j, k, masthead_text(j, m), &m->seals);
	const int64_t seq = h.size;

	l.at = later(job_now(j), h.at);
	l.file = sha256_of(note);
	st = masthead_open(j, note, &before, seq, l.at, &read);
	if (st == OK)
		st = leaf_put(s, j, &h, &l);
	if (st == OK)
		st = content_put(s, j, d, seq, note, STR(""), l.file);
	if (st == OK)
		st = seals_put(s, j, m);
	if (st == OK)
		*out = (struct entry){ .seq = seq,
			.action = l.action,
			.at = l.at,
			.file_sha = l.file,
			.intent = l.intent };
	return st;
}

/* Of all keys those that sign at that time. */
static struct seals
signing(struct job *j, const struct seals *all, int64_t at)
{
	struct seals now = { JOB_ARRAY(j, struct seal, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++)
		if (seal_signs(&all->at[i], at))
			now.at[now.n++] = all->at[i];
	return now;
}

enum status
record_seal(struct store *s, struct job *j, const struct record_key *k)
{
	struct head h;
	struct seals all;
	enum status st = head_read(s, j, &h);

	assert(store_in_tx(s));
	if (st == OK)
		st = record_seals(s, j, &all);
	if (st != OK)
		return st;
	if (!record_key_has(k, j, h.verifier))
		return job_fail(j, DENIED,
		    "the key of this folder is not the one that signs its "
		    "record");
	const struct checkpoint c = { h.origin, h.size, edge_root(&h.edge) };
	const struct seals now = signing(j, &all, later(job_now(j), h.at));

	return store_run(s, j, SQL_RECORD_HEAD_SIGN,
	    VALS(val_blob(checkpoint_sign(j, k, &c, &now))));
}

static enum status
replay_masthead(struct store *s, struct job *j, const struct leaf *l,
    int64_t seq, struct str note)
{
	struct masthead before = { 0 }, m;
	enum status st = record_masthead(s, j, &before);

	if (st == OK)
		st = masthead_open(j, note, &before, seq, l->at, &m);
	return st == OK ? seals_put(s, j, &m) : st;
}

static enum status
replay_thing(struct store *s, struct job *j, const struct leaf *l, int64_t seq,
    int64_t *num)
{
	const struct intent in = { .thing = l->thing, .type = l->type };
	struct thing t = { 0 };
	enum status st = thing_read(s, j, l->thing, &t);

	if (st == OK && l->revision != t.revision + 1)
		st = job_fail(j, INVALID,
		    "its revision does not follow the thing's last one");
	if (st != OK)
		return st;
	t.revision = l->revision;
	t.seq = seq;
	t.live = l->action != RECORD_RETRACT && l->action != RECORD_REDACT;
	st = thing_put(s, j, &in, &t);
	*num = t.num;
	return st;
}

enum status
record_replay(struct store *s, struct job *j, struct deflater *d,
    struct str text, struct str file, struct entry *out)
{
	struct head h = { 0 };
	struct leaf l;
	int64_t num = 0;
	enum status st = end_read(s, j, &h);

	assert(store_in_tx(s));
	if (st == OK)
		st = leaf_of(j, text, &l);
	if (st != OK)
		return st;
	const int64_t seq = h.size;

	if (l.at < h.at || (file.n > 0 && !sha256_eq(sha256_of(file), l.file)))
		return job_fail(j, INVALID,
		    "entry %lld does not follow, or its file is another",
		    (long long)seq);
	st = leaf_put(s, j, &h, &l);
	if (st == OK && file.n > 0)
		st = content_put(s, j, d, seq, file, STR(""), l.file);
	else if (st == OK && l.action != RECORD_BATCH)
		st = content_gone(s, j, seq, l.file);
	if (st == OK && l.action == RECORD_LOG)
		st = replay_masthead(s, j, &l, seq, file);
	if (st == OK && record_has_thing(l.action))
		st = replay_thing(s, j, &l, seq, &num);
	if (st == OK)
		*out = (struct entry){ seq, l.action, l.at, num, l.thing,
			l.type, l.revision, l.file, l.intent, false };
	return st;
}

enum status
record_take_head(struct store *s, struct job *j, struct str note)
{
	struct checkpoint c;
	struct seals all;
	struct head h;
	enum status st = head_read(s, j, &h);

	assert(store_in_tx(s));
	if (st == OK)
		st = record_seals(s, j, &all);
	if (st == OK)
		st = checkpoint_open_any(j, note, &all, h.at, &c);
	if (st == OK
	    && (!str_eq(c.origin, h.origin) || c.size != h.size
		|| !sha256_eq(c.root, edge_root(&h.edge))))
		st = job_fail(j, INVALID,
		    "these entries are not those whose head was signed");
	return st == OK
	    ? store_run(s, j, SQL_RECORD_HEAD_SIGN, VALS(val_blob(note)))
	    : st;
}

enum status
record_held(struct store *s, struct job *j, bool *out)
{
	struct val v;
	const enum status st = store_one(s, j, SQL_RECORD_HELD, NO_VALS, &v, 1);

	if (st == OK)
		*out = v.i != 0;
	return st;
}

enum status
record_hold(struct store *s, struct job *j)
{
	return store_run(s, j, SQL_RECORD_HELD_SET, VALS(val_int(1)));
}

enum status
record_unhold(struct store *s, struct job *j)
{
	return store_run(s, j, SQL_RECORD_HELD_SET, VALS(val_int(0)));
}
