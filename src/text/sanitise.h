/* SPDX-License-Identifier: ISC */
/*
 * HTML from anywhere in, markup that we vouch for out: an allow-list over a
 * real HTML5 parse.  What comes out is in one canonical form (canonical.h), so
 * that a second pass changes no byte and a browser reads it as it stands.
 *
 * Elements that carry meaning stay (lists, definitions, tables with captions,
 * figures, details, ruby, quotations, edits, own audio and video).  Scripts,
 * styles, forms, SVG and MathML go; a frame with a known video becomes a link
 * that plays on a click, any other frame and any picture from elsewhere a
 * plain link.  Ids and the fragments that point at them begin with "h-", names
 * are gone, h1 becomes h2, classes come from a closed list.
 */
#ifndef STET_TEXT_SANITISE_H
#define STET_TEXT_SANITISE_H

#include "base/id.h"
#include "base/job.h"
#include "base/markup.h"

/*
 * Raised whenever the same input may give other bytes: what was stored with a
 * lower one is made anew from its text file.
 */
#define SANITISER_VERSION 3

/* A body over this many bytes is not parsed but kept as escaped text. */
#define SANITISE_MAX ((size_t)2 * 1024 * 1024)

/*
 * A picture that a text names, and where its bytes are served.  An address
 * begins with "/media/".
 */
struct body_media {
	struct str name;   /* as it is written in the text */
	struct str column; /* address of the size for the column */
	int width, height; /* of that size, in pixels; 0 if not known */
	struct str lead;   /* address of the large size, or empty */
	int lead_width;    /* in pixels */
};

/* Lines for an editor: "a form was left out". */
struct body_notes {
	struct str *at;
	size_t n;
};

/* A picture as the text names it, known or not. */
struct body_picture {
	struct str src;
	struct str alt, caption, credit; /* plain; empty where none is given */
};

/* Each picture once, by its src. */
struct body_pictures {
	struct body_picture *at;
	size_t n;
};

struct sanitise_opts {
	/* Language of the text, a BCP 47 tag; empty is English. */
	struct str lang;
	/* Pictures that the text may name. */
	const struct body_media *media;
	size_t n_media;
	/* A local picture that is not among them stays as it is, instead of
	   becoming a figure that says that it is missing. */
	bool keep_local;
	/* If not NULL: takes the pictures that the parser met.  (HTML that is
	   taken as it is names no picture that is still to be found.) */
	struct body_pictures *seen;
	/* For a piece shown among others on one page: without ids. */
	bool no_ids;
};

/*
 * In j's memory.  opts may be NULL (everything empty, keep_local).  Notes may
 * be NULL.  Always gives markup: HTML that is too large or nested too deep is
 * kept as escaped text, and a note says so.  Not one byte is invented or
 * reordered among the words themselves.
 */
void sanitise(struct job *j, struct str html, const struct sanitise_opts *opts,
    struct markup *out, struct body_notes *notes);

/* The same, always through the parser: for tests of the short way. */
void sanitise_parsed(struct job *j, struct str html,
    const struct sanitise_opts *opts, struct markup *out,
    struct body_notes *notes);

/* Bytes shown as they are, with a note that the body "is over 2 MB" or so. */
void sanitise_text(struct job *j, struct str bytes, const char *why,
    struct markup *out, struct body_notes *notes);

void pictures_put(struct body_pictures *seen, struct job *j,
    struct body_picture picture);

/* True if sanitise() would give back these bytes without parsing them. */
bool sanitise_is_canonical(struct job *j, struct str html,
    const struct sanitise_opts *opts);

/*
 * The words alone: no tags, entities resolved, a line for each block.  For
 * search, excerpts, word counts.
 */
struct str markup_plain(struct job *j, struct markup m);

/*
 * The same of its first paragraphs and items, until they are enough bytes:
 * without headings, notes that a picture is missing, a transcript's times,
 * shortcodes that nobody translated.  What an excerpt is made of.
 */
struct str markup_opening(struct job *j, struct markup m, size_t enough);

#endif
