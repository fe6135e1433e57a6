/* SPDX-License-Identifier: ISC */
/*
 * The record: an append-only log of text files, hashed into a tree (RFC 6962)
 * whose head is signed (C2SP checkpoint).  See stet-record(5).
 *
 * Every publication, update, correction, retraction comes through
 * record_append(), inside a store_tx() of site.db; record_seal() signs the
 * head once, at the end of the transaction.
 */
#ifndef STET_RECORD_RECORD_H
#define STET_RECORD_RECORD_H

#include "base/deflate.h"
#include "base/id.h"
#include "base/job.h"
#include "base/progress.h"
#include "store/store.h"

/* A text file in the record is no larger than this. */
#define RECORD_FILE_MAX ((size_t)16 * 1024 * 1024)

enum record_action {
	RECORD_PUBLISH,
	RECORD_UPDATE,
	RECORD_CORRECT,
	RECORD_RETRACT,
	RECORD_REDACT,
	RECORD_BATCH, /* closes an import; has no thing and no file */
	RECORD_LOG,   /* of the log itself: its keys, its name; has no thing */
};
static inline bool
record_has_thing(enum record_action action)
{
	return action < RECORD_BATCH;
}

/* "publish", "update", ...: as the leaf and people say it. */
struct str record_action_name(enum record_action action);

/* The fresh random bytes that each revision carries. */
struct salt {
	unsigned char b[16];
};
struct salt salt_random(void);

/*
 * What somebody wants to append.  Nothing in it is kept beyond the call.
 */
struct intent {
	/*
	 * Names the intent: appending it twice gives the first entry again.
	 * Random, or one of a batch's (record_batch_intent).
	 */
	struct id id;
	enum record_action action;
	struct id thing;
	struct str type; /* "story", "person", ... lower-case, at most 32 */
	/* The live revision that this one follows; 0: there is none yet. */
	int64_t base;
	struct str file;        /* exact bytes of the text file */
	struct sha256 file_sha; /* of file; all zero: append finds out */
	struct str packed;  /* deflate_pack of file; empty: append does it */
	struct salt salt;   /* the one in the file */
	struct str address; /* the one in the file; may be empty */
	const struct sha256 *media; /* masters the file names, in its order */
	size_t n_media;
	bool in_batch; /* id comes from record_batch_intent */
};

/* What stands in the record. */
struct entry {
	int64_t seq; /* counts from 0, without gaps */
	enum record_action action;
	int64_t at;  /* seconds, UTC; never goes backwards */
	int64_t num; /* the thing's number in site.db; 0 for a batch */
	struct id thing;
	struct str type;
	int64_t revision; /* counts from 1 in each thing */
	struct sha256 file_sha;
	struct id intent;
	bool seen;    /* this intent was here before; nothing was written */
	int64_t last; /* the thing's last entry, as record_entry() found it */
};

/* The i-th intent of a batch that is named by 8 random bytes; i from 1. */
struct batch {
	unsigned char b[8];
};
struct batch batch_random(void);
struct id record_batch_intent(struct batch batch, uint64_t i);

/*
 * The only door.  Inside store_begin or store_tx of site.db.
 *
 * CONFLICT: base is not the live revision; the reason names the one that is.
 * INVALID: the intent contradicts itself (the reason says how).
 * d may be NULL if intent.packed is given.
 */
MUST_CHECK enum status record_append(struct store *s, struct job *j,
    struct deflater *d, const struct intent *intent, struct entry *out);

/* The entry that closes a batch; its intent is number 0 of the batch. */
MUST_CHECK enum status record_close_batch(struct store *s, struct job *j,
    struct batch batch, struct entry *out);

/*
 * Erasing (stet-redact(1)): the leaf stays, the text file's bytes go, for ever.
 * `instead` is the entry by which the site is made from now on, -1 for none.
 * Inside store_begin(); the thing's redact entry names the file's hash.
 */
