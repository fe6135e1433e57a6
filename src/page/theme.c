/* SPDX-License-Identifier: ISC */
/*
 * 1. All that a theme holds lies in its own job, filled by theme_open() and
 *    never touched again.
 * 2. The trace of the folder is taken before its files are read: a change in
 *    between is seen as one.
 */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "base/progress.h"
#include "page/assets.h"
#include "page/mustache.h"
#include "page/names.h"
#include "page/theme.h"
#include "page/theme_files.h"

#define MAX_PAGE ((size_t)16 * 1024 * 1024)
#define VERSION_DIGITS 16

struct theme {
	struct job *own;
	struct theme_source source;
	const struct theme_page *pages;
	size_t n_pages;
	const struct template **programs; /* one a page */
	const struct words_list *words;
	struct assets assets;
	struct str version;
	uint64_t trace;
	double looked;        /* when the folder was last looked at */
	struct theme *before; /* in whose place it stands; or NULL */
};

/* What stands in folder/ before ending, or nothing if it isn't one. */
static struct str
stem_in(struct str path, struct str folder, struct str ending)
{
	struct str name = str_skip(path, folder.n);

	if (!str_starts(path, folder) || !str_ends(path, ending)
	    || name.n <= ending.n)
		return STR("");
	return str_sub(name, 0, name.n - ending.n);
}

static struct str
shown_path(struct job *j, const struct theme_file *f)
{
	if (f->from == NULL)
		return f->path;
	return job_printf(j, "%s/%.*s", f->from, STR_ARG(f->path));
}

static enum status
read_words(struct theme *t, const struct theme_files *files)
{
	struct words_file *w = JOB_ARRAY(t->own, struct words_file, files->n);
	size_t n = 0;

	for (size_t i = 0; i < files->n; i++) {
		const struct theme_file *f = &files->at[i];
		struct str lang = stem_in(f->path, STR("words/"), STR(".json"));

		if (lang.n)
			w[n++] = (struct words_file){ lang,
				shown_path(t->own, f), f->bytes };
	}
	return words_read(t->own, w, n, &t->words);
}

/* Templates that no page uses are not bound, but they must be readable. */
static enum status
check_templates(struct job *j, const struct template_sources *src)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < src->n_files; i++) {
		struct mustache m;

		st = mustache_parse(j, src->files[i].file, src->files[i].text,
		    &m);
	}
	return st;
}

static enum status
compile_pages(struct theme *t, const struct theme_files *files)
{
	struct template_file *texts = JOB_ARRAY(t->own, struct template_file,
	    files->n);
	struct template_sources src = {
		.files = texts,
		.assets = t->assets.names,
		.n_assets = t->assets.n,
		.words = t->words,
	};
	enum status st;

	for (size_t i = 0; i < files->n; i++) {
		const struct theme_file *f = &files->at[i];
		struct str name = stem_in(f->path, STR("templates/"),
		    STR(".mustache"));

		if (name.n)
			texts[src.n_files++] = (struct template_file){ name,
				shown_path(t->own, f), f->bytes };
	}
	st = check_templates(t->own, &src);
	t->programs = JOB_ARRAY(t->own, const struct template *,
	    t->n_pages + 1);
	for (size_t i = 0; st == OK && i < t->n_pages; i++)
		st = template_compile(t->own, &src, t->pages[i].name,
		    t->pages[i].type, &t->programs[i]);
	return st;
}

static struct str
version_of(struct job *j, const struct theme_files *files)
{
	struct buf b = buf_in(j, SIZE_MAX);

	for (size_t i = 0; i < files->n; i++) {
		buf_put(&b, files->at[i].path);
		buf_ch(&b, '\0');
		buf_put(&b, sha256_hex(j, sha256_of(files->at[i].bytes)));
	}
	return str_sub(sha256_hex(j, sha256_of(buf_so_far(&b))), 0,
	    VERSION_DIGITS);
}

static const char *
kept(struct job *own, const char *path)
{
	return path != NULL ? job_cstr(own, str_of(path)) : NULL;
}

static uint64_t
trace_of(const struct theme_source *s)
{
	return theme_files_trace(s->folder) * 31 + theme_files_trace(s->over);
}

enum status
theme_open(struct job *j, const struct theme_source *source,
    const struct theme_page *pages, size_t n, struct theme **out)
{
	static const struct theme_source plain;
	struct job *own = job_new(job_now(j));
	struct theme *t = JOB_NEW(own, struct theme);
	struct theme_files files;
	enum status st;

	t->own = own;
	if (source == NULL)
		source = &plain;
	t->source = (struct theme_source){
		.name = job_cstr(own, str_of(source->name)),
		.folder = kept(own, source->folder),
		.over = kept(own, source->over),
	};
	t->pages = pages;
	t->n_pages = n;
	t->trace = trace_of(&t->source);
	t->looked = clock_steady();
	st = theme_files_read(own, &t->source, &files);
	if (st == OK)
		st = assets_make(own, &files, &t->assets);
	if (st == OK)
		st = read_words(t, &files);
	if (st == OK)
		st = compile_pages(t, &files);
	if (st != OK) {
		st = job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
		job_free(own);
		return st;
	}
	t->version = version_of(own, &files);
	*out = t;
	return OK;
}

