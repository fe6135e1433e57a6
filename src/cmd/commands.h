/* SPDX-License-Identifier: ISC */
/* Every command, once; each is defined in src/cmd/NAME.c as cmd_NAME. */
#ifndef STET_CMD_COMMANDS_H
#define STET_CMD_COMMANDS_H

#include "cmd/cmd.h"

#define COMMANDS(ROW) ROW(version)

#define ROW(name) extern const struct cmd cmd_##name;
COMMANDS(ROW)
#undef ROW

#endif
