/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../test.h"
#include "edge/tally.h"

static int ends[2];

static int
open_pipe(void **state)
{
	(void)state;
	return pipe2(ends, O_NONBLOCK | O_DIRECT);
}

static int
close_pipe(void **state)
{
	(void)state;
	close(ends[0]);
	close(ends[1]);
	return 0;
}

/* How often each was read, by what came through the pipe. */
static size_t
take(int64_t *counts, size_t room)
{
	struct tally_count got[TALLY_MOST];
	char packet[TALLY_BYTES];
	size_t packets = 0, n;
	ssize_t bytes;

	while ((bytes = read(ends[0], packet, sizeof(packet))) > 0) {
		assert_true(
		    tally_read(str_from(packet, (size_t)bytes), got, &n));
		for (size_t i = 0; i < n; i++) {
			assert_true((size_t)got[i].what < room);
			counts[got[i].what] += got[i].n;
		}
		packets++;
	}
	return packets;
}

static void
handed_on(void **state)
{
	struct tally t = { .used = 0 };
	int64_t counts[700] = { 0 };

	(void)state;
	for (int64_t what = 0; what < 700; what++)
		for (int64_t k = 0; k <= what % 3; k++)
			tally_add(&t, what);
	tally_give(&t, ends[1]);
	assert_int_equal(t.used, 0);
	assert_int_equal(take(counts, 700), 3);
	assert_int_equal(counts[0], 0); /* 0 is nothing */
	for (int64_t what = 1; what < 700; what++)
		assert_int_equal(counts[what], what % 3 + 1);
}

static void
full_pipe(void **state)
{
	struct tally t = { .used = 0 };
	int64_t counts[4] = { 0 };

	(void)state;
	(void)fcntl(ends[1], F_SETPIPE_SZ, 4096);
	for (int i = 0; i < 50; i++) {
		tally_add(&t, 3);
		tally_give(&t, ends[1]);
	}
	assert_true(t.used == 1);
	(void)take(counts, 4);
	tally_give(&t, ends[1]);
	(void)take(counts, 4);
	assert_int_equal(counts[3], 50);
}

static void
too_many(void **state)
{
	struct tally t = { .used = 0 };

	(void)state;
	for (int64_t what = 1; what < 5000; what++)
		tally_add(&t, what);
	tally_add(&t, 1);
	assert_int_equal(t.used, TALLY_ROOM - 1);
}

static void
forged(void **state)
{
	struct tally t = { .used = 0 };
	struct tally_count got[TALLY_MOST];
	char packet[TALLY_BYTES + 1] = { 0 };
	int64_t bad = -1;
	size_t n;
	ssize_t bytes;

	(void)state;
	tally_add(&t, 7);
	tally_add(&t, 8);
	tally_give(&t, ends[1]);
	bytes = read(ends[0], packet, sizeof(packet));
	assert_int_equal(bytes, 8 + 2 * 16);
	for (size_t i = 0; i <= sizeof(packet); i++)
		assert_true(tally_read(str_from(packet, i), got, &n)
		    == (i == (size_t)bytes));
	packet[0] ^= 1;
	assert_false(tally_read(str_from(packet, (size_t)bytes), got, &n));
	packet[0] ^= 1;
	packet[5] = 1; /* 258 of them */
	assert_false(tally_read(str_from(packet, sizeof(packet)), got, &n));
	packet[5] = 0;
	memcpy(packet + 16, &bad, sizeof(bad)); /* read less than never */
	assert_false(tally_read(str_from(packet, (size_t)bytes), got, &n));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(handed_on, open_pipe,
		    close_pipe),
		cmocka_unit_test_setup_teardown(full_pipe, open_pipe,
		    close_pipe),
		cmocka_unit_test_setup_teardown(too_many, open_pipe,
		    close_pipe),
		cmocka_unit_test_setup_teardown(forged, open_pipe, close_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
