/* SPDX-License-Identifier: ISC */
/*
 * Views: what a template may show, as plain structs.  Press fills them,
 * page/ turns them into bytes; the same view gives the same bytes.
 *
 * All text is as readers see it: dates are set in words, labels are in the
 * page's language, addresses are percent-encoded paths (absolute only where
 * it says URL).  Everything is in the memory of the job of whoever fills it.
 *
 * view_type.c names each field for the templates; a template that asks for
 * another name does not compile.
 */
#ifndef STET_PAGE_VIEW_H
#define STET_PAGE_VIEW_H

#include "base/markup.h"
#include "page/theme.h"

struct view_link {
	struct str text, href;
	struct str label;     /* an accented word before it: "Analysis" */
	struct str lang, dir; /* of what it leads to, if not the page's */
	bool current;         /* it is where the reader is */
	bool other;           /* somebody else's words: set as a voice */
	bool marked;          /* underlined */
	bool gap;             /* no link, but that some are left out here */
	bool last;            /* of its list */
	const struct view_time *time; /* NULL: none is shown */
};

/* <time datetime="iso">text</time> */
struct view_time {
	struct str iso, text;
};

struct view_picture {
	struct str src, srcset, sizes;
	struct str other;      /* srcset of what stands beside it, or empty */
	bool still;            /* it is for those who want nothing to move */
	struct str look;       /* classes: placeholder's colour, focal point */
	int64_t width, height; /* pixels, 0 if unknown */
	struct str alt, credit;
	struct markup caption;
	bool has_caption; /* caption or credit */
	bool lazy, tall;  /* tall: higher than wide */
};

/*
 * A story as a front, a listing, or another story's side shows it.  dress and
 * entry name the templates that set it on a front and in a listing.
 */
struct view_card {
	struct str dress, entry;
	struct str level; /* of the heading: "2", "3" */
	struct str size;  /* of the headline: "h1" to "h5", "h5 lo" */
	struct str href, headline;
	struct str lang, dir;     /* if not the page's own, else empty */
	struct str label, kicker; /* label: in the accent's colour */
	bool has_kicker;          /* label or kicker */
	struct markup deck;
	struct str byline;         /* names and their offices */
	struct view_list to;       /* of struct view_link: an addressee */
	struct str who;            /* byline and place, of an entry */
	struct str short_headline; /* or the headline */
	struct markup intro;
	const struct view_time *time; /* NULL: none is shown */
	bool has_byline;              /* byline or time */
	const struct view_picture *picture;
	struct view_list sublinks; /* of struct view_link */
	bool has_sublinks, has_to;
	bool other; /* somebody else's words */
	bool ruled; /* a line between it and its neighbour */
	bool far;   /* not on a phone */
};

/* What a gallery shows: one of the two. */
struct view_shot {
	const struct view_picture *picture;
	const struct view_card *video;
};

/* A section on the front. */
struct view_block {
	struct str id, title, href;
	struct view_list subs; /* of struct view_link */
	bool has_subs;
	const struct view_card *lead;
	struct view_list left, right; /* of struct view_card */
	bool has_left, has_right;
};

/* What a front holds beside stories. */
struct view_module {
	struct str template; /* "module-support" */
	struct str id, title, by, role, href, link;
	struct markup text;
	struct view_list items; /* of struct view_link */
	struct view_list cards; /* of struct view_card */
};

/* One or more blocks side by side, in a pattern. */
struct view_band {
	struct str pattern;               /* its template: "band-wide" */
	const struct view_block *first;   /* of a pattern with a big half */
	struct view_list blocks;          /* of struct view_block */
	const struct view_module *module; /* of band-module */
};

/* The one call to action. */
struct view_appeal {
	struct str title, href, link;
	struct markup text;
};

struct view_front {
	struct view_list modules; /* of struct view_module: in the rail */
	const struct view_card *lead;
	struct view_list seconds; /* of struct view_card */
	struct str seconds_class; /* "n1", "n2", "n3" */
	struct str rail_title, rail_href;
	struct view_list thirds;       /* of struct view_card */
	struct view_list rail, voices; /* of struct view_card */
	struct view_list bands;        /* of struct view_band */
	const struct view_appeal *appeal;
	struct str recent_title;
	struct view_list recent; /* of struct view_card */
	/* Days stand where times would. */
	bool rail_dated, recent_dated;
	bool has_seconds, has_thirds, has_rail, has_voices, has_recent;
};

