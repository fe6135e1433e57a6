/* SPDX-License-Identifier: ISC */
/*
 * Addresses of the network that anybody may reach: neither this machine nor
 * the house that it stands in.  By the special-purpose registries of IANA
 * (RFC 6890 and its successors).
 */
#ifndef STET_WIRE_PUBLIC_H
#define STET_WIRE_PUBLIC_H

#include <sys/socket.h>

#include "base/str.h"

/* False for whatever is neither IPv4 nor IPv6. */
bool address_is_public(const struct sockaddr *sa);
/* Whether it is that one, written as text; without its port. */
bool address_is(const struct sockaddr *sa, struct str text);

#endif
