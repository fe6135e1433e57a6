/* SPDX-License-Identifier: ISC */
/*
 * The names of the record's parts over HTTP, below /record/, by C2SP
 * tlog-tiles: checkpoint, tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>]; and
 * ours: key, leaf/<seq>, file/<sha256>.  Server, mirror and verifier all come
 * through here.  Pure.
 */
#ifndef STET_RECORD_PATHS_H
#define STET_RECORD_PATHS_H

#include "base/id.h"
#include "base/job.h"

enum record_part {
	PART_NONE, /* no such name */
	PART_CHECKPOINT,
	PART_KEY,
	PART_TILE,
	PART_ENTRIES,
	PART_LEAF,
	PART_FILE,
};

struct record_path {
	enum record_part part;
	int level;         /* of a tile of hashes: 0 to 5 */
	int64_t n;         /* which tile; of a leaf: the entry */
	int width;         /* of one that is not full: 1 to 255; else 0 */
	struct sha256 sha; /* of a file */
};

/* What a name means; only the one right spelling of it is taken. */
struct record_path record_path_of(struct job *j, struct str name);

/* The name, in j's memory.  A tile needs n >= 0 and width 0 to 255. */
struct str record_path_name(struct job *j, const struct record_path *p);

#endif
