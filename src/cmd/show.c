/* SPDX-License-Identifier: ISC */
#include "cmd/commands.h"
#include "desk/publish.h"

static void
close_desk(void *d)
{
	desk_close(d);
}

static enum status
show(struct call *c)
{
	struct str bytes;
	struct desk *d;
	enum status st = desk_open(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	job_defer(c->j, close_desk, d);
	st = desk_show(d, c->j, str_of(c->args[1]), &bytes);
	return st == OK ? call_print(c, bytes) : st;
}

const struct cmd cmd_show = {
	.name = "show",
	.args = "DIR ADDRESS",
	.what = "print the live text file at an address (or of an id or slug)",
	.min_args = 2,
	.max_args = 2,
	.run = show,
};
