/* SPDX-License-Identifier: ISC */
#include "cmd/commands.h"
#include "cmd/tell.h"

static enum status
show(struct call *c)
{
	struct desk *d;
	struct str bytes;
	enum status st = call_desk(c, &d);

	if (st == OK)
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
