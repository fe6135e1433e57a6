/* SPDX-License-Identifier: ISC */
/*
 * Listings: home, a section, a topic, a person, a kind, each per language, in
 * the order of (published, first appearance in the record).
 *
 * The first page shows the newest 20.  Numbered pages are intervals of that
 * order counted from the oldest; each is fixed when its 20th entry arrives,
 * so a new story touches the first page and the open one, never the archive.
 */
#ifndef STET_SITE_LISTING_H
#define STET_SITE_LISTING_H

#include "site/card.h"

struct site;

#define LISTING_PAGE 20 /* entries on a page */

enum listing_what {
	LISTING_HOME,
	LISTING_THING,       /* a section, topic, person, ...: num */
	LISTING_KIND,        /* every story of one kind: kind */
	LISTING_CORRECTIONS, /* what readers are told was changed */
};

struct listing {
	enum listing_what what;
	int64_t num;
	enum kind kind; /* of the thing, or the kind that is listed */
	struct str lang;
};

/*
 * Its first page's address: "/", "/fa/section/x/", "/kind/letter/",
 * "/corrections/".
 */
MUST_CHECK enum status site_listing_address(struct site *s, struct job *j,
    const struct listing *l, struct str *out);

struct listing_page {
	struct cards cards; /* newest first */
	int64_t page;       /* 0 for the first page */
	/*
	 * Numbers of the neighbouring pages; 0 in older: there is none;
	 * 0 in newer: that is the first page.  Show `newer` on every page but
	 * the first.
	 */
	int64_t older, newer;
	bool open; /* the newest numbered page, which still grows */
};

/* The newest 20 (or max, up to 100) of a listing; none is fine. */
MUST_CHECK enum status site_newest(struct site *s, struct job *j,
    const struct listing *l, size_t max, struct listing_page *out);

/* A numbered page.  NOT_FOUND if there is none of that number. */
MUST_CHECK enum status site_numbered(struct site *s, struct job *j,
    const struct listing *l, int64_t page, struct listing_page *out);

/* A story that stood in a listing and was retracted. */
struct deletion {
	struct id id;
	int64_t at; /* seconds */
	struct str reason;
	int64_t
	    expired; /* its own time was over: seconds; 0: it was not that */
};

struct deletions {
	struct deletion *at;
	size_t n;
};

/* The max that were retracted last, the newest first; none is fine. */
MUST_CHECK enum status site_deletions(struct site *s, struct job *j,
    const struct listing *l, size_t max, struct deletions *out);

struct archive_month {
	int year, month;
	int64_t n; /* stories; 1 or more */
};

struct archive_months {
	struct archive_month *at; /* newest first */
	size_t n;
};

/*
 * The months of which home or a section has stories: all of them, or those of
 * one year (year 0: all).
 */
MUST_CHECK enum status site_archive(struct site *s, struct job *j,
    const struct listing *l, int year, struct archive_months *out);

/* A piece of one month: at most max stories after the first skip ones. */
struct archive_piece {
	int year, month;
	size_t skip, max;
};

/* The stories of one month of home or a section, oldest first. */
MUST_CHECK enum status site_archive_month(struct site *s, struct job *j,
    const struct listing *l, const struct archive_piece *piece,
    struct cards *out);

#endif
