/* SPDX-License-Identifier: ISC */
/* Every command, once; each is defined in src/cmd/NAME.c as cmd_NAME. */
#ifndef STET_CMD_COMMANDS_H
#define STET_CMD_COMMANDS_H

#include "cmd/cmd.h"

/* clang-format off */
#define COMMANDS(ROW) \
	ROW(init) \
	ROW(import) \
	ROW(publish) \
	ROW(retract) \
	ROW(move) \
	ROW(show) \
	ROW(history) \
	ROW(search) \
	ROW(export) \
	ROW(check) \
	ROW(translations) \
	ROW(languages) \
	ROW(preview) \
	ROW(drafts_show) \
	ROW(drafts_publish) \
	ROW(drafts_drop) \
	ROW(drafts) \
	ROW(redact) \
	ROW(signatories_check) \
	ROW(signatories_withdraw) \
	ROW(feeds_fetch) \
	ROW(feeds_take) \
	ROW(feeds) \
	ROW(pictures) \
	ROW(serve) \
	ROW(record_verify) \
	ROW(record_mirror) \
	ROW(reindex) \
	ROW(backup) \
	ROW(restore) \
	ROW(key_list) \
	ROW(key_export) \
	ROW(key_import) \
	ROW(key_rotate) \
	ROW(key_retire) \
	ROW(theme_eject) \
	ROW(theme_list) \
	ROW(markdown) \
	ROW(sanitise) \
	ROW(mustache) \
	ROW(version)
/* clang-format on */

#define ROW(name) extern const struct cmd cmd_##name;
COMMANDS(ROW)
#undef ROW

#endif
