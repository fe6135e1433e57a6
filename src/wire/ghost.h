/* SPDX-License-Identifier: ISC */
/*
 * A paper that was made with Ghost: the JSON that its settings export ("db",
 * then "data", as Ghost 0.7 to 6 write it).  Of members, passwords, keys and
 * addresses for mail nothing is looked at.
 */
#ifndef STET_WIRE_GHOST_H
#define STET_WIRE_GHOST_H

#include <jansson.h>

#include "wire/oldfiles.h"

#define GHOST_MAX ((size_t)1024 * 1024 * 1024) /* bytes of an export */
#define GHOST_ITEMS_MAX 1000000

extern const struct origin_kind origin_ghost;

/* True if a file that begins so may be an export of Ghost's. */
bool ghost_looks_so(struct str beginning);

/* What becomes of each of its tables' rows. */
enum ghost_table {
	GHOST_USERS,
	GHOST_TAGS,
	GHOST_POSTS,
	GHOST_REDIRECTS, /* of a file of its own; and the feed's */
};

struct ghost_item {
	enum ghost_table table;
	const json_t *row;
	const json_t *meta; /* of a post; or NULL */
	struct str key;     /* "posts/6b04": what the source is called */
	struct str name;    /* "posts/coming-soon": what a message calls it */
	bool shown;         /* somebody may read it, now or when it is due */
	bool namesake;      /* another of its table has the same name */
};

/* The rows of posts_tags, posts_authors: by post, then in their order. */
struct ghost_tie {
	struct str post;
	json_int_t order;
	const struct ghost_item *to;
};

struct ghost_ties {
	struct ghost_tie *at;
	size_t n;
};

/* "/old/" leads to "/new/". */
struct ghost_redirect {
	struct str from, to;
};

struct ghost {
	struct origin *o;
	struct job *j;
	json_t *top;
	const json_t *data;
	struct str base;    /* "" or "/blog" */
	struct str host;    /* "https://old.example", or empty */
	struct str locale;  /* the site's */
	struct str pattern; /* of posts' addresses: "/:slug/" */
	struct ghost_item *items;
	size_t n, next;
	const struct ghost_item **by_key; /* sorted by key */
	struct ghost_ties tags, authors;
	struct ghost_redirect *redirects;
	size_t n_redirects;
	const char *folder; /* where the export lies */
	struct oldfiles files;
};

/*
 * An export's bytes into o->own; o as origin_kind.open has it, to be closed
 * as any.  INVALID: it is none.
 */
MUST_CHECK enum status ghost_read(struct origin *o, struct str bytes);

/* A member's text, or empty. */
struct str ghost_text(const json_t *row, const char *name);

/* The ties of a post; *n of them. */
const struct ghost_tie *ghost_ties_of(const struct ghost_ties *t,
    struct str post, size_t *n);

/* Read a redirects file beside the export, if there is one; notes in o. */
MUST_CHECK enum status ghost_redirects(struct ghost *g);

/*
 * A row as bytes that change when anything of it has changed: for a post, its
 * tags, authors and metadata too.
 */
MUST_CHECK enum status ghost_bytes(const struct ghost *g, struct job *j,
    const struct ghost_item *i, struct str *out);

/* A row as a text file of stet's; as struct origin_kind.convert. */
MUST_CHECK enum status ghost_convert(struct ghost *g, struct job *j,
    const struct ghost_item *i, struct converted *out);

/* The file that src means, of PATH_MAX; as struct origin_kind.find. */
bool ghost_find(struct ghost *g, struct job *j, struct str src, char *path);

#endif
