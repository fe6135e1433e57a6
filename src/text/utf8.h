/* SPDX-License-Identifier: ISC */
/* One character in, one character out. */
#ifndef STET_TEXT_UTF8_H
#define STET_TEXT_UTF8_H

#include "base/str.h"

/*
 * The character at s.p[*i], and *i stepped over it; -1 and one byte for what
 * is not UTF-8.  *i has to be less than s.n.
 */
int32_t utf8_next(struct str s, size_t *i);

/* How many characters; s is UTF-8. */
size_t utf8_length(struct str s);

/* 1 to 4 bytes at `at`; how many. */
size_t utf8_put(char *at, int32_t c);

#endif
