/* SPDX-License-Identifier: ISC */
#include "wire/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "wire/fetch.h"

struct source {
	struct fetcher *fetcher; /* NULL: a folder */
	char *base;              /* without the slash at its end */
};

bool
source_is_address(struct str place)
{
	return str_starts(place, STR("http://"))
	    || str_starts(place, STR("https://"));
}

enum status
source_open(struct job *j, struct str place, struct source **out)
{
	static const struct str record = STR_INIT("/record");
	struct source *s;

	if (source_is_address(place)) {
		const size_t from = str_find(place, STR("://")) + 3;
		const struct str rest = str_skip(place, from);

		if (str_find_ch(place, '?') != NOWHERE
		    || str_find_ch(place, '#') != NOWHERE || rest.n == 0
		    || rest.p[0] == '/')
			return job_fail(j, INVALID,
			    "\"%.*s\" is no paper's address; it looks like "
			    "https://paper.example/",
			    STR_ARG(place));
	}
	while (str_ends(place, STR("/")) && place.n > 1)
		place.n--;
	if (source_is_address(place) && str_ends(place, record))
		place.n -= record.n;
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		abort();
	s->base = strndup(place.p, place.n);
	if (s->base == NULL)
		abort();
	if (source_is_address(place))
		s->fetcher = fetcher_new(NULL);
	*out = s;
	return OK;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	fetcher_free(s->fetcher);
	free(s->base);
	free(s);
}

static struct str
place_of(struct source *s, struct job *j, struct str path)
{
	return job_printf(j, "%s/%.*s", s->base, STR_ARG(path));
}

/* What an answer's number says. */
static enum status
meaning(int status)
{
	switch (status) {
	case 200:
		return OK;
	case 404:
		return NOT_FOUND;
	case 410:
		return DENIED;
	default:
		return FAULT;
	}
}

/* ---- many ---- */

struct many {
	struct source *s;
	struct job *j;
	source_take *take;
	void *arg;
};

static enum status
take_fetched(void *arg, size_t i, enum status st, const struct fetched *got)
{
	const struct many *m = arg;
	char text[64];

	if (st != OK)
		return m->take(m->arg, i, st, STR(""), got->why);
	st = meaning(got->status);
	(void)snprintf(text, sizeof(text), "it was answered with %d",
	    got->status);
	return m->take(m->arg, i, st, st == OK ? got->bytes : STR(""),
	    st == OK ? STR("") : str_of(text));
}

/* A mirror marks with NAME.gone what its paper answered with 410. */
static bool
taken_back(struct job *j, struct str path)
{
	return access(job_cstr(j, job_printf(j, "%.*s.gone", STR_ARG(path))),
		   F_OK)
	    == 0;
}

static enum status
take_files(const struct many *m, const struct str *paths, size_t n, size_t max)
{
	struct job *own = job_new(job_now(m->j));
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++) {
		struct str bytes = { NULL, 0 };
		const struct str path = place_of(m->s, own, paths[i]);
		enum status got = file_read(own, job_cstr(own, path), max,
		    &bytes);

		if (got == NOT_FOUND && taken_back(own, path))
			got = DENIED;

		st = m->take(m->arg, i, got, bytes,
		    got == OK ? STR("") : job_reason(own));
		job_reset(own, job_now(m->j));
	}
	job_free(own);
	return st;
}

enum status
source_all(struct source *s, struct job *j, const struct str *paths, size_t n,
    size_t max, source_take *take, void *arg)
{
	struct many m = { s, j, take, arg };
	struct str *urls;

	if (s->fetcher == NULL)
		return take_files(&m, paths, n, max);
	urls = JOB_ARRAY(j, struct str, n + 1);
	for (size_t i = 0; i < n; i++)
		urls[i] = place_of(s, j, paths[i]);
	return fetch_all(s->fetcher, j, urls, n, max, take_fetched, &m);
}

struct one {
	struct source *s;
	struct job *j;
	struct str path, bytes;
};

static enum status
take_one(void *arg, size_t i, enum status st, struct str bytes, struct str why)
{
	struct one *o = arg;

	(void)i;
	if (st != OK)
		return job_fail(o->j, st, "%.*s: %.*s",
		    STR_ARG(place_of(o->s, o->j, o->path)), STR_ARG(why));
	o->bytes = job_str(o->j, bytes);
	return OK;
}

enum status
source_get(struct source *s, struct job *j, struct str path, size_t max,
    struct str *out)
{
	struct one o = { .s = s, .j = j, .path = path };
	const enum status st = source_all(s, j, &path, 1, max, take_one, &o);

	if (st == OK)
		*out = o.bytes;
	return st;
}
