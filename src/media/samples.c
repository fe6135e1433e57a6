/* SPDX-License-Identifier: ISC */
/*
 * A track's samples stand in chunks: stco or co64 say where a chunk begins,
 * stsc how many samples it has, stsz or stz2 how large each of them is.
 */
#include <stdlib.h>

#include "media/bytes.h"
#include "media/mp4.h"

#define CHUNKS_MAX ((size_t)4 * 1024 * 1024) /* of all tracks: 64 MB here */
#define DATA_MAX 10000                       /* boxes */

bool
box_at(unsigned char *p, size_t n, bool outside, struct box *b)
{
	uint64_t bytes;

	if (n < BOX)
		return false;
	*b = (struct box){ .p = p, .head = BOX };
	bytes = be32(p);
	if (bytes == 1) {
		if (n < 2 * BOX)
			return false;
		b->head = 2 * BOX;
		bytes = be64(p + BOX);
	}
	if (bytes == 0 && outside) /* to the end */
		bytes = n;
	b->bytes = (size_t)bytes;
	return bytes >= b->head && bytes <= n;
}

bool
box_in(const struct box *b, const char *name, struct box *out)
{
	for (size_t at = b->head; b->bytes - at >= BOX; at += out->bytes) {
		if (!box_at(b->p + at, b->bytes - at, false, out))
			return false;
		if (memcmp(out->p + 4, name, 4) == 0)
			return true;
	}
	return false;
}

static bool
damaged(struct clean *c)
{
	return clean_refuse(c,
	    "the MP4 file is damaged: its tables don't say where its sound "
	    "and pictures stand");
}

static void
range_put(struct job *j, struct range **at, size_t *n, struct range r)
{
	/* At 64, 128, 256 there is no more room. */
	if (*n == 0 || (*n >= 64 && (*n & (*n - 1)) == 0))
		*at = job_grow(j, *at, *n * sizeof(r),
		    (*n == 0 ? 64 : 2 * *n) * sizeof(r));
	(*at)[(*n)++] = r;
}

bool
samples_data(struct samples *s, struct clean *c, const struct box *mdat)
{
	const size_t from = (size_t)(mdat->p - c->p);

	if (s->ndata == DATA_MAX)
		return damaged(c);
	range_put(c->j, &s->data, &s->ndata,
	    (struct range){ from + mdat->head, from + mdat->bytes });
	return true;
}

/* A table: so many entries of so many bits, behind its head. */
struct table {
	const unsigned char *p;
	size_t n;
};

/* before: bytes between the version and the number of entries. */
static bool
table_of(const struct box *stbl, const char *name, size_t before, size_t bits,
    struct table *t)
{
	struct box b;

	if (!box_in(stbl, name, &b) || b.bytes - b.head < 8 + before)
		return false;
	t->p = b.p + b.head + 8 + before;
	t->n = be32(t->p - 4);
	return t->n <= (b.bytes - b.head - 8 - before) * 8 / bits;
}

struct sizes {
	struct table table;
	uint32_t all;  /* of each, or 0: the table says it */
	uint32_t bits; /* of an entry */
	uint64_t n;
};

static bool
sizes_of(const struct box *stbl, struct sizes *s)
{
	struct box b;

	*s = (struct sizes){ .bits = 32 };
	if (box_in(stbl, "stsz", &b)) {
		if (b.bytes - b.head < 12)
			return false;
		s->all = be32(b.p + b.head + 4);
		s->n = be32(b.p + b.head + 8);
		return s->all != 0
		    || table_of(stbl, "stsz", 4, s->bits, &s->table);
	}
	if (!box_in(stbl, "stz2", &b) || b.bytes - b.head < 12)
		return false;
	s->bits = b.p[b.head + 7];
	s->n = be32(b.p + b.head + 8);
	return (s->bits == 4 || s->bits == 8 || s->bits == 16)
	    && table_of(stbl, "stz2", 4, s->bits, &s->table);
}

