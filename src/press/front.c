/* SPDX-License-Identifier: ISC */
/*
 * The front.  An editor's arrangement comes first; what it leaves open, and a
 * front that nobody arranged, is filled so that it still looks edited: one
 * lead with a picture, unequal seconds, blocks whose neighbours differ
 * (bands.c), nothing twice but in "most recent".
 */
#include "press/front.h"

#include "page/inline.h"

#define SECONDS 3            /* beside each other under the lead */
#define THIRDS 4             /* headlines under these */
#define THIRDS_MOST 12       /* if an editor puts so many there */
#define SUBLINKS 3           /* in the lead's package */
#define SIDE 12              /* most recent, in the rail */
#define SIDE_BARE 8          /* beside a lead without a picture */
#define SIDE_VOICE 2         /* of these, as high as another voice */
#define SIDE_PHONE 5         /* of these on a phone */
#define STRIP 9              /* in the strip at the end */
#define VOICES 3             /* other voices, in the rail */
#define LEAD_DAYS INT64_C(4) /* a picture makes a lead of what is this new */
#define LEAD_AMONG 5         /* of the newest so many */

bool
is_used(const struct plan *plan, int64_t num)
{
	for (size_t i = 0; i < plan->nused; i++)
		if (plan->used[i] == num)
			return true;
	return false;
}

bool
use(struct plan *plan, const struct card *c)
{
	if (is_used(plan, c->num) || plan->nused == FRONT_MOST)
		return false;
	plan->used[plan->nused++] = c->num;
	return true;
}

/* The next of the newest that stands nowhere yet; NULL if none is left. */
static const struct card *
next_newest(struct plan *plan, const struct front *f, size_t among)
{
	for (size_t i = 0; i < f->newest.n && i < among; i++)
		if (use(plan, &f->newest.at[i]))
			return &f->newest.at[i];
	return NULL;
}

static const struct front_slot *
slot_taken(struct plan *plan, const struct front *f, size_t i)
{
	plan->slot_done[i] = true;
	return use(plan, &f->slots[i].cards.at[0]) ? &f->slots[i] : NULL;
}

/* The next slot of that weight; one of a listing gives its newest. */
static const struct front_slot *
next_slot(struct plan *plan, const struct front *f, enum weight w)
{
	for (size_t i = 0; i < f->nslots && i < FRONT_MOST; i++) {
		const struct front_slot *s = &f->slots[i];

		if (plan->slot_done[i] || s->weight != w || s->cards.n == 0
		    || (w == WEIGHT_BLOCK && s->listing.num != 0))
			continue;
		s = slot_taken(plan, f, i);
		if (s != NULL)
			return s;
	}
	return NULL;
}

/* A slot that found no room where its weight would have it. */
static const struct front_slot *
left_slot(struct plan *plan, const struct front *f)
{
	const struct front_slot *s = NULL;

	for (size_t i = 0; i < f->nslots && i < FRONT_MOST && s == NULL; i++)
		if (!plan->slot_done[i] && f->slots[i].cards.n > 0
		    && f->slots[i].listing.num == 0)
			s = slot_taken(plan, f, i);
	return s;
}

/* ---- the lead ---- */

static const struct card *
lead_chosen(struct making *m, struct plan *plan, const struct front *f)
{
	size_t n = f->newest.n < LEAD_AMONG ? f->newest.n : LEAD_AMONG;

	for (size_t i = 0; i < n; i++) {
		const struct card *c = &f->newest.at[i];

		if (c->has_picture && !card_is_other(c)
		    && c->published.at > m->now - (int64_t)LEAD_DAYS * 86400
		    && use(plan, c))
			return c;
	}
	/* Nothing new has a picture: the newest that is the paper's own. */
	for (size_t i = 0; i < n; i++)
		if (!card_is_other(&f->newest.at[i])
		    && use(plan, &f->newest.at[i]))
			return &f->newest.at[i];
	return next_newest(plan, f, n);
}

