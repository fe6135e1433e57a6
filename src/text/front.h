/* SPDX-License-Identifier: ISC */
/* The three languages of front matter, each made a tree.  For textfile.c. */
#ifndef STET_TEXT_FRONT_H
#define STET_TEXT_FRONT_H

#include "base/buf.h"
#include "text/textfile.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a piece of front matter stands, for messages. */
struct front_at {
	struct job *j;
	struct str name; /* of the file */
	int line;        /* that its first line has in the file */
	bool twice;      /* a top-level name may be given twice (YAML) */
};

/*
 * plain: true if every top-level field begins a line of its own, with from
 * and to set.  The top is a MAP, an empty one if nothing is there.
 */
MUST_CHECK enum status front_yaml(const struct front_at *where, struct str text,
    struct node **top, bool *plain);
/*
 * The front matter's fence, form and extent, unread: tf->front and body are
 * set for YAML and TOML.
 */
MUST_CHECK enum status front_cut(struct job *j, struct textfile *tf);
/* Where the field of this node ends; indent is that of the names. */
size_t front_field_end(struct str text, const struct node *nd, unsigned indent);
MUST_CHECK enum status front_toml(const struct front_at *where, struct str text,
    struct node **top);
/* used: how many bytes the object took; what follows is not looked at. */
MUST_CHECK enum status front_json(const struct front_at *where, struct str text,
    struct node **top, size_t *used);

/*
 * One field: name, colon, value, \n.  one_line: its texts may not stand as
 * lines under a |, because lines of spaces follow, which would join them.
 */
void yaml_put_field(struct buf *b, struct str key, const struct node *value,
    bool one_line);

#ifdef __cplusplus
}
#endif
#endif
