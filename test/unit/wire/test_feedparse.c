/* SPDX-License-Identifier: ISC */
/* Feeds taken apart whole. */
#include <string.h>

#include "../test.h"
#include "wire/feedparse.h"

static struct job *j;
static struct feed_entry got[4];
static size_t n;
static struct feed_head head;
static struct notes notes;

static int
begin(void **state)
{
	(void)state;
	j = job_new(0);
	n = 0;
	notes = (struct notes){ 0 };
	return 0;
}

static int
end(void **state)
{
	(void)state;
	job_free(j);
	return 0;
}

static void
take(void *arg, const struct feed_entry *e)
{
	(void)arg;
	assert_true(n < 4);
	got[n++] = *e;
}

static void
parse(const char *text, size_t size)
{
	const struct feedparse_opts opts = { .text_max = 1000,
		.encoding = "UTF-8",
		.take = take };

	assert_ok(j,
	    feedparse(j, feedparse_utf8(j, str_from(text, size), &notes), &opts,
		&head));
}
#define PARSE(lit) parse(lit, sizeof(lit) - 1)

static void
rss(void **state)
{
	(void)state;
	PARSE("<rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	      " xmlns:c=\"http://purl.org/rss/1.0/modules/content/\""
	      " xmlns:a=\"http://www.w3.org/2005/Atom\""
	      " xmlns:m=\"http://search.yahoo.com/mrss/\"><channel>"
	      "<title>Gull</title><link>https://g.example/</link>"
	      "<image><title>Logo</title><link>https://no.example/</link>"
	      "</image><a:link rel=\"next\" href=\"/2\"/>"
	      "<item><title>T</title><c:encoded>&lt;p&gt;x</c:encoded>"
	      "<description>d</description><dc:creator>Ines</dc:creator>"
	      "<author>o@h.example (Oda)</author><author>no@h.example</author>"
	      "<category>Sea</category><category> </category>"
	      "<guid isPermaLink=\"false\">7</guid>"
	      "<enclosure url=\"/a.mp3\" type=\"audio/mpeg\"/>"
	      "<m:group><m:content url=\"/p.jpg\" medium=\"image\"/>"
	      "</m:group></item></channel></rss>");
	assert_int_equal(n, 1);
	assert_str(head.title, "Gull");
	assert_str(head.home, "https://g.example/");
	assert_str(head.next, "/2");
	assert_str(got[0].content.text, "<p>x");
	assert_false(got[0].content.plain);
	assert_str(got[0].summary.text, "d");
	assert_int_equal(got[0].n_authors, 2);
	assert_str(got[0].authors[0], "Ines");
	assert_str(got[0].authors[1], "Oda");
	assert_int_equal(got[0].n_categories, 1);
	assert_str(got[0].guid, "7");
	assert_false(got[0].guid_is_address);
	assert_str(got[0].files[0].url, "/a.mp3");
	assert_str(got[0].picture, "/p.jpg");
}

static void
atom(void **state)
{
	(void)state;
	PARSE("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>G</title>"
	      "<author><name>All</name></author>"
	      "<link rel=\"prev-archive\" href=\"/old\"/>"
	      "<entry><id>urn:1</id><title>a &lt; b</title>"
	      "<author><name>Ines</name><email>i@h.example</email></author>"
	      "<category term=\"s\" label=\"Sea\"/><category term=\"t\"/>"
	      "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/"
	      "xhtml\"><p title=\"&quot;\">x<br/>&amp;lt;</p></div></content>"
	      "<link rel=\"enclosure\" href=\"/r.pdf\" title=\"R\"/>"
	      "</entry></feed>");
	assert_int_equal(n, 1);
	assert_str(head.author, "All");
	assert_str(head.next, "/old");
	assert_true(got[0].title.plain);
	assert_str(got[0].title.text, "a < b");
	assert_str(got[0].authors[0], "Ines");
	assert_str(got[0].categories[0], "Sea");
	assert_str(got[0].categories[1], "t");
	assert_str(got[0].content.text,
	    "<div><p title=\"&quot;\">x<br>&amp;lt;</p></div>");
	assert_str(got[0].files[0].title, "R");
}

static void
broken_off(void **state)
{
	(void)state;
	PARSE("<rss><channel><item><title>A</title></item>\n"
	      "<item><title>B");
	assert_int_equal(n, 1);
	assert_str(head.cut, "line 2: no element found");
}

static void
noted(int line, const char *what)
{
	assert_int_equal(notes.n, 1);
	assert_int_equal(notes.at[0].line, line);
	if (str_find(notes.at[0].text, str_of(what)) == NOWHERE)
		fail_msg("%.*s", STR_ARG(notes.at[0].text));
}

#define ITEM(words)                                                         \
	"<rss><channel>\n<item><title>" words "</title></item></channel></" \
	"rss>"

static void
says_utf8(void **state)
{
	(void)state;
	PARSE(ITEM("\xe9\x80\xc3\xa9"));
	assert_str(got[0].title.text, "é€é");
	noted(2, "it says that it is in UTF-8 and is not");
}

static void
says_latin(void **state)
{
	(void)state;
	PARSE("<?xml version='1.0' encoding='ISO-8859-1'?>" ITEM("\xc3\xa9"));
	assert_str(got[0].title.text, "é");
	noted(1, "is in UTF-8");
}

static void
is_latin(void **state)
{
	(void)state;
	PARSE("<?xml version='1.0' encoding='ISO-8859-1'?>" ITEM("\xe9\x93"));
	assert_str(got[0].title.text, "é“");
	assert_int_equal(notes.n, 0);
}

static void
is_utf16(void **state)
{
	(void)state;
	PARSE("\xff\xfe<\0r\0s\0s\0>\0<\0c\0>\0<\0i\0t\0e\0m\0>\0<\0t\0i\0t\0l"
	      "\0e\0>\0\xe9\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/"
	      "\0c\0>\0<\0/\0r\0s\0s\0>\0");
	assert_str(got[0].title.text, "é");
}

static void
unknown_encoding(void **state)
{
	(void)state;
	PARSE("<?xml version='1.0' encoding='x-klingon'?>" ITEM("\xe9"));
	assert_str(got[0].title.text, "é");
	noted(2, "x-klingon and is not");
}

static void
control(void **state)
{
	(void)state;
	PARSE(ITEM("a\x0b"
		   "b"));
	assert_str(got[0].title.text, "a b");
	noted(2, "control characters");
}

#define WITH(function) cmocka_unit_test_setup_teardown(function, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = { WITH(rss), WITH(atom),
		WITH(broken_off), WITH(says_utf8), WITH(says_latin),
		WITH(is_latin), WITH(is_utf16), WITH(unknown_encoding),
		WITH(control) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
