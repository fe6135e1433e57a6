/* SPDX-License-Identifier: ISC */
#include "wire/tree.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define DEPTH_MAX 32
#define FILES_MAX 2000000

struct walk {
	struct project *p;
	struct tree *tree;
	size_t room;
	struct job *scratch; /* paths of folders that are still to be read */
};

/* ".md" and so on; HTML counts too, if it has front matter (see convert.c). */
static size_t
ending_of(struct str name)
{
	static const struct str endings[] = { STR_INIT(".md"),
		STR_INIT(".markdown"), STR_INIT(".mdown"), STR_INIT(".html"),
		STR_INIT(".htm") };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (str_ends(name, endings[i]))
			return endings[i].n;
	return 0;
}

static bool
is_jekyll_folder(const struct project *p, struct str name)
{
	if (str_eq(name, STR("_posts")) || str_eq(name, STR("_drafts")))
		return true;
	for (size_t i = 0; i < p->n_patterns; i++)
		if (p->patterns[i].section.n > 0
		    && str_eq(p->patterns[i].section, str_skip(name, 1)))
			return true;
	return false;
}

/* Folders that hold no content, whatever lies in them. */
static bool
is_passed_over(const struct project *p, struct str name)
{
	static const struct str names[] = { STR_INIT("node_modules"),
		STR_INIT("vendor"), STR_INIT("_site"), STR_INIT("public") };

	if (name.p[0] == '.')
		return true;
	if (p->system == HUGO)
		return str_eq(name, names[0]);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(name, names[i]))
			return true;
	if (name.p[0] != '_')
		return false;
	return p->system != JEKYLL || !is_jekyll_folder(p, name);
}

/* Files of a project's own, not its content's. */
static bool
is_read_me(const struct project *p, struct str path)
{
	static const struct str names[] = { STR_INIT("README.md"),
		STR_INIT("CONTRIBUTING.md"), STR_INIT("LICENSE.md"),
		STR_INIT("CHANGELOG.md"), STR_INIT("CODE_OF_CONDUCT.md") };

	if (p->system == HUGO && !p->bare)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq_nocase(path, names[i]))
			return true;
	return false;
}

static struct str
last_part(struct str path)
{
	const size_t slash = str_rfind_ch(path, '/');

	return slash == NOWHERE ? path : str_skip(path, slash + 1);
}

static struct str
folder_part(struct str path)
{
	const size_t slash = str_rfind_ch(path, '/');

	return slash == NOWHERE ? STR("") : str_sub(path, 0, slash);
}

static struct str
first_part(struct str path)
{
	const size_t slash = str_find_ch(path, '/');

	return slash == NOWHERE ? path : str_sub(path, 0, slash);
}

static bool
is_language(const struct project *p, struct str tag)
{
	return project_speaks(p, tag) || (tag.n == 2 && lang_is_code(tag));
}

/* "content/fa/..." -> fa, and the rest. */
static void
take_language_folder(const struct project *p, struct source *s,
    struct str *folder)
{
	const struct str first = first_part(*folder);

	if (first.n == 0 || !lang_is_tag(first) || !is_language(p, first))
		return;
	/* A Hugo project says which: content/it/ may be about computers. */
	if (p->system == HUGO && !p->bare && !project_speaks(p, first))
		return;
	s->lang = first;
	*folder = str_skip(*folder,
	    folder->n > first.n ? first.n + 1 : first.n);
}

/* "pier.fa" -> pier, fa */
static void
take_language_ending(const struct project *p, struct source *s,
    struct str *name)
{
	const size_t dot = str_rfind_ch(*name, '.');
	struct str tag;

	if (dot == NOWHERE || dot == 0)
		return;
	tag = str_skip(*name, dot + 1);
	if (!lang_is_tag(tag) || !is_language(p, tag))
		return;
	s->lang = tag;
	*name = str_sub(*name, 0, dot);
}

