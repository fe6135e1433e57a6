/* SPDX-License-Identifier: ISC */
/*
 * A post's content as WordPress keeps it -> HTML: the comments that mark
 * blocks go, what is in them stays; shortcodes become what they stand for;
 * text of the old editor gets its paragraphs.
 */
#ifndef STET_WIRE_WP_BODY_H
#define STET_WIRE_WP_BODY_H

#include "text/copy.h"
#include "wire/html.h"

struct wp_file {
	struct str url, alt, caption;
};

struct wp_list {
	int64_t *at;
	size_t n;
};

/* What else of the export a body needs. */
struct wp_library {
	/* false: there is no such attachment (reusable block) */
	bool (*file)(void *arg, struct job *j, int64_t id, struct wp_file *out);
	bool (*block)(void *arg, struct job *j, int64_t id, struct str *out);
	/* the attachments of a post */
	struct wp_list (*files)(void *arg, struct job *j, int64_t post);
	void *arg;
};

struct wp_work {
	struct job *j;
	const struct wp_library *library; /* NULL: none */
	int64_t post;
	struct str footnotes; /* JSON of the block editor, or empty */
	struct notes *notes;  /* all with the line below */
	int line;
};

/* INVALID if it grows over 4 MB. */
MUST_CHECK enum status wp_html(struct wp_work *w, struct str content,
    struct str *out);

#define WP_REMARKS 200 /* about one body */
/* Once for each text. */
void wp_remark(struct wp_work *w, struct str text);

/* Paragraphs where empty lines are, line breaks where lines end. */
struct str wp_paragraphs(struct job *j, struct str text);
/* What shortcodes stand for; others stay as they are written. */
struct str wp_shortcodes(struct wp_work *w, struct str text);

#endif
