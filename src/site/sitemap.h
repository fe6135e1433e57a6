/* SPDX-License-Identifier: ISC */
/*
 * Addresses for machines that look for all of them, in parts of at most
 * SITEMAP_URLS (https://www.sitemaps.org/protocol.html): a part's name is what
 * stands in "/sitemap-NAME.xml".
 */
#ifndef STET_SITE_SITEMAP_H
#define STET_SITE_SITEMAP_H

#include "text/copy.h"

struct site;

#define SITEMAP_URLS 50000

/*
 * What stands in no month: fronts, pages, and people, topics, sections, places
 * and organisations in every language in which they have an address.  Parts go
 * by the things' numbers, so that a new thing touches one: "pages", "pages-2".
 */
MUST_CHECK enum status site_standing_parts(struct site *s, struct job *j,
    struct texts *out);

/* The addresses of the nth of these parts, from 1; none if it isn't one. */
MUST_CHECK enum status site_standing_addresses(struct site *s, struct job *j,
    int64_t part, struct texts *out);

/* The name of the part that a thing is in. */
MUST_CHECK enum status site_standing_part(struct site *s, struct job *j,
    int64_t num, struct str *out);

/*
 * How many parts a month has with its stories of all languages, 1 or more; the
 * first is called "2026-11", the next "2026-11-2".  month: year * 12 + month
 * from 0.
 */
MUST_CHECK enum status site_month_parts(struct site *s, struct job *j,
    int64_t month, int64_t *out);
struct str site_month_part(struct job *j, int64_t month, int64_t part);

/* "pages-2" is "pages" and 2; false if the number is no number. */
bool sitemap_part_read(struct str name, struct str *what, int64_t *part);

#endif
