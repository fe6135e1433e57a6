/* SPDX-License-Identifier: ISC */
/* What the looking for faults shares; inside desk only. */
#ifndef STET_DESK_FAULTY_H
#define STET_DESK_FAULTY_H

#include "desk/faults.h"
#include "desk/inside.h"
#include "site/map.h"
#include "site/site.h"

struct looking {
	struct desk *d;
	struct job *whole; /* what is gathered */
	struct job *j;     /* of the thing at hand */
	fault_take *take;
	void *arg;
	struct outwards *out; /* or NULL */
	size_t room;
	struct map seen; /* of out */
	enum status st;  /* what take said */

	/* The thing at hand. */
	int64_t num;
	struct str where, headline;
	struct textfile tf;
	struct copy c;
	struct card card; /* of texts that have a page */
	struct str html;  /* likewise */
};

void fault_put(struct looking *k, enum gravity g, const char *rule, int line,
    struct str what);

/* The line of its file on which these words stand first; 0 if on none. */
int line_with(const struct looking *k, struct str words);

/* An address as a text has it, on that line. */
MUST_CHECK enum status link_check(struct looking *k, struct str href, int line);
/* Pictures and headings and links of its page. */
MUST_CHECK enum status html_check(struct looking *k);
/* A file of ours by its address; a fault if the folder has it no more. */
void file_check(struct looking *k, const char *rule, struct str address,
    int line);

/* Fields that lead somewhere: fronts, menus, decks, files, embeds. */
MUST_CHECK enum status fields_check(struct looking *k);

#endif
