/* SPDX-License-Identifier: ISC */
/*
 * Fronts: home's and the sections'.  A text file of type `front` arranges one;
 * what it leaves open fills up with the newest, and nothing stands twice.
 * Without such a file the same struct holds what the page needs to arrange
 * itself.
 */
#ifndef STET_SITE_FRONT_H
#define STET_SITE_FRONT_H

#include "site/listing.h"
#include "site/observed.h"

struct site;

/*
 * One place that the editor arranged.  Overridden words stand in the card
 * already; a listing's slot has the listing's link and its newest cards.
 */
struct front_slot {
	enum weight weight;
	struct link listing; /* num 0: not a listing's slot */
	struct cards cards;  /* one for a story's slot */
	bool no_picture;
	struct links sublinks;
};

/* A module, in the order of the file. */
struct front_module {
	enum module what;
	enum weight weight;
	size_t after; /* so many slots of listings stand before it */
	struct str title, text, label, by, role;
	struct str link; /* an address, or empty */
	int64_t until;   /* seconds; of a breaking strip */
	struct links items;
	struct cards cards;        /* of a video strip, of events */
	struct outside_items feed; /* of another place */
};

/* The newest of one top-level section, in the order of the sections. */
struct front_block {
	struct link section;
	struct cards cards;
};

struct front {
	bool arranged; /* an editor's file did it */
	struct front_slot *slots;
	size_t nslots;
	struct front_module *modules;
	size_t nmodules;
	/*
	 * The newest that no slot shows: for whatever the slots leave open,
	 * and, if not arranged, for lead, seconds and thirds.
	 */
	struct cards newest;
	/*
	 * Home only: sections with cards that stand neither in slots, nor
	 * among the first FRONT_TOP of newest, nor in an earlier block, nor
	 * in a section's slot.
	 */
	struct front_block *blocks;
	size_t nblocks;
	/* "Most recent": the newest whatever else shows them. */
	struct cards latest;
};

#define FRONT_EVENTS 3  /* in a module, if nothing is said */
#define FRONT_VIDEOS 5  /* likewise */
#define FRONT_FEED 5    /* likewise: of another place's feed */
#define FRONT_READ 5    /* likewise: of what is read most */
#define FRONT_NEWEST 20 /* at most so many in newest */
#define FRONT_TOP 8     /* of newest, so many count as shown at the top */
#define FRONT_BLOCK 5   /* at most so many in a block */
#define FRONT_LATEST 12 /* at most so many in latest */

/* Whether an editor's file arranges it; cheap. */
MUST_CHECK enum status site_front_is(struct site *s, struct job *j,
    struct str lang, int64_t section, bool *is);

/* section 0: home's; or a topic, or an event, whose modules alone count. */
MUST_CHECK enum status site_front(struct site *s, struct job *j,
    struct str lang, int64_t section, struct front *out);

#endif
