/* SPDX-License-Identifier: ISC */
#include "desk/inside.h"

enum due
desk_due(const struct copy *c, int64_t now, int64_t *when)
{
	int64_t from = 0;

	if (c->draft) {
		*when = 0;
		return DUE_NEVER;
	}
	/* A thing that was published once is not held by its date. */
	if (c->date.precision != WHEN_NONE
	    && c->published.precision == WHEN_NONE && c->revision == 0)
		from = c->date.at;
	if (c->embargo.precision != WHEN_NONE && c->embargo.at > from)
		from = c->embargo.at;
	if (c->expires.precision != WHEN_NONE && c->expires.at <= now) {
		*when = c->expires.at;
		return DUE_EXPIRED;
	}
	*when = from;
	return from > now ? DUE_LATER : DUE_NOW;
}

struct str
copy_title(const struct copy *c, struct str lang)
{
	if (c->headline.n > 0)
		return c->headline;
	return worded_in(&c->names, c->lang.n > 0 ? c->lang : lang, lang);
}

struct when
first_published(const struct copy *c, struct zone *zone, int64_t now)
{
	struct when w = c->date;

	if (c->published.precision != WHEN_NONE)
		return c->published;
	if (c->embargo.precision != WHEN_NONE && c->embargo.at > w.at)
		w = c->embargo;
	if (w.precision == WHEN_NONE || w.at > now)
		w = when_at(now, zone);
	return w;
}
