/* SPDX-License-Identifier: ISC */
/*
 * A text file of stet's, written field by field from what another system has:
 * for origins that have no text files of their own.
 */
#ifndef STET_WIRE_WRITEUP_H
#define STET_WIRE_WRITEUP_H

#include "wire/origin.h"

struct writeup {
	struct job *j;
	struct str name; /* for messages */
	struct node *top;
	struct converted *out;
};

struct writeup writeup_begin(struct job *j, struct str name,
    struct converted *out);

/*
 * A field, unless the text is blank: words that stay words whatever they look
 * like, or (plain) a date, a flag, a name of stet's.  in is w->top, or a list
 * (key "") or map in it.  NULL if nothing was put.
 */
struct node *writeup_text(struct writeup *w, struct node *in, const char *key,
    struct str text);
void writeup_plain(struct writeup *w, const char *key, struct str text);
void writeup_when(struct writeup *w, const char *key, struct when when);
struct node *writeup_list(struct writeup *w, const char *key);
struct node *writeup_map(struct writeup *w, struct node *in, const char *key);

void writeup_note(struct writeup *w, const char *fmt, ...) PRINTF(2, 3);

/* The words of a line that may hold HTML. */
struct str writeup_words(struct writeup *w, struct str html);

/* The whole into w->out.  INVALID if it is larger than a text file may be. */
MUST_CHECK enum status writeup_end(struct writeup *w, struct str body);

#endif
