/* SPDX-License-Identifier: ISC */
/*
 * Elements that play the film stay where they are, for others point at places
 * in the file; the rest becomes Void elements of the same size: a track that
 * is neither picture nor sound too, and its blocks.
 */
#include "media/bytes.h"
#include "media/clean.h"

#define UNKNOWN UINT64_MAX
#define NANOSECONDS 1e9
#define TRACKS_MAX 32
#define VORBIS_HEAD 30 /* bytes of the first of its three packets */

/* clang-format off */
enum ebml {
	EBML_HEAD = 0x1a45dfa3, DOC_TYPE = 0x4282, VOID = 0xec,
	SEGMENT = 0x18538067, SEEK_HEAD = 0x114d9b74, INFO = 0x1549a966,
	TRACKS = 0x1654ae6b, CLUSTER = 0x1f43b675, CUES = 0x1c53bb6b,
	SCALE = 0x2ad7b1, DURATION = 0x4489, MUXING_APP = 0x4d80,
	WRITING_APP = 0x5741, TRACK = 0xae, TRACK_TYPE = 0x83,
	TRACK_NUMBER = 0xd7, CODEC = 0x86, CODEC_PRIVATE = 0x63a2,
	VIDEO = 0xe0, WIDTH = 0xb0, HEIGHT = 0xba, AUDIO = 0xe1,
	TIME = 0xe7, SIMPLE = 0xa3, GROUP = 0xa0, BLOCK = 0xa1,
	NONE = 0,
};
/* clang-format on */

struct element {
	unsigned char *p;
	uint32_t id;
	size_t head;
	uint64_t bytes; /* of its content, or UNKNOWN */
};

struct webm {
	struct clean *c;
	double ticks, scale;
	uint64_t tracks[TRACKS_MAX]; /* numbers of those that stay */
	size_t ntracks;
	uint64_t cluster, last; /* times in ticks: its own; of the last block */
	bool vorbis;            /* the track that is being read */
	bool has_segment, gone; /* gone: the rule has made it Void */
};

typedef bool element_rule(struct webm *w, const struct element *e);

struct row {
	uint32_t in, id;
	element_rule *rule; /* NULL: it stays as it is */
	bool holds;
};

static bool
damaged(struct webm *w)
{
	return clean_refuse(w->c, "the WebM file is damaged or cut off");
}

/* A number whose first byte says how long it is; 0 bytes if it is none. */
static size_t
vint(const unsigned char *p, size_t n, bool with_mark, uint64_t *out)
{
	size_t bytes = 1;
	bool all = true;

	if (n == 0 || p[0] == 0)
		return 0;
	while ((p[0] & (0x80 >> (bytes - 1))) == 0)
		bytes++;
	if (bytes > n)
		return 0;
	uint64_t v = with_mark ? p[0] : p[0] & ((1U << (8 - bytes)) - 1);

	all = (p[0] | (0xff << (8 - bytes) & 0xff)) == 0xff;
	for (size_t i = 1; i < bytes; i++) {
		v = v << 8 | p[i];
		all = all && p[i] == 0xff;
	}
	*out = !with_mark && all ? UNKNOWN : v;
	return bytes;
}

static bool
element_at(unsigned char *p, size_t n, struct element *e)
{
	uint64_t id = 0;
	const size_t a = vint(p, n, true, &id);
	const size_t b = a == 0 || a > 4 ? 0
					 : vint(p + a, n - a, false, &e->bytes);

	e->p = p;
	e->id = (uint32_t)id;
	e->head = a + b;
	return b > 0 && (e->bytes == UNKNOWN || e->bytes <= n - e->head);
}

static uint64_t
number(const struct element *e)
{
	uint64_t v = 0;

	for (size_t i = 0; i < e->bytes && i < 8; i++)
		v = v << 8 | e->p[e->head + i];
	return v;
}

static bool
doc_type(struct webm *w, const struct element *e)
{
	return (e->bytes >= 4 && memcmp(e->p + e->head, "webm", 4) == 0)
	    || clean_refuse(w->c,
		"it is a Matroska file; browsers play WebM: save it as that");
}

