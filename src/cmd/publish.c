/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/tell.h"

#define FILES_MOST 10000

static const struct cmd_option options[] = {
	{ "stdout", NULL,
	    "print the file with its id instead of writing it back" },
	{ "now", NULL, "publish even if it says draft or its date lies ahead" },
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
	enum kind kind;
};

static enum status
publish_one(struct call *c, size_t i, void *arg)
{
	const struct edition *e = arg;
	const char *path = c->args[i];
	const bool piped = strcmp(path, "-") == 0;
	const struct publish_opts opts = {
		.name = piped ? STR("standard input") : str_of(path),
		.folder = piped ? NULL : folder_of(c->j, path),
		.kind = e->kind,
		.now = call_flag(c, "now"),
	};
	struct published p;
	struct str bytes;
	enum status st = read_given(c, path, &bytes);

	if (st == OK)
		st = desk_publish(e->d, c->j, bytes, &opts, &p);
	if (st == OK)
		st = give_back(c, path, bytes, &p);
	if (st != OK || (!c->json && (piped || call_flag(c, "stdout"))))
		return st;
	return tell_published(c, opts.name, &p);
}

static enum status
publish(struct call *c)
{
	const char *named = call_option(c, "kind");
	struct edition e = { .kind = named ? kind_of(str_of(named))
					   : KIND_NONE };
	enum status st;

	if (named && e.kind == KIND_NONE)
		return job_fail(c->j, INVALID, "there is no kind \"%s\"",
		    named);
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
