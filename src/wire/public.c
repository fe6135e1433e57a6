/* SPDX-License-Identifier: ISC */
#include "wire/public.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

struct net {
	unsigned char at[16];
	int bits;
};

/* clang-format off */
static const struct net not_public4[] = {
	{ { 0 }, 8 },                 /* this network */
	{ { 10 }, 8 },
	{ { 100, 64 }, 10 },          /* shared by a provider's customers */
	{ { 127 }, 8 },
	{ { 169, 254 }, 16 },         /* link-local: clouds tell secrets there */
	{ { 172, 16 }, 12 },
	{ { 192, 0, 0 }, 24 },
	{ { 192, 0, 2 }, 24 },        /* documentation, as are two below */
	{ { 192, 88, 99 }, 24 },      /* 6to4 relays */
	{ { 192, 168 }, 16 },
	{ { 198, 18 }, 15 },          /* benchmarks */
	{ { 198, 51, 100 }, 24 },
	{ { 203, 0, 113 }, 24 },
	{ { 224 }, 4 },               /* multicast */
	{ { 240 }, 4 },               /* reserved, broadcast */
};

/* Of 2000::/3, which is all that is given out. */
static const struct net not_public6[] = {
	{ { 0x20, 0x01 }, 23 },       /* Teredo, ORCHID and the like */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },
	{ { 0x20, 0x02 }, 16 },       /* 6to4: has an IPv4 address in it */
	{ { 0x3f, 0xff }, 20 },       /* documentation */
};
/* clang-format on */

static bool
is_in(const unsigned char *a, const struct net *n)
{
	const size_t bytes = (size_t)n->bits / 8;
	const int rest = n->bits % 8;
	const int mask = 0xff & (0xff << (8 - rest));

	return memcmp(a, n->at, bytes) == 0
	    && (rest == 0 || (a[bytes] & mask) == n->at[bytes]);
}

static bool
is_public4(const unsigned char *a)
{
	for (size_t i = 0; i < sizeof(not_public4) / sizeof(not_public4[0]);
	     i++)
		if (is_in(a, &not_public4[i]))
			return false;
	return true;
}

static bool
is_public6(const unsigned char *a)
{
	static const unsigned char mapped[12] = { [10] = 0xff, 0xff };
	static const unsigned char nat64[12] = { 0, 0x64, 0xff, 0x9b };

	if (memcmp(a, mapped, sizeof(mapped)) == 0
	    || memcmp(a, nat64, sizeof(nat64)) == 0)
		return is_public4(a + 12);
	if ((a[0] & 0xe0) != 0x20)
		return false;
	for (size_t i = 0; i < sizeof(not_public6) / sizeof(not_public6[0]);
	     i++)
		if (is_in(a, &not_public6[i]))
			return false;
	return true;
}

/* The bytes of the address; NULL if it has no such. */
static const unsigned char *
bytes_of(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET)
		return (const unsigned char *)&(
		    (const struct sockaddr_in *)(const void *)sa)
		    ->sin_addr;
	if (sa->sa_family == AF_INET6)
		return (const unsigned char *)&(
		    (const struct sockaddr_in6 *)(const void *)sa)
		    ->sin6_addr;
	return NULL;
}

bool
address_is_public(const struct sockaddr *sa)
{
	const unsigned char *const a = bytes_of(sa);

	if (a == NULL)
		return false;
	return sa->sa_family == AF_INET ? is_public4(a) : is_public6(a);
}

bool
address_is(const struct sockaddr *sa, struct str text)
{
	const unsigned char *const a = bytes_of(sa);
	unsigned char want[sizeof(struct in6_addr)];
	char line[INET6_ADDRSTRLEN];

	if (a == NULL || text.n >= sizeof(line))
		return false;
	memcpy(line, text.p, text.n);
	line[text.n] = '\0';
	return inet_pton(sa->sa_family, line, want) == 1
	    && memcmp(a, want,
		   sa->sa_family == AF_INET ? sizeof(struct in_addr)
					    : sizeof(struct in6_addr))
	    == 0;
}
