/* SPDX-License-Identifier: ISC */
/*
 * Copy: what a text file of any kind says, field by field.  The table in
 * kinds.c says which front matter names fill which of these, and for which
 * kinds.  What a file does not say is empty ({NULL, 0}, 0, NONE).
 *
 * Everything points into the job or into the file's bytes.
 */
#ifndef STET_TEXT_COPY_H
#define STET_TEXT_COPY_H

#include "base/id.h"
#include "text/kinds.h"
#include "text/module.h"
#include "text/textfile.h"
#include "text/when.h"

/* Whose voice a reader hears. */
enum voice {
	VOICE_NEWS,
	VOICE_ANALYSIS,
	VOICE_OPINION,
	VOICE_STATEMENT,   /* the organisation's own */
	VOICE_REPUBLISHED, /* somebody else's text */
	VOICE_SPONSORED,
};

/* Who did what, in the order in which a byline names them. */
enum role {
	ROLE_BY,
	ROLE_PHOTOGRAPHS,
	ROLE_TRANSLATION,
	ROLE_REPORTING, /* additional reporting */
	ROLE_AGENCY,
};

enum grade {
	GRADE_TYPO,
	GRADE_UPDATE,
	GRADE_CLARIFICATION,
	GRADE_CORRECTION,
	GRADE_NOTE, /* editor's note */
};

/* The size that an editor gave a slot of a front. */
enum weight {
	WEIGHT_LEAD,
	WEIGHT_SECOND,
	WEIGHT_THIRD,
	WEIGHT_BRIEF, /* headline and time */
	WEIGHT_BLOCK, /* a listing's block, such as a section's */
	WEIGHT_RAIL,  /* in the side column */
};

/* A thing named by id, slug or name (or by address, in fronts and menus). */
struct ref {
	struct str text;
	int line;
};

struct refs {
	struct ref *at;
	size_t n;
};

struct texts {
	struct str *at;
	size_t n;
};

/* Add one, as it is, to a list in j's memory that nothing else adds to. */
void texts_add(struct job *j, struct texts *t, struct str s);

/* A text by language; lang is empty for one that was given for all. */
struct worded {
	struct str lang, text;
};

struct worded_list {
	struct worded *at;
	size_t n;
};

struct credit {
	enum role role;
	struct str name; /* a reference to a person, as written */
	int line;
};

struct credits {
	struct credit *at;
	size_t n;
};

struct change {
	struct when at;
	enum grade grade;
	struct str note;
};

struct changes {
	struct change *at;
	size_t n;
};

/* A picture where it is used; src is a name from media, or an address. */
struct picture {
	struct str src, alt, caption, credit;
	double focal_x, focal_y; /* 0..1, both 0 if not given */
	int line;
};

/* A size that was made from a master; never larger than it. */
struct size {
	struct str name;      /* "column", "lead" */
	struct sha256 sha256; /* of its own bytes in media/ */
	struct str format;    /* its extension in addresses: "jpg", "png" */
	int64_t w, h;         /* pixels */
};

struct sizes {
	struct size *at;
	size_t n;
};

/* What stet wrote about the files that the body and fields name. */
struct medium {
	struct str name; /* as it stands in the text */
	struct id id;
	struct sha256 sha256; /* of the master in media/ */
	struct str format;    /* its extension in addresses: "jpg", "mp3" */
	int64_t w, h;         /* pixels, 0 if unknown or none */
	int64_t duration;     /* seconds, likewise */
	int64_t bytes;        /* likewise; of pictures it is not said */
	struct sizes sizes;   /* none if the master is small */
};

struct media {
	struct medium *at;
	size_t n;
};

struct sublink {
	struct str label; /* empty: the headline of what it leads to */
	struct ref to;
};

struct sublinks {
	struct sublink *at;
	size_t n;
};

/*
 * One place on a front.  It shows a story, or a listing's newest, or (neither
 * named) whatever is newest.  Texts that are not empty stand instead of the
 * story's own.
 */
struct slot {
	enum weight weight;
	struct ref story;       /* id, address, slug or headline */
	enum kind listing_kind; /* KIND_SECTION, _TOPIC, _PERSON, or NONE */
	struct ref listing;
	int64_t count; /* of a listing: how many; 0 lets the page decide */
	struct str headline, kicker, deck;
	struct picture picture;
	bool no_picture; /* `picture: none` */
	struct sublinks sublinks;
	enum module module;  /* NONE: stories or a listing */
	struct str text, by; /* headline is its title, kicker its label */
	struct str role;     /* of whom a quote is by */
	struct str link;     /* an address */
	struct str feed;     /* likewise, of another place's feed */
	struct when until;
	int line;
};

struct slots {
	struct slot *at;
	size_t n;
};

