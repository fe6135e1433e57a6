/* SPDX-License-Identifier: ISC */
/*
 * One loop's cache of finished pages, with a budget of bytes.  Not shared
 * between threads.  See cache.c for how it chooses what goes.
 */
#ifndef STET_EDGE_CACHE_H
#define STET_EDGE_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum coding {
	IDENTITY,
	GZIP,
	BROTLI,
	CODINGS,
};

/* Bytes as they go to a socket: head and body in one piece, counted users. */
struct blob {
	uint32_t users;
	uint32_t head;   /* bytes of the head, the empty line included */
	uint32_t date;   /* where in the head the 29 bytes of Date stand */
	size_t n;        /* head and body */
	int64_t dated;   /* the second that Date says */
	struct str etag; /* in the head, with its quotes; "" if it has none */
	char bytes[];
};

struct blob *blob_new(size_t n); /* one user */
struct blob *blob_hold(struct blob *b);
void blob_release(struct blob *b); /* NULL is fine */

/* A page under its key, in as many codings as were asked for often enough. */
struct page {
	struct blob *as[CODINGS];
	uint32_t hits;
	int status;
	bool squeezable;     /* worth compressing */
	bool brief;          /* good for the version it was put under only */
	uint8_t tried;       /* a bit for each coding that was no gain */
	int64_t fresh_until; /* 0: until it is stale */
	int64_t counts;      /* as answer.counts */
};

struct cache;

struct cache_counts {
	uint64_t hits, misses, evicted, dropped;
	uint64_t pages, bytes; /* held now */
};

struct cache *cache_new(size_t budget);
void cache_free(struct cache *c);

/* The page kept under path and query, if it is still fresh; else NULL. */
struct page *cache_at(struct cache *c, struct str path, struct str query,
    int64_t now);

/*
 * Keep a page, taking over its blob, if it was made from the version that the
 * cache stands at and is not too large; else NULL and the blob is released.
 */
struct page *cache_put(struct cache *c, struct str path, struct str query,
    const struct page *page, int64_t site_version);

/* Add a further coding to a page that is kept, taking over the blob. */
void cache_add(struct cache *c, struct page *p, enum coding coding,
    struct blob *b);

/* Drop what stands under a path, whatever its query. */
void cache_drop(struct cache *c, struct str path);
void cache_drop_all(struct cache *c);

/*
 * The cache stands at this version from now on.  Call it after what became
 * stale was dropped.  Brief pages, and those with a query, of which the site
 * keeps no list, go by themselves.
 */
void cache_moves(struct cache *c, int64_t site_version);
int64_t cache_version(const struct cache *c);

struct cache_counts cache_counts(const struct cache *c);

#endif
