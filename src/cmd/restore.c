/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "desk/redactions.h"
#include "record/redactions.h"
#include "vault/vault.h"

static const struct cmd_option options[] = {
	{ "head", "FILE|URL",
	    "prove with heads.log, a mirror or an address that nothing newer "
	    "was signed" },
	{ "new-log", NULL,
	    "begin a new log that names the old one's newest head" },
	{ "redactions", "FILE",
	    "the newest file of that name: erase again what it lists" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static json_t *
restored_json(const struct restored *r)
{
	return json_pack("{s:s%, s:I, s:I, s:I, s:I, s:I}", "origin",
	    r->origin.p, r->origin.n, "entries", (json_int_t)r->entries,
	    "files", (json_int_t)r->files, "made", (json_int_t)r->made,
	    "damage", (json_int_t)r->damages, "missing_media",
	    (json_int_t)r->missing_media);
}

static json_t *
released_json(const struct released *l, bool fresh)
{
	return json_pack("{s:b, s:I, s:I, s:s%, s:s%, s:I}", "new_log", fresh,
	    "had", (json_int_t)l->had, "has", (json_int_t)l->has, "origin",
	    l->origin.p ? l->origin.p : "", l->origin.n, "verifier",
	    l->verifier.p ? l->verifier.p : "", l->verifier.n, "missing_media",
	    (json_int_t)l->missing_media);
}

static void
say_restored(const char *dir, const struct restored *r, struct job *j)
{
	printf("%s is back as it was at %.*s: %lld entries of %.*s\n", dir,
	    STR_ARG(tell_time(j, r->made)), (long long)r->entries,
	    STR_ARG(r->origin));
	if (r->verifier.n > 0)
		printf("It is made anew from a copy of its record, which says "
		       "its key is\n%.*s\ncompare that with what the paper "
		       "prints; drafts are in no record\n",
		    STR_ARG(r->verifier));
	if (r->missing_media > 0)
		printf("%lld pictures could not be had there\n",
		    (long long)r->missing_media);
	if (access(file_path(j, dir, "key"), F_OK) != 0)
		printf("Its key is in no backup; put it back with: stet key "
		       "import %s FILE\n",
		    dir);
}

static void
say_held(const char *dir)
{
	printf("Readers can be served now: stet serve %s\n"
	       "Its log takes nothing until it is sure that nothing newer was "
	       "signed:\n"
	       "  stet restore --head FILE|URL %s\n"
	       "  stet restore --new-log %s\n"
	       "The manual says which: man stet-backup\n",
	    dir, dir, dir);
}

static void
say_released(const char *dir, const struct released *l, bool fresh)
{
	if (!fresh) {
		printf("Nothing newer was signed: the log of %s goes on", dir);
		if (l->has > l->had)
			printf(", with %lld entries that were missing",
			    (long long)(l->has - l->had));
		printf("\n");
	} else
		printf("%s has a new log, %.*s, that goes on after entry %lld "
		       "of the old one\nPrint its key where readers see it:\n"
		       "%.*s\n",
		    dir, STR_ARG(l->origin), (long long)l->had - 1,
		    STR_ARG(l->verifier));
	if (l->missing_media > 0)
		printf("%lld pictures of these entries could not be had\n",
		    (long long)l->missing_media);
	if (fresh && l->orphan)
		printf("The old log's key was not there to sign this: only "
		       "your word joins the two\n");
}

static enum status
release(struct call *c, const char *dir, struct released *l)
{
	const char *head = call_option(c, "head");

	if (call_flag(c, "new-log"))
		return vault_new_log(c->j, dir, head, l);
	return vault_release(c->j, dir, head, c->progress, l);
}

static enum status
damaged(struct call *c, const char *dir, const struct restored *r)
{
	if (r->damages == 0)
		return OK;
	return job_fail(c->j, FAULT,
	    "the paper was damaged when the backup was made: %lld of what was "
	    "signed is not as it was (%.*s); \"stet record verify %s\" tells "
	    "what to do",
	    (long long)r->damages, STR_ARG(r->first), dir);
}

/* What was redacted since the backup was made, before anybody reads it. */
static enum status
erase_again(struct call *c, const char *dir)
{
	const char *file = call_option(c, "redactions");
	struct redactions newer;
	struct erased_again again = { .files = 0 };
	struct str bytes;
	enum status st = OK;

	if (file != NULL) {
		st = file_read(c->j, file, REDACTIONS_MAX, &bytes);
		if (st == OK)
			st = redactions_of(c->j, bytes, &newer);
		if (st == OK)
			st = redactions_add(c->j, dir, &newer);
	}
	if (st == OK)
		st = redactions_apply(c->j, dir, &again);
	if (st == OK && !c->json && again.files + again.media > 0)
		printf("%lld text files and %lld pictures that were redacted "
		       "since then are erased again;\nwhat is not shown any "
		       "more, publish again without the words\n",
		    (long long)again.files, (long long)again.media);
	return st;
}

static enum status
bring_back(struct call *c, const char *dir, struct restored *r, json_t *o)
{
	enum status st = vault_restore(c->j, c->args[0], dir, c->progress, r);

	if (st == OK)
		st = erase_again(c, dir);
	if (st != OK)
		return st;
	if (!c->json)
		say_restored(dir, r, c->j);
	(void)json_object_set_new(o, "restored", restored_json(r));
	return OK;
}

static enum status
go_on_with(struct call *c, const char *dir, bool fresh, json_t *o)
{
	struct released l = { 0 };
	const enum status st = release(c, dir, &l);

	if (st != OK)
		return st;
	(void)json_object_set_new(o, "log", released_json(&l, fresh));
	if (!c->json)
		say_released(dir, &l, fresh);
	return OK;
}

static enum status
restore(struct call *c)
{
	const bool back = c->n_args == 2, fresh = call_flag(c, "new-log");
	const bool go_on = fresh || call_option(c, "head") != NULL;
	const char *dir = c->args[c->n_args - 1];
	struct restored r = { 0 };
	json_t *o = json_object();
	enum status st = OK;

	if (!back && !go_on)
		st = job_fail(c->j, INVALID,
		    "name the backup and the folder that it is to go to; or, "
		    "for a paper that is back, --head or --new-log");
	if (st == OK && back)
		st = bring_back(c, dir, &r, o);
	if (st == OK && go_on)
		st = go_on_with(c, dir, fresh, o);
	if (st == OK && !c->json && !go_on)
		say_held(dir);
	(void)json_object_set_new(o, "held", json_boolean(!go_on));
	if (st == OK && c->json)
		return tell_json(c, o) == OK ? damaged(c, dir, &r) : FAULT;
	json_decref(o);
	return st == OK ? damaged(c, dir, &r) : st;
}

const struct cmd cmd_restore = {
	.name = "restore",
	.args = "[FILE|FOLDER|URL] DIR",
	.what = "bring a paper back from a backup; let its log go on",
	.options = options,
	.min_args = 1,
	.max_args = 2,
	.run = restore,
};
