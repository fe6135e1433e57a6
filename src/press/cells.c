/* SPDX-License-Identifier: ISC */
#include "press/cells.h"

static const enum card_field cells[KINDS][CARD_PLACES][CARD_FIELDS] = {
#define STORY_ROW                                                             \
	{                                                                     \
		[CARD_LIST] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_WHO, \
			CARD_WHERE, CARD_TIME },                              \
		[CARD_LEAD] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_WHO, \
			CARD_TIME },                                          \
		[CARD_RAIL] = { CARD_LABEL, CARD_WHO, CARD_TIME },            \
		[CARD_RELATED] = { CARD_LABEL, CARD_KICKER, CARD_TIME },      \
		[CARD_SHARE] = {                                              \
			CARD_DECK                                             \
		}                                                             \
	}
	[KIND_STORY] = STORY_ROW,
	[KIND_PAGE] = STORY_ROW,
	[KIND_ITEM] = STORY_ROW,
	[KIND_SERIES] = STORY_ROW,
	[KIND_GALLERY] = STORY_ROW,
#undef STORY_ROW
	[KIND_RELEASE] = { [CARD_LIST] = { CARD_LABEL, CARD_KICKER, CARD_DECK,
			       CARD_THEIRS, CARD_WHO, CARD_WHEN, CARD_TIME },
	    [CARD_LEAD] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_WHO,
		CARD_WHEN },
	    [CARD_RAIL] = { CARD_LABEL, CARD_WHO, CARD_TIME },
	    [CARD_RELATED] = { CARD_LABEL, CARD_WHO },
	    [CARD_SHARE] = { CARD_DECK, CARD_WHO, CARD_WHEN } },
	[KIND_STATEMENT] = { [CARD_LIST] = { CARD_LABEL, CARD_KICKER, CARD_DECK,
				 CARD_COUNT, CARD_WHO, CARD_WHERE, CARD_WHEN,
				 CARD_TIME },
	    [CARD_LEAD] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_COUNT,
		CARD_WHO },
	    [CARD_RAIL] = { CARD_LABEL, CARD_COUNT, CARD_WHO },
	    [CARD_RELATED] = { CARD_LABEL, CARD_COUNT },
	    [CARD_SHARE] = { CARD_DECK, CARD_COUNT, CARD_WHO } },
	[KIND_LETTER] = { [CARD_LIST] = { CARD_LABEL, CARD_TO, CARD_KICKER,
			      CARD_DECK, CARD_WHO, CARD_COUNT, CARD_WHERE,
			      CARD_WHEN, CARD_TIME },
	    [CARD_LEAD] = { CARD_LABEL, CARD_TO, CARD_KICKER, CARD_DECK,
		CARD_WHO },
	    [CARD_RAIL] = { CARD_LABEL, CARD_WHO },
	    [CARD_RELATED] = { CARD_LABEL, CARD_WHO },
	    [CARD_SHARE] = { CARD_DECK, CARD_WHO, CARD_WHEN } },
#define FILM_ROW                                                              \
	{                                                                     \
		[CARD_LIST] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_WHO, \
			CARD_WHERE, CARD_WHEN, CARD_LENGTH, CARD_TIME },      \
		[CARD_LEAD] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_WHO, \
			CARD_WHERE, CARD_WHEN, CARD_LENGTH },                 \
		[CARD_RAIL] = { CARD_LABEL, CARD_WHO, CARD_LENGTH },          \
		[CARD_RELATED] = { CARD_LABEL, CARD_WHO, CARD_WHERE,          \
			CARD_LENGTH },                                        \
		[CARD_SHARE] = {                                              \
			CARD_DECK,                                            \
			CARD_WHO,                                             \
			CARD_WHERE,                                           \
			CARD_WHEN                                             \
		}                                                             \
	}
	[KIND_VIDEO] = FILM_ROW,
	[KIND_AUDIO] = FILM_ROW,
#undef FILM_ROW
	[KIND_EVENT] = { [CARD_LIST] = { CARD_LABEL, CARD_KICKER, CARD_DECK,
			     CARD_WHERE, CARD_WHEN, CARD_STATUS },
	    [CARD_LEAD] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_WHERE,
		CARD_WHEN, CARD_STATUS },
	    [CARD_RAIL] = { CARD_LABEL, CARD_WHERE, CARD_WHEN },
	    [CARD_RELATED] = { CARD_LABEL, CARD_WHERE, CARD_WHEN },
	    [CARD_SHARE] = { CARD_DECK, CARD_WHERE, CARD_WHEN } },
	[KIND_BRIEF] = { [CARD_LIST] = { CARD_LABEL, CARD_KICKER, CARD_DECK,
			     CARD_TIME },
	    [CARD_LEAD] = { CARD_LABEL, CARD_KICKER, CARD_DECK, CARD_TIME },
	    [CARD_RAIL] = { CARD_LABEL },
	    [CARD_RELATED] = { CARD_LABEL },
	    [CARD_SHARE] = { CARD_DECK } },
};

const enum card_field *
card_cell(enum kind k, enum card_place at)
{
	return cells[k][at];
}

const char *
card_place_name(enum card_place at)
{
	static const char *const names[] = {
		[CARD_LIST] = "list",
		[CARD_LEAD] = "lead",
		[CARD_RAIL] = "rail",
		[CARD_RELATED] = "related",
		[CARD_SHARE] = "share",
	};

	return names[at];
}

const char *
card_field_name(enum card_field f)
{
	static const char *const names[] = {
		[CARD_NOTHING] = "",
		[CARD_LABEL] = "label",
		[CARD_KICKER] = "kicker",
		[CARD_TO] = "addressee",
		[CARD_DECK] = "deck",
		[CARD_THEIRS] = "their headline",
		[CARD_WHO] = "who",
		[CARD_WHERE] = "place",
		[CARD_WHEN] = "date",
		[CARD_LENGTH] = "length",
		[CARD_COUNT] = "count",
		[CARD_STATUS] = "status",
		[CARD_TIME] = "published",
	};

	return names[f];
}
