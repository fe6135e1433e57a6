/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "../test.h"
#include "edge/cache.h"

#define BUDGET ((size_t)1 << 20)
#define PAGE_BYTES ((size_t)4000) /* some 250 of them fit */

static const struct str none = { NULL, 0 };

static struct blob *
blob_of_size(size_t n)
{
	struct blob *b = blob_new(n);

	memset(b->bytes, 'x', n);
	return b;
}

static struct page *
put(struct cache *c, struct str path, struct str query, size_t n,
    int64_t version)
{
	struct page page = { .status = 200 };

	page.as[IDENTITY] = blob_of_size(n);
	return cache_put(c, path, query, &page, version);
}

static bool
is_kept(struct cache *c, struct str path)
{
	return cache_at(c, path, none, 0) != NULL;
}

/* Ask for a page as a server does: from the cache, else made and put. */
static bool
ask(struct cache *c, struct job *j, char kind, int i)
{
	const struct str path = job_printf(j, "/%c/%d", kind, i);

	if (is_kept(c, path))
		return true;
	put(c, path, none, PAGE_BYTES, cache_version(c));
	return false;
}

static void
test_budget(void **state)
{
	struct cache *c = cache_new(BUDGET);
	struct job *j = job_new(0);

	(void)state;
	for (int i = 0; i < 5000; i++) {
		ask(c, j, 'a', i % 700);
		assert_true(cache_counts(c).bytes <= BUDGET);
	}
	assert_true(cache_counts(c).bytes > BUDGET - 2 * PAGE_BYTES);
	assert_null(put(c, STR("/huge"), none, BUDGET / 2, 0));
	cache_free(c);
	job_free(j);
}

static void
test_scan(void **state)
{
	struct cache *c = cache_new(BUDGET);
	struct job *j = job_new(0);
	int hits = 0;

	(void)state;
	/* 100 pages that readers like, each asked for now and then, while
	   a crawler walks through 20,000 others once. */
	for (int i = 0; i < 20000; i++) {
		ask(c, j, 's', i);
		if (i % 2 == 0)
			hits += ask(c, j, 'p', i / 2 % 100);
	}
	/* An LRU of this size keeps none of them out of 10,000. */
	assert_true(hits > 9500);
	cache_free(c);
	job_free(j);
}

static void
test_ghosts(void **state)
{
	struct cache *c = cache_new(BUDGET);
	struct job *j = job_new(0);
	int hits = 0;

	(void)state;
	/* A loop over half of what fits, drowned at first by other pages. */
	for (int round = 0; round < 20; round++)
		for (int i = 0; i < 120; i++) {
			ask(c, j, 's', round * 120 + i);
			hits += ask(c, j, 'p', i);
		}
	assert_true(hits > 120 * 15);
	cache_free(c);
	job_free(j);
}

static void
test_version(void **state)
{
	struct cache *c = cache_new(BUDGET);

	(void)state;
	cache_moves(c, 7);
	assert_null(put(c, STR("/old"), none, 10, 6));
	assert_null(put(c, STR("/new"), none, 10, 8));
	assert_non_null(put(c, STR("/now"), none, 10, 7));
	assert_false(is_kept(c, STR("/old")));
	assert_true(is_kept(c, STR("/now")));
	cache_moves(c, 8);
	assert_true(is_kept(c, STR("/now")));
	/* A page made from a newer reading takes an older one's place away. */
	assert_null(put(c, STR("/now"), none, 10, 9));
	assert_false(is_kept(c, STR("/now")));
	cache_free(c);
}

static void
test_drop(void **state)
{
	struct cache *c = cache_new(BUDGET);

	(void)state;
	put(c, STR("/a"), none, 10, 0);
	put(c, STR("/b"), none, 10, 0);
	put(c, STR("/a"), STR("q=1"), 10, 0);
	assert_non_null(cache_at(c, STR("/a"), STR("q=1"), 0));
	cache_drop(c, STR("/a"));
	cache_drop(c, STR("/not-there"));
	assert_false(is_kept(c, STR("/a")));
	assert_true(is_kept(c, STR("/b")));
	cache_moves(c, 1);
	assert_null(cache_at(c, STR("/a"), STR("q=1"), 0));
	cache_drop_all(c);
	assert_int_equal(cache_counts(c).pages, 0);
	assert_int_equal(cache_counts(c).bytes, 0);
	cache_free(c);
}

static void
test_fresh(void **state)
{
	struct cache *c = cache_new(BUDGET);
	struct page page = { .status = 200, .fresh_until = 1000 };

	(void)state;
	page.as[IDENTITY] = blob_of_size(10);
	cache_put(c, STR("/a"), none, &page, 0);
	assert_non_null(cache_at(c, STR("/a"), none, 999));
	assert_null(cache_at(c, STR("/a"), none, 1000));
	assert_null(cache_at(c, STR("/a"), none, 999));
	cache_free(c);
}

static void
test_codings(void **state)
{
	struct cache *c = cache_new(BUDGET);
	struct job *j = job_new(0);
	struct page *p;
	struct blob *held;

	(void)state;
	for (int i = 0; i < 400; i++) {
		p = put(c, job_printf(j, "/%d", i), none, PAGE_BYTES, 0);
		cache_add(c, p, GZIP, blob_of_size(1000));
		cache_add(c, p, BROTLI, blob_of_size(1000));
		assert_true(cache_counts(c).bytes <= BUDGET);
		assert_non_null(p->as[IDENTITY]);
	}
	/* What is being sent outlives its page. */
	held = blob_hold(p->as[GZIP]);
	cache_drop_all(c);
	assert_int_equal(held->bytes[999], 'x');
	blob_release(held);
	cache_free(c);
	cache_free(NULL);
	job_free(j);
}

static void
test_brief(void **state)
{
	struct cache *c = cache_new(BUDGET);
	struct page page = { .status = 200, .brief = true };

	(void)state;
	page.as[IDENTITY] = blob_of_size(PAGE_BYTES);
	cache_put(c, STR("/brief"), none, &page, 0);
	put(c, STR("/other"), none, PAGE_BYTES, 0);
	assert_true(is_kept(c, STR("/brief")));
	cache_moves(c, 1);
	assert_false(is_kept(c, STR("/brief")));
	assert_true(is_kept(c, STR("/other")));
	cache_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("the cache never holds more than its budget", test_budget),
		RULE("a crawler does not push out what readers ask for",
		    test_scan),
		RULE("a page let go too early is kept when it comes back",
		    test_ghosts),
		RULE("only pages of the cache's own version are kept",
		    test_version),
		RULE("a stale address goes, queries go with any change",
		    test_drop),
		RULE("a brief page goes with any commit", test_brief),
		RULE("a page is not given after fresh_until", test_fresh),
		RULE("further codings count, bytes on their way stay",
		    test_codings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
