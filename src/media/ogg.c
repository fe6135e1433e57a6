/* SPDX-License-Identifier: ISC */
/*
 * The header packets are written anew with a comment that says nothing, on
 * pages of their own; the pages behind them keep their content and get their
 * new number and sum.  What is written never overtakes what is read.
 */
#include "media/bytes.h"
#include "media/clean.h"

#define HEAD 27
#define SEGMENTS 255
#define HEADERS_MAX ((size_t)32 * 1024 * 1024) /* covers stand in comments */
#define FIRST 0x02                             /* of a stream */
#define CONTINUED 0x01
#define RATE_OPUS 48000

static const struct str capture = STR_INIT("OggS");

struct page {
	size_t at, bytes, body; /* body: where the segments' bytes begin */
	unsigned segments;
};

struct ogg {
	struct clean *c;
	size_t at;  /* read so far */
	size_t out; /* written so far */
	uint32_t serial, number;
};

static uint32_t
sum_of(const unsigned char *p, size_t n)
{
	static const uint32_t poly = 0x04c11db7;
	uint32_t table[256], sum = 0;

	for (uint32_t i = 0; i < 256; i++) {
		table[i] = i << 24;
		for (int k = 0; k < 8; k++)
			table[i] = table[i] << 1
			    ^ ((table[i] & 0x80000000U) != 0 ? poly : 0);
	}
	for (size_t i = 0; i < n; i++)
		sum = sum << 8 ^ table[sum >> 24 ^ p[i]];
	return sum;
}

static bool
page_next(struct ogg *o, struct page *g)
{
	const unsigned char *const p = o->c->p + o->at;
	const size_t left = o->c->n - o->at;

	if (left < HEAD || !begins(p, left, capture) || p[4] != 0)
		return false;
	*g = (struct page){ .at = o->at, .segments = p[26] };
	g->body = HEAD + g->segments;
	if (left < g->body)
		return false;
	g->bytes = g->body;
	for (unsigned i = 0; i < g->segments; i++)
		g->bytes += p[HEAD + i];
	if (left < g->bytes)
		return false;
	o->at += g->bytes;
	return true;
}

/* The page at p, whole but for its number and its sum. */
static void
page_seal(struct ogg *o, unsigned char *p, size_t bytes)
{
	le32_put(p + 18, o->number++);
	le32_put(p + 22, 0);
	le32_put(p + 22, sum_of(p, bytes));
	o->out += bytes;
}

/*
 * The packets of the pages behind the first, joined: ends[i] is where the i-th
 * ends.  They are full when the last one ends with its page.
 */
static bool
packets(struct ogg *o, unsigned char *to, size_t room, size_t ends[],
    unsigned wanted)
{
	unsigned found = 0;
	size_t n = 0;
	bool whole = true;

	while (found < wanted || !whole) {
		struct page g;

		if (!page_next(o, &g) || le32(o->c->p + g.at + 14) != o->serial)
			return false;
		const unsigned char *lace = o->c->p + g.at + HEAD;
		const unsigned char *body = o->c->p + g.at + g.body;

		for (unsigned i = 0; i < g.segments; i++) {
			if (found == wanted || lace[i] > room - n)
				return false;
			memcpy(to + n, body, lace[i]);
			n += lace[i];
			body += lace[i];
			whole = lace[i] < 255;
			if (whole)
				ends[found++] = n;
		}
	}
	return true;
}

static bool
all_continue(const unsigned char *lace, unsigned segments)
{
	for (unsigned i = 0; i < segments; i++)
		if (lace[i] < 255)
			return false;
	return true;
}

/* The next page of these segments (lengths of 255 but for packets' ends). */
static void
page_put(struct ogg *o, const unsigned char *lace, unsigned segments,
    const unsigned char **body, bool continued)
{
	unsigned char *const p = o->c->p + o->out;
	size_t n = HEAD + segments;

	memset(p, 0, HEAD);
	memcpy(p, capture.p, capture.n);
	p[5] = continued ? CONTINUED : 0;
	le32_put(p + 14, o->serial);
	p[26] = (unsigned char)segments;
	memcpy(p + HEAD, lace, segments);
	/* No packet ends on it: it has no time. */
	if (all_continue(lace, segments))
		memset(p + 6, 0xff, 8);
	for (unsigned i = 0; i < segments; i++) {
		memcpy(p + n, *body, lace[i]);
		*body += lace[i];
		n += lace[i];
	}
	page_seal(o, p, n);
}

