/* SPDX-License-Identifier: ISC */
/*
 * Feeds of other people: RSS 2.0, 1.0 and their relatives, Atom (RFC 4287),
 * JSON Feed 1.1.  Hostile: a feed declares no entities, is not deep, and all
 * that is taken of it is plain text and http(s) addresses.
 */
#ifndef STET_WIRE_FEED_H
#define STET_WIRE_FEED_H

#include "site/observed.h"

#define FEED_MAX ((size_t)2 * 1024 * 1024) /* bytes of a feed */
#define FEED_TITLE_MAX 300                 /* bytes of a title */
#define FEED_SUMMARY_MAX 400

/*
 * Its newest OUTSIDE_ITEMS that have a title and an address; the rest is passed
 * over.  url is where it came from: relative addresses are relative to that.
 * INVALID with a reason if it is no feed.  In j's memory.
 */
MUST_CHECK enum status feed_read(struct job *j, struct str bytes,
    struct str url, struct outside_items *out);

#endif
