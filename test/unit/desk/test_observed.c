/* SPDX-License-Identifier: ISC */
#include "desk/observed.h"

#include "base/buf.h"
#include "desk/inside.h"
#include "paper.h"

#define FEED "https://elsewhere.example/feed.xml"

static const char front[] = "---\nkind: front\nslots:\n"
			    "  - {weight: rail, module: elsewhere, feed: " FEED
			    "}\n  - {weight: rail, module: most-read}\n---\n";

static int64_t
version(struct paper *t)
{
	int64_t v;

	assert_ok(t->j, site_read_begin(desk_site(t->d), t->j));
	v = site_version(desk_site(t->d));
	site_read_end(desk_site(t->d));
	return v;
}

static struct outside
due(struct paper *t)
{
	struct outside f;

	assert_ok(t->j, desk_feed_due(t->d, t->j, &f));
	return f;
}

static void
none_due(struct paper *t)
{
	struct outside f;

	assert_int_equal(desk_feed_due(t->d, t->j, &f), NOT_FOUND);
}

static void
feeds(void **state)
{
	static struct outside_item items[] = { { STR_INIT("Fog"),
	    STR_INIT("https://elsewhere.example/1"), STR_INIT(""), NOON } };
	struct paper *t = *state;
	struct outside f;
	int64_t was;

	none_due(t);
	(void)paper_publish(t, front);
	f = due(t);
	assert_str(f.url, FEED);
	f.items = (struct outside_items){ STR("Gulls"), items, 1 };
	was = version(t);
	assert_ok(t->j, desk_feed_came(t->d, t->j, &f));
	assert_int_equal(version(t), was + 1);
	none_due(t);
	/* The same again makes no page anew. */
	assert_ok(t->j, desk_feed_came(t->d, t->j, &f));
	assert_int_equal(version(t), was + 1);

	/* It fails, ever more rarely; what it gave stays. */
	for (int64_t wait = 1800, at = NOON; wait < 86400; wait *= 2) {
		paper_later(t, at += 86400);
		f = due(t);
		assert_ok(t->j, desk_feed_failed(t->d, t->j, &f, STR("no")));
		paper_later(t, at + wait - 1);
		none_due(t);
		paper_later(t, at + wait);
		f = due(t);
	}
	assert_int_equal(f.items.n, 1);
	assert_str(f.items.at[0].title, "Fog");
	assert_str(f.trouble, "no");
	/* A front that no longer shows it lets it go. */
	assert_ok(t->j, site_reindex(desk_site(t->d), t->j, NULL));
	f = due(t);
	assert_int_equal(f.items.n, 1);
}

/* The headlines of what is read most, one behind the other. */
static struct str
most_read(struct paper *t)
{
	struct buf b = buf_in(t->j, 4096);
	struct cards c;

	assert_ok(t->j, site_read_begin(desk_site(t->d), t->j));
	assert_ok(t->j,
	    site_most_read(desk_site(t->d), t->j, STR("en"), 3, &c));
	for (size_t i = 0; i < c.n; i++)
		buf_printf(&b, "%.*s ", STR_ARG(c.at[i].headline));
	site_read_end(desk_site(t->d));
	return buf_so_far(&b);
}

static int64_t
num_of(struct paper *t, const char *slug)
{
	int64_t num;

	assert_ok(t->j,
	    site_find_story(desk_site(t->d), t->j, KIND_NONE, STR("en"),
		str_of(slug), &num));
	return num;
}

static void
reads(void **state)
{
	static const char *const slugs[] = { "fog", "gale", "calm" };
	struct paper *t = *state;
	struct read_count n[4] = { { 999999, 50 } };
	int64_t was;

	for (int i = 0; i < 3; i++) {
		(void)paper_publish(t,
		    job_cstr(t->j,
			job_printf(t->j,
			    "---\nheadline: %s\nslug: %s\n---\nIt was.\n",
			    slugs[i], slugs[i])));
		n[i + 1] = (struct read_count){ num_of(t, slugs[i]), 10 - i };
	}
	(void)paper_publish(t, front);
	was = version(t);
	assert_ok(t->j, desk_reads(t->d, t->j, n, 4));
	assert_str(most_read(t), "fog gale calm ");
	assert_int_equal(version(t), was + 1);
	/* Nothing is made anew while the order is the same. */
	assert_ok(t->j, desk_reads(t->d, t->j, n, 2));
	assert_int_equal(version(t), was + 1);
	assert_ok(t->j,
	    desk_reads(t->d, t->j, &(struct read_count){ n[3].num, INT64_MAX },
		1));
	assert_str(most_read(t), "calm fog gale ");
	assert_ok(t->j, site_reindex(desk_site(t->d), t->j, NULL));
	assert_str(most_read(t), "calm fog gale ");
	/* A day later that is forgotten. */
	paper_later(t, NOON + 25 * 3600);
	assert_ok(t->j, desk_reads(t->d, t->j, &n[2], 1));
	assert_str(most_read(t), "gale ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a feed that a front shows is asked for, and what "
			   "it "
			   "gave is kept",
		    feeds),
		PAPER_RULE("what is read most is known, of a day", reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
