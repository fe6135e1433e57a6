/* SPDX-License-Identifier: ISC */
/*
 * Where an import comes from: a generator's folder, another system's export.
 * What the user gave is looked at once and decides which; from then on the
 * import knows only items, one after the other, each with bytes that change
 * when it has changed and that become a text file of stet's.
 *
 * open() runs on the thread that writes, before any other; everything from
 * begin() on runs on the worker's, has() and close() after that has ended.
 */
#ifndef STET_WIRE_ORIGIN_H
#define STET_WIRE_ORIGIN_H

#include "text/copy.h"
#include "wire/import.h"

#define EDITS_MAX 40
#define KEY_BYTES 32

struct origin;
struct desk;

/* One thing of it; strings live as long as the job that it was read in. */
struct item {
	struct str source; /* "hugo:news/pier.md": known by this in every run */
	struct str name;   /* in messages: "news/pier.md" */
	struct str place;  /* before lines; empty: name */
	struct str title;  /* a draft's, if its file says none */
	bool always;     /* converted in every run: others make a part of it */
	const void *own; /* the origin's */
};

struct converted {
	bool left;  /* nothing for readers in it */
	bool whole; /* an export of stet's: to be stored as it is */
	struct str bytes;
	bool parsed; /* they are as they were given: file is of them */
	struct textfile file;
	enum kind kind;
	struct str lang;    /* empty: the paper's first */
	struct str source;  /* the item's */
	struct str address; /* normal form, or empty */
	struct id id;
	struct str body; /* of bytes */
	int body_line;   /* in the file as it came */
	int line; /* of remarks about bytes that are not as they came; or 0 */
	struct str unclear; /* why it is not to be published, or empty */
	struct str picture; /* the lead picture's file, as written; or empty */
	struct edit edits[EDITS_MAX];
	size_t n_edits;
	struct notes notes;
};

/* A language that an origin has, and an item that is in it. */
struct tongue_seen {
	struct str tag, name;
};

struct origin_kind {
	/*
	 * Look at o->opts->from as a whole: o's system, noun, n, timezone,
	 * tongues, notes, own.  langs are the paper's languages.
	 */
	enum status (*open)(struct origin *o, const struct languages *langs);
	/* Zone, key and the paper's language are set: what needs them. */
	enum status (*begin)(struct origin *o);
	/* The next; NOT_FOUND, without a failure set, behind the last. */
	enum status (*next)(struct origin *o, struct job *j, struct item *out);
	/* Its bytes.  INVALID concerns this one, anything else ends it all. */
	enum status (*read)(struct origin *o, struct job *j,
	    const struct item *i, struct str *bytes);
	/*
	 * *out is empty at first, in j's memory afterwards.  INVALID, naming
	 * place and line, if it can't be taken: it is kept as it is.
	 */
	enum status (*convert)(struct origin *o, struct job *j,
	    const struct item *i, struct str bytes, struct converted *out);
	/* The file (of PATH_MAX) that an item means by src; false if none. */
	bool (*find)(struct origin *o, struct job *j, const struct item *i,
	    struct str src, char *path);
	/* Is there an item of that source still, and is it looked at? */
	bool (*has)(struct origin *o, struct str source);
	/* All is placed; the worker's thread has ended.  May be NULL. */
	enum status (*end)(struct origin *o);
	void (*close)(struct origin *o); /* may be NULL */
};

struct origin {
	const struct origin_kind *kind;
	struct job *j; /* lives as long as the import */
	struct desk *d;
	const struct import_opts *opts;
	struct str system; /* "hugo": what sources begin with */
	const char *noun;  /* what its items are: "files" */
	uint64_t n;        /* how many; 0: nobody knows yet */
	struct str
	    timezone; /* of dates without an offset; empty: the paper's */
	/* Besides an item's bytes: what decides on what becomes of it. */
	struct str options;
	struct tongue_seen *tongues;
	size_t n_tongues;
	struct notes notes; /* about the whole; until the end */
	void *own;

	/* set before begin() */
	struct str site_lang; /* the paper's first language */
	struct zone *zone;    /* of the worker's thread: timezone's */
	int64_t now;
	unsigned char key[KEY_BYTES]; /* of ids and hashes */
};

/*
 * NOT_FOUND, INVALID, naming what the user gave; to be closed whatever open
 * gives.  Inside a read of the site.
 */
MUST_CHECK enum status origin_open(struct desk *d, struct job *j,
    const struct import_opts *opts, const struct languages *langs,
    struct origin *out);
void origin_close(struct origin *o);

void origin_note(struct origin *o, struct str text);
/* Add a language, if it is not among them. */
void origin_tongue(struct origin *o, struct str tag, struct str name);

/* The id of what comes from that source: the same in every run, and secret. */
struct id origin_id(const unsigned char *key, struct str source);

/* ---- for those that look for an item's pictures ---- */

/* "a%20b.jpg?v=2" is "a b.jpg" on the disk. */
char *origin_file_name(struct job *j, struct str src);
/* The real path of folder/name, if it is a file below root. */
bool origin_within(struct job *j, const char *root, const char *folder,
    const char *name, char *path);

void convert_note(struct job *j, struct notes *notes, int line,
    struct str text);

#endif