/* Items stand in order; the children of one follow it, a level deeper. */
struct menu_item {
	struct str label;  /* empty: the name of what it leads to */
	struct ref to;     /* address, URL, or a reference of to_kind */
	enum kind to_kind; /* KIND_NONE: an address or URL */
	int level;         /* 0 or 1 */
};

struct menu {
	struct menu_item *at;
	size_t n;
};

struct language {
	struct str tag;      /* BCP 47 */
	struct str name;     /* in itself: "Português" */
	bool rtl;            /* from `direction`, else from the script */
	struct str calendar; /* "gregorian", "persian", ...; empty: custom */
	struct str digits;   /* "latn", "arabext", ...; empty: by custom */
	struct str timezone; /* empty: the site's */
};

struct languages {
	struct language *at;
	size_t n;
};

/* ---- what only some kinds have ---- */

/* Somebody who issued, sent, signed, is heard, takes part. */
struct party {
	struct str name; /* a person's or organisation's, or words */
	struct str role; /* their office: "deputy harbour master" */
	struct str of;   /* the body or country that they belong to */
	int line;
};

struct parties {
	struct party *at;
	size_t n;
};

/* How many signed: what was said, and what was counted. */
struct count {
	struct str stated; /* "over 1,000" */
	int64_t exact;     /* 0: nobody counted */
	struct str source;
	struct when as_of;
	int line;
};

struct counts {
	struct count *at;
	size_t n;
};

/* Something known of an event; the last of the same `what` is what stands. */
struct fact {
	struct str what, value, source;
	struct when as_of;
	int line;
};

struct facts {
	struct fact *at;
	size_t n;
};

struct update {
	struct when at;
	struct str text, source;
	int line;
};

struct updates {
	struct update *at;
	size_t n;
};

/* src is a name from media, or an address. */
struct document {
	struct str src, label;
	int line;
};

struct documents {
	struct document *at;
	size_t n;
};

struct track {
	struct str src, lang, label;
	int line;
};

struct tracks {
	struct track *at;
	size_t n;
};

struct office {
	struct str role, of;
	struct when from, until;
	int line;
};

struct offices {
	struct office *at;
	size_t n;
};

/* One of a gallery: a picture of its own, or a video that is a thing. */
struct shot {
	struct str src, alt, caption, credit, video;
	int line;
};

struct shots {
	struct shot *at;
	size_t n;
};

struct signatory {
	struct str name, role, affiliation, country;
	int line;
};

struct signatories {
	struct signatory *at;
	size_t n;
};

/* Who signed: rows as the author gave them, a table's name, or stet's list. */
struct signing {
	struct signatories given;
	struct str file;  /* the name of a table beside the text */
	struct str table; /* or the table, in the field itself */
	struct id list;
	int line;
};

/* Degrees, north and east; both 0 if not given. */
struct point {
	double lat, lon;
};

struct particulars {
	struct ref place;
	struct refs events;
	struct ref series;
	int64_t part;
	struct documents documents;
	struct updates updates;

	/* Issuers, senders, speakers, those who take part. */
	struct parties parties;
	/* When it was issued, written, recorded. */
	struct when issued;
	struct str their_headline;
	struct str contact; /* lines */
	struct str to;      /* lines */
	struct signing signing;
	struct counts counts;
	struct str grouped; /* "country", "affiliation" or empty */
	bool quoted;
	struct str salutation, closing;
	struct str copy_to; /* lines */

	struct str file, embed;
	struct tracks captions;
	int64_t duration; /* seconds */

	struct when starts, ends;
	struct point point;
	struct str status;
	struct facts figures;

	struct str order; /* a brief's: "newest", "oldest" or empty */
	bool sealed;
	struct ref brief;
	bool listed; /* an item's */
	struct ref promoted;
	struct shots shots;

	/* Entities. */
	struct offices offices;
	struct refs see_also, pins, split_into;

	/* Blocks of signatories. */
	struct id list, statement;
	int64_t block;

	struct id about_story; /* comments: the story's */
};

/* A warning worth an editor's eye, with the line it is about. */
struct note {
	int line;
	struct str text; /* "`headlin` is not a field; did you mean ..." */
};

struct notes {
	struct note *at;
	size_t n;
};

struct copy {
	enum kind kind;
	struct str lang; /* texts only; entities are for all languages */

	/* What a revision says of itself. */
	struct id id;
	struct str salt; /* hex, 16 bytes or more */
	int64_t revision;
	struct str address; /* normal form */
	struct when published, updated;
	struct changes changes;
	struct str source; /* <system>:<key> of what it was imported from */

	/* The display set. */
	struct str headline, kicker, deck;
	struct str intro; /* Markdown; its line breaks count */
	struct str short_headline, search_headline, social_headline;
	struct str summary;
	enum voice voice;
	struct credits byline;
	struct str dateline; /* the place: "SALTREACH" */
	struct str agency;   /* the agency line: "HG" */
	struct picture picture;
	bool has_picture;

