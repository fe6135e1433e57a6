/* SPDX-License-Identifier: ISC */
/* What stands around every page: nameplate, languages, sections, foot. */
#include "base/buf.h"
#include "press/accent.h"
#include "press/icon.h"
#include "press/making.h"
#include "text/utf8.h"

#define LONG_NAME 22    /* characters that fit beside the date */
#define POSTAL_LINES 12 /* of an address; more is a letter */

/*
 * The dots under the last word of the name ride in waves as wide as the word
 * is likely to be: the unit is such that a letter is about 43 wide.
 */
static int
letter_width(unsigned char c)
{
	if (c >= 0x80)
		return 45;
	if (str_find_ch(STR("iljtfrI'.,"), (char)c) != NOWHERE)
		return 27;
	return str_find_ch(STR("mwMW"), (char)c) != NOWHERE ? 59 : 43;
}

static void
dots_set(struct making *m, struct str word)
{
	struct buf path = buf_in(m->j, 4096);
	int width = 0, waves, wave, rise;

	for (size_t i = 0; i < word.n && width < 2400; i++)
		if (((unsigned char)word.p[i] & 0xC0) != 0x80)
			width += letter_width((unsigned char)word.p[i]);
	if (width < 60)
		width = 60;
	waves = (width + 41) / 98 > 1 ? (width + 41) / 98 : 1;
	wave = (width - 8) / waves;
	rise = wave * 37 / 100;
	BUF_LIT(&path, "M4 7");
	for (int i = 0; i < waves; i++)
		buf_printf(&path, "c%d %d %d %d %d 0", rise, i % 2 ? 7 : -7,
		    wave - rise, i % 2 ? 7 : -7, wave);
	m->page.dots_box = job_printf(m->j, "0 0 %d 14", width);
	m->page.dots_path = buf_so_far(&path);
}

static void
nameplate_set(struct making *m)
{
	size_t space = str_rfind_ch(m->name, ' ');

	m->page.site_name = m->name;
	m->page.name_long = utf8_length(m->name) > LONG_NAME;
	m->page.name_last = space == NOWHERE ? m->name
					     : str_skip(m->name, space + 1);
	m->page.name_first = space == NOWHERE ? STR("")
					      : str_sub(m->name, 0, space);
	for (size_t i = 0; i < m->page.name_last.n; i++)
		if (str_find_ch(STR("gjpqyQ"), m->page.name_last.p[i])
		    != NOWHERE)
			m->page.name_low = true;
	dots_set(m, m->page.name_last);
	m->page.place = site_worded(m->settings, &m->settings->places, m->lang);
	m->page.notice = site_worded(m->settings, &m->settings->notices,
	    m->lang);
}

void
today_set(struct making *m)
{
	struct view_time *t = JOB_NEW(m->j, struct view_time);
	int year, month, day;
	int64_t midnight;

	t->iso = date_iso_day(m->dates, m->j, m->now);
	t->text = date_full(m->dates, m->j, m->now);
	m->page.today = t;
	date_civil(m->dates, m->now, &year, &month, &day);
	midnight = date_of_civil(m->dates, year, month, day) + 43200;
	/* On a day that the clocks change, noon is not in the middle. */
	fresh_until(m, midnight > m->now ? midnight : m->now + 60);
}

static struct str
home_of(struct making *m, struct str lang)
{
	struct str prefix = site_prefix(m->site, m->j, lang);

	return job_printf(m->j, "%.*s/", STR_ARG(prefix));
}

static struct str
address_in(struct str lang, const struct other_language *others, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(others[i].lang, lang))
			return others[i].address;
	return STR("");
}

static void
alternates_set(struct making *m, const struct other_language *others, size_t n)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, n + 1);
	size_t k = 0;

	if (m->base.n == 0 || n == 0)
		return;
	at[k++] = (struct view_link){ .lang = m->lang,
		.href = m->page.canonical };
	for (size_t i = 0; i < n; i++)
		if (!str_eq(others[i].lang, m->lang))
			at[k++] = (struct view_link){ .lang = others[i].lang,
				.href = url_of(m, others[i].address) };
	m->page.alternates = list_of(at, k);
}

void
languages_set(struct making *m, const struct other_language *others, size_t n)
{
	const struct languages *all = &m->settings->languages;
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, all->n);

	for (size_t i = 0; i < all->n; i++) {
		const struct language *l = &all->at[i];
		struct str there = address_in(l->tag, others, n);
		bool here = str_eq(l->tag, m->lang);

		if (here)
			there = m->place->address;
		else if (there.n == 0)
			there = home_of(m, l->tag);
		at[i] = (struct view_link){
			.lang = l->tag,
			.text = language_name(m, l->tag),
			.href = href_of(m, there),
			.current = here,
		};
	}
	m->page.languages = list_of(at, all->n);
	m->page.has_languages = all->n > 1;
	alternates_set(m, others, n);
}