void
theme_free(struct theme *t)
{
	while (t != NULL) {
		struct theme *const before = t->before;

		job_free(t->own);
		t = before;
	}
}

void
theme_succeed(struct theme *t, struct theme *before)
{
	if (before != NULL) {
		theme_free(before->before);
		before->before = NULL;
	}
	t->before = before;
}

bool
theme_changed(struct theme *t)
{
	double now = clock_steady();

	if (now < t->looked + 1)
		return false;
	t->looked = now;
	return theme_outdated(t);
}

bool
theme_outdated(const struct theme *t)
{
	return trace_of(&t->source) != t->trace;
}

enum status
theme_reopen(struct job *j, struct theme **t)
{
	struct theme *old = *t, *new = NULL;
	uint64_t trace = trace_of(&old->source);
	enum status st = theme_open(j, &old->source, old->pages, old->n_pages,
	    &new);

	if (st != OK) {
		old->trace = trace; /* one failure is told once */
		return st;
	}
	assert(new != NULL);
	theme_succeed(new, old);
	*t = new;
	return OK;
}

bool
theme_has_folder(const struct theme *t)
{
	struct stat st;

	return t->source.folder != NULL && stat(t->source.folder, &st) == 0;
}

struct str
theme_version(const struct theme *t)
{
	return t->version;
}

enum status
theme_render(const struct theme *t, struct job *j, const char *name,
    const void *view, const struct tongue *tongue, struct str *out)
{
	size_t i = 0;

	while (i < t->n_pages && strcmp(t->pages[i].name, name) != 0)
		i++;
	assert(i < t->n_pages);
	return template_render(t->programs[i], j, view, tongue, MAX_PAGE, out);
}

const struct theme_asset *
theme_asset(const struct theme *t, struct str address)
{
	for (; t != NULL; t = t->before)
		for (size_t i = 0; i < t->assets.n; i++)
			if (str_eq(t->assets.at[i].address, address))
				return &t->assets.at[i];
	return NULL;
}

const struct theme_asset *
theme_assets(const struct theme *t, size_t *n)
{
	*n = t->assets.n;
	return t->assets.at;
}

enum status
theme_asset_named(const struct theme *t, struct job *j, struct str name,
    struct str *address)
{
	struct str *names = JOB_ARRAY(j, struct str, t->assets.n + 1);

	for (size_t i = 0; i < t->assets.n; i++) {
		names[i] = t->assets.names[i].name;
		if (str_eq(names[i], name)) {
			*address = t->assets.names[i].address;
			return OK;
		}
	}
	return job_fail(j, NOT_FOUND,
	    "the theme has no asset \"%.*s\"; there is %.*s", STR_ARG(name),
	    STR_ARG(names_like(j, name, names, t->assets.n)));
}

const struct words_list *
theme_words_list(const struct theme *t)
{
	return t->words;
}

const struct words *
theme_words(const struct theme *t, struct str lang)
{
	return words_for(t->words, lang);
}

static int
not_dots(const struct dirent *e)
{
	return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

/* OK if it is there and empty by now. */
static enum status
make_folder(struct job *j, const char *path)
{
	struct dirent **names = NULL;
	int n;

	if (mkdir(path, 0777) == 0)
		return OK;
	if (errno != EEXIST)
		return file_fail(j, "making", path);
	n = scandir(path, &names, not_dots, NULL);
	if (n < 0)
		return file_fail(j, "opening", path);
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
	if (n)
		return job_fail(j, CONFLICT,
		    "%s is there already and not empty; nothing was written",
		    path);
	return OK;
}

/* The folders on the way to dir/path, which is a built-in file's. */
static enum status
make_way(struct job *j, const char *dir, const char *path)
{
	for (const char *s = path; (s = strchr(s, '/')) != NULL; s++) {
		const char *folder = file_path(j, dir,
		    job_cstr(j, str_from(path, (size_t)(s - path))));

		if (mkdir(folder, 0777) != 0 && errno != EEXIST)
			return file_fail(j, "making", folder);
	}
	return OK;
}

enum status
theme_eject(struct job *j, const char *name, const char *dir)
{
	const struct theme_source source = { .name = name };
	struct theme_files files;
	enum status st = make_folder(j, dir);

	if (st == OK)
		st = theme_files_read(j, &source, &files);
	for (size_t i = 0; st == OK && i < files.n; i++) {
		const char *const path = job_cstr(j, files.at[i].path);

		st = make_way(j, dir, path);
		if (st == OK)
			st = file_replace(j, file_path(j, dir, path),
			    files.at[i].bytes, 0666);
	}
	return st;
}
