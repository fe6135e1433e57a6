/* SPDX-License-Identifier: ISC */
/*
 * Publishing by the thousand, for importers: what needs no database is
 * prepared on a worker's thread, what does is placed under the writer's lock.
 *
 *	worker:	desk_prepare(j, bytes, &opts, &p)
 *	writer:	store_begin(desk_site_db(d), j)
 *		desk_place(d, j, batch, &i, &p, &placed)	many times
 *		desk_seal(d, j)
 *		store_end(desk_site_db(d), j, st)
 *		...
 *		desk_close_batch(d, j, batch)	in a last transaction
 */
#ifndef STET_DESK_BATCH_H
#define STET_DESK_BATCH_H

#include "desk/desk.h"

struct stamp;

struct prepare_opts {
	struct str name;             /* the file's, for messages and notes */
	const struct textfile *file; /* of the bytes; NULL: not parsed yet */
	struct str lang;             /* if it names none */
	struct str prefix; /* of its language's addresses, "/fa" or "" */
	struct zone *zone; /* the site's, this thread's own */
	struct deflater *deflater; /* this thread's own */
	int64_t now;
	enum kind kind;     /* if it names none; KIND_NONE: a story */
	struct str source;  /* "hugo:post/x.md", written into the stored file */
	struct str address; /* that it had before (normal form), or empty */
	struct id id;       /* for a new thing; all zero: a random one */
	/* Further changes to its front matter: aliases, date, ... */
	const struct edit *edits;
	size_t nedits;
	/* Pictures that it names and that were taken already. */
	const struct medium *media;
	size_t nmedia;
	/*
	 * The revision that the source became when it was last taken over; if
	 * another one is live by now, desk_place() gives CONFLICT.  0: never.
	 */
	int64_t follows;
	bool unpacked; /* galley_pack() is left to desk_place() */
};

/* Everything about one file that can be known without the database. */
struct prepared {
	struct galley galley; /* of the file as a new thing would be stored */
	struct prepare_opts opts;
	struct textfile given; /* as it came, with the edits */
	struct copy copy;
	struct stamp *stamp; /* the desk's own */
	bool whole;          /* it carries id, salt, address: stored as it is */
	struct signatories rows; /* who signed, blocks of their own */
	struct id list;          /* of these; none: nobody is named */
};

/*
 * Lenient: what can't be understood becomes a note in galley.copy.notes and
 * galley.notes.  INVALID only if it can't be taken at all.  A file is due if
 * desk_due() says so; the caller keeps others as drafts.
 */
MUST_CHECK enum status desk_prepare(struct job *j, struct str bytes,
    const struct prepare_opts *opts, struct prepared *out);

/*
 * A keyed hash of some bytes (32 bytes, alike for alike bytes of one site): to
 * know a source again without keeping what it said.  See table imported.
 */
MUST_CHECK enum status desk_mark(struct desk *d, struct job *j,
    struct str bytes, struct sha256 *out);

/* When a file should appear, by draft, date, embargo and expires. */
enum due {
	DUE_NOW,
	DUE_LATER,   /* at *when */
	DUE_NEVER,   /* it says draft */
	DUE_EXPIRED, /* its time was over at *when */
};
enum due desk_due(const struct copy *c, int64_t now, int64_t *when);

struct placed {
	bool again; /* it was there with these very words */
	int64_t num, seq, revision;
	struct id id;
	struct str address;
	struct str evaded;  /* the address that it wanted and did not get */
	struct texts made;  /* "topic storm": what had to be made for it */
	struct notes notes; /* references that lead nowhere */
};

/*
 * p->opts has to hold this thread's zone and deflater, no longer the worker's.
 * Put it into the record and the site; inside store_begin of the site's
 * database.  *i counts the batch's intents, from 1; it is moved on.
 * A thing is known by its id, else by its source; one that is known is
 * updated.  Topics, people and sections that it refers to and that are missing
 * are made.  CONFLICT, INVALID and NOT_FOUND leave nothing of it behind, so
 * that the transaction may go on; after anything else the caller undoes that.
 */
MUST_CHECK enum status desk_place(struct desk *d, struct job *j,
    struct batch batch, uint64_t *i, struct prepared *p, struct placed *out);

/* Before each commit: settle the site and sign the head. */
MUST_CHECK enum status desk_seal(struct desk *d, struct job *j);

/* The entry that closes the batch, in a transaction of its own. */
MUST_CHECK enum status desk_close_batch(struct desk *d, struct job *j,
    struct batch batch);

#endif
