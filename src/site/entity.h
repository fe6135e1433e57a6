/* SPDX-License-Identifier: ISC */
/*
 * Entities: people, topics, sections, organisations, places, each one thing
 * for all languages.  And how they are found by what an author wrote.
 */
#ifndef STET_SITE_ENTITY_H
#define STET_SITE_ENTITY_H

#include "site/card.h"

struct site;

struct entity {
	int64_t num;
	struct id id;
	enum kind kind;
	struct str name, slug, address, role; /* in the language asked for */
	struct markup intro;                  /* of its intros by language */
	struct markup html;                   /* of its body */
	int64_t parent;                       /* a section's; 0 if none */
	int64_t order;
	bool retired;
	bool has_picture;
	struct plate picture;
	struct texts links;
	struct particulars more;
};

/* NOT_FOUND if it is not live or is not an entity. */
MUST_CHECK enum status site_entity(struct site *s, struct job *j, int64_t num,
    struct str lang, struct entity *out);

/* Its name and address only, from memory; cheap.  num 0 gives nothing. */
MUST_CHECK enum status site_link(struct site *s, struct job *j, int64_t num,
    struct str lang, struct link *out);

/*
 * All sections, a parent before its children, siblings by `order` and then by
 * name.  depth 0 is the top.
 */
struct section {
	struct link link;
	int64_t parent;
	int depth;
	bool retired;
};

struct sections {
	struct section *at;
	size_t n;
};

MUST_CHECK enum status site_sections(struct site *s, struct job *j,
    struct str lang, struct sections *out);

/*
 * The thing that a reference means: by id, slug, name, old slug or alias, in
 * that order; first in the given language, then in any.  Letters' case does
 * not count in names.  NOT_FOUND (with no failure set) if there is none.
 */
MUST_CHECK enum status site_find(struct site *s, struct job *j, enum kind kind,
    struct str lang, struct str text, int64_t *num);

/*
 * A story of that kind (KIND_NONE: of any, or a page) by id, address, slug or
 * headline; likewise.
 */
MUST_CHECK enum status site_find_story(struct site *s, struct job *j,
    enum kind kind, struct str lang, struct str text, int64_t *num);

/* A thing by where it was imported from (`source`); likewise. */
MUST_CHECK enum status site_find_source(struct site *s, struct job *j,
    struct str source, int64_t *num);

/*
 * For "there is no section X; did you mean Y?": the nearest names of that
 * kind, nearest first, at most 3; none if nothing is near.
 */
MUST_CHECK enum status site_nearest(struct site *s, struct job *j,
    enum kind kind, struct str lang, struct str text, struct texts *out);

#endif
