/* SPDX-License-Identifier: ISC */
/*
 * Dates as front matters hold them.  ICU knows the zones; the forms are few
 * and fixed, and ICU's own lenient parser would take far more than we want to
 * vouch for, so that they are read here (fuzz/fuzz_when.c).
 */
#include "text/when.h"

#include <unicode/ucal.h>

#define DAY_S 86400

struct zone {
	UCalendar *cal;   /* NULL: UTC */
	int64_t from, to; /* the offset below holds from..to */
	int32_t offset;
};

/* Days since 1970-01-01 of a date in the Gregorian calendar. */
static int64_t
days_of(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int64_t
civil_seconds(const struct civil *c)
{
	return days_of(c->year, c->month, c->day) * DAY_S
	    + (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 + c->second;
}

struct civil
civil_of(int64_t at, int32_t offset_s)
{
	const int64_t t = at + offset_s;
	const int64_t days = t >= 0 ? t / DAY_S : -((DAY_S - 1 - t) / DAY_S);
	const int64_t rest = t - days * DAY_S;
	const int64_t z = days + 719468;
	const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	const int64_t doe = z - era * 146097;
	const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096)
	    / 365;
	const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	const int64_t mp = (5 * doy + 2) / 153;
	const int64_t month = mp < 10 ? mp + 3 : mp - 9;

	return (struct civil){
		.year = (int)(yoe + era * 400 + (month <= 2)),
		.month = (int)month,
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (int)(rest / 3600),
		.minute = (int)(rest / 60 % 60),
		.second = (int)(rest % 60),
		.weekday = (int)(((days % 7) + 11) % 7),
	};
}

static void
zone_close(void *what)
{
	struct zone *z = what;

	ucal_close(z->cal);
}

/* ICU takes any name and calls what it does not know "Etc/Unknown". */
static bool
zone_known(const UChar *name, int32_t n)
{
	UChar canonical[128];
	UErrorCode err = U_ZERO_ERROR;

	ucal_getCanonicalTimeZoneID(name, n, canonical, 128, NULL, &err);
	return U_SUCCESS(err) != 0;
}

enum status
zone_open(struct job *j, struct str name, struct zone **out)
{
	struct zone *z = JOB_NEW(j, struct zone);
	UChar id[64];
	UErrorCode err = U_ZERO_ERROR;

	z->to = -1;
	if (name.n > 0 && !str_eq(name, STR("UTC"))) {
		if (name.n > 63)
			return job_fail(j, INVALID,
			    "no time zone has a name as long as that");
		for (size_t i = 0; i < name.n; i++)
			id[i] = (UChar)(unsigned char)name.p[i];
		if (!zone_known(id, (int32_t)name.n))
			return job_fail(j, INVALID,
			    "there is no time zone `%.*s`; write one such as "
			    "Europe/Lisbon",
			    STR_ARG(name));
		z->cal = ucal_open(id, (int32_t)name.n, "en", UCAL_GREGORIAN,
		    &err);
		if (U_FAILURE(err))
			return job_fail(j, FAULT,
			    "ICU could not open the zone `%.*s` (%s)",
			    STR_ARG(name), u_errorName(err));
		job_defer(j, zone_close, z);
	}
	*out = z;
	return OK;
}

/* Where the offset changes next to the calendar's instant, in seconds. */
static int64_t
change(UCalendar *cal, UTimeZoneTransitionType way, int64_t otherwise)
{
	UErrorCode err = U_ZERO_ERROR;
	UDate when;

	if (!ucal_getTimeZoneTransitionDate(cal, way, &when, &err)
	    || U_FAILURE(err))
		return otherwise;
	return (int64_t)(when / 1000);
}

int32_t
zone_offset(struct zone *z, int64_t at)
{
	UErrorCode err = U_ZERO_ERROR;

	if (z == NULL || z->cal == NULL)
		return 0;
	if (at >= z->from && at < z->to)
		return z->offset;
	ucal_setMillis(z->cal, (UDate)at * 1000, &err);
	z->from = change(z->cal, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, at);
	z->to = change(z->cal, UCAL_TZ_TRANSITION_NEXT, at + 1);
	/* Local mean times of old have seconds, which no date writes. */
	z->offset = ucal_get(z->cal, UCAL_ZONE_OFFSET, &err)
	    + ucal_get(z->cal, UCAL_DST_OFFSET, &err);
	z->offset = z->offset / 60000 * 60;
	return z->offset;
}

int64_t
zone_instant(struct zone *z, const struct civil *c)
{
	const int64_t wall = civil_seconds(c);
	const int32_t before = zone_offset(z, wall - DAY_S);
	const int32_t after = zone_offset(z, wall + DAY_S);

	if (zone_offset(z, wall - before) != before
	    && zone_offset(z, wall - after) == after)
		return wall - after;
	return wall - before;
}

struct when
when_at(int64_t at, struct zone *z)
{
	return (struct when){
		.at = at,
		.offset_s = zone_offset(z, at),
		.precision = WHEN_SECOND,
	};
}

struct str
when_write(struct job *j, struct when w)
{
	const struct civil c = civil_of(w.at, w.offset_s);
	const int32_t off = w.offset_s < 0 ? -w.offset_s : w.offset_s;
	const char sign = w.offset_s < 0 ? '-' : '+';

	if (w.precision == WHEN_NONE)
		return STR("");
	if (w.precision == WHEN_DAY)
		return job_printf(j, "%04d-%02d-%02d", c.year, c.month, c.day);
	if (w.precision == WHEN_MINUTE)
		return job_printf(j, "%04d-%02d-%02dT%02d:%02d%c%02d:%02d",
		    c.year, c.month, c.day, c.hour, c.minute, sign, off / 3600,
		    off / 60 % 60);
	return job_printf(j, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year,
	    c.month, c.day, c.hour, c.minute, c.second, sign, off / 3600,
	    off / 60 % 60);
}
