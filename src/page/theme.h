/* SPDX-License-Identifier: ISC */
/*
 * A theme is a folder; the default one is compiled into the program.
 *
 *	templates/NAME.mustache	pages and partials, one name space
 *	assets/...		style, fonts, script, drawings (one level of
 *				folders below it)
 *	words/LANG.json		interface words, see words.h
 *
 * A file that a folder lacks is the built-in one.  An asset's address holds
 * the hash of its content (/assets/gazette.1f3a9c0d2b7e.css), so it may be
 * kept for ever; url(...) in a style sheet names a file of assets/, relative
 * to the sheet, and is rewritten alike.  A theme does not change once open:
 * any number of threads may render with it until it is reopened or freed.
 */
#ifndef STET_PAGE_THEME_H
#define STET_PAGE_THEME_H

#include "page/template.h"

/* A page that the program makes: templates/NAME.mustache over such a view. */
struct theme_page {
	const char *name;
	const struct view_type *type;
};

struct theme_asset {
	struct str address; /* "/assets/gazette.1f3a9c0d2b7e.css" */
	struct str type;    /* "text/css; charset=utf-8" */
	struct str bytes;
};

struct theme;

/* Where a theme comes from; each may be NULL, and lies over what is above. */
struct theme_source {
	const char *name;   /* of one that is built in; empty: the default */
	const char *folder; /* of that name, in the site's themes/ */
	const char *over;   /* the site's own theme/ */
};

/*
 * Open a theme; the default one for NULL.  Folders that aren't there have no
 * files.  pages must outlive it.  INVALID with "file:line: reason".
 */
MUST_CHECK enum status theme_open(struct job *j,
    const struct theme_source *source, const struct theme_page *pages, size_t n,
    struct theme **out);
void theme_free(struct theme *t); /* NULL is fine */

/*
 * True if a file of the folder has come, gone or changed since it was opened
 * (or since reopening failed).  Looks at the disk once a second at most.
 */
bool theme_changed(struct theme *t);

/* The same, looking at the disk each time. */
bool theme_outdated(const struct theme *t);

/*
 * Open it anew and put it in *t's place.  On any failure *t stays as it was,
 * and the reason stands in j.
 */
MUST_CHECK enum status theme_reopen(struct job *j, struct theme **t);

/* t, just opened, stands in the place of another (NULL: of none), and owns it. */
void theme_succeed(struct theme *t, struct theme *before);

/* Whether the folder of its name is there. */
bool theme_has_folder(const struct theme *t);

/* 16 hexadecimal digits over everything in it, for the cache's key. */
struct str theme_version(const struct theme *t);

/*
 * The page over a view of its type, in j's memory.  A name that was not among
 * the pages is our own mistake (assert).
 */
MUST_CHECK enum status theme_render(const struct theme *t, struct job *j,
    const char *name, const void *view, const struct tongue *tongue,
    struct str *out);

/*
 * By whole address, of the theme before it too: a reader may have a page of
 * that.  NULL if there is none.
 */
const struct theme_asset *theme_asset(const struct theme *t,
    struct str address);
/* All of them, for an export. */
const struct theme_asset *theme_assets(const struct theme *t, size_t *n);
/* The address of assets/NAME; NOT_FOUND names the nearest. */
MUST_CHECK enum status theme_asset_named(const struct theme *t, struct job *j,
    struct str name, struct str *address);

/* Of every language that has a file. */
const struct words_list *theme_words_list(const struct theme *t);
/* Never NULL: English stands in (words_stand_in). */
const struct words *theme_words(const struct theme *t, struct str lang);

/*
 * Write a built-in theme (name empty: the default) out, all that it is made
 * of, to a folder that isn't there yet or is empty; else CONFLICT.
 */
MUST_CHECK enum status theme_eject(struct job *j, const char *name,
    const char *dir);

#endif