/* A page of a listing: a section's, a topic's, a person's. */
struct view_listing {
	struct str head; /* the template of its head: "head-topic" */
	const struct view_picture *picture;
	struct str title, label, role;
	struct view_list offices;  /* of struct view_link: label, text */
	struct view_list see_also; /* of struct view_link */
	struct view_list split; /* of struct view_link: what took its place */
	struct view_list links; /* of struct view_link: elsewhere */
	struct str globe, globe_href; /* degrees; a geo: address */
	struct str page_label;        /* "Page 7", of a numbered page */
	struct markup intro;
	struct view_list subs;          /* of struct view_link */
	struct view_list entries, rail; /* of struct view_card */
	struct view_list corrections;   /* of struct view_correction */
	struct view_list pages, years;  /* of struct view_link */
	const struct view_link *newer;
	const struct view_link *feed; /* text: its address as one reads it */
	struct view_list modules;     /* of struct view_module: beside them */
	struct str aside_label, rail_title, years_title;
	bool has_subs, has_rail, has_pages, has_years;
	bool has_offices, has_see_also, has_split, has_links;
	bool ruled; /* something stands above the feed's address */
	bool long_title, empty;
	bool closed; /* a section that takes no more */
};

/* The page that is asked for words. */
struct view_search {
	struct str action, asked, from, until;
	bool relevance, narrowed; /* narrowed: more than words is asked */
	struct view_list kinds, sections; /* of struct view_link */
	struct view_list
	    things;       /* likewise: href a parameter's name, label what
				    was asked */
	struct str found; /* "12 are found"; empty before */
	struct str meant, meant_href; /* what may have been meant */
	struct view_list entries;     /* of struct view_card */
	struct str older;             /* the next page's address, or empty */
};

/* Somebody who made a story. */
struct view_person {
	struct str task; /* "Translation:", or empty for who wrote it */
	struct str name, href, role;
};

/* A correction, an update, a word of the editor's, above the text. */
struct view_note {
	struct str title, text;
	const struct view_time *time;
	const struct view_link *all; /* corrections: of the last note only */
	bool plain;                  /* not a correction */
};

/* The same among all of the paper's, on a page of their own. */
struct view_correction {
	struct str label; /* "Correction" */
	struct str headline, href, text;
	const struct view_time *time;
	bool plain; /* not a correction */
};

/* Who issued, sent, speaks, takes part. */
struct view_party {
	struct str name, href, role, of;
	bool last; /* of its list */
};

/* Somebody who signed. */
struct view_signer {
	struct str name, role;
	struct str lang, dir; /* und-Arab and so on, if not the page's script */
};

/* Those of one place or body; or all. */
struct view_signers {
	struct str title, count;
	struct view_list names; /* of struct view_signer */
};

struct view_signatories {
	struct str title, count; /* count: "312 are named" */
	struct view_list groups; /* of struct view_signers */
	bool many;   /* so many that a browser need not set all at once */
	bool search; /* one may be looked for, by the parameter param */
	struct str param, asked; /* asked: what was looked for, or empty */
	struct str found;        /* then: "3 of them are found" */
};

/* A comment that came with a story; level: "1", an answer's "2" and so on. */
struct view_comment {
	struct str by, level;
	const struct view_time *time;
	struct markup body;
};

struct view_comments {
	struct str title, count;
	struct view_list comments; /* of struct view_comment */
};

/* How many signed: as was said, as was counted. */
struct view_count {
	struct str stated, exact; /* exact: "Exactly 1,040" */
	struct str source;
	const struct view_time *as_of;
	bool has_source; /* source or as_of */
};

/* What is known of an event, and what was said before (struct view_fact). */
struct view_fact {
	struct str what, value, source;
	const struct view_time *as_of;
	struct view_list was;
	bool has_source; /* source or as_of */
};

/* A moment of an event's timeline: a story about it, or words of its own. */
struct view_moment {
	struct str day; /* where a new day begins */
	const struct view_time *time;
	struct str label, headline, href, who, text;
	struct str lang, dir; /* of the headline, if not the page's */
	bool other;           /* somebody else's words */
};

/* An item of a brief. */
struct view_part {
	struct str id, href, headline, who, label; /* label: "Corrected" */
	const struct view_time *time;              /* of day */
	struct markup body;
	struct view_list notes;           /* of struct view_note */
	const struct view_link *promoted; /* the story that it grew into */
};

