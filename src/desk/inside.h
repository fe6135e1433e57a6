/* SPDX-License-Identifier: ISC */
/*
 * What the files of this room share.
 *
 * 1. The site's writers' queue is taken before the desk's, never after it.
 * 2. An intent stands in desk.db only while its owner holds the site's queue,
 *    or its owner died.  So one that is seen by whoever holds the queue, and
 *    that the record does not have, was interrupted.
 * 3. Nothing of desk.db follows from site.db but what a reader may not see.
 */
#ifndef STET_DESK_INSIDE_H
#define STET_DESK_INSIDE_H

#include "desk/batch.h"
#include "desk/desk.h"
#include "desk/drafts.h"
#include "desk/publish.h"

struct desk {
	char *dir;
	struct store *site_db, *desk_db;
	struct site *site;
	struct darkroom *media;
	struct deflater *deflater;
	struct record_key *key;

	int64_t seen; /* the site's data version when last tended */
	bool tidy;    /* nothing to merge, nothing to checkpoint since */
};

/*
 * Bring a long log back into its database: the server's writer does so when
 * idle, but nobody else where no server runs.  Waits for nobody.
 */
void desk_level(struct desk *d, struct job *j);

/* A list of lines for whoever asked: grows in j. */
void texts_put(struct job *j, struct texts *list, struct str text);
void notes_put(struct job *j, struct notes *list, int line, struct str text);

/* ---- stamp.c: what stet writes into a file ---- */

struct stamp {
	enum kind kind; /* written if the file is silent and it is no story */
	struct id id;
	int64_t revision;
	int64_t original;   /* the original's that it follows; 0: left */
	struct str address; /* empty: none */
	struct salt salt;
	struct when published, updated; /* WHEN_NONE: left as they are */
	struct str source;              /* empty: left as it is */
	const struct media *media;      /* NULL: left as it is */
	const struct node *changes;     /* likewise */
	const struct edit *edits;       /* further ones, of the importer */
	size_t nedits;
};

/* The file as the record is to have it. */
MUST_CHECK enum status stamp_file(struct job *j, const struct textfile *tf,
    const struct stamp *s, struct str *out);
/* The same, taken apart. */
MUST_CHECK enum status stamp_parsed(struct job *j, const struct textfile *tf,
    const struct stamp *s, struct textfile *out);
/* The author's own file with what the author has to know written into it. */
MUST_CHECK enum status stamp_author(struct job *j, const struct textfile *tf,
    const struct stamp *s, struct str *out);
/* For comparing: without what stet writes into every file by itself. */
MUST_CHECK enum status stamp_wipe(struct job *j, struct str bytes,
    struct str name, struct str *out);
/* From the hex of a file; INVALID. */
MUST_CHECK enum status stamp_salt(struct job *j, struct str hex,
    struct salt *out);
/* `sizes` and `media` as trees. */
struct node *stamp_sizes(struct job *j, const struct sizes *sizes);
struct node *stamp_media(struct job *j, const struct media *media);
/* The `changes` of a file, with one more behind them. */
const struct node *stamp_changes(struct job *j, const struct textfile *tf,
    const struct change *more);

/* ---- refs.c: what a file refers to ---- */

struct run; /* which intents entries get */

struct referring {
	struct desk *d;
	struct run *run;
	struct str name;   /* the file's */
	bool lenient;      /* make what is missing, remark on what can't be */
	bool look_only;    /* make nothing: topics may be missing */
	struct texts made; /* by name: "topic storm" if lenient, else "storm" */
	struct notes notes;
};

/* INVALID, naming file, line and the nearest names. */
MUST_CHECK enum status refs_resolve(struct referring *r, struct job *j,
    const struct copy *c);

/* ---- put.c: entries ---- */

struct run {
	struct batch batch;
	uint64_t *i; /* NULL: intents are random */
	bool alone; /* the transaction holds other things: undo only this one */
	bool part;  /* a store_part for that is open */
};

struct putting {
	struct id intent;
	bool in_batch;
	enum record_action action;
	int64_t base;
	const struct galley *g;
};

/* Before anything is written that might have to be undone alone. */
MUST_CHECK enum status run_guard(struct run *run, struct desk *d,
    struct job *j);
/* The next intent of a run. */
void run_next(struct run *run, struct putting *p);
/* Append and apply, inside a transaction of the site. */
MUST_CHECK enum status put_entry(struct desk *d, struct job *j,
    const struct putting *p, struct entry *e, struct applied *a);
/* Only append, for who has all of the site made anew; p->g is packed. */
MUST_CHECK enum status put_append(struct desk *d, struct job *j,
    const struct putting *p, struct entry *e);
/* Set a file and put it as a new thing. */
MUST_CHECK enum status put_new(struct desk *d, struct job *j, struct run *run,
    struct str bytes, struct str name);
/* A new topic, person or section of that name. */
MUST_CHECK enum status put_entity(struct desk *d, struct job *j,
    struct run *run, enum kind kind, struct str lang, struct str name);
/* Things of the pictures that a file names and that have none yet. */
MUST_CHECK enum status put_pictures(struct desk *d, struct job *j,
    struct run *run, const struct galley *g);
/* Galley of a finished file, by the site's customs. */
MUST_CHECK enum status set_galley(struct desk *d, struct job *j,
    struct str bytes, struct str name, struct galley *out);
/* The same of what was taken once before: nothing in it is refused now. */
MUST_CHECK enum status set_galley_again(struct desk *d, struct job *j,
    struct str bytes, struct galley *out);

/* ---- withdraw.c: tombstones ---- */

