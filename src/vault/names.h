/* SPDX-License-Identifier: ISC */
/* What may stand in a backup, in this order; see stet-backup(1). */
#ifndef STET_VAULT_NAMES_H
#define STET_VAULT_NAMES_H

#include "base/str.h"

enum part {
	PART_TITLE,    /* "stet-backup": what this is */
	PART_HEAD,     /* "checkpoint": the signed head of site.db */
	PART_SITE,     /* site.db */
	PART_SITE_WAL, /* what was not yet brought back into it */
	PART_DESK,     /* desk.db */
	PART_DESK_WAL,
	PART_REDACTIONS, /* "redactions" */
	PART_THEME,      /* theme/... */
	PART_MEDIA,      /* media/ab/<sha256> */
	PART_HIDDEN,     /* desk-media/ab/<sha256>: not published yet */
	PART_MANIFEST,   /* "manifest": the others' SHA-256, for sha256sum */
	PARTS,           /* none of these */
};

enum part part_of(struct str name);
/* "site.db"; of a folder, its name. */
const char *part_name(enum part p);
bool part_is_folder(enum part p);
/* Rights of the restored file. */
unsigned part_mode(enum part p);

#endif
