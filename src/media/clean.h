/* SPDX-License-Identifier: ISC */
/*
 * Sounds, films, captions and documents without what they say of themselves:
 * names, places, devices, times, pictures within.  Nothing is decoded; what a
 * format's frame holds beside its content is cut out, or written over where
 * other parts point behind it.
 *
 * Pure functions over bytes in memory, for use within the worker.
 */
#ifndef STET_MEDIA_CLEAN_H
#define STET_MEDIA_CLEAN_H

#include "base/attr.h"
#include "base/job.h"
#include "media/wire.h"

/* In: a file as it was given, which may be changed.  Out: what is left. */
struct clean {
	struct job *j; /* for what needs more room than the file has */
	unsigned char *p;
	size_t n;
	int32_t format;   /* enum made_format */
	int32_t w, h;     /* pixels, 0 if it has none */
	int64_t duration; /* seconds, rounded; 0 if not known */
	int32_t left_out; /* tracks that are neither picture nor sound */
	char reason[WIRE_REASON_MAX];
};

/* False, with the first reason given, for an editor. */
bool clean_refuse(struct clean *c, const char *fmt, ...) PRINTF(2, 3);

/*
 * Each is false, with a reason, if it is not of that kind, is damaged, or
 * holds what can't be taken out.  Cleaning what was cleaned changes nothing.
 */
bool clean_recording(struct clean *c); /* by how it begins, one of these */
bool clean_mp3(struct clean *c);       /* ISO 11172-3; ID3, APE, Lyrics3 go */
bool clean_wav(struct clean *c);       /* "fmt " and "data" stay */
bool clean_flac(struct clean *c);      /* RFC 9639; STREAMINFO, SEEKTABLE */
bool clean_ogg(struct clean *c);       /* RFC 3533; one of Vorbis or Opus */
bool clean_mp4(struct clean *c);       /* ISO 14496-12 and 14 */
bool clean_webm(struct clean *c);      /* RFC 8794, RFC 9559 */
/* WebVTT: cues alone, as we write them.  A reason names the line. */
bool clean_vtt(struct clean *c);
/*
 * PDF: no Info, no XMP, no Exif in its pictures; nothing that runs, no files in
 * it, not signed, not encrypted.
 */
bool clean_pdf(struct clean *c);

/*
 * A JPEG within a document, in its place; bytes that are left, 0 if it is
 * damaged.
 */
size_t jpeg_clean(unsigned char *p, size_t n);

/* Bytes of the ID3v2 tags at the front. */
size_t id3_before(const unsigned char *p, size_t n);
/* What is left without ID3v1, APEv2 and Lyrics3 tags at the end. */
size_t id3_behind(const unsigned char *p, size_t n);

#endif
