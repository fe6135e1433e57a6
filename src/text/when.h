/* SPDX-License-Identifier: ISC */
/*
 * A moment as somebody wrote it: the instant, and the offset from UTC that
 * stood beside it, so that it can be written back as it was.
 */
#ifndef STET_TEXT_WHEN_H
#define STET_TEXT_WHEN_H

#include "base/job.h"

enum precision {
	WHEN_NONE, /* not given */
	WHEN_DAY,  /* a date; `at` is its first second in the zone */
	WHEN_MINUTE,
	WHEN_SECOND,
};

struct when {
	int64_t at;       /* seconds since 1970, UTC */
	int32_t offset_s; /* seconds east of UTC */
	enum precision precision;
};

/* The day and time of day that a clock on the wall shows. */
struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
	int weekday; /* 0 is Sunday */
};

struct zone; /* a time zone, kept open for quick use */

/*
 * A zone by its IANA name ("Europe/Lisbon"; "" and "UTC" are UTC), owned by
 * the job.  INVALID, naming it, if ICU knows no such zone.
 */
MUST_CHECK enum status zone_open(struct job *j, struct str name,
    struct zone **out);
/* Offset from UTC in seconds at that instant. */
int32_t zone_offset(struct zone *z, int64_t at);
/* The instant at which the zone's clocks show that (the first of two). */
int64_t zone_instant(struct zone *z, const struct civil *c);

/*
 * Read a date: RFC 3339, ISO 8601, and what front matters hold:
 * `2020-03-24`, `2020-03-24 18:00`, `2020-03-24 18:00:00 -0500`,
 * `2020-03-24T18:00:00.123Z`, `... UTC`, `... Europe/Lisbon`, `2020/03/24`,
 * `Tue, 24 Mar 2020 18:00:00 +0100`, `24 March 2020`, `March 24, 2020`.
 * Where no offset stands, the zone's counts.  INVALID if it is no date,
 * with a reason that has neither file nor line (the caller knows these).
 */
MUST_CHECK enum status when_parse(struct job *j, struct str text,
    struct zone *z, struct when *out);

/* `2020-03-24`, `2020-03-24T18:00-05:00` or `2020-03-24T18:00:00-05:00`. */
struct str when_write(struct job *j, struct when w);

/* An instant with the offset that the zone had then. */
struct when when_at(int64_t at, struct zone *z);

/* Shift an instant by an offset and take it apart. */
struct civil civil_of(int64_t at, int32_t offset_s);
/* Seconds since 1970 of a civil time in UTC. */
int64_t civil_seconds(const struct civil *c);

#endif
