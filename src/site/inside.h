/* SPDX-License-Identifier: ISC */
/*
 * What the files of this room share.
 *
 * 1. `memory` holds names, settings and menus of one state of the tables
 *    (state.names); it is dropped whole, or by entity in our own transaction.
 * 2. `standing` holds what apply knows of listings; it is right for
 *    `standing_version` and dropped when another process has committed.
 * 3. `gathered` holds what apply has not written yet; it is empty whenever no
 *    transaction of ours is open.
 * 4. A failure that apply answers with CONFLICT or INVALID has gathered
 *    nothing.
 */
#ifndef STET_SITE_INSIDE_H
#define STET_SITE_INSIDE_H

#include "base/buf.h"
#include "record/record.h"
#include "site/map.h"
#include "site/pack.h"
#include "site/site.h"
#include "store/store.h"

/* So many entries in one commit still tell their stale addresses one by one. */
#define FEW_ENTRIES 8

/* A page with more entries than this is dealt anew by an import (schema). */
#define PAGE_LONG 60

/* No packed column, title or list of a site grows over this. */
#define PACK_MAX ((size_t)4 * 1024 * 1024)

/* ---- names ---- */

enum name_text {
	NAME_NAME,
	NAME_SLUG,
	NAME_ROLE,
	NAME_TEXTS,
};

struct name_row {
	struct str lang, text[NAME_TEXTS];
};

struct named_link {
	struct named_link *next;
	struct str lang;
	struct link link;
	struct str role;
};

/* An entity as memory knows it. */
struct named {
	int64_t num, parent, sorting;
	int64_t merged; /* what took its place, or 0 */
	enum kind kind;
	bool retired;
	struct name_row *rows;
	size_t n;
	struct named_link *links; /* in the languages asked for so far */
};

/* NULL in *out if there is no such live entity. */
MUST_CHECK enum status named_at(struct site *s, struct job *j, int64_t num,
    struct named **out);
/* Name, address and role in a language; link.num is 0 if it is not live. */
MUST_CHECK enum status named_in(struct site *s, struct job *j, int64_t num,
    struct str lang, const struct named_link **out);
/* Whether the story has that very slug or (folded) headline. */
MUST_CHECK enum status story_is_called(struct job *j, struct str address,
    struct str headline, struct str text, struct str folded, bool *yes);
/* The word by which the search index knows a slug that no headline gives. */
struct str slug_mark(struct job *j, struct str slug);
/* The same for who issued or sent a text: the first folded words of a name. */
struct str party_mark(struct job *j, struct str words);
/* What took its place, however often that was merged itself; else num. */
MUST_CHECK enum status merged_num(struct site *s, struct job *j, int64_t num,
    int64_t *out);
void names_forget(struct site *s);
/*
 * site_find_story() without what memory holds: apply may find only what the
 * record so far gives, whichever process asks.
 */
MUST_CHECK enum status find_story_now(struct site *s, struct job *j,
    enum kind kind, struct str lang, struct str text, int64_t *num);
/* Folded, for comparing names: case, width, spaces.  In j. */
MUST_CHECK enum status name_fold(struct job *j, struct str name,
    struct str *out);
/* "/fa/section/x/" */
struct str entity_address(struct site *s, struct job *j, enum kind kind,
    struct str slug, struct str lang);

/* ---- the writing side of listings ---- */

#define RING 6 /* newest entries remembered, for what is related */

struct months {
	struct months *next;
	int64_t month, n;
};

struct standing {
	int64_t num, thing;
	struct str kind, lang;
	int64_t pages, open, published, entry; /* as in the table */
	bool changed;                          /* not as in the table */
	bool has_archive;
	int64_t ring[RING]; /* nums, newest first */
	int64_t ring_at[RING];
	int ring_n; /* -1: not loaded */
	/* The full page last added to, and what the table doesn't know. */
	int64_t page, page_more;
	int64_t low_at, low_num, high_at, high_num;
	struct months *months;
	struct standing *next;
};

/* ---- gathered ---- */

struct search_doc {
	int64_t num, docid;
	bool gone; /* taken out of the index, not put in */
	struct str head, deck, body, filter;
};

struct stale_address {
	struct stale_address *next;
	struct str address;
};

struct gathered {
	int64_t entries; /* applied since the last settle */
	bool everything; /* all pages are stale */
	bool names;      /* names, settings or menus changed */
	struct search_doc *docs;
	size_t ndocs, room;
	struct stale_address *stale;
	struct map stale_map;
};

