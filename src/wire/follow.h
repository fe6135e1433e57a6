/* SPDX-License-Identifier: ISC */
/*
 * A record followed from outside, trusting nobody: its leaves come in bundles,
 * the tree is made anew from them, and the root that comes out has to be the
 * one that was signed.  See stet-record(5), "Checking from outside".
 */
#ifndef STET_WIRE_FOLLOW_H
#define STET_WIRE_FOLLOW_H

#include "base/buf.h"
#include "base/progress.h"
#include "record/note.h"
#include "record/order.h"
#include "record/redactions.h"
#include "record/tree.h"
#include "record/verify.h"
#include "wire/source.h"

#define FOLLOW_KEYS 16                    /* more verifiers are not believed */
#define FOLLOW_ENTRIES (INT64_C(1) << 32) /* a longer log is not followed */
#define FOLLOW_MEDIUM_MAX ((size_t)256 * 1024 * 1024)

struct follow_opts {
	/* Verifiers, any of which may have signed; none: the source's own. */
	struct str keys[FOLLOW_KEYS];
	size_t n_keys;
	bool no_files, media; /* look at the log alone; at media too */
};

/* Read keys out of text, one in a line or in a list with commas; INVALID. */
MUST_CHECK enum status follow_keys(struct job *j, struct str text,
    struct follow_opts *out);

struct followed {
	struct verified v;
	int64_t withheld; /* text files that were taken back */
	bool first_use;   /* the key is the source's own word */
};

/*
 * OK if it could be looked at, whatever was found; damage is in out->v.
 * INVALID if no believed key signed its head, or it breaks a limit;
 * NOT_FOUND if no record is there; FAULT if it can't be asked.
 */
MUST_CHECK enum status follow_verify(struct job *j, struct str place,
    const struct follow_opts *opts, struct progress *p, struct followed *out);

/* ---- for the mirror ---- */

/* A signed head and by whom. */
struct seen_head {
	struct checkpoint c;
	struct str note, verifier;
	struct str all_keys; /* first use: what the source gave, else empty */
};

/* Get and open it, with the keys, or on first use with the source's. */
MUST_CHECK enum status follow_head(struct source *s, struct job *j,
    const struct follow_opts *opts, struct seen_head *out);

/* Something that was checked and may be kept; path as of struct source. */
typedef enum status follow_keep(void *arg, struct job *j, struct str path,
    struct str bytes);
/* The bytes, if they are there already and need not be asked for. */
typedef bool follow_have(void *arg, struct job *j, struct str path,
    struct sha256 sha, struct str *bytes);

struct walk {
	struct source *s;
	struct job *j, *own; /* own: for one bundle */
	const struct follow_opts *opts;
	struct followed *out;
	int64_t size; /* as signed */
	int64_t from; /* entries that are known already; their tiles are set */
	struct edge edge;
	struct buf tile[TILE_LEVELS]; /* hashes of the tiles that are filling */
	struct order order;
	struct seen media;
	struct redactions erased; /* as the log itself says */
	/* What was taken back: of which entry, as a line of redactions. */
	struct withheld {
		int64_t seq;
		struct str path, line;
	} * withheld;
	size_t withheld_room;
	bool compare; /* ask for the tiles of hashes, too */
	follow_keep *keep_log, *keep_file, *keep_gone;
	follow_have *have;
	void *arg;
};

void walk_begin(struct walk *w, struct job *j, struct source *s,
    const struct follow_opts *opts, struct followed *out);
void walk_end(struct walk *w);

/* All bundles from w->from on; the tree grows to w->size. */
MUST_CHECK enum status walk_log(struct walk *w, struct progress *p);
/* The text files (and media) of all entries from w->from on; bundles as kept
   by keep_log are read through `kept`. */
MUST_CHECK enum status walk_files(struct walk *w, struct source *kept,
    struct progress *p);

#endif
