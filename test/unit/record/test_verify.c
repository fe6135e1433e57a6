/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "record/verify.h"

#include "place.h"

static struct verified
looked_at(struct place *p)
{
	struct verified v = { 0 };

	assert_ok(p->j, record_verify(p->j, p->dir, NULL, &v));
	return v;
}

static void
assert_clean(struct place *p)
{
	const struct verified v = looked_at(p);

	if (v.n > 0)
		fail_msg("entry %lld: %.*s: %.*s", (long long)v.damages[0].seq,
		    STR_ARG(v.damages[0].where), STR_ARG(v.damages[0].what));
}

/* A few things with several revisions, a retraction and a closed batch. */
static void
fill(struct place *p)
{
	const struct id thing = id_random();
	const struct batch batch = batch_random();
	struct entry e;
	struct intent in = intent_of(p->j, thing, 0, 1);

	assert_ok(p->j, put(p, &in, &e));
	in = intent_of(p->j, thing, 1, 2);
	assert_ok(p->j, put(p, &in, &e));
	in = intent_of(p->j, thing, 2, 3);
	in.action = RECORD_RETRACT;
	assert_ok(p->j, put(p, &in, &e));
	in = intent_of(p->j, id_random(), 0, 4);
	in.id = record_batch_intent(batch, 1);
	in.in_batch = true;
	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, store_begin(p->s, p->j));
	assert_ok(p->j, record_close_batch(p->s, p->j, batch, &e));
	assert_ok(p->j, store_end(p->s, p->j, record_seal(p->s, p->j, p->key)));
}

static void
whole(void **state)
{
	struct place *p = *state;

	assert_clean(p);
	fill(p);
	put_many(p, 600);
	assert_clean(p);
	const struct verified v = looked_at(p);

	assert_int_equal(v.entries, 605);
	assert_int_equal(v.files, 604);
	assert_int_equal(v.tiles, 3);
	assert_str(v.origin, ORIGIN);
}

/* What somebody with a shell and sqlite3 could do. */
static void
tamper(struct place *p, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(file_path(p->j, p->dir, "site.db"), &db),
	    SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static bool
names(const struct verified *v, int64_t seq, const char *where)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->damages[i].seq == seq
		    && str_starts(v->damages[i].where, str_of(where)))
			return true;
	return false;
}

/* clang-format off */
static const struct {
	const char *sql;
	int64_t seq;
	const char *where;
} tricks[] = {
	{ "UPDATE record SET leaf = CAST(replace(leaf, 'update', 'correct') "
	  "AS BLOB) WHERE seq = 1", 1, "record" },
	{ "UPDATE record SET leaf_hash = zeroblob(32) WHERE seq = 300",
	  300, "record" },
	{ "UPDATE record SET intent = randomblob(16) WHERE seq = 5", 5,
	  "record" },
	{ "DELETE FROM record WHERE seq = 7", 7, "record" },
	{ "DELETE FROM record WHERE seq = 604", 604, "record" },
	{ "INSERT INTO record VALUES (605, x'00', x'00', x'00')", 605,
	  "record" },
	{ "DELETE FROM content WHERE seq = 9", 9, "content" },
	{ "UPDATE content SET bytes = zeroblob(20) WHERE seq = 10", 10,
	  "content" },
	{ "UPDATE content SET sha256 = zeroblob(32) WHERE seq = 11", 11,
	  "content" },
	{ "UPDATE content SET sha_key = 1 WHERE seq = 12", 12,
	  "content" },
	{ "UPDATE content SET bytes = (SELECT bytes FROM content WHERE "
	  "seq = 2) WHERE seq = 13", 13, "content" },
	{ "UPDATE tile SET bytes = CAST(substr(bytes, 1, 32 * 100) || "
	  "zeroblob(32) || substr(bytes, 32 * 101 + 1) AS BLOB) "
	  "WHERE place = 1", 356, "tile 0/1" },
	{ "DELETE FROM tile WHERE place = 0", -1, "tile 0/0" },
	{ "INSERT INTO tile VALUES (99, x'00')", -1, "tile" },
	{ "UPDATE tile SET bytes = zeroblob(64) WHERE place > 1000", -1,
	  "tile 1/0" },
	{ "UPDATE head SET size = size + 1", -1, "head" },
	{ "UPDATE head SET at = at - 1", -1, "head" },
	{ "UPDATE head SET edge = zeroblob(length(edge))", -1, "head" },
	{ "UPDATE head SET edge = x''", -1, "head" },
	{ "UPDATE head SET origin = 'elsewhere'", -1, "head" },
	{ "UPDATE seal SET verifier = 'x+00000000+AA=='", -1, "head" },
	{ "UPDATE seal SET since = 5", -1, "keys" },
	{ "UPDATE seal SET until = 1", -1, "keys" },
	{ "DELETE FROM seal", -1, "keys" },
	{ "INSERT INTO seal SELECT 2, verifier, 0, 0 FROM seal", -1,
	  "keys" },
	{ "UPDATE head SET checkpoint = CAST(replace(checkpoint, '605', "
	  "'604') AS BLOB)", -1, "head" },
	{ "UPDATE thing SET type = 'page' WHERE seq = 20", 20, "thing" },
	{ "UPDATE thing SET revision = 2 WHERE seq = 21", 21, "thing" },
	{ "UPDATE thing SET live = 0 WHERE seq = 22", 22, "thing" },
	{ "UPDATE thing SET seq = 24 WHERE seq = 23", 23, "thing" },
	{ "UPDATE thing SET id = randomblob(16) WHERE seq = 25", 25,
	  "thing" },
	{ "DELETE FROM thing WHERE seq = 26", -1, "thing" },
};
/* clang-format on */

