/* SPDX-License-Identifier: ISC */
/* Bytes as text: lower-case hexadecimal, and base64 of RFC 4648 section 4. */
#ifndef STET_BASE_HEX_H
#define STET_BASE_HEX_H

#include "base/job.h"

struct str hex_of(struct job *j, const void *bytes, size_t n);
/* n bytes from exactly 2n digits of either case; INVALID otherwise. */
MUST_CHECK enum status hex_bytes(struct job *j, struct str hex, void *out,
    size_t n);
struct str base64_of(struct job *j, const void *bytes, size_t n);
MUST_CHECK enum status base64_bytes(struct job *j, struct str b64,
    struct str *out);

#endif
