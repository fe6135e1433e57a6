/* SPDX-License-Identifier: ISC */
/* A post that is made a text file, and the parts that make it. */
#ifndef STET_WIRE_WP_POSTING_H
#define STET_WIRE_WP_POSTING_H

#include "wire/wordpress_inside.h"

struct posting {
	struct wordpress *w;
	struct job *j;
	const struct wp_entry *e;
	const struct xml *item;
	struct converted *out;
	struct wp_fields f;
	struct node *aliases;
	struct node *files; /* that its body links to or plays */
	bool page, draft;
	struct str lang;
	struct str path; /* of its pretty address, or empty */
};

/* A remark about what stands in that line of the export. */
void posting_note(struct posting *p, int line, struct str text);
/* Where a part of the item stands; the item's own line if it has none. */
int posting_line(const struct posting *p, const char *name);

/* Its address (out->address) and the others that it had, into aliases. */
void posting_put_address(struct posting *p);
void posting_put_aliases(struct posting *p);

/* Its body as markup and as it is written; the files that it offers. */
MUST_CHECK enum status posting_body(struct posting *p, struct str *html,
    struct str *out);
void posting_put_documents(struct posting *p);

/* The fields that nobody here knows, under `custom`. */
void posting_put_custom(struct posting *p);

#endif