static bool
segment(struct webm *w, const struct element *e)
{
	(void)e;
	if (w->has_segment)
		return damaged(w);
	w->has_segment = true;
	return true;
}

static bool
scale(struct webm *w, const struct element *e)
{
	w->scale = (double)number(e);
	return true;
}

static bool
duration(struct webm *w, const struct element *e)
{
	uint64_t bits = number(e);
	uint32_t low = (uint32_t)bits;
	float f;

	if (e->bytes == 8) {
		memcpy(&w->ticks, &bits, sizeof(bits));
	} else if (e->bytes == 4) {
		memcpy(&f, &low, sizeof(low));
		w->ticks = (double)f;
	}
	return true;
}

/* It has to be there, and says with what it was made: nothing. */
static bool
blank(struct webm *w, const struct element *e)
{
	(void)w;
	memset(e->p + e->head, 0, (size_t)e->bytes);
	return true;
}

static void make_void(const struct element *e);

static bool
leave_out(struct webm *w, const struct element *e)
{
	make_void(e);
	w->gone = true;
	return true;
}

/* The first of that name in another, whose size is known. */
static bool
element_in(const struct element *e, uint32_t id, struct element *out)
{
	const size_t end = e->head + (size_t)e->bytes;

	for (size_t at = e->head; at < end;
	     at += out->head + (size_t)out->bytes) {
		if (!element_at(e->p + at, end - at, out)
		    || out->bytes == UNKNOWN)
			return false;
		if (out->id == id)
			return true;
	}
	return false;
}

static bool
is_codec(const struct element *e, struct str name)
{
	return begins(e->p + e->head, (size_t)e->bytes, name);
}

static bool
coding(struct webm *w, const struct element *e)
{
	static const struct str known[] = { STR_INIT("V_VP8"),
		STR_INIT("V_VP9"), STR_INIT("V_AV1"), STR_INIT("A_OPUS"),
		STR_INIT("A_VORBIS") };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (is_codec(e, known[i]))
			return true;
	return clean_refuse(w->c,
	    "film or sound in the WebM file is coded in a way that browsers "
	    "don't play; save it as VP9 with Opus");
}

/* Picture and sound stay; words and what cameras write beside them go. */
static bool
track(struct webm *w, const struct element *e)
{
	struct element type, number_of, codec;

	if (!element_in(e, TRACK_TYPE, &type)
	    || !element_in(e, TRACK_NUMBER, &number_of)
	    || !element_in(e, CODEC, &codec))
		return damaged(w);
	if (number(&type) != 1 && number(&type) != 2) {
		w->c->left_out++;
		return leave_out(w, e);
	}
	if (w->ntracks == TRACKS_MAX)
		return damaged(w);
	w->tracks[w->ntracks++] = number(&number_of);
	w->vorbis = is_codec(&codec, STR("A_VORBIS"));
	return true;
}

/*
 * Three packets, of which the second is a comment: 2, the lengths of the first
 * two, each as 255s and a rest, then they themselves.
 */
static bool
codec_private(struct webm *w, const struct element *e)
{
	static const unsigned char says[] = "\x03vorbis\0\0\0\0\0\0\0\0\1";
	unsigned char *const p = e->p + e->head;
	const size_t n = (size_t)e->bytes, said = sizeof(says) - 1;
	size_t at = 2, comment = 0;

	if (!w->vorbis)
		return true;
	if (n < 2 || p[0] != 2 || p[1] != VORBIS_HEAD)
		return damaged(w);
	while (at < n && p[at] == 255)
		comment += p[at++];
	if (at == n)
		return damaged(w);
	comment += p[at++];
	at += VORBIS_HEAD;
	if (at > n || comment > n - at || comment < said)
		return damaged(w);
	memset(p + at, 0, comment);
	memcpy(p + at, says, said);
	return true;
}

static bool
cluster_time(struct webm *w, const struct element *e)
{
	w->cluster = number(e);
	return true;
}

