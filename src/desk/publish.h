/* SPDX-License-Identifier: ISC */
/*
 * The whole way of one author's file into the record: parse, check, resolve
 * what it refers to, take its pictures, give it id, revision and address,
 * append, apply, sign.
 */
#ifndef STET_DESK_PUBLISH_H
#define STET_DESK_PUBLISH_H

#include "desk/desk.h"

struct publish_opts {
	struct str name;    /* the file's, for messages */
	const char *folder; /* where its pictures are looked for; NULL: none */
	enum kind kind;     /* if the file names none; KIND_NONE: a story */
	/*
	 * Publish even if it says draft, or its date or embargo lies ahead; not
	 * if it has expired.
	 */
	bool now;
	/*
	 * Add {at: now, grade, note} to its `changes`.  INVALID if there is
	 * nothing that changed, or a note that the grade needs is missing.
	 */
	bool graded;
	enum grade grade;
	struct str note;
};

enum deed {
	DEED_NOTHING, /* the record has these very words already */
	DEED_PUBLISH,
	DEED_UPDATE,
	DEED_CORRECT,
	DEED_KEEP, /* its time has not come: it stands among the drafts */
};

/* "nothing", "publish", ...: for --json. */
struct str deed_name(enum deed d);

struct published {
	enum deed deed;
	enum kind kind;
	struct id id;
	int64_t revision, seq;
	struct str address;  /* empty if it has no page */
	struct str headline; /* or name */
	int64_t due;         /* DEED_KEEP: when; 0 if nobody said */
	bool over;           /* DEED_KEEP: due is when it expired */
	int64_t draft;       /* DEED_KEEP: its number */
	/* The author's file with id, revision and address written into it. */
	struct str author;
	struct str stored;   /* the file as the record holds it */
	struct notes notes;  /* what the parser and the pictures remarked */
	struct texts topics; /* that were made, by name */
	struct str before;   /* the file that was live until then, or empty */
	bool waits;          /* of a trial: it would be kept until `due` */
	int64_t signed_now;  /* how many more have signed it */
};

/*
 * Publish (or update, or correct) what bytes say.  All of it or nothing.
 *   INVALID   broken front matter, a field missing, a reference to nothing
 *             (with the nearest names), a picture that can't be taken
 *   CONFLICT  the file's revision is not the live one; the reason shows the
 *             lines that differ
 *   NOT_FOUND a picture that is not there
 */
MUST_CHECK enum status desk_publish(struct desk *d, struct job *j,
    struct str bytes, const struct publish_opts *opts, struct published *out);

/*
 * Do the same, look, and undo it.  What look() reads through desk_site() is
 * the site as it would be; the writers' queue is held while it runs.  Nothing
 * is written but pictures, into `pictures`, which is not the site's own.
 */
struct trial {
	struct darkroom *pictures;
	enum status (*look)(struct desk *d, struct job *j,
	    const struct published *p, void *arg);
	void *arg;
};
MUST_CHECK enum status desk_try(struct desk *d, struct job *j, struct str bytes,
    const struct publish_opts *opts, const struct trial *trial);

/*
 * The live text file of a thing, by address, id or slug (old addresses too).
 * NOT_FOUND if there is none or it was retracted.
 */
MUST_CHECK enum status desk_show(struct desk *d, struct job *j,
    struct str named, struct str *bytes);

#endif
