/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <time.h>

#include "../test.h"
#include "page/collate.h"
#include "page/dates.h"

#define MONDAY 1795430400 /* 2026-11-23T10:40:00Z */
#define DAY 86400

static struct dates *
dates_in(struct job *j, const char *lang, const char *zone,
    const char *calendar, const char *digits)
{
	const struct date_style style = { str_of(lang), str_of(zone),
		str_of(calendar), str_of(digits) };
	struct dates *d = NULL;

	assert_ok(j, dates_open(j, &style, &d));
	return d;
}

static void
dates_are_set_as_the_language_does(void **state)
{
	struct job *j = job_new(0);
	struct dates *en = dates_in(j, "en", "", "", "");
	struct dates *pt = dates_in(j, "pt", "Europe/Lisbon", "", "");
	struct dates *fa = dates_in(j, "fa", "UTC", "", "");

	(void)state;
	assert_str(date_full(en, j, MONDAY), "Monday 23 November 2026");
	assert_str(date_short(en, j, MONDAY), "23 November");
	assert_str(date_month(en, j, MONDAY), "November 2026");
	assert_str(date_time(en, j, MONDAY), "10:40");
	assert_str(date_full(pt, j, MONDAY),
	    "segunda-feira, 23 de novembro de 2026");
	assert_str(date_short(pt, j, MONDAY), "23 de novembro");
	assert_str(date_full(fa, j, MONDAY), "دوشنبه ۲ آذر ۱۴۰۵");
	assert_str(date_month(fa, j, MONDAY), "آذر ۱۴۰۵");
	assert_str(date_month_name(fa, j, MONDAY), "آذر");
	assert_str(date_time(fa, j, MONDAY), "۱۰:۴۰");
	assert_str(date_and_time(fa, j, MONDAY), "۲ آذر ۱۴۰۵، ۱۰:۴۰");
	dates_close(en);
	dates_close(pt);
	dates_close(fa);
	job_free(j);
}

static void
settings_override_calendar_and_digits(void **state)
{
	struct job *j = job_new(0);
	struct dates *d = dates_in(j, "fa", "", "gregorian", "latn");

	(void)state;
	assert_str(date_long(d, j, MONDAY), "23 نوامبر 2026");
	assert_str(number_text(dates_figures(d), j, 12), "12");
	dates_close(d);
	d = dates_in(j, "ar", "", "islamic", "");
	assert_str(date_long(d, j, MONDAY), "١٣ جمادى الآخرة ١٤٤٨");
	dates_close(d);
	d = dates_in(j, "ar", "", "islamic-civil", "latn");
	assert_str(date_long(d, j, MONDAY), "12 جمادى الآخرة 1448");
	dates_close(d);
	job_free(j);
}

static void
near_dates_say_no_more_than_needed(void **state)
{
	struct job *j = job_new(0);
	struct dates *en = dates_in(j, "en", "", "", "");
	struct dates *fa = dates_in(j, "fa", "", "", "");

	(void)state;
	assert_str(date_near(en, j, MONDAY, MONDAY + DAY - 1), "10:40");
	assert_str(date_near(en, j, MONDAY, MONDAY + DAY), "23 November");
	assert_str(date_near(en, j, MONDAY, MONDAY + 40L * DAY),
	    "23 November 2026");
	assert_str(date_near(fa, j, MONDAY, MONDAY + 40L * DAY), "۲ آذر");
	assert_str(date_near(fa, j, MONDAY, MONDAY + 150L * DAY), "۲ آذر ۱۴۰۵");
	dates_close(en);
	dates_close(fa);
	job_free(j);
}

static void
the_zone_decides_the_day(void **state)
{
	struct job *j = job_new(0);
	struct dates *d = dates_in(j, "en", "America/New_York", "", "");
	const int64_t night = MONDAY - 10 * 3600; /* 00:40 UTC */

	(void)state;
	assert_str(date_short(d, j, night), "22 November");
	assert_str(date_time(d, j, night), "19:40");
	assert_str(date_iso(d, j, night), "2026-11-22T19:40:00-05:00");
	assert_str(date_iso_day(d, j, night), "2026-11-22");
	assert_str(date_iso(d, j, night - 100L * DAY),
	    "2026-08-14T20:40:00-04:00");
	assert_false(date_same_day(d, night, MONDAY));
	assert_int_equal(date_of_civil(d, 2026, 11, 22),
	    MONDAY - DAY + 6 * 3600 + 1200);
	dates_close(d);
	job_free(j);
}

/* The C library's zones and calendar as the judge, over two centuries. */
static void
civil_dates_agree_with_the_system(void **state)
{
	struct job *j = job_new(0);
	struct dates *d = dates_in(j, "en", "Europe/Lisbon", "", "");

	(void)state;
	assert_int_equal(setenv("TZ", "Europe/Lisbon", 1), 0);
	tzset();
	for (int64_t at = -2000000000; at < 3900000000; at += 7654321) {
		time_t t = (time_t)at;
		struct tm tm;
		int y, m, day;

		assert_non_null(localtime_r(&t, &tm));
		date_civil(d, at, &y, &m, &day);
		assert_int_equal(y, tm.tm_year + 1900);
		assert_int_equal(m, tm.tm_mon + 1);
		assert_int_equal(day, tm.tm_mday);
	}
	dates_close(d);
	job_free(j);
}

