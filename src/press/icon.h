/* SPDX-License-Identifier: ISC */
/* The paper's mark, for browsers' tabs and home screens. */
#ifndef STET_PRESS_ICON_H
#define STET_PRESS_ICON_H

#include "press/making.h"
#include "text/colour.h"

/* Its own, by the settings; false if it has none. */
bool icon_of(struct making *m, struct plate *out);
/* "image/png", by the end of its address. */
struct str icon_type(struct str address);

/*
 * The mark of the default theme in that colour, as an ICO file of 16 and 32
 * pixels (Microsoft's ICO format, with 32-bit bitmaps), in j's memory.
 */
struct str icon_draw(struct job *j, struct colour colour);

/* What a page's head says of it: icon, icon_type, manifest. */
void icon_set(struct making *m);

#endif
