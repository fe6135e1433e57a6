/* SPDX-License-Identifier: ISC */
/* What the making of one page shares; inside press only. */
#ifndef STET_PRESS_MAKING_H
#define STET_PRESS_MAKING_H

#include "page/structured.h"
#include "page/view.h"
#include "press/cells.h"
#include "press/press.h"
#include "site/entity.h"

/* How the paper speaks in one language; kept as long as settings stand. */
struct speech {
	char *lang, *calendar, *digits, *zone; /* owned */
	struct dates *dates;
	struct tongue tongue;
	struct speech *next;
};

/* What a language calls itself; ICU takes 10 us to say it, so it is kept. */
struct own_name {
	char *lang, *name; /* owned */
	struct own_name *next;
};

#define TRAIL_MOST 8 /* steps to a page */

struct making {
	struct press *press;
	struct job *j;
	struct site *site;
	const struct copy *settings;
	const struct place *place;
	struct str lang;
	struct str base;              /* "https://gazette.example", or empty */
	const struct words *w;        /* in lang */
	struct dates *dates;          /* in lang */
	const struct figures *digits; /* in lang */
	struct str name;              /* the paper's, in lang */
	int64_t now;
	bool still;          /* nothing that moves with the clock is shown */
	bool unserved;       /* as of press_unserved() */
	int64_t fresh_until; /* 0: until it is stale */
	struct answer *answer;
	struct view_feed *feed;       /* of a feed, instead of page */
	struct structured_page about; /* of a page that is no story's */
	struct structured_step trail[TRAIL_MOST];
	struct view_page page;
};

struct site *press_site(const struct press *p);
const struct theme *press_theme_in_use(const struct press *p);
struct folded *press_tiles(const struct press *p);

/* A word of the interface in the page's language. */
struct str say(const struct making *m, const char *key);
/*
 * A name among words of the page's direction: what runs the other way stands
 * apart (FSI, PDI), so that it takes no figures and marks beside it along.
 */
struct str apart(const struct making *m, struct str s);
/* With a text (apart), or a number in the language's figures, in its place. */
struct str say_with(const struct making *m, const char *key, struct str value);
struct str say_number(const struct making *m, const char *key, int64_t n);

/* The page has to be made anew at that time, if not before. */
void fresh_until(struct making *m, int64_t at);

/* An address as it stands in href: percent-encoded; a URL as it is. */
struct str href_of(const struct making *m, struct str address);
/* The same with scheme and host, if the settings have a URL. */
struct str url_of(const struct making *m, struct str address);

/*
 * A moment in words: the time of day while it is under a day old, then the
 * date; on pages that stand still the whole date.  NULL for WHEN_NONE.
 */
const struct view_time *time_near(struct making *m, struct when w);
/* "23 November 2026, 10:40", or only the date if no time was given. */
const struct view_time *time_long(struct making *m, struct when w);
/*
 * Why something was taken down: the reason given, or that its time was over
 * (expired, seconds; 0: it was not that).
 */
struct str gone_reason(struct making *m, struct str reason, int64_t expired);
/* The time of day alone, or NULL if none was given. */
const struct view_time *time_of_day(struct making *m, struct when w);
/* Was it less than a day before now? */
bool is_today(const struct making *m, struct when w);

/* A list of n items for a view. */
struct view_list list_of(const void *items, size_t n);

/* Two texts, joined by one between them where both are there. */
struct str joined(const struct making *m, struct str a, struct str between,
    struct str b);

/* "www.example.org" of a URL, for reading. */
struct str url_host(struct str url);
/* A Gregorian year in the language's calendar: "2026", "۱۴۰۴–۱۴۰۵". */
struct str year_words(struct making *m, int year);

/* A text of at most so many characters, cut with care. */
struct str shortened(const struct making *m, struct str text, size_t most);
/* What a language is called in itself: by the settings, or by custom. */
struct str language_name(struct making *m, struct str tag);

/* "h5" or "h5 lo": the class of a headline of that rank and length. */
struct str headline_size(int rank, struct str headline);

/* What plays a recording (player.c); none if it is words alone. */
void player_set(struct making *m, const struct story *s, struct view_story *v);
void documents_set(struct making *m, const struct story *s,
    struct view_story *v);

/* ---- cards (dress.c) ---- */

/* How wide the theme sets a picture on a desk; on a phone all fill the page. */
enum frame {
	FRAME_SMALL, /* an entry's, a person's: a quarter of the page */
	FRAME_HALF,  /* a front's */
	FRAME_WIDE,  /* a story's own, or a lead without a side column */
};

