/* SPDX-License-Identifier: ISC */
/*
 * The tokeniser of the search index, "stet".  What is indexed and what is
 * looked for was made into words by text/words.h already, with one space
 * between them; so all that is left to do is to split there.
 */
#include <string.h>

#include "store/inside.h"

static int
tok_create(void *ctx, const char **args, int n_args, Fts5Tokenizer **out)
{
	(void)ctx;
	(void)args;
	(void)n_args;
	/* It has no state, but FTS5 wants an address. */
	*out = sqlite3_malloc(1);
	return *out ? SQLITE_OK : SQLITE_NOMEM;
}

static void
tok_delete(Fts5Tokenizer *t)
{
	sqlite3_free(t);
}

static int
tok_split(Fts5Tokenizer *t, void *ctx, int flags, const char *text, int n,
    int (*token)(void *, int, const char *, int, int, int))
{
	int at = 0, rc = SQLITE_OK;

	(void)t;
	(void)flags;
	while (rc == SQLITE_OK && at < n) {
		const char *gap = memchr(text + at, ' ', (size_t)(n - at));
		const int end = gap ? (int)(gap - text) : n;

		if (end > at)
			rc = token(ctx, 0, text + at, end - at, at, end);
		at = end + 1;
	}
	return rc;
}

int
tokenizer_register(sqlite3 *db)
{
	fts5_tokenizer ours = { tok_create, tok_delete, tok_split };
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, stmt_sql(SQL_STORE_FTS5), -1, &st,
	    NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	(void)sqlite3_finalize(st);
	if (api == NULL)
		return rc == SQLITE_ROW ? SQLITE_ERROR : rc;
	return api->xCreateTokenizer(api, "stet", NULL, &ours, NULL);
}
