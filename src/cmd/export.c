/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "press/export.h"
#include "vault/archive.h"

static const struct cmd_option options[] = {
	{ "format", "pages|markdown",
	    "pages for a web server (usual), or the archive as text files" },
	{ "with-record", NULL,
	    "the log and every revision beside the text files" },
	{ "follow", NULL, "go on, and keep it fresh as things are published" },
	{ "gzip", NULL, "a .gz beside each file that gets smaller by it" },
	{ "brotli", NULL, "a .br likewise" },
	{ "all", NULL, "look at every page, not only at what changed" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct telling {
	struct call *c;
	bool failed;
};

static void
tell_line(const struct exported *e)
{
	json_t *o = json_object();

	(void)json_object_set_new(o, "whole", json_boolean(e->whole));
	(void)json_object_set_new(o, "pages", json_integer(e->pages));
	(void)json_object_set_new(o, "written", json_integer(e->written));
	(void)json_object_set_new(o, "same", json_integer(e->same));
	(void)json_object_set_new(o, "dropped", json_integer(e->dropped));
	(void)json_object_set_new(o, "missing", json_integer(e->missing));
	(void)json_object_set_new(o, "nameless", json_integer(e->nameless));
	(void)json_object_set_new(o, "seconds", json_real(e->seconds));
	(void)json_dumpf(o, stdout, JSON_COMPACT);
	(void)putchar('\n');
	json_decref(o);
}

static void
tell_text(const struct exported *e)
{
	printf("%s %lld pages in %.2f s: %lld files written, %lld as they "
	       "were, %lld taken away\n",
	    e->whole ? "made" : "looked at", (long long)e->pages, e->seconds,
	    (long long)e->written, (long long)e->same, (long long)e->dropped);
	if (e->missing > 0)
		printf("%lld times a page shows a picture that is not in "
		       "media/\n",
		    (long long)e->missing);
	if (e->nameless > 0)
		printf("%lld addresses are too long for the name of a file, "
		       "the first is %.*s\n",
		    (long long)e->nameless, STR_ARG(e->first));
}

static void
told(void *arg, const struct exported *e)
{
	struct telling *const t = arg;

	if (t->c->json)
		tell_line(e);
	else
		tell_text(e);
	t->failed |= fflush(stdout) != 0 || e->nameless > 0;
}

/* Readable once it is to end. */
static int
stop_fd(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static enum status
export_pages(struct call *c)
{
	struct telling t = { .c = c };
	struct export_opts o = {
		.site = c->args[0],
		.folder = c->args[1],
		.gzip = call_flag(c, "gzip"),
		.brotli = call_flag(c, "brotli"),
		.all = call_flag(c, "all"),
		.stop = call_flag(c, "follow") ? stop_fd() : -1,
		.told = told,
		.told_arg = &t,
	};
	const enum status st = press_export(c->j, &o);

	if (o.stop >= 0)
		close(o.stop);
	c->printed = true;
	if (st == OK && t.failed)
		return job_fail(c->j, INVALID,
		    "not every address could be written to a file");
	return st;
}

/* ---- as text files ---- */

static void
archived_text(const struct archived *a, const char *folder)
{
	printf("%lld texts, %lld pictures and recordings", (long long)a->texts,
	    (long long)a->media);
	if (a->entries > 0)
		printf(", %lld entries of the record", (long long)a->entries);
	printf(" in %s (%.2f s): %lld files written, %lld as they were, %lld "
	       "taken away\n",
	    folder, a->seconds, (long long)a->written, (long long)a->same,
	    (long long)a->dropped);
	if (a->missing > 0)
		printf("%lld times a text names a picture that is not in "
		       "media/\n",
		    (long long)a->missing);
}

static enum status
export_texts(struct call *c)
{
	static const char *const of_pages[] = { "follow", "gzip", "brotli",
		"all" };
	const struct archive_opts o = {
		.site = c->args[0],
		.folder = c->args[1],
		.with_record = call_flag(c, "with-record"),
		.progress = c->progress,
	};
	struct archived a;
	enum status st;

	for (size_t i = 0; i < sizeof(of_pages) / sizeof(of_pages[0]); i++)
		if (call_flag(c, of_pages[i]))
			return job_fail(c->j, INVALID,
			    "--%s goes with pages, not with --format markdown",
			    of_pages[i]);
	st = vault_archive(c->j, &o, &a);
	if (st != OK)
		return st;
	if (!c->json)
		archived_text(&a, o.folder);
	else
		return tell_json(c,
		    json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:f}",
			"texts", (json_int_t)a.texts, "media",
			(json_int_t)a.media, "entries", (json_int_t)a.entries,
			"written", (json_int_t)a.written, "same",
			(json_int_t)a.same, "dropped", (json_int_t)a.dropped,
			"missing", (json_int_t)a.missing, "seconds",
			a.seconds));
	return OK;
}

static enum status
run(struct call *c)
{
	const char *format = call_option(c, "format");

	if (format != NULL && strcmp(format, "markdown") == 0)
		return export_texts(c);
	if (format != NULL && strcmp(format, "pages") != 0)
		return job_fail(c->j, INVALID,
		    "--format is pages or markdown, not \"%s\"", format);
	if (call_flag(c, "with-record"))
		return job_fail(c->j, INVALID,
		    "--with-record goes with --format markdown; among pages "
		    "the record always is");
	return export_pages(c);
}

const struct cmd cmd_export = {
	.name = "export",
	.args = "DIR FOLDER",
	.what = "write the paper as a folder of files: pages, or text files",
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = run,
};
