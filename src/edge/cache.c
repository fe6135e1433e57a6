/* SPDX-License-Identifier: ISC */
/*
 * S3-FIFO (Yang and others, SOSP 2023).  A new page enters the small queue, a
 * tenth of the budget; what was asked for again by the time it gets to its
 * end goes over to the main one, all else out, so a crawler that asks for
 * every page once passes through the tenth and leaves the rest alone.  Pages
 * let go too early are remembered by their hash and enter the main queue.
 *
 * 1. Every entry hangs in exactly one bucket and in exactly one queue.
 * 2. bytes[q] is the sum of the sizes of q's entries; the sum of both never
 *    passes the budget once cache_put or cache_add returned.
 * 3. An entry without a query is true for `version`; a brief one, or one with
 *    a query, is true for the version it was put under, and found only while
 *    that stands.
 */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "edge/cache.h"

enum queue {
	SMALL,
	MAIN,
	QUEUES,
};

#define WANTED_MAX 3 /* how often it is remembered that a page was asked for */
#define GHOSTS 8192  /* a power of two */

struct entry {
	struct page page;            /* first: a page is its entry */
	struct entry *next;          /* in the bucket */
	struct entry *older, *newer; /* in the queue */
	uint64_t hash;
	int64_t version;
	size_t size;
	uint8_t queue, wanted;
	bool pinned; /* being added to: it may move on, not go */
	uint32_t path_n, query_n;
	char key[]; /* path, then query */
};

struct fifo {
	struct entry *oldest, *newest;
	size_t bytes;
};

struct ghost {
	uint32_t mark; /* upper bits of the hash */
	uint32_t when; /* count of evictions then */
};

struct cache {
	size_t budget;
	int64_t version;
	struct fifo queues[QUEUES];
	struct cache_counts counts;
	size_t nbuckets; /* a power of two */
	struct entry **buckets;
	struct ghost ghosts[GHOSTS];
	unsigned char secret[crypto_shorthash_KEYBYTES];
};

struct blob *
blob_new(size_t n)
{
	struct blob *b = malloc(sizeof(*b) + n);

	if (b == NULL)
		abort();
	memset(b, 0, sizeof(*b));
	b->users = 1;
	b->n = n;
	return b;
}

struct blob *
blob_hold(struct blob *b)
{
	b->users++;
	return b;
}

void
blob_release(struct blob *b)
{
	if (b && --b->users == 0)
		free(b);
}

static size_t
blob_size(const struct blob *b)
{
	return b ? sizeof(*b) + b->n : 0;
}

struct cache *
cache_new(size_t budget)
{
	struct cache *c = calloc(1, sizeof(*c));

	if (c == NULL)
		abort();
	c->budget = budget;
	c->nbuckets = 1024;
	while (c->nbuckets < budget / 4096)
		c->nbuckets *= 2;
	c->buckets = calloc(c->nbuckets, sizeof(struct entry *));
	if (c->buckets == NULL)
		abort();
	randombytes_buf(c->secret, sizeof(c->secret));
	return c;
}

void
cache_free(struct cache *c)
{
	if (c == NULL)
		return;
	cache_drop_all(c);
	free(c->buckets);
	free(c);
}

/* Keyed, so that nobody can choose addresses that share a bucket. */
static uint64_t
hash_of(const struct cache *c, struct str path, struct str query)
{
	uint64_t part[2] = { 0, 0 };

	crypto_shorthash((unsigned char *)&part[0],
	    (const unsigned char *)path.p, path.n, c->secret);
	if (query.n == 0)
		return part[0];
	crypto_shorthash((unsigned char *)&part[1],
	    (const unsigned char *)query.p, query.n, c->secret);
	return part[0] ^ (part[1] << 1 | part[1] >> 63);
}

static bool
is_at(const struct entry *e, uint64_t hash, struct str path, struct str query)
{
	return e->hash == hash && e->path_n == path.n && e->query_n == query.n
	    && memcmp(e->key, path.p, path.n) == 0
	    && (query.n == 0 || memcmp(e->key + path.n, query.p, query.n) == 0);
}

static struct entry **
bucket_of(struct cache *c, uint64_t hash)
{
	return &c->buckets[hash & (c->nbuckets - 1)];
}

/* Its place in the chain; *place is NULL if there is none. */
static struct entry **
place_of(struct cache *c, uint64_t hash, struct str path, struct str query)
{
	struct entry **place = bucket_of(c, hash);

	while (*place && !is_at(*place, hash, path, query))
		place = &(*place)->next;
	return place;
}

static void
unqueue(struct cache *c, struct entry *e)
{
	struct fifo *q = &c->queues[e->queue];

	*(e->older ? &e->older->newer : &q->oldest) = e->newer;
	*(e->newer ? &e->newer->older : &q->newest) = e->older;
	q->bytes -= e->size;
	e->older = e->newer = NULL;
}

static void
enqueue(struct cache *c, struct entry *e, enum queue queue)
{
	struct fifo *q = &c->queues[queue];

	e->queue = (uint8_t)queue;
	e->older = q->newest;
	e->newer = NULL;
	*(q->newest ? &q->newest->newer : &q->oldest) = e;
	q->newest = e;
	q->bytes += e->size;
}