MUST_CHECK enum status record_erase(struct store *s, struct job *j, int64_t seq,
    int64_t instead);

/*
 * A paper that came back from a backup is held: its log takes nothing (DENIED)
 * until it is sure that nothing newer was signed.  Hold and unhold inside a
 * transaction.
 */
MUST_CHECK enum status record_held(struct store *s, struct job *j, bool *out);
MUST_CHECK enum status record_hold(struct store *s, struct job *j);
MUST_CHECK enum status record_unhold(struct store *s, struct job *j);

/*
 * Take over an entry that was appended to this log elsewhere, as it stands
 * there, held or not; file is empty for a batch's and for one that was
 * redacted.  INVALID if it does not follow.  At the end, in the same
 * transaction, the head that was signed over all of them: INVALID if it is not
 * theirs.
 */
MUST_CHECK enum status record_replay(struct store *s, struct job *j,
    struct deflater *d, struct str leaf, struct str file, struct entry *out);
MUST_CHECK enum status record_take_head(struct store *s, struct job *j,
    struct str note);

/*
 * Keys.  A log is signed by one key; while a new one takes over, by both.
 * Which keys there were and when each signed stands in the log itself
 * (record/masthead.h), and beside it in site.db.
 */

/* The private keys of a folder. */
struct record_key;

/* A key that signs, or signed, the heads of a log. */
struct seal {
	struct str verifier;  /* "name+hash+base64", for public tools */
	int64_t since, until; /* seconds, UTC; until 0: it signs on */
};

/* In the order in which they began; the last one signs on. */
struct seals {
	struct seal *at;
	size_t n;
};

static inline bool
seal_signs(const struct seal *k, int64_t at)
{
	return k->since <= at && (k->until == 0 || at < k->until);
}

MUST_CHECK enum status record_seals(struct store *s, struct job *j,
    struct seals *out);

/*
 * Make dir/key (mode 0600) and the first head, of an empty log, signed.  The
 * origin names the log for ever: a host name and path, such as
 * "gazette.example/record".  CONFLICT if there is one already.
 */
MUST_CHECK enum status record_create(struct store *s, struct job *j,
    const char *dir, struct str origin);

/*
 * An empty log that began elsewhere, with that key, which may be nobody's here:
 * its entries come by record_replay(), its head by record_take_head().
 * CONFLICT if there is one already.
 */
MUST_CHECK enum status record_adopt(struct store *s, struct job *j,
    struct str origin, struct str verifier);

/*
 * The text of dir/key; a new line for it; the file replaced (mode 0600).  Keys
 * go into the log by record_put_masthead().
 */
MUST_CHECK enum status record_key_file(struct job *j, const char *dir,
    struct str *out);
MUST_CHECK enum status record_key_make(struct job *j, struct str origin,
    struct str *line, struct str *verifier);
MUST_CHECK enum status record_key_keep(struct job *j, const char *dir,
    struct str text);

/* The keys of dir/key; NOT_FOUND, INVALID, DENIED. */
MUST_CHECK enum status record_key_open(struct job *j, const char *dir,
    struct record_key **out);
void record_key_close(struct record_key *k); /* NULL is fine */
/* The newest's verifier, in j's memory; how many there are; of each. */
struct str record_key_public(const struct record_key *k, struct job *j);
size_t record_key_count(const struct record_key *k);
struct str record_key_at(const struct record_key *k, struct job *j, size_t i);
bool record_key_has(const struct record_key *k, struct job *j,
    struct str verifier);

/*
 * Sign the head as it now stands, with every key that signs now.  Once, last
 * in the transaction.  DENIED if the newest of them is not in k.
 */
MUST_CHECK enum status record_seal(struct store *s, struct job *j,
    const struct record_key *k);

/* Reading */

/* How many entries there are. */
MUST_CHECK enum status record_size(struct store *s, struct job *j,
    int64_t *out);
