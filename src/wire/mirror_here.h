/* SPDX-License-Identifier: ISC */
/* The copy in a mirror's folder, as the next run takes it up. */
#ifndef STET_WIRE_MIRROR_HERE_H
#define STET_WIRE_MIRROR_HERE_H

#include "wire/follow.h"

#define MIRROR_KEYS_MAX ((size_t)8192) /* bytes of record/key */
#define MIRROR_MASTHEAD "masthead"

struct here {
	struct job *j;
	const char *folder;
	struct source *s; /* the same folder */
	struct walk *w;   /* begun; goes on from here */
	/* What was found: */
	bool is;                /* it is a mirror already */
	struct str note;        /* of its head */
	struct checkpoint head; /* what that says */
};

/*
 * Set w to go on from what is here, believing whom this folder believes and,
 * besides, the keys of opts.  FAULT, with what to do, if it is damaged.
 */
MUST_CHECK enum status here_read(struct here *h,
    const struct follow_opts *opts);

#endif
