/* SPDX-License-Identifier: ISC */
/*
 * Words blotted out of a text, however they are written in it: through
 * markup, line breaks, soft hyphens and characters without width, in any
 * case, with or without marks, in Arabic and Persian letters, as part of a
 * slug or file name, percent-encoded, as entities or as \u escapes.  In their
 * place stands BLOT.
 */
#ifndef STET_TEXT_BLOT_H
#define STET_TEXT_BLOT_H

#include "text/textfile.h"

#define BLOT "▮▮▮"

struct blot;

/*
 * Phrases made ready; the words of one may be joined or parted by anything
 * but an empty line or the end of a sentence.  A phrase is found as whole
 * words; `*` at its beginning or end lets a word begin before or go on.
 * INVALID: a phrase without three letters or six digits (two in Chinese), or
 * no phrase at all; the reason does not repeat it.
 */
MUST_CHECK enum status blot_new(struct job *j, const struct str *phrases,
    size_t n, struct blot **out);

/* A piece of a word that was found: bytes of the text, in order. */
struct blotch {
	size_t from, to;
};

struct blotches {
	struct blotch *at;
	size_t n;
};

void blot_find(struct job *j, const struct blot *b, struct str text,
    struct blotches *out);
bool blot_holds(const struct blot *b, struct str text);
/*
 * The text with BLOT for each piece; nothing is found in it any more.  The
 * same bytes if nothing was found.
 */
struct str blot_out(struct job *j, const struct blot *b, struct str text);

/* ---- whole text files ---- */

/* Where a text file holds them, for people. */
struct blot_place {
	struct str field; /* of the front matter; empty: the body */
	int line;
	struct str text; /* the line, blotted and cut */
};

struct blot_places {
	struct blot_place *at;
	size_t n;
};

/*
 * What stet itself wrote to know the revision by (id, salt, published, hashes,
 * ...) is not looked at, so that a phrase of digits can't break it.
 */
bool blot_file_holds(struct job *j, const struct blot *b, struct str bytes);
void blot_file_places(struct job *j, const struct blot *b, struct str bytes,
    struct blot_places *out);
/*
 * The file without them: every other byte as it was, if it can be; else the
 * front matter in stet's own hand, and a block of the body whose markup hides
 * them whole is blotted out.  Nothing is found in it any more.
 */
MUST_CHECK enum status blot_file(struct job *j, const struct blot *b,
    struct str bytes, struct str *out);

#endif
