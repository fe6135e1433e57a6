/* SPDX-License-Identifier: ISC */
/*
 * Press: makes every page that readers are given, from one read of the site,
 * a view and a template.  The server, an export and the desk's preview all
 * come through press_page(), so they can't differ.
 *
 * Not shared between threads: each loop of the server opens its own.
 */
#ifndef STET_PRESS_PRESS_H
#define STET_PRESS_PRESS_H

#include "edge/edge.h"
#include "page/theme.h"
#include "site/site.h"
#include "store/store.h"

struct press;

/*
 * Open a paper's folder: its site.db in that mode and its theme (theme/ in
 * the folder if it is there, else the built-in one).  Statuses as
 * store_open(), and INVALID with file and line if the theme is broken.
 */
MUST_CHECK enum status press_open(struct job *j, const char *dir,
    enum store_mode mode, struct press **out);

/*
 * The same over a site and a theme that somebody else has open (a preview
 * inside a write transaction); both must outlive it.  Reads are then not
 * begun or ended by press.
 */
struct press *press_new(struct site *site, struct theme *theme);

/*
 * Open the theme of that name (empty: the default) as the folder's pages are
 * set in it; freed by theme_free().
 */
MUST_CHECK enum status press_theme(struct job *j, const char *dir,
    struct str name, struct theme **out);

void press_free(struct press *p); /* NULL is fine */

/*
 * The page at a path, as a request has it (percent-decoded), by the job's
 * clock.  Not found and gone are answers.  BUSY and FAULT as the store's.
 */
MUST_CHECK enum status press_page(struct press *p, struct job *j,
    struct str path, struct str query, struct answer *out);

/*
 * What changed since the last tick (or since press_open()): cheap when nothing
 * did.  A changed theme is taken up here; a broken one leaves the old one in
 * place and its reason in press_trouble().
 */
MUST_CHECK enum status press_tick(struct press *p, struct job *j,
    struct edge_news *news);

/*
 * Many pages of the same moment: what is asked for in between shows the site as
 * it is now, and costs no look of its own.  Not for long, for nothing else of
 * this press may be called, and a checkpoint waits.
 */
MUST_CHECK enum status press_hold(struct press *p, struct job *j);
void press_let_go(struct press *p);

/*
 * Its pages are going to be files: they have nothing on them that only a
 * server could answer (a search, the stream of a brief).
 */
void press_unserved(struct press *p);

/* The version that the last tick told of; begin telling from another one. */
int64_t press_seen(const struct press *p);
void press_resume(struct press *p, int64_t version);

/* Why the theme in the folder isn't the one in use; empty if it is. */
struct str press_trouble(const struct press *p);

/* For edge_serve(): dir must outlive the serving. */
void press_edge(char *dir, struct edge_site *out);

#endif
