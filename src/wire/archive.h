/* SPDX-License-Identifier: ISC */
/*
 * A paper as text files (stet-export(1), "--format markdown") as an origin.
 * Each file that carries id and salt is taken as it is, so that an export of
 * what was imported has the same bytes; the masters it names come from media/
 * beside it.  A file that was written into the folder by hand is a new text.
 */
#ifndef STET_WIRE_ARCHIVE_H
#define STET_WIRE_ARCHIVE_H

#include "wire/origin.h"

#define ARCHIVE_TITLE "archive.txt" /* begins with: */
#define ARCHIVE_FORM "stet-archive 1\n"
#define ARCHIVE_ORDER "order"
#define ARCHIVE_SETTINGS "settings.md"

extern const struct origin_kind origin_archive;

/* Whether a folder is one. */
bool archive_is(struct job *j, const char *folder);

#endif
