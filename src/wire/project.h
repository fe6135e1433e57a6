/* SPDX-License-Identifier: ISC */
/* A generator's project: which one, and what its configuration says. */
#ifndef STET_WIRE_PROJECT_H
#define STET_WIRE_PROJECT_H

#include "text/copy.h"
#include "wire/import.h"

enum system {
	HUGO,
	JEKYLL,
	ELEVENTY,
};

/* Addresses of a section ("" for all of them): "/:year/:slug/". */
struct pattern {
	struct str section, text;
};

/* A language with a content folder of its own, or just files in it. */
struct tongue {
	struct str tag;
	struct str folder; /* "content/fa", or empty */
};

/* A folder of terms: "topics" -> KIND_TOPIC. */
struct taxonomy {
	struct str folder;
	enum kind kind;
};

#define STATICS_MAX 4

struct project {
	struct job *j;
	enum system system;
	bool bare;           /* just a content folder */
	const char *root;    /* as given */
	const char *content; /* where texts lie */
	const char
	    *statics[STATICS_MAX + 1]; /* where pictures lie, then NULL */
	struct str base_url;
	struct str base_path; /* of it: "/blog", or empty */
	struct str timezone;
	struct str lang; /* the first language */
	struct tongue *tongues;
	size_t n_tongues;
	struct pattern *patterns;
	size_t n_patterns;
	struct taxonomy *taxonomies;
	size_t n_taxonomies;
	bool ugly;         /* x.html instead of x/ */
	bool keep_case;    /* addresses in the files' own case */
	bool prefix_first; /* the first language has a prefix too */
	struct notes notes;
};

/*
 * Look at a folder.  lang is the paper's first language, for projects that
 * name none; langs are the paper's languages.
 */
MUST_CHECK enum status project_open(struct job *j,
    const struct import_opts *opts, struct str lang,
    const struct languages *langs, struct project **out);

/* "hugo", ... */
struct str system_name(enum system s);

/* The pattern for a section, or empty. */
struct str project_pattern(const struct project *p, struct str section);

/* True if files of this language are told apart by it ("x.fa.md"). */
bool project_speaks(const struct project *p, struct str tag);

/* What a folder of that name holds terms of; KIND_NONE if none. */
enum kind project_terms(const struct project *p, struct str folder);

void project_note(struct project *p, struct str text);

#endif
