/* SPDX-License-Identifier: ISC */
/*
 * A text file: front matter, then a body of Markdown.
 *
 *	---
 *	headline: Ferry returns to winter hours
 *	---
 *	Markdown ...
 *
 * Front matter is YAML between lines of ---, or TOML between lines of +++, or
 * a JSON object that begins on the first line; a file with none of them is
 * all body.  What stet stores is always YAML.  A byte order mark, CRLF and
 * trailing spaces behind the fences are taken.
 *
 * Errors read `name:line: what, and what to do`.
 */
#ifndef STET_TEXT_TEXTFILE_H
#define STET_TEXT_TEXTFILE_H

#include "text/node.h"

#define TEXTFILE_FRONT_MAX ((size_t)256 * 1024)
#define TEXTFILE_BODY_MAX ((size_t)2 * 1024 * 1024)
#define TEXTFILE_MAX (TEXTFILE_FRONT_MAX + TEXTFILE_BODY_MAX)
#define TEXTFILE_DEPTH_MAX 16
#define TEXTFILE_NODES_MAX 50000
#define TEXTFILE_KEY_MAX 200

enum front_form {
	FRONT_NONE,
	FRONT_YAML,
	FRONT_TOML,
	FRONT_JSON,
};

struct textfile {
	struct str name;  /* as given, for messages */
	struct str bytes; /* the whole file as it was given */
	enum front_form form;
	struct str front;       /* the front matter without its fences */
	int front_line;         /* the line that front begins on */
	bool plain;             /* each of its fields begins a line of its own,
				 * so that fields can be edited in place */
	const struct node *top; /* always a MAP, perhaps an empty one */
	struct str body;
	int body_line;
};

/*
 * Take a text file apart.  Everything in *out points into bytes or j.
 * INVALID: not UTF-8, over a limit, broken front matter, a name given twice.
 */
MUST_CHECK enum status textfile_parse(struct job *j, struct str bytes,
    struct str name, struct textfile *out);

/* Where fields were given twice: the first max lines, and how many. */
struct mending {
	int *lines;
	size_t max, n;
};

/*
 * A file that textfile_parse refuses because fields are given twice, with all
 * but the last of each made comments: what generators read, so that imports
 * lose nothing.  INVALID if that does not help.
 */
MUST_CHECK enum status textfile_mend(struct job *j, struct str bytes,
    struct str name, struct str *out, struct mending *m);

/* A YAML, TOML or JSON file of its own (a configuration), as a MAP. */
MUST_CHECK enum status textfile_config(struct job *j, struct str bytes,
    struct str name, enum front_form form, const struct node **out);

/*
 * One change to a top-level field.  Exactly one of these:
 *   text   the field becomes this scalar (quoted as it needs to be)
 *   tree   the field becomes this tree
 *   yaml   ready-made YAML lines for the whole field, name included, each
 *          ended by \n
 *   none   (gone = true) the field goes
 */
struct edit {
	struct str field;
	struct str text;
	const struct node *tree; /* NULL unless used */
	struct str yaml;
	bool gone;
};

/*
 * The same file with those fields set, replaced or removed, and every other
 * byte as it was: comments, order, unknown fields, the body.  A new field goes
 * to the end of the front matter, in the order given.  A file without front
 * matter gets one; TOML and JSON are written anew as YAML first.  Blank lines
 * with a tab go from below a field that is set: not every value bears them.
 * INVALID as textfile_parse, or if the result would be too large.
 */
MUST_CHECK enum status textfile_edit(struct job *j, struct str bytes,
    struct str name, const struct edit *edits, size_t n, struct str *out);

/* As textfile_edit, for a file that was parsed already. */
MUST_CHECK enum status textfile_apply(struct job *j, const struct textfile *tf,
    const struct edit *edits, size_t n, struct str *out);

/*
 * As textfile_apply, and the result taken apart as textfile_parse would: where
 * plain texts are only added, which the desk does to each file that is
 * imported, without reading it all again.
 */
MUST_CHECK enum status textfile_applied(struct job *j,
    const struct textfile *tf, const struct edit *edits, size_t n,
    struct textfile *out);

/*
 * As textfile_apply, but what an author wrote as TOML stays TOML, where the
 * edits are plain texts: they stand at its top.
 */
MUST_CHECK enum status textfile_note(struct job *j, const struct textfile *tf,
    const struct edit *edits, size_t n, struct str *out);

/* The file in stet's own hand: YAML in the order of its tree, then the body. */
MUST_CHECK enum status textfile_write(struct job *j, const struct textfile *tf,
    struct str *out);

#endif
