/* SPDX-License-Identifier: ISC */
/* Between import.c, which writes, and worker.c, which prepares. */
#ifndef STET_WIRE_WORKER_H
#define STET_WIRE_WORKER_H

#include <nettle/hmac.h>

#include "desk/batch.h"
#include "desk/drafts.h"
#include "wire/origin.h"
#include "wire/pictures.h"
#include "wire/ring.h"

#define MAC_BYTES SHA256_DIGEST_SIZE
#define RING_SLOTS 832

/* One file on its way from the worker to the writer. */
struct parcel {
	struct job *j; /* everything below lives in it */
	struct item item;
	enum status st; /* how the worker fared; its reason is in j */
	enum fate fate; /* CAME and UPDATED: to be placed */
	unsigned char mac[MAC_BYTES];
	bool known; /* it was imported before, as: */
	struct id thing;
	int64_t revision; /* 0: as a draft */
	struct converted conv;
	struct picture_list pictures;
	struct prepare_opts opts;
	struct prepared prep;
	int64_t due;        /* of drafts */
	struct str unclear; /* why it is kept aside, if it is for that */
	struct str raw;     /* what is kept then, if it can't be read at all */
};

struct worker {
	struct ring ring;
	struct parcel slots[RING_SLOTS];
	struct origin origin;
	struct job *j;       /* lives as long as the worker */
	const char *dir;     /* the site's folder */
	struct store *known; /* desk.db, for reading */
	bool looking;        /* in a read of it */
	size_t looks;
	struct pictures pictures;
	struct zone *zone; /* the site's; the origin has its own */
	unsigned char options[MAC_BYTES]; /* what the options came to */
	int64_t now;
	struct deflater *deflater;
};

/* Hash the options: files are taken anew if these change. */
void worker_hash_options(struct worker *w);

/* The thread: fill slots for all items, then end. */
void *worker_run(void *worker);

#endif
