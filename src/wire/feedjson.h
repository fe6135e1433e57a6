/* SPDX-License-Identifier: ISC */
/* JSON Feed 1.1 (and 1.0), for feedparse(). */
#ifndef STET_WIRE_FEEDJSON_H
#define STET_WIRE_FEEDJSON_H

#include "wire/feedparse.h"

/* As feedparse(). */
MUST_CHECK enum status feedjson(struct job *j, struct str bytes,
    const struct feedparse_opts *opts, struct feed_head *out);

#endif
