/* SPDX-License-Identifier: ISC */
/*
 * The desk: where texts are before they are published, and the only way from
 * there into the record.
 *
 * It holds a site's two databases and its key.  What it is about to do it
 * notes in desk.db first, does it in site.db, and then notes the end, so that
 * a start after a crash finishes what was intended, once.
 *
 * One thread's; several processes may have desks of one folder.
 */
#ifndef STET_DESK_DESK_H
#define STET_DESK_DESK_H

#include "media/media.h"
#include "record/record.h"
#include "site/site.h"

struct desk;

/*
 * Open a site's folder for publishing.  Starts the keeper of picture workers
 * (see media_open: before the first thread) and finishes what an earlier
 * process began.  NOT_FOUND, INVALID, DENIED, BUSY, FAULT.
 */
MUST_CHECK enum status desk_open(struct job *j, const char *dir,
    struct desk **out);
/*
 * Only to look at what is published (desk_show, desk_customs): no key, no
 * drafts, no pictures, and nobody is made to wait.
 */
MUST_CHECK enum status desk_open_to_read(struct job *j, const char *dir,
    struct desk **out);
void desk_close(struct desk *d); /* NULL is fine */

/* What it holds, for those who work beside it; the desk goes on owning it. */
struct store *desk_site_db(struct desk *d);
struct store *desk_db(struct desk *d);
struct site *desk_site(struct desk *d);
struct darkroom *desk_media(struct desk *d);
struct deflater *desk_deflater(struct desk *d);
const struct record_key *desk_key(struct desk *d); /* NULL: not here */
/*
 * A picture or file that is to be taken: name as the text writes it, label for
 * messages ("story.md:12: pier.jpg"), credit as the text has it.
 */
struct given {
	enum media_kind what;
	struct str name, label, credit;
	const struct media_given *file;
	struct darkroom *into; /* NULL: the site's own media/ */
};

/*
 * Take it, or find it taken before; *note says what an author should know, or
 * stays empty.  In a transaction of desk.db of its own.  As media_take().
 */
MUST_CHECK enum status desk_take(struct desk *d, struct job *j,
    const struct given *what, struct medium *out, struct str *note);
/*
 * Inside a transaction of site.db: note what was made of a picture's master
 * beside the sizes in m.  seen as in site_variants_put().
 */
MUST_CHECK enum status desk_note_renditions(struct site *s, struct job *j,
    const struct medium *m, const struct renditions *r, bool seen);
/* What was made of bytes with that hash; NOT_FOUND, no failure set. */
MUST_CHECK enum status desk_picture(struct desk *d, struct job *j,
    struct sha256 given, struct medium *out);

/* The site's first language and zone, for reading files; in j's memory. */
MUST_CHECK enum status desk_customs(struct desk *d, struct job *j,
    struct str *lang, struct zone **zone);

#endif
