/* SPDX-License-Identifier: ISC */
/* A row of Ghost's tables as a text file of stet's, while it is made. */
#ifndef STET_WIRE_GHOSTTEXT_H
#define STET_WIRE_GHOSTTEXT_H

#include "wire/ghost.h"
#include "wire/writeup.h"

struct ghost_work {
	struct ghost *g;
	struct job *j;
	const struct ghost_item *item;
	const json_t *row;
	struct writeup up;
	struct converted *out;
};

struct str ghost_post_id(const struct ghost_item *i);

/* Members of a row that stet has no field for, under their own names. */
void ghost_keep(struct ghost_work *w, const json_t *row,
    const char *const *names);

/* A name by which a reference finds just that one. */
struct str ghost_called(const struct ghost_item *i);

/* An address as it is to be here. */
struct str ghost_src(struct ghost_work *w, struct str address);

/* The lead picture; one of somewhere else is named, for stet shows none. */
void ghost_picture(struct ghost_work *w, struct str address, struct str alt,
    struct str caption);

/* Fields, address and, in *body, the text. */
MUST_CHECK enum status ghost_post(struct ghost_work *w, struct str *body);

#endif