static void
copy_db(struct place *p, const char *from, const char *to)
{
	char command[256];

	(void)snprintf(command, sizeof(command), "cp %s/%s %s/%s", p->dir, from,
	    p->dir, to);
	assert_int_equal(system(command), 0);
}

static void
rest(struct place *p)
{
	store_close(p->s);
	p->s = NULL;
	tamper(p, "PRAGMA wal_checkpoint(TRUNCATE)");
}

static void
every_trick(void **state)
{
	struct place *p = *state;

	fill(p);
	put_many(p, 600);
	rest(p);
	copy_db(p, "site.db", "good.db");
	for (size_t i = 0; i < sizeof(tricks) / sizeof(*tricks); i++) {
		tamper(p, tricks[i].sql);
		const struct verified v = looked_at(p);

		if (!names(&v, tricks[i].seq, tricks[i].where))
			fail_msg("%s: not found (%zu others)", tricks[i].sql,
			    v.n);
		tamper(p, "PRAGMA wal_checkpoint(TRUNCATE)");
		copy_db(p, "good.db", "site.db");
	}
	assert_clean(p);
}

/* Leaf, hash, tile and edge all made to fit: only the signature is left. */
static void
whole_log_exchanged(void **state)
{
	struct place *p = *state;
	struct entry e;
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct str signed_head = { NULL, 0 };

	assert_ok(p->j, put(p, &in, &e));
	assert_ok(p->j, record_checkpoint(p->s, p->j, &signed_head));
	in = intent_of(p->j, id_random(), 0, 2);
	assert_ok(p->j, store_begin(p->s, p->j));
	assert_ok(p->j,
	    store_end(p->s, p->j, record_append(p->s, p->j, p->d, &in, &e)));
	const struct verified v = looked_at(p);

	/* An entry that was never signed. */
	assert_true(names(&v, 1, "record"));
	assert_true(names(&v, -1, "head"));
}

static int
hash_row(void *arg, int n, char **values, char **columns)
{
	struct sha256 *h = arg;

	(void)columns;
	for (int i = 0; i < n; i++) {
		const struct sha256 v = sha256_of(str_of(values[i]));

		for (size_t b = 0; b < sizeof(h->b); b++)
			h->b[b] = (unsigned char)(h->b[b] * 3 + v.b[b]);
	}
	return 0;
}

/*
 * What the record's tables hold, as anybody would read it.  The second byte of
 * a text's bytes begins its deflated block; of a stored one only three of its
 * bits say anything (RFC 1951, 3.2.4).
 */
