/* SPDX-License-Identifier: ISC */
#include "text/when.h"

/* A date under reading: what is left of the text, what was found. */
struct reading {
	struct str rest;
	struct civil civil;
	enum precision precision;
	bool has_offset;
	int32_t offset;
	struct str zone; /* a zone's name, if one stands there */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
peek(const struct reading *r)
{
	if (r->rest.n == 0)
		return '\0';
	return r->rest.p[0];
}

static bool
take_ch(struct reading *r, char c)
{
	if (peek(r) != c || c == '\0')
		return false;
	r->rest = str_skip(r->rest, 1);
	return true;
}

static void
skip_spaces(struct reading *r)
{
	while (take_ch(r, ' ') || take_ch(r, '\t'))
		;
}

/* From least to most digits. */
static bool
take_number(struct reading *r, size_t least, size_t most, int *out)
{
	size_t n = 0;
	int v = 0;

	while (n < most && n < r->rest.n && is_digit(r->rest.p[n]))
		v = v * 10 + (r->rest.p[n++] - '0');
	if (n < least || (n < r->rest.n && is_digit(r->rest.p[n])))
		return false;
	r->rest = str_skip(r->rest, n);
	*out = v;
	return true;
}

static struct str
take_word(struct reading *r)
{
	size_t n = 0;
	struct str word;

	while (n < r->rest.n && is_letter(r->rest.p[n]))
		n++;
	word = str_sub(r->rest, 0, n);
	r->rest = str_skip(r->rest, n);
	return word;
}

/* The place of a name of which at least three letters are given, from 1. */
static int
named(struct str word, const struct str *names, int n)
{
	for (int i = 0; i < n; i++)
		if (word.n >= 3 && word.n <= names[i].n
		    && str_eq_nocase(word, str_sub(names[i], 0, word.n)))
			return i + 1;
	return 0;
}

static int
month_of(struct str word)
{
	static const struct str months[] = { STR_INIT("january"),
		STR_INIT("february"), STR_INIT("march"), STR_INIT("april"),
		STR_INIT("may"), STR_INIT("june"), STR_INIT("july"),
		STR_INIT("august"), STR_INIT("september"), STR_INIT("october"),
		STR_INIT("november"), STR_INIT("december") };

	return named(word, months, 12);
}

static int
weekday_of(struct str word)
{
	static const struct str days[] = { STR_INIT("sunday"),
		STR_INIT("monday"), STR_INIT("tuesday"), STR_INIT("wednesday"),
		STR_INIT("thursday"), STR_INIT("friday"),
		STR_INIT("saturday") };

	return named(word, days, 7);
}

/* 2020-03-24, 2020/03/24 */
static bool
take_iso_day(struct reading *r)
{
	char sep = '\0';

	if (r->rest.n > 4)
		sep = r->rest.p[4];
	return take_number(r, 4, 4, &r->civil.year)
	    && (sep == '-' || sep == '/') && take_ch(r, sep)
	    && take_number(r, 1, 2, &r->civil.month) && take_ch(r, sep)
	    && take_number(r, 1, 2, &r->civil.day);
}

/* Tue, 24 Mar 2020; 24 March 2020; March 24, 2020 */
static bool
take_spoken_day(struct reading *r)
{
	struct str word = take_word(r);

	if (weekday_of(word) != 0) {
		(void)take_ch(r, ',');
		skip_spaces(r);
		word = take_word(r);
	}
	if (word.n > 0) {
		r->civil.month = month_of(word);
		skip_spaces(r);
		if (!take_number(r, 1, 2, &r->civil.day))
			return false;
		(void)take_ch(r, ',');
	} else {
		if (!take_number(r, 1, 2, &r->civil.day))
			return false;
		skip_spaces(r);
		r->civil.month = month_of(take_word(r));
		(void)take_ch(r, ',');
	}
	skip_spaces(r);
	return r->civil.month != 0 && take_number(r, 4, 4, &r->civil.year);
}

/* am and pm behind a time on a twelve-hour clock */
static bool
take_half(struct reading *r)
{
	struct reading ahead = *r;
	struct str word;

	skip_spaces(&ahead);
	word = take_word(&ahead);
	if (!str_eq_nocase(word, STR("am")) && !str_eq_nocase(word, STR("pm")))
		return true;
	if (r->civil.hour < 1 || r->civil.hour > 12)
		return false;
	r->civil.hour = r->civil.hour % 12
	    + (str_eq_nocase(word, STR("pm")) ? 12 : 0);
	r->rest = ahead.rest;
	return true;
}

/* 18:00, 18:00:07, 18:00:07.123, 6:00 pm */
static bool
take_time(struct reading *r)
{
	if (!take_number(r, 1, 2, &r->civil.hour) || !take_ch(r, ':')
	    || !take_number(r, 2, 2, &r->civil.minute))
		return false;
	r->precision = WHEN_MINUTE;
	if (take_ch(r, ':')) {
		r->precision = WHEN_SECOND;
		if (!take_number(r, 2, 2, &r->civil.second))
			return false;
		if (take_ch(r, '.') || take_ch(r, ',')) {
			if (!is_digit(peek(r)))
				return false;
			while (is_digit(peek(r)))
				r->rest = str_skip(r->rest, 1);
		}
	}
	return take_half(r);
}

/* +01:00, -0500, -5 */
static bool
take_signed(struct reading *r)
{
	const bool west = peek(r) == '-';
	int h, m = 0;

	r->rest = str_skip(r->rest, 1);
	if (take_number(r, 4, 4, &h)) {
		m = h % 100;
		h /= 100;
	} else if (!take_number(r, 1, 2, &h)
	    || (take_ch(r, ':') && !take_number(r, 2, 2, &m))) {
		return false;
	}
	if (h > 18 || m > 59)
		return false;
	r->offset = (h * 3600 + m * 60) * (west ? -1 : 1);
	r->has_offset = true;
	return true;
}

/* Names of offsets that mail headers and front matters use. */
static bool
abbreviated(struct str word, int *hours)
{
	static const struct {
		struct str name;
		int hours;
	} names[] = {
		{ STR_INIT("z"), 0 },
		{ STR_INIT("utc"), 0 },
		{ STR_INIT("gmt"), 0 },
		{ STR_INIT("est"), -5 },
		{ STR_INIT("edt"), -4 },
		{ STR_INIT("cst"), -6 },
		{ STR_INIT("cdt"), -5 },
		{ STR_INIT("mst"), -7 },
		{ STR_INIT("mdt"), -6 },
		{ STR_INIT("pst"), -8 },
		{ STR_INIT("pdt"), -7 },
		{ STR_INIT("cet"), 1 },
		{ STR_INIT("cest"), 2 },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq_nocase(word, names[i].name)) {
			*hours = names[i].hours;
			return true;
		}
	}
	return false;
}

