/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "record/order.h"

/* One of the few types, kept for as long as the order lasts. */
static struct str
type_kept(struct order *o, struct str type)
{
	if (!str_eq(o->type, type))
		o->type = job_str(o->j, type);
	return o->type;
}

size_t
order_next(struct order *o, const struct leaf *l, int64_t seq,
    const char **wrong)
{
	bool fresh = false;
	size_t n = 0;

	if (l->at < o->at)
		wrong[n++] = "it is older than the one before";
	o->at = l->at;
	if (l->has_batch
	    && memcmp(l->batch.b, l->intent.b, sizeof(l->batch.b)) != 0)
		wrong[n++] = "its intent is not of its batch";
	if (!record_has_thing(l->action))
		return n;
	struct seen_thing *t = seen_at(&o->things, l->thing, &fresh);

	if (l->revision != t->revision + 1)
		wrong[n++] = "its revision does not follow the thing's last "
			     "one";
	if (l->action != RECORD_REDACT
	    && t->live == (l->action == RECORD_PUBLISH))
		wrong[n++] = "its action does not follow from the thing's "
			     "last one";
	t->revision = l->revision;
	t->seq = seq;
	t->live = l->action != RECORD_RETRACT && l->action != RECORD_REDACT;
	t->type = type_kept(o, l->type);
	return n;
}

void
order_free(struct order *o)
{
	seen_free(&o->things);
}
