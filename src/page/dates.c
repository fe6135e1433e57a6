/* SPDX-License-Identifier: ISC */
/*
 * ICU knows calendars, languages and zones, and takes microseconds for each;
 * so what it said is remembered.
 *
 * 1. A time is turned into local seconds first, by the span of constant
 *    offset that it falls into; spans are asked of ICU once.
 * 2. ICU formats local days (counted from 1970-01-01) and minutes as if they
 *    were UTC: no formatter knows the zone.
 * 3. A text that does not fit a slot is made anew each time.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/unumsys.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "page/dates.h"

#define DAY ((int64_t)86400)
#define N_SPANS 64
#define N_SLOTS 8192 /* days of 22 years, if all in one form */
#define MAX_LOCALE 128
#define MAX_TEXT 192 /* bytes of one date in any language */
#define MAX_KEPT 54
#define MAX_TIME 22

enum form { FULL, LONG, SHORT, MONTH, MONTH_NAME, YEAR, TIME, N_FORMS };

struct span { /* of constant offset, from <= time < to */
	int64_t from, to;
	int32_t offset;
};

struct slot {
	int64_t day;
	unsigned char form, n; /* n == 0: empty */
	char text[MAX_KEPT];
};

struct dates {
	UDateFormat *formats[N_FORMS];
	UCalendar *zone;
	struct figures figures;
	const char *comma;
	struct span spans[N_SPANS];
	size_t n_spans, last_span, next_span;
	struct slot slots[N_SLOTS];
	char times[1440][MAX_TIME + 2]; /* length first */
};

static const char *const skeletons[N_FORMS] = {
	[FULL] = "yMMMMEEEEd",
	[LONG] = "yMMMMd",
	[SHORT] = "MMMMd",
	[MONTH] = "yMMMM",
	[MONTH_NAME] = "LLLL",
	[YEAR] = "y",
	[TIME] = "jmm",
};

