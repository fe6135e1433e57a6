/* SPDX-License-Identifier: ISC */
/*
 * Decoding and encoding, inside the worker.  Everything here may crash on a
 * hostile picture; nobody but the worker's process suffers from it.
 */
#ifndef STET_MEDIA_PICTURE_H
#define STET_MEDIA_PICTURE_H

#include <vips/vips.h>

#include "media/wire.h"

/* Once, in the keeper, before it forks workers.  False if libvips can't. */
bool picture_start(void);

/* Read files[WIRE_GIVEN], write the others, and told into its own. */
void picture_make(const struct ask *ask, const int files[WIRE_FILES]);

/*
 * Leave nothing on it but pixels (and, of an animation, its frames' times),
 * write the terms; false if there are none.
 */
bool terms_write(VipsImage *im, const struct ask *ask, bool moves);
/* Take creator and copyright over from the picture if ask has no terms. */
void terms_keep(VipsImage *im, struct ask *ask);

#define PICTURE_WEBP_SIDE 16383 /* pixels, a frame's */

/* One picture on its way through the worker. */
struct making {
	struct ask ask;
	const int *files;
	struct told told;
	bool lossless; /* what was given lost nothing to JPEG yet */
	bool bare;     /* there are no terms to write */
	bool moves;    /* all frames are there, one below the other */
};

/* Why it can't be; the first reason stands.  False. */
bool picture_refuse(struct making *m, const char *why, const char *detail);
bool picture_damaged(struct making *m);
/* The height of one frame, or of the picture. */
int picture_height(const struct making *m, VipsImage *im);

/*
 * Encode it, decoded in memory: master and sizes (unless they were not asked
 * for) and renditions, on several threads.  False with a reason.
 */
bool renditions_make(struct making *m, VipsImage *im);

#endif
