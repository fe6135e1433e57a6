/* SPDX-License-Identifier: ISC */
/*
 * A galley: everything about a text file that can be worked out without the
 * database.  It is set where there is time (the importer's worker thread) and
 * placed by site_apply() where there is not (under the writer's lock).
 *
 * Any thread may make one; it needs no database.
 */
#ifndef STET_SITE_GALLEY_H
#define STET_SITE_GALLEY_H

#include "base/deflate.h"
#include "base/markup.h"
#include "site/card.h"
#include "text/copy.h"

struct galley_opts {
	struct str name;   /* of the file, for messages */
	enum kind kind;    /* if the file names none */
	struct str lang;   /* if the file names none: the site's first */
	struct zone *zone; /* the site's; NULL is UTC; of this thread */
	bool lenient;      /* as in copy_defaults: notes instead of errors */
	struct deflater *deflater; /* this thread's; NULL if later */
	bool later; /* leave sha256 and packed to galley_pack() */
};

struct galley {
	struct str bytes; /* the file itself */
	struct sha256 sha256;
	struct str packed; /* the file, deflated: what content() stores */
	struct textfile file;
	struct copy copy; /* copy.notes are what copy_read() remarked */

	bool has_picture; /* a lead picture of a known master */
	struct plate picture;
	struct plate *slot_pictures; /* a front's, one a slot; w 0: none */
	struct plate *shots;         /* a gallery's, one a shot; w 0: none */
	struct attachment *attached; /* see struct story */

	struct markup html;
	struct str html_packed;
	struct markup intro; /* of the field, or of what stands before more */
	struct str excerpt;  /* empty if there is a deck or an intro */
	int64_t words;
	int32_t month; /* year * 12 + month - 1 of publication, in the zone */
	/*
	 * What the body's markup had to change or could not understand: for
	 * the importer's report.
	 */
	struct notes notes;

	/* For the search index: folded words, by column. */
	struct str index_head, index_deck, index_body;
	struct str index_packed; /* the three, packed and deflated */
};

/*
 * Set a text file.  *out points into bytes and j.
 * INVALID, naming file and line, if it can't be read.
 */
MUST_CHECK enum status galley_make(struct job *j, struct str bytes,
    const struct galley_opts *opts, struct galley *out);

/* The same for a file that was taken apart already. */
MUST_CHECK enum status galley_read(struct job *j, const struct textfile *tf,
    const struct galley_opts *opts, struct galley *out);

/* A picture of that file by what stet wrote of it; false if it is missing. */
bool plate_of(struct job *j, const struct copy *c, const struct picture *p,
    struct plate *out);

/* What `later` left out, on the thread that has the time; else nothing. */
void galley_pack(struct job *j, struct deflater *d, struct galley *g);

#endif
