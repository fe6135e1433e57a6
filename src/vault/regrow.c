/* SPDX-License-Identifier: ISC */
#include "vault/regrow.h"

#include <sys/stat.h>

#include "base/file.h"
#include "desk/renditions.h"

static enum status
begin_log(struct job *j, const char *dir, const struct place_log *log)
{
	struct store *s = NULL;
	enum status st = store_create(j, dir);

	if (st == OK)
		st = store_open(j, dir, SITE_DB, STORE_WRITE, &s);
	if (st == OK)
		st = record_adopt(s, j, log->head.origin, log->first);
	store_close(s);
	return st;
}

/* A picture that can't be read is found by verifying, and told there. */
static void
nothing(void *arg, struct str file, struct str why)
{
	(void)arg;
	(void)file;
	(void)why;
}

enum status
regrow(struct job *j, const char *place, const char *dir, struct progress *p,
    struct place_log *log, int64_t *missing_media)
{
	const struct renditions_opts opts = { .tell = nothing, .progress = p };
	struct renditions_made made;
	struct desk *d = NULL;
	enum status st = place_log(j, place, log);

	if (st == OK)
		st = begin_log(j, dir, log);
	if (st == OK && mkdir(file_path(j, dir, "theme"), 0777) != 0)
		st = file_fail(j, "making", file_path(j, dir, "theme"));
	if (st == OK)
		st = desk_open(j, dir, &d);
	if (st == OK)
		st = catch_up(d, j, dir, place, &log->head, p, missing_media);
	if (st == OK)
		st = desk_renditions(d, j, &opts, &made);
	desk_close(d);
	return st;
}
