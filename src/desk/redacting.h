/* SPDX-License-Identifier: ISC */
/*
 * What the files about redaction share.
 *
 * 1. Nothing that is written before the words are out of site.db holds them:
 *    steps of desk.db are texts without them, hashes and ids.
 * 2. The row in `redaction` stands until no file of the folder holds them.
 * 3. What is erased is named by its thing's redact entry.
 */
#ifndef STET_DESK_REDACTING_H
#define STET_DESK_REDACTING_H

#include "desk/inside.h"
#include "desk/redact.h"
#include "record/redactions.h"
#include "site/map.h"
#include "text/blot.h"

/* An entry of the record, in the order of these. */
struct seen_entry {
	struct id thing;
	struct sha256 sha;
	int64_t revision;
	enum record_action action;
	bool erased; /* has no text file any more */
	bool hit;    /* its text file holds the words */
};

/* A thing of which something goes. */
struct hit {
	struct hit *next;
	struct id thing;
	struct str type;
	bool wanted; /* not elsewhere */
	bool words;  /* a revision of it holds the words */
	bool gone;   /* a picture whose bytes go */
	bool shows;  /* its live text shows such a picture */
	/* When it is carried out: */
	struct live live;
	int64_t num;
	struct str address, neutral; /* the live text's, and instead */
	struct texts aliases;        /* harmless ones that lead to it */
	struct redactions named; /* files and media that its tombstone names */
};

struct redact_draft {
	struct redact_draft *next;
	int64_t num, kept_at;
	struct str name, headline, packed; /* without the words */
	bool sourced;
};

struct redaction {
	struct desk *d;
	struct job *j; /* of the look */
	const struct redact_opts *opts;
	struct blot *blot; /* NULL: only a picture goes */
	struct id thing;   /* that was named; all zero: everywhere */
	/* A picture that goes: its id, or the hash of master or size. */
	struct id picture;
	struct sha256 hash;

	struct seen_entry *entries; /* by seq */
	size_t nentries, room;
	struct map hits; /* thing -> struct hit */
	struct hit *first, **last;
	struct redactions media; /* lines of the media that go */
	struct redact_draft *drafts;
	struct map sources; /* things whose sources' names hold the words */
	struct redact_places places;
	struct redacted r;
};

/* redact_scan.c: entries from the one on that was not looked at yet. */
MUST_CHECK enum status redact_scan(struct redaction *r, struct job *j,
    struct progress *p);
/* Drafts and sources; in the place of what was found before. */
MUST_CHECK enum status redact_scan_desk(struct redaction *r, struct job *j);
struct hit *redact_hit(struct redaction *r, struct id thing, struct str type);
bool redact_wants(const struct redaction *r, struct id thing);
void redact_put_place(struct redaction *r, struct redact_place place);

/* redact_clean.c */
/* The live text without the words and without pictures that go. */
MUST_CHECK enum status redact_clean(struct redaction *r, struct job *j,
    const struct hit *h, int64_t revision, struct str *out);
/* The address with each part that holds the words replaced. */
struct str redact_neutral(const struct redaction *r, struct job *j,
    struct id thing, struct str address);
MUST_CHECK enum status redact_tombstone(struct redaction *r, struct job *j,
    const struct hit *h, bool followed, struct salt *salt, struct str *out);

/* redactions.c: one line in desk.db; all pictures (n counts those gone). */
MUST_CHECK enum status redactions_desk(struct store *desk, struct job *j,
    struct str line);
MUST_CHECK enum status redactions_site(struct site *s, struct job *j,
    const struct redactions *r);
MUST_CHECK enum status redactions_media(struct job *j, const char *dir,
    const struct redactions *r, int64_t *n);

/* redact_end.c: what is left when the record has it. */
/* Finish what is under way, whoever began it; fine if nothing is. */
MUST_CHECK enum status redaction_finish(struct desk *d, struct job *j,
    bool *unfinished);

#endif
