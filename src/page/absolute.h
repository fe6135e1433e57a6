/* SPDX-License-Identifier: ISC */
/* Markup for those who read it elsewhere: with whole addresses in it. */
#ifndef STET_PAGE_ABSOLUTE_H
#define STET_PAGE_ABSOLUTE_H

#include "base/job.h"
#include "base/markup.h"

/*
 * The HTML as text, every href, src, srcset and poster that begins with a
 * slash behind base ("https://gazette.example"), and every fragment behind
 * page.  html is as the sanitiser writes it: attributes in double quotes.
 */
MUST_CHECK enum status absolute_html(struct job *j, struct markup html,
    struct str base, struct str page, struct str *out);

#endif
