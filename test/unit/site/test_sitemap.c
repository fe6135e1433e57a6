/* SPDX-License-Identifier: ISC */
/*
 * What is over the limit of a sitemap goes into further parts.  The tables are
 * told that there is so much: making it takes minutes.
 */
#include "../test.h"

#include <sqlite3.h>

#include "paper.h"
#include "site/sitemap.h"

#define NOVEMBER (2026 * 12 + 10)

static void
tell(struct paper *p, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(file_path(p->j, p->dir, "site.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_changes(db), 1);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int64_t
month_parts(struct paper *p, int64_t month)
{
	int64_t parts = 0;

	read_begin(p);
	assert_ok(p->j, site_month_parts(p->s, p->j, month, &parts));
	site_read_end(p->s);
	return parts;
}

static void
months(void **state)
{
	struct paper *p = *state;
	const int64_t january = 2026 * 12;

	put_story(p, 1, 1, "");
	assert_int_equal(month_parts(p, january), 1);
	tell(p, "UPDATE archive_month SET n = 50000");
	assert_int_equal(month_parts(p, january), 1);
	tell(p, "UPDATE archive_month SET n = 50001");
	assert_int_equal(month_parts(p, january), 2);
	tell(p, "UPDATE archive_month SET n = 150001");
	assert_int_equal(month_parts(p, january), 4);
	assert_int_equal(month_parts(p, january + 1), 1);
}

/* "a b": the addresses of a part, or the names of all parts. */
static struct str
listed(struct job *j, const struct texts *all)
{
	struct buf b = buf_in(j, 4096);

	for (size_t i = 0; i < all->n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? " " : "", STR_ARG(all->at[i]));
	return buf_so_far(&b);
}

static struct str
part(struct paper *p, int64_t n)
{
	struct texts all = { NULL, 0 };

	assert_ok(p->j, site_standing_addresses(p->s, p->j, n, &all));
	return listed(p->j, &all);
}

static void
standing(void **state)
{
	struct paper *p = *state;
	struct texts all = { NULL, 0 };
	struct str name;

	put(p, 900, "page",
	    "---\ntype: page\nheadline: About\nlang: en\naddress: /about/\n"
	    "---\nWho we are.\n");
	put(p, 901, "page",
	    "---\ntype: page\nheadline: Team\nlang: en\naddress: /team/\n"
	    "---\nWe.\n");
	/* Of one language 49,999 things are a part. */
	tell(p, "UPDATE story SET num = 199997 WHERE address = '/team/'");
	read_begin(p);
	assert_str(part(p, 1), "/ /about/");
	assert_str(part(p, 2), "");
	assert_str(part(p, 4), "");
	assert_str(part(p, 5), "/team/");
	assert_ok(p->j, site_standing_parts(p->s, p->j, &all));
	assert_str(listed(p->j, &all), "pages pages-5");
	assert_ok(p->j, site_standing_part(p->s, p->j, 49999, &name));
	assert_str(name, "pages");
	assert_ok(p->j, site_standing_part(p->s, p->j, 50000, &name));
	assert_str(name, "pages-2");
	site_read_end(p->s);
}

static void
names(void **state)
{
	static const char *const wrong[] = { "pages-1", "pages-0", "pages-02",
		"pages-", "pages-x", "2026-11-1", "pages-1000000000" };
	struct job *j = job_new(0);
	struct str what;
	int64_t n;

	(void)state;
	for (int64_t i = 1; i <= 3; i++) {
		const struct str name = site_month_part(j, NOVEMBER, i);

		assert_true(sitemap_part_read(name, &what, &n));
		assert_str(what, "2026-11");
		assert_int_equal(n, i);
	}
	assert_str(site_month_part(j, NOVEMBER, 1), "2026-11");
	assert_true(sitemap_part_read(STR("pages-12"), &what, &n));
	assert_str(what, "pages");
	assert_int_equal(n, 12);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(sitemap_part_read(str_of(wrong[i]), &what, &n));
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("a month of over 50,000 has several parts", months),
		PAPER_RULE("so have pages and people, by their numbers",
		    standing),
		{ "a part's name is read as it is written", names, NULL, NULL,
		    NULL },
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
