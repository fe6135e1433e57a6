/* SPDX-License-Identifier: ISC */
/*
 * Files of an export that do not lie here, from the server that has them.
 * What was fetched lies in the media folder afterwards: an import that is run
 * again asks for nothing twice.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "wire/fetch.h"
#include "wire/wordpress_inside.h"

#define FILE_BYTES_MAX ((size_t)128 * 1024 * 1024)
#define FAILED_MAX 100000

void
wp_fetch_open(struct wordpress *w)
{
	const struct import_opts *o = w->o->opts;
	/* The user named that host; an export's own may be anybody's. */
	const struct fetch_limits limits = {
		.public_only = o->media_from.n == 0,
		.also = o->feeds_from,
		.nalso = o->n_feeds_from,
	};

	if (o->fetch_media)
		w->fetcher = fetcher_new(&limits);
}

static bool
failed_before(const struct wordpress *w, uint64_t hash)
{
	for (size_t i = 0; i < w->n_failed; i++)
		if (w->failed[i] == hash)
			return true;
	return false;
}

static void
failed_now(struct wordpress *w, uint64_t hash)
{
	if (w->n_failed == FAILED_MAX)
		return;
	if (w->n_failed % 64 == 0)
		w->failed = job_grow(w->o->j, w->failed,
		    w->n_failed * sizeof(uint64_t),
		    (w->n_failed + 64) * sizeof(uint64_t));
	w->failed[w->n_failed++] = hash;
}

/* Where it lies on the server; empty if that is not the old site's own. */
static struct str
url_of(struct wordpress *w, struct job *j, struct str src)
{
	const struct str from = w->o->opts->media_from;
	struct str base = from, url;
	size_t scheme;

	if (from.n == 0) {
		url = wp_url_of(w, j, src);
		if (url.n > 0)
			return url;
		base = w->link;
		scheme = str_find(base, STR("://"));
		if (scheme != NOWHERE) {
			const size_t slash = str_find_ch(str_skip(base,
							     scheme + 3),
			    '/');

			if (slash != NOWHERE)
				base.n = scheme + 3 + slash;
		}
	}
	while (base.n > 0 && base.p[base.n - 1] == '/')
		base.n--;
	return job_printf(j, "%.*s%.*s", STR_ARG(base), STR_ARG(src));
}

/* folder/a/b/c.jpg, with the folders above it; false if it may not be. */
static bool
make_way(struct job *j, const char *folder, struct str name, const char **out)
{
	char *path = job_cstr(j,
	    job_printf(j, "%s/%.*s", folder, STR_ARG(name)));
	const size_t top = strlen(folder);

	if (str_find(name, STR("..")) != NOWHERE || name.n == 0)
		return false;
	for (size_t i = top; path[i] != '\0'; i++) {
		if (path[i] != '/' || i == 0)
			continue;
		path[i] = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			return false;
		path[i] = '/';
	}
	*out = path;
	return true;
}

/* Its name below the folder. */
static struct str
name_of(struct job *j, struct str src)
{
	struct str name = wp_below_uploads(str_of(origin_file_name(j, src)));

	while (name.n > 0 && name.p[0] == '/')
		name = str_skip(name, 1);
	return name;
}

static void
tell(struct wordpress *w, struct str url, struct str why)
{
	origin_note(w->o,
	    job_printf(w->o->j, "%.*s could not be fetched: %.*s", STR_ARG(url),
		STR_ARG(why)));
}

bool
wp_fetch(struct wordpress *w, struct job *j, struct str src)
{
	const uint64_t hash = wp_file_hash(src);
	const struct str url = url_of(w, j, src);
	const char *folder = w->o->opts->media != NULL
	    ? w->o->opts->media
	    : file_path(j, w->folder, "wp-content/uploads");
	struct fetched got;
	struct job *own;
	const char *path;
	struct str why = STR("");
	enum status st;

	if (w->fetcher == NULL || failed_before(w, hash))
		return false;
	if (!make_way(j, folder, name_of(j, src), &path)) {
		failed_now(w, hash);
		tell(w, url, STR("no folder can be made for it"));
		return false;
	}
	own = job_new(job_now(j));
	st = fetch_get(w->fetcher, own, url, FILE_BYTES_MAX, &got);
	if (st == OK && got.status == 200)
		st = file_replace(own, path, got.bytes, 0644);
	else if (st == OK)
		why = job_printf(own, "the server answers %d", got.status);
	if (st != OK)
		why = job_reason(own);
	if (why.n > 0) {
		failed_now(w, hash);
		tell(w, url, why);
	} else {
		w->fetched++;
	}
	job_free(own);
	return why.n == 0;
}
