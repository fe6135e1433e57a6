/* SPDX-License-Identifier: ISC */
/*
 * What fronts hold beside stories.  All of it stands only where things that
 * change by themselves may stand: on fronts and first listing pages.
 */
#include "page/inline.h"
#include "press/front.h"

#define STILLS 2 /* in a strip of videos */

static const char *const titles[MODULES] = {
	[MODULE_VIDEO] = "mod_video",
	[MODULE_EVENTS] = "mod_events",
	[MODULE_DOCUMENTS] = "mod_documents",
	[MODULE_NEWSLETTER] = "mod_newsletter",
	[MODULE_PICKS] = "mod_picks",
	[MODULE_ELSEWHERE] = "mod_elsewhere",
	[MODULE_MOST_READ] = "mod_most_read",
};

static struct view_list
items_set(struct making *m, const struct links *from)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, from->n + 1);

	for (size_t i = 0; i < from->n; i++)
		at[i] = (struct view_link){ .text = from->at[i].name,
			.href = href_of(m, from->at[i].address) };
	return list_of(at, from->n);
}

/* Of another place: its words are shown, nothing of it is asked for. */
static struct view_list
feed_set(struct making *m, const struct outside_items *from)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, from->n + 1);

	for (size_t i = 0; i < from->n; i++) {
		const struct outside_item *const f = &from->at[i];
		const struct when when = { .at = f->at,
			.precision = WHEN_SECOND };

		at[i] = (struct view_link){ .text = f->title,
			.href = href_of(m, f->address),
			.time = f->at > 0 ? time_near(m, when) : NULL };
	}
	return list_of(at, from->n);
}

static struct view_list
most_read_set(struct making *m, const struct cards *from)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, from->n + 1);

	for (size_t i = 0; i < from->n; i++)
		at[i] = (struct view_link){ .text = card_headline(m,
						&from->at[i]),
			.href = href_of(m, from->at[i].address) };
	return list_of(at, from->n);
}

/* Links, whatever they come from. */
static struct view_list
links_set(struct making *m, const struct front_module *f)
{
	if (f->what == MODULE_ELSEWHERE)
		return feed_set(m, &f->feed);
	if (f->what == MODULE_MOST_READ)
		return most_read_set(m, &f->cards);
	return items_set(m, &f->items);
}

static struct view_list
cards_of(struct making *m, const struct front_module *f)
{
	/* What is read most are links. */
	const size_t n = f->what == MODULE_MOST_READ ? 0 : f->cards.n;
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, n + 1);
	const bool video = f->what == MODULE_VIDEO;
	size_t stills = 0;

	for (size_t i = 0; i < n; i++) {
		card_set(m, &f->cards.at[i],
		    &(struct showing){ .at = video ? CARD_LEAD : CARD_RAIL,
			.rank = video && i == 0 ? 2 : 1,
			.level = "3",
			.picture = video && stills < STILLS,
			.frame = FRAME_HALF },
		    &at[i]);
		stills += at[i].picture != NULL;
	}
	return list_of(at, n);
}

/* Empty ones are left out: a strip of videos where there are none yet. */
static bool
has_something(const struct front_module *f)
{
	if (f->what == MODULE_BREAKING)
		return false;
	if (f->what == MODULE_VIDEO || f->what == MODULE_EVENTS
	    || f->what == MODULE_MOST_READ)
		return f->cards.n > 0;
	if (f->what == MODULE_ELSEWHERE)
		return f->feed.n > 0;
	return f->items.n > 0
	    || (f->what != MODULE_DOCUMENTS && f->what != MODULE_PICKS);
}

static void
module_set(struct making *m, const struct front_module *f, size_t n,
    struct view_module *out)
{
	*out = (struct view_module){
		.template = str_of(module_row(f->what)->template),
		.id = job_printf(m->j, "m%zu", n),
		.title = f->title,
		.text = inline_markup(m->j, f->text),
		.by = f->by,
		.role = f->role,
		.href = href_of(m, f->link),
		.link = f->label,
		.items = links_set(m, f),
		.cards = cards_of(m, f),
	};
	if (out->title.n == 0 && titles[f->what] != NULL)
		out->title = say(m, titles[f->what]);
	if (out->link.n == 0)
		out->link = say(m, "read_on");
}

struct view_list
modules_beside(struct making *m, const struct front *f, bool all)
{
	struct view_module *at = JOB_ARRAY(m->j, struct view_module,
	    f->nmodules + 1);
	size_t n = 0;

	for (size_t i = 0; i < f->nmodules; i++)
		if (has_something(&f->modules[i])
		    && (all || f->modules[i].weight == WEIGHT_RAIL))
			module_set(m, &f->modules[i], i, &at[n++]);
	return list_of(at, n);
}

size_t
modules_across(struct making *m, const struct front *f, size_t *from,
    size_t blocks, struct view_band *out)
{
	size_t n = 0;

	for (; *from < f->nmodules && f->modules[*from].after <= blocks;
	     (*from)++) {
		const struct front_module *const one = &f->modules[*from];
		struct view_module *v;

		if (one->weight == WEIGHT_RAIL || !has_something(one))
			continue;
		v = JOB_NEW(m->j, struct view_module);
		module_set(m, one, *from, v);
		out[n++] = (struct view_band){ .pattern = STR("band-module"),
			.module = v };
	}
	return n;
}

/* The first whose time is not over; when it is, the page is made anew. */
void
breaking_set(struct making *m, const struct front *f)
{
	for (size_t i = 0; i < f->nmodules; i++) {
		const struct front_module *const one = &f->modules[i];
		struct view_link *l;

		if (one->what != MODULE_BREAKING || one->until <= m->now)
			continue;
		fresh_until(m, one->until);
		if (m->page.breaking != NULL)
			continue;
		l = JOB_NEW(m->j, struct view_link);
		l->text = one->text;
		l->href = href_of(m, one->link);
		l->label = one->label.n > 0 ? one->label : say(m, "mod_now");
		m->page.breaking = l;
	}
}

void
modules_refresh(struct making *m, const struct front *f)
{
	for (size_t i = 0; i < f->nmodules; i++) {
		const struct cards *const c = &f->modules[i].cards;

		for (size_t k = 0;
		     f->modules[i].what == MODULE_EVENTS && k < c->n; k++) {
			const struct particulars *p = c->at[k].more;
			const int64_t end = p->ends.precision != WHEN_NONE
			    ? p->ends.at
			    : p->starts.at;

			if (end > m->now)
				fresh_until(m, end + 1);
		}
	}
}
