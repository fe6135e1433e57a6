/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <sys/stat.h>

#include "place.h"

static enum status
tried(struct place *p, enum store_mode mode)
{
	struct store *s = NULL;
	const enum status st = store_open(p->j, p->dir, SITE_DB, mode, &s);

	store_close(s);
	return st;
}

static void
every_mode(void **state)
{
	struct place *p = *state;
	struct store *w = opened(p, SITE_DB, STORE_WRITE);
	struct store *r = opened(p, SITE_DB, STORE_READ);
	struct store *x = opened(p, SITE_DB, STORE_READER);
	struct store *d = opened(p, DESK_DB, STORE_WRITE);
	int64_t n = 1;

	assert_ok(p->j, store_tx(w, p->j, tile_body, &n));
	assert_int_equal(tiles(r, p->j), 1);
	assert_int_equal(tiles(x, p->j), 1);
	assert_false(stmt_here(d, SQL_RECORD_TILE_COUNT));
	assert_int_equal(tile_put(r, p->j, 2), DENIED);
	assert_int_equal(tile_put(x, p->j, 2), DENIED);
	store_close(d);
	store_close(x);
	store_close(r);
	store_close(w);
}

static void
not_there(void **state)
{
	struct place *p = *state;
	struct store *s = NULL;

	assert_int_equal(store_create(p->j, p->dir), CONFLICT);
	job_forgive(p->j);
	assert_int_equal(store_open(p->j, "/tmp/nowhere-at-all", SITE_DB,
			     STORE_WRITE, &s),
	    NOT_FOUND);
}

static void
not_ours(void **state)
{
	struct place *p = *state;

	tamper(p, "site.db", "PRAGMA application_id = 7");
	for (int mode = STORE_WRITE; mode <= STORE_READER; mode++)
		assert_int_equal(tried(p, (enum store_mode)mode), INVALID);
	job_forgive(p->j);
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, "site.db"),
		STR("This is no database at all, but some text."), 0600));
	assert_int_equal(tried(p, STORE_WRITE), FAULT);
}

static void
newer(void **state)
{
	struct place *p = *state;
	struct store *w = opened(p, SITE_DB, STORE_WRITE);
	struct store *x = opened(p, SITE_DB, STORE_READER);
	int64_t v = 0;

	assert_ok(p->j, store_data_version(x, p->j, &v));
	tamper(p, "site.db", "PRAGMA user_version = 999");
	for (int mode = STORE_WRITE; mode <= STORE_READER; mode++)
		assert_int_equal(tried(p, (enum store_mode)mode), INVALID);
	assert_non_null(strstr(job_reason(p->j).p, "newer stet"));
	job_forgive(p->j);
	assert_int_equal(store_data_version(x, p->j, &v), FAULT);
	assert_int_equal(store_health(x), STORE_NEWER);
	store_close(x);
	store_close(w);
}

/* As an older program left it: some schema files are missing. */
static void
older(void **state)
{
	struct place *p = *state;

	tamper(p, "desk.db",
	    "PRAGMA writable_schema = RESET; PRAGMA user_version = 0");
	struct store *s = NULL;

	assert_int_equal(store_open(p->j, p->dir, DESK_DB, STORE_READ, &s),
	    BUSY);
	assert_non_null(strstr(job_reason(p->j).p, "older stet"));
}

static void
all_or_nothing(void **state)
{
	struct place *p = *state;
	struct store *s = opened(p, SITE_DB, STORE_WRITE);

	assert_ok(p->j, store_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 1));
	assert_true(store_in_tx(s));
	assert_int_equal(store_end(s, p->j, CONFLICT), CONFLICT);
	assert_false(store_in_tx(s));
	assert_int_equal(tiles(s, p->j), 0);
	assert_ok(p->j, store_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 1));
	assert_ok(p->j, store_part_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 2));
	assert_ok(p->j, store_part_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 3));
	assert_ok(p->j, store_part_end(s, p->j, OK));
	assert_int_equal(store_part_end(s, p->j, INVALID), INVALID);
	assert_ok(p->j, store_part_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 4));
	assert_ok(p->j, store_part_end(s, p->j, OK));
	assert_ok(p->j, store_end(s, p->j, OK));
	assert_int_equal(tiles(s, p->j), 2);
	store_close(s);
}

