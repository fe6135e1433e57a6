/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/folded.h"
#include "record/inside.h"

#include "place.h"

static void
live_revision(void **state)
{
	struct place *p = *state;
	const struct id thing = id_random();
	struct intent in = intent_of(p->j, thing, 0, 1);
	struct entry e;

	assert_ok(p->j, put(p, &in, &e));
	assert_int_equal(e.seq, 0);
	assert_int_equal(e.revision, 1);
	in = intent_of(p->j, thing, 0, 2);
	assert_int_equal(put(p, &in, &e), CONFLICT);
	job_forgive(p->j);
	in = intent_of(p->j, thing, 2, 2);
	assert_int_equal(put(p, &in, &e), CONFLICT);
	assert_str(job_reason(p->j),
	    "it says it follows revision 2, but revision 1 is live; take over "
	    "what changed and try again");
	job_forgive(p->j);
	in = intent_of(p->j, thing, 1, 2);
	assert_ok(p->j, put(p, &in, &e));
	assert_int_equal(e.seq, 1);
	assert_int_equal(e.revision, 2);
	in = intent_of(p->j, id_random(), 1, 3);
	assert_int_equal(put(p, &in, &e), CONFLICT);
}

static void
same_intent(void **state)
{
	struct place *p = *state;
	const struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct entry first, again;
	int64_t size = 0;

	assert_ok(p->j, put(p, &in, &first));
	assert_false(first.seen);
	assert_ok(p->j, put(p, &in, &again));
	assert_true(again.seen);
	assert_int_equal(again.seq, first.seq);
	assert_int_equal(again.num, first.num);
	assert_int_equal(again.revision, 1);
	assert_ok(p->j, record_size(p->s, p->j, &size));
	assert_int_equal(size, 1);
}

static void
retract_and_revive(void **state)
{
	struct place *p = *state;
	const struct id thing = id_random();
	struct intent in = intent_of(p->j, thing, 0, 1);
	struct entry e, live;

	assert_ok(p->j, put(p, &in, &e));
	in = intent_of(p->j, thing, 1, 2);
	in.action = RECORD_RETRACT;
	assert_ok(p->j, put(p, &in, &e));
	assert_int_equal(record_live(p->s, p->j, thing, &live), NOT_FOUND);
	job_forgive(p->j);
	assert_ok(p->j, record_last(p->s, p->j, thing, &live));
	assert_int_equal(live.action, RECORD_RETRACT);
	in = intent_of(p->j, thing, 2, 3);
	assert_int_equal(put(p, &in, &e), CONFLICT);
	job_forgive(p->j);
	in = intent_of(p->j, thing, 0, 3);
	assert_ok(p->j, put(p, &in, &e));
	assert_int_equal(e.revision, 3);
	assert_ok(p->j, record_live(p->s, p->j, thing, &live));
	assert_int_equal(live.seq, 2);
}

static void
contradictions(void **state)
{
	struct place *p = *state;
	const struct id thing = id_random();
	struct intent in = intent_of(p->j, thing, 0, 1);
	struct entry e;

	in.action = RECORD_UPDATE;
	assert_int_equal(put(p, &in, &e), INVALID);
	job_forgive(p->j);
	in = intent_of(p->j, thing, 0, 1);
	in.type = STR("Story");
	assert_int_equal(put(p, &in, &e), INVALID);
	in.type = STR("story");
	in.file = STR("");
	assert_int_equal(put(p, &in, &e), INVALID);
	in = intent_of(p->j, thing, 0, 1);
	in.action = RECORD_BATCH;
	assert_int_equal(put(p, &in, &e), INVALID);
	in.action = RECORD_PUBLISH;
	assert_ok(p->j, put(p, &in, &e));
	job_forgive(p->j);
	in = intent_of(p->j, thing, 1, 1);
	in.action = RECORD_PUBLISH;
	assert_int_equal(put(p, &in, &e), INVALID);
}

