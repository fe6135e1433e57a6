/* SPDX-License-Identifier: ISC */
/*
 * Boxes that play the film stay where they are, for tables point at places in
 * the file; every other becomes a "free" one of the same size, full of zeros.
 * So do tracks that are neither picture nor sound: cameras write places into
 * them, drones even as subtitles.  Of the data, what is no sample of a track
 * that stays becomes zeros.
 */
#include "media/mp4.h"

#include "media/bytes.h"

#define DEEP 9
#define TIMES32 8 /* a time of making and one of changing */
#define TIMES64 16
#define ENTRY 8    /* of sample descriptions: in front of what coding says */
#define PICTURE 78 /* in front of a picture's further boxes */
#define SOUND 28   /* in front of a sound's */
#define SOUND_1 16 /* more of these in QuickTime's older versions */
#define SOUND_2 36
#define COMPRESSOR 42 /* a name of 32 bytes */
#define VENDOR 12

struct mp4 {
	struct clean *c;
	struct samples kept;
	bool film, sound, has_moov, has_fragments;
	bool odd_film, odd_sound; /* that no browser plays */
	const char *what; /* the track that is being read: "vide", "soun" */
	int32_t w, h;     /* its size */
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
static box_rule track_whole, described;

static bool
damaged(struct mp4 *m)
{
	return clean_refuse(m->c, "the MP4 file is damaged or cut off");
}

static void
make_free(const struct box *b)
{
	memcpy(b->p + 4, "free", 4);
	memset(b->p + b->head, 0, b->bytes - b->head);
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

/* What a track is; its name goes. */
static bool
handler(struct mp4 *m, const struct box *b)
{
	unsigned char *const p = b->p + b->head;

	if (b->bytes - b->head < 24)
		return damaged(m);
	memset(p + 12, 0, b->bytes - b->head - 12);
	if (memcmp(p + 8, "vide", 4) == 0 && m->c->w == 0) {
		m->c->w = m->w;
		m->c->h = m->h;
	}
	return true;
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
	return samples_data(&m->kept, m->c, b);
}

static bool
fragment(struct mp4 *m, const struct box *b)
{
	(void)b;
	m->has_fragments = true;
	return true;
}

/* Only the first block says how it sounds; those behind it are words. */
static bool
flac(struct mp4 *m, const struct box *b)
{
	const size_t first = b->head + 4 + 4 + 34;

	if (b->bytes < first)
		return damaged(m);
	b->p[b->head + 4] |= 0x80;
	memset(b->p + first, 0, b->bytes - first);
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
	{ "", "moov", moov, true }, { "", "moof", fragment, true },
	{ "", "mdat", data, false }, { "", "sidx", NULL, false },
	{ "", "mfra", NULL, true }, { "mfra", "tfra", NULL, false },
	{ "mfra", "mfro", NULL, false },
	{ "moov", "mvhd", movie, false }, { "moov", "trak", track_whole, false },
	{ "moov", "mvex", NULL, true }, { "mvex", "mehd", NULL, false },
	{ "mvex", "trex", NULL, false },
	{ "trak", "tkhd", track, false }, { "trak", "edts", NULL, true },
	{ "edts", "elst", NULL, false },
	{ "trak", "mdia", NULL, true },
	{ "mdia", "mdhd", track_media, false }, { "mdia", "hdlr", handler, false },
	{ "mdia", "elng", NULL, false }, { "mdia", "minf", NULL, true },
	{ "minf", "vmhd", NULL, false }, { "minf", "smhd", NULL, false },
	{ "minf", "dinf", NULL, true }, { "dinf", "dref", references, false },
	{ "minf", "stbl", NULL, true },
	{ "stbl", "stsd", described, false }, { "stbl", "stts", NULL, false },
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
	{ "vide", "avcC", NULL, false }, { "vide", "hvcC", NULL, false },
	{ "vide", "vpcC", NULL, false }, { "vide", "av1C", NULL, false },
	{ "vide", "dvcC", NULL, false }, { "vide", "dvvC", NULL, false },
	{ "vide", "esds", NULL, false }, { "vide", "colr", NULL, false },
	{ "vide", "pasp", NULL, false }, { "vide", "clap", NULL, false },
	{ "vide", "fiel", NULL, false }, { "vide", "btrt", NULL, false },
	{ "vide", "mdcv", NULL, false }, { "vide", "clli", NULL, false },
	{ "soun", "esds", NULL, false }, { "soun", "dOps", NULL, false },
	{ "soun", "dfLa", flac, false }, { "soun", "alac", NULL, false },
	{ "soun", "dac3", NULL, false }, { "soun", "dec3", NULL, false },
	{ "soun", "chan", NULL, false }, { "soun", "btrt", NULL, false },
	{ "soun", "srat", NULL, false }, { "soun", "wave", NULL, true },
	{ "wave", "frma", NULL, false }, { "wave", "esds", NULL, false },
	{ "wave", "alac", NULL, false },
};

/* Codings that some browser plays; what is none has other bytes in its data. */
static const char codings[][5] = { "avc1", "avc3", "hvc1", "hev1", "vp08",
	"vp09", "av01", "mp4v", "mp4a", ".mp3", "Opus", "fLaC", "alac", "ac-3",
	"ec-3" };
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

static bool
/* NOLINTNEXTLINE(misc-no-recursion): likewise */
one_box(struct mp4 *m, const char *in, const struct box *b, int depth)
{
	const struct row *const r = row_of(in, b->p + 4);

	if (r == NULL) {
		make_free(b);
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
		if (n - at < BOX && depth > 0) {
			memset(p + at, 0, n - at);
			return true;
		}
		if (!box_at(p + at, n - at, depth == 0, &b))
			return damaged(m);
		if (!one_box(m, in, &b, depth))
			return false;
	}
	return true;
}

static bool
is_played(const unsigned char *coded)
{
	for (size_t i = 0; i < sizeof(codings) / sizeof(codings[0]); i++)
		if (memcmp(coded, codings[i], 4) == 0)
			return true;
	return false;
}

static bool
not_played(struct mp4 *m, bool film)
{
	return clean_refuse(m->c,
	    "the %s is coded in a way that browsers don't play; save it as "
	    "H.264 with AAC",
	    film ? "film" : "sound");
}

/* "vide" or "soun" if it is one of these, in the track of that box. */
static const char *
what_is_it(const struct box *trak)
{
	struct box mdia, hdlr;

	if (!box_in(trak, "mdia", &mdia) || !box_in(&mdia, "hdlr", &hdlr)
	    || hdlr.bytes - hdlr.head < 24)
		return NULL;
	const unsigned char *const type = hdlr.p + hdlr.head + 8;

	return memcmp(type, "vide", 4) == 0 ? "vide"
	    : memcmp(type, "soun", 4) == 0  ? "soun"
					    : NULL;
}

/* How the first of its samples are coded; NULL if that is not said. */
static const unsigned char *
how_is_it(const struct box *trak)
{
	struct box mdia, minf, stbl, stsd;

	if (!box_in(trak, "mdia", &mdia) || !box_in(&mdia, "minf", &minf)
	    || !box_in(&minf, "stbl", &stbl) || !box_in(&stbl, "stsd", &stsd)
	    || stsd.bytes - stsd.head < 8 + BOX)
		return NULL;
	return stsd.p + stsd.head + 8 + 4;
}

/*
 * Telephones write a second sound that hardly anybody plays: it goes, and is
 * missed only where it is the only one.
 */
static bool
/* NOLINTNEXTLINE(misc-no-recursion): no deeper than the table */
track_whole(struct mp4 *m, const struct box *b)
{
	const char *const what = what_is_it(b);
	const unsigned char *const coded = what != NULL ? how_is_it(b) : NULL;

	if (what != NULL && coded == NULL)
		return damaged(m);
	if (what == NULL || !is_played(coded)) {
		m->odd_film = m->odd_film || (what != NULL && what[0] == 'v');
		m->odd_sound = m->odd_sound || (what != NULL && what[0] == 's');
		make_free(b);
		m->c->left_out++;
		return true;
	}
	m->film = m->film || what[0] == 'v';
	m->sound = m->sound || what[0] == 's';
	m->w = m->h = 0;
	m->what = what;
	return walk(m, "trak", b->p + b->head, b->bytes - b->head, 2)
	    && samples_of(&m->kept, m->c, b);
}

/* Where the further boxes of a description begin; 0 if it has no room. */
static size_t
coding_ends(const struct mp4 *m, const struct box *b, bool quicktime)
{
	const unsigned char *const p = b->p + b->head;
	size_t at = b->head + (m->what[0] == 'v' ? PICTURE : SOUND);

	if (b->bytes < at)
		return 0;
	if (m->what[0] == 's' && quicktime)
		at += be16(p + ENTRY) == 1 ? SOUND_1
		    : be16(p + ENTRY) == 2 ? SOUND_2
					   : 0;
	return at <= b->bytes ? at : 0;
}

/* One way in which samples are coded: by whom it was made goes. */
static bool
/* NOLINTNEXTLINE(misc-no-recursion): likewise */
coding(struct mp4 *m, const struct box *b, bool quicktime)
{
	const size_t at = coding_ends(m, b, quicktime);

	if (!is_played(b->p + 4))
		return not_played(m, m->what[0] == 'v');
	if (at == 0)
		return damaged(m);
	memset(b->p + b->head + VENDOR, 0, 4);
	if (m->what[0] == 'v')
		memset(b->p + b->head + COMPRESSOR, 0, 32);
	return walk(m, m->what, b->p + at, b->bytes - at, 6);
}

static bool
/* NOLINTNEXTLINE(misc-no-recursion): likewise */
described(struct mp4 *m, const struct box *b)
{
	size_t at = b->head + 8;
	struct box one;

	if (b->bytes < at)
		return damaged(m);
	const bool quicktime = b->p[b->head] == 0;

	for (; b->bytes - at >= BOX; at += one.bytes)
		if (!box_at(b->p + at, b->bytes - at, false, &one)
		    || one.head != BOX)
			return damaged(m);
		else if (!coding(m, &one, quicktime))
			return false;
	memset(b->p + at, 0, b->bytes - at);
	return true;
}

bool
clean_mp4(struct clean *c)
{
	struct mp4 m = { .c = c };

	if (!walk(&m, "", c->p, c->n, 0))
		return false;
	if ((m.odd_film && !m.film) || (m.odd_sound && !m.sound))
		return not_played(&m, m.odd_film && !m.film);
	if (!m.has_moov || m.kept.ndata == 0 || (!m.film && !m.sound))
		return clean_refuse(c,
		    "there is neither a film nor sound in the file");
	/* Whose samples stand where in fragments is not told here. */
	if (m.has_fragments && c->left_out > 0)
		return clean_refuse(c,
		    "there are other data beside picture and sound in the "
		    "MP4 file, as cameras write for places, and it is cut "
		    "into fragments; save it anew as one piece");
	if (!m.has_fragments)
		samples_alone(&m.kept, c);
	c->format = m.film ? MADE_MP4 : MADE_M4A;
	if (!m.film)
		c->w = c->h = 0;
	return true;
}
