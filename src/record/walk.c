/* SPDX-License-Identifier: ISC */
#include "record/inside.h"

#define RESET_EVERY 64

static enum status
visit_row(const struct rows *r, struct job *own, int64_t num,
    record_visit *visit, void *arg)
{
	struct leaf l;
	const enum status st = leaf_of(own, row_str(r, 1), &l);

	if (st != OK)
		return job_fail(own, FAULT,
		    "the record is damaged; see \"stet record verify\"");
	const struct walked w = { .num = num,
		.seq = row_int(r, 0),
		.at = l.at,
		.action = l.action,
		.thing = l.thing,
		.type = l.type,
		.revision = l.revision,
		.file_sha = l.file,
		.packed = row_str(r, 2) };

	return visit(arg, own, &w);
}

/* Rows of seq, leaf and file; with num, of the thing's number too. */
static enum status
visit_rows(struct rows *r, struct job *j, int64_t *num, record_visit *visit,
    void *arg)
{
	struct job *own = job_new(job_now(j));
	enum status ended, st = OK;
	int n = 0;

	while (st == OK && rows_next(r)) {
		if (num != NULL)
			*num = row_int(r, 3);
		st = visit_row(r, own, num != NULL ? *num : 0, visit, arg);
		if (st == OK && ++n % RESET_EVERY == 0)
			job_reset(own, job_now(j));
	}
	ended = rows_end(r);
	if (st != OK)
		(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
	job_free(own);
	return st != OK ? st : ended;
}

enum status
record_walk(struct store *s, struct job *j, int64_t from, record_visit *visit,
    void *arg)
{
	struct rows r;
	const enum status st = rows_begin(s, j, SQL_RECORD_WALK,
	    VALS(val_int(from)), &r);

	return st == OK ? visit_rows(&r, j, NULL, visit, arg) : st;
}

enum status
record_living(struct store *s, struct job *j, int max, int64_t *after,
    record_visit *visit, void *arg)
{
	struct rows r;
	const enum status st = rows_begin(s, j, SQL_RECORD_LIVING,
	    VALS(val_int(*after), val_int(max)), &r);

	return st == OK ? visit_rows(&r, j, after, visit, arg) : st;
}
