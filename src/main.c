/* SPDX-License-Identifier: ISC */
/* The table of commands, in the order in which --help shows them. */
#include <sodium.h>
#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/commands.h"
#include "store/store.h"

#define ROW(name) &cmd_##name,
static const struct cmd *const commands[] = { COMMANDS(ROW) };
#undef ROW

int
main(int argc, char **argv)
{
	if (sodium_init() < 0) {
		fprintf(stderr, "stet: libsodium could not be started\n");
		return 1;
	}
	store_prepare();
	return cmd_main(commands, sizeof(commands) / sizeof(commands[0]), argc,
	    argv);
}