/* The section at the top of the tree above this one. */
static enum status
top_of(struct making *m, int64_t num, int64_t *out)
{
	struct sections all;
	enum status st = site_sections(m->site, m->j, m->lang, &all);

	if (st != OK)
		return st;
	for (size_t i = all.n; i-- > 0;)
		/* Children follow their parents, so one pass is enough. */
		if (all.at[i].link.num == num && all.at[i].parent != 0)
			num = all.at[i].parent;
	*out = num;
	return OK;
}

static enum status
nav_set(struct making *m, int64_t current)
{
	struct menu_links menu;
	struct view_link *at;
	size_t n = 0;
	enum status st = site_menu(m->site, m->j, STR("main"), m->lang, &menu);

	if (st == OK && current != 0)
		st = top_of(m, current, &current);
	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, menu.n + 1);
	for (size_t i = 0; i < menu.n; i++)
		if (menu.at[i].level == 0)
			at[n++] = (struct view_link){
				.text = menu.at[i].label,
				.href = href_of(m, menu.at[i].address),
				.current = current != 0
				    && menu.at[i].num == current,
			};
	m->page.nav = list_of(at, n);
	m->page.has_nav = n > 0;
	return OK;
}

static void
line_put(struct view_link *at, size_t *n, struct str text, struct str href)
{
	if (text.n > 0)
		at[(*n)++] = (struct view_link){ .text = text, .href = href };
}

static struct view_foot
foot_publisher(struct making *m)
{
	const struct copy *s = m->settings;
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, 3);
	struct str publisher = site_worded(s, &s->publishers, m->lang);
	struct str editor = site_worded(s, &s->editors, m->lang);
	size_t n = 0;

	line_put(at, &n, site_worded(s, &s->taglines, m->lang), STR(""));
	if (publisher.n > 0)
		line_put(at, &n, say_with(m, "foot_publisher", publisher),
		    STR(""));
	if (editor.n > 0)
		line_put(at, &n, say_with(m, "foot_editor", editor), STR(""));
	return (struct view_foot){ .title = m->name, .lines = list_of(at, n) };
}

static struct view_foot
foot_address(struct making *m)
{
	const struct copy *s = m->settings;
	struct str rest = site_worded(s, &s->postal, m->lang), line;
	struct view_link *at = JOB_ARRAY(m->j, struct view_link,
	    POSTAL_LINES + 1);
	size_t n = 0;

	while (n < POSTAL_LINES && str_line(&rest, &line))
		line_put(at, &n, line, STR(""));
	line_put(at, &n, s->email, STR(""));
	return (struct view_foot){ .title = say(m, "foot_write"),
		.lines = list_of(at, n),
		.address = true };
}

static enum status
foot_more(struct making *m, struct view_foot *out)
{
	const struct copy *s = m->settings;
	struct str prefix = site_prefix(m->site, m->j, m->lang);
	struct str feed = job_printf(m->j, "%.*s/feed.xml", STR_ARG(prefix));
	struct menu_links menu;
	struct view_link *at;
	size_t n = 0;
	enum status st = site_menu(m->site, m->j, STR("foot"), m->lang, &menu);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, menu.n + 5);
	if (s->email.n > 0) {
		line_put(at, &n, say(m, "foot_mistake"),
		    job_printf(m->j, "mailto:%.*s", STR_ARG(s->email)));
		at[0].marked = true;
	}
	for (size_t i = 0; i < menu.n; i++)
		line_put(at, &n, menu.at[i].label,
		    href_of(m, menu.at[i].address));
	line_put(at, &n, say(m, "corrections"), corrections_href(m));
	line_put(at, &n, say(m, "foot_archive"),
	    job_printf(m->j, "%.*s/archive/", STR_ARG(prefix)));
	if (!m->unserved)
		line_put(at, &n, say(m, "search"),
		    job_printf(m->j, "%.*s/search", STR_ARG(prefix)));
	line_put(at, &n, say_with(m, "foot_feed", feed), feed);
	*out = (struct view_foot){ .title = say(m, "foot_more"),
		.lines = list_of(at, n) };
	return OK;
}

static enum status
foot_set(struct making *m)
{
	struct view_foot *feet = JOB_ARRAY(m->j, struct view_foot, 3);
	size_t n = 0;

	feet[n++] = foot_publisher(m);
	feet[n] = foot_address(m);
	n += feet[n].lines.n > 0;
	m->page.foot = list_of(feet, n + 1);
	return foot_more(m, &feet[n]);
}

static void
feed_set(struct making *m)
{
	struct view_link *feed = JOB_NEW(m->j, struct view_link);
	struct str prefix = site_prefix(m->site, m->j, m->lang);

	feed->text = m->name;
	feed->href = job_printf(m->j, "%.*s/feed.xml", STR_ARG(prefix));
	m->page.feed = feed;
}

enum status
around_set(struct making *m, int64_t current)
{
	enum status st;

	nameplate_set(m);
	m->page.home = href_of(m, home_of(m, m->lang));
	if (m->base.n > 0)
		m->page.canonical = url_of(m, m->place->address);
	trail_add(m, m->name, home_of(m, m->lang));
	icon_set(m);
	m->page.accent = accent_address(m->j, m->settings->accent);
	feed_set(m);
	languages_set(m, NULL, 0);
	st = nav_set(m, current);
	return st == OK ? foot_set(m) : st;
}