/* Where a paper's habit is not what ICU would say of the bare language. */
static const struct habit {
	const char *lang;
	const char *patterns[N_FORMS];
} habits[] = {
	{ "en",
	    { "EEEE d MMMM y", "d MMMM y", "d MMMM", "MMMM y", "LLLL", "y",
		"HH:mm" } },
	{ "fa",
	    { "EEEE d MMMM y", "d MMMM y", "d MMMM", "MMMM y", "LLLL", "y",
		"HH:mm" } },
	{ "pt",
	    { "EEEE, d 'de' MMMM 'de' y", "d 'de' MMMM 'de' y", "d 'de' MMMM",
		"MMMM 'de' y", "LLLL", "y", "HH:mm" } },
	{ "ckb",
	    { "EEEE، dی MMMMی y", "dی MMMMی y", "dی MMMM", "MMMMی y", "LLLL",
		"y", "HH:mm" } },
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The offset east of UTC at a time, asked of ICU. */
static struct span
ask_span(struct dates *d, int64_t at)
{
	UErrorCode e = U_ZERO_ERROR;
	UDate edge = 0;
	struct span s = { INT64_MIN, INT64_MAX, 0 };

	ucal_setMillis(d->zone, (double)at * 1000, &e);
	s.offset = (ucal_get(d->zone, UCAL_ZONE_OFFSET, &e)
		       + ucal_get(d->zone, UCAL_DST_OFFSET, &e))
	    / 1000;
	if (ucal_getTimeZoneTransitionDate(d->zone,
		UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, &edge, &e))
		s.from = (int64_t)(edge / 1000);
	if (ucal_getTimeZoneTransitionDate(d->zone, UCAL_TZ_TRANSITION_NEXT,
		&edge, &e))
		s.to = (int64_t)(edge / 1000);
	return s;
}

static bool
spans(const struct span *s, int64_t at)
{
	return s->from <= at && at < s->to;
}

static int32_t
offset_at(struct dates *d, int64_t at)
{
	if (d->n_spans && spans(&d->spans[d->last_span], at))
		return d->spans[d->last_span].offset;
	for (size_t i = 0; i < d->n_spans; i++)
		if (spans(&d->spans[i], at)) {
			d->last_span = i;
			return d->spans[i].offset;
		}
	d->last_span = d->next_span;
	d->spans[d->last_span] = ask_span(d, at);
	d->next_span = (d->next_span + 1) % N_SPANS;
	if (d->n_spans < N_SPANS)
		d->n_spans++;
	return d->spans[d->last_span].offset;
}

static int64_t
day_of(struct dates *d, int64_t at)
{
	return floor_div(at + offset_at(d, at), DAY);
}

/* By ICU, of a local time; gives the bytes written. */
static size_t
format(const struct dates *d, enum form form, int64_t local, char *out)
{
	UChar text[MAX_TEXT];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = udat_format(d->formats[form], (double)local * 1000, text,
	    MAX_TEXT, NULL, &e);

	u_strToUTF8(out, MAX_TEXT, &n, text, n, &e);
	return U_FAILURE(e) ? 0 : (size_t)n;
}

/* "7:16 PM" stays on one line; n bytes of room for MAX_TEXT. */
static size_t
without_breaks(char *text, size_t n)
{
	for (size_t i = 0; i < n && n < MAX_TEXT; i++) {
		if (text[i] != ' ')
			continue;
		memmove(text + i + 2, text + i + 1, n - i - 1);
		text[i++] = (char)0xc2; /* U+00A0 */
		text[i] = (char)0xa0;
		n++;
	}
	return n;
}

static struct str
day_text(struct dates *d, struct job *j, enum form form, int64_t day)
{
	/* Forms apart, so that those of near days do not meet. */
	struct slot *
	    s = &d->slots[((uint64_t)day + (uint64_t)form * (N_SLOTS / N_FORMS))
		% N_SLOTS];
	char text[MAX_TEXT];
	size_t n;

	if (s->n && s->day == day && s->form == form)
		return job_str(j, str_from(s->text, s->n));
	n = format(d, form, day * DAY + DAY / 2, text);
	if (n <= MAX_KEPT) {
		s->day = day;
		s->form = (unsigned char)form;
		s->n = (unsigned char)n;
		memcpy(s->text, text, n);
	}
	return job_str(j, str_from(text, n));
}

struct str
date_full(struct dates *d, struct job *j, int64_t at)
{
	return day_text(d, j, FULL, day_of(d, at));
}

struct str
date_long(struct dates *d, struct job *j, int64_t at)
{
	return day_text(d, j, LONG, day_of(d, at));
}

struct str
date_short(struct dates *d, struct job *j, int64_t at)
{
	return day_text(d, j, SHORT, day_of(d, at));
}

struct str
date_month(struct dates *d, struct job *j, int64_t at)
{
	return day_text(d, j, MONTH, day_of(d, at));
}

struct str
date_month_name(struct dates *d, struct job *j, int64_t at)
{
	return day_text(d, j, MONTH_NAME, day_of(d, at));
}

struct str
date_year(struct dates *d, struct job *j, int64_t at)
{
	return day_text(d, j, YEAR, day_of(d, at));
}

struct str
date_time(struct dates *d, struct job *j, int64_t at)
{
	int64_t local = at + offset_at(d, at);
	int64_t minute = (local - floor_div(local, DAY) * DAY) / 60;
	char *kept = d->times[minute], text[MAX_TEXT];
	size_t n = (unsigned char)kept[0];

	if (n)
		return job_str(j, str_from(kept + 1, n));
	n = without_breaks(text, format(d, TIME, minute * 60, text));
	if (n <= MAX_TIME) {
		kept[0] = (char)n;
		memcpy(kept + 1, text, n);
	}
	return job_str(j, str_from(text, n));
}

struct str
date_and_time(struct dates *d, struct job *j, int64_t at)
{
	struct buf b = buf_in(j, SIZE_MAX);

	buf_put(&b, date_long(d, j, at));
	buf_put(&b, str_of(d->comma));
	buf_put(&b, date_time(d, j, at));
	return buf_so_far(&b);
}

struct str
date_near(struct dates *d, struct job *j, int64_t at, int64_t now)
{
	if (at > now - DAY)
		return date_time(d, j, at);
	/* No calendar has a year of that many days. */
	if (at > now - 400 * DAY
	    && str_eq(date_year(d, j, at), date_year(d, j, now)))
		return date_short(d, j, at);
	return date_long(d, j, at);
}

/* Days since 1970 to a Gregorian date: eras of 400 years from 1 March 0. */
static void
civil_of_day(int64_t day, int *year, int *month, int *date)
{
	int64_t z = day + 719468, era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*date = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

static int64_t
day_of_civil(int year, int month, int date)
{
	int64_t y = year - (month <= 2), era = floor_div(y, 400);
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void
date_civil(struct dates *d, int64_t at, int *year, int *month, int *day)
{
	civil_of_day(day_of(d, at), year, month, day);
}

int64_t
date_of_civil(struct dates *d, int year, int month, int day)
{
	int64_t noon = day_of_civil(year, month, day) * DAY + DAY / 2;

	return noon - offset_at(d, noon - offset_at(d, noon));
}

bool
date_same_day(struct dates *d, int64_t a, int64_t b)
{
	return day_of(d, a) == day_of(d, b);
}

struct str
date_iso_day(struct dates *d, struct job *j, int64_t at)
{
	int y, m, day;

	date_civil(d, at, &y, &m, &day);
	return job_printf(j, "%04d-%02d-%02d", y, m, day);
}

/* n figures of a number; printf takes a microsecond for a whole time. */
static char *
figures_put(char *p, int n, int v)
{
	for (int i = n; i > 0; i--) {
		p[i - 1] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + n;
}

static char *
clock_put(char *p, char before, int hours, int minutes)
{
	*p++ = before;
	p = figures_put(p, 2, hours);
	*p++ = ':';
	return figures_put(p, 2, minutes);
}

struct str
date_iso(struct dates *d, struct job *j, int64_t at)
{
	int32_t offset = offset_at(d, at), east = abs(offset) / 60;
	int64_t local = at + offset;
	int s = (int)(local - floor_div(local, DAY) * DAY), y, m, day;

	char text[32], *p = text;

	civil_of_day(floor_div(local, DAY), &y, &m, &day);
	p = figures_put(p, 4, y);
	*p++ = '-';
	p = figures_put(p, 2, m);
	*p++ = '-';
	p = figures_put(p, 2, day);
	p = clock_put(p, 'T', s / 3600, s / 60 % 60);
	*p++ = ':';
	p = figures_put(p, 2, s % 60);
	if (offset == 0)
		*p++ = 'Z';
	else
		p = clock_put(p, offset < 0 ? '-' : '+', (int)east / 60,
		    (int)east % 60);
	return job_str(j, str_from(text, (size_t)(p - text)));
}

const struct figures *
dates_figures(const struct dates *d)
{
	return &d->figures;
}

/* The era that ICU puts into dates of other calendars is left out. */
static int32_t
without_era(UChar *pattern, int32_t n)
{
	int32_t to = 0;

	for (int32_t i = 0; i < n; i++) {
		if (pattern[i] == 'G') {
			if (to && pattern[to - 1] == ' ')
				to--;
			continue;
		}
		pattern[to++] = pattern[i];
	}
	return to;
}

static const char *
habit_of(struct str lang, enum form form)
{
	for (size_t i = 0; i < sizeof(habits) / sizeof(*habits); i++)
		if (str_eq_nocase(lang, str_of(habits[i].lang)))
			return habits[i].patterns[form];
	return NULL;
}

static enum status
open_format(struct dates *d, const char *locale, struct str lang,
    UDateTimePatternGenerator *pg, enum form form)
{
	static const UChar utc[] = u"Etc/UTC";
	UChar skeleton[16], pattern[128];
	const char *habit = habit_of(lang, form);
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0;

	if (habit) {
		u_strFromUTF8(pattern, 128, &n, habit, -1, &e);
	} else {
		u_uastrcpy(skeleton, skeletons[form]);
		n = udatpg_getBestPattern(pg, skeleton, -1, pattern, 128, &e);
		n = without_era(pattern, n);
	}
	d->formats[form] = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, utc,
	    -1, pattern, n, &e);
	return U_FAILURE(e) ? FAULT : OK;
}

static void
symbol(const UNumberFormat *f, UNumberFormatSymbol which, char *out, int size)
{
	UChar text[16];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = unum_getSymbol(f, which, text, 16, &e);

	u_strToUTF8(out, size, NULL, text, n, &e);
	if (U_FAILURE(e))
		out[0] = '\0';
}

/*
 * From how many digits on a number is grouped: Spanish and Polish leave 1000
 * alone, which only ICU's newer formatter knows.
 */
static int
grouped_from(const char *locale)
{
	UErrorCode e = U_ZERO_ERROR;
	UNumberFormatter *f = unumf_openForSkeletonAndLocale(u"", 0, locale,
	    &e);
	UFormattedNumber *r = unumf_openResult(&e);
	UChar thousand[32];
	int32_t n = 0;

	unumf_formatInt(f, 1000, r, &e);
	n = unumf_resultToString(r, thousand, 32, &e);
	unumf_closeResult(r);
	unumf_close(f);
	return U_SUCCESS(e) && u_countChar32(thousand, n) > 4 ? 4 : 5;
}

static enum status
open_figures(struct dates *d, const char *locale)
{
	UErrorCode e = U_ZERO_ERROR;
	UNumberFormat *f = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &e);

	if (U_FAILURE(e))
		return FAULT;
	symbol(f, UNUM_ZERO_DIGIT_SYMBOL, d->figures.digit[0], 8);
	for (int i = 1; i < 10; i++)
		symbol(f, (UNumberFormatSymbol)(UNUM_ONE_DIGIT_SYMBOL + i - 1),
		    d->figures.digit[i], 8);
	symbol(f, UNUM_GROUPING_SEPARATOR_SYMBOL, d->figures.group, 8);
	symbol(f, UNUM_MINUS_SIGN_SYMBOL, d->figures.minus, 16);
	d->figures.least = grouped_from(locale);
	d->figures.indian = unum_getAttribute(f, UNUM_SECONDARY_GROUPING_SIZE)
	    == 2;
	unum_close(f);
	return OK;
}

/*
 * What papers date by is the calendar of Umm al-Qura; ICU's plain "islamic"
 * is an astronomical one that nobody prints.
 */
static struct str
calendar_of(const struct date_style *s)
{
	return str_eq(s->calendar, STR("islamic")) ? STR("islamic-umalqura")
						   : s->calendar;
}

/* "fa@calendar=persian;numbers=arabext" of a style. */
static enum status
locale_of(struct job *j, const struct date_style *s, char *out)
{
	UErrorCode e = U_ZERO_ERROR;
	const char *calendar = job_cstr(j, calendar_of(s));
	const char *digits = job_cstr(j, s->digits);
	UNumberingSystem *known;

	uloc_forLanguageTag(job_cstr(j, s->lang), out, MAX_LOCALE, NULL, &e);
	if (U_FAILURE(e) || out[0] == '\0')
		return job_fail(j, INVALID,
		    "\"%.*s\" is not a language tag; write \"en\", \"pt-BR\" "
		    "or \"fa\"",
		    STR_ARG(s->lang));
	if (s->calendar.n)
		uloc_setKeywordValue("calendar", calendar, out, MAX_LOCALE, &e);
	if (s->digits.n) {
		known = unumsys_openByName(digits, &e);
		if (U_FAILURE(e))
			return job_fail(j, INVALID,
			    "there are no digits \"%s\"; write \"latn\", "
			    "\"arab\", \"arabext\", \"deva\", ...",
			    digits);
		unumsys_close(known);
		uloc_setKeywordValue("numbers", digits, out, MAX_LOCALE, &e);
	}
	return U_FAILURE(e) ? job_fail(j, INVALID,
		   "the language tag \"%.*s\" "
		   "is too long",
		   STR_ARG(s->lang))
			    : OK;
}

/* ICU takes an unknown calendar for the Gregorian one without a word. */
static enum status
check_calendar(struct job *j, const char *locale, struct str name)
{
	UErrorCode e = U_ZERO_ERROR;
	UCalendar *c = ucal_open(NULL, 0, locale, UCAL_DEFAULT, &e);
	bool same = U_SUCCESS(e) && str_eq(str_of(ucal_getType(c, &e)), name);

	ucal_close(c);
	if (name.n == 0 || same)
		return OK;
	return job_fail(j, INVALID,
	    "there is no calendar \"%.*s\"; write \"gregorian\", \"persian\", "
	    "\"islamic\", \"islamic-civil\", \"hebrew\", \"buddhist\", ...",
	    STR_ARG(name));
}

static enum status
open_zone(struct job *j, struct dates *d, struct str name)
{
	UChar zone[64], canonical[64];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0;

	if (name.n == 0)
		name = STR("Etc/UTC");
	u_strFromUTF8(zone, 64, &n, name.p, (int32_t)name.n, &e);
	ucal_getCanonicalTimeZoneID(zone, n, canonical, 64, NULL, &e);
	if (U_SUCCESS(e))
		d->zone = ucal_open(zone, n, "en", UCAL_GREGORIAN, &e);
	if (U_FAILURE(e))
		return job_fail(j, INVALID,
		    "there is no time zone \"%.*s\"; write one like "
		    "\"Europe/Lisbon\"",
		    STR_ARG(name));
	return OK;
}

static enum status
open_formats(struct dates *d, const char *locale, struct str lang)
{
	UErrorCode e = U_ZERO_ERROR;
	UDateTimePatternGenerator *pg = udatpg_open(locale, &e);
	enum status st = U_FAILURE(e) ? FAULT : OK;

	for (int form = 0; st == OK && form < N_FORMS; form++)
		st = open_format(d, locale, lang, pg, (enum form)form);
	udatpg_close(pg);
	return st;
}

/* Hebrew, the other script from the right, has the Latin comma. */
static const char *
comma_of(const char *locale, struct str lang)
{
	if (str_starts(lang, STR("zh")))
		return " ";
	return uloc_isRightToLeft(locale) && !str_starts(lang, STR("he"))
	    ? "، "
	    : ", ";
}

enum status
dates_open(struct job *j, const struct date_style *style, struct dates **out)
{
	struct dates *d = calloc(1, sizeof(*d));
	char locale[MAX_LOCALE] = "";
	enum status st;

	if (d == NULL)
		abort();
	st = open_zone(j, d, style->zone);
	if (st == OK)
		st = locale_of(j, style, locale);
	if (st == OK)
		st = check_calendar(j, locale, calendar_of(style));
	if (st == OK && open_formats(d, locale, style->lang) != OK)
		st = job_fail(j, FAULT, "ICU has no dates for \"%s\"", locale);
	if (st == OK && open_figures(d, locale) != OK)
		st = job_fail(j, FAULT, "ICU has no digits for \"%s\"", locale);
	d->comma = comma_of(locale, style->lang);
	if (st == OK)
		*out = d;
	else
		dates_close(d);
	return st;
}

void
dates_close(struct dates *d)
{
	if (d == NULL)
		return;
	for (int i = 0; i < N_FORMS; i++)
		udat_close(d->formats[i]);
	ucal_close(d->zone);
	free(d);
}
