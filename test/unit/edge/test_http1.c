/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "edge/http1.h"

#define HOST "Host: h\r\n"
#define END HOST "\r\n"

/* clang-format off */
/*
 * What RFC 9112 says that a server must refuse, and what this one refuses
 * over that.  0: taken.  1: more is wanted.
 */
static const struct probe {
	const char *rule; /* section of RFC 9112, or our own */
	const char *bytes;
	int status;
} probes[] = {
	{ "3   a plain request",           "GET / HTTP/1.1\r\n" END, 0 },
	{ "3   HEAD",                      "HEAD / HTTP/1.1\r\n" END, 0 },
	{ "3   another method",            "POST / HTTP/1.1\r\n" END, 0 },
	{ "3   no end yet",                "GET / HTTP/1.1\r\n" HOST, 1 },
	{ "3   no line yet",               "GET / HT", 1 },
	{ "2.2 one empty line first",      "\r\nGET / HTTP/1.1\r\n" END, 0 },
	{ "2.2 two empty lines first",     "\r\n\r\nGET / HTTP/1.1\r\n" END, 400 },
	{ "2.2 LF alone",                  "GET / HTTP/1.1\nHost: h\n\n", 400 },
	{ "2.2 LF alone, later",           "GET / HTTP/1.1\r\nHost: h\n\r\n", 400 },
	{ "2.2 LF alone at the end",       "GET / HTTP/1.1\r\n" HOST "\n", 400 },
	{ "2.2 a bare CR in the line",     "GET /\r HTTP/1.1\r\n" END, 400 },
	{ "2.2 a bare CR in a value",      "GET / HTTP/1.1\r\nA: b\rc\r\n" END, 400 },
	{ "2.2 CR CR LF",                  "GET / HTTP/1.1\r\r\n" END, 400 },
	{ "2.2 space before the first field", "GET / HTTP/1.1\r\n A: b\r\n" END, 400 },
	{ "-   TLS on the plain port",     "\x16\x03\x01", 400 },
	{ "-   a NUL first",               "\x01", 400 },
	{ "3   no target",                 "GET HTTP/1.1\r\n" END, 400 },
	{ "3   HTTP/0.9",                  "GET /\r\n" END, 400 },
	{ "3   one word",                  "GET\r\n" END, 400 },
	{ "3   two spaces",                "GET  / HTTP/1.1\r\n" END, 400 },
	{ "3   two spaces later",          "GET /  HTTP/1.1\r\n" END, 400 },
	{ "3   a space at the end",        "GET / HTTP/1.1 \r\n" END, 400 },
	{ "3   a tab for a space",         "GET\t/ HTTP/1.1\r\n" END, 400 },
	{ "3   a space in the target",     "GET /a b HTTP/1.1\r\n" END, 400 },
	{ "3.1 a method that is no token", "G@T / HTTP/1.1\r\n" END, 400 },
	{ "3.1 no method",                 "!: / HTTP/1.1\r\n" END, 400 },
	{ "3.1 an empty method",           "\r\n / HTTP/1.1\r\n" END, 400 },
	{ "3.1 a method of 33 letters",    "GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGG / HTTP/1.1\r\n" END, 400 },
	{ "2.3 lower case version",        "GET / http/1.1\r\n" END, 400 },
	{ "2.3 HTTP/1.0",                  "GET / HTTP/1.0\r\n" END, 0 },
	{ "2.3 HTTP/1.2 is 1.1 to us",     "GET / HTTP/1.2\r\n" END, 0 },
	{ "2.3 HTTP/2.0",                  "GET / HTTP/2.0\r\n" END, 505 },
	{ "2.3 HTTP/11.1",                 "GET / HTTP/11.1\r\n" END, 400 },
	{ "2.3 HTTP/1,1",                  "GET / HTTP/1,1\r\n" END, 400 },
	{ "2.3 HTTP/x.1",                  "GET / HTTP/x.1\r\n" END, 400 },
	{ "2.3 HTTP/1.x",                  "GET / HTTP/1.x\r\n" END, 400 },
	{ "2.3 HTTP/1.",                   "GET / HTTP/1.\r\n" END, 400 },
	{ "3.2 an empty target",           "GET  HTTP/1.1\r\n" END, 400 },
	{ "3.2 a path without a slash",    "GET a HTTP/1.1\r\n" END, 400 },
	{ "3.2 a fragment",                "GET /a#b HTTP/1.1\r\n" END, 400 },
	{ "3.2 a raw quote",               "GET /a\"b HTTP/1.1\r\n" END, 400 },
	{ "3.2 a backslash",               "GET /a\\b HTTP/1.1\r\n" END, 400 },
	{ "3.2 raw bytes over ASCII",      "GET /\xc3\xa9 HTTP/1.1\r\n" END, 400 },
	{ "3.2 escaped ones",              "GET /%c3%A9 HTTP/1.1\r\n" END, 0 },
	{ "3.2 a control character",       "GET /a\x01 HTTP/1.1\r\n" END, 400 },
	{ "3.2 DEL",                       "GET /a\x7f HTTP/1.1\r\n" END, 400 },
	{ "-   an escaped NUL",            "GET /a%00 HTTP/1.1\r\n" END, 400 },
	{ "-   an escaped NUL in a query", "GET /?a=%00 HTTP/1.1\r\n" END, 400 },
	{ "-   an escaped LF",             "GET /a%0ab HTTP/1.1\r\n" END, 400 },
	{ "-   an escaped LF in a query",  "GET /?a=%0a HTTP/1.1\r\n" END, 0 },
	{ "-   an escaped DEL",            "GET /a%7f HTTP/1.1\r\n" END, 400 },
	{ "-   half an escape",            "GET /a%2 HTTP/1.1\r\n" END, 400 },
	{ "-   no escape",                 "GET /a%zz HTTP/1.1\r\n" END, 400 },
	{ "-   no escape, second digit",   "GET /a%2g HTTP/1.1\r\n" END, 400 },
	{ "-   no escape, below the digits", "GET /a%2! HTTP/1.1\r\n" END, 400 },
	{ "-   no escape in a query",      "GET /?a=% HTTP/1.1\r\n" END, 400 },
	{ "-   escape in a query",         "GET /?a=%41&b HTTP/1.1\r\n" END, 0 },
	{ "-   two question marks",        "GET /?a=b?c HTTP/1.1\r\n" END, 0 },
	{ "-   ..",                        "GET /a/../b HTTP/1.1\r\n" END, 400 },
	{ "-   .. at the end",             "GET /a/.. HTTP/1.1\r\n" END, 400 },
	{ "-   .. escaped",                "GET /a/%2e%2E/b HTTP/1.1\r\n" END, 400 },
	{ "-   .. with escaped slashes",   "GET /a%2f..%2fb HTTP/1.1\r\n" END, 400 },
	{ "-   .",                         "GET /./a HTTP/1.1\r\n" END, 400 },
	{ "-   three dots are a name",     "GET /a/.../b HTTP/1.1\r\n" END, 0 },
	{ "-   dots in a name",            "GET /.a/b..c HTTP/1.1\r\n" END, 0 },
	{ "3.2.2 absolute-form, our host", "GET http://h/a?b HTTP/1.1\r\n" END, 0 },
	{ "3.2.2 absolute-form, no path",  "GET http://h HTTP/1.1\r\n" END, 0 },
	{ "3.2.2 absolute-form, query only", "GET http://h?a HTTP/1.1\r\n" END, 0 },
	{ "3.2.2 absolute-form, https",    "GET HTTPS://H/ HTTP/1.1\r\n" END, 0 },
	{ "3.2.2 absolute-form, another",  "GET http://i/ HTTP/1.1\r\n" END, 400 },
	{ "3.2.2 absolute-form, a user",   "GET http://u@h/ HTTP/1.1\r\n" END, 400 },
	{ "3.2.2 absolute-form, no host",  "GET http:///a HTTP/1.1\r\n" END, 400 },
	{ "3.2.2 another scheme",          "GET ftp://h/ HTTP/1.1\r\n" END, 400 },
	{ "3.2.3 authority-form",          "CONNECT h:80 HTTP/1.1\r\n" END, 400 },
	{ "3.2.4 asterisk-form",           "OPTIONS * HTTP/1.1\r\n" END, 0 },
	{ "3.2.4 asterisk of a GET",       "GET * HTTP/1.1\r\n" END, 400 },
	{ "3.2 no Host",                   "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "-   no Host in HTTP/1.0",       "GET / HTTP/1.0\r\n\r\n", 400 },
	{ "3.2 two Hosts",                 "GET / HTTP/1.1\r\n" HOST END, 400 },
	{ "3.2 an empty Host",             "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400 },
	{ "3.2 a Host with a space",       "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
	{ "3.2 a Host with a slash",       "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
	{ "3.2 a list of Hosts",           "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400 },
	{ "3.2 a Host with a port",        "GET / HTTP/1.1\r\nHost: h:8080\r\n\r\n", 0 },
	{ "3.2 a Host with an empty port", "GET / HTTP/1.1\r\nHost: h:\r\n\r\n", 0 },
	{ "3.2 a Host with a long port",   "GET / HTTP/1.1\r\nHost: h:123456\r\n\r\n", 400 },
	{ "3.2 a Host with a bad port",    "GET / HTTP/1.1\r\nHost: h:8a\r\n\r\n", 400 },
	{ "3.2 only a port",               "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", 400 },
	{ "3.2 an IPv6 Host",              "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0 },
	{ "3.2 an IPv6 Host, no port",     "GET / HTTP/1.1\r\nHost: [2001:DB8::1]\r\n\r\n", 0 },
	{ "3.2 an open bracket",           "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400 },
	{ "3.2 empty brackets",            "GET / HTTP/1.1\r\nHost: []\r\n\r\n", 400 },
	{ "3.2 other letters in brackets", "GET / HTTP/1.1\r\nHost: [::g]\r\n\r\n", 400 },
	{ "3.2 something behind brackets", "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", 400 },
	{ "5   an empty name",             "GET / HTTP/1.1\r\n: b\r\n" END, 400 },
	{ "5   no colon",                  "GET / HTTP/1.1\r\nAb\r\n" END, 400 },
	{ "5.1 a space before the colon",  "GET / HTTP/1.1\r\nA : b\r\n" END, 400 },
	{ "5.1 a space before Host's colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400 },
	{ "5.1 a name that is no token",   "GET / HTTP/1.1\r\nA(b: c\r\n" END, 400 },
	{ "5.1 no space behind it",        "GET / HTTP/1.1\r\nA:b\r\n" END, 0 },
	{ "5.1 an empty value",            "GET / HTTP/1.1\r\nA:\r\n" END, 0 },
	{ "5.1 tabs and spaces around it", "GET / HTTP/1.1\r\nHost: \t h\t \r\n\r\n", 0 },
	{ "5.2 folding",                   "GET / HTTP/1.1\r\nA: b\r\n c\r\n" END, 400 },
	{ "5.2 folding by a tab",          "GET / HTTP/1.1\r\nA: b\r\n\tc: d\r\n" END, 400 },
	{ "5.5 a control character",       "GET / HTTP/1.1\r\nA: b\x02\r\n" END, 400 },
	{ "5.5 DEL",                       "GET / HTTP/1.1\r\nA: b\x7f\r\n" END, 400 },
	{ "5.5 bytes over ASCII",          "GET / HTTP/1.1\r\nA: \xff\r\n" END, 0 },
	{ "6.1 chunked",                   "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END, 501 },
	{ "6.1 identity",                  "GET / HTTP/1.1\r\nTransfer-Encoding: identity\r\n" END, 501 },
	{ "6.1 two of them",               "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" END, 400 },
	{ "6.1 in HTTP/1.0",               "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" END, 501 },
	{ "6.3 both lengths",              "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n" END, 400 },
	{ "6.3 both, the other order",     "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" END, 400 },
	{ "6.2 a length",                  "POST / HTTP/1.1\r\nContent-Length: 3\r\n" END, 0 },
	{ "6.2 zero",                      "GET / HTTP/1.1\r\nContent-Length: 0\r\n" END, 0 },
	{ "6.2 two lengths",               "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n" END, 400 },
	{ "6.2 the same twice",            "POST / HTTP/1.1\r\nContent-Length: 3\r\ncontent-length: 3\r\n" END, 400 },
	{ "6.2 a list",                    "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n" END, 400 },
	{ "6.2 a sign",                    "POST / HTTP/1.1\r\nContent-Length: +3\r\n" END, 400 },
	{ "6.2 a minus",                   "POST / HTTP/1.1\r\nContent-Length: -3\r\n" END, 400 },
	{ "6.2 hexadecimal",               "POST / HTTP/1.1\r\nContent-Length: 0x3\r\n" END, 400 },
	{ "6.2 empty",                     "POST / HTTP/1.1\r\nContent-Length:\r\n" END, 400 },
	{ "6.2 beyond all bounds",         "POST / HTTP/1.1\r\nContent-Length: 1234567890123456\r\n" END, 400 },
	{ "-   two Last-Event-IDs",        "GET / HTTP/1.1\r\nLast-Event-ID: 1\r\nlast-event-id: 1\r\n" END, 400 },
	{ "-   two Ranges",                "GET / HTTP/1.1\r\nRange: bytes=0-1\r\nRange: bytes=2-3\r\n" END, 400 },
	{ "-   two Accept-Encodings",      "GET / HTTP/1.1\r\nAccept-Encoding: gzip\r\nAccept-Encoding: br\r\n" END, 0 },
};
/* clang-format on */

#define PROBES (sizeof(probes) / sizeof(probes[0]))

static int
outcome(struct http1 *h, struct str bytes)
{
	switch (http1_read(h, bytes)) {
	case HTTP1_MORE:
		return 1;
	case HTTP1_WHOLE:
		return 0;
	case HTTP1_REFUSED:
		break;
	}
	return h->refused;
}

static int
read_at_once(struct str bytes)
{
	struct http1 h;

	http1_begin(&h);
	return outcome(&h, bytes);
}

/* In pieces, each in memory of its own so that overreading is seen. */
static int
read_in_steps(struct str bytes, size_t step)
{
	struct http1 h;
	int r = 1;

	http1_begin(&h);
	for (size_t n = step; r == 1 && n < bytes.n + step; n += step) {
		const size_t have = n < bytes.n ? n : bytes.n;
		char *copy = malloc(have);

		memcpy(copy, bytes.p, have);
		r = outcome(&h, str_from(copy, have));
		free(copy);
	}
	return r;
}

static void
test_probes(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROBES; i++) {
		const int got = read_at_once(str_of(probes[i].bytes));

		if (got != probes[i].status)
			fail_msg("%s: got %d, want %d", probes[i].rule, got,
			    probes[i].status);
	}
	assert_int_equal(read_at_once(STR("")), 1);
	assert_int_equal(read_at_once(STR("GET /a\0b HTTP/1.1\r\n" END)), 400);
	assert_int_equal(read_at_once(STR("GET / HTTP/1.1\r\nA: b\0c\r\n" END)),
	    400);
}

static void
test_splits(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROBES; i++)
		for (size_t step = 1; step < 4; step++)
			assert_int_equal(read_in_steps(str_of(probes[i].bytes),
					     step),
			    probes[i].status);
}

/* before, then n times c, then after. */
static struct str
padded(struct job *j, const char *before, char c, size_t n, const char *after)
{
	const size_t b = strlen(before), a = strlen(after);
	char *p = job_alloc(j, b + n + a);

	memcpy(p, before, b);
	memset(p + b, c, n);
	memcpy(p + b + n, after, a);
	return str_from(p, b + n + a);
}

static void
check(struct str bytes, int want)
{
	assert_int_equal(read_at_once(bytes), want);
	assert_int_equal(read_in_steps(bytes, 7), want);
}

static struct str
many_fields(struct job *j, size_t n)
{
	struct str out = STR("GET / HTTP/1.1\r\n");

	for (size_t i = 0; i < n; i++)
		out = job_printf(j, "%.*sA%zu: b\r\n", STR_ARG(out), i);
	return job_printf(j, "%.*s" END, STR_ARG(out));
}

static void
test_limits(void **state)
{
	struct job *j = job_new(0);
	const char *tail = " HTTP/1.1\r\n" END;
	struct str big;

	(void)state;
	/* "GET /" and " HTTP/1.1\r" take 15 bytes of the line. */
	check(padded(j, "GET /", 'a', HTTP1_LINE_MAX - 15, tail), 0);
	check(padded(j, "GET /", 'a', HTTP1_LINE_MAX - 14, tail), 414);
	check(padded(j, "GET /", 'a', HTTP1_LINE_MAX, ""), 414);
	check(padded(j, "GET / HTTP/1.1\r\nA: ", 'b', HTTP1_LINE_MAX - 4,
		  "\r\n" END),
	    0);
	check(padded(j, "GET / HTTP/1.1\r\nA: ", 'b', HTTP1_LINE_MAX - 3,
		  "\r\n" END),
	    431);
	check(padded(j, "GET / HTTP/1.1\r\nHost: ", 'h', HTTP1_HOST_MAX,
		  "\r\n\r\n"),
	    0);
	check(padded(j, "GET / HTTP/1.1\r\nHost: ", 'h', HTTP1_HOST_MAX + 1,
		  "\r\n\r\n"),
	    400);
	check(many_fields(j, HTTP1_FIELDS - 1), 0);
	check(many_fields(j, HTTP1_FIELDS), 431);
	big = padded(j, "GET / HTTP/1.1\r\nA: ", 'b', 8170, "\r\nB: ");
	big = padded(j, job_cstr(j, big), 'c', HTTP1_HEAD_MAX - big.n - 13,
	    "\r\n" END);
	check(big, 0);
	big = padded(j, "GET / HTTP/1.1\r\nA: ", 'b', 8170, "\r\nB: ");
	big = padded(j, job_cstr(j, big), 'c', HTTP1_HEAD_MAX - big.n - 12,
	    "\r\n" END);
	check(big, 431);
	job_free(j);
}

static void
test_fields(void **state)
{
	const struct str bytes = STR("GET /a%20b?q=1&r HTTP/1.1\r\n"
				     "hOsT: example.org:80\r\n"
				     "Connection: Keep-Alive , x\r\n"
				     "Hose:\t v \r\n"
				     "If-None-Match: \"a\"\r\n"
				     "If-None-Match: \"b\"\r\n\r\nrest");
	struct http1 h;

	(void)state;
	http1_begin(&h);
	assert_int_equal(http1_read(&h, bytes), HTTP1_WHOLE);
	assert_str(str_skip(bytes, h.done), "rest");
	assert_int_equal(h.method, METHOD_GET);
	assert_str(http1_str(bytes, h.verb), "GET");
	assert_str(http1_str(bytes, h.path), "/a%20b");
	assert_str(http1_str(bytes, h.query), "q=1&r");
	assert_str(http1_str(bytes, h.host), "example.org:80");
	assert_str(http1_str(bytes, h.fields[2].value), "v");
	assert_int_equal(h.fields[2].id, FIELD_OTHER);
	assert_str(http1_value(&h, bytes, FIELD_IF_NONE_MATCH), "\"a\"");
	assert_str(http1_value(&h, bytes, FIELD_RANGE), "");
	assert_int_equal(h.nfields, 5);
	assert_true(h.asks_keep);
	/* Asked again, a whole head stays whole. */
	assert_int_equal(http1_read(&h, bytes), HTTP1_WHOLE);
}

static void
test_length(void **state)
{
	const struct str bytes = STR(
	    "POST / HTTP/1.1\r\nContent-Length: 123456789012345\r\n" END);
	struct http1 h;

	(void)state;
	http1_begin(&h);
	assert_int_equal(http1_read(&h, bytes), HTTP1_WHOLE);
	assert_int_equal(h.content_length, 123456789012345);
	assert_int_equal(h.method, METHOD_OTHER);
}

static bool
keeps(const char *bytes)
{
	struct http1 h;

	http1_begin(&h);
	assert_int_equal(http1_read(&h, str_of(bytes)), HTTP1_WHOLE);
	return http1_keeps(&h);
}

static void
test_keeps(void **state)
{
	(void)state;
	assert_true(keeps("GET / HTTP/1.1\r\n" END));
	assert_false(keeps("GET / HTTP/1.0\r\n" END));
	assert_true(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n" END));
	assert_false(keeps("GET / HTTP/1.1\r\nConnection: Close\r\n" END));
	assert_false(keeps(
	    "GET / HTTP/1.1\r\nConnection: a\r\nConnection: b,close\r\n" END));
}

static void
test_percent(void **state)
{
	char out[16];
	size_t n = 0;

	(void)state;
	assert_true(percent_decode(STR("a%41+%2b"), true, out, &n));
	assert_str(str_from(out, n), "aA +");
	assert_true(percent_decode(STR("a+"), false, out, &n));
	assert_str(str_from(out, n), "a+");
	assert_false(percent_decode(STR("%00"), false, out, &n));
	assert_false(percent_decode(STR("%4"), false, out, &n));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("each probe of RFC 9112 is taken or refused as it says",
		    test_probes),
		RULE("how the bytes are cut changes nothing", test_splits),
		RULE("every length and count has a limit", test_limits),
		RULE("fields are found by any case, without white space",
		    test_fields),
		RULE("a length is digits", test_length),
		RULE("a connection stays open as its version says", test_keeps),
		RULE("escapes are decoded once, NUL never", test_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
