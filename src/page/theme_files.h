/* SPDX-License-Identifier: ISC */
/* The files of a theme: those of the program, and a folder's over them. */
#ifndef STET_PAGE_THEME_FILES_H
#define STET_PAGE_THEME_FILES_H

#include "page/theme.h"

#define THEME_MAX_FILE ((size_t)4 * 1024 * 1024)
#define THEME_MAX_FILES 1000

struct theme_file {
	struct str path;  /* "templates/story.mustache" */
	struct str bytes; /* of the folder's: in the job's memory */
	const char *from; /* the folder; NULL: the program's own */
};

struct theme_files {
	struct theme_file *at;
	size_t n;
};

/*
 * The default theme's files, then those of the theme that is chosen, then its
 * folder's, then what lies over all.  A later file takes the place of the
 * earlier of its path, but words are both there.
 */
MUST_CHECK enum status theme_files_read(struct job *j,
    const struct theme_source *source, struct theme_files *out);

/* Whether a theme of that name was built in. */
bool theme_is_builtin(struct str name);
/* The i-th of them by name; empty when there are no more. */
struct str theme_builtin(size_t i);

/*
 * A number that differs when a file of dir came, went or changed.  Only
 * names, sizes and times are looked at.
 */
uint64_t theme_files_trace(const char *dir);

/* What stands behind the last dot of a path, or nothing. */
struct str theme_file_ending(struct str path);

#endif
