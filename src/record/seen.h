/* SPDX-License-Identifier: ISC */
/*
 * A table from 16 random or hashed bytes to what was last seen of them.  The
 * bytes are spread evenly already, so they are their own hash.
 */
#ifndef STET_RECORD_SEEN_H
#define STET_RECORD_SEEN_H

#include "base/id.h"
#include "base/job.h"

struct seen_thing {
	struct id id;
	int64_t seq, revision;
	bool used, live;
	struct str type; /* one of a few, shared */
};

struct seen {
	struct seen_thing *at;
	size_t n, slots;
};

/* The place of that id; made, with used set and revision 0, if it is new. */
struct seen_thing *seen_at(struct seen *s, struct id id, bool *fresh);
void seen_free(struct seen *s);

#endif
