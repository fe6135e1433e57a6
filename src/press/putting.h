/* SPDX-License-Identifier: ISC */
/* What the parts of an export share; inside press only. */
#ifndef STET_PRESS_PUTTING_H
#define STET_PRESS_PUTTING_H

#include <pthread.h>

#include "base/folder.h"
#include "edge/squeeze.h"
#include "press/everything.h"
#include "press/export.h"

/* A page that has to be made anew at a time, if not before. */
struct clock {
	int64_t at;
	char *address;
};

struct clocks {
	struct clock *at;
	size_t n, room;
};

/* One thread's part of it. */
struct hand {
	struct exporter *e;
	struct press *p;
	struct squeezer *squeezer;
	struct job *j;  /* of the thread */
	struct job *pj; /* of one page */
	struct exported done;
	bool maps; /* what leads on or is gone may be another than it was */
	pthread_t thread;
	enum status st;
};

struct exporter {
	const struct export_opts *opts;
	struct folder *folder;
	int media; /* the site's media/, or -1 */
	pthread_mutex_t mutex;
	struct everything walk;
	struct clocks clocks;
	bool whole;      /* all of it is to be made anew */
	bool failed;     /* in one thread: the others end */
	int64_t entries; /* of the record, that are out */
	double saved;
	bool unsaved;
};

/*
 * Make a page and put it with the pictures that it shows, or take its file
 * away if there is no page any more; with a query it is made alone.  *out in
 * h->pj's memory, until the next one.
 */
MUST_CHECK enum status put_page(struct hand *h, struct str path,
    struct str query, struct answer *out);
/* The page is to be made anew at that time; 0: at none. */
void clock_put(struct exporter *e, struct str address, int64_t at);

/* What leads on and what is gone, for web servers (maps.c). */
MUST_CHECK enum status put_maps(struct hand *h);

#endif
