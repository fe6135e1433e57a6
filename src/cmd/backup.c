/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cmd/commands.h"
#include "cmd/tell.h"
#include "vault/vault.h"

static const struct cmd_option options[] = {
	{ "force", NULL, "replace FILE if it is there" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static enum status
tell(struct call *c, const struct backed_up *b, bool standard)
{
	const struct str line = job_printf(c->j,
	    "%s: %lld entries of %.*s, %lld pictures, %lld MB, on the disk\n",
	    c->args[1], (long long)b->entries, STR_ARG(b->origin),
	    (long long)b->media, (long long)(b->bytes >> 20));

	/* Standard output is the backup itself. */
	if (standard) {
		fprintf(stderr, "%.*s", STR_ARG(line));
		return OK;
	}
	if (!c->json)
		return call_print(c, line);
	return tell_json(c,
	    json_pack("{s:s, s:s%, s:I, s:I, s:I, s:I, s:I}", "file",
		c->args[1], "origin", b->origin.p, b->origin.n, "entries",
		(json_int_t)b->entries, "files", (json_int_t)b->files, "media",
		(json_int_t)b->media, "bytes", (json_int_t)b->bytes, "damaged",
		(json_int_t)b->damaged));
}

static enum status
backup(struct call *c)
{
	const bool standard = strcmp(c->args[1], "-") == 0;
	struct backed_up b;
	enum status st;

	if (standard && c->json)
		return job_fail(c->j, INVALID,
		    "--json and a backup can't both go to standard output");
	st = vault_backup(c->j, c->args[0], c->args[1], call_flag(c, "force"),
	    c->progress, &b);
	if (st == OK)
		st = tell(c, &b, standard);
	if (st == OK && b.damaged > 0)
		return job_fail(c->j, FAULT,
		    "the backup is whole, but the paper is not: %lld pictures "
		    "are not what they were, the first is %.*s; \"stet record "
		    "verify %s\" tells what to do",
		    (long long)b.damaged, STR_ARG(b.damage), c->args[0]);
	return st;
}

const struct cmd cmd_backup = {
	.name = "backup",
	.args = "DIR FILE",
	.what = "copy a paper into one file, while it is served",
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = backup,
};