/* _posts and collections are not part of addresses. */
static struct str
jekyll_folder(struct walk *w, struct source *s, struct str folder)
{
	struct str rest = folder, part;
	struct buf b = buf_in(w->p->j, folder.n + 1);

	s->kind = KIND_PAGE;
	while (rest.n > 0 && str_cut(&rest, '/', &part)) {
		if (part.n > 0 && part.p[0] == '_') {
			s->kind = KIND_STORY;
			s->draft = str_eq(part, STR("_drafts"));
			if (is_jekyll_folder(w->p, part) && !s->draft
			    && !str_eq(part, STR("_posts")))
				s->section = str_skip(part, 1);
			continue;
		}
		if (b.n > 0)
			buf_ch(&b, '/');
		buf_put(&b, part);
	}
	return buf_so_far(&b);
}

static void
take_terms(struct walk *w, struct source *s)
{
	const enum kind terms = project_terms(w->p, first_part(s->folder));
	const bool within = str_find_ch(s->folder, '/') != NOWHERE;

	if (terms == KIND_NONE)
		return;
	if (s->shape == SHAPE_BRANCH)
		s->kind = within ? terms : KIND_PAGE;
	else if (!within && w->p->system == HUGO)
		s->kind = terms;
	if (s->kind == terms && s->shape == SHAPE_BRANCH)
		s->folder = folder_part(s->folder);
}

/* What a file's place says of it. */
static void
place(struct walk *w, struct source *s)
{
	const struct project *p = w->p;
	struct str folder = folder_part(s->path);
	struct str name = last_part(s->path);

	name = str_sub(name, 0, name.n - ending_of(name));
	s->kind = KIND_STORY;
	take_language_folder(p, s, &folder);
	take_language_ending(p, s, &name);
	if (s->lang.n == 0)
		s->lang = p->lang;
	if (p->system == JEKYLL)
		folder = jekyll_folder(w, s, folder);
	if (str_eq(name, STR("_index"))) {
		s->shape = SHAPE_BRANCH;
		s->kind = folder.n > 0 ? KIND_SECTION : KIND_PAGE;
		name = last_part(folder);
	} else if (str_eq(name, STR("index")) && folder.n > 0) {
		s->shape = SHAPE_LEAF;
		name = last_part(folder);
		folder = folder_part(folder);
	}
	s->folder = folder;
	s->name = name;
	if (s->section.n == 0)
		s->section = first_part(folder);
	if (folder.n == 0 && s->shape != SHAPE_BRANCH && p->system != JEKYLL)
		s->kind = KIND_PAGE;
	take_terms(w, s);
}

static enum status
take_file(struct walk *w, struct str path)
{
	struct tree *t = w->tree;

	if (ending_of(path) == 0 || is_read_me(w->p, path))
		return OK;
	if (t->n == FILES_MAX)
		return job_fail(w->p->j, INVALID,
		    "the folder holds more than %d files; import it in parts",
		    FILES_MAX);
	if (t->n == w->room) {
		const size_t more = w->room > 0 ? 2 * w->room : 256;

		t->at = realloc(t->at, more * sizeof(*t->at));
		if (t->at == NULL)
			abort();
		w->room = more;
	}
	t->at[t->n] = (struct source){ .path = job_str(w->p->j, path) };
	place(w, &t->at[t->n]);
	t->n++;
	return OK;
}

/* A folder that is still to be read. */
struct todo {
	struct todo *next;
	struct str path; /* relative; empty for the content folder itself */
	int depth;
};

static enum status
take_entry(struct walk *w, int dir, const struct todo *of, struct str name,
    struct todo **todo)
{
	struct stat sb;
	struct str path = of->path.n == 0 ? job_str(w->scratch, name)
					  : job_printf(w->scratch, "%.*s/%.*s",
					      STR_ARG(of->path), STR_ARG(name));

