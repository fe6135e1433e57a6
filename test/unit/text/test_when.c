/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "text/when.h"

static struct zone *
zone(struct job *j, const char *name)
{
	struct zone *z;

	assert_ok(j, zone_open(j, str_of(name), &z));
	return z;
}

static void
reads_what_generators_write(void **state)
{
	static const struct {
		const char *text, *written;
	} dates[] = {
		{ "2020-03-24", "2020-03-24" },
		{ "2020-3-4", "2020-03-04" },
		{ "2020/03/24", "2020-03-24" },
		{ "2020-03-24 18:00", "2020-03-24T18:00+00:00" },
		{ "2020-03-24 18:00:00 -0500", "2020-03-24T18:00:00-05:00" },
		{ "2020-03-24 18:00:00 -5", "2020-03-24T18:00:00-05:00" },
		{ "2020-03-24T18:00:00.123Z", "2020-03-24T18:00:00+00:00" },
		{ "2020-03-24t18:00+05:30", "2020-03-24T18:00+05:30" },
		{ "2020-03-24 18:00:00 UTC", "2020-03-24T18:00:00+00:00" },
		{ "2020-03-24 6:00 PM EST", "2020-03-24T18:00-05:00" },
		{ "2020-07-24 18:00 Europe/Lisbon", "2020-07-24T18:00+01:00" },
		{ "Tue, 24 Mar 2020 18:00:00 +0100",
		    "2020-03-24T18:00:00+01:00" },
		{ "24 March 2020", "2020-03-24" },
		{ "March 24, 2020", "2020-03-24" },
		{ "Mar 24, 2020 18:00", "2020-03-24T18:00+00:00" },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		struct when w, again;

		assert_ok(j,
		    when_parse(j, str_of(dates[i].text), zone(j, ""), &w));
		assert_str(when_write(j, w), dates[i].written);
		assert_ok(j,
		    when_parse(j, when_write(j, w), zone(j, ""), &again));
		assert_int_equal(w.at, again.at);
	}
	job_free(j);
}

static void
refuses_what_is_no_date(void **state)
{
	static const char *const texts[] = { "", "soon", "2020", "2020-13-01",
		"2021-02-29", "2020-03-24 25:00", "2020-03-24 18:60",
		"2020-03-24 18:00 Nowhere/Atall", "2020-03-24 18:00 +99:00",
		"2020-03-24x", "20200324", "0000-01-01" };
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct when w;

		assert_int_equal(when_parse(j, str_of(texts[i]), zone(j, ""),
				     &w),
		    INVALID);
		job_forgive(j);
	}
	job_free(j);
}

static void
zone_counts_without_offset(void **state)
{
	struct job *j = job_new(0);
	struct zone *z = zone(j, "Europe/Lisbon");
	struct when w;

	(void)state;
	assert_ok(j, when_parse(j, STR("2020-07-24 18:00"), z, &w));
	assert_int_equal(w.at, 1595610000);
	assert_int_equal(w.offset_s, 3600);
	assert_ok(j, when_parse(j, STR("2020-01-24"), z, &w));
	assert_int_equal(w.at, 1579824000);
	/* An hour that came twice, and one that never came. */
	assert_ok(j, when_parse(j, STR("2020-10-25 01:30"), z, &w));
	assert_int_equal(w.offset_s, 3600);
	assert_ok(j, when_parse(j, STR("2020-03-29 01:30"), z, &w));
	assert_str(when_write(j, w), "2020-03-29T02:30+01:00");
	assert_int_equal(zone_open(j, STR("Europe/Atlantis"), &z), INVALID);
	assert_str(job_reason(j),
	    "there is no time zone `Europe/Atlantis`; write one such as "
	    "Europe/Lisbon");
	job_free(j);
}

static void
days_come_back(void **state)
{
	(void)state;
	for (int64_t at = -62135596800; at < 40000000000; at += 86399 * 977) {
		const struct civil c = civil_of(at, 0);

		assert_int_equal(civil_seconds(&c), at);
	}
	assert_int_equal(civil_of(0, 0).weekday, 4);
	assert_int_equal(civil_of(-86400 * 5LL, 0).weekday, 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("dates are read as generators write them",
		    reads_what_generators_write),
		RULE("what is no date is refused", refuses_what_is_no_date),
		RULE("where no offset stands the zone counts",
		    zone_counts_without_offset),
		RULE("every second has one day and comes back", days_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
