/* SPDX-License-Identifier: ISC */
/*
 * What the two halves of the renderer share: render.c has the blocks, inline.c
 * the words and links within them.
 */
#ifndef STET_TEXT_RENDERER_H
#define STET_TEXT_RENDERER_H

#include <cmark-gfm/node.h>

#include "text/anchor.h"
#include "text/canonical.h"
#include "text/quotes.h"
#include "text/render.h"

/* What the renderer notes at a node before it comes to it. */
enum mark {
	PLAIN,
	FIGURE,       /* a paragraph that is a figure */
	CAPTION,      /* in it: the emphasised words that are its caption */
	CAPTION_LINE, /* in it: the line break in front of them */
	SIGNED,       /* a quotation's paragraph with a last line "— Name" */
	SIGNED_LINE,  /* in it: the line break in front of that */
	SIGNATURE,    /* a paragraph that is nothing else */
	WRITTEN,      /* a paragraph that was written already */
};

struct render {
	struct job *j;
	const struct body_opts *opts;
	const struct phrases *phrases;
	struct sanitise_opts rules_opts;
	struct tag_rules rules;
	struct buf out;
	struct quotes quotes;
	struct anchors anchors;
	cmark_iter *iter;
	struct rendered *result;
	char marks[WRITTEN + 1]; /* addresses stand for enum mark */
	size_t block; /* where the last block's content begins, or NOWHERE */
	const uint8_t *columns; /* alignments of the table */
	size_t column;
	bool intro, head, link, footnotes;
	int shift; /* added to heading levels */
	int footnote;
};

/* The bytes of a piece of the tree. */
struct str chunk(const cmark_chunk *c);

void mark(struct render *r, cmark_node *node, enum mark m);
enum mark mark_of(const struct render *r, const cmark_node *node);

void put(struct render *r, struct str html);
#define PUT(r, lit) put((r), STR(lit))

/* The words of a node and all below it. */
struct str words_of(struct job *j, cmark_node *node);

/* Content of a block begins here: its first letter may set its direction. */
void block_begins(struct render *r);
/* Against the language's direction?  Then its tag gets dir="auto". */
void block_ends(struct render *r);

/* "<!-- ... -->" and nothing else: it would not be shown anyhow. */
bool is_comment(struct str s);

/* Nodes of GFM's extensions have no constants, but names. */
void extension(struct render *r, cmark_node *node, bool entering);

/*
 * Begin a transcript's paragraph that begins with a time; false, with nothing
 * written, if it is none.
 */
bool moment_put(struct render *r, cmark_node *paragraph);

void inlines(struct render *r, cmark_node *node, bool entering);

#endif
