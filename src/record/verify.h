/* SPDX-License-Identifier: ISC */
/*
 * Is everything in the record what was signed?  Looks at every byte of the
 * log, its tiles and head, of each text file and of each picture that a text
 * file names, and says what it finds.
 */
#ifndef STET_RECORD_VERIFY_H
#define STET_RECORD_VERIFY_H

#include "record/record.h"

#define DAMAGES_TOLD 1000

struct damage {
	int64_t seq;       /* the entry, or -1 if it is no single one's */
	struct str thing;  /* its id in hex, or empty */
	struct str where;  /* "record", "content", "tile 0/3", "media/ab/..." */
	struct str what;   /* what is wrong with it */
	struct str advice; /* what to do */
};

/* A turn in the log's own life: another key, a new log. */
struct turn {
	int64_t seq, at;
	struct str what; /* in words */
};

struct verified {
	int64_t entries, files, media, tiles; /* that were looked at */
	int64_t erased; /* files and media that a redaction has taken away */
	struct str origin, verifier; /* the newest key's */
	struct seals seals;          /* all of them */
	struct turn *turns;
	size_t n_turns;
	struct str root; /* hex; of the leaves as they are */
	int64_t at;      /* of the last entry */
	struct damage *damages;
	size_t n;    /* in damages, at most DAMAGES_TOLD */
	size_t more; /* that were found beyond these */
};

/* Note damage, its words copied into j; counted only, if there is much. */
void verified_tell(struct verified *v, struct job *j, const struct damage *d);

/* Note a turn, whose words are in j. */
void verified_turn(struct verified *v, struct job *j, struct turn t);

/*
 * OK if it could be looked at, whatever was found; damage is in *out, in j's
 * memory.  NOT_FOUND, DENIED, BUSY if not.  p may be NULL.
 */
MUST_CHECK enum status record_verify(struct job *j, const char *dir,
    struct progress *p, struct verified *out);

#endif
