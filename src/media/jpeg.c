/* SPDX-License-Identifier: ISC */
/*
 * A JPEG picture in a document (ITU-T T.81): its segments but for those that
 * say where, when and with what it was taken; nothing behind its end, where
 * telephones put further pictures.
 */
#include "media/bytes.h"
#include "media/clean.h"

#define MARK 0xff
#define BEGIN 0xd8
#define END 0xd9
#define SCAN 0xda
#define SAYS 0xe0    /* JFIF's, and fifteen others behind it */
#define COLOURS 0xee /* Adobe's: how they are meant */
#define SAYS_LAST 0xef
#define COMMENT 0xfe
#define JFIF_BYTES 16 /* without a small picture */

static bool
stays(const unsigned char *p, size_t bytes)
{
	if (p[1] == SAYS)
		return bytes == JFIF_BYTES
		    && begins(p + 4, bytes - 2, str_from("JFIF", 5));
	if (p[1] == COLOURS)
		return begins(p + 4, bytes - 2, STR("Adobe"));
	return !(p[1] > SAYS && p[1] <= SAYS_LAST) && p[1] != COMMENT;
}

/* Where the next segment begins behind a scan's pixels. */
static size_t
behind_scan(const unsigned char *p, size_t n, size_t at)
{
	while (n - at >= 2
	    && (p[at] != MARK || p[at + 1] == 0 || p[at + 1] == MARK
		|| (p[at + 1] >= 0xd0 && p[at + 1] <= 0xd7)))
		at++;
	return n - at >= 2 ? at : n;
}

size_t
jpeg_clean(unsigned char *p, size_t n)
{
	size_t at = 2, out = 2;

	if (n < 4 || p[0] != MARK || p[1] != BEGIN)
		return 0;
	while (n - at >= 2 && !(p[at] == MARK && p[at + 1] == END)) {
		if (p[at] != MARK)
			return 0;
		if (p[at + 1] == MARK) { /* one that fills up */
			at++;
			continue;
		}
		const size_t bytes = n - at < 4 ? 0 : be16(p + at + 2);
		size_t end = at + 2 + bytes;

		if (bytes < 2 || end > n)
			return 0;
		if (p[at + 1] == SCAN)
			end = behind_scan(p, n, end);
		if (stays(p + at, bytes)) {
			memmove(p + out, p + at, end - at);
			out += end - at;
		}
		at = end;
	}
	if (n - out >= 2) {
		p[out++] = MARK;
		p[out++] = END;
	}
	return out;
}
