/* SPDX-License-Identifier: ISC */
#include "record/redactions.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"

#define FIRST_LINE STR("stet-redactions/1")

static struct str
line_of(struct job *j, const char *what, struct str hex)
{
	return job_printf(j, "%s %.*s", what, STR_ARG(hex));
}

struct str
redactions_file(struct job *j, struct sha256 sha)
{
	return line_of(j, "file", sha256_hex(j, sha));
}

struct str
redactions_medium(struct job *j, struct sha256 sha)
{
	return line_of(j, "media", sha256_hex(j, sha));
}

struct str
redactions_thing(struct job *j, struct id thing)
{
	return line_of(j, "thing", id_hex(j, thing));
}

struct str
redactions_source(struct job *j, struct id thing)
{
	return line_of(j, "source", id_hex(j, thing));
}

struct str
redactions_draft(struct job *j, int64_t num, int64_t kept_at)
{
	return job_printf(j, "draft %lld %lld", (long long)num,
	    (long long)kept_at);
}

void
redactions_put(struct job *j, struct redactions *r, struct str line)
{
	/* Room grows by powers of two. */
	if ((r->n & (r->n - 1)) == 0) {
		const size_t room = r->n == 0 ? 1 : 2 * r->n;

		r->at = job_grow(j, r->at, r->n * sizeof(*r->at),
		    room * sizeof(*r->at));
	}
	r->at[r->n++] = line;
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void
redactions_sort(struct redactions *r)
{
	size_t kept = 0;

	if (r->n > 1)
		qsort(r->at, r->n, sizeof(*r->at), by_bytes);
	for (size_t i = 0; i < r->n; i++)
		if (kept == 0 || !str_eq(r->at[kept - 1], r->at[i]))
			r->at[kept++] = r->at[i];
	r->n = kept;
}

bool
redactions_has(const struct redactions *r, struct str line)
{
	return r->n > 0
	    && bsearch(&line, r->at, r->n, sizeof(*r->at), by_bytes) != NULL;
}

/* Exactly what one of the functions above would write. */
static bool
line_good(struct job *j, struct str line)
{
	struct str rest = line, what, num;
	struct sha256 sha;
	struct id id;
	int64_t a, b;
	bool good = false;

	(void)str_cut(&rest, ' ', &what);
	if (str_eq(what, STR("file")) || str_eq(what, STR("media")))
		good = sha256_parse(j, rest, &sha) == OK
		    && str_eq(rest, sha256_hex(j, sha));
	else if (str_eq(what, STR("thing")) || str_eq(what, STR("source")))
		good = id_of(j, rest, &id) == OK && str_eq(rest, id_hex(j, id));
	else if (str_eq(what, STR("draft")))
		good = str_cut(&rest, ' ', &num) && str_to_int(num, &a)
		    && str_to_int(rest, &b)
		    && str_eq(line, redactions_draft(j, a, b));
	job_forgive(j);
	return good;
}

enum status
redactions_of(struct job *j, struct str bytes, struct redactions *out)
{
	struct redactions r = { .n = 0 };
	struct str rest = bytes, line;
	int n = 1;

	if (!str_cut(&rest, '\n', &line) || !str_eq(line, FIRST_LINE))
		return job_fail(j, INVALID,
		    REDACTIONS_FILE ": it does not begin with "
				    "\"stet-redactions/1\"");
	while (rest.n > 0 && str_cut(&rest, '\n', &line)) {
		n++;
		if (!line_good(j, line))
			return job_fail(j, INVALID,
			    REDACTIONS_FILE ":%d: \"%.*s\" is no line of such "
					    "a file",
			    n, STR_ARG(str_sub(line, 0, 80)));
		redactions_put(j, &r, line);
	}
	redactions_sort(&r);
	*out = r;
	return OK;
}

enum status
redactions_read(struct job *j, const char *dir, struct redactions *out)
{
	struct str bytes;
	enum status st = file_read(j, file_path(j, dir, REDACTIONS_FILE),
	    REDACTIONS_MAX, &bytes);

	if (st == NOT_FOUND) {
		job_forgive(j);
		*out = (struct redactions){ .n = 0 };
		return OK;
	}
	return st == OK ? redactions_of(j, bytes, out) : st;
}

enum status
redactions_add(struct job *j, const char *dir, const struct redactions *more)
{
	struct buf b = buf_in(j, REDACTIONS_MAX);
	struct redactions all = { .n = 0 };
	struct str bytes;
	enum status st = redactions_read(j, dir, &all);

	if (st != OK)
		return st;
	struct redactions r = { .n = 0 };

	for (size_t i = 0; i < all.n; i++)
		redactions_put(j, &r, all.at[i]);
	for (size_t i = 0; i < more->n; i++)
		redactions_put(j, &r, more->at[i]);
	redactions_sort(&r);
	if (r.n == all.n)
		return OK;
	buf_put(&b, FIRST_LINE);
	buf_ch(&b, '\n');
	for (size_t i = 0; i < r.n; i++) {
		buf_put(&b, r.at[i]);
		buf_ch(&b, '\n');
	}
	st = buf_done(&b, &bytes);
	if (st != OK)
		return st;
	return file_replace(j, file_path(j, dir, REDACTIONS_FILE), bytes, 0640);
}
