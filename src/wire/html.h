/* SPDX-License-Identifier: ISC */
/*
 * HTML of other systems -> the body of a text file: Markdown where that says
 * the same, else the HTML itself, written so that Markdown leaves it alone
 * (no empty lines within).  Nothing is judged here: what comes out is
 * sanitised like any body.
 *
 *	p, h1-h6, ul, ol, blockquote, pre, hr, a, img, em, strong, code, br
 *			become Markdown
 *	figure with one picture		![alt](src "caption")
 *	div, section and the like	go, what is in them stays
 *	tables, sound, films, details, frames, whatever else	stay HTML
 *	inline elements that Markdown has not	stay as they are
 */
#ifndef STET_WIRE_HTML_H
#define STET_WIRE_HTML_H

#include "base/buf.h"

/* What stands instead of an address in href or src; in j's memory. */
typedef struct str html_address(void *arg, struct job *j, struct str address);

struct html_opts {
	html_address *address; /* NULL: as it is */
	void *arg;
};

/* INVALID, with a reason, if it grows over 2 MB.  In j's memory. */
MUST_CHECK enum status html_body(struct job *j, struct str html,
    const struct html_opts *opts, struct str *out);

/* ---- for those that look at HTML themselves ---- */

#define HTML_ATTRIBUTES 24

/* A tag as it stands: <name a="b">, </name>, <name/>, or a comment. */
struct html_tag {
	struct str raw;  /* all of it */
	struct str name; /* as written; empty for a comment */
	bool closes, alone, comment;
	struct {
		struct str name, value; /* value with its entities */
	} at[HTML_ATTRIBUTES];
	size_t n;
};

/* The tag that begins at s.p[0] == '<'; false if none does. */
bool html_tag_read(struct str s, struct html_tag *out);
/* An attribute's value (ASCII case of the name aside), or empty. */
struct str html_value(const struct html_tag *t, const char *name);
bool html_is(const struct html_tag *t, const char *name);
/* True if its class attribute has this word. */
bool html_class(const struct html_tag *t, const char *word);
/*
 * Where the element that begins at s.p[0] ends, behind its end tag; s.n if it
 * is never closed.  Elements of its own name may be nested in it.
 */
size_t html_element(struct str s);

/* As a value between double quotes. */
void html_put_value(struct buf *b, struct str value);
/* Text without tags, entities resolved, white space made one. */
struct str html_plain(struct job *j, struct str html);

#endif
