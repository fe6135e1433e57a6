/* SPDX-License-Identifier: ISC */
/*
 * Templates over views.  A view is a plain struct; a const table describes
 * it, and a template is bound to that table when it is compiled: a name that
 * no view on the way out has is an error that names the file, the line and
 * the names there are.  A compiled template is a flat program whose every
 * name is a load by offset.
 *
 *	struct card {
 *		struct str headline, href;
 *		struct markup intro;
 *		bool is_corrected;
 *		const struct picture *picture; (NULL if there is none)
 *		struct view_list bylines; (of struct byline)
 *	};
 *	static const struct view_field card_fields[] = {
 *		VIEW_TEXT(struct card, headline, "..."),
 *		VIEW_TEXT(struct card, href, "..."),
 *		VIEW_MARKUP(struct card, intro, "..."),
 *		VIEW_FLAG(struct card, is_corrected, "..."),
 *		VIEW_VIEW(struct card, picture, &picture_type, "..."),
 *		VIEW_LIST(struct card, bylines, &byline_type, "..."),
 *	};
 *	const struct view_type card_type = VIEW_TYPE(struct card, card_fields);
 *
 * What a template may say (Mustache 1.4 with inheritance and dynamic names):
 *
 *	{{headline}}	a text, escaped for text and quoted attributes; a
 *			number in the page's digits
 *	{{{intro}}}	markup as it is; an error for anything else, as is
 *			{{intro}}: markup is never escaped by accident
 *	{{#x}}..{{/x}}	text, markup: if not empty; flag: if set; number: if
 *			not 0; view: if there, its names come first inside;
 *			list: once for each; {{.}} is the text itself
 *	{{^x}}..{{/x}}	if not
 *	{{picture.alt}}	a field of a view (empty if the view isn't there)
 *	{{> card}}	templates/card.mustache, with the names as they stand
 *	{{>* slot}}	the partial that the field names, of its closed list
 *	{{< page}}{{$ main}}..{{/ main}}{{/ page}}	page.mustache with its
 *			block main replaced; {{$main}}..{{/main}} there
 *	{{w.more}}	the interface word "more" in the page's language (also
 *			{{words.more}}); a word with a place to fill in names
 *			the field: {{w.pictures.count}}, {{w.version.revision}}
 *	{{asset.x.css}}	the address of assets/x.css, content hash and all
 */
#ifndef STET_PAGE_TEMPLATE_H
#define STET_PAGE_TEMPLATE_H

#include "base/job.h"
#include "base/markup.h"
#include "page/dates.h"
#include "page/words.h"

enum view_holds {
	HOLDS_TEXT,    /* struct str */
	HOLDS_MARKUP,  /* struct markup */
	HOLDS_FLAG,    /* bool */
	HOLDS_NUMBER,  /* int64_t, in the digits of the page's language */
	HOLDS_SIZE,    /* int64_t, in 0-9: for attributes */
	HOLDS_VIEW,    /* const T *, NULL if it isn't there */
	HOLDS_INSIDE,  /* a T within the struct, always there */
	HOLDS_LIST,    /* struct view_list of T */
	HOLDS_TEXTS,   /* struct view_list of struct str */
	HOLDS_PARTIAL, /* struct str: the name of one of .partials */
};

struct view_type;

struct view_field {
	const char *name;
	enum view_holds kind;
	size_t at;                    /* offsetof */
	const struct view_type *type; /* VIEW, INSIDE, LIST: what T is */
	const char *const *partials;  /* PARTIAL: every name, then NULL */
	const char *what;             /* of a theme's manual: "its home" */
};

struct view_type {
	const char *name; /* for messages */
	const struct view_field *fields;
	size_t n;
	size_t size; /* sizeof(T), the step of a list */
};

struct view_list {
	const void *items; /* an array of T, not of pointers */
	size_t n;
};

/* clang-format off */
#define VIEW_TEXT(T, f, what) \
	{ #f, HOLDS_TEXT, offsetof(T, f), NULL, NULL, what }
#define VIEW_MARKUP(T, f, what) \
	{ #f, HOLDS_MARKUP, offsetof(T, f), NULL, NULL, what }
#define VIEW_FLAG(T, f, what) \
	{ #f, HOLDS_FLAG, offsetof(T, f), NULL, NULL, what }
#define VIEW_NUMBER(T, f, what) \
	{ #f, HOLDS_NUMBER, offsetof(T, f), NULL, NULL, what }
#define VIEW_SIZE(T, f, what) \
	{ #f, HOLDS_SIZE, offsetof(T, f), NULL, NULL, what }
#define VIEW_TEXTS(T, f, what) \
	{ #f, HOLDS_TEXTS, offsetof(T, f), NULL, NULL, what }
#define VIEW_VIEW(T, f, t, what) \
	{ #f, HOLDS_VIEW, offsetof(T, f), t, NULL, what }
#define VIEW_INSIDE(T, f, t, what) \
	{ #f, HOLDS_INSIDE, offsetof(T, f), t, NULL, what }
#define VIEW_LIST(T, f, t, what) \
	{ #f, HOLDS_LIST, offsetof(T, f), t, NULL, what }
#define VIEW_PARTIAL(T, f, p, what) \
	{ #f, HOLDS_PARTIAL, offsetof(T, f), NULL, p, what }
#define VIEW_TYPE(T, table) \
	{ #T, table, sizeof(table) / sizeof((table)[0]), sizeof(T) }
/* clang-format on */

/* What a template is made from.  Whoever compiles owns it all. */
struct template_file {
	struct str name; /* "story", as a partial is called */
	struct str file; /* "templates/story.mustache", for messages */
	struct str text;
};

struct template_asset {
	struct str name;    /* "gazette.css", "fonts/x.woff2" */
	struct str address; /* "/assets/gazette.1f3a9c0d2b7e.css" */
};

struct template_sources {
	const struct template_file *files;
	size_t n_files;
	const struct template_asset *assets;
	size_t n_assets;
	const struct words_list *words; /* NULL: no word can be named */
};

/*
 * How a page speaks: what changes with its language.  Of one thread at a
 * time only if its parts are.
 */
struct tongue {
	const struct words *words;
	const struct figures *figures;
};

struct template;

/*
 * Compile the template called name for views of a type, in j's memory; no
 * part of src is needed afterwards.  INVALID with "file:line: what is wrong,
 * and what there is instead".
 */
MUST_CHECK enum status template_compile(struct job *j,
    const struct template_sources *src, const char *name,
    const struct view_type *type, const struct template **out);

/*
 * The template over a view of its type, in j's memory.  INVALID if the
 * result grew over max bytes.
 */
MUST_CHECK enum status template_render(const struct template *t, struct job *j,
    const void *view, const struct tongue *tongue, size_t max, struct str *out);

#endif
