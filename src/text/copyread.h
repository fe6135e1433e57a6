/* SPDX-License-Identifier: ISC */
/* Between copy.c and its helpers: reading one field after the other. */
#ifndef STET_TEXT_COPYREAD_H
#define STET_TEXT_COPYREAD_H

#include "text/copy.h"

struct copyreader {
	struct job *j;
	const struct textfile *tf;
	const struct copy_defaults *defaults;
	struct copy *c;
};

/* Read nd into the member of r->c that the field names. */
typedef enum status copy_taker(struct copyreader *r, const struct field *f,
    const struct node *nd);

/*
 * A field that can't be understood: INVALID with file and line, or, where
 * the reader is lenient, a note and OK.
 */
MUST_CHECK enum status copy_refuse(struct copyreader *r, int line,
    const char *fmt, ...) PRINTF(3, 4);
void copy_note(struct copyreader *r, int line, struct str text);

/* The member of r->c that the field names. */
void *copy_member(struct copyreader *r, const struct field *f);

/* A place in a list that holds n entries of that size already. */
void *copy_room(struct copyreader *r, void **at, size_t *n, size_t size);
#define COPY_ADD(r, list) \
	copy_room((r), (void **)&(list)->at, &(list)->n, sizeof(*(list)->at))

/* The text of a map's entry; empty if missing. */
struct str copy_entry(const struct node *map, const char *key);

MUST_CHECK enum status copy_take_when(struct copyreader *r,
    const struct node *nd, struct when *out);
/* x and y from 0 to 1, as a map, a list or "0.3 0.7". */
MUST_CHECK enum status copy_take_focal_of(struct copyreader *r,
    const struct node *nd, double *x, double *y);
MUST_CHECK enum status copy_take_picture_of(struct copyreader *r,
    const struct node *nd, struct picture *out, bool *has);

copy_taker copy_take_credits, copy_take_changes, copy_take_media,
    copy_take_sizes, copy_take_picture, copy_take_slots, copy_take_menu,
    copy_take_languages, copy_take_records, copy_take_rows, copy_take_duration,
    copy_take_point, copy_take_signers;

#endif