/* The items of one day. */
struct view_sequence {
	struct str title, iso;  /* the day */
	struct view_list parts; /* of struct view_part */
};

/*
 * What plays a recording: a file of ours, else a link to where it is played;
 * with embed, a player that takes the link's place after a click.
 */
struct view_player {
	struct str src, type; /* of ours; empty: elsewhere */
	struct str poster;
	int64_t width, height;   /* pixels, 0 if not known */
	struct view_list tracks; /* of struct view_track */
	bool film;               /* else a sound */
	struct str href, text, embed;
};

struct view_track {
	struct str src, lang, label;
};

/* An original document. */
struct view_document {
	struct str href, text;
	struct str about; /* "PDF, 120 kB" */
	bool out;         /* it is not ours */
};

struct view_story {
	struct str dress; /* its template: "story-news" */
	struct str size, headline, label, kicker, place, rights;
	struct markup deck;
	const struct view_link *section;
	const struct view_picture *picture;
	const struct view_player *player;
	struct view_list people; /* of struct view_person */
	const struct view_time *published, *updated;
	const struct view_link *origin;        /* where it stood first */
	struct view_list translations, topics; /* of struct view_link */
	/* The original, if it has changed since; label: by how much. */
	const struct view_link *behind;
	struct view_list notes; /* of struct view_note */
	struct markup body;
	struct view_list related; /* of struct view_card */
	struct str version;       /* "Version 3" */
	struct str entry;         /* "Entry 41 of our signed record" */
	struct str hash;          /* SHA-256 of the text file, hex */
	struct str verify;        /* the entry's page, which says how */
	struct view_list changed; /* of struct view_time */
	const struct view_link *older, *newer; /* label: "Earlier in ..." */
	bool has_translations, has_topics, has_related, has_changed;
	bool has_around, long_deck;

	/* Of some kinds only; press/particulars.c says of which. */
	struct str parties_label;
	struct view_list parties; /* of struct view_party */
	struct str to_label;
	struct view_list to, contact, copy_to; /* of struct view_link: lines */
	struct str issued_label;
	const struct view_time *issued;
	struct str their_headline, salutation, closing;
	const struct view_link *where;
	struct str globe, globe_href; /* degrees; a geo: address */
	struct view_list counts;      /* of struct view_count */
	const struct view_signatories *signatories;
	const struct view_comments *comments;
	struct view_list events; /* of struct view_link */
	const struct view_link *series, *brief, *promoted;
	struct str part; /* "Part 2" */
	struct str status, when, length;
	struct view_list figures;   /* of struct view_fact */
	struct view_list modules;   /* of struct view_module: an event's */
	struct view_list updates;   /* of struct view_moment */
	struct view_list timeline;  /* of struct view_moment */
	struct view_list days;      /* of struct view_sequence */
	struct view_list years;     /* of struct view_link: a brief's others */
	struct view_list parts;     /* of struct view_card: a series' */
	struct view_list shots;     /* of struct view_shot */
	struct view_list documents; /* of struct view_document */
	struct view_list pages;     /* of struct view_link: of the sequence */
	struct str page_label;      /* "Page 7" */
	struct str live;            /* where new items come from, if it runs */
	bool has_parties, has_to, has_contact, has_copy_to, has_counts;
	bool has_events, has_figures, has_updates, has_timeline, has_days;
	bool has_years, has_parts, has_shots, has_pages, has_documents;
	bool quoted, sealed, oldest;
};

/* A year of an archive with its months (struct view_link). */
struct view_year {
	struct str title, href, label; /* label: how many stories */
	struct view_list months;
};

/* Stories of one day, in an archive's month. */
struct view_day {
	struct str id, iso, text;
	struct view_list entries; /* of struct view_card */
};

struct view_archive {
	struct str title;
	struct view_list trail;   /* of struct view_link: of what, which year */
	struct view_list rows;    /* of struct view_year: of a whole archive */
	struct view_list periods; /* of struct view_link: months; label: how
	                             many stories */
	struct view_list years;   /* of struct view_link */
	struct view_list days;    /* of struct view_day */
	const struct view_link *older, *newer;
	bool has_trail, has_periods, has_years, has_around;
	bool long_title, empty;
};

