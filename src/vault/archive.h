/* SPDX-License-Identifier: ISC */
/*
 * A paper as text files with their pictures, to be kept, read, searched or
 * taken elsewhere without stet; and what stet itself takes over again, byte for
 * byte (wire/import.h).  See stet-export(1).
 *
 *	archive.txt		what this is; first line "stet-archive 1"
 *	order			the files below, as an import has to take them
 *	settings.md
 *	content/2026/11/23/pier.md	what has an address of its own
 *	people/mara-quist-1f2e3d4c.md	what has none: kind, name, id
 *	redirects/...		where things stood before
 *	media/<sha256>.<format>	masters and recordings, and sizes of them
 *	record/...		if asked for: the log with every revision, under
 *				the paths of the paper's own (wire/mirror.h)
 */
#ifndef STET_VAULT_ARCHIVE_H
#define STET_VAULT_ARCHIVE_H

#include "base/job.h"
#include "base/progress.h"

struct archived {
	int64_t texts, media;           /* that are there now */
	int64_t entries;                /* of the record; 0 without it */
	int64_t written, same, dropped; /* files */
	int64_t missing; /* pictures that a text names and nobody has */
	double seconds;
};

struct archive_opts {
	const char *site;   /* the paper's folder */
	const char *folder; /* where it goes */
	bool with_record;
	struct progress *progress; /* may be NULL */
};

/*
 * All that is published, while the paper is served and published in.  Files
 * that are right already are not touched; what was withdrawn goes.
 * CONFLICT: the folder holds something else, or another paper; BUSY: another
 * export is at work there.
 */
MUST_CHECK enum status vault_archive(struct job *j,
    const struct archive_opts *opts, struct archived *out);

#endif
