/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "record/seen.h"

#define FIRST_SLOTS ((size_t)1024) /* a power of two, as are all sizes */

static size_t
slot_of(const struct seen_thing *at, size_t slots, struct id id)
{
	uint64_t h = 0;

	memcpy(&h, id.b, sizeof(h));
	size_t i = (size_t)h & (slots - 1);

	while (at[i].used && !id_eq(at[i].id, id))
		i = (i + 1) & (slots - 1);
	return i;
}

static void
grow(struct seen *s)
{
	const size_t slots = s->slots ? 2 * s->slots : FIRST_SLOTS;
	struct seen_thing *at = calloc(slots, sizeof(*at));

	if (at == NULL)
		abort();
	for (size_t i = 0; i < s->slots; i++)
		if (s->at[i].used)
			at[slot_of(at, slots, s->at[i].id)] = s->at[i];
	free(s->at);
	s->at = at;
	s->slots = slots;
}

struct seen_thing *
seen_at(struct seen *s, struct id id, bool *fresh)
{
	if (4 * (s->n + 1) > 3 * s->slots)
		grow(s);
	struct seen_thing *t = &s->at[slot_of(s->at, s->slots, id)];

	*fresh = !t->used;
	if (*fresh) {
		*t = (struct seen_thing){ .id = id, .used = true };
		s->n++;
	}
	return t;
}

void
seen_free(struct seen *s)
{
	free(s->at);
	*s = (struct seen){ 0 };
}
