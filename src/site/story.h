/* SPDX-License-Identifier: ISC */
/* The whole of a story (of any kind) or a page, as its own page shows it. */
#ifndef STET_SITE_STORY_H
#define STET_SITE_STORY_H

#include "site/card.h"

struct site;

/* The same text in another language. */
struct translation {
	struct str lang, address, headline;
};

struct translations {
	struct translation *at;
	size_t n;
};

struct story {
	struct card card;
	struct markup html;
	struct changes changes; /* oldest first */
	struct str summary, search_headline, social_headline;
	struct str canonical, rights;
	struct links sections, topics, about; /* sections: home first */
	struct links within; /* its brief, series and events, as texts */
	struct particulars more;
	struct plate *shots; /* a gallery's, as many as more.shots; w 0: none */
	/* The file, then as many as more.captions, then more.documents. */
	struct attachment *attached;
	struct translations translations; /* without itself */
	struct id original;         /* of a translation; none: it is none */
	struct cards related;       /* at most SITE_RELATED */
	struct link earlier, later; /* in its home section */
	int64_t revision, seq;      /* seq of its last entry */
	struct sha256 sha256;       /* of its text file */
};

#define SITE_RELATED 4

/* The live story or page.  NOT_FOUND if that thing is none or is retracted. */
MUST_CHECK enum status site_story(struct site *s, struct job *j, int64_t num,
    struct story *out);

/* The live story or page with the next higher num; NOT_FOUND after the last. */
MUST_CHECK enum status site_story_after(struct site *s, struct job *j,
    int64_t after, int64_t *num);

/* The text of one alone; empty if it is none. */
MUST_CHECK enum status site_story_html(struct site *s, struct job *j,
    int64_t num, struct markup *out);

/* What was changed in one, oldest first. */
MUST_CHECK enum status site_changes(struct site *s, struct job *j, int64_t num,
    struct changes *out);

/* Name and address of a text, as of an entity; num 0 if it is not live. */
MUST_CHECK enum status site_text_link(struct site *s, struct job *j,
    int64_t num, struct link *out);

/* Only its card. */
MUST_CHECK enum status site_card(struct site *s, struct job *j, int64_t num,
    struct card *out);

#endif
