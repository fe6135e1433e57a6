/* SPDX-License-Identifier: ISC */
#include "edge/tally.h"

#include <string.h>
#include <unistd.h>

#define MARK 0x7374656eU

struct packet {
	uint32_t mark, n;
	struct tally_count at[TALLY_MOST];
};

_Static_assert(sizeof(struct packet) == TALLY_BYTES, "a pipe takes it whole");
_Static_assert((TALLY_ROOM & (TALLY_ROOM - 1)) == 0, "a power of two");

static struct tally_count *
place_of(struct tally *t, int64_t what)
{
	size_t i = ((uint64_t)what * 0x9e3779b97f4a7c15U) >> 32;

	for (;; i++) {
		struct tally_count *const c = &t->at[i & (TALLY_ROOM - 1)];

		if (c->n == 0 || c->what == what)
			return c;
	}
}

void
tally_add(struct tally *t, int64_t what)
{
	struct tally_count *c;

	if (what == 0)
		return;
	c = place_of(t, what);
	/* One place stays empty, where every search ends. */
	if (c->n == 0 && t->used == TALLY_ROOM - 1)
		return;
	t->used += c->n == 0;
	c->what = what;
	c->n++;
}

void
tally_give(struct tally *t, int fd)
{
	struct packet p = { .mark = MARK };
	struct tally left = { .used = 0 };

	for (size_t i = 0; t->used > 0 && i < TALLY_ROOM; i++) {
		const bool last = i == TALLY_ROOM - 1;
		size_t bytes;

		if (t->at[i].n > 0)
			p.at[p.n++] = t->at[i];
		if (p.n == 0 || (p.n < TALLY_MOST && !last))
			continue;
		bytes = sizeof(p) - (TALLY_MOST - p.n) * sizeof(p.at[0]);
		if (write(fd, &p, bytes) != (ssize_t)bytes)
			for (size_t k = 0; k < p.n; k++) {
				*place_of(&left, p.at[k].what) = p.at[k];
				left.used++;
			}
		p.n = 0;
	}
	*t = left;
}

bool
tally_read(struct str packet, struct tally_count *out, size_t *n)
{
	uint32_t head[2];

	if (packet.n < sizeof(head))
		return false;
	memcpy(head, packet.p, sizeof(head));
	if (head[0] != MARK || head[1] == 0 || head[1] > TALLY_MOST
	    || packet.n != sizeof(head) + head[1] * sizeof(*out))
		return false;
	*n = head[1];
	memcpy(out, packet.p + sizeof(head), *n * sizeof(*out));
	for (size_t i = 0; i < *n; i++)
		if (out[i].what <= 0 || out[i].n <= 0)
			return false;
	return true;
}
