/* SPDX-License-Identifier: ISC */
/*
 * Cards: what a listing, a front or a feed shows of a story.  All of it comes
 * from one dense row; the names of people and sections are joined to it from
 * the site's own memory.
 */
#ifndef STET_SITE_CARD_H
#define STET_SITE_CARD_H

#include "base/markup.h"
#include "text/copy.h"

struct site;

/* A name that leads somewhere.  address is empty if it leads nowhere. */
struct link {
	int64_t num; /* of the thing; 0 if it is only words */
	enum kind kind;
	struct str name, address; /* in the language asked for */
};

struct links {
	struct link *at;
	size_t n;
};

/* Somebody in a byline, in the order in which it names them. */
struct signer {
	enum role role;
	struct link who;
	struct str what; /* a person's own role: "pilot"; or empty */
};

struct signers {
	struct signer *at;
	size_t n;
};

/* A picture as a page shows it, in the sizes that were made of its master. */
struct plate {
	struct str column; /* "/media/<sha256>.jpg": the size for a column */
	int64_t w, h;      /* of that one, in pixels */
	struct str lead;   /* the large size; empty if there is none */
	int64_t lead_w, lead_h;
	int64_t focal_x, focal_y; /* percent; both 0 if not given */
	struct str alt, caption, credit;
};

/* A recording, its captions, an original document. */
struct attachment {
	struct str address; /* "/media/<sha256>.mp3", or as given; or empty */
	struct str format;  /* "mp3"; empty: it is somebody else's */
	int64_t bytes, duration, w, h; /* seconds, pixels; 0: not known */
};

struct card {
	int64_t num;
	struct id id;
	enum kind kind;
	struct str lang, address;
	struct str headline, kicker, deck;
	struct str short_headline; /* empty if it has none */
	struct markup intro;       /* the opening paragraphs, or empty */
	struct str excerpt;        /* where there is neither deck nor intro */
	enum voice voice;
	struct signers byline;
	struct str dateline, agency;
	struct link section; /* its home; num 0 if it has none */
	bool has_picture;
	struct plate picture;
	struct when published, updated; /* updated: WHEN_NONE if never */
	bool corrected;                 /* has a correction of any age */
	int64_t words;                  /* in the body */
	/* What fronts and listings show of its kind's own; NULL: nothing. */
	const struct particulars *more;
};

struct cards {
	struct card *at;
	size_t n;
};

#endif
