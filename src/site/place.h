/* SPDX-License-Identifier: ISC */
/*
 * Places: what stands at an address, and which address a thing gets.
 *
 * An address belongs to one thing for ever.  What was there and is not any
 * more is GONE and keeps its tombstone; an old address of a thing that moved
 * leads to where it is now.
 */
#ifndef STET_SITE_PLACE_H
#define STET_SITE_PLACE_H

#include "site/listing.h"

struct site;

enum place_what {
	PLACE_NONE,     /* nothing, and never was */
	PLACE_STORY,    /* a story of any kind, or a page: num, kind */
	PLACE_LISTING,  /* a first page (home's is the front): listing */
	PLACE_NUMBERED, /* one of its numbered pages: listing, page */
	PLACE_ARCHIVE,  /* listing; year, month (0: the whole) */
	PLACE_FEED,     /* listing, feed */
	PLACE_REDIRECT, /* to, status */
	PLACE_GONE,     /* reason, at, id */
	PLACE_SEARCH,   /* /search */
	PLACE_SITEMAP,
	PLACE_SITEMAP_NEWS,
	PLACE_RECORD, /* /record/..., in each language: rest */
	PLACE_MEDIA,  /* /media/...: rest */
	PLACE_ASSET,  /* /assets/...: rest */
};

enum feed {
	FEED_ATOM, /* feed.xml */
	FEED_RSS,  /* rss.xml */
	FEED_JSON, /* feed.json */
};

/* The status of a redirect to the same address with or without its slash. */
#define PLACE_OTHER_FORM 308

struct place {
	enum place_what what;
	struct str lang;    /* of the page to show, by its address */
	struct str address; /* its canonical form */
	int64_t num;        /* the thing that it is or leads to; 0 if none */
	enum kind kind;
	struct listing listing;
	int64_t page;
	int year, month;
	enum feed feed;
	struct str to; /* an address in normal form (not encoded), or a URL */
	int status;    /* of a redirect: 301, 302 or 308 */
	struct str reason;
	int64_t at;      /* when it went */
	int64_t expired; /* its own time was over then; 0: it was retracted */
	struct id id;
	struct str rest;  /* what follows the first segment and its slash */
	struct str query; /* as it was given */
};

/*
 * What stands at an address.  path is in normal form (address_normal), query
 * is what followed `?`, decoded, or empty.  Always OK, with PLACE_NONE where
 * nothing is; FAULT if the database fails.  Inside site_read_begin().
 */
MUST_CHECK enum status site_resolve(struct site *s, struct job *j,
    struct str path, struct str query, struct place *out);

/* The thing that has or had this address, as live or old; else NOT_FOUND. */
MUST_CHECK enum status site_holder(struct site *s, struct job *j,
    struct str address, int64_t *num);

/*
 * The address that a thing gets at its first publication: for a story
 * `/2026/11/23/slug/` by its published day and slug (or headline), for a page
 * `/slug/`, each behind its language's prefix; another thing's address is
 * evaded with -2, -3, ...  c->published must be filled.  For kinds that have
 * no address of their own (fronts, menus, entities by language) it is empty.
 */
MUST_CHECK enum status site_address_for(struct site *s, struct job *j,
    const struct copy *c, struct str *out);

/*
 * The same without asking whether it is free: needs no database, so that an
 * importer's thread can do it.  prefix as of site_prefix().
 */
struct str site_address_wish(struct job *j, const struct copy *c,
    struct str prefix, struct zone *zone);

/* "" for the site's first language, "/fa" for others. */
struct str site_prefix(struct site *s, struct job *j, struct str lang);

#endif
