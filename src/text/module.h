/* SPDX-License-Identifier: ISC */
/*
 * Modules: what a front may hold beside stories, such as a call for support.
 * One table drives the parser, the checks, the pages and the manual.
 */
#ifndef STET_TEXT_MODULE_H
#define STET_TEXT_MODULE_H

#include "base/job.h"

enum module {
	MODULE_NONE,
	MODULE_SUPPORT,    /* a call for support: one sentence, one link */
	MODULE_QUOTE,      /* somebody's words, set large */
	MODULE_VIDEO,      /* the newest videos, as a strip */
	MODULE_EVENTS,     /* what is under way and to come */
	MODULE_DOCUMENTS,  /* links to documents */
	MODULE_NEWSLETTER, /* a link to where one can have it */
	MODULE_PICKS,      /* stories picked by hand */
	MODULE_ELSEWHERE,  /* the latest of a feed from another place */
	MODULE_MOST_READ,  /* what was read most of a day */
	MODULE_BREAKING, /* a strip above everything, until its time is over */
	MODULES
};

enum module_part {
	MODULE_TITLE = 1,
	MODULE_TEXT = 2,
	MODULE_LINK = 4,
	MODULE_LABEL = 8, /* what the link says */
	MODULE_COUNT = 16,
	MODULE_ITEMS = 32,
	MODULE_BY = 64,
	MODULE_UNTIL = 128,
	MODULE_ROLE = 256,
	MODULE_FEED = 512, /* where the feed is */
};

struct module_row {
	const char *name;         /* in files */
	unsigned parts, required; /* bits of enum module_part */
	const char *template;
	const char *what; /* for the manual */
};

const struct module_row *module_row(enum module m);
/* MODULE_NONE if there is none of that name. */
enum module module_of(struct str name);
/* The name of a part, as in files. */
const char *module_part_name(enum module_part p);

#endif