MUST_CHECK enum status record_entry(struct store *s, struct job *j, int64_t seq,
    struct entry *out);
/* The text file that an entry names, if it does. */
MUST_CHECK enum status record_file_of(struct store *s, struct job *j,
    int64_t seq, bool *has, struct sha256 *out);
/* The thing's live entry; NOT_FOUND if it never was, or was retracted. */
MUST_CHECK enum status record_live(struct store *s, struct job *j,
    struct id thing, struct entry *out);
/* The thing's last entry, retracted or not; NOT_FOUND. */
MUST_CHECK enum status record_last(struct store *s, struct job *j,
    struct id thing, struct entry *out);
/* The entry that an intent made; NOT_FOUND if none was. */
MUST_CHECK enum status record_of_intent(struct store *s, struct job *j,
    struct id intent, struct entry *out);
/* The text file of an entry; NOT_FOUND for a batch entry and if it is erased. */
MUST_CHECK enum status record_text(struct store *s, struct job *j,
    struct deflater *d, int64_t seq, struct str *out);
/*
 * The same for making the site again: where the file is erased, the thing's
 * next one that is left.  NOT_FOUND if there is none.
 */
MUST_CHECK enum status record_text_left(struct store *s, struct job *j,
    struct deflater *d, int64_t seq, struct str *out);

/*
 * Every entry from a number on.  packed is its text file, deflated; empty if
 * it has none or it is erased.  What visit() makes in own is gone after some
 * entries; a failure of visit ends the walk and its reason goes to j.
 */
struct walked {
	int64_t num; /* the thing's in site.db; record_living() only */
	int64_t seq, at;
	enum record_action action;
	struct id thing;
	struct str type;
	int64_t revision;
	struct sha256 file_sha;
	struct str packed;
};
typedef enum status record_visit(void *arg, struct job *own,
    const struct walked *w);
MUST_CHECK enum status record_walk(struct store *s, struct job *j, int64_t from,
    record_visit *visit, void *arg);
/*
 * The entry that each live thing is by now, in the order in which things first
 * came: at most max of those behind number *after, which is moved on.
 */
MUST_CHECK enum status record_living(struct store *s, struct job *j, int max,
    int64_t *after, record_visit *visit, void *arg);
/* The log's name, which no two papers share: "gazette.example/record". */
MUST_CHECK enum status record_origin(struct store *s, struct job *j,
    struct str *out);

/* For /record/...; all bytes as they are served */

MUST_CHECK enum status record_checkpoint(struct store *s, struct job *j,
    struct str *out);
/* The keys that sign now, a line each, as /record/key serves them. */
MUST_CHECK enum status record_key_lines(struct store *s, struct job *j,
    struct str *out);
/* "name+hash+base64" of the newest key that signs; see record_seals too. */
MUST_CHECK enum status record_verifier(struct store *s, struct job *j,
    struct str *out);
/*
 * A C2SP tlog tile: n-th of its level, 256 hashes, or the first width of them
 * (0: the whole tile).  NOT_FOUND if the log is not that long.
 */
MUST_CHECK enum status record_tile(struct store *s, struct job *j, int level,
    int64_t n, int width, struct str *out);
/* The entry bundle: each leaf after its length in two bytes, big endian. */
MUST_CHECK enum status record_entries_tile(struct store *s, struct job *j,
    int64_t n, int width, struct str *out);
/* The leaf of an entry, the exact bytes that are hashed; NOT_FOUND. */
MUST_CHECK enum status record_leaf(struct store *s, struct job *j, int64_t seq,
    struct str *out);
/* The text file with this hash; NOT_FOUND, or DENIED if it was erased. */
MUST_CHECK enum status record_file(struct store *s, struct job *j,
    struct deflater *d, struct sha256 sha, struct str *out);

/* Verifying: record/verify.h.  Entries of the log itself, with which keys
   change: record/masthead.h.  Tree arithmetic and proofs: record/tree.h. */

#endif
