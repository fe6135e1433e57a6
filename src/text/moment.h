/* SPDX-License-Identifier: ISC */
/* A time in a transcript: where in a recording a paragraph is heard. */
#ifndef STET_TEXT_MOMENT_H
#define STET_TEXT_MOMENT_H

#include <stdint.h>

#include "base/str.h"

struct moment {
	int64_t seconds;
	struct str said; /* as it was written: "1:02:03" */
	struct str rest; /* what stands behind it, without blanks */
};

/*
 * True if s begins with [minutes:seconds] or [hours:minutes:seconds], or with
 * hours:minutes:seconds of two digits each as captions have it, and a blank,
 * or is that alone.
 */
bool moment_at(struct str s, struct moment *out);

#endif
