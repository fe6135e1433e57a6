/* SPDX-License-Identifier: ISC */
/*
 * WordPress eXtended RSS, what "Tools, Export" writes: RSS 2.0 with names of
 * https://wordpress.org/export/1.0/ to 1.2/.  The file is walked piece by
 * piece (a category, an author, an item), and each piece is parsed by itself:
 * a file of any size needs the memory of its largest piece, and a broken piece
 * is broken alone.
 *
 * Hostile: a document type's entities are never expanded, bytes that are no
 * UTF-8 become U+FFFD, and a piece over WXR_PIECE_MAX is passed over; each is
 * told with its line.
 */
#ifndef STET_WIRE_WXR_H
#define STET_WIRE_WXR_H

#include "base/buf.h"
#include "text/copy.h"

#define WXR_PIECE_MAX ((size_t)16 * 1024 * 1024)

struct wxr; /* a file that is being walked */

/* Where a piece stands in the file. */
struct wxr_place {
	uint64_t from; /* byte of its '<' */
	uint32_t n;    /* bytes */
	int line;      /* of the whole file, from 1 */
};

/*
 * NOT_FOUND, DENIED, FAULT; INVALID if it is no such export or in an encoding
 * that can't be walked (UTF-16).
 */
MUST_CHECK enum status wxr_open(struct job *j, const char *path,
    struct wxr **out);
void wxr_close(struct wxr *x); /* NULL is fine */

/* True if the bytes at a file's front look like a WXR file. */
bool wxr_is(struct str front);

/*
 * The next child of the channel: its name, where it stands.  NOT_FOUND,
 * without a failure set, behind the last.  What is wrong with the file as a
 * whole is added to notes, which live in j.
 */
MUST_CHECK enum status wxr_next(struct wxr *x, struct job *j, struct str *name,
    struct wxr_place *out, struct notes *notes);

/* A piece's bytes as they stand in the file, in j's memory. */
MUST_CHECK enum status wxr_read(struct wxr *x, struct job *j,
    struct wxr_place at, struct str *bytes);

/* An element of a piece: text of its own, attributes of <category>, parts. */
struct xml {
	struct str name; /* with its prefix: "wp:post_id" */
	struct str text; /* not trimmed */
	struct str domain, nicename;
	int line; /* of the whole file */
	struct xml *first, *last, *next;
};

/*
 * Parse a piece.  notes takes what was mended in it.  INVALID, naming the
 * line, if it is no XML.  Everything in j's memory.
 */
MUST_CHECK enum status wxr_parse(struct wxr *x, struct job *j, struct str bytes,
    int line, struct xml **out, struct notes *notes);

/* The first part of that name, or NULL; its text, trimmed, or empty. */
const struct xml *xml_at(const struct xml *e, const char *name);
struct str xml_text(const struct xml *e, const char *name);
int64_t xml_int(const struct xml *e, const char *name);

#endif