static struct sha256
contents(struct place *p)
{
	struct sha256 h = { 0 };
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(file_path(p->j, p->dir, "site.db"), &db),
	    SQLITE_OK);
	if (sqlite3_exec(db,
		"SELECT seq, quote(leaf), quote(leaf_hash), quote(intent) "
		"FROM record; SELECT seq, sha_key, quote(sha256), "
		"quote(substr(bytes, 1, 1)), quote(substr(bytes, 3)) "
		"FROM content; SELECT place, quote(bytes) FROM "
		"tile; SELECT size, at, quote(edge), origin, "
		"quote(checkpoint) FROM head; SELECT * FROM seal; SELECT "
		"num, quote(id), type, "
		"revision, seq, live FROM thing",
		hash_row, &h, NULL)
	    != SQLITE_OK)
		h.b[0] ^= 1;
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return h;
}

/*
 * Flip bits all over the database file.  Whenever the tables then read other
 * than before, or not at all, the verifier says so.  (Bytes that are of no
 * row, such as what a split page left behind, change nothing.)
 */
static void
any_bit(void **state)
{
	struct place *p = *state;
	struct stat sb;
	size_t found = 0;

	fill(p);
	put_many(p, 270);
	rest(p);
	const struct sha256 before = contents(p);
	const int fd = open(file_path(p->j, p->dir, "site.db"), O_RDWR);

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &sb), 0);
	for (off_t at = 100; at < sb.st_size; at += 1999) {
		struct job *j = job_new(1700000000);
		struct verified v = { 0 };
		char was = 0, is = 0;

		assert_int_equal(pread(fd, &was, 1, at), 1);
		is = (char)(was ^ 1 << at % 8);
		assert_int_equal(pwrite(fd, &is, 1, at), 1);
		if (record_verify(j, p->dir, NULL, &v) != OK || v.n > 0)
			found++;
		else if (!sha256_eq(contents(p), before))
			fail_msg("bit of byte %lld was not found",
			    (long long)at);
		assert_int_equal(pwrite(fd, &was, 1, at), 1);
		job_free(j);
	}
	(void)close(fd);
	assert_true(found > 30);
	assert_clean(p);
}

static void
media_there(void **state)
{
	struct place *p = *state;
	const struct sha256 sha = sha256_of(STR("picture"));
	const struct str hex = sha256_hex(p->j, sha);
	struct intent in = intent_of(p->j, id_random(), 0, 1);
	struct entry e;
	char *name = job_cstr(p->j,
	    job_printf(p->j, "media/%.2s/%s", hex.p, hex.p));
	char *dir = job_cstr(p->j, job_printf(p->j, "media/%.2s", hex.p));

	in.media = &sha;
	in.n_media = 1;
	in.file = job_printf(p->j,
	    "---\nsalt: %.*s\naddress: %.*s\nmedia:\n- name: a.jpg\n"
	    "  sha256: %.*s\n---\nText.\n",
	    STR_ARG(hex_of(p->j, in.salt.b, 16)), STR_ARG(in.address),
	    STR_ARG(hex));
	assert_ok(p->j, put(p, &in, &e));
	struct verified v = looked_at(p);

	assert_int_equal(v.n, 1);
	assert_true(names(&v, 0, name));
	assert_int_equal(mkdir(file_path(p->j, p->dir, "media"), 0700), 0);
	assert_int_equal(mkdir(file_path(p->j, p->dir, dir), 0700), 0);
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, name), STR("picture"),
		0600));
	assert_clean(p);
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, name), STR("Picture"),
		0600));
	v = looked_at(p);
	assert_int_equal(v.n, 1);
	assert_true(names(&v, 0, name));
}

static void
other_key(void **state)
{
	struct place *p = *state;

	fill(p);
	assert_int_equal(unlink(file_path(p->j, p->dir, "key")), 0);
	assert_clean(p);
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, "key"), STR("x\n"),
		0600));
	const struct verified v = looked_at(p);

	assert_true(names(&v, -1, "key"));
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("a whole record verifies", whole),
		PLACE_RULE("whatever is changed in the tables is found and "
			   "named",
		    every_trick),
		PLACE_RULE("an entry that was never signed is found",
		    whole_log_exchanged),
		PLACE_RULE("any flipped bit that changes the record is found",
		    any_bit),
		PLACE_RULE("every medium is there, byte for byte", media_there),
		PLACE_RULE("the key need not be there, but not another",
		    other_key),
	};

	return cmocka_run_group_tests_name("verify", rules, NULL, NULL);
}
