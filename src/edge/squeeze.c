/* SPDX-License-Identifier: ISC */
#include <brotli/encode.h>
#include <libdeflate.h>
#include <stdlib.h>

#include "edge/squeeze.h"

#define GZIP_LEVEL 6
#define BROTLI_QUALITY 5
#define BROTLI_WINDOW 18 /* bits: 256 KB, more than nearly any page */

struct squeezer {
	struct libdeflate_compressor *gzip;
};

struct squeezer *
squeezer_new(void)
{
	struct squeezer *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
	if (s->gzip == NULL)
		abort();
	return s;
}

void
squeezer_free(struct squeezer *s)
{
	if (s == NULL)
		return;
	libdeflate_free_compressor(s->gzip);
	free(s);
}

struct str
squeeze(struct squeezer *s, struct job *j, enum coding coding, struct str body)
{
	const size_t room = body.n - body.n / 16; /* else it is not worth it */
	char *out = job_alloc(j, room);
	size_t n = room;

	if (coding == GZIP)
		n = libdeflate_gzip_compress(s->gzip, body.p, body.n, out,
		    room);
	else if (!BrotliEncoderCompress(BROTLI_QUALITY, BROTLI_WINDOW,
		     BROTLI_MODE_TEXT, body.n, (const uint8_t *)body.p, &n,
		     (uint8_t *)out))
		n = 0;
	return str_from(out, n);
}