	if (fstatat(dir, name.p, &sb, AT_SYMLINK_NOFOLLOW) != 0)
		return OK; /* gone meanwhile */
	if (S_ISREG(sb.st_mode))
		return take_file(w, path);
	if (!S_ISDIR(sb.st_mode) || is_passed_over(w->p, name))
		return OK;
	if (of->depth == DEPTH_MAX)
		return job_fail(w->p->j, INVALID,
		    "%.*s lies too deep; move it up", STR_ARG(path));
	*todo = memcpy(JOB_NEW(w->scratch, struct todo),
	    &(struct todo){ *todo, path, of->depth + 1 }, sizeof(struct todo));
	return OK;
}

static enum status
read_folder(struct walk *w, const struct todo *of, struct todo **todo)
{
	const char *path = of->path.n == 0
	    ? w->p->content
	    : file_path(w->scratch, w->p->content,
		job_cstr(w->scratch, of->path));
	DIR *dir = opendir(path);
	const struct dirent *e;
	enum status st = OK;

	if (dir == NULL)
		return file_fail(w->p->j, "reading", path);
	/* Nobody else has this folder.  NOLINTNEXTLINE(concurrency-mt-unsafe) */
	while (st == OK && (e = readdir(dir)) != NULL) {
		const struct str name = str_of(e->d_name);

		if (!str_eq(name, STR(".")) && !str_eq(name, STR("..")))
			st = take_entry(w, dirfd(dir), of, name, todo);
	}
	closedir(dir);
	return st;
}

static int
rank(const struct source *s, struct str first)
{
	if (s->kind == KIND_PERSON || s->kind == KIND_TOPIC)
		return 0;
	if (s->kind == KIND_SECTION)
		return 1;
	return str_eq_nocase(s->lang, first) ? 2 : 3;
}

static int
in_order(const void *va, const void *vb, void *first)
{
	const struct source *a = va, *b = vb;
	const int ra = rank(a, *(const struct str *)first);
	const int rb = rank(b, *(const struct str *)first);

	return ra != rb ? ra - rb : str_cmp(a->path, b->path);
}

static int
by_place(const void *va, const void *vb)
{
	const struct source *a = ((const struct source_at *)va)->s;
	const struct source *b = ((const struct source_at *)vb)->s;
	int d = str_cmp(a->folder, b->folder);

	if (d == 0)
		d = str_cmp(a->name, b->name);
	if (d == 0)
		d = (int)(a->shape == SHAPE_BRANCH)
		    - (int)(b->shape == SHAPE_BRANCH);
	return d != 0 ? d : str_cmp(a->lang, b->lang);
}

/* A section that has no file of its own gets one. */
static enum status
make_section(struct walk *w, struct str folder)
{
	struct tree *t = w->tree;
	enum status st = take_file(w,
	    job_printf(w->p->j, "%.*s/_index.md", STR_ARG(folder)));

	if (st == OK)
		t->at[t->n - 1].made = true;
	return st;
}

/* Sections by name: those that have a file, then those that have not. */
static int
by_section(const void *va, const void *vb)
{
	const struct source *a = ((const struct source_at *)va)->s;
	const struct source *b = ((const struct source_at *)vb)->s;
	const int d = str_cmp(a->section, b->section);

	return d != 0
	    ? d
	    : (int)(b->kind == KIND_SECTION) - (int)(a->kind == KIND_SECTION);
}

static enum status
make_sections(struct walk *w)
{
	const size_t n = w->tree->n;
	struct source_at *all = JOB_ARRAY(w->scratch, struct source_at, n + 1);
	struct str *missing = JOB_ARRAY(w->scratch, struct str, n + 1);
	size_t n_missing = 0;
	enum status st = OK;

	for (size_t i = 0; i < n; i++)
		all[i].s = &w->tree->at[i];
	qsort(all, n, sizeof(*all), by_section);
	for (size_t i = 0; i < n; i++) {
		const struct source *s = all[i].s;
		const bool first = i == 0
		    || !str_eq(s->section, all[i - 1].s->section);

		if (first && s->section.n > 0 && s->kind == KIND_STORY
		    && project_terms(w->p, s->section) == KIND_NONE)
			missing[n_missing++] = s->section;
	}
	for (size_t i = 0; i < n_missing && st == OK; i++)
		st = make_section(w, missing[i]);
	return st;
}

