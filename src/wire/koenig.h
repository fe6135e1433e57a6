/* SPDX-License-Identifier: ISC */
/*
 * What Ghost's two editors keep in a text, as HTML: words with their marks,
 * and the cards between the paragraphs.  Names and members as Ghost's own
 * renderers read them (kg-default-nodes of Ghost 5 and 6, kg-default-cards of
 * Ghost 2 to 4): a card has the same name in both, or one of two.
 *
 * Hostile: whatever a card holds as HTML is sanitised by itself, so that no
 * card reaches into the next; addresses are told by their beginnings.  Each
 * block ends with an empty line and holds none, so that Markdown takes it as
 * HTML.
 */
#ifndef STET_WIRE_KOENIG_H
#define STET_WIRE_KOENIG_H

#include <jansson.h>

#include "base/buf.h"
#include "text/copy.h"

#define KOENIG_DEPTH_MAX 100    /* of what is nested in a text */
#define KOENIG_NODES_MAX 200000 /* in one text */
#define KOENIG_JSON_MAX ((size_t)16 * 1024 * 1024)

/* A document that a text offers, to be named beside it. */
struct koenig_file {
	struct str src, label;
};

struct koenig {
	struct job *j;
	struct str base; /* what stands for __GHOST_URL__: "" or "/blog" */
	struct str host; /* "https://old.example" or empty: is here, too */
	bool members;    /* keep what only members were shown */
	struct notes *notes;
	struct buf out;
	size_t block; /* the one at work, from 1; 0: none */
	size_t left;  /* nodes that may still come */
	/* A file for readers to take, if it is here; else NULL. */
	bool (*has)(void *arg, struct str src);
	void *arg;
	struct koenig_file *files;
	size_t n_files;
};

/* For a body of at most what a text file takes.  notes may not be NULL. */
struct koenig koenig_begin(struct job *j, struct str base, struct str host,
    struct notes *notes);

/* INVALID, with a reason, if it grew larger than a text file may be. */
MUST_CHECK enum status koenig_end(struct koenig *c, struct str *out);

/* A text's JSON as an object that lives as long as j.  INVALID: it is none. */
MUST_CHECK enum status koenig_load(struct koenig *c, struct str json,
    const char *what, json_t **out);

/* For job_defer(): a json_t. */
void koenig_drop(void *json);

/* A member's text, or empty; it lives as long as o. */
struct str koenig_text(const json_t *o, const char *name);

/* Note something about the block at work. */
void koenig_note(struct koenig *c, const char *fmt, ...) PRINTF(2, 3);

/* Text, escaped, without an empty line. */
void koenig_words(struct koenig *c, struct str text);

/* An address as it is to be here: without the place where Ghost stood. */
struct str koenig_here(struct koenig *c, struct str address);

/* ` href="..."`, with the address as it is to be here. */
void koenig_address(struct koenig *c, const char *attribute,
    struct str address);

/* True, and noted, if an address leads to what Ghost itself did. */
bool koenig_is_portal(struct koenig *c, struct str address);

/* The same for all addresses in HTML. */
struct str koenig_all_here(struct koenig *c, struct str html);

/* <a>, unless the address leads nowhere here; words may be empty. */
void koenig_link(struct koenig *c, struct str address, struct str words);

/* A value between double quotes; code within <pre>. */
void koenig_value(struct koenig *c, struct str text);
void koenig_code(struct koenig *c, struct str code);

/* A stranger's HTML sanitised; what was left out is noted. */
struct str koenig_clean(struct koenig *c, struct str html);

/* HTML from a stranger; inline or blocks as it comes. */
void koenig_html(struct koenig *c, struct str html);

/* HTML from a stranger as blocks of their own. */
void koenig_html_block(struct koenig *c, struct str html);

/* The end of a block. */
void koenig_gap(struct koenig *c);

/* All that a card says which is not known, in its own order. */
void koenig_unknown(struct koenig *c, const json_t *o);

/* A whole card, known or not; o holds its members. */
void koenig_put(struct koenig *c, struct str name, const json_t *o);

#endif
