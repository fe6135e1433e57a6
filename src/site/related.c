/* SPDX-License-Identifier: ISC */
/*
 * What is related to a story: the newest of its topics, those that share most
 * of them first; then the newest of its section.  It is chosen from each
 * listing's few newest, which memory holds, so that the choice costs the same
 * however large the archive is.
 */
#include "site/inside.h"

#define TOPICS_LOOKED_AT 8
#define CANDIDATES ((size_t)TOPICS_LOOKED_AT * RING)

struct candidate {
	int64_t num, at;
	int topics;
};

static enum status
ring_of(struct site *s, struct job *j, int64_t thing, struct str lang,
    struct standing **out)
{
	const enum status st = standing_at(s, j, thing, STR(""), lang, out);

	return st == OK ? listing_ring(s, j, *out) : st;
}

static void
candidate_put(struct candidate *all, size_t *n, int64_t num, int64_t at)
{
	for (size_t i = 0; i < *n; i++)
		if (all[i].num == num) {
			all[i].topics++;
			return;
		}
	if (*n < CANDIDATES)
		all[(*n)++] = (struct candidate){ num, at, 1 };
}

static bool
better(const struct candidate *a, const struct candidate *b)
{
	if (a->topics != b->topics)
		return a->topics > b->topics;
	return a->at != b->at ? a->at > b->at : a->num > b->num;
}

static void
take_best(struct candidate *all, size_t n, struct related_list *out)
{
	while (out->n < SITE_RELATED) {
		struct candidate *best = NULL;

		for (size_t i = 0; i < n; i++)
			if (all[i].topics > 0
			    && (best == NULL || better(&all[i], best)))
				best = &all[i];
		if (best == NULL)
			return;
		best->topics = 0;
		out->nums[out->n++] = best->num;
	}
}

static bool
taken_already(const struct related_list *l, int64_t num)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->nums[i] == num)
			return true;
	return false;
}

/* The newest of the story's topics, in order of what they share with it. */
static enum status
from_topics(struct site *s, struct job *j, int64_t num, struct str lang,
    const struct refs_found *refs, struct related_list *out)
{
	struct candidate all[CANDIDATES];
	size_t count = 0;

	for (size_t i = 0; i < refs->ntopics && i < TOPICS_LOOKED_AT; i++) {
		struct standing *l;
		const enum status st = ring_of(s, j, refs->topics[i], lang, &l);

		if (st != OK)
			return st;
		for (int k = 0; k < l->ring_n; k++)
			if (l->ring[k] != num)
				candidate_put(all, &count, l->ring[k],
				    l->ring_at[k]);
	}
	take_best(all, count, out);
	return OK;
}

enum status
related_choose(struct site *s, struct job *j, int64_t num, struct str lang,
    const struct refs_found *refs, struct related_list *out)
{
	struct standing *l;
	enum status st;

	out->n = 0;
	st = from_topics(s, j, num, lang, refs, out);
	if (st != OK || out->n == SITE_RELATED || refs->nsections == 0)
		return st;
	st = ring_of(s, j, refs->sections[0], lang, &l);
	for (int k = 0; st == OK && k < l->ring_n && out->n < SITE_RELATED; k++)
		if (l->ring[k] != num && !taken_already(out, l->ring[k]))
			out->nums[out->n++] = l->ring[k];
	return st;
}
