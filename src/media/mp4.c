/* SPDX-License-Identifier: ISC */
/*
 * Boxes that play the film stay where they are, for tables point at places in
 * the file; every other becomes a "free" one of the same size, full of zeros.
 */
#include "media/bytes.h"
#include "media/clean.h"

#define BOX ((size_t)8)
#define DEEP 8
#define TIMES32 8 /* a time of making and one of changing */
#define TIMES64 16

struct box {
	unsigned char *p; /* its head */
	size_t head, bytes;
};

struct mp4 {
	struct clean *c;
	bool film, sound, has_moov, has_data;
	int32_t w, h; /* of the track that is being read */
};

typedef bool box_rule(struct mp4 *m, const struct box *b);

/* What is done with a box; by where it stands. */
struct row {
	char in[5], name[5];
	box_rule *rule; /* NULL: it stays as it is */
	bool holds;     /* boxes, which are looked at likewise */
};

static bool walk(struct mp4 *m, const char *in, unsigned char *p, size_t n,
    int depth);

static bool
damaged(struct mp4 *m)
{
	return clean_refuse(m->c, "the MP4 file is damaged or cut off");
}

/* Zeros in front of a box's own numbers: when it was made and changed. */
static bool
times_out(struct mp4 *m, const struct box *b, size_t *behind)
{
	const size_t n = b->bytes - b->head;
	unsigned char *const p = b->p + b->head;
	const size_t times = n > 0 && p[0] == 1 ? TIMES64 : TIMES32;

	if (n < 4 + times)
		return damaged(m);
	memset(p + 4, 0, times);
	*behind = b->head + 4 + times;
	return true;
}

static bool
movie(struct mp4 *m, const struct box *b)
{
	size_t at = 0;

	if (!times_out(m, b, &at))
		return false;
	const bool wide = b->p[b->head] == 1;

	if (b->bytes - at < (wide ? 12U : 8U))
		return damaged(m);
	const uint64_t ticks = wide ? be64(b->p + at + 4) : be32(b->p + at + 4);

	m->c->duration = seconds_of(ticks, be32(b->p + at));
	return true;
}

/* Its two last numbers say how large it is shown, in 65536ths of a pixel. */
static bool
track(struct mp4 *m, const struct box *b)
{
	size_t at = 0;

	if (!times_out(m, b, &at))
		return false;
	if (b->bytes - at < 44)
		return damaged(m);
	const unsigned char *const end = b->p + b->bytes;
	const bool turned = be32(end - 44) == 0; /* first of its matrix */

	m->w = (int32_t)(be32(end - (turned ? 4 : 8)) >> 16);
	m->h = (int32_t)(be32(end - (turned ? 8 : 4)) >> 16);
	return true;
}

static bool
track_media(struct mp4 *m, const struct box *b)
{
	size_t at = 0;

	return times_out(m, b, &at);
}

/* Pictures, sound and words; others are where a camera writes its places. */
static bool
handler(struct mp4 *m, const struct box *b)
{
	static const char texts[][5] = { "text", "sbtl", "subt", "clcp" };
	unsigned char *const p = b->p + b->head;
	const size_t n = b->bytes - b->head;
	bool known = false;

	if (n < 24)
		return damaged(m);
	memset(p + 12, 0, n - 12);
	if (memcmp(p + 8, "vide", 4) == 0) {
		m->film = known = true;
		if (m->c->w == 0) {
			m->c->w = m->w;
			m->c->h = m->h;
		}
	}
	if (memcmp(p + 8, "soun", 4) == 0)
		m->sound = known = true;
	for (size_t i = 0; i < 4; i++)
		known = known || memcmp(p + 8, texts[i], 4) == 0;
	if (known)
		return true;
	for (size_t i = 8; i < 12; i++)
		if (p[i] < ' ' || p[i] > '~')
			p[i] = '?';
	return clean_refuse(m->c,
	    "there is a track of other data (%.4s) in it, as cameras write "
	    "for places; save picture and sound alone",
	    (const char *)p + 8);
}

/* All data stand in this very file, or a name of another could be there. */
static bool
references(struct mp4 *m, const struct box *b)
{
	size_t at = b->head + 8;

	if (b->bytes < at)
		return damaged(m);
	for (; b->bytes - at >= 12; at += 12)
		if (be32(b->p + at) != 12)
			break;
	return at == b->bytes
	    || clean_refuse(m->c,
		"the MP4 file names another file that its sound or picture "
		"stands in; save it anew as one");
}

static bool
data(struct mp4 *m, const struct box *b)
{
	(void)b;
	m->has_data = true;
	return true;
}

