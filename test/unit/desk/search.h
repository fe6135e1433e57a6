/* SPDX-License-Identifier: ISC */
/*
 * Looks for names in everything that a folder holds: each file's bytes, and
 * each value of each table of each database, inside deflated ones too; in
 * every encoding that a name might lie there.
 */
#ifndef STET_TEST_SEARCH_H
#define STET_TEST_SEARCH_H

#include <ftw.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/hex.h"
#include "paper.h"
#include "text/slug.h"
#include "text/utf8.h"
#include "text/words.h"

struct search {
	struct job *j;
	struct str needles[256];
	size_t n;
	struct deflater *d;
	int64_t found;
	struct str where; /* the first place */
};

static struct search *searching; /* nftw has no argument of its own */

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* ASCII in any case. */
static inline bool
search_has(struct str bytes, struct str needle)
{
	if (needle.n == 0 || bytes.n < needle.n)
		return false;
	for (size_t i = 0; i + needle.n <= bytes.n; i++) {
		size_t k = 0;

		while (k < needle.n
		    && ascii_lower(bytes.p[i + k]) == ascii_lower(needle.p[k]))
			k++;
		if (k == needle.n)
			return true;
	}
	return false;
}

static inline void
search_in(struct search *s, struct str bytes, const char *where)
{
	for (size_t i = 0; i < s->n; i++)
		if (search_has(bytes, s->needles[i])) {
			s->found++;
			if (s->where.n == 0)
				s->where = job_printf(s->j,
				    "%s holds needle %zu \"%.*s\"", where, i,
				    STR_ARG(s->needles[i]));
		}
}

static inline void
search_add(struct search *s, struct str needle)
{
	assert_true(s->n < 256);
	if (needle.n > 0)
		s->needles[s->n++] = job_str(s->j, needle);
}

/* A name, in every encoding of each of its letters. */
static inline void
search_name(struct search *s, const char *name)
{
	const struct str n = str_of(name);
	struct str folded;

	search_add(s, n);
	search_add(s, slug_of(s->j, n, STR("")));
	assert_ok(s->j, words_index(s->j, n, STR(""), &folded));
	search_add(s, folded);
	for (size_t f = 0; f < 3; f++) {
		struct buf b = buf_in(s->j, 4096);

		for (size_t i = 0; i < n.n;) {
			const int32_t c = utf8_next(n, &i);

			if (f == 0)
				buf_printf(&b, "&#%d;", c);
			else if (f == 1)
				buf_printf(&b, "&#x%x;", (unsigned)c);
			else
				buf_printf(&b, "\\u%04x", (unsigned)c);
		}
		search_add(s, buf_so_far(&b));
	}
	struct buf percent = buf_in(s->j, 4096), le = buf_in(s->j, 4096),
		   be = buf_in(s->j, 4096);

	for (size_t i = 0; i < n.n; i++)
		buf_printf(&percent, "%%%02x", (unsigned char)n.p[i]);
	for (size_t i = 0; i < n.n;) {
		const int32_t c = utf8_next(n, &i);

		buf_ch(&le, (char)(c & 0xff));
		buf_ch(&le, (char)(c >> 8));
		buf_ch(&be, (char)(c >> 8));
		buf_ch(&be, (char)(c & 0xff));
	}
	search_add(s, buf_so_far(&percent));
	search_add(s, buf_so_far(&le));
	search_add(s, buf_so_far(&be));
	/* Without the last letters, which depend on what follows. */
	const struct str b64 = base64_of(s->j, n.p, n.n);

	search_add(s, str_sub(b64, 0, b64.n < 4 ? 0 : b64.n - 4));
}

static inline int
search_file(const char *path, const struct stat *sb, int what, struct FTW *f)
{
	struct job *own = job_new(0);
	struct str bytes;

	(void)sb;
	(void)f;
	search_in(searching, str_of(path), "a file's name");
	if (what == FTW_F) {
		assert_ok(own, file_read(own, path, SIZE_MAX, &bytes));
		search_in(searching, bytes, path);
	}
	job_free(own);
	return 0;
}

static inline void
search_table(struct search *s, sqlite3 *db, const char *table)
{
	struct job *own = job_new(0);
	const char *sql = job_cstr(own,
	    job_printf(own, "SELECT * FROM \"%s\"", table));
	sqlite3_stmt *q = NULL;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			struct job *one = job_new(0);
			const char *p = sqlite3_column_blob(q, i);
			const struct str v = str_from(p,
			    (size_t)sqlite3_column_bytes(q, i));
			struct str plain;

			search_in(s, v, table);
			if (v.n > 0
			    && deflate_unpack(s->d, one, v, (size_t)64 << 20,
				   &plain)
				== OK)
				search_in(s, plain, table);
			if (v.n > 0
			    && lz4_unpack(one, v, (size_t)64 << 20, &plain)
				== OK)
				search_in(s, plain, table);
			job_free(one);
		}
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	job_free(own);
}

static inline void
search_db(struct search *s, const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE,
			     NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
			     "SELECT name FROM sqlite_schema WHERE type = "
			     "'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
			     -1, &q, NULL),
	    SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		search_table(s, db, (const char *)sqlite3_column_text(q, 0));
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* How often; where the first is. */
static inline int64_t
search_folder(struct search *s, const char *dir)
{
	s->found = 0;
	s->where = STR("");
	searching = s;
	assert_int_equal(nftw(dir, search_file, 8, FTW_PHYS), 0);
	search_db(s, file_path(s->j, dir, "site.db"));
	search_db(s, file_path(s->j, dir, "desk.db"));
	return s->found;
}

#endif
