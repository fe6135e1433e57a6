/* SPDX-License-Identifier: ISC */
/*
 * The archive: years, a year's months, a month's days.  Addresses count in
 * the Gregorian calendar; what is read is in the language's own, so a month
 * may carry two names.
 */
#include "press/making.h"
#include "text/utf8.h"

#define MONTH_MOST 5000 /* stories of one month on its page */
#define LONG_TITLE 22

struct str
year_words(struct making *m, int year)
{
	struct dates *d = m->dates;
	struct str a = date_year(d, m->j, date_of_civil(d, year, 1, 1));
	struct str b = date_year(d, m->j, date_of_civil(d, year, 12, 31));

	return str_eq(a, b) ? a : joined(m, a, STR("–"), b);
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

typedef struct str date_fn(struct dates *d, struct job *j, int64_t at);

static struct str
month_words(struct making *m, int year, int month, date_fn *first,
    date_fn *whole)
{
	struct dates *d = m->dates;
	int64_t from = date_of_civil(d, year, month, 1);
	int64_t to = date_of_civil(d, year, month, days_in(year, month));

	if (str_eq(whole(d, m->j, from), whole(d, m->j, to)))
		return whole(d, m->j, from);
	return joined(m, first(d, m->j, from), STR(" – "), whole(d, m->j, to));
}

struct archive {
	struct making *m;
	struct view_archive *v;
	struct str first; /* of the listing: "/section/x/" */
	struct str whose; /* the section's name, or empty */
	struct archive_months months;
};

static struct view_link
period_link(struct archive *a, struct str text, int year, int month)
{
	struct making *m = a->m;
	struct view_link l = { .text = text };

	if (month != 0)
		l.href = job_printf(m->j, "%.*sarchive/%d/%02d/",
		    STR_ARG(a->first), year, month);
	else if (year != 0)
		l.href = job_printf(m->j, "%.*sarchive/%d/", STR_ARG(a->first),
		    year);
	else
		l.href = job_printf(m->j, "%.*sarchive/", STR_ARG(a->first));
	l.href = href_of(m, l.href);
	return l;
}

static struct str
count_words(struct making *m, int64_t n)
{
	return word_n(m->w, m->j, "stories", n, m->digits);
}

static struct view_list
months_of(struct archive *a, const struct archive_month *x, size_t n)
{
	struct view_link *at = JOB_ARRAY(a->m->j, struct view_link, n + 1);

	for (size_t i = 0; i < n; i++) {
		at[i] = period_link(a,
		    month_words(a->m, x[i].year, x[i].month, date_month_name,
			date_month_name),
		    x[i].year, x[i].month);
		at[i].label = count_words(a->m, x[i].n);
	}
	return list_of(at, n);
}

static void
year_set(struct archive *a, const struct archive_month *x, size_t n,
    struct view_year *row, struct view_link *link)
{
	int64_t stories = 0;

	for (size_t i = 0; i < n; i++)
		stories += x[i].n;
	*link = period_link(a, year_words(a->m, x->year), x->year, 0);
	link->current = x->year == a->m->place->year;
	row->title = link->text;
	row->href = link->href;
	row->label = count_words(a->m, stories);
	/* Of other years only the page of all years shows them. */
	if (link->current || a->m->place->year == 0)
		row->months = months_of(a, x, n);
}

/* Every year, newest first, with its months. */
static void
years_set(struct archive *a)
{
	const struct archive_months *all = &a->months;
	struct view_link *links = JOB_ARRAY(a->m->j, struct view_link,
	    all->n + 1);
	struct view_year *rows = JOB_ARRAY(a->m->j, struct view_year,
	    all->n + 1);
	size_t n = 0;

	for (size_t i = 0, from = 0; i < all->n; from = i, n++) {
		while (i < all->n && all->at[i].year == all->at[from].year)
			i++;
		year_set(a, &all->at[from], i - from, &rows[n], &links[n]);
		if (links[n].current)
			a->v->periods = rows[n].months;
	}
	a->v->years = list_of(links, n);
	if (a->m->place->year == 0)
		a->v->rows = list_of(rows, n);
}

static void
day_set(struct making *m, const struct card *from, size_t n,
    struct view_day *out)
{
	struct view_card *at = JOB_ARRAY(m->j, struct view_card, n);
	int64_t noon = from->published.at;

	for (size_t i = 0; i < n; i++) {
		card_set(m, &from[i],
		    &(struct showing){ .rank = 1, .level = "3" }, &at[i]);
		at[i].time = time_of_day(m, from[i].published);
	}
	out->iso = date_iso_day(m->dates, m->j, noon);
	out->id = job_printf(m->j, "d%.*s", STR_ARG(out->iso));
	out->text = date_full(m->dates, m->j, noon);
	out->entries = list_of(at, n);
}

static enum status
days_set(struct archive *a)
{
	struct making *m = a->m;
	struct cards cards;
	struct view_day *at;
	size_t n = 0;
	const struct archive_piece piece = { m->place->year, m->place->month, 0,
		MONTH_MOST };
	const enum status st = site_archive_month(m->site, m->j,
	    &m->place->listing, &piece, &cards);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_day, cards.n + 1);
	for (size_t i = 0; i < cards.n;) {
		size_t from = i;

		while (i < cards.n
		    && date_same_day(m->dates, cards.at[from].published.at,
			cards.at[i].published.at))
			i++;
		day_set(m, &cards.at[from], i - from, &at[n++]);
	}
	a->v->days = list_of(at, n);
	a->v->empty = n == 0;
	return OK;
}

