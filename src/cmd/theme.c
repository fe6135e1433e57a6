/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "page/theme.h"

static enum status
eject(struct call *c)
{
	const char *dir = file_path(c->j, c->args[0], "theme");
	enum status st = theme_eject(c->j, dir);

	if (st == OK)
		printf("The theme stands in %s; whatever you change there is "
		       "taken up as it is saved.\nA file that you remove is "
		       "the built-in one again.\n",
		    dir);
	return st;
}

const struct cmd cmd_theme_eject = {
	.name = "theme eject",
	.args = "DIR",
	.what = "write the built-in theme out to DIR/theme, for changing",
	.min_args = 1,
	.max_args = 1,
	.run = eject,
};
