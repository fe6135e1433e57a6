/* SPDX-License-Identifier: ISC */
/*
 * What passes between the process that has a picture, the keeper, and the
 * worker that decodes it.  Bytes go through memory files; nothing here has a
 * pointer in it, and what a worker wrote is believed only within its limits.
 */
#ifndef STET_MEDIA_WIRE_H
#define STET_MEDIA_WIRE_H

#include <stdint.h>

#include "base/str.h"

#define WIRE_WIDTHS 5

/* The memory files of one picture, in the order in which they are sent. */
enum wire_file {
	WIRE_TOLD,  /* struct told, written by the worker */
	WIRE_GIVEN, /* the picture as it was given */
	WIRE_MASTER,
	WIRE_COLUMN,
	WIRE_LEAD,
	WIRE_RENDITION, /* of each width two */
	WIRE_FILES = WIRE_RENDITION + 2 * WIRE_WIDTHS
};

#define WIRE_MADE WIRE_MASTER /* the first of those that are made */
#define WIRE_MADES (WIRE_FILES - WIRE_MADE)
#define WIRE_TERM_MAX 400
#define WIRE_REASON_MAX 200

enum made_format {
	MADE_NOTHING,
	MADE_JPEG,
	MADE_PNG,
	MADE_WEBP,
	MADE_PICTURES, /* those below have no sizes, and may have no w and h */
	MADE_MP4 = MADE_PICTURES,
	MADE_M4A,
	MADE_WEBM,
	MADE_MP3,
	MADE_OGG,
	MADE_FLAC,
	MADE_WAV,
	MADE_VTT,
	MADE_PDF,
	MADE_FORMATS
};

/* What to make of it; the keeper's question. */
struct ask {
	uint64_t given;     /* bytes in WIRE_GIVEN */
	int32_t what;       /* enum media_kind */
	int32_t seconds;    /* of the processor; 0: MEDIA_SECONDS_MAX */
	int32_t renditions; /* 1: it is a master; nothing else is made */
	char creator[WIRE_TERM_MAX];
	char credit[WIRE_TERM_MAX];
	char copyright[WIRE_TERM_MAX];
	char usage[WIRE_TERM_MAX];
};

struct made {
	int32_t format; /* enum made_format */
	int32_t w, h;
	uint64_t bytes;
};

/* What the worker says that it did. */
struct told {
	int32_t done; /* 1 if all of it */
	int32_t frames;
	int32_t moves;    /* 1: all of them were kept */
	int32_t stilled;  /* 1: they were not, for they are too many */
	int32_t cut;      /* 1: its end is missing */
	int32_t colour;   /* 0xRRGGBB, -1: it is see-through */
	int32_t left_out; /* tracks that are neither picture nor sound */
	int64_t duration; /* seconds */
	struct made made[WIRE_MADES];
	char reason[WIRE_REASON_MAX]; /* if not done */
};

/* How the worker ended; the keeper's answer. */
enum ended {
	ENDED_WELL, /* it says by itself how it went */
	ENDED_CRASHED,
	ENDED_LATE,
	ENDED_NOT_BEGUN,
};

struct answered {
	int32_t ended;
};

#endif
