/* SPDX-License-Identifier: ISC */
/*
 * What pages show that the record knows nothing of: the latest of other
 * places' feeds, what is read most, what was made of pictures.  These tables are kept by
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

/*
 * A picture in another width or format than those that texts name; its file is
 * called by the first VARIANT_DIGITS of its master's hash, width and format:
 * "/media/<16 digits>-320.webp".
 */
#define VARIANT_DIGITS 16
#define VARIANTS_MAX 16

struct variant {
	struct str format;
	int64_t w; /* pixels */
};

struct variants {
	struct sha256 master;
	int32_t colour; /* of the whole, 0xRRGGBB; -1: it is see-through */
	bool moves;     /* as WebP; the others are stills */
	struct variant at[VARIANTS_MAX];
	size_t n;
};

/* Of the file that pages show; NOT_FOUND, without a failure, if none. */
MUST_CHECK enum status site_variants(struct site *s, struct job *j,
    struct sha256 shown, struct variants *out);
/*
 * Inside a write transaction.  seen: pages show it already and become stale,
 * all of them, for nobody knows which; site_settle() after it.
 */
MUST_CHECK enum status site_variants_put(struct site *s, struct job *j,
    struct sha256 shown, const struct variants *v, bool seen);
/* Of a master, or a size, that is gone. */
MUST_CHECK enum status site_variants_gone(struct site *s, struct job *j,
    struct sha256 sha);

#endif