static bool
moov(struct mp4 *m, const struct box *b)
{
	(void)b;
	if (m->has_moov)
		return damaged(m);
	m->has_moov = true;
	return true;
}

/* clang-format off */
static const struct row rows[] = {
	{ "", "ftyp", NULL, false }, { "", "styp", NULL, false },
	{ "", "moov", moov, true }, { "", "moof", NULL, true },
	{ "", "mdat", data, false }, { "", "sidx", NULL, false },
	{ "", "mfra", NULL, true }, { "mfra", "tfra", NULL, false },
	{ "mfra", "mfro", NULL, false },
	{ "moov", "mvhd", movie, false }, { "moov", "trak", NULL, true },
	{ "moov", "mvex", NULL, true }, { "mvex", "mehd", NULL, false },
	{ "mvex", "trex", NULL, false },
	{ "trak", "tkhd", track, false }, { "trak", "edts", NULL, true },
	{ "edts", "elst", NULL, false }, { "trak", "tref", NULL, false },
	{ "trak", "mdia", NULL, true },
	{ "mdia", "mdhd", track_media, false }, { "mdia", "hdlr", handler, false },
	{ "mdia", "elng", NULL, false }, { "mdia", "minf", NULL, true },
	{ "minf", "vmhd", NULL, false }, { "minf", "smhd", NULL, false },
	{ "minf", "nmhd", NULL, false }, { "minf", "sthd", NULL, false },
	{ "minf", "dinf", NULL, true }, { "dinf", "dref", references, false },
	{ "minf", "stbl", NULL, true },
	{ "stbl", "stsd", NULL, false }, { "stbl", "stts", NULL, false },
	{ "stbl", "ctts", NULL, false }, { "stbl", "cslg", NULL, false },
	{ "stbl", "stsc", NULL, false }, { "stbl", "stsz", NULL, false },
	{ "stbl", "stz2", NULL, false }, { "stbl", "stco", NULL, false },
	{ "stbl", "co64", NULL, false }, { "stbl", "stss", NULL, false },
	{ "stbl", "sdtp", NULL, false }, { "stbl", "sbgp", NULL, false },
	{ "stbl", "sgpd", NULL, false }, { "stbl", "subs", NULL, false },
	{ "moof", "mfhd", NULL, false }, { "moof", "traf", NULL, true },
	{ "traf", "tfhd", NULL, false }, { "traf", "tfdt", NULL, false },
	{ "traf", "trun", NULL, false }, { "traf", "sbgp", NULL, false },
	{ "traf", "sgpd", NULL, false }, { "traf", "subs", NULL, false },
};
/* clang-format on */

static const struct row *
row_of(const char *in, const unsigned char *name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].in, in) == 0
		    && memcmp(rows[i].name, name, 4) == 0)
			return &rows[i];
	return NULL;
}

/* False if there is none, or it is larger than what it stands in. */
static bool
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

static bool
/* NOLINTNEXTLINE(misc-no-recursion): likewise */
one_box(struct mp4 *m, const char *in, const struct box *b, int depth)
{
	const struct row *const r = row_of(in, b->p + 4);

	if (r == NULL) {
		memcpy(b->p + 4, "free", 4);
		memset(b->p + b->head, 0, b->bytes - b->head);
		return true;
	}
	if (r->rule != NULL && !r->rule(m, b))
		return false;
	return !r->holds
	    || walk(m, r->name, b->p + b->head, b->bytes - b->head, depth + 1);
}

static bool
/* NOLINTNEXTLINE(misc-no-recursion): no deeper than the table */
walk(struct mp4 *m, const char *in, unsigned char *p, size_t n, int depth)
{
	struct box b;

	if (depth > DEEP)
		return damaged(m);
	for (size_t at = 0; at < n; at += b.bytes) {
		/* QuickTime ends a list with a zero. */
		if (n - at == 4 && depth > 0 && be32(p + at) == 0)
			return true;
		if (!box_at(p + at, n - at, depth == 0, &b))
			return damaged(m);
		if (!one_box(m, in, &b, depth))
			return false;
	}
	return true;
}

bool
clean_mp4(struct clean *c)
{
	struct mp4 m = { .c = c };

	if (!walk(&m, "", c->p, c->n, 0))
		return false;
	if (!m.has_moov || !m.has_data || (!m.film && !m.sound))
		return clean_refuse(c,
		    "there is neither a film nor sound in the file");
	c->format = m.film ? MADE_MP4 : MADE_M4A;
	if (!m.film)
		c->w = c->h = 0;
	return true;
}
