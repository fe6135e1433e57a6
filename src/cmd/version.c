/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cmd/commands.h"

static enum status
version(struct call *c)
{
	(void)c;
	printf("stet %s\n", STET_VERSION);
	return OK;
}

const struct cmd cmd_version = {
	.name = "version",
	.args = "",
	.what = "print the version of this program",
	.run = version,
};
