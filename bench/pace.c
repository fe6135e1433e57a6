/* SPDX-License-Identifier: ISC */
/*
 * pace -- how fast this machine is just now: the median of looking up a row
 * with its body of 4,600 bytes by its slug among 10,000, in microseconds.
 *
 * Limits that are times were set on a quiet machine on which it took 2.5.
 * Machines that share their hardware are up to twice as slow from one minute
 * to the next, so a time is worth something only beside this.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"

#define ROWS 10000
#define BODY 4600
#define TIMES 20000

static unsigned long long seed = 88172645463325252ULL;

static unsigned
chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 16);
}

static void
expect(sqlite3 *db, int got, int want)
{
	if (got == want)
		return;
	fprintf(stderr, "pace: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static sqlite3_stmt *
prepared(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q = NULL;

	expect(db, sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	return q;
}

static void
slug(char *to, size_t n, unsigned i)
{
	snprintf(to, n, "/%u/a-story-of-the-harbour-%u/", 1990 + i % 36, i);
}

static void
fill(sqlite3 *db)
{
	sqlite3_stmt *q = prepared(db, "INSERT INTO story VALUES (?, ?, ?)");
	char at[64], body[BODY];

	for (unsigned i = 0; i < ROWS; i++) {
		for (size_t b = 0; b < sizeof(body); b++)
			body[b] = (char)('a' + chance() % 26);
		slug(at, sizeof(at), i);
		sqlite3_bind_int(q, 1, (int)i);
		sqlite3_bind_text(q, 2, at, -1, SQLITE_STATIC);
		sqlite3_bind_text(q, 3, body, sizeof(body), SQLITE_STATIC);
		expect(db, sqlite3_step(q), SQLITE_DONE);
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int
main(void)
{
	static double took[TIMES];
	sqlite3 *db = NULL;
	sqlite3_stmt *q;
	char at[64];
	size_t sum = 0;

	expect(db, sqlite3_open(":memory:", &db), SQLITE_OK);
	expect(db,
	    sqlite3_exec(db,
		"PRAGMA page_size = 8192; CREATE TABLE story (num INTEGER "
		"PRIMARY KEY, slug TEXT UNIQUE, body TEXT); BEGIN",
		NULL, NULL, NULL),
	    SQLITE_OK);
	fill(db);
	q = prepared(db, "SELECT num, body FROM story WHERE slug = ?");
	for (size_t i = 0; i < TIMES; i++) {
		const double begun = clock_steady();

		slug(at, sizeof(at), chance() % ROWS);
		sqlite3_bind_text(q, 1, at, -1, SQLITE_STATIC);
		expect(db, sqlite3_step(q), SQLITE_ROW);
		sum += strlen((const char *)sqlite3_column_text(q, 1));
		sqlite3_reset(q);
		took[i] = clock_steady() - begun;
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	qsort(took, TIMES, sizeof(*took), by_size);
	printf("%.2f\n", took[TIMES / 2] * 1e6);
	return sum == (size_t)TIMES * BODY ? 0 : 1;
}
