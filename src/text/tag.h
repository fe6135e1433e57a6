/* SPDX-License-Identifier: ISC */
/*
 * A start tag in its canonical form.  Both ways of the sanitiser, the short
 * one and the one through the parser, ask here, so that they can't differ.
 */
#ifndef STET_TEXT_TAG_H
#define STET_TEXT_TAG_H

#include "text/element.h"
#include "text/sanitise.h"

#define TAG_MAX 32 /* attributes; further ones are left out */

/* How wide a picture in a body is shown: the one value of sizes="". */
#define TAG_SIZES "(min-width: 48rem) 38.5rem, 100vw"

struct tag_attribute {
	enum attribute name;
	struct str value; /* entities resolved */
};

struct tag {
	enum element el;
	size_t n;
	struct tag_attribute at[TAG_MAX];
};

/* What one body's tags are judged by, and the ids that it has had. */
struct tag_rules {
	struct job *j;
	const struct sanitise_opts *opts;
	uint64_t *ids;          /* hashes, 0 where none is */
	size_t n_ids, id_slots; /* never more than half are full */
};

struct tag_rules tag_rules_new(struct job *j, const struct sanitise_opts *o);

/*
 * The canonical form of a tag: attributes that may not stand are gone, values
 * are as they will be written, those that have to stand are there.  False if
 * the element makes no sense that way (a picture without an address of our
 * own).  in and out are not the same.
 */
bool tag_canonical(struct tag_rules *r, const struct tag *in, struct tag *out);

/* The row of a picture that the text may name, or NULL. */
const struct body_media *media_named(const struct sanitise_opts *opts,
    struct str name);

/* The tag that shows it. */
struct tag tag_of_picture(struct job *j, const struct body_media *m,
    struct str alt);

/* A tag with one attribute more. */
void tag_put(struct tag *t, enum attribute name, struct str value);

#endif
