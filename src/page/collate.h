/* SPDX-License-Identifier: ISC */
/* Names in the order of a language's dictionary, by ICU. */
#ifndef STET_PAGE_COLLATE_H
#define STET_PAGE_COLLATE_H

#include "base/job.h"

/*
 * Sort n items of size bytes by the text that name() gives of each; equal
 * ones keep their order.  Scratch is taken from j.
 */
void collate(struct job *j, struct str lang, void *items, size_t n, size_t size,
    struct str (*name)(const void *item));

#endif
