/* SPDX-License-Identifier: ISC */
/* The default theme, as tools/embed wrote it into the program. */
#ifndef STET_PAGE_BUILTIN_H
#define STET_PAGE_BUILTIN_H

#include <stddef.h>

struct builtin_file {
	const char *path; /* "templates/story.mustache" */
	const unsigned char *bytes;
	size_t n;
};

extern const struct builtin_file builtin_theme[];
extern const size_t builtin_theme_n;

#endif
