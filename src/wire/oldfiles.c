/* SPDX-License-Identifier: ISC */
#include "wire/oldfiles.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "wire/fetch.h"

struct oldfiles
oldfiles_open(struct origin *o, const char *folder)
{
	const struct import_opts *const opts = o->opts;
	/* The user named that host; an export's own may be anybody's. */
	const struct fetch_limits limits = {
		.public_only = opts->media_from.n == 0,
		.also = opts->feeds_from,
		.nalso = opts->n_feeds_from,
	};

	return (struct oldfiles){ .o = o,
		.fetcher = opts->fetch_media ? fetcher_new(&limits) : NULL,
		.folder = folder };
}

void
oldfiles_close(struct oldfiles *f)
{
	fetcher_free(f->fetcher);
	f->fetcher = NULL;
	if (f->fetched > 0)
		origin_note(f->o,
		    job_printf(f->o->j,
			"%lld files were fetched from the old site into %s",
			(long long)f->fetched, f->folder));
}

struct str
oldfiles_url(const struct oldfiles *f, struct job *j, struct str host,
    struct str path)
{
	struct str from = f->o->opts->media_from;

	if (from.n == 0)
		from = host;
	while (str_ends(from, STR("/")))
		from.n--;
	return from.n == 0 || !str_starts(path, STR("/"))
	    ? STR("")
	    : job_printf(j, "%.*s%.*s", STR_ARG(from), STR_ARG(path));
}

static bool
failed_before(const struct oldfiles *f, uint64_t hash)
{
	for (size_t i = 0; i < f->n_failed; i++)
		if (f->failed[i] == hash)
			return true;
	return false;
}

static void
fail(struct oldfiles *f, struct str url, struct str why)
{
	origin_note(f->o,
	    job_printf(f->o->j, "%.*s could not be fetched: %.*s", STR_ARG(url),
		STR_ARG(why)));
	if (f->n_failed == OLDFILES_FAILED_MAX)
		return;
	if (f->n_failed % 64 == 0)
		f->failed = job_grow(f->o->j, f->failed,
		    f->n_failed * sizeof(*f->failed),
		    (f->n_failed + 64) * sizeof(*f->failed));
	f->failed[f->n_failed++] = str_hash(url);
}

/* A way down, without a step that is hidden or leads up. */
static bool
is_safe(struct str name)
{
	struct str step;

	while (str_cut(&name, '/', &step))
		if (step.n == 0 || step.p[0] == '.' || step.n > 200)
			return false;
	return true;
}

/* The folders above folder/name. */
static enum status
make_way(struct job *j, const char *folder, struct str name, char **out)
{
	char *path = job_cstr(j,
	    job_printf(j, "%s/%.*s", folder, STR_ARG(name)));

	if (mkdir(folder, 0755) != 0 && errno != EEXIST)
		return file_fail(j, "making", folder);
	for (size_t i = strlen(folder) + 1; path[i] != '\0'; i++) {
		if (path[i] != '/')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			return file_fail(j, "making", path);
		path[i] = '/';
	}
	*out = path;
	return OK;
}

static enum status
fetch(struct oldfiles *f, struct job *own, struct str url, struct str name)
{
	struct fetched got;
	char *path = NULL;
	enum status st;

	if (name.n == 0 || !is_safe(name))
		return job_fail(own, INVALID, "its name is none for a file");
	st = fetch_get(f->fetcher, own, url, OLDFILE_MAX, &got);
	if (st == OK && got.status != 200)
		st = job_fail(own, NOT_FOUND, "its server answers %d",
		    got.status);
	if (st == OK)
		st = make_way(own, f->folder, name, &path);
	return st == OK ? file_replace(own, path, got.bytes, 0644) : st;
}

bool
oldfiles_fetch(struct oldfiles *f, struct job *j, struct str url,
    struct str name)
{
	struct job *own;
	enum status st;

	if (f->fetcher == NULL || url.n == 0 || failed_before(f, str_hash(url)))
		return false;
	own = job_new(job_now(j));
	st = fetch(f, own, url, name);
	if (st == OK)
		f->fetched++;
	else
		fail(f, url, job_reason(own));
	job_free(own);
	return st == OK;
}
