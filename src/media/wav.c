/* SPDX-License-Identifier: ISC */
#include "media/bytes.h"
#include "media/clean.h"

#define HEAD 12
#define CHUNK 8
#define FORMAT_MAX 40
#define PCM 1
#define FLOATS 3
#define EXTENSIBLE 0xfffe

struct wave {
	unsigned char format[FORMAT_MAX];
	size_t format_bytes, data, data_bytes;
};

/* What stays; false if one of the two is missing. */
static bool
find(const struct clean *c, struct wave *w)
{
	size_t at = HEAD;

	while (c->n - at >= CHUNK) {
		const unsigned char *const p = c->p + at;
		size_t n = le32(p + 4);

		/* Programs that write as they record say 0 or too much. */
		if (n > c->n - at - CHUNK)
			n = c->n - at - CHUNK;
		if (begins(p, 4, STR("fmt ")) && n >= 16 && n <= FORMAT_MAX) {
			memcpy(w->format, p + CHUNK, n);
			w->format_bytes = n;
		} else if (begins(p, 4, STR("data"))) {
			w->data = at + CHUNK;
			w->data_bytes = n == 0 ? c->n - w->data : n;
			break;
		}
		at += CHUNK + n + (n & 1);
		if (at > c->n)
			break;
	}
	return w->format_bytes > 0 && w->data_bytes > 0;
}

bool
clean_wav(struct clean *c)
{
	struct wave w = { .format_bytes = 0 };

	if (c->n < HEAD || !begins(c->p, c->n, STR("RIFF"))
	    || !begins(c->p + 8, 4, STR("WAVE")))
		return clean_refuse(c, "it is no WAV file that is taken");
	if (!find(c, &w))
		return clean_refuse(c,
		    "the WAV file is damaged: it has no sound");
	const uint32_t coding = le16(w.format), block = le16(w.format + 12);
	const uint32_t rate = le32(w.format + 4);

	if ((coding != PCM && coding != FLOATS && coding != EXTENSIBLE)
	    || rate == 0 || block == 0)
		return clean_refuse(c,
		    "the WAV file's coding (%u) is not one that browsers "
		    "play; save it as PCM, or as MP3",
		    (unsigned)coding);
	w.data_bytes -= w.data_bytes % block;

	const size_t from = HEAD + CHUNK + w.format_bytes + CHUNK;

	/* No room for the odd byte: one sample less, and it is even. */
	if (w.data + w.data_bytes + (w.data_bytes & 1) > c->n)
		w.data_bytes -= block;
	const size_t all = from + w.data_bytes + (w.data_bytes & 1);

	if (w.data_bytes == 0 || w.data < from)
		return clean_refuse(c,
		    "the WAV file is damaged: it has no sound");
	/* The head goes to the sound, which is far more. */
	c->p += w.data - from;
	memcpy(c->p, "RIFF", 4);
	memcpy(c->p + 8, "WAVE", 4);
	if (all > from + w.data_bytes)
		c->p[from + w.data_bytes] = 0;
	le32_put(c->p + 4, (uint32_t)(all - CHUNK));
	memcpy(c->p + HEAD, "fmt ", 4);
	le32_put(c->p + HEAD + 4, (uint32_t)w.format_bytes);
	memcpy(c->p + HEAD + CHUNK, w.format, w.format_bytes);
	memcpy(c->p + from - CHUNK, "data", 4);
	le32_put(c->p + from - 4, (uint32_t)w.data_bytes);
	c->n = all;
	c->format = MADE_WAV;
	c->duration = seconds_of(w.data_bytes / block, rate);
	return true;
}