static void
forget(struct cache *c, struct entry **place)
{
	struct entry *e = *place;

	*place = e->next;
	unqueue(c, e);
	for (enum coding k = IDENTITY; k < CODINGS; k++)
		blob_release(e->page.as[k]);
	free(e);
	c->counts.pages--;
}

static void
let_go(struct cache *c, struct entry *e)
{
	struct entry **place = bucket_of(c, e->hash);
	struct ghost *g = &c->ghosts[e->hash >> 7 & (GHOSTS - 1)];

	while (*place != e)
		place = &(*place)->next;
	c->counts.evicted++;
	g->mark = (uint32_t)(e->hash >> 32);
	g->when = (uint32_t)c->counts.evicted;
	forget(c, place);
}

/* Let go not long ago: within as many evictions as there are pages. */
static bool
is_ghost(const struct cache *c, uint64_t hash)
{
	const struct ghost *g = &c->ghosts[hash >> 7 & (GHOSTS - 1)];

	return g->mark == (uint32_t)(hash >> 32) && g->when
	    && (uint32_t)c->counts.evicted - g->when <= c->counts.pages;
}

/* One step: an entry moves on or goes. */
static void
make_room(struct cache *c)
{
	const bool small = c->queues[SMALL].bytes > c->budget / 10
	    || c->queues[MAIN].oldest == NULL;
	struct entry *e = c->queues[small ? SMALL : MAIN].oldest;

	assert(e);
	if (e->wanted == 0 && !e->pinned) {
		let_go(c, e);
		return;
	}
	e->wanted = small || e->pinned ? 0 : (uint8_t)(e->wanted - 1);
	unqueue(c, e);
	enqueue(c, e, MAIN);
}

static void
make_room_for(struct cache *c, size_t n)
{
	while (c->queues[SMALL].bytes + c->queues[MAIN].bytes + n > c->budget)
		make_room(c);
}

struct page *
cache_at(struct cache *c, struct str path, struct str query, int64_t now)
{
	struct entry **place = place_of(c, hash_of(c, path, query), path,
	    query);
	struct entry *e = *place;

	if (e == NULL) {
		c->counts.misses++;
		return NULL;
	}
	if ((e->page.fresh_until && now >= e->page.fresh_until)
	    || ((query.n || e->page.brief) && e->version != c->version)) {
		forget(c, place);
		c->counts.misses++;
		return NULL;
	}
	if (e->wanted < WANTED_MAX)
		e->wanted++;
	e->page.hits++;
	c->counts.hits++;
	return &e->page;
}

struct page *
cache_put(struct cache *c, struct str path, struct str query,
    const struct page *page, int64_t site_version)
{
	const uint64_t hash = hash_of(c, path, query);
	const size_t size = sizeof(struct entry) + path.n + query.n
	    + blob_size(page->as[IDENTITY]);
	struct entry **place = place_of(c, hash, path, query);
	struct entry *e;

	if (*place)
		forget(c, place);
	if (site_version != c->version || size > c->budget / 16) {
		blob_release(page->as[IDENTITY]);
		return NULL;
	}
	make_room_for(c, size);
	e = calloc(1, sizeof(*e) + path.n + query.n);
	if (e == NULL)
		abort();
	e->page = *page;
	e->hash = hash;
	e->version = site_version;
	e->size = size;
	e->path_n = (uint32_t)path.n;
	e->query_n = (uint32_t)query.n;
	memcpy(e->key, path.p, path.n);
	if (query.n)
		memcpy(e->key + path.n, query.p, query.n);
	place = bucket_of(c, hash);
	e->next = *place;
	*place = e;
	c->counts.pages++;
	enqueue(c, e, is_ghost(c, hash) ? MAIN : SMALL);
	return &e->page;
}

void
cache_add(struct cache *c, struct page *p, enum coding coding, struct blob *b)
{
	struct entry *e = (struct entry *)p;
	const size_t size = blob_size(b);

	assert(p->as[coding] == NULL && size <= c->budget / 2);
	e->pinned = true;
	make_room_for(c, size);
	e->pinned = false;
	p->as[coding] = b;
	e->size += size;
	c->queues[e->queue].bytes += size;
}

void
cache_drop(struct cache *c, struct str path)
{
	const struct str none = { NULL, 0 };
	struct entry **place = place_of(c, hash_of(c, path, none), path, none);

	if (*place == NULL)
		return;
	forget(c, place);
	c->counts.dropped++;
}

void
cache_drop_all(struct cache *c)
{
	for (size_t i = 0; i < c->nbuckets; i++)
		while (c->buckets[i]) {
			forget(c, &c->buckets[i]);
			c->counts.dropped++;
		}
}

void
cache_moves(struct cache *c, int64_t site_version)
{
	c->version = site_version;
}

int64_t
cache_version(const struct cache *c)
{
	return c->version;
}

struct cache_counts
cache_counts(const struct cache *c)
{
	struct cache_counts counts = c->counts;

	counts.bytes = c->queues[SMALL].bytes + c->queues[MAIN].bytes;
	return counts;
}