static void
sublinks_given(struct making *m, const struct links *from,
    struct view_card *lead)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, from->n + 1);

	for (size_t i = 0; i < from->n; i++)
		at[i] = (struct view_link){ .text = from->at[i].name,
			.href = href_of(m, from->at[i].address) };
	lead->sublinks = list_of(at, from->n);
	lead->has_sublinks = from->n > 0;
}

static void
offer(struct plan *plan, const struct card *c, const struct card **found,
    size_t *n)
{
	if (*n == SUBLINKS || is_used(plan, c->num))
		return;
	for (size_t i = 0; i < *n; i++)
		if (found[i]->num == c->num)
			return;
	found[(*n)++] = c;
}

/*
 * What hangs under a lead that nobody arranged: what is new in its section
 * without a picture, then what is related to it.  One alone is no package.
 */
static enum status
sublinks_found(struct making *m, struct plan *plan, const struct front *f,
    const struct card *c, struct view_card *lead)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, SUBLINKS);
	const struct card *found[SUBLINKS];
	struct story s;
	size_t n = 0;
	enum status st;

	/* Few stories are for the places under the lead. */
	if (f->newest.n < 1 + SECONDS + 2)
		return OK;
	st = site_story(m->site, m->j, c->num, &s);
	if (st != OK)
		return st;
	for (size_t i = 1; i < FRONT_TOP && f->newest.n > FRONT_TOP; i++)
		if (c->section.num != 0
		    && f->newest.at[i].section.num == c->section.num
		    && !f->newest.at[i].has_picture)
			offer(plan, &f->newest.at[i], found, &n);
	for (size_t i = 0; i < s.related.n; i++)
		offer(plan, &s.related.at[i], found, &n);
	if (n < 2)
		return OK;
	for (size_t i = 0; i < n; i++) {
		(void)use(plan, found[i]);
		at[i] = (struct view_link){
			.text = found[i]->short_headline.n > 0
			    ? found[i]->short_headline
			    : card_headline(m, found[i]),
			.label = card_label(m, found[i]),
			.href = href_of(m, found[i]->address),
		};
	}
	lead->sublinks = list_of(at, n);
	lead->has_sublinks = true;
	return OK;
}

/* All that there is stands as the lead and its seconds. */
static bool
all_beside(const struct front *f)
{
	return f->latest.n <= SECONDS + 1;
}

static enum status
lead_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	const struct front_slot *slot = next_slot(plan, f, WEIGHT_LEAD);
	const struct card *c = slot != NULL ? &slot->cards.at[0]
					    : lead_chosen(m, plan, f);
	struct view_card *lead;

	if (c == NULL)
		return OK;
	lead = JOB_NEW(m->j, struct view_card);
	card_set(m, c,
	    &(struct showing){ .at = CARD_LEAD,
		.rank = 5,
		.level = "2",
		.deck = true,
		.deck_most = 300,
		.excerpt = true,
		.byline = true,
		.office = true,
		.time = true,
		.picture = slot == NULL || !slot->no_picture,
		.frame = all_beside(f) ? FRAME_WIDE : FRAME_HALF,
		.eager = true,
		.section = true },
	    lead);
	plan->pictures += lead->picture != NULL;
	plan->items++;
	out->lead = lead;
	if (slot != NULL && slot->sublinks.n > 0)
		sublinks_given(m, &slot->sublinks, lead);
	else if (slot == NULL)
		return sublinks_found(m, plan, f, c, lead);
	return OK;
}

/* ---- seconds and thirds ---- */

/* The first of them is half as large again as the last. */
static const int second_ranks[SECONDS] = { 3, 2, 1 };

static void
second_set(struct making *m, const struct card *c, size_t i,
    struct view_card *out)
{
	const bool first = i == 0;

	card_set(m, c,
	    &(struct showing){ .at = CARD_LEAD,
		.rank = second_ranks[i],
		.level = "2",
		.deck = true,
		.deck_most = first ? 240 : 130,
		.excerpt = true,
		.byline = first,
		.time = first,
		.section = true,
		.ruled = !first },
	    out);
}