/* Its track's number, its time within the cluster, the samples. */
static bool
block(struct webm *w, const struct element *e, const struct element *whole)
{
	uint64_t of = 0;
	const unsigned char *const p = e->p + e->head;
	const size_t n = vint(p, (size_t)e->bytes, false, &of);

	if (n == 0 || e->bytes - n < 3)
		return damaged(w);
	const uint64_t at = w->cluster + be16(p + n);

	for (size_t i = 0; i < w->ntracks; i++)
		if (w->tracks[i] == of) {
			if (at > w->last && be16(p + n) < 0x8000)
				w->last = at;
			return true;
		}
	return leave_out(w, whole);
}

static bool
simple_block(struct webm *w, const struct element *e)
{
	return block(w, e, e);
}

static bool
block_group(struct webm *w, const struct element *e)
{
	struct element inner;

	return element_in(e, BLOCK, &inner) ? block(w, &inner, e) : damaged(w);
}

static bool
width(struct webm *w, const struct element *e)
{
	const uint64_t v = number(e);

	if (w->c->w == 0 && v < 65536)
		w->c->w = (int32_t)v;
	return true;
}

static bool
height(struct webm *w, const struct element *e)
{
	const uint64_t v = number(e);

	if (w->c->h == 0 && v < 65536)
		w->c->h = (int32_t)v;
	return true;
}

/* clang-format off */
static const struct row rows[] = {
	{ NONE, EBML_HEAD, NULL, true }, { NONE, SEGMENT, segment, true },
	{ EBML_HEAD, 0x4286, NULL, false }, { EBML_HEAD, 0x42f7, NULL, false },
	{ EBML_HEAD, 0x42f2, NULL, false }, { EBML_HEAD, 0x42f3, NULL, false },
	{ EBML_HEAD, DOC_TYPE, doc_type, false },
	{ EBML_HEAD, 0x4287, NULL, false }, { EBML_HEAD, 0x4285, NULL, false },
	{ SEGMENT, SEEK_HEAD, NULL, true }, { SEEK_HEAD, 0x4dbb, NULL, true },
	{ 0x4dbb, 0x53ab, NULL, false }, { 0x4dbb, 0x53ac, NULL, false },
	{ SEGMENT, INFO, NULL, true }, { INFO, SCALE, scale, false },
	{ INFO, DURATION, duration, false }, { INFO, MUXING_APP, blank, false },
	{ INFO, WRITING_APP, blank, false },
	{ SEGMENT, TRACKS, NULL, true }, { TRACKS, TRACK, track, true },
	{ TRACK, TRACK_NUMBER, NULL, false }, { TRACK, 0x73c5, NULL, false },
	{ TRACK, TRACK_TYPE, NULL, false },
	{ TRACK, 0xb9, NULL, false }, { TRACK, 0x88, NULL, false },
	{ TRACK, 0x55aa, NULL, false }, { TRACK, 0x9c, NULL, false },
	{ TRACK, 0x23e383, NULL, false }, { TRACK, 0x22b59c, NULL, false },
	{ TRACK, CODEC, coding, false },
	{ TRACK, CODEC_PRIVATE, codec_private, false },
	{ TRACK, 0x56aa, NULL, false }, { TRACK, 0x56bb, NULL, false },
	{ TRACK, VIDEO, NULL, true }, { TRACK, AUDIO, NULL, true },
	{ AUDIO, 0xb5, NULL, false }, { AUDIO, 0x78b5, NULL, false },
	{ AUDIO, 0x9f, NULL, false }, { AUDIO, 0x6264, NULL, false },
	{ VIDEO, 0x9a, NULL, false }, { VIDEO, 0x53b8, NULL, false },
	{ VIDEO, 0x53c0, NULL, false },
	{ VIDEO, WIDTH, width, false }, { VIDEO, HEIGHT, height, false },
	{ VIDEO, 0x54aa, NULL, false }, { VIDEO, 0x54bb, NULL, false },
	{ VIDEO, 0x54cc, NULL, false }, { VIDEO, 0x54dd, NULL, false },
	{ VIDEO, 0x54b0, NULL, false }, { VIDEO, 0x54ba, NULL, false },
	{ VIDEO, 0x54b2, NULL, false }, { VIDEO, 0x55b0, NULL, false },
	{ SEGMENT, CLUSTER, NULL, true }, { CLUSTER, TIME, cluster_time, false },
	{ CLUSTER, SIMPLE, simple_block, false },
	{ CLUSTER, GROUP, block_group, true },
	{ CLUSTER, 0xa7, NULL, false }, { CLUSTER, 0xab, NULL, false },
	{ GROUP, BLOCK, NULL, false }, { GROUP, 0x9b, NULL, false },
	{ GROUP, 0xfb, NULL, false }, { GROUP, 0x75a1, NULL, false },
	{ GROUP, 0x75a2, NULL, false },
	{ SEGMENT, CUES, NULL, true }, { CUES, 0xbb, NULL, true },
	{ 0xbb, 0xb3, NULL, false }, { 0xbb, 0xb7, NULL, true },
	{ 0xb7, 0xf7, NULL, false }, { 0xb7, 0xf1, NULL, false },
	{ 0xb7, 0xf0, NULL, false }, { 0xb7, 0xb2, NULL, false },
	{ 0xb7, 0x5378, NULL, false },
};
/* clang-format on */

