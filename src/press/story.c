/* SPDX-License-Identifier: ISC */
/* A story on its own page, and pages such as About. */
#include "page/inline.h"
#include "press/front.h"
#include "site/behind.h"
#include "text/utf8.h"

#define LONG_DECK 200 /* characters; a longer one is set smaller */

/* ---- who, when, where ---- */

static const char *const tasks[] = {
	[ROLE_BY] = NULL,
	[ROLE_PHOTOGRAPHS] = "task_photographs",
	[ROLE_TRANSLATION] = "task_translation",
	[ROLE_REPORTING] = "task_reporting",
	[ROLE_AGENCY] = "task_agency",
};

static void
people_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct signers *by = &s->card.byline;
	struct view_person *at = JOB_ARRAY(m->j, struct view_person, by->n + 1);

	for (size_t i = 0; i < by->n; i++) {
		const struct signer *p = &by->at[i];

		at[i] = (struct view_person){
			.name = p->who.name,
			.href = href_of(m, p->who.address),
			.role = p->what,
		};
		if (tasks[p->role] != NULL)
			at[i].task = say(m, tasks[p->role]);
	}
	v->people = list_of(at, by->n);
	v->place = joined(m, s->card.dateline, STR(" · "), s->card.agency);
}

/* When it was last touched: as the file says, or by its last change. */
static struct when
updated_at(const struct story *s)
{
	struct when w = s->card.updated;

	for (size_t i = 0; i < s->changes.n; i++)
		if (grade_updates(s->changes.at[i].grade)
		    && s->changes.at[i].at.at > w.at)
			w = s->changes.at[i].at;
	return w;
}

static void
times_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct when out = s->card.published, up = updated_at(s);

	v->published = time_long(m, out);
	if (up.precision == WHEN_NONE || up.at <= out.at)
		return;
	if (date_same_day(m->dates, out.at, up.at))
		v->updated = time_of_day(m, up);
	else
		v->updated = time_long(m, up);
}

/* ---- what was changed ---- */

static void
changes_set(struct making *m, const struct story *s, struct view_story *v)
{
	v->notes = notes_of(m, &s->changes, s->card.published);
	v->changed = changed_of(m, &s->changes, s->card.published);
	v->has_changed = v->changed.n > 0;
	v->version = say_number(m, "version", s->revision);
	v->entry = say_number(m, "record_entry", s->seq);
	v->hash = sha256_hex(m->j, s->sha256);
	v->verify = job_printf(m->j, "%.*s/record/entry/%lld/",
	    STR_ARG(site_prefix(m->site, m->j, m->lang)), (long long)s->seq);
}

/* ---- where it leads ---- */

static struct view_list
links_set(struct making *m, const struct links *from)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, from->n + 1);

	for (size_t i = 0; i < from->n; i++)
		at[i] = (struct view_link){ .text = from->at[i].name,
			.href = href_of(m, from->at[i].address),
			.last = i + 1 == from->n };
	return list_of(at, from->n);
}

static void
translations_set(struct making *m, const struct story *s, struct view_story *v)
{
	size_t n = s->translations.n;
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, n + 1);
	struct other_language *o = JOB_ARRAY(m->j, struct other_language,
	    n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct translation *t = &s->translations.at[i];

		at[i] = (struct view_link){
			.text = language_name(m, t->lang),
			.href = href_of(m, t->address),
			.lang = t->lang,
			.dir = lang_is_rtl(t->lang) ? STR("rtl") : STR("ltr"),
		};
		o[i] = (struct other_language){ t->lang, t->address };
	}
	v->translations = list_of(at, n);
	v->has_translations = n > 0;
	languages_set(m, o, n);
}

/* What a translation has to own up to: its original is newer. */
static enum status
behind_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct behind b;
	struct view_link *l;
	enum status st = site_behind(m->site, m->j, s, &b);

	if (st == NOT_FOUND) {
		job_forgive(m->j);
		return OK;
	}
	if (st != OK || !b.is)
		return st;
	l = JOB_NEW(m->j, struct view_link);
	*l = (struct view_link){ .text = b.headline,
		.href = href_of(m, b.address),
		.lang = b.lang,
		.dir = lang_is_rtl(b.lang) ? STR("rtl") : STR("ltr") };
	if (b.changed.n > 0)
		l->label = word_n(m->w, m->j, "stale_paragraphs",
		    (int64_t)b.changed.n, m->digits);
	v->behind = l;
	return OK;
}

/* An item without a headline is called by its words, as on its card. */
static enum status
neighbour_name(struct making *m, const struct link *to, struct str *out)
{
	struct card c;
	enum status st;

	*out = to->name;
	if (to->name.n > 0)
		return OK;
	st = site_card(m->site, m->j, to->num, &c);
	if (st == OK)
		*out = card_headline(m, &c);
	return st;
}

static enum status
neighbour(struct making *m, const struct link *to, struct str label,
    const struct view_link **out)
{
	struct view_link *l;
	enum status st;

	if (to->num == 0)
		return OK;
	l = JOB_NEW(m->j, struct view_link);
	l->href = href_of(m, to->address);
	l->label = label;
	st = neighbour_name(m, to, &l->text);
	if (st == OK)
		*out = l;
	return st;
}

static enum status
around_story_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct str in = s->card.section.name;
	enum status st = neighbour(m, &s->earlier,
	    in.n > 0 ? say_with(m, "earlier_in", in) : say(m, "earlier"),
	    &v->older);

	if (st == OK)
		st = neighbour(m, &s->later,
		    in.n > 0 ? say_with(m, "later_in", in) : say(m, "later"),
		    &v->newer);
	v->has_around = v->older != NULL || v->newer != NULL;
	return st;
}