static void
time_goes_on(void **state)
{
	struct place *p = *state;
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct job *early = job_new(1600000000);
	struct entry first, second;

	assert_ok(p->j, put(p, &in, &first));
	in = intent_of(p->j, id_random(), 0, 2);
	assert_ok(early, store_begin(p->s, early));
	assert_ok(early,
	    store_end(p->s, early,
		record_append(p->s, early, p->d, &in, &second)));
	assert_int_equal(second.at, first.at);
	job_free(early);
}

static void
leaf_reads(void **state)
{
	struct place *p = *state;
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	const struct sha256 media[2] = { sha256_of(STR("a")),
		sha256_of(STR("b")) };
	struct str tile;
	struct entry e;

	(void)memset(in.id.b, 0x11, sizeof(in.id.b));
	(void)memset(in.thing.b, 0x22, sizeof(in.thing.b));
	(void)memset(in.salt.b, 0x33, sizeof(in.salt.b));
	in.media = media;
	in.n_media = 2;
	in.in_batch = true;
	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_entries_tile(p->s, p->j, 0, 1, &tile));
	assert_int_equal((unsigned char)tile.p[0] << 8
		| (unsigned char)tile.p[1],
	    tile.n - 2);
	assert_str(str_skip(tile, 2),
	    "stet-record/1\n"
	    "action publish\n"
	    "at 2023-11-14T22:13:20Z\n"
	    "thing 22222222222222222222222222222222\n"
	    "type story\n"
	    "revision 1\n"
	    "file "
	    "772b5e88809058d035414a4f7e5953aaa444dbc587d612a7e649f55cc27fd2e9\n"
	    "address "
	    "b3df973c725cb4dc4451ceb9bf5a7ce0bb64671e1cfe851f266956c4465e95af\n"
	    "media "
	    "389af240fa20c3f73d31a834564e50a399fddf469f5070a58e14a867cfce29e4\n"
	    "batch 1111111111111111\n"
	    "intent 11111111111111111111111111111111\n");
}

static void
leaf_strict(void **state)
{
	struct place *p = *state;
	const struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct str tile;
	struct entry e;
	struct leaf l;

	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_entries_tile(p->s, p->j, 0, 1, &tile));
	const struct str leaf = str_skip(tile, 2);

	assert_ok(p->j, leaf_of(p->j, leaf, &l));
	for (size_t i = 0; i <= leaf.n; i++) {
		assert_int_equal(leaf_of(p->j,
				     job_printf(p->j, "%.*s \n%.*s", (int)i,
					 leaf.p, (int)(leaf.n - i), leaf.p + i),
				     &l),
		    INVALID);
		if (i < leaf.n)
			assert_int_equal(leaf_of(p->j, str_sub(leaf, 0, i), &l),
			    INVALID);
	}
}

static void
text_comes_back(void **state)
{
	struct place *p = *state;
	const struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct entry e;
	struct str text;

	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_text(p->s, p->j, p->d, e.seq, &text));
	assert_true(str_eq(text, in.file));
	assert_ok(p->j,
	    record_file(p->s, p->j, p->d, sha256_of(in.file), &text));
	assert_true(str_eq(text, in.file));
	assert_int_equal(record_file(p->s, p->j, p->d, sha256_of(STR("x")),
			     &text),
	    NOT_FOUND);
}

