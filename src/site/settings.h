/* SPDX-License-Identifier: ISC */
/* The site's own settings and its menus, from memory until they change. */
#ifndef STET_SITE_SETTINGS_H
#define STET_SITE_SETTINGS_H

#include "site/card.h"

struct site;

/*
 * The live settings as their file says them; before there are any, a copy
 * with nothing in it but the language "en".  languages.n is 1 or more.
 * Valid until site_read_end() or the next site_apply().
 */
MUST_CHECK enum status site_settings(struct site *s, struct job *j,
    const struct copy **out);

/* The site's name, tagline, ... in a language: worded_in() with fallback. */
struct str site_worded(const struct copy *settings,
    const struct worded_list *list, struct str lang);

struct menu_link {
	struct str label, address; /* address may be a URL */
	int64_t num;               /* of the thing it leads to; 0 if none */
	int level;                 /* 0 or 1 */
};

struct menu_links {
	struct menu_link *at;
	size_t n;
};

/*
 * The menu of that place ("main", "foot") in a language.  Without one: for
 * main the top-level sections that are not retired, for others nothing.
 */
MUST_CHECK enum status site_menu(struct site *s, struct job *j,
    struct str place, struct str lang, struct menu_links *out);

#endif
