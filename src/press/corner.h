/* SPDX-License-Identifier: ISC */
/* What programs ask for at addresses of its own: robots.txt and the like. */
#ifndef STET_PRESS_CORNER_H
#define STET_PRESS_CORNER_H

#include "press/press.h"
#include "text/copy.h"

/*
 * Of the paper as a whole: /robots.txt (RFC 9309), /favicon.ico,
 * /site.webmanifest in each language (W3C Web Application Manifest),
 * /.well-known/security.txt (RFC 9116), /trust.txt and
 * /.well-known/trust.txt (JournalList), /oembed (oembed.com).
 * *is: there is one at that path.  Inside a read.
 */
MUST_CHECK enum status corner_answer(struct press *p, struct job *j,
    struct str path, struct str query, struct answer *out, bool *is);

/* Add those that need no server to answer them: all but /oembed. */
MUST_CHECK enum status corner_addresses(struct press *p, struct job *j,
    struct texts *out);

#endif
