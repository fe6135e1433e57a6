/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <unistd.h>

#include "cmd/commands.h"
#include "cmd/tell.h"
#include "desk/withdraw.h"

static const struct cmd_option options[] = {
	{ "reason", "TEXT", "why; readers see it where the text stood" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

/* A line from whoever sits there. */
static enum status
ask(struct call *c, struct str *out)
{
	char line[REASON_MAX + 2];

	if (c->json || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return job_fail(c->j, INVALID,
		    "say why with --reason \"...\": readers find the reason "
		    "where the text stood");
	fprintf(stderr, "Why is it taken down? Readers will see this: ");
	if (fgets(line, sizeof(line), stdin) == NULL)
		line[0] = '\0';
	*out = job_str(c->j, str_of(line));
	return OK;
}

static json_t *
withdrawn_json(struct call *c, const struct withdrawn *w)
{
	const struct str deed = w->already ? STR("nothing") : STR("retract");
	const struct str kind = kind_name(w->kind), id = id_hex(c->j, w->id);

	return json_pack("{s:s%, s:s%, s:s%, s:I, s:I, s:I, s:s%, s:s%, s:s%}",
	    "deed", deed.p, deed.n, "kind", kind.p, kind.n, "id", id.p, id.n,
	    "revision", (json_int_t)w->revision, "seq", (json_int_t)w->seq,
	    "at", (json_int_t)w->at, "address",
	    w->address.n > 0 ? w->address.p : "", w->address.n, "headline",
	    w->headline.n > 0 ? w->headline.p : "", w->headline.n, "reason",
	    w->reason.n > 0 ? w->reason.p : "", w->reason.n);
}

static struct str
sentence(struct call *c, const struct withdrawn *w)
{
	const struct str where = w->address.n > 0
	    ? job_printf(c->j, " at %.*s", STR_ARG(w->address))
	    : STR("");
	const struct str kind = kind_name(w->kind),
			 when = tell_time(c->j, w->at);

	if (w->already)
		return job_printf(c->j,
		    "The %.*s%.*s was retracted already, %.*s%s%.*s\n"
		    "Nothing is changed.\n",
		    STR_ARG(kind), STR_ARG(where), STR_ARG(when),
		    w->reason.n > 0 ? ": " : "", STR_ARG(w->reason));
	return job_printf(c->j,
	    "The %.*s \"%.*s\"%.*s is retracted: entry %lld of the record, "
	    "revision %lld.\nIts address says so and why. To bring it back, "
	    "publish its file again.\n",
	    STR_ARG(kind), STR_ARG(w->headline), STR_ARG(where),
	    (long long)w->seq, (long long)w->revision);
}

static enum status
retract(struct call *c)
{
	const char *given = call_option(c, "reason");
	struct str reason = given ? str_of(given) : STR("");
	struct withdrawn w;
	struct desk *d;
	enum status st = call_desk(c, &d);

	if (st == OK && given == NULL)
		st = ask(c, &reason);
	if (st == OK)
		st = desk_retract(d, c->j, str_of(c->args[1]), reason, &w);
	if (st != OK)
		return st;
	return c->json ? tell_json(c, withdrawn_json(c, &w))
		       : call_print(c, sentence(c, &w));
}

const struct cmd cmd_retract = {
	.name = "retract",
	.args = "DIR ADDRESS",
	.what = "take down what an address, an id or a slug names, and say why",
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = retract,
};
