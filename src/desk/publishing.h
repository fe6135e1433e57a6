/* SPDX-License-Identifier: ISC */
/* One file on its way into the record; see publish.c. */
#ifndef STET_DESK_PUBLISHING_H
#define STET_DESK_PUBLISHING_H

#include "desk/inside.h"

struct publishing {
	struct desk *d;
	const struct publish_opts *opts;
	struct str bytes;
	int64_t draft; /* that it comes from; 0: none */

	const struct trial *trial; /* NULL: it is meant */

	/* What was read. */
	struct str lang;
	struct zone *zone;
	struct textfile tf;
	struct copy c;
	struct sha256 mark; /* of the bytes, if marked: they carry no id */
	bool marked;
	bool by_mark;       /* known by its mark, so by its bytes */
	struct media media; /* pictures, as they are to stand in it */
	bool signs;         /* it names who signed: rows */
	struct signatories rows;
	struct id list; /* that they go to */

	/* What was decided. */
	struct live live;
	bool nothing; /* it is live as it is */
	bool whole;   /* stored as it is */
	struct stamp stamp;
	struct galley g;
	struct putting put;
	bool noted; /* the intent stands in desk.db */

	struct published r;
};

/* ---- grade.c: what the editor says of the change ---- */

/* INVALID, naming what is missing. */
MUST_CHECK enum status grade_check(struct publishing *p, struct job *j);
/* Put it among what the file says was changed, as of now. */
void grade_put(struct publishing *p, struct job *j);
/* The same words were published with the same grade before. */
MUST_CHECK enum status grade_was_put(struct publishing *p, struct job *j,
    bool *was);

/* ---- signers.c: who signed ---- */

/* Read the rows; INVALID, naming the line of whichever file. */
MUST_CHECK enum status signers_take(struct publishing *p, struct job *j);
/* Which list the stored file names: an edit for the stamp. */
void signers_list(struct publishing *p, struct job *j, struct edit *edit);
/* Put those who are new into blocks. */
/* How it waits as a draft, if it is a table beside the text. */
MUST_CHECK enum status signers_keep(struct publishing *p, struct job *j,
    struct edit *edit);
MUST_CHECK enum status signers_put(struct publishing *p, struct job *j,
    struct run *run);

/* decide.c: fill the stamp as the live revision has it, and compare. */
MUST_CHECK enum status same_as_live(struct publishing *p, struct job *j,
    bool *same);

/* Under the site's queue: fills live, nothing, whole, stamp, put. */
MUST_CHECK enum status publishing_decide(struct publishing *p, struct job *j);
MUST_CHECK enum status publishing_run(struct publishing *p, struct job *j,
    struct published *out);

#endif
