/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "desk/publish.h"

static const struct cmd_option options[] = {
	{ "now", NULL, "even if it says draft, or its time lies ahead" },
	{ "stdout", NULL, "print the file with its id instead of writing it" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static void
close_desk(void *d)
{
	desk_close(d);
}

/* What happened, for people. */
static void
tell(const char *path, const struct published *p)
{
	static const char *const said[] = {
		[DEED_NOTHING] = "nothing changed",
		[DEED_PUBLISH] = "published",
		[DEED_UPDATE] = "updated",
		[DEED_CORRECT] = "corrected",
		[DEED_KEEP] = "kept among the drafts",
	};

	fprintf(stderr, "%s: %s", path, said[p->deed]);
	if (p->address.n > 0)
		fprintf(stderr, ", %.*s", STR_ARG(p->address));
	if (p->deed == DEED_KEEP)
		fprintf(stderr, ", number %lld", (long long)p->draft);
	else
		fprintf(stderr, ", revision %lld", (long long)p->revision);
	fprintf(stderr, "\n");
	for (size_t i = 0; i < p->topics.n; i++)
		fprintf(stderr, "%s: made the topic %.*s\n", path,
		    STR_ARG(p->topics.at[i]));
	for (size_t i = 0; i < p->notes.n; i++)
		fprintf(stderr, "%s:%d: %.*s\n", path, p->notes.at[i].line,
		    STR_ARG(p->notes.at[i].text));
}

/* The same, for a program. */
static enum status
tell_json(struct call *c, const char *path, const struct published *p)
{
	struct str deed = deed_name(p->deed), id = id_hex(c->j, p->id);
	json_t *notes = json_array();
	json_t *o = json_pack("{s:s, s:s%, s:s%, s:s%, s:I, s:I, s:o}", "file",
	    path, "deed", deed.p, deed.n, "id", id.p, id.n, "address",
	    p->address.n > 0 ? p->address.p : "", p->address.n, "revision",
	    (json_int_t)p->revision, "seq", (json_int_t)p->seq, "notes", notes);

	for (size_t i = 0; o && i < p->notes.n; i++) {
		const struct note *n = &p->notes.at[i];

		(void)json_array_append_new(notes,
		    json_pack("{s:i, s:s%}", "line", n->line, "text", n->text.p,
			n->text.n));
	}
	if (o == NULL || json_dumpf(o, stdout, JSON_COMPACT) != 0)
		return job_fail(c->j, FAULT, "the result can't be printed");
	printf("\n");
	json_decref(o);
	return OK;
}

/* The folder that the author's file lies in: where its pictures are. */
static const char *
folder_of(struct job *j, const char *path)
{
	size_t slash = str_rfind_ch(str_of(path), '/');

	return slash == NOWHERE
	    ? "."
	    : job_cstr(j, str_sub(str_of(path), 0, slash > 0 ? slash : 1));
}

static enum status
publish_file(struct call *c, struct desk *d, const char *path)
{
	struct publish_opts o = {
		.name = str_of(path),
		.folder = folder_of(c->j, path),
		.now = call_flag(c, "now"),
	};
	struct published p;
	struct str bytes;
	enum status st = file_read(c->j, path, TEXTFILE_MAX, &bytes);

	if (st == OK)
		st = desk_publish(d, c->j, bytes, &o, &p);
	if (st != OK)
		return st;
	if (call_flag(c, "stdout"))
		st = call_print(c, p.author);
	else if (p.deed != DEED_KEEP && !str_eq(p.author, bytes))
		st = file_replace(c->j, path, p.author, 0644);
	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c, path, &p);
	tell(path, &p);
	return OK;
}

static enum status
publish(struct call *c)
{
	struct desk *d;
	enum status st = desk_open(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	job_defer(c->j, close_desk, d);
	for (size_t i = 1; st == OK && i < c->n_args; i++)
		st = publish_file(c, d, c->args[i]);
	return st;
}

const struct cmd cmd_publish = {
	.name = "publish",
	.args = "DIR FILE ...",
	.what = "publish text files, or update what they published before",
	.options = options,
	.min_args = 2,
	.max_args = 100000,
	.run = publish,
};
