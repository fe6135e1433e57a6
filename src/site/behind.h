/* SPDX-License-Identifier: ISC */
/*
 * How a translation stands to its original: which of the original's revisions
 * it follows, and what of the words has changed there since.
 */
#ifndef STET_SITE_BEHIND_H
#define STET_SITE_BEHIND_H

#include "site/story.h"
#include "text/passages.h"

struct behind {
	struct str lang, address, headline; /* of the original */
	/* Its revisions, as its own files count them. */
	int64_t follows, live;
	bool is;      /* its words have changed since */
	bool unknown; /* erased: nobody can say what was */
	bool headline_changed, deck_changed;
	struct passages changed, taken; /* of the live one; of the old one */
};

/*
 * The revision that the file names (`translation_revision`) or, if it names
 * none, the newest that was there when the translation last came out or came
 * with the same import.  NOT_FOUND if the text is no translation, or its
 * original is not live.  Reads from the record what both files were.
 */
MUST_CHECK enum status site_behind(struct site *s, struct job *j,
    const struct story *translation, struct behind *out);

#endif
