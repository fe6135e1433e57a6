/* SPDX-License-Identifier: ISC */
/*
 * Dates, times and numbers as the readers of a language write them, by ICU
 * and remembered: a date that was asked before costs a copy.  A struct dates
 * belongs to one thread at a time; figures never change once made.
 *
 * Times are seconds since 1970, UTC; days, hours and years are those of the
 * site's zone and of the language's calendar.
 */
#ifndef STET_PAGE_DATES_H
#define STET_PAGE_DATES_H

#include "base/job.h"

struct dates;

struct date_style {
	struct str lang;     /* BCP 47: "en", "pt-BR", "fa" */
	struct str zone;     /* "Europe/Lisbon"; empty is UTC */
	struct str calendar; /* "gregorian", "persian", "islamic" (of Umm
			      * al-Qura), "islamic-civil" (by the table), ...;
			      * empty is the language's: Persian for fa */
	struct str digits;   /* "latn", "arab", "arabext"; empty is the
			      * language's */
};

/* INVALID for a zone or a calendar that doesn't exist, with the reason. */
MUST_CHECK enum status dates_open(struct job *j, const struct date_style *style,
    struct dates **out);
void dates_close(struct dates *d); /* NULL is fine */

/* All in j's memory.  English and Persian examples; as text, not escaped. */
/* Monday 23 November 2026, دوشنبه ۲ آذر ۱۴۰۵ */
struct str date_full(struct dates *d, struct job *j, int64_t at);
/* 23 November 2026, ۲ آذر ۱۴۰۵ */
struct str date_long(struct dates *d, struct job *j, int64_t at);
/* 23 November, ۲ آذر */
struct str date_short(struct dates *d, struct job *j, int64_t at);
/* November 2026, آذر ۱۴۰۵ */
struct str date_month(struct dates *d, struct job *j, int64_t at);
/* November, آذر */
struct str date_month_name(struct dates *d, struct job *j, int64_t at);
/* 2026, ۱۴۰۵ */
struct str date_year(struct dates *d, struct job *j, int64_t at);
/* 10:40, ۱۰:۴۰ */
struct str date_time(struct dates *d, struct job *j, int64_t at);
/* 23 November 2026, 10:40 */
struct str date_and_time(struct dates *d, struct job *j, int64_t at);
/*
 * The time if it is less than a day before now (or after it), the date
 * without its year in the same year of the calendar, else with it.
 */
struct str date_near(struct dates *d, struct job *j, int64_t at, int64_t now);

/* 2026-11-23T10:40:00Z or +01:00, and 2026-11-23: for <time datetime>. */
struct str date_iso(struct dates *d, struct job *j, int64_t at);
struct str date_iso_day(struct dates *d, struct job *j, int64_t at);
/* The Gregorian year, month and day there, as in addresses. */
void date_civil(struct dates *d, int64_t at, int *year, int *month, int *day);
/*
 * The middle (noon) of the first day of a Gregorian month, as a time to hand
 * to date_month(); month 1-12.
 */
int64_t date_of_civil(struct dates *d, int year, int month, int day);
/* Are both on the same day there? */
bool date_same_day(struct dates *d, int64_t a, int64_t b);

/* How a language writes whole numbers. */
struct figures {
	char digit[10][8]; /* UTF-8, terminated */
	char group[8];     /* between thousands */
	char minus[16];
	int least;   /* from how many digits on it is grouped */
	bool indian; /* 12,34,567 */
};

const struct figures *dates_figures(const struct dates *d);
/* 1,040 or ۱٬۰۴۰, in j's memory. */
struct str number_text(const struct figures *f, struct job *j, int64_t n);
/* Every 0-9 of a text in the language's digits: "2026" for a heading. */
struct str digits_text(const struct figures *f, struct job *j, struct str s);

#endif
