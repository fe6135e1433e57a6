/* SPDX-License-Identifier: ISC */
/* What changes in a front matter when a file is taken over. */
#ifndef STET_WIRE_FIELDS_H
#define STET_WIRE_FIELDS_H

#include "wire/convert.h"

struct fieldwork {
	struct converter *c;
	struct job *j;
	const struct source *source;
	const struct textfile *tf;
	enum kind kind;
	struct str title;
	bool has_title;
	struct str file_date; /* from the file's name */
	struct when date;
	struct str old;     /* address, normal form */
	struct id original; /* of a translation; or all zero */
	struct converted *out;
};

/* Fill w->out's edits, address and notes. */
MUST_CHECK enum status fields_work(struct fieldwork *w);

/* True for a file that carries stet's id, salt and address. */
bool fields_whole(const struct node *top);

/* True for an unquoted yes, no, true or false. */
bool fields_is_flag(const struct node *nd);

/* Jekyll's categories as they stand in addresses: "a/b". */
struct str fields_categories(struct job *j, const struct source *s,
    const struct node *top);

#endif
