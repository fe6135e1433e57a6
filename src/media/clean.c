/* SPDX-License-Identifier: ISC */
#include "media/clean.h"

#include <stdarg.h>
#include <stdio.h>

#include "media/bytes.h"

bool
clean_refuse(struct clean *c, const char *fmt, ...)
{
	va_list args;

	if (c->reason[0] != '\0')
		return false;
	va_start(args, fmt);
	(void)vsnprintf(c->reason, sizeof(c->reason), fmt, args);
	va_end(args);
	return false;
}

bool
clean_recording(struct clean *c)
{
	const unsigned char *const p = c->p;
	const size_t n = c->n, tag = id3_before(p, n);

	if (begins(p, n, STR("RIFF")) || begins(p, n, STR("RF64")))
		return clean_wav(c);
	if (begins(p + tag, n - tag, STR("fLaC")))
		return clean_flac(c);
	if (begins(p, n, STR("OggS")))
		return clean_ogg(c);
	if (n >= 8 && begins(p + 4, n - 4, STR("ftyp")) && be32(p) <= n)
		return clean_mp4(c);
	if (begins(p, n, STR("\x1a\x45\xdf\xa3")))
		return clean_webm(c);
	if (tag > 0 || (n >= 2 && p[0] == 0xff && (p[1] & 0xe0) == 0xe0))
		return clean_mp3(c);
	return clean_refuse(c,
	    "it is no recording that is taken; give an MP4, WebM, MP3, Ogg, "
	    "FLAC or WAV file");
}