static struct view_link *
neighbour(struct archive *a, const struct archive_month *x)
{
	struct view_link *l;

	if (x == NULL)
		return NULL;
	l = JOB_NEW(a->m->j, struct view_link);
	*l = period_link(a,
	    month_words(a->m, x->year, x->month, date_month_name, date_month),
	    x->year, x->month);
	return l;
}

/* The months before and after that have something in them. */
static void
neighbours_set(struct archive *a)
{
	const struct archive_months *all = &a->months;
	const struct place *p = a->m->place;
	const int here = p->year * 12 + p->month;
	const struct archive_month *newer = NULL, *older = NULL;

	for (size_t i = 0; older == NULL && i < all->n; i++) {
		const struct archive_month *x = &all->at[i];
		const int there = x->year * 12 + x->month;

		if (there > here)
			newer = x; /* the last such is the nearest */
		else if (there < here)
			older = x;
	}
	a->v->newer = neighbour(a, newer);
	a->v->older = neighbour(a, older);
	a->v->has_around = older != NULL || newer != NULL;
}

static void
trail_set(struct archive *a)
{
	const struct place *p = a->m->place;
	struct view_link *at = JOB_ARRAY(a->m->j, struct view_link, 3);
	size_t n = 0;

	if (a->whose.n > 0)
		at[n++] = (struct view_link){ .text = a->whose,
			.href = href_of(a->m, a->first) };
	if (p->year != 0)
		at[n++] = period_link(a, say(a->m, "archive"), 0, 0);
	if (p->month != 0)
		at[n++] = period_link(a, year_words(a->m, p->year), p->year, 0);
	a->v->trail = list_of(at, n);
	a->v->has_trail = n > 0;
	for (size_t i = 0; i < n; i++)
		trail_add(a->m, at[i].text, at[i].href);
}

static void
title_set(struct archive *a)
{
	struct making *m = a->m;
	const struct place *p = m->place;

	if (p->month != 0)
		a->v->title = month_words(m, p->year, p->month, date_month_name,
		    date_month);
	else if (p->year != 0)
		a->v->title = year_words(m, p->year);
	else
		a->v->title = say(m, "archive");
	a->v->long_title = utf8_length(a->v->title) > LONG_TITLE;
	trail_add(m, a->v->title, p->address);
	m->page.title = joined(m, a->v->title, STR(" · "), a->whose);
	m->page.title = joined(m, m->page.title, STR(" · "), m->name);
	m->page.description = m->page.title;
}

static enum status
whose_set(struct archive *a)
{
	const struct listing *l = &a->m->place->listing;
	struct link link;
	enum status st = site_listing_address(a->m->site, a->m->j, l,
	    &a->first);

	if (st != OK || l->what != LISTING_THING)
		return st;
	st = site_link(a->m->site, a->m->j, l->num, a->m->lang, &link);
	if (st == OK)
		a->whose = link.name;
	return st;
}

enum status
page_archive(struct making *m)
{
	const struct place *p = m->place;
	struct archive a = { .m = m, .v = JOB_NEW(m->j, struct view_archive) };
	enum status st = around_set(m, p->listing.num);

	m->still = true;
	if (st == OK)
		st = whose_set(&a);
	if (st == OK)
		st = site_archive(m->site, m->j, &p->listing, 0, &a.months);
	if (st != OK)
		return st;
	years_set(&a);
	trail_set(&a);
	title_set(&a);
	a.v->has_years = p->year != 0 && a.v->years.n > 0;
	a.v->has_periods = p->month == 0 && a.v->periods.n > 0;
	a.v->empty = a.months.n == 0 || (p->year != 0 && a.v->periods.n == 0);
	if (p->month != 0) {
		neighbours_set(&a);
		st = days_set(&a);
	}
	m->page.archive = a.v;
	return st == OK ? page_out(m, "archive", 200) : st;
}