static bool
take_zone(struct reading *r)
{
	int hours;

	skip_spaces(r);
	if (r->rest.n == 0)
		return true;
	if (peek(r) == '+' || peek(r) == '-')
		return take_signed(r) && r->rest.n == 0;
	if (abbreviated(r->rest, &hours)) {
		r->offset = hours * 3600;
		r->has_offset = true;
		return true;
	}
	r->zone = r->rest;
	return str_find_ch(r->zone, '/') != NOWHERE;
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (leap && month == 2);
}

static bool
is_possible(const struct civil *c)
{
	return c->year >= 1 && c->month >= 1 && c->month <= 12 && c->day >= 1
	    && c->day <= days_in(c->year, c->month) && c->hour <= 23
	    && c->minute <= 59 && c->second <= 60;
}

static bool
take_all(struct reading *r)
{
	const struct reading fresh = *r;

	r->precision = WHEN_DAY;
	if (!take_iso_day(r)) {
		*r = fresh;
		r->precision = WHEN_DAY;
		if (!take_spoken_day(r))
			return false;
	}
	if (r->rest.n == 0)
		return true;
	if (!take_ch(r, 'T') && !take_ch(r, 't') && peek(r) != ' '
	    && peek(r) != ',')
		return false;
	(void)take_ch(r, ',');
	skip_spaces(r);
	return take_time(r) && take_zone(r);
}

enum status
when_parse(struct job *j, struct str text, struct zone *z, struct when *out)
{
	struct reading r = { .rest = str_trim(text) };
	struct when w;
	enum status st;

	if (r.rest.n > 80 || !take_all(&r) || !is_possible(&r.civil))
		return job_fail(j, INVALID,
		    "`%.*s` is no date; write one such as 2026-11-23 18:00 "
		    "+01:00",
		    (int)(text.n > 80 ? 80 : text.n), text.p);
	if (r.civil.second == 60)
		r.civil.second = 59; /* a leap second */
	if (r.zone.n > 0) {
		st = zone_open(j, r.zone, &z);
		if (st != OK)
			return st;
	}
	w.precision = r.precision;
	if (r.has_offset) {
		w.offset_s = r.offset;
		w.at = civil_seconds(&r.civil) - r.offset;
	} else {
		w.at = zone_instant(z, &r.civil);
		w.offset_s = zone_offset(z, w.at);
	}
	*out = w;
	return OK;
}