/* An entry of the record, in a list or on its own page. */
struct view_entry {
	struct str number, href;
	struct str action;    /* "Published", "Corrected" */
	struct str text, to;  /* what it is of, where that stands now */
	struct str lang, dir; /* of text, if not the page's */
	const struct view_time *time;
};

/* A way to check, and what to type for it. */
struct view_check {
	struct str title, text, command;
};

/* The pages about the record: the first, a numbered one, an entry's own. */
struct view_record {
	struct str title, label, deck;
	struct view_list paragraphs; /* of struct view_link: text alone */
	struct str entries_title;
	struct view_list entries; /* of struct view_entry */
	const struct view_entry *entry;
	struct str version;            /* of an entry's thing: "Version 3" */
	const struct view_link *later; /* a later version's entry */
	struct str leaf;               /* the text that is hashed */
	struct view_list hashes;       /* of struct view_link: label, text */
	struct view_list proof;        /* of struct view_link: text */
	struct str proof_text;
	struct view_list checks; /* of struct view_check */
	struct view_list keys;   /* of struct view_link: text */
	struct view_list ways;   /* of struct view_link: what else to read */
	const struct view_link *newer, *older;
	bool has_entries, has_keys, has_around, has_proof;
};

/* Not found, gone, or broken: said kindly, with a way on. */
struct view_gone {
	struct str label, title, text, advice;
	struct str reason_label, reason;
	struct str when_label;
	const struct view_time *time;
	struct view_list ways; /* of struct view_link: where to go on */
};

struct view_foot {
	struct str title;
	struct view_list lines; /* of struct view_link */
	bool address;           /* a postal one */
};

/* OpenGraph. */
struct view_social {
	struct str type, title, description;
	struct str href, picture;       /* URLs */
	struct str published, modified; /* RFC 3339 */
};

/* What a feed's entry plays; bytes and seconds in ASCII digits. */
struct view_enclosure {
	struct str href, type, bytes, seconds; /* seconds: may be empty */
};

/* An entry of a feed; href and id are URLs, dates RFC 3339 (mailed: 822). */
struct view_item {
	struct str title, id, href, lang, published, updated;
	struct str mailed;           /* published */
	struct str summary, content; /* content: HTML as text */
	const struct view_enclosure *enclosure;
	struct view_list authors, topics; /* of struct view_link */
	struct view_list notes;           /* of struct view_note, as HTML */
};

struct view_feed {
	struct str lang, title, subtitle, author;
	struct str id, self, href, updated;
	struct str mailed;        /* updated */
	struct str hub;           /* URL of a WebSub hub, or empty */
	bool podcast;             /* an entry has a recording */
	struct str image;         /* URL of a podcast's picture, or empty */
	struct view_list entries; /* of struct view_item */
	struct view_list gone;    /* of struct view_deletion */
};

/* An entry that is no more (RFC 6721). */
struct view_deletion {
	struct str id, at, reason;
};

/* The root of each page: what is around, and one of what it can hold. */
struct view_page {
	struct str lang, dir;
	bool rtl;
	struct str title, description, canonical; /* canonical: URL */
	bool hidden;                              /* not for search engines */
	struct view_list alternates; /* of struct view_link: URLs by language */
	const struct view_link *feed;
	const struct view_social *social;
	struct markup json_ld;
	struct str oembed; /* URL, without its format */
	struct str icon, icon_type, manifest;

	/* The masthead.  The nameplate: all words but the last, the last. */
	struct str site_name, name_first, name_last;
	bool name_long, name_low; /* low: a letter of the last goes below */
	struct str dots_box, dots_path; /* the dots under the last word */
	struct str home, place, notice; /* notice: above all else */
	struct str accent; /* a style sheet with its own colour, or empty */
	const struct view_link *breaking; /* likewise; label: "Now" */
	const struct view_time *today;    /* on fronts and first pages only */
	struct view_list languages, nav;  /* of struct view_link */
	bool has_languages, has_nav;

	struct view_list foot; /* of struct view_foot */

	const struct view_front *front;
	const struct view_listing *listing;
	const struct view_search *search;
	const struct view_story *story;
	const struct view_archive *archive;
	const struct view_gone *gone;
	const struct view_record *record;
};

/* Every page that press makes, and an item for open pages ("live"), with its view: for theme_open(). */
extern const struct theme_page view_pages[];
extern const size_t view_npages;

#endif