/* How much a card says. */
struct showing {
	enum card_place at;
	int rank;            /* of the headline, 1 (smallest) to 5 */
	const char *level;   /* of its heading element: "2" or "3" */
	bool deck;           /* its deck, or an excerpt */
	size_t deck_most;    /* in so many characters; 0: whole */
	bool excerpt;        /* an excerpt where there is no deck */
	bool byline, office; /* who; and what they are */
	bool time;
	bool picture;
	enum frame frame; /* of the picture */
	bool eager;       /* it is seen first */
	bool section;     /* its section's name, if it has no kicker */
	int64_t within;   /* the section whose name is not repeated */
	bool ruled, far;
	bool in_listing; /* as an entry: label in the margin, intro */
};

void card_set(struct making *m, const struct card *c, const struct showing *s,
    struct view_card *out);
/* What there is of a picture, in all its widths and formats (pictures.c). */
const struct view_picture *picture_set(struct making *m, const struct plate *p,
    enum frame frame, bool eager);
/* A body with its pictures so. */
struct markup body_set(struct making *m, struct markup body);
/* "Nell Sorrow, harbour reporter"; what: with offices. */
struct str byline_of(const struct making *m, const struct signers *by,
    bool offices);
/* Its headline; of an item without one its first words. */
struct str card_headline(const struct making *m, const struct card *c);
/* The word for what it is, or whose voice; empty for news. */
struct str card_label(const struct making *m, const struct card *c);
bool card_is_other(const struct card *c);
/* Its template on the story's own page. */
struct str card_story(const struct card *c);
/* A sentence or two for where it is shared. */
struct str card_share(struct making *m, const struct card *c);

/* ---- what only some kinds have (particulars.c) ---- */

/* "14 November – 15 November 2026", "14 November 2026, 18:00–20:00" */
struct str span_words(struct making *m, struct when from, struct when to);
/* "12:40", "1:02:03"; empty for 0 */
struct str length_words(struct making *m, int64_t seconds);
/* The interface's word for a status that it knows, else as written. */
struct str status_words(const struct making *m, struct str status);
/* The lines of a text, of struct view_link. */
struct view_list lines_of(struct making *m, struct str text);
/* What an item has grown into; left alone if it has not. */
MUST_CHECK enum status promoted_link(struct making *m,
    const struct particulars *p, const struct view_link **out);
/* Who signed it, or who of them is asked for (signers.c). */
#define SIGNED_PARAM "signed"
#define COMMENT_SHOWN 4 /* levels that are told apart on a page */
/* Comments that came with it from elsewhere. */
MUST_CHECK enum status comments_set(struct making *m, const struct story *s,
    struct view_story *v);
MUST_CHECK enum status signatories_set(struct making *m, const struct story *s,
    struct view_story *v);
/* Everything of its kind that stands on the story's own page. */
MUST_CHECK enum status particulars_set(struct making *m, const struct story *s,
    struct view_story *v);

/* Degrees in words and as a geo: address; nothing for nowhere. */
void globe_set(struct making *m, const struct point *p, struct str *words,
    struct str *href);
/* What only some entities have: offices, what they have to do with. */
MUST_CHECK enum status entity_set(struct making *m, const struct entity *e,
    struct view_listing *v);

/* ---- briefs, events, series (sequence.c) ---- */

/* An item's fragment in its brief's page, the same wherever it is imported. */
struct str part_id(struct job *j, struct id id);
/* An item as its brief shows it. */
MUST_CHECK enum status part_set(struct making *m, const struct card *c,
    struct view_part *out);

/* What such a text lists: items by day, a timeline, parts. */
MUST_CHECK enum status sequence_set(struct making *m, const struct story *s,
    struct view_story *v);

/* ---- what was changed (notes.c) ---- */

/* "Correction", "Editor's note". */
struct str grade_label(const struct making *m, enum grade g);
/*
 * Of struct view_note, newest first: what readers are told above a story's
 * text.  Typos are not told, nor an update that says nothing.
 */
struct view_list notes_of(struct making *m, const struct changes *c,
    struct when published);
/* When it was changed, of struct view_time; newest first, without typos. */
struct view_list changed_of(struct making *m, const struct changes *c,
    struct when published);
/* The page of all corrections, in the page's language. */
struct str corrections_href(const struct making *m);

/* ---- structured data (structure.c) ---- */

/* RFC 3339, or the day alone; empty for WHEN_NONE. */
struct str rfc3339(const struct making *m, struct when w);
/* The address of its picture, the larger one; or empty. */
struct str best_picture(const struct card *c);
/* Of a story, from its finished view; of a person, organisation, place. */
MUST_CHECK enum status structured_set(struct making *m, const struct story *s,
    const struct view_story *v);
