/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "page/collate.h"

struct row {
	struct str key;
	size_t was; /* its place before */
};

static int
by_key(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = str_cmp(x->key, y->key);

	return order ? order : x->was < y->was ? -1 : 1;
}

/* What ICU would have it sorted by; the text itself if ICU can't. */
static struct str
sort_key(struct job *j, const UCollator *c, struct str text)
{
	int32_t cap = (int32_t)text.n + 1, n = 0, len;
	UChar *u = JOB_ARRAY(j, UChar, (size_t)cap);
	UErrorCode e = U_ZERO_ERROR;
	uint8_t *key;

	u_strFromUTF8(u, cap, &n, text.p, (int32_t)text.n, &e);
	if (c == NULL || U_FAILURE(e))
		return text;
	len = ucol_getSortKey(c, u, n, NULL, 0);
	key = job_alloc(j, (size_t)len + 1);
	(void)ucol_getSortKey(c, u, n, key, len);
	return str_from((const char *)key, (size_t)len);
}

void
collate(struct job *j, struct str lang, void *items, size_t n, size_t size,
    struct str (*name)(const void *item))
{
	UErrorCode e = U_ZERO_ERROR;
	UCollator *c = ucol_open(job_cstr(j, lang), &e);
	struct row *rows = JOB_ARRAY(j, struct row, n + 1);
	char *from = items, *sorted = job_array(j, size, n + 1);

	for (size_t i = 0; i < n; i++)
		rows[i] = (struct row){
			sort_key(j, U_SUCCESS(e) ? c : NULL,
			    name(from + i * size)),
			i,
		};
	qsort(rows, n, sizeof(*rows), by_key);
	for (size_t i = 0; i < n; i++)
		memcpy(sorted + i * size, from + rows[i].was * size, size);
	memcpy(from, sorted, n * size);
	ucol_close(c);
}
