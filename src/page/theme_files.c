/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "page/builtin.h"
#include "page/theme_files.h"

#define MAX_FOLDERS 32
#define MAX_PATH 256

/* What a folder may hold; assets may lie one folder deeper. */
static const struct folder {
	const char *name, *ending;
} folders[] = {
	{ "templates", "mustache" },
	{ "words", "json" },
	{ "assets", NULL },
};

struct visit {
	void *arg;
	enum status (*file)(void *arg, const char *path, const struct stat *st);
};

struct folder_list {
	char names[MAX_FOLDERS][MAX_PATH];
	const char *endings[MAX_FOLDERS];
	size_t n;
};

struct str
theme_file_ending(struct str path)
{
	size_t dot = str_rfind_ch(path, '.');

	if (dot == NOWHERE || str_find_ch(str_skip(path, dot), '/') != NOWHERE)
		return STR("");
	return str_skip(path, dot + 1);
}

/* dir/name in out; false if it is too long. */
static bool
join(char *out, size_t size, const char *dir, const char *name)
{
	int n = snprintf(out, size, "%s%s%s", dir, dir[0] ? "/" : "", name);

	return n > 0 && (size_t)n < size;
}

static enum status
visit_entry(const char *dir, struct folder_list *list, size_t in,
    const char *name, const struct visit *v)
{
	char path[MAX_PATH], whole[PATH_MAX];
	struct stat st;
	const char *ending = list->endings[in];

	if (!join(path, MAX_PATH, list->names[in], name)
	    || !join(whole, PATH_MAX, dir, path) || stat(whole, &st) != 0)
		return OK;
	if (S_ISDIR(st.st_mode) && ending == NULL && list->n < MAX_FOLDERS
	    && strchr(list->names[in], '/') == NULL) {
		memcpy(list->names[list->n], path, MAX_PATH);
		list->endings[list->n++] = NULL;
	}
	if (!S_ISREG(st.st_mode)
	    || (ending
		&& !str_eq(theme_file_ending(str_of(path)), str_of(ending))))
		return OK;
	return v->file(v->arg, path, &st);
}

static int
not_hidden(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static enum status
visit_folder(const char *dir, struct folder_list *list, size_t in,
    const struct visit *v)
{
	char path[PATH_MAX];
	struct dirent **names = NULL;
	int n = join(path, PATH_MAX, dir, list->names[in])
	    ? scandir(path, &names, not_hidden, NULL)
	    : 0;
	enum status st = OK;

	if (n < 0)
		return errno == ENOENT ? OK : FAULT;
	for (int i = 0; i < n; i++) {
		if (st == OK)
			st = visit_entry(dir, list, in, names[i]->d_name, v);
		free(names[i]);
	}
	free(names);
	return st;
}

/* Every file of a theme's folder, in no order. */
static enum status
visit_files(const char *dir, const struct visit *v)
{
	struct folder_list list = { .n = 0 };
	enum status st = OK;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		(void)join(list.names[i], MAX_PATH, "", folders[i].name);
		list.endings[list.n++] = folders[i].ending;
	}
	for (size_t i = 0; st == OK && i < list.n; i++)
		st = visit_folder(dir, &list, i, v);
	return st;
}

static enum status
trace_file(void *arg, const char *path, const struct stat *st)
{
	uint64_t *sum = arg, h = hash_bytes(HASH_NONE, path, strlen(path));

	h = hash_bytes(h, &st->st_mtim, sizeof(st->st_mtim));
	h = hash_bytes(h, &st->st_size, sizeof(st->st_size));
	h = hash_bytes(h, &st->st_ino, sizeof(st->st_ino));
	*sum += h; /* a folder has no order */
	return OK;
}

uint64_t
theme_files_trace(const char *dir)
{
	uint64_t sum = 0;
	const struct visit v = { &sum, trace_file };

	if (dir && visit_files(dir, &v) != OK)
		sum = 1;
	return sum;
}

