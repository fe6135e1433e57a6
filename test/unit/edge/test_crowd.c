/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>

#include "../test.h"
#include "edge/crowd.h"

static struct in6_addr
address(const char *text)
{
	struct in6_addr a;

	assert_true(address_parse(str_of(text), &a));
	return a;
}

static bool
enter(struct crowd *c, const char *text)
{
	const struct in6_addr a = address(text);

	return crowd_enter(c, &a);
}

static void
leave(struct crowd *c, const char *text)
{
	const struct in6_addr a = address(text);

	crowd_leave(c, &a);
}

static void
test_each(void **state)
{
	struct crowd *c = crowd_new(100, 2);

	(void)state;
	assert_true(enter(c, "192.0.2.1"));
	assert_true(enter(c, "192.0.2.1"));
	assert_false(enter(c, "192.0.2.1"));
	assert_true(enter(c, "192.0.2.2"));
	leave(c, "192.0.2.1");
	assert_true(enter(c, "192.0.2.1"));
	crowd_free(c);
	crowd_free(NULL);
}

static void
test_network(void **state)
{
	struct crowd *c = crowd_new(100, 2);

	(void)state;
	assert_true(enter(c, "2001:db8:0:1::1"));
	assert_true(enter(c, "2001:db8:0:1:ffff::2"));
	assert_false(enter(c, "2001:db8:0:1::3"));
	assert_true(enter(c, "2001:db8:0:2::1"));
	crowd_free(c);
}

static void
test_many(void **state)
{
	enum { MOST = 1000 };
	struct crowd *c = crowd_new(MOST, 1);
	struct in6_addr a = address("192.0.0.0");

	(void)state;
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < MOST; i++) {
			a.s6_addr[14] = (uint8_t)(i / 256);
			a.s6_addr[15] = (uint8_t)i;
			assert_true(crowd_enter(c, &a));
			assert_false(crowd_enter(c, &a));
		}
		/* Going in another order leaves no gap that hides one. */
		for (int i = 0; i < MOST; i++) {
			const int k = i * 7 % MOST;

			a.s6_addr[14] = (uint8_t)(k / 256);
			a.s6_addr[15] = (uint8_t)k;
			crowd_leave(c, &a);
		}
	}
	crowd_free(c);
}

static bool
is_in(struct job *j, const char *text, const char *net)
{
	const struct in6_addr a = address(text);
	struct edge_net n;

	assert_ok(j, edge_net_parse(j, str_of(net), &n));
	return address_is_in(&a, &n, 1);
}

static void
test_nets(void **state)
{
	struct job *j = job_new(0);
	struct edge_net n;

	(void)state;
	assert_true(is_in(j, "10.1.2.3", "10.0.0.0/8"));
	assert_false(is_in(j, "11.1.2.3", "10.0.0.0/8"));
	assert_true(is_in(j, "192.168.7.255", "192.168.6.0/23"));
	assert_false(is_in(j, "192.168.8.0", "192.168.6.0/23"));
	assert_true(is_in(j, "::1", "::1"));
	assert_false(is_in(j, "::2", "::1"));
	assert_true(is_in(j, "8.8.8.8", "0.0.0.0/0"));
	assert_false(is_in(j, "2001:db8::1", "0.0.0.0/0"));
	assert_int_equal(edge_net_parse(j, STR("10.0.0.0/33"), &n), INVALID);
	assert_int_equal(edge_net_parse(j, STR("10.0.0/8"), &n), INVALID);
	assert_int_equal(edge_net_parse(j, STR("::1/129"), &n), INVALID);
	assert_int_equal(edge_net_parse(j, STR(""), &n), INVALID);
	job_free(j);
}

static void
test_forwarded(void **state)
{
	static const struct {
		const char *peer, *header, *who;
	} cases[] = {
		{ "192.0.2.9", "198.51.100.1", "192.0.2.9" },
		{ "10.0.0.1", "198.51.100.1", "198.51.100.1" },
		{ "10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1" },
		{ "10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1" },
		{ "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3" },
		{ "10.0.0.1", "unknown", "10.0.0.1" },
		{ "10.0.0.1", "", "10.0.0.1" },
		{ "10.0.0.1", "2001:db8::1", "2001:db8::1" },
	};
	struct job *j = job_new(0);
	struct edge_net net;

	(void)state;
	assert_ok(j, edge_net_parse(j, STR("10.0.0.0/8"), &net));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct in6_addr peer = address(cases[i].peer);
		const struct in6_addr
		    who = address_forwarded(str_of(cases[i].header), &peer,
			&net, 1);

		assert_str(address_text(j, &who), cases[i].who);
	}
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("an address has its number of connections", test_each),
		RULE("an IPv6 network counts as one", test_network),
		RULE("nobody is lost as they come and go", test_many),
		RULE("networks are read and matched bit by bit", test_nets),
		RULE("only configured proxies say who asked", test_forwarded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