void structured_of_entity(struct making *m, const struct entity *e);
/* Of the front: the paper itself. */
void structured_of_paper(struct making *m);
/* A further step of the way to the page, which begins at home. */
void trail_add(struct making *m, struct str name, struct str address);
/* The sections above this one and itself. */
MUST_CHECK enum status trail_sections(struct making *m, int64_t num);
/* What was gathered so, as the page's json_ld; a story's has its own. */
MUST_CHECK enum status structured_gathered(struct making *m);

/* ---- around (around.c) ---- */

/* Masthead, nav, foot.  current: the section that the page belongs to. */
MUST_CHECK enum status around_set(struct making *m, int64_t current);
/* The date under the nameplate: of fronts and first pages only. */
void today_set(struct making *m);
/* What a page's address is in another language, where it has one. */
struct other_language {
	struct str lang, address;
};
/* The languages to choose from; others is what stands for this page. */
void languages_set(struct making *m, const struct other_language *others,
    size_t n);

/* ---- listings' own corners (listing.c); first: its first page ---- */

/* The numbers from `from` down to the oldest, a gap in between. */
void listing_pages_set(struct making *m, struct view_listing *v,
    struct str first, int64_t from, int64_t current);
void listing_newer_set(struct making *m, struct view_listing *v,
    struct str first, int64_t newer);
void listing_feed_set(struct making *m, struct view_listing *v,
    struct str first);
void listing_title_set(struct making *m, struct view_listing *v);
void listing_trail_set(struct making *m, const struct view_listing *v,
    struct str first);
/* The same listing in the site's other languages. */
MUST_CHECK enum status listing_others_set(struct making *m);

/*
 * What the feed of the listing that begins at that address was made of; it
 * stands while the press holds one state of the site, else this is NULL.
 */
struct kept_feed {
	struct job *j; /* all of it is in */
	struct str first;
	struct view_feed feed;
	int64_t fresh_until;
};
struct kept_feed *press_kept_feed(struct press *p);
/* A feed of that listing, without entries (feed.c). */
struct view_feed *feed_begin(struct making *m, struct str first);
/* urn:uuid: and the thing's own id, which no move or new name changes. */
/* As RFC 822 writes it. */
struct str feed_mailed(struct making *m, int64_t at);
/* In the form that the address asks for. */
MUST_CHECK enum status feed_out(struct making *m, struct view_feed *v);
/* Entries on a numbered page of the record, counted from entry 0. */
#define RECORD_PAGE 100

/*
 * The search page (search.c).  Of each second of a loop searches get a tenth:
 * whether one may begin now, and what it took.  Microseconds.
 */
MUST_CHECK enum status page_search(struct making *m);
bool search_may(struct press *p, int64_t now);
void search_took(struct press *p, int64_t took);
/*
 * The page that says so, kept in each language until the site changes: it has
 * to cost no more than one from the cache.  bytes are copied.
 */
bool busy_at(const struct press *p, struct str lang, struct str *out);
void busy_keep(struct press *p, struct str lang, struct str bytes);
/* What is asked about one of our stories, by others' programs (oembed.c). */
MUST_CHECK enum status page_oembed(struct making *m);
void oembed_set(struct making *m);
/* Of the whole site, for search engines (sitemap.c). */
MUST_CHECK enum status page_sitemap(struct making *m);
struct str feed_urn(struct making *m, struct id id);
struct str feed_stamp(struct making *m, struct when w);

/* ---- pages: each fills m->page and renders it ---- */

MUST_CHECK enum status page_front(struct making *m);
MUST_CHECK enum status page_listing(struct making *m);
MUST_CHECK enum status page_story(struct making *m);
MUST_CHECK enum status page_archive(struct making *m);
MUST_CHECK enum status page_record(struct making *m);
MUST_CHECK enum status page_feed(struct making *m);
MUST_CHECK enum status page_corrections(struct making *m);
MUST_CHECK enum status page_corrections_feed(struct making *m);
/* status 404 or 410 */
MUST_CHECK enum status page_gone(struct making *m, int status);

/*
 * The log as machines read it: checkpoint, tiles, leaves, files, by the name
 * that follows /record/.  *is is false if it is no such name.
 */
MUST_CHECK enum status record_answer(struct site *s, struct job *j,
    struct str name, struct answer *out, bool *is);

/* Begin one: everything but what the page holds.  Inside a read. */
MUST_CHECK enum status making_begin(struct making *m, struct press *p,
    struct job *j, const struct place *place, struct answer *answer);

/* Render a view of that page's type by its template. */
MUST_CHECK enum status view_out(struct making *m, const char *name,
    const void *view, struct str *out);

/* Render m->page by that template into the answer. */
MUST_CHECK enum status page_out(struct making *m, const char *name, int status);

#endif
