/* SPDX-License-Identifier: ISC */
/* Who took the picture, at the end of its caption. */
#ifndef STET_TEXT_CREDIT_H
#define STET_TEXT_CREDIT_H

#include "base/str.h"

/*
 * Where in a caption the credit begins ("Boats at dawn. Photograph: Ann Lee":
 * at the P), or NOWHERE.
 */
size_t credit_at(struct str caption);

#endif
