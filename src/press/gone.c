/* SPDX-License-Identifier: ISC */
/* Nothing here, or not any more: said kindly, with a way on. */
#include "press/making.h"

struct str
gone_reason(struct making *m, struct str reason, int64_t expired)
{
	if (reason.n > 0 || expired == 0)
		return reason;
	return say_with(m, "gone_expired",
	    date_and_time(m->dates, m->j, expired));
}

static void
gone_words(struct making *m, struct view_gone *v)
{
	const struct when at = { .at = m->place->at, .precision = WHEN_DAY };

	v->label = say(m, "gone_label");
	v->title = say(m, "gone_title");
	v->text = say(m, "gone_text");
	v->advice = say(m, "gone_advice");
	v->reason_label = say(m, "gone_reason");
	v->reason = gone_reason(m, m->place->reason, m->place->expired);
	v->when_label = say(m, "gone_when");
	if (at.at != 0)
		v->time = time_long(m, at);
}

static void
lost_words(struct making *m, struct view_gone *v)
{
	v->label = say(m, "lost_label");
	v->title = say(m, "lost_title");
	v->text = say(m, "lost_text");
	v->advice = say(m, "lost_advice");
}

static void
ways_set(struct making *m, struct view_gone *v)
{
	struct str prefix = site_prefix(m->site, m->j, m->lang);
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, 2);

	at[0] = (struct view_link){ .text = say(m, "way_home"),
		.href = m->page.home };
	at[1] = (struct view_link){ .text = say(m, "way_archive"),
		.href = job_printf(m->j, "%.*s/archive/", STR_ARG(prefix)) };
	v->ways = list_of(at, 2);
}

enum status
page_gone(struct making *m, int status)
{
	struct view_gone *v = JOB_NEW(m->j, struct view_gone);
	enum status st = around_set(m, 0);

	if (st != OK)
		return st;
	if (status == 410)
		gone_words(m, v);
	else
		lost_words(m, v);
	ways_set(m, v);
	m->page.title = joined(m, v->title, STR(" · "), m->name);
	m->page.canonical = STR("");
	m->page.hidden = true;
	m->page.gone = v;
	return page_out(m, "gone", status);
}
