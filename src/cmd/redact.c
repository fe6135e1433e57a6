/* SPDX-License-Identifier: ISC */
/* Erase words, or a picture: show every place, ask, do it. */
#include "desk/redact.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/tell.h"

#define WORDS_MAX ((size_t)1024 * 1024)
#define PHRASES_MAX 10000
#define SHOWN 200 /* places on a terminal; --json gives all */

static const struct cmd_option options[] = {
	{ "everywhere", NULL, "in all that the folder holds" },
	{ "picture", "NAME",
	    "erase a picture: its id, its hash, or its name in that text" },
	{ "reason", "TEXT", "why, for readers; it may not hold the words" },
	{ "dry-run", NULL, "only show the places" },
	{ "yes", NULL, "do not ask" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct redacting {
	struct call *c;
	struct desk *d;
	struct redact_opts opts;
	struct redaction *r;
};

/* ---- the words, never an argument ---- */

/* Up to an empty line on a terminal, else to the end. */
static enum status
read_words(struct call *c, struct str *out)
{
	if (!isatty(STDIN_FILENO))
		return file_read_fd(c->j, STDIN_FILENO, WORDS_MAX, out);

	struct buf b = buf_in(c->j, WORDS_MAX);
	char line[4096];

	fprintf(stderr,
	    "Which words are to go? One name or phrase a line, in each "
	    "spelling;\nan empty line ends it.\n");
	while (fprintf(stderr, "> ") > 0 && fgets(line, sizeof(line), stdin)) {
		if (str_trim(str_of(line)).n == 0)
			break;
		buf_put(&b, str_of(line));
	}
	return buf_done(&b, out);
}

static enum status
take_phrases(struct redacting *r)
{
	struct call *c = r->c;
	struct str words, rest, line;
	struct str *list = JOB_ARRAY(c->j, struct str, PHRASES_MAX);
	size_t n = 0;
	enum status st = read_words(c, &words);

	if (st != OK)
		return st;
	rest = words;
	while (str_line(&rest, &line)) {
		if (str_trim(line).n == 0)
			continue;
		if (n == PHRASES_MAX)
			return job_fail(c->j, INVALID,
			    "at most %d phrases at once", PHRASES_MAX);
		list[n++] = line;
	}
	r->opts.phrases = list;
	r->opts.nphrases = n;
	return OK;
}

static enum status
take_options(struct redacting *r)
{
	const struct call *c = r->c;
	const char *picture = call_option(c, "picture");
	const char *reason = call_option(c, "reason");
	const bool everywhere = call_flag(c, "everywhere");

	if (c->n_args > 1)
		r->opts.named = str_of(c->args[1]);
	r->opts.picture = str_of(picture);
	r->opts.reason = str_trim(str_of(reason));
	if (everywhere && c->n_args > 1)
		return job_fail(c->j, INVALID,
		    "give an address or --everywhere, not both");
	if (!everywhere && c->n_args < 2 && picture == NULL)
		return job_fail(c->j, INVALID,
		    "give the address or id of what is meant, or "
		    "--everywhere");
	if (picture != NULL)
		return OK;
	return take_phrases(r);
}

/* ---- the places ---- */

static struct str
place_where(struct job *j, const struct redact_place *p)
{
	if (p->where.n > 0)
		return p->where;
	return job_printf(j, "%.*s %.*s", STR_ARG(p->type),
	    STR_ARG(id_hex(j, p->thing)));
}

static const char *
what_words(enum redact_what what)
{
	static const char *const words[] = {
		[REDACT_LIVE] = "published",
		[REDACT_OLD] = "earlier",
		[REDACT_DRAFT] = "draft",
		[REDACT_SOURCE] = "imported from",
		[REDACT_PICTURE] = "picture",
		[REDACT_SHOWN] = "shows the picture",
		[REDACT_FILE] = "file",
	};

	return words[what];
}

static enum status
print_place(struct call *c, const struct redact_place *p)
{
	const struct str where = place_where(c->j, p);
	struct str at = STR("");

	if (p->revision > 0)
		at = job_printf(c->j, ", revision %lld",
		    (long long)p->revision);
	if (p->line > 0)
		at = job_printf(c->j, "%.*s, %s%.*s%sline %d", STR_ARG(at),
		    p->field.n > 0 ? "`" : "", STR_ARG(p->field),
		    p->field.n > 0 ? "`, " : "", p->line);
	return call_print(c,
	    job_printf(c->j, "  %-10s %.*s%.*s%s%.*s\n", what_words(p->what),
		STR_ARG(where), STR_ARG(at),
		p->text.n > 0 ? "\n             " : "", STR_ARG(p->text)));
}

static json_t *
place_json(struct job *j, const struct redact_place *p)
{
	const struct str what = redact_what_name(p->what);
	const struct str where = place_where(j, p);

	return json_pack("{s:s%, s:b, s:s%, s:s%, s:s%, s:I, s:s%, s:i, s:s%}",
	    "what", what.p, what.n, "elsewhere", (int)p->elsewhere, "id",
	    id_hex(j, p->thing).p, (size_t)2 * ID_BYTES, "type",
	    p->type.n > 0 ? p->type.p : "", p->type.n, "where",
	    where.n > 0 ? where.p : "", where.n, "revision",
	    (json_int_t)p->revision, "field", p->field.n > 0 ? p->field.p : "",
	    p->field.n, "line", p->line, "text", p->text.n > 0 ? p->text.p : "",
	    p->text.n);
}

/* Those that will change, or those elsewhere. */
static enum status
print_some(struct call *c, const struct redact_places *all, bool elsewhere)
{
	size_t n = 0;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < all->n; i++) {
		if (all->at[i].elsewhere != elsewhere)
			continue;
		if (n++ < SHOWN)
			st = print_place(c, &all->at[i]);
	}
	if (st == OK && n > SHOWN)
		st = call_print(c,
		    job_printf(c->j,
			"  and %zu more; --dry-run --json lists all\n",
			n - SHOWN));
	return st;
}

static enum status
print_places(struct redacting *r)
{
	struct call *c = r->c;
	const struct redact_places *all = redaction_places(r->r);
	size_t elsewhere = 0;
	enum status st;

	if (c->json) {
		json_t *list = json_array();

		for (size_t i = 0; i < all->n; i++)
			(void)json_array_append_new(list,
			    place_json(c->j, &all->at[i]));
		return tell_json(c,
		    json_pack("{s:I, s:o}", "places",
			(json_int_t)redaction_size(r->r), "list", list));
	}
	for (size_t i = 0; i < all->n; i++)
		elsewhere += all->at[i].elsewhere;
	st = call_print(c,
	    job_printf(c->j, "%zu places:\n", redaction_size(r->r)));
	if (st == OK)
		st = print_some(c, all, false);
	if (st != OK || elsewhere == 0)
		return st;
	st = call_print(c,
	    job_printf(c->j,
		"Not touched, because it was not named (see --everywhere), %zu "
		"places:\n",
		elsewhere));
	return st == OK ? print_some(c, all, true) : st;
}

/* ---- doing it ---- */

static enum status
confirm(struct redacting *r, bool *go)
{
	char line[16] = "";

	*go = call_flag(r->c, "yes");
	if (*go)
		return OK;
	if (!isatty(STDIN_FILENO))
		return job_fail(r->c->j, INVALID,
		    "nothing was changed: look at the places and say --yes");
	fprintf(stderr,
	    "\nThis can't be undone. What was copied before, by readers, "
	    "mirrors, search\nengines or your own backups, is not reached by "
	    "it.\nErase? Type yes: ");
	*go = fgets(line, sizeof(line), stdin) != NULL
	    && str_eq_nocase(str_trim(str_of(line)), STR("yes"));
	return *go ? OK : call_print(r->c, STR("Nothing was changed.\n"));
}

static enum status
print_done(struct call *c, const struct redacted *d)
{
	if (c->json)
		return tell_json(c,
		    json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "things",
			(json_int_t)d->things, "files", (json_int_t)d->files,
			"pictures", (json_int_t)d->media, "republished",
			(json_int_t)d->republished, "drafts",
			(json_int_t)d->drafts, "sources",
			(json_int_t)d->sources, "unfinished",
			(int)d->unfinished));
	return call_print(c,
	    job_printf(c->j,
		"Erased: %lld text files of %lld things, %lld pictures; %lld "
		"texts are published again\nwithout them; %lld drafts and "
		"%lld names of sources were changed.\n%s",
		(long long)d->files, (long long)d->things, (long long)d->media,
		(long long)d->republished, (long long)d->drafts,
		(long long)d->sources,
		d->unfinished
		    ? "Old bytes are still in a file, because a reader holds "
		      "it: restart the server,\nthen run \"stet drafts\" on "
		      "this folder, which finishes it.\n"
		    : "No file of this folder holds them any more. Now make a "
		      "new backup and destroy\nthe old ones: man "
		      "stet-redact.\n"));
}

static enum status
redact(struct call *c)
{
	struct redacting r = { .c = c };
	struct redacted done;
	bool go = false;
	enum status st = call_desk(c, &r.d);

	if (st == OK)
		st = take_options(&r);
	if (st == OK)
		st = desk_redact_look(r.d, c->j, &r.opts, c->progress, &r.r);
	if (st == OK && (!c->json || call_flag(c, "dry-run")))
		st = print_places(&r);
	if (st != OK || call_flag(c, "dry-run"))
		return st;
	st = confirm(&r, &go);
	if (st != OK || !go)
		return st;
	st = desk_redact(r.r, c->j, c->progress, &done);
	return st == OK ? print_done(c, &done) : st;
}

const struct cmd cmd_redact = {
	.name = "redact",
	.args = "DIR [ADDRESS|ID]",
	.what = "erase words or a picture for ever, shown first",
	.options = options,
	.min_args = 1,
	.max_args = 2,
	.run = redact,
};