/* What stands in the record in the place of a text that was taken back. */
struct tombstone {
	struct id thing;
	int64_t revision;      /* as the thing's files count them */
	struct str address;    /* that it had, or empty */
	struct when published; /* first; WHEN_NONE if it has no such time */
	struct salt salt;
	struct when expired; /* its own `expires`; WHEN_NONE: not that */
	struct str reason;   /* for readers; may be empty if it expired */
};

MUST_CHECK enum status tombstone_file(struct job *j, const struct tombstone *t,
    struct str *out);
/* INVALID if it is none. */
MUST_CHECK enum status tombstone_read(struct job *j, struct str bytes,
    struct zone *zone, struct tombstone *out);

/* A tombstone on its way into the record, by retract or by redact. */
struct laying {
	struct id intent;
	enum record_action action; /* RECORD_RETRACT or RECORD_REDACT */
	struct str type;           /* of the thing: "story" */
	int64_t base;              /* its live revision in the record, or 0 */
	struct str bytes, packed;  /* the file; and deflated */
};

/* Append and apply, inside a transaction of the site. */
MUST_CHECK enum status tombstone_put(struct desk *d, struct job *j,
    const struct laying *l, struct entry *e);

/* signers.c: rows that sign a statement, of which some may have before. */
struct signing_on {
	struct id list, statement;
	struct signatories rows;
	int64_t added, gone; /* set: new ones; those that rows lacks */
};

MUST_CHECK enum status signers_add(struct desk *d, struct job *j,
    struct run *run, struct signing_on *on);
/* The blocks of a list go with what they signed. */
MUST_CHECK enum status signers_retract(struct desk *d, struct job *j,
    struct id list, struct str reason);

/* ---- live.c: what is published now ---- */

struct live {
	bool is;            /* there is a live revision */
	bool was;           /* there was one, retracted since */
	struct entry entry; /* its (or the last) entry */
	int64_t says;       /* revision as its file (or tombstone) says */
	struct str bytes;
	struct textfile file;
	struct copy copy;  /* was: only address and published, from its stone */
	struct str reason; /* was: likewise */
};

MUST_CHECK enum status live_of(struct desk *d, struct job *j, struct id id,
    struct live *out);
MUST_CHECK enum status live_num(struct desk *d, struct job *j, int64_t num,
    struct id *out);

/* ---- show.c: what a person calls a thing ---- */

enum finding {
	FIND_SHOWN,  /* what stands at an address, a listing's pages too */
	FIND_HOLDER, /* only whose address it is or was, gone or not */
};

/* NOT_FOUND, without a failure set. */
MUST_CHECK enum status desk_find(struct desk *d, struct job *j,
    struct str named, enum finding how, struct id *out);

/* ---- settings.c ---- */

/* One line of UTF-8 without control characters. */
bool settings_plain(struct str s);
/* https://host/ or https://host/folder/, and nothing behind it. */
bool settings_address(struct str url);
/* INVALID, naming file and line, if a paper can't be so. */
MUST_CHECK enum status settings_check(struct job *j, const struct textfile *tf,
    const struct copy *c);
/* Likewise if those that are live can't become so. */
MUST_CHECK enum status settings_follow(struct job *j, const struct textfile *tf,
    const struct copy *c, const struct copy *live);

/* ---- pictures.c ---- */

struct taking {
	struct desk *d;
	struct darkroom *into;
	const char *folder;
	const struct textfile *tf;
	const struct copy *c;
	struct media taken; /* the file's new `media` */
	struct notes notes;
};

/* Take every local picture that the file names. */
MUST_CHECK enum status pictures_take(struct taking *t, struct job *j);
/*
 * Let readers have them: last before the commit, when nothing but that can
 * fail.  (After it, readers would miss them for a moment; and if it fails, the
 * intent that is noted carries it out at the next start.)
 */
MUST_CHECK enum status pictures_show(struct desk *d, struct job *j,
    const struct media *list);

/* ---- intents.c ---- */

/*
 * mark (NULL: none) makes the author's bytes known as this thing in the same
 * stroke: a crash behind it finds them published, or publishes them as it.
 */
MUST_CHECK enum status intent_note(struct desk *d, struct job *j,
    const struct putting *p, int64_t draft, const struct sha256 *mark);
/* The same for a tombstone; see tombstone_put(). */
MUST_CHECK enum status laying_note(struct desk *d, struct job *j,
    const struct laying *l, struct id thing);
/* It was carried out, or it failed: nothing is left to do. */
MUST_CHECK enum status intent_end(struct desk *d, struct job *j,
    struct id intent, int64_t draft);
/*
 * It failed, so nobody may carry it out: before the queue is given back (2).
 * If even that fails, the next start will find out.
 */
void intent_take_back(struct desk *d, struct job *j, struct id intent);
/* Finish what others began and did not end. */
MUST_CHECK enum status intents_finish(struct desk *d, struct job *j);

/* ---- marks.c: known again without being kept ---- */

/* NOT_FOUND, without a failure set, if these bytes were never published. */
MUST_CHECK enum status mark_at(struct desk *d, struct job *j,
    const struct sha256 *mark, struct id *thing);

/* When it is first published: as dated, if that lies in the past. */
struct when first_published(const struct copy *c, struct zone *zone,
    int64_t now);
/* Its headline or name, for people. */
struct str copy_title(const struct copy *c, struct str lang);

/* ---- pictures.c, masters.c ---- */

/* In a transaction of desk.db: m is what was made of the bytes with that hash. */
MUST_CHECK enum status master_note(struct store *s, struct job *j,
    const struct medium *m, struct sha256 given);
/* Note the masters of all live pictures that desk.db does not know. */
MUST_CHECK enum status desk_learn_masters(struct desk *d, struct job *j);

#endif
