/* SPDX-License-Identifier: ISC */
#include "media/bytes.h"
#include "media/clean.h"

#define JUNK_MAX ((size_t)64 * 1024) /* bytes between frames, all together */
#define FRAME_HEAD 4
#define TICKS 14112000 /* a second; a multiple of all rates */

static uint32_t
syncsafe(const unsigned char *p)
{
	return (uint32_t)(p[0] & 0x7f) << 21 | (uint32_t)(p[1] & 0x7f) << 14
	    | (uint32_t)(p[2] & 0x7f) << 7 | (p[3] & 0x7f);
}

size_t
id3_before(const unsigned char *p, size_t n)
{
	size_t at = 0;

	while (n - at >= 10 && begins(p + at, n - at, STR("ID3"))) {
		const size_t footer = (p[at + 5] & 0x10) != 0 ? 10 : 0;
		const size_t tag = 10 + (size_t)syncsafe(p + at + 6) + footer;

		if (tag > n - at)
			return n;
		at += tag;
	}
	return at;
}

/* Bytes of the tag that ends at the end, 0 if there is none. */
static size_t
tag_behind(const unsigned char *p, size_t n)
{
	size_t size = 0;

	if (n >= 128 && begins(p + n - 128, 128, STR("TAG")))
		return n >= 355 && begins(p + n - 355, 227, STR("TAG+")) ? 355
									 : 128;
	if (n >= 32 && begins(p + n - 32, 32, STR("APETAGEX"))) {
		size = le32(p + n - 20);
		size += (le32(p + n - 12) & 0x80000000U) != 0 ? 32 : 0;
		return size < 32 ? 32 : size;
	}
	if (n < 15 || !begins(p + n - 9, 9, STR("LYRICS200")))
		return 0;
	for (size_t i = n - 15; i < n - 9; i++) {
		if (p[i] < '0' || p[i] > '9')
			return 15;
		size = size * 10 + (size_t)(p[i] - '0');
	}
	return size + 15;
}

size_t
id3_behind(const unsigned char *p, size_t n)
{
	size_t tag;

	while ((tag = tag_behind(p, n)) > 0)
		n = tag < n ? n - tag : 0;
	return n;
}

struct frame {
	size_t bytes;
	uint32_t rate, samples;
};

/* clang-format off */
static const uint16_t bitrates[2][16] = { /* kbit/s of layer III */
	{ 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0 },
	{ 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0 },
};
/* clang-format on */
static const uint32_t rates[3] = { 44100, 48000, 32000 };

/* The frame whose head stands there; of MPEG 1, 2 or 2.5, layer III. */
static bool
frame_at(const unsigned char *p, size_t n, struct frame *f)
{
	if (n < FRAME_HEAD || p[0] != 0xff || (p[1] & 0xe6) != 0xe2)
		return false;
	const unsigned version = (unsigned)p[1] >> 3 & 3; /* 3: MPEG 1 */
	const unsigned rate = (unsigned)p[2] >> 2 & 3;
	const uint32_t kbit = bitrates[version == 3 ? 0 : 1][p[2] >> 4];

	if (version == 1 || rate == 3 || kbit == 0)
		return false;
	f->rate = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
	f->samples = version == 3 ? 1152 : 576;
	f->bytes = (size_t)(f->samples / 8) * kbit * 1000 / f->rate
	    + ((unsigned)p[2] >> 1 & 1);
	return f->bytes >= FRAME_HEAD && f->bytes <= n;
}

/* Two in a row are no accident. */
static bool
frames_begin(const unsigned char *p, size_t n)
{
	struct frame f;

	if (!frame_at(p, n, &f))
		return false;
	return f.bytes == n || frame_at(p + f.bytes, n - f.bytes, &f);
}

bool
clean_mp3(struct clean *c)
{
	size_t at = id3_before(c->p, c->n), out = 0, junk = 0, frames = 0;
	size_t first = 0;
	const size_t end = at + id3_behind(c->p + at, c->n - at);
	uint64_t ticks = 0;
	struct frame f = { 0 };

	while (at < end) {
		if (!(frames > 0 && frame_at(c->p + at, end - at, &f))
		    && !(frames_begin(c->p + at, end - at)
			&& frame_at(c->p + at, end - at, &f))) {
			if (junk++ > JUNK_MAX)
				return clean_refuse(c,
				    "the MP3 file is damaged: what stands "
				    "between its frames is no sound");
			at++;
			continue;
		}
		/* What stands right need not be written again. */
		if (frames == 0)
			first = out = at;
		if (out != at)
			memmove(c->p + out, c->p + at, f.bytes);
		out += f.bytes;
		at += f.bytes;
		ticks += (uint64_t)f.samples * (TICKS / f.rate);
		frames++;
	}
	if (frames < 2)
		return clean_refuse(c,
		    "there is no sound in the MP3 file; save it anew");
	/* Or a second look would cut off what this one left. */
	c->p += first;
	c->n = out - first;
	if (id3_behind(c->p, c->n) != c->n)
		return clean_refuse(c,
		    "the MP3 file is damaged: a tag stands within its sound");
	c->format = MADE_MP3;
	c->duration = seconds_of(ticks, TICKS);
	return true;
}
