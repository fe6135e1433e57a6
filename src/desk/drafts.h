/* SPDX-License-Identifier: ISC */
/* Drafts: text files that are kept and not published. */
#ifndef STET_DESK_DRAFTS_H
#define STET_DESK_DRAFTS_H

#include "desk/publish.h"

enum draft_why {
	DRAFT_DRAFT,   /* it says so */
	DRAFT_FUTURE,  /* its time has not come; published when due */
	DRAFT_EXPIRED, /* its time was over before it came */
};

struct draft {
	int64_t num;
	enum draft_why why;
	int64_t due; /* DRAFT_FUTURE: when; DRAFT_EXPIRED: when it was */
	int64_t kept_at;
	struct str name;   /* of the file it came from */
	struct str source; /* of an import, or empty */
	struct str headline;
	struct str trouble; /* why it could not be published, or empty */
	struct str bytes;   /* desk_draft() only */
};

struct drafts {
	struct draft *at;
	size_t n;
};

/* "draft", "future", "expired". */
struct str draft_why_name(enum draft_why why);

/*
 * Keep it (bytes, name, why, due, source, headline, trouble); *num is its number.  One
 * of the same source, or else of the same thing (id), takes its place.
 */
MUST_CHECK enum status desk_keep(struct desk *d, struct job *j,
    const struct draft *what, int64_t *num);

/* All, those that are due soonest first; without bytes. */
MUST_CHECK enum status desk_drafts(struct desk *d, struct job *j,
    struct drafts *out);
MUST_CHECK enum status desk_draft(struct desk *d, struct job *j, int64_t num,
    struct draft *out);
/* The draft of an import's source.  NOT_FOUND, without a failure set. */
MUST_CHECK enum status desk_draft_of(struct desk *d, struct job *j,
    struct str source, struct draft *out);
/*
 * Publish it now, whatever it waits for; it is no draft any more then.  As
 * desk_publish().
 */
MUST_CHECK enum status desk_publish_draft(struct desk *d, struct job *j,
    int64_t num, struct published *out);
MUST_CHECK enum status desk_drop(struct desk *d, struct job *j, int64_t num);

#endif