	/* Where it belongs. */
	struct refs sections; /* the first is its home */
	struct refs topics;
	struct refs about;
	struct ref translation_of;
	int64_t translation_revision; /* of the original; 0: not said */

	struct when date; /* as the author gave it */
	struct when embargo, expires;
	struct texts aliases; /* old addresses, as written */
	struct str slug;
	struct media media;
	bool draft;
	bool unlisted;        /* `listed: false`: in no listing */
	struct str canonical; /* where a republished text stood first */
	struct str rights;

	/* Entities: people, topics, sections; settings too use names. */
	struct worded_list names; /* settings: the paper's name */
	struct worded_list slugs;
	struct worded_list intros;
	struct worded_list roles; /* a person's: "pilot" */
	struct texts also;        /* other names it is found by */
	struct ref parent;        /* a section's */
	struct ref merged_into;   /* a topic's */
	int64_t order;            /* among its siblings; 0: by name */
	bool retired;
	struct texts links; /* a person's own pages elsewhere */

	/* front (of a section if sections has one, else home) and menu */
	struct slots slots;
	struct menu menu;
	struct str place; /* "main" or "foot" */

	/* settings */
	struct worded_list taglines;
	struct worded_list places; /* the town */
	struct worded_list publishers, editors;
	struct worded_list postal; /* address: lines parted by \n */
	struct str email;
	struct str url; /* https://... of the site, with / at its end */
	struct str timezone;
	struct languages languages; /* the first has no prefix */
	struct str theme;           /* its name; empty: the default */
	struct str accent;          /* a colour, "#8c2f1b" */
	bool no_comments;
	struct worded_list permalinks; /* lang = section or kind, text */
	struct texts social;           /* "Gazette elsewhere": URLs */
	struct worded_list notices;    /* a line above the masthead */
	struct texts security;         /* addresses; its icon is `picture` */
	struct when security_until;
	struct str security_key, security_policy; /* URLs */
	struct texts trust;                       /* lines of trust.txt */
	struct str hub;                           /* URL of a WebSub hub */

	/* picture */
	struct sha256 master;
	bool has_master;
	struct str format; /* of the master: "jpg", "png" */
	int64_t width, height;
	struct sizes sizes;
	struct str alt, caption, credit;
	double focal_x, focal_y; /* 0..1, both 0 if not given */

	/* redirect: aliases lead to this */
	struct str to;

	struct particulars more;

	struct notes notes;
};

struct copy_defaults {
	enum kind kind;    /* if the file names none; NONE counts as STORY */
	struct str lang;   /* if the file names none */
	struct zone *zone; /* for dates without an offset; NULL is UTC */
	/*
	 * A field that can't be understood becomes a note and stays empty,
	 * instead of being an error.  For imports.
	 */
	bool lenient;
};

/*
 * Read the fields of a file by the kinds table.  INVALID names file and line.
 * Required fields are not asked for here: see copy_check.
 */
MUST_CHECK enum status copy_read(struct job *j, const struct textfile *tf,
    const struct copy_defaults *defaults, struct copy *out);

/* INVALID, naming file and field, if what the kind requires is missing. */
MUST_CHECK enum status copy_check(struct job *j, const struct textfile *tf,
    const struct copy *c);

/* The text in the first of these languages that has one, else any. */
struct str worded_in(const struct worded_list *list, struct str lang,
    struct str fallback);

/*
 * The size of that name, as its own or, where none was made because the
 * master is not larger, the master itself.
 */
struct size medium_size(const struct medium *m, struct str name);

/* As they stand in files: "analysis", "photographs", "correction", ... */
struct str voice_name(enum voice v);
struct str role_name(enum role r);
struct str grade_name(enum grade g);
/* By its name, whatever its case; false if there is none. */
bool grade_of(struct str name, enum grade *out);
struct str weight_name(enum weight w);
/* A grade that counts as a correction (and not as an update). */
bool grade_corrects(enum grade g);
/* One that says that the words as they stood were wrong or misleading. */
bool grade_rights(enum grade g);
/* A grade that moves `updated`: it was changed in substance. */
bool grade_updates(enum grade g);
/* A grade that says nothing to a reader without a note. */
bool grade_needs_note(enum grade g);

/* True for the tags of languages that are written from right to left. */
bool lang_is_rtl(struct str tag);
/* True if a BCP 47 tag is well formed ("pt", "pt-BR", "zh-Hant"). */
bool lang_is_tag(struct str tag);
/* The same tag in the usual case: "EN" is "en", "PT-br" is "pt-BR". */
struct str lang_usual(struct job *j, struct str tag);
/* True for a two or three letter code that ISO 639 has ("fa", "ckb"). */
bool lang_is_code(struct str code);

#endif