static uint32_t
size_at(const struct sizes *s, size_t i)
{
	const unsigned char *const p = s->table.p;

	switch (s->bits) {
	case 4:
		return (i & 1) != 0 ? p[i / 2] & 0x0f : p[i / 2] >> 4;
	case 8:
		return p[i];
	case 16:
		return be16(p + 2 * i);
	default:
		return be32(p + 4 * i);
	}
}

/* Bytes of the next samples, so many of them or as many as there are. */
static uint64_t
bytes_of(const struct sizes *s, uint64_t *next, uint64_t count)
{
	const uint64_t end = count < s->n - *next ? *next + count : s->n;
	uint64_t sum = 0;

	if (s->all != 0)
		sum = (end - *next) * s->all;
	else
		for (uint64_t i = *next; i < end; i++)
			sum += size_at(s, (size_t)i);
	*next = end;
	return sum;
}

/* Each chunk is that many samples long until the next entry says otherwise. */
static bool
chunks_put(struct samples *s, struct clean *c, const struct table *places,
    bool wide, const struct table *runs, const struct sizes *sizes)
{
	uint64_t next = 0;
	size_t run = 0;

	for (size_t i = 0; i < places->n && next < sizes->n; i++) {
		const unsigned char *const p = places->p + i * (wide ? 8 : 4);
		const uint64_t from = wide ? be64(p) : be32(p);

		while (run + 1 < runs->n
		    && be32(runs->p + (run + 1) * 12) <= i + 1)
			run++;
		const uint64_t n = bytes_of(sizes, &next,
		    be32(runs->p + run * 12 + 4));

		if (from > c->n || n > c->n - from || s->n == CHUNKS_MAX)
			return damaged(c);
		if (n > 0)
			range_put(c->j, &s->at, &s->n,
			    (struct range){ (size_t)from, (size_t)(from + n) });
	}
	return true;
}

bool
samples_of(struct samples *s, struct clean *c, const struct box *trak)
{
	struct box mdia, minf, stbl;
	struct table places = { NULL, 0 }, runs = { NULL, 0 };
	struct sizes sizes;

	if (!box_in(trak, "mdia", &mdia) || !box_in(&mdia, "minf", &minf)
	    || !box_in(&minf, "stbl", &stbl) || !sizes_of(&stbl, &sizes)
	    || !table_of(&stbl, "stsc", 0, 96, &runs))
		return damaged(c);
	const bool wide = !table_of(&stbl, "stco", 0, 32, &places);

	if (wide && !table_of(&stbl, "co64", 0, 64, &places))
		return damaged(c);
	/* Fragments have tables that say nothing. */
	if (places.n == 0 || sizes.n == 0)
		return true;
	return runs.n > 0 ? chunks_put(s, c, &places, wide, &runs, &sizes)
			  : damaged(c);
}

static int
by_place(const void *a, const void *b)
{
	const struct range *const x = a, *const y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static void
zeros(struct clean *c, size_t from, size_t to)
{
	/* A page that is zeros already need not become ours. */
	while (from < to && c->p[from] == 0)
		from++;
	if (from < to)
		memset(c->p + from, 0, to - from);
}

/* Data and samples go side by side, from the front of the file. */
void
samples_alone(struct samples *s, struct clean *c)
{
	size_t i = 0, played = 0; /* so far into the file */

	if (s->n > 0)
		qsort(s->at, s->n, sizeof(*s->at), by_place);
	for (size_t d = 0; d < s->ndata; d++) {
		const struct range box = s->data[d];

		if (played < box.from)
			played = box.from;
		for (; i < s->n && s->at[i].from < box.to; i++) {
			if (s->at[i].from > played)
				zeros(c, played, s->at[i].from);
			if (s->at[i].to > played)
				played = s->at[i].to;
		}
		if (played < box.to) {
			zeros(c, played, box.to);
			played = box.to;
		}
	}
}
