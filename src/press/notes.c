/* SPDX-License-Identifier: ISC */
/* What readers are told was changed in a story. */
#include "press/making.h"

static const char *const grades[] = {
	[GRADE_TYPO] = "grade_typo",
	[GRADE_UPDATE] = "grade_update",
	[GRADE_CLARIFICATION] = "grade_clarification",
	[GRADE_CORRECTION] = "grade_correction",
	[GRADE_NOTE] = "grade_note",
};

struct str
grade_label(const struct making *m, enum grade g)
{
	return say(m, grades[g]);
}

/* On the day of the story the hour says it, later the date. */
static const struct view_time *
change_time(struct making *m, struct when published, const struct when *w)
{
	return w->precision >= WHEN_MINUTE
		&& date_same_day(m->dates, published.at, w->at)
	    ? time_of_day(m, *w)
	    : time_long(m, (struct when){ w->at, w->offset_s, WHEN_DAY });
}

static const struct view_link *
all_of_them(struct making *m)
{
	struct view_link *l = JOB_NEW(m->j, struct view_link);

	l->text = say(m, "corrections_all");
	l->href = corrections_href(m);
	return l;
}

struct view_list
notes_of(struct making *m, const struct changes *c, struct when published)
{
	struct view_note *at = JOB_ARRAY(m->j, struct view_note, c->n + 1);
	size_t n = 0;

	for (size_t i = c->n; i-- > 0;) {
		const struct change *x = &c->at[i];

		if (x->note.n == 0 || x->grade == GRADE_TYPO)
			continue;
		at[n++] = (struct view_note){
			.title = grade_label(m, x->grade),
			.text = x->note,
			.time = change_time(m, published, &x->at),
			.plain = !grade_corrects(x->grade),
		};
	}
	if (n > 0)
		at[n - 1].all = all_of_them(m);
	return list_of(at, n);
}

struct view_list
changed_of(struct making *m, const struct changes *c, struct when published)
{
	struct view_time *at = JOB_ARRAY(m->j, struct view_time, c->n + 1);
	size_t n = 0;

	for (size_t i = c->n; i-- > 0;) {
		const struct view_time *t = change_time(m, published,
		    &c->at[i].at);

		if (t != NULL && c->at[i].grade != GRADE_TYPO)
			at[n++] = *t;
	}
	return list_of(at, n);
}

struct str
corrections_href(const struct making *m)
{
	struct str prefix = site_prefix(m->site, m->j, m->lang);

	return job_printf(m->j, "%.*s/corrections/", STR_ARG(prefix));
}
