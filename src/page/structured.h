/* SPDX-License-Identifier: ISC */
/* What search engines are told about a story (schema.org, as JSON-LD). */
#ifndef STET_PAGE_STRUCTURED_H
#define STET_PAGE_STRUCTURED_H

#include "base/job.h"
#include "base/markup.h"

struct structured_person {
	struct str name, url;
	struct str role;
	bool body; /* an Organization */
};

/* Something with a name and an address: a part, an item of a live blog. */
struct structured_part {
	struct str headline, url, text, published;
};

/* What the thing is, in schema.org's words. */
enum structured_type {
	STRUCTURED_NEWS,      /* NewsArticle, OpinionNewsArticle */
	STRUCTURED_RELEASE,   /* NewsArticle based on somebody else's */
	STRUCTURED_STATEMENT, /* Article */
	STRUCTURED_LETTER,    /* Article about a Message */
	STRUCTURED_VIDEO,     /* VideoObject */
	STRUCTURED_AUDIO,     /* AudioObject */
	STRUCTURED_EVENT,     /* Event */
	STRUCTURED_LIVE,      /* LiveBlogPosting */
	STRUCTURED_GALLERY,   /* NewsArticle with its pictures */
	STRUCTURED_SERIES,    /* CreativeWorkSeries */
};

/* CorrectionComment */
struct structured_correction {
	struct str text, published; /* RFC 3339 */
};

/* What is empty is not said. */
struct structured {
	enum structured_type type;
	struct str headline, description, url, lang;
	struct str published, modified; /* RFC 3339 */
	struct str picture;             /* URL */
	bool opinion;
	const struct structured_person *people;
	size_t npeople;
	const struct structured_correction *corrections;
	size_t ncorrections;
	struct str publisher, home; /* home: URL */
	struct str section, section_url;
	/* Issuers, senders, speakers, those who take part. */
	const struct structured_person *parties;
	size_t nparties;
	struct str issued;         /* RFC 3339, or a day */
	struct str theirs, origin; /* a release's headline, its URL */
	struct str to;             /* a letter's addressee, in one line */
	struct str copy_to;
	int64_t duration;        /* seconds */
	struct str file, embed;  /* URLs */
	struct str transcript;   /* plain */
	struct str starts, ends; /* RFC 3339, or a day */
	struct str status;       /* "planned", "cancelled", "postponed" */
	struct str place;
	double lat, lon; /* 0, 0: not known */
	/* Items of a live blog, parts of a series, pictures (url). */
	const struct structured_part *parts;
	size_t nparts;
};

/* A person's, an organisation's, a place's own page. */
struct structured_entity {
	const char *type; /* "Person", "Organization", "Place" */
	struct str name, url, role, description, picture;
	const struct str *same; /* pages elsewhere: URLs */
	size_t nsame;
	double lat, lon;
};

/* A step of the way to a page. */
struct structured_step {
	struct str name, url;
};

/* The paper itself: NewsMediaOrganization. */
struct structured_paper {
	struct str name, url, description, email, logo;
	struct str publisher;   /* its name */
	struct str corrections; /* URL of how mistakes are put right */
	const struct str *same; /* pages elsewhere: URLs */
	size_t nsame;
};

/* A page that is no story's: what it is about, and the way to it. */
struct structured_page {
	const struct structured_paper *paper;   /* or NULL */
	const struct structured_entity *entity; /* or NULL */
	const struct structured_step *steps;    /* fewer than two: not said */
	size_t nsteps;
};

/* Safe inside a script element; empty if there is nothing to say. */
MUST_CHECK enum status structured_page(struct job *j,
    const struct structured_page *p, struct markup *out);

/* What it is and the way to it, safe inside a script element. */
MUST_CHECK enum status structured_story(struct job *j,
    const struct structured *s, struct markup *out);

#endif
