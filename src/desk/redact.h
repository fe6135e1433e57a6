/* SPDX-License-Identifier: ISC */
/*
 * Erasing words, or a picture, from everything that the folder holds: see
 * stet-redact(1) for what that means.
 *
 *	desk_redact_look()	finds every place; changes nothing
 *	desk_redact()		takes them away, all or nothing
 */
#ifndef STET_DESK_REDACT_H
#define STET_DESK_REDACT_H

#include "desk/desk.h"

struct redact_opts {
	struct str named; /* address, id, slug; empty: everywhere */
	/* A picture that goes with all its sizes, by its id, its hash or its
	   name in the text that is named; empty: words go. */
	struct str picture;
	const struct str *phrases; /* none if a picture goes */
	size_t nphrases;
	struct str reason; /* that readers find; may be empty */
};

enum redact_what {
	REDACT_LIVE,    /* a text as it is published now */
	REDACT_OLD,     /* a revision from before, or a tombstone */
	REDACT_DRAFT,   /* kept at the desk */
	REDACT_SOURCE,  /* the name of what it was imported from */
	REDACT_PICTURE, /* a picture's bytes */
	REDACT_SHOWN,   /* a text that shows a picture which goes */
	REDACT_FILE, /* a file that stet does not change, such as a theme's */
};

/* "live", "old", ...: for --json. */
struct str redact_what_name(enum redact_what what);

/* One place.  Nothing in it repeats the words. */
struct redact_place {
	enum redact_what what;
	bool elsewhere;         /* not in what was named: it is left as it is */
	struct id thing;        /* all zero: none */
	struct str type, where; /* where: its address, name or number */
	int64_t revision;
	struct str field; /* empty: the body */
	int line;         /* 0: none */
	struct str text;
};

struct redact_places {
	struct redact_place *at;
	size_t n;
};

/* What was found; lives in the job that it was found in. */
struct redaction;

/*
 * INVALID: the phrases or the reason (which must not hold them); NOT_FOUND:
 * nothing of that name.  p may be NULL.
 */
MUST_CHECK enum status desk_redact_look(struct desk *d, struct job *j,
    const struct redact_opts *opts, struct progress *p, struct redaction **out);
const struct redact_places *redaction_places(const struct redaction *r);
/* How many of these places will be changed. */
size_t redaction_size(const struct redaction *r);

struct redacted {
	int64_t things;       /* that got a redact entry */
	int64_t files, media; /* erased */
	int64_t republished;  /* texts that are live again without the words */
	int64_t drafts, sources; /* at the desk */
	/* BUSY was all that was left: some file still has old bytes in it
	   until the next command finishes this. */
	bool unfinished;
};

/*
 * Under the writers' queue from beginning to end; what came since the look is
 * looked at too.  A crash leaves nothing done, or what the next desk_open()
 * finishes.
 */
MUST_CHECK enum status desk_redact(struct redaction *r, struct job *j,
    struct progress *p, struct redacted *out);

#endif
