/* SPDX-License-Identifier: ISC */
#ifndef STET_TEXT_COLOUR_H
#define STET_TEXT_COLOUR_H

#include "base/job.h"

struct colour {
	unsigned char c[3]; /* red, green, blue */
};

/* #8c2f1b or #83b, as CSS has them; false if it is no such colour. */
bool colour_read(struct job *j, struct str s, struct colour *out);

#endif
