/* SPDX-License-Identifier: ISC */
/*
 * What fronts show that the record knows nothing of: the latest of other
 * places' feeds, and what is read most.  These tables are kept by
 * site_reindex(), and nothing in them is needed to read the paper.
 */
#ifndef STET_SITE_OBSERVED_H
#define STET_SITE_OBSERVED_H

#include "site/listing.h"

struct site;

#define OUTSIDE_ITEMS 20   /* so many of a feed are kept */
#define MOST_READ 10       /* so many of a language */
#define MOST_READ_HOURS 24 /* what was read within them counts */

/* Everything plain text, in one line. */
struct outside_item {
	struct str title, address; /* https:// or http:// */
	struct str summary;        /* may be empty */
	int64_t at;                /* seconds; 0: not known */
};

struct outside_items {
	struct str title; /* the feed's own */
	struct outside_item *at;
	size_t n;
};

/* A feed and how asking for it went. */
struct outside {
	struct str url;
	struct str etag, modified;  /* as its server gave them, or empty */
	struct str trouble;         /* of the last failure, or empty */
	int64_t asked, next;        /* seconds; asked 0: never yet */
	int64_t failures;           /* since it last came */
	struct outside_items items; /* as it last came */
};

struct outsides {
	struct outside *at;
	size_t n;
};

/* Every feed that a front shows, by address. */
MUST_CHECK enum status site_feeds(struct site *s, struct job *j,
    struct outsides *out);
/* What is there of one; nothing if it never came. */
MUST_CHECK enum status site_feed(struct site *s, struct job *j, struct str url,
    struct outside_items *out);

/*
 * Inside a write transaction, site_settle() after it: how a feed stands now.
 * The fronts that show it become stale if anything in its items is new.
 */
MUST_CHECK enum status site_feed_put(struct site *s, struct job *j,
    const struct outside *f);

/* Pages of a story were read so often. */
struct read_count {
	int64_t num, n;
};

/* Likewise: count them for the hour of the job's clock. */
MUST_CHECK enum status site_reads_put(struct site *s, struct job *j,
    const struct read_count *at, size_t n);

/* At most max, the most read first. */
MUST_CHECK enum status site_most_read(struct site *s, struct job *j,
    struct str lang, size_t max, struct cards *out);

#endif
