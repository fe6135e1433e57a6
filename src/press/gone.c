/* SPDX-License-Identifier: ISC */
/* Nothing here, or not any more: said kindly, with a way on. */
#include "press/making.h"
#include "site/story.h"
#include "text/address.h"

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

/* ---- not in this language ---- */

#define LANGUAGES_ASKED ((size_t)24)

/* The address without the prefix of its language: "/2026/11/23/slug/". */
static struct str
behind_prefix(struct making *m, struct str address)
{
	const struct languages *all = &m->settings->languages;

	for (size_t i = 0; i < all->n; i++) {
		const struct str p = site_prefix(m->site, m->j, all->at[i].tag);

		if (p.n > 0 && str_starts(address, p)
		    && str_starts(str_skip(address, p.n), STR("/")))
			return str_skip(address, p.n);
	}
	return address;
}

/* A text that stands at the same address in any language. */
static enum status
same_elsewhere(struct making *m, struct story *out)
{
	const struct languages *all = &m->settings->languages;
	const struct str rest = behind_prefix(m, m->place->address);
	enum status st;

	for (size_t i = 0; i < all->n && i < LANGUAGES_ASKED; i++) {
		const struct str p = site_prefix(m->site, m->j, all->at[i].tag);
		struct place there;
		struct str address;

		st = address_normal(m->j,
		    job_printf(m->j, "%.*s%.*s", STR_ARG(p), STR_ARG(rest)),
		    &address);
		if (st == OK)
			st = site_resolve(m->site, m->j, address, STR(""),
			    &there);
		if (st == OK && there.what == PLACE_STORY)
			return site_story(m->site, m->j, there.num, out);
		if (st != OK && st != INVALID)
			return st;
		job_forgive(m->j);
	}
	return NOT_FOUND;
}

static struct view_link
way_to(struct making *m, struct str lang, struct str address,
    struct str headline)
{
	return (struct view_link){
		.label = language_name(m, lang),
		.text = headline,
		.href = href_of(m, address),
		.lang = lang,
		.dir = lang_is_rtl(lang) ? STR("rtl") : STR("ltr"),
	};
}

/*
 * What was never translated is no dead end: the page says so in the language
 * that was asked for, and leads to those that there are.
 */
static enum status
untranslated_words(struct making *m, struct view_gone *v)
{
	struct story s;
	struct view_link *at;
	size_t n = 0;
	enum status st = same_elsewhere(m, &s);

	if (st != OK)
		return st;
	v->label = say(m, "untranslated_label");
	v->title = say(m, "untranslated_title");
	v->text = say(m, "untranslated_text");
	at = JOB_ARRAY(m->j, struct view_link, s.translations.n + 1);
	at[n++] = way_to(m, s.card.lang, s.card.address, s.card.headline);
	for (size_t i = 0; i < s.translations.n; i++)
		at[n++] = way_to(m, s.translations.at[i].lang,
		    s.translations.at[i].address,
		    s.translations.at[i].headline);
	v->ways = list_of(at, n);
	/* It may be there soon. */
	m->answer->keep = KEEP_COMMIT;
	return OK;
}

static enum status
not_found_words(struct making *m, struct view_gone *v)
{
	const enum status st = m->settings->languages.n > 1
	    ? untranslated_words(m, v)
	    : NOT_FOUND;

	if (st != NOT_FOUND)
		return st;
	job_forgive(m->j);
	lost_words(m, v);
	ways_set(m, v);
	return OK;
}

enum status
page_gone(struct making *m, int status)
{
	struct view_gone *v = JOB_NEW(m->j, struct view_gone);
	enum status st = around_set(m, 0);

	if (st != OK)
		return st;
	if (status == 410) {
		gone_words(m, v);
		ways_set(m, v);
	} else {
		st = not_found_words(m, v);
	}
	if (st != OK)
		return st;
	m->page.title = joined(m, v->title, STR(" · "), m->name);
	m->page.canonical = STR("");
	m->page.hidden = true;
	m->page.gone = v;
	return page_out(m, "gone", status);
}
