/* SPDX-License-Identifier: ISC */
#include "record/inside.h"

#define RESET_EVERY 64

static enum status
visit_row(const struct rows *r, struct job *own, record_visit *visit, void *arg)
{
	struct leaf l;
	const enum status st = leaf_of(own, row_str(r, 1), &l);

	if (st != OK)
		return job_fail(own, FAULT,
		    "the record is damaged; see \"stet record verify\"");
	const struct walked w = { .seq = row_int(r, 0),
		.at = l.at,
		.action = l.action,
		.thing = l.thing,
		.type = l.type,
		.revision = l.revision,
		.file_sha = l.file,
		.packed = row_str(r, 2) };

	return visit(arg, own, &w);
}

enum status
record_walk(struct store *s, struct job *j, int64_t from, record_visit *visit,
    void *arg)
{
	struct job *own = job_new(job_now(j));
	struct rows r;
	int n = 0;
	enum status ended,
	    st = rows_begin(s, j, SQL_RECORD_WALK, VALS(val_int(from)), &r);

	if (st != OK) {
		job_free(own);
		return st;
	}
	while (st == OK && rows_next(&r)) {
		st = visit_row(&r, own, visit, arg);
		if (st == OK && ++n % RESET_EVERY == 0)
			job_reset(own, job_now(j));
	}
	ended = rows_end(&r);
	if (st != OK)
		(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
	job_free(own);
	return st != OK ? st : ended;
}
