/* SPDX-License-Identifier: ISC */
/*
 * The record in an archive, under the paths by which a paper serves it, as a
 * mirror keeps it.  The head comes last: what it counts is there.
 */
#include "record/leaf.h"
#include "record/paths.h"
#include "record/record.h"
#include "record/tree.h"
#include "vault/archiving.h"

static struct str
name_of(struct archiving *a, const struct record_path *p)
{
	return job_printf(a->own, "record/%.*s",
	    STR_ARG(record_path_name(a->own, p)));
}

static enum status
put_tile(struct archiving *a, const struct record_path *p)
{
	struct store *const s = desk_site_db(a->d);
	struct str bytes;
	enum status st;

	job_reset(a->own, job_now(a->j));
	st = p->part == PART_TILE
	    ? record_tile(s, a->own, p->level, p->n, p->width, &bytes)
	    : record_entries_tile(s, a->own, p->n, p->width, &bytes);
	return st == OK ? archive_put(a, name_of(a, p), bytes) : st;
}

/* All tiles of one sort; the last one in the width that it has by now. */
static enum status
put_tiles(struct archiving *a, struct record_path tile, int64_t size)
{
	const int64_t below = size >> (TILE_BITS * tile.level);
	enum status st = OK;

	for (tile.n = 0; st == OK && tile.n < below >> TILE_BITS; tile.n++)
		st = put_tile(a, &tile);
	tile.width = (int)(below & (TILE_WIDTH - 1));
	return st == OK && tile.width > 0 ? put_tile(a, &tile) : st;
}

/* A file that was redacted leaves a mark, as in a mirror. */
static enum status
put_file(struct archiving *a, int64_t seq)
{
	struct record_path p = { .part = PART_FILE };
	struct entry e;
	struct str bytes;
	enum status st;

	job_reset(a->own, job_now(a->j));
	st = record_entry(desk_site_db(a->d), a->own, seq, &e);
	if (st != OK || e.action == RECORD_BATCH)
		return st;
	p.sha = e.file_sha;
	st = record_file(desk_site_db(a->d), a->own, desk_deflater(a->d), p.sha,
	    &bytes);
	if (st == DENIED) {
		job_forgive(a->own);
		return archive_put(a,
		    job_printf(a->own, "%.*s.gone", STR_ARG(name_of(a, &p))),
		    STR(""));
	}
	return st == OK ? archive_put(a, name_of(a, &p), bytes) : st;
}

static enum status
put_files(struct archiving *a, int64_t size)
{
	enum status st = OK;

	for (int64_t seq = 0; st == OK && seq < size; seq++) {
		st = put_file(a, seq);
		progress_at(a->opts->progress, "entries", (uint64_t)seq + 1,
		    (uint64_t)size);
	}
	return st;
}

static enum status
put_keys(struct archiving *a)
{
	struct str lines;
	const enum status st = record_key_lines(desk_site_db(a->d), a->own,
	    &lines);

	return st == OK ? archive_put(a, STR("record/key"), lines) : st;
}

enum status
archive_log(struct archiving *a)
{
	struct store *const s = desk_site_db(a->d);
	struct str head = STR("");
	int64_t size = 0;
	enum status st = store_read_begin(s, a->j);

	if (st != OK)
		return st;
	st = record_size(s, a->j, &size);
	if (st == OK)
		st = record_checkpoint(s, a->j, &head);
	for (int level = 0; st == OK && size >> (TILE_BITS * level) > 0;
	     level++)
		st = put_tiles(a,
		    (struct record_path){ .part = PART_TILE, .level = level },
		    size);
	if (st == OK)
		st = put_tiles(a, (struct record_path){ .part = PART_ENTRIES },
		    size);
	if (st == OK)
		st = put_files(a, size);
	if (st == OK)
		st = put_keys(a);
	store_read_end(s);
	if (st == OK)
		st = archive_put(a, STR("record/checkpoint"), head);
	a->done.entries = size;
	return st;
}