static void
what_is_remembered_stays_true(void **state)
{
	struct job *j = job_new(0);
	struct dates *d = dates_in(j, "en", "", "", "");

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int64_t day = 0; day < 3000; day++) {
			struct str s = date_short(d, j, day * DAY);
			int64_t n = 0;
			int y, m, dd;

			date_civil(d, day * DAY, &y, &m, &dd);
			assert_true(
			    str_to_int(str_sub(s, 0, str_find_ch(s, ' ')), &n));
			assert_int_equal(n, dd);
		}
	dates_close(d);
	job_free(j);
}

static void
numbers_are_grouped_as_the_language_does(void **state)
{
	struct job *j = job_new(0);
	const struct {
		const char *lang;
		int64_t n;
		const char *want;
	} cases[] = {
		{ "en", 0, "0" },
		{ "en", 999, "999" },
		{ "en", 1040, "1,040" },
		{ "en", -12345678, "-12,345,678" },
		{ "en", INT64_MIN, "-9,223,372,036,854,775,808" },
		{ "fa", 1040, "۱٬۰۴۰" },
		{ "hi", 1234567, "12,34,567" },
		{ "es", 1040, "1040" },
		{ "es", 10400, "10.400" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct dates *d = dates_in(j, cases[i].lang, "", "", "");

		assert_str(number_text(dates_figures(d), j, cases[i].n),
		    cases[i].want);
		dates_close(d);
	}
	job_free(j);
}

static void
digits_of_a_text_are_the_languages(void **state)
{
	struct job *j = job_new(0);
	struct dates *d = dates_in(j, "fa", "", "", "");

	(void)state;
	assert_str(digits_text(dates_figures(d), j, STR("2026/11")), "۲۰۲۶/۱۱");
	dates_close(d);
	job_free(j);
}

static void
refuses(struct date_style style, const char *why)
{
	struct job *j = job_new(0);
	struct dates *d = NULL;

	assert_int_equal(dates_open(j, &style, &d), INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" lacks \"%s\"", STR_ARG(job_reason(j)), why);
	job_free(j);
}

static void
what_does_not_exist_is_said(void **state)
{
	(void)state;
	refuses((struct date_style){ .lang = STR("en"),
		    .zone = STR("Europe/Saltreach") },
	    "no time zone \"Europe/Saltreach\"");
	refuses((struct date_style){ .lang = STR("en"),
		    .calendar = STR("marsian") },
	    "no calendar \"marsian\"");
	refuses((struct date_style){ .lang = STR("en"),
		    .digits = STR("klingon") },
	    "no digits \"klingon\"");
	refuses((struct date_style){ .lang = STR("") }, "not a language tag");
}

static struct str
itself(const void *item)
{
	return *(const struct str *)item;
}

static void
names_sort_by_the_dictionary(void **state)
{
	struct job *j = job_new(0);
	struct str sv[] = { STR("Öman"), STR("zebra"), STR("Anka"),
		STR("ohm") };
	struct str fa[] = { STR("گندم"), STR("کاغذ"), STR("پدر"), STR("آب") };

	(void)state;
	collate(j, STR("sv"), sv, 4, sizeof(*sv), itself);
	assert_str(sv[0], "Anka");
	assert_str(sv[1], "ohm");
	assert_str(sv[2], "zebra");
	assert_str(sv[3], "Öman");
	collate(j, STR("de"), sv, 4, sizeof(*sv), itself);
	assert_str(sv[2], "Öman");
	collate(j, STR("fa"), fa, 4, sizeof(*fa), itself);
	assert_str(fa[0], "آب");
	assert_str(fa[1], "پدر");
	assert_str(fa[2], "کاغذ");
	assert_str(fa[3], "گندم");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("dates are set as the language does",
		    dates_are_set_as_the_language_does),
		RULE("settings override calendar and digits",
		    settings_override_calendar_and_digits),
		RULE("near dates say no more than is needed",
		    near_dates_say_no_more_than_needed),
		RULE("the zone decides the day", the_zone_decides_the_day),
		RULE("civil dates agree with the system's for two centuries",
		    civil_dates_agree_with_the_system),
		RULE("what is remembered stays true",
		    what_is_remembered_stays_true),
		RULE("numbers are grouped as the language does",
		    numbers_are_grouped_as_the_language_does),
		RULE("digits of a text are the language's",
		    digits_of_a_text_are_the_languages),
		RULE("a zone, calendar or tag that does not exist is said",
		    what_does_not_exist_is_said),
		RULE("names sort by the language's dictionary",
		    names_sort_by_the_dictionary),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
