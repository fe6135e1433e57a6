/* SPDX-License-Identifier: ISC */
#include <jansson.h>

#include "cmd/commands.h"
#include "cmd/tell.h"
#include "desk/init.h"

static const struct cmd_option options[] = {
	{ "name", "TEXT", "what the paper is called (required)" },
	{ "lang", "TAG", "its first language, such as en or fa (en)" },
	{ "timezone", "ZONE", "its time zone, such as Europe/Lisbon (UTC)" },
	{ "url", "URL", "where readers will find it, https://..." },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static struct str
value(const struct call *c, const char *name, const char *otherwise)
{
	const char *v = call_option(c, name);

	return str_of(v ? v : otherwise);
}

static enum status
init(struct call *c)
{
	const struct init_opts opts = {
		.name = value(c, "name", ""),
		.lang = value(c, "lang", "en"),
		.timezone = value(c, "timezone", "UTC"),
		.url = value(c, "url", ""),
	};
	enum status st = desk_init(c->j, c->args[0], &opts);

	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c,
		    json_pack("{s:s, s:s%}", "folder", c->args[0], "name",
			opts.name.p, opts.name.n));
	return call_print(c,
	    job_printf(c->j,
		"%s is ready; its key is %s/key, which no backup holds: keep "
		"a copy\n",
		c->args[0], c->args[0]));
}

const struct cmd cmd_init = {
	.name = "init",
	.args = "DIR",
	.what = "make a new site's folder",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = init,
};
