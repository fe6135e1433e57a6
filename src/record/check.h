/* SPDX-License-Identifier: ISC */
/* What the files of record_verify() share. */
#ifndef STET_RECORD_CHECK_H
#define STET_RECORD_CHECK_H

#include "base/buf.h"
#include "record/inside.h"
#include "record/masthead.h"
#include "record/order.h"
#include "record/redactions.h"
#include "record/seen.h"
#include "record/verify.h"

#define REBUILD "put site.db back from a backup"

/* What is not there, which is right if a redaction says so. */
struct missing {
	struct missing *next;
	int64_t seq;
	struct str thing, where, line; /* line of redactions */
};

struct check {
	struct store *s;
	struct job *j;   /* the caller's; what is found stays in it */
	struct job *own; /* for one entry */
	const char *dir;
	struct deflater *d;
	struct verified *v;
	struct order order;
	struct seen media;
	struct buf tile[TILE_LEVELS]; /* hashes of the tiles that are filling */
	struct missing *missing;
	struct redactions redactions; /* of the file and of the log */
	struct edge edge;
	struct masthead masthead; /* as the log itself says so far */
	/* The entry that is looked at. */
	int64_t seq;
	struct str thing; /* hex, in own */
};

/* Note damage; the words are copied. */
void check_found(struct check *c, const char *where, const char *what,
    const char *advice);
/* Not there; line says how a redaction would name it. */
void check_missing(struct check *c, const char *where, struct str line);
/* The same of no single entry. */
void check_found_all(struct check *c, const char *where, const char *what,
    const char *advice);

/*
 * In own's memory: turn a failed call into damage, or give back the status if
 * the failure is none (BUSY).
 */
MUST_CHECK enum status check_failed(struct check *c, enum status st,
    const char *where);

/* check_file.c: the text file of the entry, and the media it names. */
MUST_CHECK enum status check_file(struct check *c, const struct leaf *l);

/* check_tree.c: tiles while hashes come in, and the head at the end. */
MUST_CHECK enum status check_leaf_hash(struct check *c, struct sha256 hash);
MUST_CHECK enum status check_tree(struct check *c, const struct head *h);

/* check_keys.c: who signs.  From the stored keys, the first; of each entry of
   the log itself, its note; at the end, that both agree and sign. */
MUST_CHECK enum status check_masthead_begin(struct check *c);
void check_masthead(struct check *c, const struct leaf *l, struct str note);
MUST_CHECK enum status check_signed(struct check *c, const struct head *h);

#endif