struct reading {
	struct job *j;
	const char *dir;
	struct theme_files *files;
};

static void
file_lay(struct theme_files *all, const struct theme_file *f)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->at[i].path, f->path)
		    && !str_starts(f->path, STR("words/"))) {
			all->at[i] = *f;
			return;
		}
	all->at[all->n++] = *f;
}

static enum status
take_file(void *arg, const char *path, const struct stat *st)
{
	struct reading *r = arg;
	struct theme_file f = {
		.path = job_str(r->j, str_of(path)),
		.from = r->dir,
	};
	struct theme_files *all = r->files;
	enum status read;

	(void)st;
	if (all->n == THEME_MAX_FILES)
		return job_fail(r->j, INVALID,
		    "%s: a theme has at most 1000 files", r->dir);
	read = file_read(r->j, file_path(r->j, r->dir, path), THEME_MAX_FILE,
	    &f.bytes);
	if (read != OK)
		return read;
	file_lay(all, &f);
	return OK;
}

/* A folder has no order, but what is made of it (its version) needs one. */
static int
by_path(const void *x, const void *y)
{
	const struct theme_file *a = x, *b = y;
	int order = str_cmp(a->path, b->path);

	return order ? order : (a->from != NULL) - (b->from != NULL);
}

/* "broadsheet" of "themes/broadsheet/assets/x.css"; the rest goes to *path. */
static struct str
named_in_path(struct str whole, struct str *path)
{
	const struct str folder = STR("themes/");
	struct str name = { NULL, 0 };

	*path = whole;
	if (!str_starts(whole, folder))
		return name;
	*path = str_skip(whole, folder.n);
	if (!str_cut(path, '/', &name))
		name.n = 0;
	return name;
}

struct str
theme_builtin(size_t i)
{
	struct str last = STR(""), path;

	for (size_t k = 0; k < builtin_theme_n; k++) {
		const struct str
		    name = named_in_path(str_of(builtin_theme[k].path), &path);

		/* They stand in the order of their names. */
		if (name.n == 0 || str_eq(name, last))
			continue;
		if (i-- == 0)
			return name;
		last = name;
	}
	return STR("");
}

bool
theme_is_builtin(struct str name)
{
	struct str one;

	for (size_t i = 0; (one = theme_builtin(i)).n > 0; i++)
		if (str_eq(one, name))
			return true;
	return false;
}

/* Those of the program: of no name first, then of this one. */
static void
builtin_lay(struct theme_files *all, struct str name)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < builtin_theme_n; i++) {
			struct theme_file f = {
				.bytes = str_from((const char *)builtin_theme[i]
						      .bytes,
				    builtin_theme[i].n),
			};
			const struct str
			    of = named_in_path(str_of(builtin_theme[i].path),
				&f.path);

			if (pass == 0 ? of.n == 0 && f.path.n > 0
				      : name.n > 0 && str_eq(of, name))
				file_lay(all, &f);
		}
}

enum status
theme_files_read(struct job *j, const struct theme_source *source,
    struct theme_files *out)
{
	struct theme_files files = {
		.at = JOB_ARRAY(j, struct theme_file, THEME_MAX_FILES),
	};
	const char *const folders_over[] = { source->folder, source->over };
	enum status st = OK;

	builtin_lay(&files, str_of(source->name));
	for (size_t i = 0; i < 2 && st == OK; i++) {
		struct reading r = { j, folders_over[i], &files };
		const struct visit v = { &r, take_file };

		if (r.dir != NULL)
			st = visit_files(r.dir, &v);
		if (st == FAULT && job_reason(j).n == 0)
			st = job_fail(j, FAULT,
			    "reading the theme in %s failed", r.dir);
	}
	qsort(files.at, files.n, sizeof(*files.at), by_path);
	if (st == OK)
		*out = files;
	return st;
}
