/* SPDX-License-Identifier: ISC */
/*
 * The kinds of things a paper is made of, and the fields that each has.  One
 * table (kinds.c) drives the parser, the checks, the desk's forms and the
 * manual: a further kind is further rows.
 */
#ifndef STET_TEXT_KINDS_H
#define STET_TEXT_KINDS_H

#include "base/job.h"

enum kind {
	KIND_NONE,
	KIND_STORY,
	KIND_PAGE,
	KIND_FRONT,
	KIND_MENU,
	KIND_PERSON,
	KIND_TOPIC,
	KIND_SECTION,
	KIND_SETTINGS,
	KIND_PICTURE,
	KIND_REDIRECT,
	KIND_PLACE,
	KIND_ORGANISATION,
	KIND_RELEASE, /* a press release of somebody else's */
	KIND_STATEMENT,
	KIND_LETTER,
	KIND_VIDEO,
	KIND_AUDIO,
	KIND_EVENT,
	KIND_BRIEF, /* a rolling sequence of items */
	KIND_ITEM,  /* one of a brief's */
	KIND_GALLERY,
	KIND_SERIES,
	KIND_SIGNATORIES, /* a block of those who signed something */
	KIND_COMMENTS,    /* what readers once wrote below a story elsewhere */
	KINDS
};

/* What a field's text must be, and how it lies in struct copy. */
enum field_type {
	FIELD_TEXT,      /* one paragraph */
	FIELD_PROSE,     /* line breaks count */
	FIELD_FLAG,      /* bool */
	FIELD_NOT,       /* bool, said the other way round (`listed`) */
	FIELD_NUMBER,    /* int64_t */
	FIELD_WHEN,      /* struct when */
	FIELD_ID,        /* struct id */
	FIELD_HASH,      /* struct sha256 */
	FIELD_ADDRESS,   /* struct str, normal form */
	FIELD_LANG,      /* struct str, BCP 47 */
	FIELD_ZONE,      /* struct str, IANA */
	FIELD_REF,       /* struct ref */
	FIELD_REFS,      /* struct refs; one or a list */
	FIELD_TEXTS,     /* struct texts; one or a list */
	FIELD_LINES,     /* struct worded_list; a list, or one text's
			    lines; or either by language */
	FIELD_WORDED,    /* struct worded_list; one or a map by language */
	FIELD_VOICE,     /* enum voice */
	FIELD_CREDITS,   /* struct credits */
	FIELD_CHANGES,   /* struct changes */
	FIELD_PICTURE,   /* struct picture */
	FIELD_MEDIA,     /* struct media */
	FIELD_SIZES,     /* struct sizes */
	FIELD_SLOTS,     /* struct slots */
	FIELD_MENU,      /* struct menu */
	FIELD_LANGUAGES, /* struct languages */
	FIELD_FOCAL,     /* two doubles */
	FIELD_KIND,      /* enum kind */
	FIELD_ROWS,      /* struct str; lines, or a list of them */
	FIELD_DURATION,  /* int64_t seconds; "12:40" */
	FIELD_POINT,     /* struct point; "38.7, -9.1" */
	/* Lists of small records; shape.c says of what. */
	FIELD_PARTIES,   /* struct parties */
	FIELD_COUNTS,    /* struct counts */
	FIELD_FACTS,     /* struct facts */
	FIELD_UPDATES,   /* struct updates */
	FIELD_DOCUMENTS, /* struct documents */
	FIELD_TRACKS,    /* struct tracks */
	FIELD_OFFICES,   /* struct offices */
	FIELD_SHOTS,     /* struct shots */
	FIELD_SIGNERS,   /* struct signing, which begins with a list */
};

#define KIND_BIT(k) (1U << (k))

/* Where a field's text is shown to readers. */
enum shown {
	SHOWN_NOWHERE = 0,
	SHOWN_FRONT = 1,   /* fronts and listings */
	SHOWN_PAGE = 2,    /* its own page */
	SHOWN_SEARCH = 4,  /* counts for the search index */
	SHOWN_MACHINE = 8, /* feeds, structured data */
};

struct field {
	const char *name;     /* as stet writes it */
	const char *synonyms; /* space separated, or NULL */
	enum field_type type;
	size_t offset;     /* in struct copy */
	unsigned kinds;    /* KIND_BIT of those that have it */
	unsigned required; /* KIND_BIT of those that can't do without */
	unsigned shown;    /* enum shown */
	const char *what;  /* for the manual and the desk's form */
};

struct kind_row {
	enum kind kind;
	const char *name;    /* in files: "story" */
	const char *also;    /* another name for it in files, or NULL */
	const char *plural;  /* for messages: "stories" */
	const char *segment; /* first segment of its address, or NULL */
	bool entity;         /* one thing for all languages */
	bool listed;         /* stands in listings */
	bool addressed;      /* has a page of its own */
	bool internal;       /* stet writes such files, authors don't */
};

const struct kind_row *kind_row(enum kind k);
/* "story" and so on; KIND_NONE if there is none of that name. */
enum kind kind_of(struct str name);
/* The one whose name is nearest, or KIND_NONE if none is near. */
enum kind kind_near(struct str name);
/* The kinds that an author may write: "story, page, ... or redirect". */
struct str kinds_named(struct job *j);
struct str kind_name(enum kind k);
bool kind_is_entity(enum kind k);
/* Films and sounds: their text is a transcript. */
bool kind_is_recording(enum kind k);
/* Texts that have a listing of their own: briefs, events, series. */
bool kind_lists(enum kind k);

const struct field *fields_all(size_t *n);
/* The field that this name (or synonym, ASCII case and -/_ aside) means. */
const struct field *field_at(enum kind k, struct str name);
/* The nearest field name that the kind has, or NULL if none is near. */
const struct field *field_near(enum kind k, struct str name);

/*
 * How many letters apart two words are (insertions, deletions, changes,
 * swaps), up to limit + 1.  For "did you mean".
 */
unsigned word_distance(struct str a, struct str b, unsigned limit);

#endif
