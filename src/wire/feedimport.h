/* SPDX-License-Identifier: ISC */
/*
 * A site whose maker gave no export, by its feed: a file, or an address, with
 * the pages that it names (RFC 5005, JSON Feed's next_url).  Nothing is asked
 * of an address that not anybody may reach, nor of another host.
 */
#ifndef STET_WIRE_FEEDIMPORT_H
#define STET_WIRE_FEEDIMPORT_H

#include "wire/feedparse.h"
#include "wire/oldfiles.h"

#define FEED_PAGE_BYTES ((size_t)64 * 1024 * 1024) /* of one page */
#define FEED_PAGES_MAX 2000
#define FEED_ITEMS_MAX 200000
#define FEED_TEXT_BYTES ((size_t)2 * 1024 * 1024) /* of one item's text */

extern const struct origin_kind origin_feed;

/* True if a file that begins so may be a feed. */
bool feedimport_looks_so(struct str beginning);

/* What is taken of a feed. */
struct feed_item {
	struct feed_entry e;
	struct str key;  /* "https://old.example/?p=1": what is it known by */
	struct str name; /* in messages */
	struct str page; /* relative addresses are relative to that */
};

struct feedimport {
	struct origin *o;
	struct job *j;
	struct feed_head head; /* of the first page */
	struct str page;       /* the address of the one at work */
	struct str host;       /* "old.example": where the site stood */
	struct str site;       /* "https://www.old.example", or empty */
	struct oldfiles files;
	struct feed_item *items;
	size_t n, room, next;
	size_t twice, nameless; /* items that came again, or without a key */
	const char *folder;     /* where the file lies; or "." */
};

/* A page's bytes, whose address is f->page; *next as struct feed_head. */
MUST_CHECK enum status feedimport_page(struct feedimport *f, struct str bytes,
    struct str *next);

/* The address as a path of the old site, or empty if it is elsewhere. */
struct str feedimport_path(const struct feedimport *f, struct job *j,
    struct str address);

/* An item as a text file of stet's; as struct origin_kind.convert. */
MUST_CHECK enum status feedimport_convert(struct feedimport *f, struct job *j,
    const struct feed_item *i, struct converted *out);

#endif
