/* SPDX-License-Identifier: ISC */
#include "cmd/commands.h"
#include "cmd/tell.h"

static void
close_desk(void *d)
{
	desk_close(d);
}

static enum status
show(struct call *c)
{
	struct desk *d;
	struct str bytes;
	enum status st = desk_open_to_read(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	job_defer(c->j, close_desk, d);
	st = desk_show(d, c->j, str_of(c->args[1]), &bytes);
	return st == OK ? call_print(c, bytes) : st;
}

const struct cmd cmd_show = {
	.name = "show",
	.args = "DIR ADDRESS",
	.what = "print the live text file of an address, an id or a slug",
	.min_args = 2,
	.max_args = 2,
	.run = show,
};
