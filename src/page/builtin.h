/* SPDX-License-Identifier: ISC */
/*
 * The themes that tools/embed wrote into the program: the default's files by
 * their paths, those of others behind "themes/NAME/".
 */
#ifndef STET_PAGE_BUILTIN_H
#define STET_PAGE_BUILTIN_H

#include <stddef.h>

struct builtin_file {
	const char *path; /* "templates/story.mustache", or behind a name */
	const unsigned char *bytes;
	size_t n;
};

extern const struct builtin_file builtin_theme[];
extern const size_t builtin_theme_n;

#endif
