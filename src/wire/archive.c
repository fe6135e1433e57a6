/* SPDX-License-Identifier: ISC */
#include "wire/archive.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "desk/renditions.h"
#include "record/vouched.h"

#define ORDER_BYTES_MAX ((size_t)1 << 30)
#define TITLE_MAX ((size_t)64 * 1024)

struct archive {
	struct str *files; /* in the order in which to take them */
	size_t n, room;
	size_t next;
	struct str *sorted; /* those that the order names */
	size_t n_sorted;
};

bool
archive_is(struct job *j, const char *folder)
{
	struct str title;
	const bool is = file_read(j, file_path(j, folder, ARCHIVE_TITLE),
			    TITLE_MAX, &title)
		== OK
	    && str_starts(title, STR(ARCHIVE_FORM));

	job_forgive(j);
	return is;
}

/* ---- which files ---- */

static void
add_file(struct archive *a, struct job *j, struct str name)
{
	if (a->n == a->room) {
		const size_t room = a->room == 0 ? 1024 : 2 * a->room;

		a->files = job_grow(j, a->files, a->room * sizeof(*a->files),
		    room * sizeof(*a->files));
		a->room = room;
	}
	a->files[a->n++] = name;
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Lines that name no file below the folder are somebody's mischief. */
static enum status
read_order(struct origin *o, struct archive *a)
{
	struct str text, line;
	enum status st = file_read(o->j,
	    file_path(o->j, o->opts->from, ARCHIVE_ORDER), ORDER_BYTES_MAX,
	    &text);

	if (st != OK)
		return st;
	for (int n = 1; text.n > 0 && str_line(&text, &line); n++) {
		if (line.n == 0)
			continue;
		if (folder_name(o->j, job_printf(o->j, "/%.*s", STR_ARG(line)),
			false)
			.n
		    == 0)
			return job_fail(o->j, INVALID,
			    "%s/" ARCHIVE_ORDER
			    ":%d: this names no file below the folder",
			    o->opts->from, n);
		add_file(a, o->j, line);
	}
	a->sorted = JOB_ARRAY(o->j, struct str, a->n + 1);
	memcpy(a->sorted, a->files, a->n * sizeof(*a->sorted));
	a->n_sorted = a->n;
	qsort(a->sorted, a->n_sorted, sizeof(*a->sorted), by_name);
	return OK;
}

static bool
is_apart(struct str name)
{
	static const struct str apart[] = { STR_INIT("media"),
		STR_INIT("record"), STR_INIT(FOLDER_NOTES) };

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (str_eq(name, apart[i]))
			return true;
	return false;
}

/* One folder's entries: folders onto the stack, new texts into found. */
static enum status
look_into(struct origin *o, struct archive *a, struct str folder,
    struct archive *stack, struct archive *found)
{
	struct job *const j = o->j;
	const char *const path = file_path(j, o->opts->from,
	    job_cstr(j, folder));
	DIR *const dir = opendir(path);
	const struct dirent *e;

	if (dir == NULL)
		return file_fail(j, "reading", path);
	/* Nobody else has this folder.  NOLINTNEXTLINE(concurrency-mt-unsafe) */
	while ((e = readdir(dir)) != NULL) {
		const struct str name = folder.n == 0
		    ? job_str(j, str_of(e->d_name))
		    : job_printf(j, "%.*s/%s", STR_ARG(folder), e->d_name);
		struct stat sb;

		if (e->d_name[0] == '.' || is_apart(name)
		    || lstat(file_path(j, path, e->d_name), &sb) != 0)
			continue;
		if (S_ISDIR(sb.st_mode))
			add_file(stack, j, name);
		else if (S_ISREG(sb.st_mode) && str_ends(name, STR(".md"))
		    && bsearch(&name, a->sorted, a->n_sorted,
			   sizeof(*a->sorted), by_name)
			== NULL)
			add_file(found, j, name);
	}
	(void)closedir(dir);
	return OK;
}

/* What somebody put beside the files that the export wrote. */
static enum status
add_by_hand(struct origin *o, struct archive *a)
{
	struct archive stack = { 0 }, found = { 0 };
	enum status st = OK;

	add_file(&stack, o->j, STR(""));
	while (st == OK && stack.n > 0)
		st = look_into(o, a, stack.files[--stack.n], &stack, &found);
	if (found.n > 0)
		qsort(found.files, found.n, sizeof(*found.files), by_name);
	for (size_t i = 0; i < found.n; i++)
		add_file(a, o->j, found.files[i]);
	return st;
}

/* ---- opening ---- */

/*
 * Addresses have been given by language and day: neither can be another in
 * the paper that they are to come to.
 */
static enum status
check_paper(struct origin *o, const struct languages *langs)
{
	const struct copy_defaults lenient = { .kind = KIND_SETTINGS,
		.lenient = true };
	const char *const path = file_path(o->j, o->opts->from,
	    ARCHIVE_SETTINGS);
	const struct copy *here;
	struct textfile tf;
	struct copy c;
	struct str bytes;
	enum status st = file_read(o->j, path, TEXTFILE_MAX, &bytes);

	if (st == OK)
		st = textfile_parse(o->j, bytes, str_of(path), &tf);
	if (st == OK)
		st = copy_read(o->j, &tf, &lenient, &c);
	if (st == OK)
		st = site_settings(desk_site(o->d), o->j, &here);
	if (st != OK || c.languages.n == 0)
		return st;
	if (str_eq_nocase(c.languages.at[0].tag, langs->at[0].tag)
	    && str_eq(c.timezone, here->timezone))
		return OK;
	return job_fail(o->j, INVALID,
	    "this archive's first language is %.*s and its time zone %.*s; "
	    "take it over into a paper that began so: \"stet init DIR --name "
	    "NAME --lang %.*s --timezone %.*s\"",
	    STR_ARG(c.languages.at[0].tag), STR_ARG(c.timezone),
	    STR_ARG(c.languages.at[0].tag), STR_ARG(c.timezone));
}

static enum status
open_archive(struct origin *o, const struct languages *langs)
{
	struct archive *const a = JOB_NEW(o->j, struct archive);
	enum status st = check_paper(o, langs);

	if (st == OK)
		st = read_order(o, a);
	if (st == OK)
		st = add_by_hand(o, a);
	o->own = a;
	o->system = STR("stet");
	o->noun = "files";
	o->n = a->n;
	if (access(file_path(o->j, o->opts->from, "record/checkpoint"), F_OK)
	    == 0)
		origin_note(o,
		    STR("it carries its record, too, which an import leaves: "
			"to have the paper as it was with every revision, "
			"\"stet restore\" takes this folder"));
	return st;
}

static enum status
begin(struct origin *o)
{
	(void)o;
	return OK;
}

static enum status
next(struct origin *o, struct job *j, struct item *out)
{
	struct archive *const a = o->own;

	if (a->next == a->n)
		return NOT_FOUND;
	const struct str name = a->files[a->next++];

	*out = (struct item){ .source = job_printf(j, "stet:%.*s",
				  STR_ARG(name)),
		.name = name,
		.title = name };
	return OK;
}

static enum status
read_item(struct origin *o, struct job *j, const struct item *i,
    struct str *bytes)
{
	char path[PATH_MAX];
	enum status st;

	if (!origin_within(j, o->opts->from, o->opts->from,
		job_cstr(j, i->name), path))
		return job_fail(j, INVALID,
		    "%.*s: there is no such file in this folder",
		    STR_ARG(i->name));
	st = file_read(j, path, TEXTFILE_MAX, bytes);
	return st == FAULT || st == NOT_FOUND ? INVALID : st;
}

/* ---- one file ---- */

/* A master that the text names, under its hash; a remark if it is none. */
static enum status
take_medium(struct origin *o, struct job *j, const struct vouched_file *f,
    struct converted *out)
{
	const struct str sha = sha256_hex(j, f->sha);
	const struct str name = job_printf(j, "media/%.*s.%.*s", STR_ARG(sha),
	    STR_ARG(f->format.n > 0 ? f->format : STR("jpg")));
	char from[PATH_MAX];
	const char *const folder = file_path(j, o->opts->site,
	    job_cstr(j, job_printf(j, "media/%.2s", sha.p)));
	const char *const to = file_path(j, folder, job_cstr(j, sha));
	struct sha256 is;
	struct str bytes;
	enum status st = NOT_FOUND;

	if (access(to, F_OK) == 0)
		return OK;
	if (origin_within(j, o->opts->from, o->opts->from, job_cstr(j, name),
		from))
		st = file_hash(j, from, &is);
	if (st == OK && !sha256_eq(is, f->sha))
		st = job_fail(j, NOT_FOUND, "%s has other bytes than it had",
		    from);
	if (st == NOT_FOUND) {
		job_forgive(j);
		convert_note(j, &out->notes, 0,
		    job_printf(j,
			"%.*s is missing or damaged; readers see "
			"that it is",
			STR_ARG(name)));
		return OK;
	}
	if (st == OK)
		st = file_read(j, from, MEDIA_RECORDING_MAX, &bytes);
	if (st != OK)
		return st;
	(void)mkdir(file_path(j, o->opts->site, "media"), 0755);
	(void)mkdir(folder, 0755);
	return file_replace(j, to, bytes, 0644);
}

static enum status
take_media(struct origin *o, struct job *j, struct converted *out)
{
	const struct leaf none = { .action = RECORD_PUBLISH };
	struct vouched v;
	enum status st = vouched_read(j, &none, out->bytes, &v);

	if (st == INVALID) {
		job_forgive(j);
		return OK;
	}
	for (size_t i = 0; st == OK && i < v.n; i++)
		st = take_medium(o, j, &v.files[i], out);
	return st;
}

static bool
is_whole(const struct copy *c)
{
	const struct kind_row *const row = kind_row(c->kind);

	return !id_is_none(c->id) && c->salt.n > 0
	    && (c->address.n > 0 || !row->addressed || row->entity);
}

static enum status
convert(struct origin *o, struct job *j, const struct item *i, struct str bytes,
    struct converted *out)
{
	const struct copy_defaults lenient = { .lenient = true };
	struct copy c;
	enum status st;

	out->bytes = bytes;
	st = textfile_parse(j, bytes, i->name, &out->file);
	if (st == OK)
		st = copy_read(j, &out->file, &lenient, &c);
	if (st != OK)
		return st;
	out->parsed = true;
	out->kind = c.kind;
	out->lang = c.lang;
	out->body = out->file.body;
	out->body_line = out->file.body_line;
	out->whole = is_whole(&c);
	if (out->whole)
		return take_media(o, j, out);
	out->id = id_is_none(c.id) ? origin_id(o->key, i->source) : c.id;
	if (c.has_picture)
		out->picture = c.picture.src;
	return OK;
}

/* Beside the text, or from the folder's top. */
static bool
find(struct origin *o, struct job *j, const struct item *i, struct str src,
    char *path)
{
	const size_t slash = str_rfind_ch(i->name, '/');
	const char *const beside = slash == NOWHERE
	    ? o->opts->from
	    : file_path(j, o->opts->from,
		job_cstr(j, str_sub(i->name, 0, slash)));
	const char *name = origin_file_name(j, src);

	if (name[0] != '/'
	    && origin_within(j, o->opts->from, beside, name, path))
		return true;
	while (name[0] == '/')
		name++;
	return origin_within(j, o->opts->from, o->opts->from, name, path);
}

static bool
has(struct origin *o, struct str source)
{
	struct job *const j = job_new(o->now);
	const bool is = access(file_path(j, o->opts->from,
				   job_cstr(j,
				       str_skip(source, o->system.n + 1))),
			    F_OK)
	    == 0;

	job_free(j);
	return is;
}

static void
unreadable(void *origin, struct str file, struct str why)
{
	struct origin *const o = origin;

	origin_note(o,
	    job_printf(o->j, "%.*s: %.*s", STR_ARG(file), STR_ARG(why)));
}

/* Of the masters that came; an archive has none of their renditions. */
static enum status
make_renditions(struct origin *o)
{
	const struct renditions_opts opts = { .tell = unreadable,
		.arg = o,
		.progress = o->opts->progress };
	struct renditions_made made;

	return desk_renditions(o->d, o->j, &opts, &made);
}

const struct origin_kind origin_archive = {
	.open = open_archive,
	.begin = begin,
	.next = next,
	.read = read_item,
	.convert = convert,
	.find = find,
	.has = has,
	.end = make_renditions,
};
