/* SPDX-License-Identifier: ISC */
/*
 * Does each entry follow from those before it?  Memory grows with the number
 * of things, some 60 bytes each.
 */
#ifndef STET_RECORD_ORDER_H
#define STET_RECORD_ORDER_H

#include "record/leaf.h"
#include "record/seen.h"

#define ORDER_WRONGS 4

struct order {
	struct job *j; /* keeps the few names of types */
	struct seen things;
	int64_t at; /* of the entry before */
	struct str type;
};

/*
 * Take the next entry.  wrong gets what does not follow, in words; gives how
 * many that are, at most ORDER_WRONGS.
 */
size_t order_next(struct order *o, const struct leaf *l, int64_t seq,
    const char **wrong);
void order_free(struct order *o);

#endif