/* As SQLite does it by itself when the disk is full. */
static void
lost(void **state)
{
	struct place *p = *state;
	struct store *s = opened(p, SITE_DB, STORE_WRITE);

	assert_ok(p->j, store_begin(s, p->j));
	assert_ok(p->j, store_part_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 1));
	assert_ok(p->j, store_run(s, p->j, SQL_STORE_ROLLBACK, NO_VALS));
	(void)job_fail(p->j, INVALID, "the story has no headline");
	assert_int_equal(store_part_end(s, p->j, INVALID), FAULT);
	assert_non_null(strstr(job_reason(p->j).p, "could not be undone"));
	assert_int_equal(tile_put(s, p->j, 2), FAULT);
	assert_int_equal(store_end(s, p->j, OK), FAULT);
	job_forgive(p->j);
	assert_int_equal(tiles(s, p->j), 0);
	assert_ok(p->j, store_begin(s, p->j));
	assert_ok(p->j, tile_put(s, p->j, 3));
	assert_ok(p->j, store_run(s, p->j, SQL_STORE_ROLLBACK, NO_VALS));
	assert_int_equal(tile_put(s, p->j, 4), FAULT);
	assert_int_equal(store_end(s, p->j, OK), FAULT);
	job_forgive(p->j);
	assert_int_equal(tiles(s, p->j), 0);
	store_close(s);
}

static void
one_state(void **state)
{
	struct place *p = *state;
	struct store *w = opened(p, SITE_DB, STORE_WRITE);
	struct store *x = opened(p, SITE_DB, STORE_READER);
	int64_t n = 1, before = 0, after = 0;

	assert_ok(p->j, store_data_version(x, p->j, &before));
	assert_ok(p->j, store_read_begin(x, p->j));
	assert_ok(p->j, store_tx(w, p->j, tile_body, &n));
	assert_int_equal(tiles(x, p->j), 0);
	store_read_end(x);
	assert_int_equal(tiles(x, p->j), 1);
	assert_ok(p->j, store_data_version(x, p->j, &after));
	assert_int_not_equal(before, after);
	assert_ok(p->j, store_data_version(x, p->j, &before));
	assert_int_equal(before, after);
	store_close(x);
	store_close(w);
}

static void
constraint(void **state)
{
	struct place *p = *state;
	struct store *s = opened(p, SITE_DB, STORE_WRITE);

	assert_ok(p->j, store_begin(s, p->j));
	assert_ok(p->j,
	    store_run(s, p->j, SQL_RECORD_PUT,
		VALS(val_int(1), val_blob(STR("a")), val_blob(STR("b")),
		    val_blob(STR("c")))));
	assert_int_equal(store_run(s, p->j, SQL_RECORD_PUT,
			     VALS(val_int(2), val_blob(STR("a")),
				 val_blob(STR("b")), val_blob(STR("c")))),
	    CONFLICT);
	assert_int_equal(store_end(s, p->j, CONFLICT), CONFLICT);
	store_close(s);
}

static void
rows_come(void **state)
{
	struct place *p = *state;
	struct store *s = opened(p, SITE_DB, STORE_WRITE);
	struct rows r;
	int n = 0;

	assert_ok(p->j, store_begin(s, p->j));
	for (int i = 0; i < 5; i++)
		assert_ok(p->j,
		    store_run(s, p->j, SQL_RECORD_PUT,
			VALS(val_int(i), val_blob(STR("leaf")),
			    val_blob(STR("")),
			    val_blob(job_printf(p->j, "%d", i)))));
	assert_ok(p->j, store_end(s, p->j, OK));
	assert_ok(p->j,
	    rows_begin(s, p->j, SQL_RECORD_LEAVES, VALS(val_int(1), val_int(4)),
		&r));
	while (rows_next(&r)) {
		assert_str(row_str(&r, 0), "leaf");
		assert_false(row_is_null(&r, 0));
		n++;
	}
	assert_false(rows_next(&r));
	assert_ok(p->j, rows_end(&r));
	assert_int_equal(n, 3);
	/* Ended early, and used again at once. */
	assert_ok(p->j,
	    rows_begin(s, p->j, SQL_RECORD_LEAVES, VALS(val_int(0), val_int(9)),
		&r));
	assert_true(rows_next(&r));
	assert_ok(p->j, rows_end(&r));
	assert_ok(p->j,
	    rows_begin(s, p->j, SQL_RECORD_LEAVES, VALS(val_int(9), val_int(9)),
		&r));
	assert_false(rows_next(&r));
	assert_ok(p->j, rows_end(&r));
	struct val v[3];

	assert_int_equal(store_one(s, p->j, SQL_RECORD_AT, VALS(val_int(77)), v,
			     3),
	    NOT_FOUND);
	assert_ok(p->j,
	    store_one(s, p->j, SQL_RECORD_AT, VALS(val_int(2)), v, 3));
	assert_int_equal(v[1].s.n, 0);
	assert_str(v[2].s, "2");
	store_close(s);
}

