/* SPDX-License-Identifier: ISC */
/*
 * Pictures: what an author gives becomes a master and a few sizes of it.
 * Sounds, films, captions and documents: a master alone, which is the file
 * without what it says of itself (media/clean.h), in all else as it was.
 *
 * A master is the picture anew: turned the right way up, in sRGB, as JPEG or
 * PNG (an animation: as WebP), without any of the metadata that it came with (places, serial numbers,
 * maker's notes, thumbnails).  Creator, credit, copyright and usage terms are
 * written into it afresh.
 *
 * What is made stands in desk-media/ab/<sha256>, which only its owner can read,
 * until something that shows it is published: then media_show() moves it to
 * media/ab/<sha256>, and from there readers get it.
 *
 * Decoding happens in a process of its own for each picture, which has no
 * files, no sockets and limits on memory and time; when it crashes or takes
 * too long, media_take() says so and nothing else happens.  The bytes given
 * never touch the disk again.  A recording is never in memory as a whole: its
 * worker has the author's file, and writes to the one that will be its master.
 */
#ifndef STET_MEDIA_MEDIA_H
#define STET_MEDIA_MEDIA_H

#include "base/id.h"
#include "base/job.h"

struct darkroom;

#define MEDIA_FILE_MAX ((size_t)64 * 1024 * 1024) /* pictures, documents */
#define MEDIA_RECORDING_MAX ((size_t)512 * 1024 * 1024)
#define MEDIA_CAPTIONS_MAX ((size_t)1024 * 1024)
#define MEDIA_PIXELS_MAX 100000000LL /* in one picture, all frames counted */
#define MEDIA_SIDE_MAX 30000         /* pixels, either side */
#define MEDIA_FRAMES_MAX 1000
#define MEDIA_SECONDS_MAX 60 /* of the processor, for one picture */

#define MEDIA_MOTION_MAX 40000000LL /* pixels of all frames of an animation */

#define MEDIA_COLUMN 720 /* pixels wide, at most */
#define MEDIA_LEAD 1600
#define MEDIA_SIZES 2
#define RENDITIONS_MAX 10
#define RENDITION_DIGITS 16 /* of a master's hash, in a rendition's name */

/*
 * Start the keeper of picture workers for a folder that holds media/ and desk-media/
 * (made if they are missing).  The keeper is a small process forked from this one, so call
 * this before keys are read and before the first thread.  DENIED, FAULT.
 */
MUST_CHECK enum status media_open(struct job *j, const char *dir,
    struct darkroom **out);
void media_close(struct darkroom *m); /* NULL is fine; ends the keeper */

/* What a file is to be. */
enum media_kind {
	MEDIA_PICTURE,
	MEDIA_RECORDING, /* MP4, WebM, MP3, Ogg, FLAC, WAV */
	MEDIA_CAPTIONS,  /* WebVTT */
	MEDIA_DOCUMENT,  /* PDF, or a scan as a picture */
};

/* Bytes at most. */
size_t media_max(enum media_kind what);
/* "picture", "recording" */
const char *media_word(enum media_kind what);
/* True if a master of that format is what it is to be. */
bool media_fits(enum media_kind what, struct str format);

/* A file as it is given, open for reading; the worker gets nothing else. */
struct media_given {
	int fd;
	size_t n; /* bytes */
	struct sha256 sha256;
};

/* As file_read() would say it, with the limits of what it is to be. */
MUST_CHECK enum status media_given_open(struct job *j, enum media_kind what,
    const char *path, struct media_given *out);
/* The same of bytes.  FAULT. */
MUST_CHECK enum status media_given_bytes(struct job *j, struct str bytes,
    struct media_given *out);
void media_given_close(struct media_given *g);

/*
 * What to write into a master.  Where all four are empty, creator and
 * copyright are taken over from the picture, as the law asks for.
 */
struct media_terms {
	struct str creator, credit, copyright, usage;
};

struct media_file {
	struct sha256 sha256;
	struct str format; /* extension in addresses: "jpg", "mp3" */
	int64_t w, h;      /* pixels, 0 if it has none */
	int64_t duration;  /* seconds, 0 if it has none or is not known */
	int64_t bytes;
};

struct media_size {
	struct str name; /* "column", "lead" */
	struct media_file file;
};

/*
 * What pages name beside master and sizes, so that each reader gets what fits:
 * of five widths (320, 480, 720, 1080, 1600 pixels, and the master's own where
 * that is less than the last) those that are smaller, as WebP where that is
 * smaller, and as JPEG or PNG where no size of that width is there.  Of an
 * animation, which moves as WebP, a still of each width, for readers who
 * want nothing to move.
 */
struct rendition {
	struct str format; /* "webp", "jpg", "png" */
	int64_t w;         /* pixels */
};

struct renditions {
	struct rendition at[RENDITIONS_MAX];
	size_t n;
	int32_t colour; /* of the whole, 0xRRGGBB; -1 if it is see-through */
	bool moves;
};

/* "<16 digits>-720.webp": its name behind /media/ and in the folder. */
struct str rendition_name(struct job *j, struct sha256 master,
    const struct rendition *r);

struct master {
	struct media_file file;
	struct media_size sizes[MEDIA_SIZES]; /* those that are smaller */
	size_t nsizes;
	struct renditions renditions;
	struct str note; /* for the author: what was left out, or empty */
};

/*
 * Make master and sizes, and put them into desk-media/: whole and on the disk
 * when this returns.  name is for messages; out is in j's memory.
 *   INVALID  it is not what it is to be, of a kind that is not taken, damaged, over a
 *            limit, or its worker crashed or took too long
 *   DENIED, FAULT  desk-media/ can't be written
 * One call at a time; from whichever thread.
 */
MUST_CHECK enum status media_take(struct darkroom *m, struct job *j,
    enum media_kind what, struct str name, const struct media_given *given,
    const struct media_terms *terms, struct master *out);

/*
 * Make the renditions of a master that is there, and put them beside it.  Not
 * made twice alike, but of one name.  name is for messages.
 *   NOT_FOUND  the master is not there
 *   INVALID    as media_take(); or its bytes are others than its hash says
 *   DENIED, FAULT
 */
MUST_CHECK enum status media_renditions(struct darkroom *m, struct job *j,
    struct sha256 master, struct str name, struct renditions *out);
/* True if that one is there. */
bool media_has_rendition(const struct darkroom *m, struct job *j,
    struct sha256 master, const struct rendition *r);

/*
 * Let readers have it, its renditions too; on the disk when this returns, so that no page is
 * published before its pictures.  NOT_FOUND, without a failure set, if it is
 * nowhere; DENIED, FAULT.
 */
MUST_CHECK enum status media_show(const struct darkroom *m, struct job *j,
    struct sha256 sha);

/* Where it stands, private or shown; in j's memory. */
char *media_path(const struct darkroom *m, struct job *j, struct sha256 sha);
/*
 * Take its bytes and its renditions away for ever, wherever in DIR it stands; was (true if it was
 * there).  The folder knows it before this returns.
 */
MUST_CHECK enum status media_erase(struct job *j, const char *dir,
    struct sha256 sha, bool *was);
/* True if that file is there. */
bool media_has(const struct darkroom *m, struct job *j, struct sha256 sha);

#endif