/* Packets one after the other in body; each ends with less than 255. */
static void
packets_put(struct ogg *o, const unsigned char *body, const size_t bytes[],
    unsigned count)
{
	unsigned char lace[SEGMENTS];
	unsigned segments = 0, which = 0;
	size_t left = bytes[0];
	bool continued = false, next;

	while (which < count) {
		next = left < 255;
		lace[segments++] = (unsigned char)(next ? left : 255);
		left -= next ? left : 255;
		if (next && ++which < count)
			left = bytes[which];
		if (segments < SEGMENTS && which < count)
			continue;
		page_put(o, lace, segments, &body, continued);
		continued = !next;
		segments = 0;
	}
}

/* The pages behind the headers: the same, numbered anew; where they end. */
static bool
pages_behind(struct ogg *o, uint64_t *granule)
{
	struct page g;

	while (page_next(o, &g)) {
		unsigned char *const p = o->c->p + g.at;
		const uint64_t ticks = le64(p + 6);

		if (le32(p + 14) != o->serial || (p[5] & FIRST) != 0)
			return clean_refuse(o->c,
			    "there is more than one stream in the Ogg file; "
			    "save the sound alone");
		if (ticks != UINT64_MAX)
			*granule = ticks;
		memmove(o->c->p + o->out, p, g.bytes);
		page_seal(o, o->c->p + o->out, g.bytes);
	}
	/* A page that is cut off at the end of the file is left out. */
	return o->c->n == o->at
	    || begins(o->c->p + o->at, o->c->n - o->at,
		str_sub(STR("OggS"), 0,
		    o->c->n - o->at < 4 ? o->c->n - o->at : 4))
	    || clean_refuse(o->c, "the Ogg file is damaged");
}

/* Comment and, of Vorbis, setup; the comment's maker and lines go. */
static bool
headers(struct ogg *o, bool opus)
{
	static const unsigned char
	    vorbis_says[] = "\x03vorbis\0\0\0\0\0\0\0\0\1";
	static const unsigned char opus_says[] = "OpusTags\0\0\0\0\0\0\0\0";
	const size_t said = sizeof(opus_says) - 1;
	const size_t room = o->c->n - o->at < HEADERS_MAX ? o->c->n - o->at
							  : HEADERS_MAX;
	unsigned char *const all = job_alloc(o->c->j, room + said);
	unsigned char *const given = all + said;
	size_t ends[2] = { 0 };

	if (!packets(o, given, room, ends, opus ? 1 : 2)
	    || !begins(given, ends[0],
		opus ? STR("OpusTags") : STR("\x03vorbis"))
	    || ends[0] < said
	    || (!opus
		&& !begins(given + ends[0], ends[1] - ends[0],
		    STR("\x05vorbis"))))
		return clean_refuse(o->c, "the Ogg file is damaged");
	memcpy(given + ends[0] - said, opus ? opus_says : vorbis_says, said);
	packets_put(o, given + ends[0] - said,
	    (const size_t[]){ said, ends[1] - ends[0] }, opus ? 1 : 2);
	return true;
}

bool
clean_ogg(struct clean *c)
{
	struct ogg o = { .c = c };
	uint64_t granule = 0, rate, skip = 0;
	struct page g;

	if (!page_next(&o, &g) || (c->p[5] & FIRST) == 0)
		return clean_refuse(c, "the Ogg file is damaged");
	const unsigned char *const head = c->p + g.body;
	const size_t n = g.bytes - g.body;
	const bool opus = begins(head, n, STR("OpusHead")) && n >= 19;

	if (!opus && !(begins(head, n, STR("\x01vorbis")) && n == 30))
		return clean_refuse(c,
		    "the sound in the Ogg file is neither Opus nor Vorbis "
		    "alone; save it as one of these");
	rate = opus ? RATE_OPUS : le32(head + 12);
	skip = opus ? le16(head + 10) : 0;
	o.serial = le32(c->p + 14);
	page_seal(&o, c->p, g.bytes);
	if (!headers(&o, opus) || !pages_behind(&o, &granule))
		return false;
	c->n = o.out;
	c->format = MADE_OGG;
	c->duration = seconds_of(granule > skip ? granule - skip : 0, rate);
	return true;
}
