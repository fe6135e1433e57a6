/* SPDX-License-Identifier: ISC */
#include "text/module.h"

#include "text/node.h"

static const struct module_row rows[MODULES] = {
	[MODULE_NONE] = { "", 0, 0, "", "" },
	[MODULE_SUPPORT] = { "support",
	    MODULE_TITLE | MODULE_TEXT | MODULE_LINK | MODULE_LABEL,
	    MODULE_TITLE | MODULE_LINK, "module-support",
	    "a call for support: a sentence and one link" },
	[MODULE_QUOTE] = { "quote",
	    MODULE_TEXT | MODULE_BY | MODULE_ROLE | MODULE_LINK,
	    MODULE_TEXT | MODULE_BY, "module-quote",
	    "somebody's words, set large, with who said them" },
	[MODULE_VIDEO] = { "video", MODULE_TITLE | MODULE_COUNT, 0,
	    "module-video", "the newest videos and recordings, as a strip" },
	[MODULE_EVENTS] = { "events", MODULE_TITLE | MODULE_COUNT, 0,
	    "module-events", "events under way and to come, the next first" },
	[MODULE_DOCUMENTS] = { "documents", MODULE_TITLE | MODULE_ITEMS,
	    MODULE_ITEMS, "module-links", "documents, as links" },
	[MODULE_NEWSLETTER] = { "newsletter",
	    MODULE_TITLE | MODULE_TEXT | MODULE_LINK | MODULE_LABEL,
	    MODULE_LINK, "module-newsletter", "where to have the newsletter" },
	[MODULE_PICKS] = { "picks", MODULE_TITLE | MODULE_ITEMS, MODULE_ITEMS,
	    "module-links", "stories and pages picked by hand" },
	[MODULE_ELSEWHERE] = { "elsewhere",
	    MODULE_TITLE | MODULE_FEED | MODULE_COUNT | MODULE_LINK
		| MODULE_LABEL,
	    MODULE_FEED, "module-elsewhere",
	    "the latest of an RSS, Atom or JSON feed from another place, "
	    "fetched now and then by the paper itself" },
	[MODULE_MOST_READ] = { "most-read", MODULE_TITLE | MODULE_COUNT, 0,
	    "module-links", "what was read most within a day" },
	[MODULE_BREAKING] = { "breaking",
	    MODULE_TEXT | MODULE_LINK | MODULE_UNTIL | MODULE_LABEL,
	    MODULE_TEXT | MODULE_UNTIL, "",
	    "a strip above everything, until the time in `until`" },
};

const struct module_row *
module_row(enum module m)
{
	return &rows[m];
}

enum module
module_of(struct str name)
{
	for (int m = 1; m < MODULES; m++)
		if (names_alike(name, str_of(rows[m].name)))
			return (enum module)m;
	return MODULE_NONE;
}

const char *
module_part_name(enum module_part p)
{
	switch (p) {
	case MODULE_TITLE:
		return "title";
	case MODULE_TEXT:
		return "text";
	case MODULE_LINK:
		return "link";
	case MODULE_LABEL:
		return "label";
	case MODULE_COUNT:
		return "count";
	case MODULE_ITEMS:
		return "items";
	case MODULE_BY:
		return "by";
	case MODULE_UNTIL:
		return "until";
	case MODULE_ROLE:
		return "role";
	case MODULE_FEED:
		break;
	}
	return "feed";
}
