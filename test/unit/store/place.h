/* SPDX-License-Identifier: ISC */
/* A folder with both databases; tiles serve as rows to write and read. */
#ifndef STET_TEST_STORE_PLACE_H
#define STET_TEST_STORE_PLACE_H

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

struct place {
	struct job *j;
	char dir[64];
};

static inline int
place_make(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->j = job_new(1700000000);
	(void)strcpy(p->dir, "/tmp/stet-store-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	assert_ok(p->j, store_create(p->j, p->dir));
	*state = p;
	return 0;
}

static inline int
place_drop(void **state)
{
	struct place *p = *state;
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -r %s", p->dir);
	assert_int_equal(system(command), 0);
	job_free(p->j);
	free(p);
	return 0;
}

#define PLACE_RULE(title, f)                           \
	{                                              \
		title, f, place_make, place_drop, NULL \
	}

static inline struct store *
opened(struct place *p, enum store_db db, enum store_mode mode)
{
	struct store *s = NULL;

	assert_ok(p->j, store_open(p->j, p->dir, db, mode, &s));
	return s;
}

/* What somebody with sqlite3 could do. */
static inline void
tamper(struct place *p, const char *file, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(file_path(p->j, p->dir, file), &db),
	    SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline enum status
tile_put(struct store *s, struct job *j, int64_t place)
{
	return store_run(s, j, SQL_RECORD_TILE_PUT,
	    VALS(val_int(place), val_blob(STR("bytes"))));
}

/* One tile in a transaction of its own; arg is where. */
static inline enum status
tile_body(struct store *s, struct job *j, void *arg)
{
	const int64_t *place = arg;

	return tile_put(s, j, *place);
}

static inline int64_t
tiles(struct store *s, struct job *j)
{
	struct val n;

	assert_ok(j, store_one(s, j, SQL_RECORD_TILE_COUNT, NO_VALS, &n, 1));
	return n.i;
}

#endif