static void
log_comes_home(void **state)
{
	struct place *p = *state;
	struct store *w = opened(p, SITE_DB, STORE_WRITE);
	struct store *x = opened(p, SITE_DB, STORE_READER);
	const char *wal = file_path(p->j, p->dir, "site.db-wal");
	struct stat sb;

	assert_ok(p->j, store_make_room(w, p->j));
	assert_int_equal(stat(wal, &sb), 0);
	assert_int_equal(sb.st_size, 16 * 1024 * 1024);
	for (int64_t i = 0; i < 50; i++)
		assert_ok(p->j, store_tx(w, p->j, tile_body, &i));
	assert_true(store_wal_bytes(w) >= 50 * 16384);
	assert_ok(p->j, store_checkpoint(w, p->j, CHECKPOINT_SOME));
	assert_ok(p->j, store_checkpoint(w, p->j, CHECKPOINT_ALL));
	assert_int_equal(store_wal_bytes(w), 0);
	assert_int_equal(stat(wal, &sb), 0);
	assert_int_equal(sb.st_size, 16 * 1024 * 1024);
	assert_int_equal(tiles(x, p->j), 50);
	/* A reader in the midst of it holds it up, and is told of. */
	assert_ok(p->j, store_read_begin(x, p->j));
	int64_t n = 50;

	assert_ok(p->j, store_tx(w, p->j, tile_body, &n));
	assert_int_equal(store_checkpoint(w, p->j, CHECKPOINT_ALL), BUSY);
	job_forgive(p->j);
	store_read_end(x);
	assert_ok(p->j, store_checkpoint(w, p->j, CHECKPOINT_SHRINK));
	assert_int_equal(stat(wal, &sb), 0);
	assert_int_equal(sb.st_size, 0);
	assert_int_equal(tiles(x, p->j), 51);
	store_close(x);
	store_close(w);
}

static void
other_file(void **state)
{
	struct place *p = *state;
	struct store *x = opened(p, SITE_DB, STORE_READ);

	assert_true(store_same_file(x));
	assert_ok(p->j,
	    file_replace(p->j, file_path(p->j, p->dir, "site.db"), STR("other"),
		0600));
	assert_false(store_same_file(x));
	store_close(x);
}

/* Nothing made -wal and -shm yet, and a reader has no right to. */
static void
reader_waits(void **state)
{
	struct place *p = *state;
	struct store *x = NULL;

	(void)unlink(file_path(p->j, p->dir, "site.db-wal"));
	(void)unlink(file_path(p->j, p->dir, "site.db-shm"));
	assert_int_equal(store_open(p->j, p->dir, SITE_DB, STORE_READER, &x),
	    BUSY);
	assert_int_equal(access(file_path(p->j, p->dir, "site.db-shm"), F_OK),
	    -1);
	job_forgive(p->j);
	struct store *w = opened(p, SITE_DB, STORE_WRITE);

	x = opened(p, SITE_DB, STORE_READER);
	assert_int_equal(tiles(x, p->j), 0);
	store_close(x);
	store_close(w);
}

/* The folder's name may hold what a URI reserves. */
static void
odd_names(void **state)
{
	struct place *p = *state;
	struct place odd = *p;
	char command[160];

	(void)strcat(odd.dir, "/a?b#c%20d");
	(void)snprintf(command, sizeof(command), "mkdir '%s'", odd.dir);
	assert_int_equal(system(command), 0);
	assert_ok(p->j, store_create(p->j, odd.dir));
	struct store *w = opened(&odd, SITE_DB, STORE_WRITE);
	struct store *x = opened(&odd, SITE_DB, STORE_READER);
	int64_t n = 1;

	assert_ok(p->j, store_tx(w, p->j, tile_body, &n));
	assert_int_equal(tiles(x, p->j), 1);
	store_close(x);
	store_close(w);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("a site opens in every mode; only a writer writes",
		    every_mode),
		PLACE_RULE("a site is made once and has to be there to be "
			   "opened",
		    not_there),
		PLACE_RULE("a database that is not ours is refused", not_ours),
		PLACE_RULE("tables of a newer program are refused, and end a "
			   "reader",
		    newer),
		PLACE_RULE("tables of an older program are not read", older),
		PLACE_RULE("a transaction and its parts are done whole or not "
			   "at all",
		    all_or_nothing),
		PLACE_RULE("a transaction that SQLite ended by itself takes "
			   "nothing more",
		    lost),
		PLACE_RULE("a reader sees one state until it ends, then the "
			   "newest",
		    one_state),
		PLACE_RULE("what the tables forbid is a conflict", constraint),
		PLACE_RULE("rows come in order and may be left early",
		    rows_come),
		PLACE_RULE("a checkpoint brings the log home without shrinking "
			   "it",
		    log_comes_home),
		PLACE_RULE("a file renamed over an open one is noticed",
		    other_file),
		PLACE_RULE("a reader makes no files and waits for a writer",
		    reader_waits),
		PLACE_RULE("a folder may be called anything", odd_names),
	};

	return cmocka_run_group_tests_name("store", rules, NULL, NULL);
}
