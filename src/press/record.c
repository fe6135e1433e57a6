/* SPDX-License-Identifier: ISC */
/*
 * The record in public, for programs: C2SP tlog-tiles.  What never changes may
 * be kept for ever; the checkpoint is read for each request, so that it is
 * never older than a page that stands beside it; and a text file is kept by
 * nobody on the way, because a redaction may take it back.
 */
#include "record/record.h"
#include "press/making.h"
#include "record/paths.h"

static void
words(struct answer *out, int status, const char *text)
{
	out->status = status;
	out->type = STR("text/plain; charset=utf-8");
	out->bytes = str_of(text);
	out->keep = KEEP_NOT;
}

static enum status
text_part(struct site *s, struct job *j, const struct record_path *p,
    struct answer *out)
{
	struct store *const st = site_store(s);

	out->type = STR("text/plain; charset=utf-8");
	out->keep = KEEP_NOT;
	if (p->part == PART_CHECKPOINT)
		return record_checkpoint(st, j, &out->bytes);
	if (p->part == PART_FILE)
		return record_file(st, j, site_deflater(s), p->sha,
		    &out->bytes);
	if (p->part == PART_LEAF) {
		out->keep = KEEP_EVER;
		return record_leaf(st, j, p->n, &out->bytes);
	}
	return record_key_lines(st, j, &out->bytes);
}

static enum status
tile_part(struct site *s, struct job *j, const struct record_path *p,
    struct answer *out)
{
	out->type = STR("application/octet-stream");
	out->keep = p->width == 0 ? KEEP_EVER : KEEP_NOT;
	if (p->part == PART_TILE)
		return record_tile(site_store(s), j, p->level, p->n, p->width,
		    &out->bytes);
	out->squeeze = true;
	return record_entries_tile(site_store(s), j, p->n, p->width,
	    &out->bytes);
}

enum status
record_answer(struct site *s, struct job *j, struct str name,
    struct answer *out, bool *is)
{
	const struct record_path p = record_path_of(j, name);
	enum status st;

	*is = p.part != PART_NONE || str_starts(name, STR("tile/"))
	    || str_starts(name, STR("file/")) || str_starts(name, STR("leaf/"));
	if (!*is)
		return OK;
	if (p.part == PART_NONE) {
		words(out, 404, "The record has nothing of this name.\n");
		return OK;
	}
	out->status = 200;
	st = p.part == PART_TILE || p.part == PART_ENTRIES
	    ? tile_part(s, j, &p, out)
	    : text_part(s, j, &p, out);
	if (st == DENIED && p.part == PART_FILE) {
		job_forgive(j);
		words(out, 410,
		    "The words of this text file were erased.  That it was "
		    "published, and when,\nstands in the log for ever.\n");
		return OK;
	}
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	words(out, 404,
	    p.part == PART_FILE
		? "The record holds no text file of this hash.\n"
		: "The log is not that long.\n");
	return OK;
}
