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

/* Leave nothing on it but pixels, write the terms; false if there are none. */
bool terms_write(VipsImage *im, const struct ask *ask);
/* Take creator and copyright over from the picture if ask has no terms. */
void terms_keep(VipsImage *im, struct ask *ask);

#endif