static void
seconds_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	static const char *const classes[] = { "n0", "n1", "n2", "n3" };
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, SECONDS);
	size_t n = 0;

	while (n < SECONDS) {
		const struct front_slot *s = next_slot(plan, f, WEIGHT_SECOND);
		const struct card *c = s != NULL
		    ? &s->cards.at[0]
		    : next_newest(plan, f, FRONT_NEWEST);

		if (c == NULL)
			break;
		second_set(m, c, n, &at[n]);
		n++;
	}
	plan->items += n;
	out->seconds = list_of(at, n);
	out->seconds_class = str_of(classes[n]);
	out->has_seconds = n > 0;
}

static void
thirds_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	static const enum weight weights[] = { WEIGHT_SECOND, WEIGHT_THIRD,
		WEIGHT_BLOCK };
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, THIRDS_MOST);
	const struct card *found[THIRDS_MOST];
	const struct front_slot *s;
	size_t n = 0;

	for (size_t w = 0; w < sizeof(weights) / sizeof(weights[0]); w++)
		while (n < THIRDS_MOST
		    && (s = next_slot(plan, f, weights[w])) != NULL)
			found[n++] = &s->cards.at[0];
	while (
	    n < THIRDS && (found[n] = next_newest(plan, f, FRONT_TOP)) != NULL)
		n++;
	for (size_t i = 0; i < n; i++)
		card_set(m, found[i],
		    &(struct showing){ .at = CARD_RAIL,
			.rank = 1,
			.level = "2",
			.section = true,
			.ruled = i % THIRDS > 0 },
		    &at[i]);
	plan->items += n;
	out->thirds = list_of(at, n);
	out->has_thirds = n > 0;
}

/* ---- the rail ---- */

static bool
all_today(const struct making *m, const struct card *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_today(m, at[i].published))
			return false;
	return true;
}

static struct view_list
recent_set(struct making *m, const struct card *from, size_t n, size_t phone)
{
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, n + 1);

	for (size_t i = 0; i < n; i++) {
		card_set(m, &from[i],
		    &(struct showing){ .rank = 1,
			.level = "3",
			.time = true,
			.in_listing = true,
			.far = i >= phone },
		    &at[i]);
		at[i].headline = at[i].short_headline;
		/* The column of times has no holes. */
		if (at[i].time == NULL)
			at[i].time = time_near(m, from[i].published);
	}
	return list_of(at, n);
}

/* As many as the lead beside them is high, and the voices leave room for. */
static size_t
side_most(const struct view_front *out)
{
	const bool bare = out->lead == NULL || out->lead->picture == NULL;

	return (bare ? SIDE_BARE : SIDE) - SIDE_VOICE * out->voices.n;
}

static void
briefs_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	struct card *briefs = JOB_ARRAY(m->j, struct card, SIDE);
	const size_t most = side_most(out);
	const struct front_slot *s;
	size_t n = 0;

	while (n < SIDE && (s = next_slot(plan, f, WEIGHT_BRIEF)) != NULL)
		briefs[n++] = s->cards.at[0];
	if (n > 0) {
		out->rail_title = say(m, "in_brief");
		out->rail = recent_set(m, briefs, n, SIDE_PHONE);
		out->rail_dated = !all_today(m, briefs, n);
	} else {
		n = f->latest.n < most ? f->latest.n : most;
		/* What all stands beside it is not said again. */
		if (all_beside(f) && !out->has_voices)
			n = 0;
		out->rail_title = n > 0 ? say(m, "most_recent") : STR("");
		out->rail = recent_set(m, f->latest.at, n, SIDE_PHONE);
		out->rail_dated = !all_today(m, f->latest.at, n);
	}
	out->has_rail = n > 0 || out->has_voices;
}

static void
voices_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, VOICES);
	const struct showing showing = { .at = CARD_RAIL,
		.rank = 1,
		.level = "3",
		.byline = true,
		.time = true };
	const struct front_slot *s;
	size_t n = 0;

	while (n < VOICES && (s = next_slot(plan, f, WEIGHT_RAIL)) != NULL)
		card_set(m, &s->cards.at[0], &showing, &at[n++]);
	for (size_t i = 0; i < f->newest.n && n < VOICES; i++)
		if (card_is_other(&f->newest.at[i])
		    && use(plan, &f->newest.at[i]))
			card_set(m, &f->newest.at[i], &showing, &at[n++]);
	plan->items += n;
	out->voices = list_of(at, n);
	out->has_voices = n > 0;
}