/* Every tile that the log's size calls for, against leaves hashed here. */
static void
tiles_right(void **state)
{
	enum { N = 256 * 3 + 17 };
	struct place *p = *state;
	struct str tile, entries, note, verifier;
	struct checkpoint c;
	struct edge e = { 0 };
	struct sha256 h;

	put_many(p, N);
	for (int n = 0; n <= N / 256; n++) {
		const int width = n < N / 256 ? 0 : N % 256;

		assert_ok(p->j, record_tile(p->s, p->j, 0, n, width, &tile));
		assert_ok(p->j,
		    record_entries_tile(p->s, p->j, n, width, &entries));
		assert_int_equal(tile.n, (width ? width : 256) * 32);
		for (size_t at = 0; entries.n > 0; at += 32) {
			const size_t size = (size_t)((unsigned char)entries.p[0]
				<< 8
			    | (unsigned char)entries.p[1]);

			h = tree_leaf(str_sub(entries, 2, size));
			entries = str_skip(entries, 2 + size);
			edge_append(&e, h);
			assert_memory_equal(tile.p + at, h.b, 32);
		}
	}
	assert_ok(p->j, record_tile(p->s, p->j, 1, 0, 3, &tile));
	assert_int_equal(tile.n, 3 * 32);
	assert_ok(p->j, record_tile(p->s, p->j, 0, 2, 0, &entries));
	h = tree_fold(entries);
	assert_memory_equal(tile.p + 64, h.b, 32);
	assert_int_equal(record_tile(p->s, p->j, 1, 0, 4, &tile), NOT_FOUND);
	assert_int_equal(record_tile(p->s, p->j, 0, 3, 0, &tile), NOT_FOUND);
	job_forgive(p->j);
	assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
	assert_ok(p->j, record_verifier(p->s, p->j, &verifier));
	assert_ok(p->j, checkpoint_open(p->j, note, verifier, &c));
	assert_int_equal(c.size, N);
	assert_true(sha256_eq(c.root, edge_root(&e)));
}

struct proving {
	struct place *p;
	struct folded *tiles;
	uint64_t size;
};

static enum status
proving_node(void *arg, int height, uint64_t n, struct sha256 *out)
{
	const struct proving *const g = arg;

	return folded_node(g->tiles, g->p->s, g->p->j, g->size, height, n, out);
}

/* The log as it is proves each entry; returns how many there are. */
static uint64_t
all_proved(struct proving *g)
{
	struct job *const j = g->p->j;
	struct sha256 leaves[1024];
	struct edge e = { 0 };
	struct str leaf;
	int64_t size;

	assert_ok(j, record_size(g->p->s, j, &size));
	g->size = (uint64_t)size;
	for (int64_t i = 0; i < size; i++) {
		assert_ok(j, record_leaf(g->p->s, j, i, &leaf));
		leaves[i] = tree_leaf(leaf);
		edge_append(&e, leaves[i]);
	}
	for (uint64_t i = 0; i < g->size; i++) {
		struct proof proof;

		assert_ok(j,
		    proof_inclusion(proving_node, g, i, g->size, &proof));
		assert_true(proof_includes(&proof, leaves[i], i, g->size,
		    edge_root(&e)));
	}
	return g->size;
}

static void
proofs_from_memory(void **state)
{
	static const int more[] = { 1, 200, 55, 1, 300, 17 };
	struct proving g = { *state, folded_new(), 0 };
	uint64_t size = 0;

	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		put_many(g.p, more[i]);
		size += (uint64_t)more[i];
		assert_int_equal(all_proved(&g), size);
	}
	folded_free(g.tiles);
}

static void
batch_closes(void **state)
{
	struct place *p = *state;
	const struct batch batch = batch_random();
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct entry e, again;

	in.id = record_batch_intent(batch, 1);
	in.in_batch = true;
	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, store_begin(p->s, p->j));
	assert_ok(p->j, record_close_batch(p->s, p->j, batch, &e));
	assert_ok(p->j, record_close_batch(p->s, p->j, batch, &again));
	assert_ok(p->j, store_end(p->s, p->j, record_seal(p->s, p->j, p->key)));
	assert_int_equal(e.seq, 1);
	assert_int_equal(again.seq, 1);
	assert_true(again.seen);
	assert_ok(p->j, record_entry(p->s, p->j, 1, &e));
	assert_int_equal(e.action, RECORD_BATCH);
	assert_int_equal(e.num, 0);
}

static void
other_key(void **state)
{
	struct place *p = *state;
	struct record_key *other = NULL;
	struct str text;

	assert_ok(p->j, note_key_new(p->j, STR(ORIGIN), &other, &text));
	assert_ok(p->j, store_begin(p->s, p->j));
	assert_int_equal(store_end(p->s, p->j, record_seal(p->s, p->j, other)),
	    DENIED);
	record_key_close(other);
}

