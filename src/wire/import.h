/* SPDX-License-Identifier: ISC */
/*
 * Taking over a Hugo, Jekyll or Eleventy project, or just its content folder.
 *
 * May be run again at any time: a thing is known by its id or its source
 * ("hugo:post/x.md"), a change by a keyed hash of its file and of the options.
 * What changed on both sides is reported and left alone; what is gone from the
 * source is reported and kept.
 */
#ifndef STET_WIRE_IMPORT_H
#define STET_WIRE_IMPORT_H

#include "base/progress.h"
#include "desk/batch.h"
#include "text/node.h"

enum fate {
	FATE_CAME,    /* new in the record */
	FATE_UPDATED, /* the file has changed since the last import */
	FATE_SAME,    /* nothing has changed */
	FATE_DRAFT,   /* kept aside: it says draft */
	FATE_FUTURE,  /* kept aside: its time has not come */
	FATE_EXPIRED, /* kept aside: its time is over */
	FATE_UNCLEAR, /* kept aside: its date or all of it can't be read */
	FATE_BOTH,    /* changed here and there: left as it is here */
	FATE_GONE,    /* no longer in the source: kept */
	FATE_LEFT,    /* nothing for readers in it */
	FATE_FAILED,  /* could not be taken; a remark says why */
	FATES
};

/* "came", "updated", ... */
struct str fate_name(enum fate f);

/* What became of one file. */
struct import_line {
	enum fate fate;
	struct str
	    file; /* relative to the content folder; of an export: which */
	struct str place; /* the file that lines are of */
	enum kind kind;
	struct str address;        /* empty if it has none */
	const struct notes *notes; /* what was changed or not understood */
};

struct import_report {
	struct str system;  /* "hugo", "jekyll", "eleventy" */
	const char *noun;   /* what it has: "files" */
	struct notes notes; /* about the project: what was found and taken */
	int64_t files, fates[FATES];
	int64_t remarks;   /* files that have some */
	struct texts made; /* topics, people, sections that were missing */
	int64_t made_n;    /* how many (made holds the first 1,000) */
	int64_t pictures, missing_pictures;
	int64_t commits;
	double seconds;
};

/* What stands at a shortcode: name, arguments and inner text as a map. */
typedef enum status import_expand(void *arg, struct job *j, struct str template,
    const struct node *data, struct str *out);
typedef void import_tell(void *arg, const struct import_line *line);

struct import_opts {
	const char *site; /* the site's folder */
	const char *from; /* the project, or its content folder */
	/* "PATTERN" or "section=PATTERN"; over the project's own */
	const struct str *permalinks;
	size_t n_permalinks;
	struct str base_url;   /* over the project's own; empty: that */
	struct str timezone;   /* of dates without an offset; empty: theirs */
	bool expired;          /* take what has expired as published */
	bool members;          /* Ghost: take what only members saw */
	const char *redirects; /* Ghost: a file of redirects, or NULL */
	const char *media;     /* a folder of pictures and files, or NULL */
	const struct str *feeds_from; /* addresses that feeds may come from, */
	size_t n_feeds_from;          /* though not anybody can reach them */
	bool fetch_media;             /* have missing files from the old host */
	struct str media_from;  /* where that is by now; empty: where it was */
	bool topics;            /* WordPress: categories become topics */
	const char *shortcodes; /* folder of NAME.mustache, or NULL */
	import_expand *expand;  /* renders them */
	void *expand_arg;
	import_tell *tell; /* after each file; may be NULL */
	void *tell_arg;
	struct progress *progress; /* may be NULL */
};

/*
 * Everything; commits as it goes, so that an end in the middle loses nothing
 * and the next run goes on.  INVALID: no such project.  *out in j's memory.
 */
MUST_CHECK enum status wire_import(struct desk *d, struct job *j,
    const struct import_opts *opts, struct import_report *out);

#endif