/* ---- the call to action ---- */

/* A page (and not a story) in a block's slot is what the paper asks for. */
static void
appeal_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	for (size_t i = 0; i < f->nslots && i < FRONT_MOST; i++) {
		const struct front_slot *s = &f->slots[i];
		struct view_appeal *a;

		if (s->weight != WEIGHT_BLOCK || s->cards.n == 0
		    || s->cards.at[0].kind != KIND_PAGE
		    || slot_taken(plan, f, i) == NULL)
			continue;
		a = JOB_NEW(m->j, struct view_appeal);
		a->title = s->cards.at[0].headline;
		a->text = inline_markup(m->j, s->cards.at[0].deck);
		a->href = href_of(m, s->cards.at[0].address);
		a->link = s->cards.at[0].kicker.n > 0 ? s->cards.at[0].kicker
						      : say(m, "read_on");
		out->appeal = a;
		return;
	}
}

/* ---- the strip at the end ---- */

static void
strip_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	struct card *left = JOB_ARRAY(m->j, struct card, STRIP);
	const struct front_slot *s;
	const struct card *c;
	size_t n = 0;

	while (n < STRIP && (s = left_slot(plan, f)) != NULL)
		left[n++] = s->cards.at[0];
	while (n < STRIP && (c = next_newest(plan, f, FRONT_NEWEST)) != NULL)
		left[n++] = *c;
	out->recent_title = say(m, "earlier_stories");
	out->recent = recent_set(m, left, n, n);
	out->recent_dated = !all_today(m, left, n);
	out->has_recent = n > 0;
}

static void
head_set(struct making *m)
{
	struct view_social *s = JOB_NEW(m->j, struct view_social);
	const struct copy *settings = m->settings;
	struct str place = site_worded(settings, &settings->places, m->lang);

	m->page.title = joined(m, m->name, say(m, "comma"), place);
	m->page.description = site_worded(settings, &settings->taglines,
	    m->lang);
	*s = (struct view_social){ .type = STR("website"),
		.title = m->name,
		.description = m->page.description,
		.href = m->page.canonical };
	if (m->base.n > 0)
		m->page.social = s;
	structured_of_paper(m);
}

static void
front_languages(struct making *m)
{
	const struct languages *all = &m->settings->languages;
	struct other_language *o = JOB_ARRAY(m->j, struct other_language,
	    all->n);

	for (size_t i = 0; i < all->n; i++) {
		struct str prefix = site_prefix(m->site, m->j, all->at[i].tag);

		o[i].lang = all->at[i].tag;
		o[i].address = job_printf(m->j, "%.*s/", STR_ARG(prefix));
	}
	languages_set(m, o, all->n > 1 ? all->n : 0);
}

enum status
page_front(struct making *m)
{
	struct view_front *v = JOB_NEW(m->j, struct view_front);
	struct plan *plan = JOB_NEW(m->j, struct plan);
	struct front f;
	enum status st = around_set(m, 0);

	if (st == OK)
		st = site_front(m->site, m->j, m->lang, 0, &f);
	if (st != OK)
		return st;
	head_set(m);
	front_languages(m);
	today_set(m);
	st = lead_set(m, plan, &f, v);
	if (st != OK)
		return st;
	seconds_set(m, plan, &f, v);
	appeal_set(m, plan, &f, v);
	voices_set(m, plan, &f, v);
	briefs_set(m, plan, &f, v);
	thirds_set(m, plan, &f, v);
	st = bands_set(m, plan, &f, v);
	if (st != OK)
		return st;
	strip_set(m, plan, &f, v);
	v->modules = modules_beside(m, &f, false);
	v->has_rail = v->has_rail || v->modules.n > 0;
	breaking_set(m, &f);
	modules_refresh(m, &f);
	m->page.front = v;
	return page_out(m, "front", 200);
}
