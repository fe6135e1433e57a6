/* SPDX-License-Identifier: ISC */
/*
 * What each kind shows where: as a lead, in a list, on a rail, as related, as
 * a share card.  stet-theme(5) prints the table.
 */
#ifndef STET_PRESS_CELLS_H
#define STET_PRESS_CELLS_H

#include "text/kinds.h"

/* Where a card stands: what it shows of its kind depends on that. */
enum card_place {
	CARD_LIST, /* an entry of a listing, a lesser story of a front */
	CARD_LEAD, /* a front's lead and the large ones beside it */
	CARD_RAIL, /* a side column */
	CARD_RELATED,
	CARD_SHARE, /* in other people's houses */
	CARD_PLACES,
};

enum card_field {
	CARD_NOTHING,
	CARD_LABEL,  /* what it is: "Statement" */
	CARD_KICKER, /* or its section's name */
	CARD_TO,     /* a letter's addressee, line by line */
	CARD_DECK,   /* or the intro, or an excerpt */
	CARD_THEIRS, /* a press release's own headline */
	CARD_WHO,    /* issuers, senders, speakers; else the byline */
	CARD_WHERE,  /* its place */
	CARD_WHEN,   /* when it was issued, recorded, took place */
	CARD_LENGTH, /* of a recording */
	CARD_COUNT,  /* how many signed */
	CARD_STATUS, /* an event's */
	CARD_TIME,   /* when it was published; stands last */
};
#define CARD_FIELDS 10 /* at most so many in a cell */

/*
 * The fields of that cell in their order, CARD_NOTHING behind the last.  What
 * a thing does not have collapses with the sign between; the headline and,
 * where one is due, the picture stand in every cell.
 */
const enum card_field *card_cell(enum kind k, enum card_place at);

/* For the manual: "lead", "their headline". */
const char *card_place_name(enum card_place at);
const char *card_field_name(enum card_field f);

#endif
