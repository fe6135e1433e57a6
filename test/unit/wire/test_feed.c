/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "../test.h"
#include "base/buf.h"
#include "wire/feed.h"

#define WHERE STR("https://elsewhere.example/feeds/all.xml")

static struct job *j;

static int
begin(void **state)
{
	(void)state;
	j = job_new(0);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	job_free(j);
	return 0;
}

static struct outside_items
items_of(const char *text)
{
	struct outside_items out;

	assert_ok(j, feed_read(j, str_of(text), WHERE, &out));
	return out;
}

static void
refused(const char *text, const char *why)
{
	struct outside_items out;

	assert_int_equal(feed_read(j, str_of(text), WHERE, &out), INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\"", STR_ARG(job_reason(j)));
	job_forgive(j);
}

static void
is_item(const struct outside_item *it, const char *title, const char *address,
    int64_t at)
{
	assert_str(it->title, title);
	assert_str(it->address, address);
	assert_int_equal(it->at, at);
}

static void
rss(void **state)
{
	const struct outside_items f = items_of(
	    "\xef\xbb\xbf<?xml version=\"1.0\"?><rss version=\"2.0\">"
	    "<channel><title>The <![CDATA[<b>Gull</b>]]></title>"
	    "<link>https://elsewhere.example/</link>"
	    "<item><title>Old &amp;amp; grey</title><link> /1 </link>"
	    "<pubDate>Tue, 24 Nov 2026 12:00:00 GMT</pubDate></item>"
	    "<item><title>New</title><link>two</link>"
	    "<pubDate>Wed, 25 Nov 2026 13:00:00 +0100</pubDate></item>"
	    "<item><title>No address</title></item>"
	    "<item><title>Bad</title><link>javascript:alert(1)</link></item>"
	    "<item><description>&lt;p&gt;Words &lt;i&gt;alone&lt;/i&gt;"
	    "&lt;script&gt;evil()&lt;/script&gt;</description>"
	    "<link>http://a.example/3</link></item>"
	    "</channel></rss>");

	(void)state;
	assert_str(f.title, "The Gull");
	assert_int_equal(f.n, 3);
	is_item(&f.at[0], "New", "https://elsewhere.example/feeds/two",
	    1795608000);
	is_item(&f.at[1], "Old & grey", "https://elsewhere.example/1",
	    1795608000 - 86400);
	is_item(&f.at[2], "Words alone", "http://a.example/3", 0);
}

static void
rdf(void **state)
{
	const struct outside_items f = items_of(
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
	    " xmlns=\"http://purl.org/rss/1.0/\""
	    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
	    "<channel><title>Tides</title></channel>"
	    "<item><title>High</title><link>https://t.example/1</link>"
	    "<dc:date>2026-11-25T12:00:00Z</dc:date></item></rdf:RDF>");

	(void)state;
	assert_int_equal(f.n, 1);
	is_item(&f.at[0], "High", "https://t.example/1", 1795608000);
}

static void
atom(void **state)
{
	const struct outside_items f = items_of(
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\""
	    " xmlns:m=\"http://search.yahoo.com/mrss/\"><title>Gulls</title>"
	    "<entry><title type=\"html\">A &lt;em&gt;bird&lt;/em&gt;</title>"
	    "<link rel=\"enclosure\" href=\"/no.mp3\"/>"
	    "<link href=\"https://g.example/a\"/>"
	    "<updated>2026-11-26T12:00:00Z</updated>"
	    "<published>2026-11-25T14:00:00+02:00</published>"
	    "<m:title>not this</m:title></entry>"
	    "<entry><title type=\"xhtml\"><div"
	    " xmlns=\"http://www.w3.org/1999/xhtml\">Two <b>birds</b></div>"
	    "</title><link rel=\"alternate\" href=\"/b\"/></entry></feed>");

	(void)state;
	assert_int_equal(f.n, 2);
	is_item(&f.at[0], "A bird", "https://g.example/a", 1795608000);
	is_item(&f.at[1], "Two birds", "https://elsewhere.example/b", 0);
}

static void
json(void **state)
{
	const struct outside_items f = items_of(
	    "{\"version\":\"https://jsonfeed.org/version/1.1\","
	    "\"title\":\"Notes\",\"items\":["
	    "{\"id\":1,\"url\":\"https://n.example/1\",\"title\":\"1 < 2\","
	    "\"date_published\":\"2026-11-25T12:00:00Z\"},"
	    "{\"url\":\"https://n.example/2\",\"content_text\":\"a & b\"},"
	    "{\"url\":7},3,null]}");

	(void)state;
	assert_int_equal(f.n, 2);
	is_item(&f.at[0], "1 < 2", "https://n.example/1", 1795608000);
	is_item(&f.at[1], "a & b", "https://n.example/2", 0);
}

static void
hostile(void **state)
{
	struct buf b = buf_in(j, (size_t)8 << 20);
	struct outside_items f;

	(void)state;
	refused("<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
		"<rss><channel><title>&b;</title></channel></rss>",
	    "declares entities");
	refused("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
		"<rss><channel><title>&x;</title></channel></rss>",
	    "declares entities");
	refused("<html><body>not found</body></html>", "neither RSS");
	refused("", "neither RSS");
	refused("{\"a\":1}", "no JSON Feed");
	refused("{", "line 1");
	refused("<rss><channel><item>", "line 1");
	for (int i = 0; i < 100; i++)
		buf_put(&b, i == 0 ? STR("<rss>") : STR("<a>"));
	refused(job_cstr(j, buf_so_far(&b)), "too deep");
	b = buf_in(j, (size_t)8 << 20);
	buf_put(&b, STR("<rss><channel>"));
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "<item><title>%d</title><link>/%d</link></item>",
		    i, i);
	buf_put(&b, STR("<item><title>never closed"));
	/* What came before it broke off is taken. */
	assert_ok(j, feed_read(j, buf_so_far(&b), WHERE, &f));
	assert_int_equal(f.n, OUTSIDE_ITEMS);
	is_item(&f.at[0], "0", "https://elsewhere.example/0", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rss, begin, end),
		cmocka_unit_test_setup_teardown(rdf, begin, end),
		cmocka_unit_test_setup_teardown(atom, begin, end),
		cmocka_unit_test_setup_teardown(json, begin, end),
		cmocka_unit_test_setup_teardown(hostile, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
