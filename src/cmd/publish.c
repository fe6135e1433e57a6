/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/aside.h"
#include "cmd/commands.h"
#include "cmd/dryrun.h"
#include "cmd/tell.h"

#define FILES_MOST 10000

static const struct cmd_option options[] = {
	{ "stdout", NULL,
	    "print the file with its id instead of writing it back" },
	{ "now", NULL, "publish even if it says draft or its date lies ahead" },
	{ "grade", "GRADE",
	    "what the change is to readers: typo, update, clarification, "
	    "correction or editor's note" },
	{ "note", "WORDS", "what readers are told of it" },
	{ "dry-run", NULL, "tell what would change, and write nothing" },
	{ "kind", "KIND", "what it is if it does not say (story)" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static enum status
read_given(struct call *c, const char *path, struct str *out)
{
	if (strcmp(path, "-") == 0)
		return file_read_fd(c->j, STDIN_FILENO, TEXTFILE_MAX, out);
	return file_read(c->j, path, TEXTFILE_MAX, out);
}

static enum status
give_back(struct call *c, const char *path, struct str was,
    const struct published *p)
{
	struct stat sb;
	struct str why;
	enum status st;

	if (call_flag(c, "stdout") || strcmp(path, "-") == 0)
		return call_print(c, p->author);
	if (str_eq(was, p->author))
		return OK;
	if (stat(path, &sb) != 0)
		st = file_fail(c->j, "looking at", path);
	else
		st = file_replace(c->j, path, p->author, sb.st_mode & 0777);
	if (st == OK)
		return OK;
	why = job_str(c->j, job_reason(c->j));
	job_forgive(c->j);
	return job_fail(c->j, st,
	    "%s: its words are taken, but its id could not be written into "
	    "it: %.*s. Give the same file again when that is mended",
	    path, STR_ARG(why));
}

struct edition {
	struct desk *d;
	struct publish_opts opts; /* alike for all files */
	struct aside *aside;      /* of a dry run */
};

static enum status
publish_one(struct call *c, size_t i, void *arg)
{
	const struct edition *e = arg;
	const char *path = c->args[i];
	const bool piped = strcmp(path, "-") == 0;
	struct publish_opts opts = e->opts;
	struct published p;
	struct str bytes;
	enum status st = read_given(c, path, &bytes);

	opts.name = piped ? STR("standard input") : str_of(path);
	opts.folder = piped ? NULL : folder_of(c->j, path);
	if (st == OK && e->aside != NULL)
		return dry_run(c, e->d, e->aside->pictures, bytes, &opts);
	if (st == OK)
		st = desk_publish(e->d, c->j, bytes, &opts, &p);
	if (st == OK)
		st = give_back(c, path, bytes, &p);
	if (st != OK || (!c->json && (piped || call_flag(c, "stdout"))))
		return st;
	return tell_published(c, opts.name, &p);
}

static enum status
take_grade(struct call *c, struct publish_opts *o)
{
	const char *grade = call_option(c, "grade");

	o->note = str_of(call_option(c, "note"));
	o->graded = grade != NULL;
	if (grade == NULL && o->note.n > 0)
		return job_fail(c->j, INVALID,
		    "--note tells readers of a change; say with --grade what "
		    "kind of change it is");
	if (grade != NULL && !grade_of(str_of(grade), &o->grade))
		return job_fail(c->j, INVALID,
		    "there is no grade \"%s\"; it is typo, update, "
		    "clarification, correction or \"editor's note\"",
		    grade);
	if (o->note.n > 0 && c->n_args > 2)
		return job_fail(c->j, INVALID,
		    "a note is about one story: publish that file alone");
	return OK;
}

static enum status
take_options(struct call *c, struct publish_opts *o)
{
	const char *kind = call_option(c, "kind");

	o->kind = kind ? kind_of(str_of(kind)) : KIND_NONE;
	o->now = call_flag(c, "now");
	if (kind && o->kind == KIND_NONE)
		return job_fail(c->j, INVALID, "there is no kind \"%s\"", kind);
	return take_grade(c, o);
}

static enum status
publish(struct call *c)
{
	struct edition e = { .d = NULL };
	enum status st = take_options(c, &e.opts);

	if (st == OK && call_flag(c, "dry-run"))
		st = aside_open(c, c->args[0], &e.aside);
	if (st == OK)
		st = call_desk(c, &e.d);
	return st == OK ? tell_each(c, "file", publish_one, &e) : st;
}

const struct cmd cmd_publish = {
	.name = "publish",
	.args = "DIR FILE...",
	.what = "publish text files, or what changed in them (- reads one)",
	.options = options,
	.min_args = 2,
	.max_args = FILES_MOST,
	.run = publish,
};
