/* SPDX-License-Identifier: ISC */
/* What the files about applying a story share. */
#ifndef STET_SITE_STORY_ROWS_H
#define STET_SITE_STORY_ROWS_H

#include "site/inside.h"

/* A story stands in no more listings than this; further ones are left out. */
#define LISTINGS_MOST 200

/* The rows of a story as they are, before it changes. */
struct old_story {
	bool there;
	struct str address, lang, headline, related, listings, family, refs;
	struct listed listed;
};

/* What it is to become. */
struct new_story {
	int64_t listings[LISTINGS_MOST];
	size_t nlistings;
	struct refs_found refs;
	struct related_list related;
	struct str address, family, filter;
	struct texts aliases; /* normal forms */
	struct listed listed;
};

/* apply_story.c: the rows as they are; there is false if there are none. */
MUST_CHECK enum status old_load(struct site *s, struct job *j, int64_t num,
    struct old_story *old);

/* story_refs.c: from what the file names to the things that are meant. */
bool in_list(const int64_t *list, size_t n, int64_t num);
struct str nums_pack(struct job *j, const int64_t *nums, size_t n);
size_t nums_unpack(struct str packed, int64_t *nums, size_t most);
MUST_CHECK enum status refs_find(struct site *s, struct job *j,
    const struct copy *c, struct refs_found *f);
struct str refs_pack(struct job *j, const struct refs_found *f);
void refs_unpack(struct job *j, struct str packed, struct refs_found *f);
struct str byline_pack(struct job *j, const struct copy *c,
    const struct refs_found *f);
void byline_unpack(struct job *j, struct str byline, struct refs_found *f);

/* story_listings.c: home first, then the story's home section. */
MUST_CHECK enum status listings_choose(struct site *s, struct job *j,
    const struct copy *c, struct new_story *n);
MUST_CHECK enum status listings_move(struct site *s, struct job *j,
    const struct old_story *old, const struct new_story *n);

/*
 * corrections.c: the distinct times of changes of which readers are told,
 * oldest first, as the tables or the file have them.
 */
struct told {
	int64_t *at;
	size_t n;
};
MUST_CHECK enum status told_load(struct site *s, struct job *j, int64_t num,
    struct told *out);
void told_of(struct job *j, const struct copy *c, struct told *out);
/* A story's places in the listing of corrections: as it was, as it is. */
struct telling {
	struct str lang;
	struct told told;
};
MUST_CHECK enum status corrections_move(struct site *s, struct job *j,
    int64_t num, const struct telling *was, const struct telling *now);

/* story_stale.c: the pages elsewhere that show it, at that place. */
MUST_CHECK enum status stale_story(struct site *s, struct job *j, int64_t num,
    struct str family, struct str listings, struct listed e);

/* naming.c: the redirects to it; menus and fronts that call it by some name. */
MUST_CHECK enum status stale_naming(struct site *s, struct job *j, int64_t num,
    struct str address, struct str headline);

#endif
