/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "page/mustache_json.h"
#include "wire/import.h"

static const struct cmd_option options[] = {
	{ "permalink", "[SECTION=]PATTERN,...",
	    "addresses, such as news=/:year/:month/:slug/" },
	{ "base-url", "URL", "where the old site stood" },
	{ "timezone", "ZONE", "of dates that name none" },
	{ "expired", "publish|keep",
	    "publish what has expired, or keep it among the drafts (usual)" },
	{ "media", "DIR", "pictures and files of an export" },
	{ "redirects", "FILE", "Ghost's redirects, if not beside its export" },
	{ "feeds-from", "ADDRESSES",
	    "a feed may come from these addresses too, though not anybody can "
	    "reach them; comma between" },
	{ "include-members", NULL, "publish what Ghost showed members only" },
	{ "shortcodes", "DIR", "templates: one NAME.mustache a shortcode" },
	{ "fetch-media", NULL,
	    "fetch files that are missing, from the old site's host only" },
	{ "media-from", "URL", "the host that has them by now" },
	{ "categories", "sections|topics",
	    "what WordPress's categories become (usual: sections)" },
	{ "quiet", NULL, "report only files with remarks" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

/* Who is told of each file. */
struct telling {
	struct call *c;
	bool quiet, failed;
};

static json_t *
text(struct str s)
{
	return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *
notes_json(const struct notes *notes)
{
	json_t *list = json_array();

	for (size_t i = 0; i < notes->n; i++) {
		json_t *o = json_object();

		(void)json_object_set_new(o, "line",
		    json_integer(notes->at[i].line));
		(void)json_object_set_new(o, "text", text(notes->at[i].text));
		(void)json_array_append_new(list, o);
	}
	return list;
}

/* A line of JSON for each file, so that a large archive needs no memory. */
static void
tell_json(struct telling *t, const struct import_line *line)
{
	json_t *o = json_object();

	(void)json_object_set_new(o, "fate", text(fate_name(line->fate)));
	(void)json_object_set_new(o, "file", text(line->file));
	(void)json_object_set_new(o, "kind", text(kind_name(line->kind)));
	(void)json_object_set_new(o, "address", text(line->address));
	(void)json_object_set_new(o, "notes", notes_json(line->notes));
	if (json_dumpf(o, stdout, JSON_COMPACT) != 0 || putchar('\n') == EOF)
		t->failed = true;
	json_decref(o);
}

static void
tell_text(struct telling *t, const struct import_line *line)
{
	const struct str fate = fate_name(line->fate);

	if (t->quiet && line->notes->n == 0)
		return;
	if (printf("%-9.*s %.*s%s%.*s\n", STR_ARG(fate), STR_ARG(line->file),
		line->address.n > 0 ? " -> " : "", STR_ARG(line->address))
	    < 0)
		t->failed = true;
	for (size_t i = 0; i < line->notes->n; i++) {
		const struct note *n = &line->notes->at[i];

		if (n->line > 0)
			printf("    %.*s:%d: %.*s\n", STR_ARG(line->place),
			    n->line, STR_ARG(n->text));
		else
			printf("    %.*s\n", STR_ARG(n->text));
	}
}

static void
tell(void *arg, const struct import_line *line)
{
	struct telling *t = arg;

	if (t->c->json)
		tell_json(t, line);
	else
		tell_text(t, line);
}

/* A shortcode by its template: names are looked up in its arguments. */
static enum status
expand(void *arg, struct job *j, struct str template, const struct node *data,
    struct str *out)
{
	json_t *o = json_object();
	enum status st;

	(void)arg;
	for (const struct node *nd = data->first; nd != NULL; nd = nd->next)
		(void)json_object_set_new(o, job_cstr(j, nd->key),
		    text(nd->text));
	st = mustache_json(j, template, o, NULL, out);
	json_decref(o);
	return st;
}

static void
sum_json(const struct import_report *r)
{
	json_t *o = json_object(), *fates = json_object();

	for (int f = 0; f < FATES; f++)
		(void)json_object_set_new(fates, fate_name((enum fate)f).p,
		    json_integer(r->fates[f]));
	(void)json_object_set_new(o, "system", text(r->system));
	(void)json_object_set_new(o, "files", json_integer(r->files));
	(void)json_object_set_new(o, "fates", fates);
	(void)json_object_set_new(o, "remarks", json_integer(r->remarks));
	(void)json_object_set_new(o, "made", json_integer(r->made_n));
	(void)json_object_set_new(o, "pictures", json_integer(r->pictures));
	(void)json_object_set_new(o, "missing_pictures",
	    json_integer(r->missing_pictures));
	(void)json_object_set_new(o, "seconds", json_real(r->seconds));
	(void)json_object_set_new(o, "notes", notes_json(&r->notes));
	(void)json_dumpf(o, stdout, JSON_COMPACT);
	printf("\n");
	json_decref(o);
}

static void
sum_text(const struct import_report *r)
{
	const double rate = r->seconds > 0 ? (double)r->files / r->seconds : 0;

	for (size_t i = 0; i < r->notes.n; i++)
		printf("note: %.*s\n", STR_ARG(r->notes.at[i].text));
	if (r->made_n > 0)
		printf("made because texts name them (%lld):",
		    (long long)r->made_n);
	for (size_t i = 0; i < r->made.n && i < 40; i++)
		printf("%s %.*s", i > 0 ? "," : "", STR_ARG(r->made.at[i]));
	if (r->made_n > 0)
		printf("%s\n", r->made_n > 40 ? ", ..." : "");
	printf("%lld %s of %.*s in %.1f s (%.0f a second):\n",
	    (long long)r->files, r->noun, STR_ARG(r->system), r->seconds, rate);
	for (int f = 0; f < FATES; f++)
		if (r->fates[f] > 0)
			printf("%9lld %.*s\n", (long long)r->fates[f],
			    STR_ARG(fate_name((enum fate)f)));
	printf("%9lld with remarks\n", (long long)r->remarks);
	if (r->pictures > 0)
		printf("%9lld pictures taken\n", (long long)r->pictures);
	if (r->missing_pictures > 0)
		printf("%9lld pictures missing\n",
		    (long long)r->missing_pictures);
}

/* "a=/x/,b=/y/" as two patterns */
static void
split_patterns(struct job *j, const char *value, struct import_opts *o)
{
	struct str rest = str_of(value), one;
	struct str *all = JOB_ARRAY(j, struct str, rest.n + 1);

	while (rest.n > 0 && str_cut(&rest, ',', &one))
		if (one.n > 0)
			all[o->n_permalinks++] = one;
	o->permalinks = all;
}

static enum status
read_options(struct call *c, struct import_opts *o)
{
	const char *expired = call_option(c, "expired");
	struct str *feeds_from;
	const char *categories = call_option(c, "categories");

	o->site = c->args[0];
	o->from = c->args[1];
	o->base_url = str_of(call_option(c, "base-url"));
	o->timezone = str_of(call_option(c, "timezone"));
	o->media = call_option(c, "media");
	o->redirects = call_option(c, "redirects");
	o->n_feeds_from = call_list(c, "feeds-from", &feeds_from);
	o->feeds_from = feeds_from;
	o->members = call_flag(c, "include-members");
	o->fetch_media = call_flag(c, "fetch-media");
	o->media_from = str_of(call_option(c, "media-from"));
	o->shortcodes = call_option(c, "shortcodes");
	o->progress = c->progress;
	o->expand = expand;
	if (call_option(c, "permalink") != NULL)
		split_patterns(c->j, call_option(c, "permalink"), o);
	if (categories != NULL && strcmp(categories, "topics") != 0
	    && strcmp(categories, "sections") != 0)
		return job_fail(c->j, INVALID,
		    "--categories takes sections or topics, not %s",
		    categories);
	o->topics = categories != NULL && strcmp(categories, "topics") == 0;
	if (expired == NULL || strcmp(expired, "keep") == 0)
		return OK;
	o->expired = strcmp(expired, "publish") == 0;
	if (o->expired)
		return OK;
	return job_fail(c->j, INVALID,
	    "--expired takes publish or keep, not %s", expired);
}

/* An import that left something out does not end as if it had not. */
static enum status
judge(struct call *c, const struct import_report *r)
{
	const long long failed = (long long)r->fates[FATE_FAILED];
	const long long unclear = (long long)r->fates[FATE_UNCLEAR];
	const long long both = (long long)r->fates[FATE_BOTH];

	if (failed + unclear > 0)
		return job_fail(c->j, INVALID,
		    "of %lld files %lld could not be taken and %lld are kept "
		    "among the drafts because something in them can't be read "
		    "(\"stet drafts %s\" lists them); the others are taken",
		    (long long)r->files, failed, unclear, c->args[0]);
	if (both > 0)
		return job_fail(c->j, CONFLICT,
		    "%lld files were changed here and in the source and are "
		    "left as they are here; the others are taken",
		    both);
	return OK;
}

/*
 * What a batch frees the next one takes again: given back to the system in
 * between it would be cleared page by page each time.  Before any thread.
 */
static void
keep_memory(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, 256 << 20); /* NOLINT */
	(void)mallopt(M_MMAP_THRESHOLD, 32 << 20);  /* NOLINT */
	(void)mallopt(M_TOP_PAD, 1 << 20);          /* NOLINT */
}

static enum status
run(struct call *c)
{
	struct telling t = { .c = c, .quiet = call_flag(c, "quiet") };
	struct import_opts o = { .tell = tell, .tell_arg = &t };
	struct import_report r;
	struct desk *d = NULL;
	enum status st = read_options(c, &o);

	keep_memory();
	if (st == OK)
		st = desk_open(c->j, c->args[0], &d);
	if (st == OK)
		st = wire_import(d, c->j, &o, &r);
	desk_close(d);
	if (st != OK)
		return st;
	if (c->json)
		sum_json(&r);
	else
		sum_text(&r);
	if (t.failed || fflush(stdout) != 0)
		return file_fail(c->j, "writing", "standard output");
	c->printed = true;
	return judge(c, &r);
}

const struct cmd cmd_import = {
	.name = "import",
	.args = "DIR FROM",
	.what = "take over a project's folder, an export of WordPress or "
		"Ghost, or a feed",
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = run,
};