static const struct row *
row_of(uint32_t in, uint32_t id)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].in == in && rows[i].id == id)
			return &rows[i];
	return NULL;
}

/* The whole of it, at least two bytes: Void, how many, zeros. */
static void
make_void(const struct element *e)
{
	const size_t all = e->head + (size_t)e->bytes;
	const size_t head = all < 9 ? 2 : 9;
	const uint64_t left = all - head;

	memset(e->p, 0, all);
	e->p[0] = VOID;
	e->p[1] = head == 2 ? (unsigned char)(0x80 | left) : 0x01;
	for (size_t i = 2; i < head; i++)
		e->p[i] = (unsigned char)(left >> (8 * (head - 1 - i)));
}

/* Of unknown size are what recorders write on; of others we know the end. */
static bool
may_stay(struct webm *w, const struct row *r, struct element *e)
{
	if (e->bytes == UNKNOWN
	    && (r == NULL || (e->id != SEGMENT && e->id != CLUSTER)))
		return damaged(w);
	if (r == NULL)
		make_void(e);
	return r == NULL || r->rule == NULL || r->rule(w, e);
}

/*
 * What stands in an element; *done: how much was read.  One of unknown size
 * (open) ends where something begins that only stands around it.
 */
static bool
/* NOLINTNEXTLINE(misc-no-recursion): no deeper than the table */
walk(struct webm *w, uint32_t in, unsigned char *p, size_t n, bool open,
    size_t *done)
{
	size_t at = 0;

	while (at < n) {
		struct element e;

		if (!element_at(p + at, n - at, &e))
			return damaged(w);
		const struct row *const r = row_of(in, e.id);

		if (r == NULL && open && row_of(SEGMENT, e.id) != NULL)
			break;
		if (!may_stay(w, r, &e))
			return false;
		const bool unknown = e.bytes == UNKNOWN;
		size_t inner = unknown ? n - at - e.head : (size_t)e.bytes;
		size_t read = inner;

		if (r != NULL && r->holds && !w->gone
		    && !walk(w, e.id, p + at + e.head, inner, unknown, &read))
			return false;
		w->gone = false;
		if (unknown)
			inner = read;
		at += e.head + inner;
	}
	*done = at;
	return true;
}

bool
clean_webm(struct clean *c)
{
	struct webm w = { .c = c, .scale = 1000000 };
	size_t done;

	if (!walk(&w, NONE, c->p, c->n, false, &done))
		return false;
	if (w.ntracks == 0)
		return clean_refuse(c,
		    "there is neither a film nor sound in the file");
	/* Who recorded it could not know at the front how long it would be. */
	const double ticks = w.ticks > 0 ? w.ticks : (double)w.last;
	const double seconds = ticks * w.scale / NANOSECONDS;

	c->format = MADE_WEBM;
	c->duration = seconds >= 0 && seconds < 1e6 ? (int64_t)(seconds + 0.5)
						    : 0;
	return true;
}
