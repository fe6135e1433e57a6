/* SPDX-License-Identifier: ISC */
/*
 * An open-addressing table under a mutex, taken when a connection comes and
 * when it goes, never for a request.
 *
 * 1. A slot with count 0 is free; what probed past it was moved back.
 * 2. At most half of the slots are taken.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "edge/crowd.h"

struct slot {
	struct in6_addr address;
	int count;
};

struct crowd {
	pthread_mutex_t lock;
	int an_address;
	size_t mask;
	unsigned char secret[crypto_shorthash_KEYBYTES];
	struct slot slots[];
};

struct crowd *
crowd_new(size_t most, int an_address)
{
	struct crowd *c;
	size_t n = 64;

	while (n < 2 * most)
		n *= 2;
	c = calloc(1, sizeof(*c) + n * sizeof(struct slot));
	if (c == NULL || pthread_mutex_init(&c->lock, NULL) != 0)
		abort();
	c->mask = n - 1;
	c->an_address = an_address;
	randombytes_buf(c->secret, sizeof(c->secret));
	return c;
}

void
crowd_free(struct crowd *c)
{
	if (c == NULL)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static struct in6_addr
counted_as(const struct in6_addr *address)
{
	struct in6_addr net = *address;

	if (!IN6_IS_ADDR_V4MAPPED(address))
		memset(&net.s6_addr[8], 0, 8);
	return net;
}

static size_t
home_of(const struct crowd *c, const struct in6_addr *net)
{
	uint64_t hash;

	crypto_shorthash((unsigned char *)&hash, net->s6_addr,
	    sizeof(net->s6_addr), c->secret);
	return (size_t)hash & c->mask;
}

/* Where it stands, or the free slot where it would. */
static size_t
slot_of(const struct crowd *c, const struct in6_addr *net)
{
	size_t i = home_of(c, net);

	while (c->slots[i].count
	    && memcmp(&c->slots[i].address, net, sizeof(*net)) != 0)
		i = (i + 1) & c->mask;
	return i;
}

bool
crowd_enter(struct crowd *c, const struct in6_addr *address)
{
	const struct in6_addr net = counted_as(address);
	struct slot *s;
	bool room;

	pthread_mutex_lock(&c->lock);
	s = &c->slots[slot_of(c, &net)];
	room = s->count < c->an_address;
	if (room) {
		s->address = net;
		s->count++;
	}
	pthread_mutex_unlock(&c->lock);
	return room;
}

/* Free slot i: pull back what probed past it. */
static void
close_gap(struct crowd *c, size_t i)
{
	for (size_t k = (i + 1) & c->mask; c->slots[k].count;
	     k = (k + 1) & c->mask) {
		const size_t home = home_of(c, &c->slots[k].address);

		if (((k - home) & c->mask) < ((k - i) & c->mask))
			continue;
		c->slots[i] = c->slots[k];
		c->slots[k].count = 0;
		i = k;
	}
}

void
crowd_leave(struct crowd *c, const struct in6_addr *address)
{
	const struct in6_addr net = counted_as(address);
	size_t i;

	pthread_mutex_lock(&c->lock);
	i = slot_of(c, &net);
	if (c->slots[i].count > 0 && --c->slots[i].count == 0)
		close_gap(c, i);
	pthread_mutex_unlock(&c->lock);
}

static struct in6_addr
mapped(const struct in_addr *v4)
{
	struct in6_addr a = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	memcpy(&a.s6_addr[12], v4, 4);
	return a;
}

struct in6_addr
address_of(const struct sockaddr_storage *from)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (from->ss_family == AF_INET) {
		memcpy(&v4, from, sizeof(v4));
		return mapped(&v4.sin_addr);
	}
	if (from->ss_family != AF_INET6)
		return in6addr_any;
	memcpy(&v6, from, sizeof(v6));
	return v6.sin6_addr;
}

bool
address_is_loopback(const struct in6_addr *address)
{
	return IN6_IS_ADDR_LOOPBACK(address)
	    || (IN6_IS_ADDR_V4MAPPED(address) && address->s6_addr[12] == 127);
}

static bool
is_in(const struct in6_addr *address, const struct edge_net *net)
{
	const size_t whole = (size_t)net->bits / 8;
	const int rest = net->bits % 8;

	if (memcmp(address->s6_addr, net->address, whole) != 0)
		return false;
	return rest == 0
	    || (address->s6_addr[whole] ^ net->address[whole]) >> (8 - rest)
	    == 0;
}

bool
address_is_in(const struct in6_addr *address, const struct edge_net *nets,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_in(address, &nets[i]))
			return true;
	return false;
}

bool
address_parse(struct str text, struct in6_addr *out)
{
	char z[INET6_ADDRSTRLEN];
	struct in_addr v4;

	if (text.n == 0 || text.n >= sizeof(z))
		return false;
	memcpy(z, text.p, text.n);
	z[text.n] = '\0';
	if (inet_pton(AF_INET, z, &v4) == 1) {
		*out = mapped(&v4);
		return true;
	}
	return inet_pton(AF_INET6, z, out) == 1;
}

struct str
address_text(struct job *j, const struct in6_addr *address)
{
	char z[INET6_ADDRSTRLEN] = "";

	if (IN6_IS_ADDR_V4MAPPED(address))
		inet_ntop(AF_INET, &address->s6_addr[12], z, sizeof(z));
	else
		inet_ntop(AF_INET6, address, z, sizeof(z));
	return job_str(j, str_of(z));
}

struct in6_addr
address_forwarded(struct str x_forwarded_for, const struct in6_addr *peer,
    const struct edge_net *proxies, size_t n)
{
	struct in6_addr who = *peer;
	struct str rest = x_forwarded_for;

	while (address_is_in(&who, proxies, n) && rest.n) {
		const size_t comma = str_rfind_ch(rest, ',');
		const struct str last = comma == NOWHERE
		    ? rest
		    : str_skip(rest, comma + 1);
		struct in6_addr next;

		if (!address_parse(str_trim(last), &next))
			break;
		who = next;
		rest = comma == NOWHERE ? str_sub(rest, 0, 0)
					: str_sub(rest, 0, comma);
	}
	return who;
}

enum status
edge_net_parse(struct job *j, struct str text, struct edge_net *out)
{
	const size_t slash = str_find_ch(text, '/');
	struct in6_addr a;
	int64_t bits, most = 128;

	if (!address_parse(str_sub(text, 0, slash), &a))
		return job_fail(j, INVALID,
		    "\"%.*s\" is no network; write it as 192.0.2.0/24 or "
		    "2001:db8::/32",
		    STR_ARG(text));
	if (IN6_IS_ADDR_V4MAPPED(&a))
		most = 32;
	bits = most;
	if (slash != NOWHERE
	    && (!str_to_int(str_skip(text, slash + 1), &bits) || bits < 0
		|| bits > most))
		return job_fail(j, INVALID,
		    "\"%.*s\": behind the slash stands a number up to %d",
		    STR_ARG(text), (int)most);
	memcpy(out->address, a.s6_addr, sizeof(out->address));
	out->bits = (int)(bits + 128 - most);
	return OK;
}
