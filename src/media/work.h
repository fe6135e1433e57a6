/* SPDX-License-Identifier: ISC */
/* What a worker does, inside its jail: by what was asked for. */
#ifndef STET_MEDIA_WORK_H
#define STET_MEDIA_WORK_H

#include "media/wire.h"

/* Read files[WIRE_GIVEN], write the others, and told into its own. */
void work_do(const struct ask *ask, const int files[WIRE_FILES]);

#endif
