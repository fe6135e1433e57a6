/* SPDX-License-Identifier: ISC */
/* Addresses for machines that look for all of them. */
#ifndef STET_SITE_SITEMAP_H
#define STET_SITE_SITEMAP_H

#include "text/copy.h"

struct site;

/*
 * What stands in no month: pages, and people, topics, sections, places and
 * organisations in every language in which they have an address; at most max.
 */
MUST_CHECK enum status site_standing_addresses(struct site *s, struct job *j,
    size_t max, struct texts *out);

#endif
