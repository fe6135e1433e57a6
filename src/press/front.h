/* SPDX-License-Identifier: ISC */
/* What the two halves of the front share; inside press only. */
#ifndef STET_PRESS_FRONT_H
#define STET_PRESS_FRONT_H

#include "press/making.h"

#define FRONT_MOST 256 /* stories on a front, slots in its file */

/* What stands on the front so far. */
struct plan {
	int64_t used[FRONT_MOST];
	size_t nused;
	bool slot_done[FRONT_MOST];
	size_t items, pictures;
};

bool is_used(const struct plan *plan, int64_t num);
/* Take it for a place; false if it has one already. */
bool use(struct plan *plan, const struct card *c);

/* ---- modules.c ---- */

/* Those of the side column; all: every one, where there is no other place. */
struct view_list modules_beside(struct making *m, const struct front *f,
    bool all);
/*
 * Those that stand across the page, from the *from'th on, that have no more
 * than so many blocks before them; how many were put.
 */
size_t modules_across(struct making *m, const struct front *f, size_t *from,
    size_t blocks, struct view_band *out);
void breaking_set(struct making *m, const struct front *f);
/* The page is made anew when an event that it shows is over. */
void modules_refresh(struct making *m, const struct front *f);

/* The blocks of sections, in bands of varied pattern (bands.c). */
MUST_CHECK enum status bands_set(struct making *m, struct plan *plan,
    const struct front *f, struct view_front *out);

#endif
