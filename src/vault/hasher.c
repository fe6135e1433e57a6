/* SPDX-License-Identifier: ISC */
#include "vault/hasher.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <stdlib.h>

#include "wire/ring.h"

#define SLOTS 4
#define LARGE ((int64_t)4 * 1024 * 1024) /* worth a thread */

struct hasher {
	struct sha256_ctx sha;
	char *piece[SLOTS];
	size_t n[SLOTS]; /* bytes in each */
	size_t slot;     /* that is being filled */
	bool beside;     /* ring and thread are there */
	struct ring ring;
	pthread_t thread;
};

struct hasher *
hasher_new(void)
{
	struct hasher *h = calloc(1, sizeof(*h));

	if (h == NULL)
		abort();
	for (int i = 0; i < SLOTS; i++)
		if ((h->piece[i] = malloc(PIECE)) == NULL)
			abort();
	sha256_init(&h->sha);
	return h;
}

static void *
work(void *arg)
{
	struct hasher *h = arg;
	size_t slot;

	while (ring_empty(&h->ring, &slot)) {
		sha256_update(&h->sha, h->n[slot],
		    (const uint8_t *)h->piece[slot]);
		ring_emptied(&h->ring);
	}
	return NULL;
}

static void
join(struct hasher *h)
{
	if (!h->beside)
		return;
	ring_end(&h->ring);
	(void)pthread_join(h->thread, NULL);
	ring_close(&h->ring);
	h->beside = false;
}

void
hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	join(h);
	for (int i = 0; i < SLOTS; i++)
		free(h->piece[i]);
	free(h);
}

void
hasher_begin(struct hasher *h, int64_t size)
{
	join(h);
	sha256_init(&h->sha);
	h->slot = 0;
	if (size < LARGE)
		return;
	ring_open(&h->ring, SLOTS);
	h->beside = pthread_create(&h->thread, NULL, work, h) == 0;
	if (!h->beside)
		ring_close(&h->ring);
}

char *
hasher_room(struct hasher *h)
{
	if (h->beside) {
		const bool going = ring_fill(&h->ring, &h->slot);

		assert(going); /* nobody stops it */
	}
	return h->piece[h->slot];
}

void
hasher_take(struct hasher *h, size_t n)
{
	h->n[h->slot] = n;
	if (h->beside)
		ring_filled(&h->ring);
	else
		sha256_update(&h->sha, n, (const uint8_t *)h->piece[h->slot]);
}

struct sha256
hasher_end(struct hasher *h)
{
	struct sha256 out;

	join(h);
	sha256_digest(&h->sha, sizeof(out.b), out.b);
	return out;
}
