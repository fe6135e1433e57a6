/* SPDX-License-Identifier: ISC */
/*
 * The Markdown of a text file -> markup: CommonMark with tables,
 * strikethrough, footnotes, autolinks and safe HTML, then sanitised.
 *
 * What it makes of some things (class names are all of them):
 *	heading		<h2 id="h-the-words">; never an h1: a body that has one
 *			moves all its headings one level down
 *	picture alone	<figure><img src width height alt loading="lazy">
 *			<figcaption>Caption <small class="credit">Photograph:
 *			Name</small></figcaption></figure>
 *			from ![alt](src "Caption. Photograph: Name"), or with
 *			the caption as emphasised text in the next line
 *	missing picture	<span class="missing">This picture is missing: alt
 *			</span>, in a <figure> if it stands alone
 *	video		<figure class="video"><a class="facade" href="page of
 *			the video" rel=... data-embed="https://player">Play the
 *			video on YouTube</a></figure>, from a frame or from an
 *			address alone in a paragraph
 *	quotation	> ... with a last line "— Name, role":
 *			<blockquote>...<footer>Name, role</footer></blockquote>
 *	table		<div class="table" tabindex="0"><table>...
 *	table cells	class="right", class="center"
 *	footnotes	<sup class="note"><a href="#h-fn-1" id="h-fr-1"
 *			role="doc-noteref">1</a></sup> and at the end <div
 *			class="footnotes" role="doc-endnotes"><ol><li
 *			id="h-fn-1">... <a href="#h-fr-1" role="doc-backlink"
 *			aria-label="Back to the text">↩</a>
 *	[1:23] Words	in a transcript: <p id="h-t83"><a class="at"
 *			href="#h-t83">1:23</a> Words</p>; <span class="at">
 *			where no player is
 *	outside link	rel="external noopener"
 *	other direction	dir="auto" on a block whose first letter runs against
 *			the language's direction
 */
#ifndef STET_TEXT_BODY_H
#define STET_TEXT_BODY_H

#include "text/sanitise.h"

struct body_opts {
	/* Language of the text (quotation marks, direction, the few words that
	   a body itself says); empty is English. */
	struct str lang;
	/* Pictures that the text names; see body.pictures. */
	const struct body_media *media;
	size_t n_media;
	/* A paragraph that begins with [1:23] or 00:01:23 is heard then. */
	bool transcript;
	bool unplayed;    /* a transcript alone: its times lead nowhere */
	bool keep_local;  /* see struct sanitise_opts */
	bool keep_quotes; /* leave quotation marks and dashes as written */
};

struct body_heading {
	int level;       /* 2 to 6 */
	struct str id;   /* "h-..." */
	struct str text; /* plain */
};

struct body {
	struct markup html;  /* all of it */
	struct markup intro; /* what stood before <!--more-->, without ids and
	                        footnotes; empty if there is no such mark */
	struct str plain;    /* the words of html, a line for each block */
	const struct body_heading *headings;
	size_t n_headings;
	struct body_pictures pictures;
	struct body_notes notes;
};

/*
 * In j's memory.  INVALID if the text is not UTF-8.  A body that is over 2 MB
 * or nested too deep is kept as escaped text, and a note says so.  From any thread.
 */
MUST_CHECK enum status body_markup(struct job *j, struct str markdown,
    const struct body_opts *opts, struct body *out);

/*
 * Plain CommonMark with GFM's extensions, *not* safe to show: no smart
 * punctuation, no sanitising.  For comparing with the specification.
 */
MUST_CHECK enum status markdown_raw(struct job *j, struct str markdown,
    struct str *out);

#endif