struct state {
	int64_t applied, version, names, everything, stale_from;
};

struct site {
	struct store *st;
	struct deflater *deflater;
	bool reading, reads_own; /* reads_own: inside our own transaction */
	struct state state;

	struct job *memory;
	int64_t memory_names;
	struct map names;    /* num -> struct named */
	struct map found;    /* kind, lang, text -> int64_t */
	struct map menus;    /* place, lang -> struct menu_links */
	struct map sections; /* lang -> struct sections */
	const struct copy *settings;
	struct zone *zone;

	struct job *standing;
	int64_t standing_version;
	struct map listings; /* thing, kind, lang -> struct standing */
	struct standing *all_listings;
	size_t nlistings;

	struct job *gather;
	struct gathered gathered;
	struct counting *counting; /* an import's, of vocabulary.c; or NULL */
};

/* search.c: head, deck and body of a stored document, out of column words. */
MUST_CHECK enum status search_words(struct job *j, struct str packed,
    struct search_doc *out);

MUST_CHECK enum status state_read(struct site *s, struct job *j);

/* listing.c: the standing of a listing, made if it is new. */
MUST_CHECK enum status standing_at(struct site *s, struct job *j, int64_t thing,
    struct str kind, struct str lang, struct standing **out);
MUST_CHECK enum status standing_by_num(struct site *s, struct job *j,
    int64_t num, struct standing **out);

/* An entry of a listing: a story at its time. */
struct listed {
	int64_t published, num, month;
};
MUST_CHECK enum status listing_add(struct site *s, struct job *j,
    struct standing *l, struct listed e);
MUST_CHECK enum status listing_remove(struct site *s, struct job *j,
    struct standing *l, struct listed e);
/* The numbered page on which an entry stands (the open one is pages + 1). */
MUST_CHECK enum status listing_page_of(struct site *s, struct job *j,
    struct standing *l, struct listed e, int64_t *page);
MUST_CHECK enum status listing_ring(struct site *s, struct job *j,
    struct standing *l);
MUST_CHECK enum status listings_settle(struct site *s, struct job *j);
/* An import closes: listings with a page that is too long. */
MUST_CHECK enum status listings_deal(struct site *s, struct job *j);
/* num of a listing for reading; 0 if nothing was ever listed there. */
MUST_CHECK enum status listing_num(struct site *s, struct job *j,
    const struct listing *l, int64_t *out);
MUST_CHECK enum status listing_base(struct site *s, struct job *j,
    int64_t thing, struct str kind, struct str lang, struct str *out);

/*
 * What stands in the column `kind` of a listing that is no thing's; that of
 * corrections is no kind.
 */
#define CORRECTIONS STR("corrections")
struct str listing_word(const struct listing *l);

/* A page that an import is still filling is cut here until it is dealt. */
#define PAGE_MOST 100

/* Between which entries a page lies: after low, up to and with high. */
struct page_span {
	int64_t listing;
	struct val low[2], high[2];
};
/* Of page 0, the first, all that there is; the numbers go into *p. */
MUST_CHECK enum status page_span(struct site *s, struct job *j,
    const struct listing *l, int64_t page, struct listing_page *p,
    struct page_span *out);

/* stale.c */
bool stale_wanted(const struct site *s);
void stale_put(struct site *s, struct str address);
void stale_everything(struct site *s, bool names);
/* Every page of a listing on which that entry shows. */
MUST_CHECK enum status stale_listing(struct site *s, struct job *j,
    struct standing *l, struct listed e);
MUST_CHECK enum status stale_settle(struct site *s, struct job *j);

/* search.c */
MUST_CHECK enum status search_put(struct site *s, struct job *j, int64_t num,
    int64_t published, struct str filter, const struct galley *g);
MUST_CHECK enum status search_take(struct site *s, struct job *j, int64_t num);
MUST_CHECK enum status search_settle(struct site *s, struct job *j);

/* cards.c: rows that begin with all columns of a story. */
#define CARD_COLUMNS 9
MUST_CHECK enum status card_read(struct site *s, struct job *j,
    const struct rows *r, struct card *out);
/* The column `rest`, of all but the card's other columns; plate is packed. */
struct str card_rest_pack(struct job *j, const struct card *c, struct str plate,
    struct str more);
/* All rows of a statement. */
MUST_CHECK enum status cards_read(struct site *s, struct job *j, enum stmt q,
    const struct val *v, size_t n, struct cards *out);
