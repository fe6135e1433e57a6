/* SPDX-License-Identifier: ISC */
/*
 * What is wrong with the published paper: dead links in texts, decks, fronts
 * and menus, pictures and files that are missing or not described, headings
 * out of order, and the like.  One thing after the other, each in memory of
 * its own, all from one read.
 */
#ifndef STET_DESK_FAULTS_H
#define STET_DESK_FAULTS_H

#include "desk/desk.h"

enum gravity {
	FAULT_WARNING,
	FAULT_ERROR,
};

struct fault {
	enum gravity gravity;
	const char *rule;    /* "link", "alt", ...; stet(1) lists them */
	struct str where;    /* its address, or "menu main (fa)" */
	struct str headline; /* may be empty */
	int line;            /* of its text file; 0: of the whole */
	struct str what;
};

/* Everything in it is gone when it returns; what it returns ends the whole. */
typedef enum status fault_take(void *arg, const struct fault *f);

/* A link that leads somewhere else, where it stands first. */
struct outward {
	struct str url, where;
	int line;
	bool embed; /* a video or the like on a host that plays it */
};

struct outwards {
	struct outward *at;
	size_t n;
	size_t left_out; /* beyond OUTWARDS_MOST */
};

#define OUTWARDS_MOST 20000

/*
 * Hand all faults to take.  outwards: NULL, or what leads out of the paper,
 * each address once, in j's memory.
 */
MUST_CHECK enum status desk_faults(struct desk *d, struct job *j,
    fault_take *take, void *arg, struct outwards *outwards);

#endif
