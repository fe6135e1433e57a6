/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cmd/commands.h"
#include "desk/init.h"

static const struct cmd_option options[] = {
	{ "name", "NAME", "what the paper is called (required)" },
	{ "lang", "TAG", "its first language, fixed for ever (en)" },
	{ "timezone", "ZONE", "its time zone, such as Europe/Lisbon (UTC)" },
	{ "url", "URL", "where readers will find it, https://..." },
	CMD_OPTIONS_END,
};

static enum status
init(struct call *c)
{
	const char *lang = call_option(c, "lang");
	struct init_opts o = {
		.name = str_of(call_option(c, "name")),
		.lang = lang ? str_of(lang) : STR("en"),
		.timezone = str_of(call_option(c, "timezone")),
		.url = str_of(call_option(c, "url")),
	};
	enum status st;

	if (o.name.n == 0)
		return job_fail(c->j, INVALID,
		    "a paper needs a name: --name \"The Harbour Gazette\"");
	st = desk_init(c->j, c->args[0], &o);
	if (st == OK)
		printf("%s is ready.  Keep a copy of %s/key somewhere else: it "
		       "signs the record and is in no backup.\n",
		    c->args[0], c->args[0]);
	return st;
}

const struct cmd cmd_init = {
	.name = "init",
	.args = "DIR",
	.what = "make the folder of a new paper",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = init,
};