/* What it says stays where it is packed. */
void plate_read(struct unpack *u, struct plate *out);
void plate_pack(struct buf *b, const struct plate *p);
/* How many of a thing's struct attachment are packed: none, or one of each. */
size_t attached_count(const struct particulars *p);
void attachment_read(struct unpack *u, struct attachment *out);
void attachment_pack(struct buf *b, const struct attachment *a);
bool plate_unpack(struct job *j, struct str packed, struct plate *out);
struct when when_of(int64_t at, int64_t form);
int64_t when_form(struct when w);

/* addresses.c */
/* CONFLICT, naming the holder, if it is another thing's. */
MUST_CHECK enum status address_check(struct site *s, struct job *j,
    struct str address, int64_t num);
MUST_CHECK enum status address_take(struct site *s, struct job *j,
    struct str address, int64_t num, bool old, struct str lang);

/* settings.c: in j; a zone that ICU has forgotten must not stop the paper. */
MUST_CHECK enum status settings_zone(struct job *j, const struct copy *settings,
    struct zone **out);

/* apply.c */
/* What a galley depends on besides its file; of one thread. */
struct setting {
	struct str lang; /* the site's first */
	struct zone *zone;
};
/* The galley of a file that the record holds; type as in its entry. */
MUST_CHECK enum status set_text(struct job *j, const struct setting *by,
    struct str type, struct str bytes, struct galley *out);

/* apply_*.c */
struct placing {
	const struct entry *e;
	const struct galley *g;
	const struct copy *c;
	int64_t num;
};
MUST_CHECK enum status apply_story(struct site *s, struct job *j,
    const struct placing *p, struct applied *out);
MUST_CHECK enum status apply_entity(struct site *s, struct job *j,
    const struct placing *p, struct applied *out);
/* A block of signatories; the statement that has the list. */
MUST_CHECK enum status apply_signers(struct site *s, struct job *j,
    const struct placing *p);
MUST_CHECK enum status apply_signed(struct site *s, struct job *j,
    const struct placing *p);
MUST_CHECK enum status retract_signers(struct site *s, struct job *j,
    int64_t num);
/* What came with a story from elsewhere. */
MUST_CHECK enum status apply_comments(struct site *s, struct job *j,
    const struct placing *p);
MUST_CHECK enum status retract_comments(struct site *s, struct job *j,
    int64_t num);
MUST_CHECK enum status apply_front(struct site *s, struct job *j,
    const struct placing *p);
MUST_CHECK enum status apply_menu(struct site *s, struct job *j,
    const struct placing *p);
MUST_CHECK enum status apply_settings(struct site *s, struct job *j,
    const struct placing *p);
MUST_CHECK enum status apply_redirect(struct site *s, struct job *j,
    const struct placing *p);
/* A section has moved: the story's listings are worked out anew. */
MUST_CHECK enum status story_relist(struct site *s, struct job *j, int64_t num);
/* The site's languages have changed. */
MUST_CHECK enum status entities_readdress(struct site *s, struct job *j);
/*
 * What there is of a thing, whatever its kind, goes; no tombstone.  listings
 * (packed numbers) is where a story stood, left alone if it stood nowhere.
 */
MUST_CHECK enum status retract_story(struct site *s, struct job *j, int64_t num,
    struct str *listings);
MUST_CHECK enum status retract_entity(struct site *s, struct job *j,
    int64_t num);
MUST_CHECK enum status retract_furniture(struct site *s, struct job *j,
    int64_t num, enum kind kind);

/* related.c */
struct refs_found {
	int64_t *sections, *topics, *about, *people; /* people: as the byline */
	/* Its brief, its series, its events: listed there in their language. */
	int64_t *within;
	/* Its place, its issuers, speakers and others: listed there too. */
	int64_t *also;
	size_t nsections, ntopics, nabout, npeople, nwithin, nalso;
};
/* Stories, the nearest first. */
struct related_list {
	int64_t nums[SITE_RELATED];
	size_t n;
};
MUST_CHECK enum status related_choose(struct site *s, struct job *j,
    int64_t num, struct str lang, const struct refs_found *refs,
    struct related_list *out);

/* Languages of the site, the first without prefix. */
MUST_CHECK enum status site_languages(struct site *s, struct job *j,
    const struct languages **out);

/* So many steps up from a section to its ancestors, against rings. */
#define SECTION_DEPTH 8

#endif
