/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "base/folder.h"

struct place {
	struct job *j;
	char *dir;
	const char *out; /* where the folder is to be */
	struct folder *f;
};

static void
place_open(struct place *p)
{
	*p = (struct place){ .j = job_new(0) };
	p->dir = job_cstr(p->j, STR("/tmp/stet-test-XXXXXX"));
	assert_non_null(mkdtemp(p->dir));
	p->out = file_path(p->j, p->dir, "out");
	assert_ok(p->j, folder_open(p->j, p->out, &p->f));
}

static void
place_close(struct place *p)
{
	folder_close(p->f);
	/* NOLINTNEXTLINE(cert-env33-c): a name of our own making */
	assert_int_equal(system(job_cstr(p->j,
			     job_printf(p->j, "rm -rf %s", p->dir))),
	    0);
	job_free(p->j);
}

static bool
is_there(const struct place *p, const char *name)
{
	return access(file_path(p->j, p->out, name), F_OK) == 0;
}

static bool
put(struct place *p, const char *name, const char *bytes)
{
	bool written = false;

	assert_ok(p->j,
	    folder_put(p->f, p->j, str_of(name), str_of(bytes), &written));
	return written;
}

static void
addresses_have_safe_names(void **state)
{
	static const struct {
		const char *address;
		bool html;
		const char *name;
	} cases[] = {
		{ "/", true, "index.html" },
		{ "/a/", true, "a/index.html" },
		{ "/a", true, "a.html" },
		{ "/a.html", true, "a.html" },
		{ "/feed.xml", false, "feed.xml" },
		{ "/\xd8\xa8/", true, "\xd8\xa8/index.html" },
		{ "", true, "" },
		{ "a/b", true, "" },
		{ "/../x", false, "" },
		{ "/a/../../x", false, "" },
		{ "/a/./x", false, "" },
		{ "/a//x", false, "" },
		{ "/.stet/state", false, "" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_str(folder_name(j, str_of(cases[i].address),
			       cases[i].html),
		    cases[i].name);
	assert_str(folder_name(j, job_printf(j, "/%0241d", 1), false), "");
	assert_int_equal(folder_name(j, job_printf(j, "/%0240d", 1), false).n,
	    240);
	job_free(j);
}

static void
what_is_right_is_not_written(void **state)
{
	struct place p;
	bool is;

	(void)state;
	place_open(&p);
	assert_true(put(&p, "a/b.html", "one"));
	assert_false(put(&p, "a/b.html", "one"));
	assert_true(put(&p, "a/b.html", "two"));
	assert_ok(p.j, folder_keep(p.f, p.j, STR("a/b.html"), &is));
	assert_true(is);
	assert_ok(p.j, folder_keep(p.f, p.j, STR("a/c.html"), &is));
	assert_false(is);
	assert_ok(p.j, folder_drop(p.f, p.j, STR("a/b.html"), &is));
	assert_true(is);
	assert_false(is_there(&p, "a"));
	place_close(&p);
}

static void
only_what_was_put_is_swept(void **state)
{
	struct place p;
	int64_t dropped = 0;

	(void)state;
	place_open(&p);
	(void)put(&p, "old/x.html", "x");
	(void)put(&p, "stays.html", "x");
	assert_ok(p.j,
	    file_replace(p.j, file_path(p.j, p.out, "mine"), STR("m"), 0600));
	/* A whole export that is cut off sweeps nothing; the next one does. */
	assert_ok(p.j, folder_begin(p.f, p.j));
	(void)put(&p, "half.html", "x");
	folder_close(p.f);
	assert_ok(p.j, folder_open(p.j, p.out, &p.f));
	assert_true(is_there(&p, "old/x.html"));
	assert_ok(p.j, folder_begin(p.f, p.j));
	(void)put(&p, "stays.html", "x");
	assert_ok(p.j, folder_sweep(p.f, p.j, &dropped));
	assert_int_equal(dropped, 2);
	assert_false(is_there(&p, "old"));
	assert_false(is_there(&p, "half.html"));
	assert_true(is_there(&p, "stays.html"));
	assert_true(is_there(&p, "mine"));
	place_close(&p);
}

static void
reopen(struct place *p)
{
	folder_close(p->f);
	assert_ok(p->j, folder_open(p->j, p->out, &p->f));
}

static void
the_first_is_seen_when_it_is_whole(void **state)
{
	struct place p;
	int64_t dropped = 0;

	(void)state;
	place_open(&p);
	assert_ok(p.j, folder_begin(p.f, p.j));
	assert_true(put(&p, "a/index.html", "one"));
	assert_true(put(&p, "a/b.html", "one"));
	assert_true(put(&p, "index.html", "one"));
	/* A page that changed meanwhile is put twice. */
	assert_true(put(&p, "a/b.html", "two"));
	assert_false(is_there(&p, "a"));
	assert_ok(p.j, folder_sweep(p.f, p.j, &dropped));
	assert_int_equal(dropped, 0);
	assert_false(is_there(&p, FOLDER_NOTES "/first"));
	assert_false(put(&p, "a/index.html", "one"));
	assert_false(put(&p, "a/b.html", "two"));
	assert_true(put(&p, "index.html", "two"));
	assert_true(put(&p, "c.html", "x"));
	/* The next whole one takes away what it does not put. */
	assert_ok(p.j, folder_begin(p.f, p.j));
	assert_false(put(&p, "index.html", "two"));
	assert_ok(p.j, folder_sweep(p.f, p.j, &dropped));
	assert_int_equal(dropped, 3);
	assert_false(is_there(&p, "a"));
	place_close(&p);
}

static void
a_first_that_is_cut_off_is_begun_anew(void **state)
{
	struct place p;
	int64_t dropped = 0;

	(void)state;
	place_open(&p);
	assert_ok(p.j, folder_begin(p.f, p.j));
	assert_true(put(&p, "a/half.html", "on"));
	reopen(&p);
	assert_false(is_there(&p, FOLDER_NOTES "/first"));
	assert_ok(p.j, folder_begin(p.f, p.j));
	assert_true(put(&p, "a/index.html", "one"));
	assert_ok(p.j, folder_sweep(p.f, p.j, &dropped));
	assert_true(is_there(&p, "a/index.html"));
	assert_false(is_there(&p, "a/half.html"));
	place_close(&p);
}

static void
one_that_is_cut_off_while_it_moves_up_is_ended(void **state)
{
	struct place p;
	int64_t dropped = 0;
	const char *first;

	(void)state;
	place_open(&p);
	assert_ok(p.j, folder_begin(p.f, p.j));
	(void)put(&p, "a/index.html", "one");
	(void)put(&p, "index.html", "one");
	assert_ok(p.j, folder_sweep(p.f, p.j, &dropped));
	/* As if a/ were still to come. */
	first = file_path(p.j, p.out, FOLDER_NOTES "/first");
	assert_int_equal(mkdir(first, 0755), 0);
	assert_int_equal(rename(file_path(p.j, p.out, "a"),
			     file_path(p.j, first, "a")),
	    0);
	/* Somebody's file where it belongs stays, and is named. */
	assert_ok(p.j,
	    file_replace(p.j, file_path(p.j, p.out, "a"), STR("m"), 0600));
	folder_close(p.f);
	assert_int_equal(folder_open(p.j, p.out, &p.f), CONFLICT);
	assert_int_not_equal(str_find(job_reason(p.j), STR("out/a,")), NOWHERE);
	job_forgive(p.j);
	assert_int_equal(unlink(file_path(p.j, p.out, "a")), 0);
	assert_ok(p.j, folder_open(p.j, p.out, &p.f));
	assert_false(is_there(&p, FOLDER_NOTES "/first"));
	assert_false(put(&p, "a/index.html", "one"));
	assert_false(put(&p, "index.html", "one"));
	place_close(&p);
}

static void
a_line_that_leads_out_of_it_removes_nothing(void **state)
{
	struct place p;
	int64_t dropped = 0;
	const char *outside;

	(void)state;
	place_open(&p);
	outside = file_path(p.j, p.dir, "outside");
	assert_ok(p.j, file_replace(p.j, outside, STR("o"), 0600));
	folder_close(p.f);
	assert_ok(p.j,
	    file_replace(p.j, file_path(p.j, p.out, FOLDER_NOTES "/files"),
		STR("../outside\n/etc/hostname\na/../../outside\n"), 0600));
	assert_ok(p.j, folder_open(p.j, p.out, &p.f));
	assert_ok(p.j, folder_begin(p.f, p.j));
	assert_ok(p.j, folder_sweep(p.f, p.j, &dropped));
	assert_int_equal(dropped, 0);
	assert_int_equal(access(outside, F_OK), 0);
	place_close(&p);
}

static void
nobody_shares_it(void **state)
{
	struct place p;
	struct folder *second = NULL;

	(void)state;
	place_open(&p);
	assert_int_equal(folder_open(p.j, p.out, &second), BUSY);
	job_forgive(p.j);
	/* A folder with somebody's files and no export's. */
	assert_ok(p.j,
	    file_replace(p.j, file_path(p.j, p.dir, "mine"), STR("m"), 0600));
	assert_int_equal(folder_open(p.j, p.dir, &second), CONFLICT);
	job_forgive(p.j);
	place_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("addresses have names that stay in the folder",
		    addresses_have_safe_names),
		RULE("a file that is right is not written",
		    what_is_right_is_not_written),
		RULE("only what an export has put is taken away, when it ends",
		    only_what_was_put_is_swept),
		RULE("a first whole export is seen when it is whole",
		    the_first_is_seen_when_it_is_whole),
		RULE("one that is cut off is begun anew",
		    a_first_that_is_cut_off_is_begun_anew),
		RULE("one that is cut off while it moves up is ended by the "
		     "next",
		    one_that_is_cut_off_while_it_moves_up_is_ended),
		RULE("a planted line removes nothing outside",
		    a_line_that_leads_out_of_it_removes_nothing),
		RULE("two exports do not share a folder, nor take over "
		     "another's",
		    nobody_shares_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
