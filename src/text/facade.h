/* SPDX-License-Identifier: ISC */
/*
 * Videos that are played elsewhere.  A page shows a link, and the player only
 * after a click: no request goes to a third party before.
 */
#ifndef STET_TEXT_FACADE_H
#define STET_TEXT_FACADE_H

#include "base/job.h"

struct facade {
	struct str host;   /* "YouTube" */
	struct str page;   /* the video's own page, https */
	struct str player; /* the player's address, for a frame */
};

/* True if the address is a video's page or player on a host that we know. */
bool facade_of(struct job *j, struct str address, struct facade *out);

/* True if it is just such an address as facade_of() gives for a player. */
bool facade_is_player(struct job *j, struct str address);

#endif
