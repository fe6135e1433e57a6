/* SPDX-License-Identifier: ISC */
/*
 * A walk through a record from outside, entry by entry: bundles of leaves, the
 * tree that is made anew from them, then the files that they name.
 */
#ifndef STET_WIRE_WALK_H
#define STET_WIRE_WALK_H

#include "base/buf.h"
#include "base/progress.h"
#include "media/media.h"
#include "record/order.h"
#include "record/redactions.h"
#include "record/tree.h"
#include "record/trust.h"
#include "record/verify.h"
#include "wire/source.h"

#define FOLLOW_MEDIUM_MAX MEDIA_RECORDING_MAX

/* What to do about damage that only the source can have made. */
#define WALK_LIE                                                 \
	"its source is not to be trusted; compare with another " \
	"copy"

struct followed {
	struct verified v;
	int64_t withheld; /* text files that were taken back */
	bool first_use;   /* the key is the source's own word */
};

/* Something that was checked and may be kept; path as of struct source. */
typedef enum status follow_keep(void *arg, struct job *j, struct str path,
    struct str bytes);
/* The bytes, if they are there already and need not be asked for. */
typedef bool follow_have(void *arg, struct job *j, struct str path,
    struct sha256 sha, struct str *bytes);

struct walk {
	struct source *s;
	struct job *j, *own; /* own: for one bundle */
	struct followed *out;
	bool with_media; /* look at media too */
	int64_t size;    /* as signed */
	int64_t from; /* entries that are known already; their tiles are set */
	struct edge edge;
	struct buf tile[TILE_LEVELS]; /* hashes of the tiles that are filling */
	struct trust trust; /* begun by the caller; goes by the log's notes */
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
    struct followed *out);
void walk_end(struct walk *w);

/* All bundles from w->from on; the tree grows to w->size. */
MUST_CHECK enum status walk_log(struct walk *w, struct progress *p);
/* The text files (and media) of all entries from w->from on; bundles as kept
   by keep_log are read through `kept`. */
MUST_CHECK enum status walk_files(struct walk *w, struct source *kept,
    struct progress *p);

/* ---- for what walks ---- */

/* Note damage: of an entry, -1 for none; of an entry's leaf. */
void walk_tell(struct walk *w, int64_t seq, struct str thing, struct str where,
    const char *what, const char *advice);
void walk_tell_entry(struct walk *w, int64_t seq, const struct leaf *l,
    const char *where, const char *what);
/* Through one of the functions above, NULL: not; fails in w->j. */
MUST_CHECK enum status walk_keep(struct walk *w, follow_keep *with,
    struct str path, struct str bytes);
/* How many entries of w->size the n-th bundle has. */
int64_t walk_width(const struct walk *w, int64_t n);
/*
 * The n-th bundle, cut into leaves (room for TILE_WIDTH), in w->own; *there is
 * false, and damage told, if it is not to be had or is none.
 */
MUST_CHECK enum status walk_bundle(struct walk *w, struct source *s, int64_t n,
    struct str *leaves, struct str *bytes, bool *there);
/*
 * Take entry seq into t, with its note, from s, if it is one of the log
 * itself; *turn is empty if it is none.  INVALID, with the reason in w->own,
 * if the note can't be had or does not follow; else fails in w->j.
 */
MUST_CHECK enum status walk_trust(struct walk *w, struct source *s,
    struct trust *t, int64_t seq, const struct leaf *l, struct str *turn);

#endif
