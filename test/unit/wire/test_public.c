/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "../test.h"
#include "wire/public.h"

static bool
is_public(const char *text)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return address_is_public(
		    (const struct sockaddr *)(const void *)&four);
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return address_is_public((const struct sockaddr *)(const void *)&six);
}

static void
ours(void **state)
{
	static const char *const inside[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"127.255.0.1", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
		"192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
		"203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
		"2002:7f00:1::", "3fff::1", "fc00::1", "fd12::1", "fe80::1",
		"fec0::1", "ff02::1", "4000::1" };

	(void)state;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		if (is_public(inside[i]))
			fail_msg("%s is not public", inside[i]);
}

static void
theirs(void **state)
{
	static const char *const outside[] = { "1.1.1.1", "9.255.255.255",
		"11.0.0.0", "100.63.255.255", "100.128.0.0", "128.0.0.0",
		"169.253.0.1", "172.15.255.255", "172.32.0.0", "192.0.1.1",
		"192.167.1.1", "198.17.1.1", "198.20.0.1", "223.255.255.255",
		"2a00::1", "2606:4700::1111", "2001:4860:4860::8888",
		"::ffff:1.1.1.1", "64:ff9b::1.1.1.1" };

	(void)state;
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		if (!is_public(outside[i]))
			fail_msg("%s is public", outside[i]);
}

static void
others(void **state)
{
	struct sockaddr_un file = { .sun_family = AF_UNIX };
	struct sockaddr_in four = { .sin_family = AF_INET };
	const struct sockaddr
	    *const sa = (const struct sockaddr *)(const void *)&four;

	(void)state;
	assert_false(
	    address_is_public((const struct sockaddr *)(const void *)&file));
	assert_int_equal(inet_pton(AF_INET, "10.1.2.3", &four.sin_addr), 1);
	assert_true(address_is(sa, STR("10.1.2.3")));
	assert_false(address_is(sa, STR("10.1.2.4")));
	assert_false(address_is(sa, STR("::1")));
	assert_false(address_is(sa,
	    STR("10.1.2.3.10.1.2.3.10.1.2.3.10.1.2.3."
		"10.1.2.3")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ours),
		cmocka_unit_test(theirs),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
