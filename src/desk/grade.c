/* SPDX-License-Identifier: ISC */
/*
 * A grade given with the command becomes an entry of the file's `changes`.
 * The author's file gets it too, so whoever gives the file as it was once
 * more (its id could not be written back) is told that it is published.
 */
#include "desk/publishing.h"

enum status
grade_check(struct publishing *p, struct job *j)
{
	const struct publish_opts *o = p->opts;
	const struct str name = grade_name(o->grade);

	if (field_at(p->c.kind, STR("changes")) == NULL)
		return job_fail(j, INVALID,
		    "%.*s: readers are told of changes to stories and pages, "
		    "not to a %.*s; leave --grade out",
		    STR_ARG(o->name), STR_ARG(kind_name(p->c.kind)));
	if (grade_needs_note(o->grade) && str_trim(o->note).n == 0)
		return job_fail(j, INVALID,
		    "%.*s: a grade of \"%.*s\" needs a --note that tells "
		    "readers what was wrong and what is right",
		    STR_ARG(o->name), STR_ARG(name));
	return OK;
}

static void
put(struct publishing *p, struct job *j, struct change c)
{
	p->stamp.changes = stamp_changes(j, &p->tf, &c);
}

void
grade_put(struct publishing *p, struct job *j)
{
	struct changes *all = &p->c.changes;
	const struct change c = { .at = when_at(job_now(j), p->zone),
		.grade = p->opts->grade,
		.note = str_trim(p->opts->note) };

	put(p, j, c);
	all->at = job_grow(j, all->at, all->n * sizeof(c),
	    (all->n + 1) * sizeof(c));
	all->at[all->n++] = c;
}

enum status
grade_was_put(struct publishing *p, struct job *j, bool *was)
{
	const struct changes *live = &p->live.copy.changes;
	const struct change *last;
	enum status st;

	if (live->n != p->c.changes.n + 1)
		return OK;
	last = &live->at[live->n - 1];
	if (last->grade != p->opts->grade
	    || !str_eq(last->note, str_trim(p->opts->note)))
		return OK;
	put(p, j, *last);
	st = same_as_live(p, j, was);
	if (st == OK && !*was)
		p->stamp.changes = NULL;
	return st;
}
