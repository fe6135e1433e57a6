/* SPDX-License-Identifier: ISC */
/* Boxes of an MP4 file, and which bytes of its data its tracks play. */
#ifndef STET_MEDIA_MP4_H
#define STET_MEDIA_MP4_H

#include "media/clean.h"

#define BOX ((size_t)8) /* the least that a box has */

struct box {
	unsigned char *p; /* its head */
	size_t head, bytes;
};

/*
 * The box at p; false if there is none, or it is larger than what it stands
 * in.  outside: nothing is around it, so that it may go to the end.
 */
bool box_at(unsigned char *p, size_t n, bool outside, struct box *b);
/* The first box of that name in another. */
bool box_in(const struct box *b, const char *name, struct box *out);

struct range {
	size_t from, to; /* within the file */
};

/* What is played, and where data stand at all. */
struct samples {
	struct range *at, *data;
	size_t n, ndata;
};

/* A box of data; false, with a reason, if there are too many. */
bool samples_data(struct samples *s, struct clean *c, const struct box *mdat);
/* Those of a track, by its tables; false, with a reason, if they make no sense. */
bool samples_of(struct samples *s, struct clean *c, const struct box *trak);
/* Zeros for all data that nothing plays. */
void samples_alone(struct samples *s, struct clean *c);

#endif
