/* SPDX-License-Identifier: ISC */
/*
 * Addresses: a path that begins with a slash, as decoded bytes in NFC, with
 * an optional query.
 */
#ifndef STET_TEXT_ADDRESS_H
#define STET_TEXT_ADDRESS_H

#include "base/job.h"

#define ADDRESS_MAX 2048

/*
 * The one form of an address that others are compared with: percent-encoding
 * decoded, NFC, `//` made `/`, scheme and host and fragment dropped, index.html
 * dropped.  The slash at the end stays as it is given.
 * INVALID: no slash at its beginning, dot segments, control characters, NUL,
 * a backslash, bytes that are not UTF-8, longer than ADDRESS_MAX.
 */
MUST_CHECK enum status address_normal(struct job *j, struct str address,
    struct str *out);

/* Without the slash at its end, as the table of addresses has it. */
struct str address_key(struct str address);

/* Percent-encoded for use in HTML, headers and feeds; may be address itself. */
struct str address_encoded(struct job *j, struct str address);

/* A value behind "name=": all but unreserved characters (RFC 3986) encoded. */
struct str query_encoded(struct job *j, struct str value);

/*
 * The first segment that is kept for the site itself ("section", "search",
 * a language's code, ...), or empty if a story may have this address.
 * stet-site(5) lists them; /2026/... is free.
 */
struct str address_reserved(struct str address);

#endif
