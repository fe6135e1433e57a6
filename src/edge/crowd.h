/* SPDX-License-Identifier: ISC */
/*
 * How many connections each address has, over all loops.  IPv6 counts by /64,
 * which is what one household or one machine is given.
 */
#ifndef STET_EDGE_CROWD_H
#define STET_EDGE_CROWD_H

#include <netinet/in.h>

#include "edge/edge.h"

struct crowd;

/* most: connections that will ever be open at once. */
struct crowd *crowd_new(size_t most, int an_address);
void crowd_free(struct crowd *c);

/* False, and nothing counted, if the address has its number already. */
bool crowd_enter(struct crowd *c, const struct in6_addr *address);
void crowd_leave(struct crowd *c, const struct in6_addr *address);

/* IPv4 as ::ffff:a.b.c.d; all zero for what is neither. */
struct in6_addr address_of(const struct sockaddr_storage *from);
bool address_is_loopback(const struct in6_addr *address);
bool address_is_in(const struct in6_addr *address, const struct edge_net *nets,
    size_t n);
/* "192.0.2.1", "2001:db8::1". */
struct str address_text(struct job *j, const struct in6_addr *address);
/* False if the text is none. */
bool address_parse(struct str text, struct in6_addr *out);

/*
 * Who asked, by a chain of proxies: from the right, the first address that is
 * not a believed proxy's.
 */
struct in6_addr address_forwarded(struct str x_forwarded_for,
    const struct in6_addr *peer, const struct edge_net *proxies, size_t n);

#endif