static void
one_log(void **state)
{
	struct place *p = *state;

	assert_int_equal(record_create(p->s, p->j, p->dir, STR("other")),
	    CONFLICT);
	assert_int_equal(unlink(file_path(p->j, p->dir, "key")), 0);
	job_forgive(p->j);
	assert_int_equal(record_create(p->s, p->j, p->dir, STR("other")),
	    CONFLICT);
}

/* Appends for ever; after each commit one byte says that it was one. */
static void
append_until_killed(struct place *p, int out)
{
	struct store *s = NULL;
	struct entry e;

	if (store_open(p->j, p->dir, SITE_DB, STORE_WRITE, &s) != OK)
		_exit(1);
	for (int i = 0;; i++) {
		const struct intent in = intent_of(p->j, id_random(), 0, i);

		if (store_begin(s, p->j) != OK
		    || record_append(s, p->j, p->d, &in, &e) != OK
		    || store_end(s, p->j, record_seal(s, p->j, p->key)) != OK
		    || write(out, "x", 1) != 1)
			_exit(1);
		job_reset(p->j, 1700000000);
	}
}

static int64_t
acknowledged(int in, int64_t wanted)
{
	char c[64];
	ssize_t n = 0;
	int64_t got = 0;

	while (got < wanted && (n = read(in, c, sizeof(c))) > 0)
		got += n;
	return got;
}

static void
killed(void **state)
{
	struct place *p = *state;
	struct str note, verifier;
	struct checkpoint c;
	int64_t size = 0, done = 0;

	for (int round = 0; round < 12; round++) {
		int fd[2];

		/* No connection may be carried across a fork. */
		store_close(p->s);
		assert_int_equal(pipe(fd), 0);
		const pid_t pid = fork();

		if (pid == 0)
			append_until_killed(p, fd[1]);
		(void)close(fd[1]);
		done += acknowledged(fd[0], 5 + round * 7);
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		done += acknowledged(fd[0], INT64_MAX);
		(void)close(fd[0]);
		assert_ok(p->j,
		    store_open(p->j, p->dir, SITE_DB, STORE_WRITE, &p->s));
		assert_ok(p->j, record_size(p->s, p->j, &size));
		/* One more may be committed than was said to be. */
		assert_in_range(size, done, done + 1 + round);
		assert_ok(p->j, record_checkpoint(p->s, p->j, &note));
		assert_ok(p->j, record_verifier(p->s, p->j, &verifier));
		assert_ok(p->j, checkpoint_open(p->j, note, verifier, &c));
		assert_int_equal(c.size, size);
	}
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("an entry follows the live revision or none",
		    live_revision),
		PLACE_RULE("an intent seen before gives its first entry and "
			   "writes nothing",
		    same_intent),
		PLACE_RULE("what is retracted is not live and may revive",
		    retract_and_revive),
		PLACE_RULE("an intent that contradicts itself is refused",
		    contradictions),
		PLACE_RULE("an entry is never older than the one before",
		    time_goes_on),
		PLACE_RULE("a leaf reads as the manual says", leaf_reads),
		PLACE_RULE("no text but the exact leaf is taken for one",
		    leaf_strict),
		PLACE_RULE("a text file comes back byte for byte",
		    text_comes_back),
		PLACE_RULE("tiles hold the leaves' hashes and the head is "
			   "their root",
		    tiles_right),
		PLACE_RULE("tiles that are remembered prove each entry, "
			   "however the log has grown since",
		    proofs_from_memory),
		PLACE_RULE("a batch is closed once", batch_closes),
		PLACE_RULE("another key can't sign this log", other_key),
		PLACE_RULE("a site has one log", one_log),
		PLACE_RULE("kill -9 loses nothing that was acknowledged",
		    killed),
	};

	return cmocka_run_group_tests_name("record", rules, NULL, NULL);
}