static void
related_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct view_card *at = JOB_ARRAY(m->j, struct view_card,
	    s->related.n + 1);

	/* This page stands still, so it says days and not hours. */
	m->still = true;
	for (size_t i = 0; i < s->related.n; i++)
		card_set(m, &s->related.at[i],
		    &(struct showing){ .at = CARD_RELATED,
			.rank = 1,
			.level = "3",
			.time = true },
		    &at[i]);
	v->related = list_of(at, s->related.n);
	v->has_related = s->related.n > 0;
}

/* ---- the head of the page, for machines ---- */

struct str
rfc3339(const struct making *m, struct when w)
{
	if (w.precision == WHEN_DAY)
		return date_iso_day(m->dates, m->j, w.at);
	return w.precision == WHEN_NONE ? STR("")
					: date_iso(m->dates, m->j, w.at);
}

struct str
best_picture(const struct card *c)
{
	if (!c->has_picture)
		return STR("");
	return c->picture.lead.n > 0 ? c->picture.lead : c->picture.column;
}

static void
social_set(struct making *m, const struct story *s)
{
	struct view_social *o = JOB_NEW(m->j, struct view_social);
	struct str picture = best_picture(&s->card);

	*o = (struct view_social){
		.type = STR("article"),
		.title = s->social_headline.n > 0 ? s->social_headline
						  : card_headline(m, &s->card),
		.description = m->page.description,
		.href = m->page.canonical,
		.picture = picture.n > 0 ? url_of(m, picture) : picture,
		.published = rfc3339(m, s->card.published),
		.modified = rfc3339(m, s->card.updated),
	};
	if (m->base.n > 0)
		m->page.social = o;
}

static enum status
head_set(struct making *m, const struct story *s, const struct view_story *v)
{
	struct str title = s->search_headline.n > 0
	    ? s->search_headline
	    : card_headline(m, &s->card);
	const struct card *c = &s->card;

	m->page.title = joined(m, title, STR(" · "), m->name);
	m->page.description = s->summary;
	if (m->page.description.n == 0)
		m->page.description = card_share(m, c);
	if (m->page.description.n == 0)
		m->page.description = c->excerpt;
	/* A brief or a list has no sentence of its own. */
	if (m->page.description.n == 0)
		m->page.description = joined(m, c->headline, STR(" · "),
		    card_label(m, c));
	social_set(m, s);
	oembed_set(m);
	if (c->kind == KIND_PAGE)
		trail_add(m, c->headline, c->address);
	return c->kind == KIND_PAGE ? OK : structured_set(m, s, v);
}

/* ---- the page ---- */

static void
words_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct card *c = &s->card;
	struct view_link *l;

	v->dress = card_story(c);
	v->headline = card_headline(m, c);
	/* One that has none is read aloud all the same. */
	v->size = c->headline.n > 0 ? headline_size(5, c->headline) : STR("vh");
	v->label = card_label(m, c);
	v->kicker = c->kicker;
	v->deck = inline_markup(m->j, c->deck);
	v->long_deck = utf8_length(c->deck) > LONG_DECK;
	v->rights = s->rights;
	v->body = body_set(m, s->html);
	if (c->section.num != 0) {
		l = JOB_NEW(m->j, struct view_link);
		l->text = c->section.name;
		l->href = href_of(m, c->section.address);
		v->section = l;
	}
	if (s->canonical.n > 0) {
		l = JOB_NEW(m->j, struct view_link);
		l->text = url_host(s->canonical);
		l->href = s->canonical;
		v->origin = l;
		m->page.canonical = s->canonical;
	}
	v->topics = links_set(m, &s->topics);
	v->has_topics = s->topics.n > 0;
	if (c->has_picture)
		v->picture = picture_set(m, &c->picture,
		    c->picture.h > c->picture.w ? FRAME_HALF : FRAME_WIDE,
		    true);
}

/* An event's page changes by itself, so modules may stand on it. */
static enum status
modules_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct front f;
	bool is;
	enum status st = site_front_is(m->site, m->j, m->lang, s->card.num,
	    &is);

	if (st != OK || !is)
		return st;
	st = site_front(m->site, m->j, m->lang, s->card.num, &f);
	if (st != OK)
		return st;
	v->modules = modules_beside(m, &f, true);
	breaking_set(m, &f);
	modules_refresh(m, &f);
	return OK;
}

enum status
page_story(struct making *m)
{
	struct view_story *v = JOB_NEW(m->j, struct view_story);
	struct story s;
	enum status st = site_story(m->site, m->j, m->place->num, &s);

	if (st == OK)
		st = around_set(m, s.card.section.num);
	if (st != OK)
		return st;
	if (s.card.kind != KIND_PAGE)
		m->answer->counts = s.card.num;
	translations_set(m, &s, v);
	people_set(m, &s, v);
	times_set(m, &s, v);
	changes_set(m, &s, v);
	words_set(m, &s, v);
	related_set(m, &s, v);
	st = around_story_set(m, &s, v);
	if (st == OK)
		st = behind_set(m, &s, v);
	if (st == OK)
		st = particulars_set(m, &s, v);
	if (st == OK)
		st = sequence_set(m, &s, v);
	if (st == OK && s.card.kind == KIND_EVENT
	    && m->place->what == PLACE_STORY)
		st = modules_set(m, &s, v);
	if (st == OK)
		st = head_set(m, &s, v);
	if (st != OK)
		return st;
	m->page.story = v;
	return page_out(m, s.card.kind == KIND_PAGE ? "page" : "story", 200);
}
