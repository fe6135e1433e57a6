/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "test.h"
#include "wire/wxr.h"

static const char top[] = "<?xml version=\"1.0\"?>\n<rss><channel>\n";

static struct wxr *
opened(struct job *j, const char *text)
{
	char path[] = "/tmp/stet-wxr-XXXXXX";
	const int fd = mkstemp(path);
	struct wxr *x;

	assert_true(fd >= 0);
	assert_ok(j, file_write_fd(j, fd, str_of(text)));
	assert_ok(j, wxr_open(j, path, &x));
	(void)close(fd);
	(void)unlink(path);
	return x;
}

/* "title:3 item:4", and how many remarks there were. */
static void
expect_pieces(const char *text, const char *want, size_t remarks)
{
	struct job *j = job_new(0);
	struct wxr *x = opened(j, text);
	struct notes notes = { 0 };
	struct buf b = buf_in(j, 4096);
	struct wxr_place at;
	struct str name;
	enum status st;

	while ((st = wxr_next(x, j, &name, &at, &notes)) == OK)
		buf_printf(&b, "%s%.*s:%d", b.n > 0 ? " " : "", STR_ARG(name),
		    at.line);
	assert_int_equal(st, NOT_FOUND);
	assert_str(buf_so_far(&b), want);
	assert_int_equal(notes.n, remarks);
	wxr_close(x);
	job_free(j);
}

static void
walks(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	expect_pieces(job_cstr(j,
			  job_printf(j,
			      "%s<title>A</title>\n<item><a>1</a></item>\n"
			      "<!-- <item> --><item/>\n<item>2</item>"
			      "</channel></rss>",
			      top)),
	    "title:3 item:4 item:6", 0);
	/* A tag's name may begin with another's. */
	expect_pieces("<rss><channel><wp:tag><wp:tag_slug>x</wp:tag_slug>"
		      "</wp:tag><wp:tag><wp:tag_slug>y</wp:tag_slug></wp:tag>",
	    "wp:tag:1 wp:tag:1", 0);
	expect_pieces("<rss><channel><item><![CDATA[</item>]]></item>",
	    "item:1", 0);
	job_free(j);
}

static void
recovers(void **state)
{
	(void)state;
	expect_pieces("<rss><channel>\n<item>1</item>\n<item><![CDATA[x\n",
	    "item:2", 1);
	expect_pieces("<rss><channel>\n<item><![CDATA[x\n<item>2</item>\n",
	    "item:3", 1);
	expect_pieces("<!DOCTYPE r [<!ENTITY a \"b\">]>\n<rss><channel>"
		      "<item>&a;</item>",
	    "item:2", 1);
	expect_pieces("", "", 0);
	expect_pieces("<", "", 0);
}

static void
expect_text(const char *piece, const char *want, size_t remarks)
{
	struct job *j = job_new(0);
	struct wxr *x = opened(j, "<rss/>");
	struct notes notes = { 0 };
	struct xml *e;

	assert_ok(j, wxr_parse(x, j, str_of(piece), 1, &e, &notes));
	assert_str(xml_text(e, "a"), want);
	assert_int_equal(notes.n, remarks);
	wxr_close(x);
	job_free(j);
}

static void
mends(void **state)
{
	(void)state;
	expect_text("<i><a>x &amp; y</a></i>", "x & y", 0);
	expect_text("<i><a>Fish & chips</a></i>", "Fish & chips", 0);
	expect_text("<i><a>&nbsp;&#233;&#0;</a></i>", "&nbsp;\xc3\xa9&#0;", 1);
	expect_text("<i><a><![CDATA[&lol; & <b>]]></a></i>", "&lol; & <b>", 0);
	expect_text("<i><a>a\xe9z\x0b</a></i>", "a\xef\xbf\xbdz", 1);
}

static void
refuses(void **state)
{
	struct job *j = job_new(0);
	struct wxr *x = opened(j, "<rss/>");
	struct notes notes = { 0 };
	struct xml *e;

	(void)state;
	assert_int_equal(wxr_parse(x, j, STR("<i>\n<a></b></i>"), 40, &e,
			     &notes),
	    INVALID);
	assert_true(str_find(job_reason(j), STR(":41: ")) != NOWHERE);
	job_forgive(j);
	assert_int_equal(wxr_parse(x, j,
			     STR("<!DOCTYPE i [<!ENTITY a \"b\">]><i>&a;</i>"),
			     1, &e, &notes),
	    OK);
	assert_true(str_eq(str_trim(e->text), STR("&a;")));
	wxr_close(x);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("an export is walked piece by piece, each with its line",
		    walks),
		RULE("what has no end is told, and the walk goes on behind it",
		    recovers),
		RULE("stray ampersands, entities and bytes are mended", mends),
		RULE("what is no XML is refused with its line", refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
