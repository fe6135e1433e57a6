/* SPDX-License-Identifier: ISC */
/* What search engines are told about a story (schema.org, as JSON-LD). */
#ifndef STET_PAGE_STRUCTURED_H
#define STET_PAGE_STRUCTURED_H

#include "base/job.h"
#include "base/markup.h"

struct structured_person {
	struct str name, url;
};

/* CorrectionComment */
struct structured_correction {
	struct str text, published; /* RFC 3339 */
};

/* What is empty is not said. */
struct structured {
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
};

/* A NewsArticle and the way to it, safe inside a script element. */
MUST_CHECK enum status structured_story(struct job *j,
    const struct structured *s, struct markup *out);

#endif