static void
find_parts(struct project *p, struct tree *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += kind_is_entity(t->at[i].kind)
		    && !str_eq_nocase(t->at[i].lang, p->lang);
	t->parts = JOB_ARRAY(p->j, struct source_at, n + 1);
	for (size_t i = 0; i < t->n; i++)
		if (kind_is_entity(t->at[i].kind)
		    && !str_eq_nocase(t->at[i].lang, p->lang))
			t->parts[t->n_parts++].s = &t->at[i];
}

static void
free_it(void *what)
{
	free(what);
}

enum status
tree_list(struct project *p, struct tree *out)
{
	struct tree t = { .n = 0 };
	struct walk w = { .p = p, .tree = &t, .scratch = job_new(0) };
	struct todo *todo = JOB_NEW(w.scratch, struct todo);
	enum status st = OK;

	while (todo != NULL && st == OK) {
		const struct todo *now = todo;

		todo = now->next;
		st = read_folder(&w, now, &todo);
	}
	if (st == OK)
		st = make_sections(&w);
	job_free(w.scratch);
	if (t.at != NULL)
		job_defer(p->j, free_it, t.at);
	if (st != OK)
		return st;
	assert(t.n == 0 || t.at != NULL);
	if (t.n > 0)
		qsort_r(t.at, t.n, sizeof(*t.at), in_order, &p->lang);
	t.by_place = JOB_ARRAY(p->j, struct source_at, t.n + 1);
	for (size_t i = 0; i < t.n; i++)
		t.by_place[i].s = &t.at[i];
	qsort(t.by_place, t.n, sizeof(*t.by_place), by_place);
	find_parts(p, &t);
	*out = t;
	return OK;
}

const struct source *
tree_original(const struct tree *t, const struct project *p,
    const struct source *s)
{
	const struct source wanted = { .folder = s->folder,
		.name = s->name,
		.shape = s->shape,
		.lang = p->lang };
	const struct source_at key = { &wanted };
	const struct source_at *found;

	if (str_eq_nocase(s->lang, p->lang))
		return NULL;
	found = bsearch(&key, t->by_place, t->n, sizeof(*t->by_place),
	    by_place);
	return found != NULL ? found->s : NULL;
}

/* The path without its ending, and without index at its end. */
static struct str
bare_path(struct str path)
{
	path = str_sub(path, 0, path.n - ending_of(path));
	while (path.n > 0 && path.p[path.n - 1] == '/')
		path.n--;
	if (str_ends(path, STR("/_index")))
		path.n -= 7;
	else if (str_ends(path, STR("/index")))
		path.n -= 6;
	return path;
}

static bool
ends_in_path(struct str path, struct str end)
{
	return str_eq(path, end)
	    || (path.n > end.n && str_ends(path, end)
		&& path.p[path.n - end.n - 1] == '/');
}

const struct source *
tree_find(const struct tree *t, const struct source *from, struct str reference)
{
	struct str wanted = reference;
	const struct source *found = NULL, *beside = NULL;
	size_t n = 0;

	while (wanted.n > 0 && (wanted.p[0] == '/' || wanted.p[0] == '.'))
		wanted = str_skip(wanted, 1);
	wanted = bare_path(wanted);
	if (wanted.n == 0)
		return NULL;
	for (size_t i = 0; i < t->n; i++) {
		const struct source *s = &t->at[i];
		const struct str path = bare_path(s->path);

		if (str_eq(path, wanted))
			return s;
		if (!ends_in_path(path, wanted))
			continue;
		found = s;
		n++;
		if (str_eq(folder_part(s->path), folder_part(from->path)))
			beside = s;
	}
	if (beside != NULL)
		return beside;
	return n == 1 ? found : NULL;
}
