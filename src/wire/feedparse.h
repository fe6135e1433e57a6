/* SPDX-License-Identifier: ISC */
/*
 * A feed taken apart: RSS 2.0, 1.0 and their relatives (with Dublin Core,
 * content:encoded, iTunes and Media RSS), Atom (RFC 4287), JSON Feed 1.1;
 * pages of feeds by RFC 5005.  Nothing is judged here: texts are as they are
 * given, and hostile.  A feed declares no entities and is not deep.
 */
#ifndef STET_WIRE_FEEDPARSE_H
#define STET_WIRE_FEEDPARSE_H

#include "text/copy.h"

#define FEED_ADDRESS_MAX 2000
#define FEED_TIME_MAX (INT64_C(1) << 40) /* seconds, 34,000 years */
#define FEED_LISTED_MAX 50 /* authors, categories, files of an item */

struct feed_file {
	struct str url, type, title; /* type: "audio/mpeg", or empty */
};

/* A text of an item; html unless it is plain. */
struct feed_words {
	struct str text;
	bool plain;
};

struct feed_entry {
	struct feed_words title, summary, content;
	struct str address, guid, published, updated, duration, lang;
	bool guid_is_address; /* unless it says that it is none */
	struct str picture;   /* Media RSS, JSON Feed: the lead picture's */
	struct str authors[FEED_LISTED_MAX];
	struct str categories[FEED_LISTED_MAX];
	struct feed_file files[FEED_LISTED_MAX];
	size_t n_authors, n_categories, n_files;
};

struct feed_head {
	struct str title, home, lang; /* home: the site's address */
	struct str author;            /* of all that name none */
	struct str next;              /* the page with older items, or empty */
	struct str cut; /* why and where it could not be read any further */
};

/* Each in the feed's order; what it points to is gone when it returns. */
typedef void feed_take(void *arg, const struct feed_entry *e);

struct feedparse_opts {
	size_t text_max;      /* bytes of one text; what is longer is cut */
	const char *encoding; /* NULL: what the feed itself says */
	feed_take *take;
	void *arg;
};

/*
 * INVALID, with a reason, if it is no feed, or one that can't be read before
 * its first item.  out in j's memory; entries' texts too.
 */
MUST_CHECK enum status feedparse(struct job *j, struct str bytes,
    const struct feedparse_opts *opts, struct feed_head *out);

/*
 * A feed's bytes in UTF-8, whatever it says: where what it says of its
 * encoding is not so, or letters are in it that XML has not, a note says it.
 * From RFC 7303, XML 1.0 appendix F and how the web takes windows-1252.
 */
struct str feedparse_utf8(struct job *j, struct str bytes, struct notes *notes);

/* What a byte from 0x80 means in windows-1252: 0xfffd if nothing. */
unsigned feedparse_latin(unsigned char byte);

/* An absolute http(s) address, or empty; base may be empty. */
struct str feedparse_absolute(struct job *j, struct str base,
    struct str address);

/* Seconds; 0 if it says nothing that we understand. */
int64_t feedparse_time(struct job *j, struct str text);

#endif
