/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "../site/paper.h"
#include "press/press.h"
#include "record/note.h"
#include "record/tree.h"

static struct answer
ask(struct paper *p, const char *path)
{
	struct press *press;
	struct answer a = { 0 };

	assert_ok(p->j, press_open(p->j, p->dir, STORE_READ, &press));
	assert_ok(p->j, press_page(press, p->j, str_of(path), STR(""), &a));
	a.bytes = job_str(p->j, a.bytes);
	press_free(press);
	return a;
}

static void
has(struct answer a, const char *what)
{
	if (str_find(a.bytes, str_of(what)) == NOWHERE)
		fail_msg("no \"%s\" in:\n%.*s", what, STR_ARG(a.bytes));
}

/* n stories in one transaction. */
static void
stories(struct paper *p, unsigned n)
{
	struct entry e;

	assert_ok(p->j, store_begin(p->st, p->j));
	for (unsigned i = 1; i <= n; i++)
		assert_ok(p->j,
		    put_in(p, p->j, id_numbered(i), "story", RECORD_PUBLISH,
			story_file(p->j, i, (int)i, ""), &e));
	assert_ok(p->j, site_settle(p->s, p->j));
	assert_ok(p->j, record_seal(p->st, p->j, p->key));
	assert_ok(p->j, store_end(p->st, p->j, OK));
}

static void
checkpoint(void **state)
{
	struct paper *p = *state;
	struct checkpoint c;
	struct answer a, key;

	stories(p, 3);
	a = ask(p, "/record/checkpoint");
	key = ask(p, "/record/key");
	assert_int_equal(a.status, 200);
	assert_str(a.type, "text/plain; charset=utf-8");
	assert_int_equal(a.keep, KEEP_NOT);
	assert_ok(p->j,
	    checkpoint_open(p->j, a.bytes, str_trim(key.bytes), &c));
	assert_int_equal(c.size, 3);
	put_story(p, 4, 4, "");
	a = ask(p, "/record/checkpoint");
	assert_ok(p->j,
	    checkpoint_open(p->j, a.bytes, str_trim(key.bytes), &c));
	assert_int_equal(c.size, 4);
}

static void
tiles(void **state)
{
	struct paper *p = *state;
	struct answer whole, part, leaf;

	stories(p, 300);
	whole = ask(p, "/record/tile/0/000");
	assert_int_equal(whole.status, 200);
	assert_str(whole.type, "application/octet-stream");
	assert_int_equal(whole.keep, KEEP_EVER);
	assert_int_equal(whole.bytes.n, 256 * 32);
	part = ask(p, "/record/tile/0/001.p/44");
	assert_int_equal(part.status, 200);
	assert_int_equal(part.keep, KEEP_NOT);
	assert_int_equal(part.bytes.n, 44 * 32);
	assert_int_equal(ask(p, "/record/tile/0/001.p/45").status, 404);
	assert_int_equal(ask(p, "/record/tile/0/001").status, 404);
	part = ask(p, "/record/tile/1/000.p/1");
	assert_int_equal(part.bytes.n, 32);
	leaf = ask(p, "/record/leaf/5");
	assert_int_equal(leaf.status, 200);
	const struct sha256 h = tree_leaf(leaf.bytes);

	assert_true(
	    str_eq(str_sub(whole.bytes, (size_t)5 * 32, 32), sha256_str(&h)));
}

static void
bundles(void **state)
{
	struct paper *p = *state;
	struct answer a, leaf;

	stories(p, 300);
	a = ask(p, "/record/tile/entries/001.p/44");
	assert_int_equal(a.status, 200);
	assert_int_equal(a.keep, KEEP_NOT);
	leaf = ask(p, "/record/leaf/256");
	assert_int_equal((unsigned char)a.bytes.p[0] << 8
		| (unsigned char)a.bytes.p[1],
	    (int)leaf.bytes.n);
	assert_true(str_eq(str_sub(a.bytes, 2, leaf.bytes.n), leaf.bytes));
	a = ask(p, "/record/tile/entries/000");
	assert_int_equal(a.keep, KEEP_EVER);
	assert_true(a.squeeze);
}

static void
files(void **state)
{
	struct paper *p = *state;
	const struct str text = story_file(p->j, 1, 1, "");
	struct answer a;

	stories(p, 1);
	a = ask(p,
	    job_cstr(p->j,
		job_printf(p->j, "/record/file/%.*s",
		    STR_ARG(sha256_hex(p->j, sha256_of(text))))));
	assert_int_equal(a.status, 200);
	assert_str(a.type, "text/plain; charset=utf-8");
	/* A redaction may take it back, so nobody may keep it. */
	assert_int_equal(a.keep, KEEP_NOT);
	assert_true(str_eq(a.bytes, text));
}

static void
erased(void **state)
{
	struct paper *p = *state;
	const struct str text = story_file(p->j, 1, 1, "");
	const char *path = job_cstr(p->j,
	    job_printf(p->j, "/record/file/%.*s",
		STR_ARG(sha256_hex(p->j, sha256_of(text)))));
	struct answer a;

	stories(p, 2);
	assert_ok(p->j, store_begin(p->st, p->j));
	assert_ok(p->j,
	    store_end(p->st, p->j, record_erase(p->st, p->j, 0, -1)));
	a = ask(p, path);
	assert_int_equal(a.status, 410);
	assert_int_equal(a.keep, KEEP_NOT);
	has(a, "were erased");
}

static void
unknown(void **state)
{
	struct paper *p = *state;
	static const char *const paths[] = {
		("/record/file/0123456789abcdef0123456789abcdef"
		 "0123456789abcdef0123456789abcdef"),
		"/record/file/nonsense",
		"/record/tile/0/1000",
		"/record/tile/7/000",
		"/record/tile/entries/001",
		"/record/leaf/3",
	};

	stories(p, 3);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const struct answer a = ask(p, paths[i]);

		assert_int_equal(a.status, 404);
		assert_int_equal(a.keep, KEEP_NOT);
		has(a, ".");
	}
	assert_int_equal(ask(p, "/record/nonsense").status, 404);
	assert_int_equal(ask(p, "/record").status, 308);
}

/* ---- for people ---- */

static void
first_page(void **state)
{
	struct paper *p = *state;
	struct answer a;

	stories(p, 130);
	a = ask(p, "/record/");
	assert_int_equal(a.status, 200);
	assert_int_equal(a.keep, KEEP_COMMIT);
	has(a, "The log has 130 entries.");
	has(a, "href=\"/record/entry/129/\"");
	has(a, "href=\"/2026/story-130/\"");
	has(a, "href=\"/record/page/2/\"");
	has(a, "stet record verify ");
	a = ask(p, "/record/page/1/");
	has(a, "href=\"/record/entry/0/\"");
	has(a, "href=\"/record/entry/99/\"");
	assert_int_equal(str_find(a.bytes, STR("/record/entry/100/")), NOWHERE);
	assert_int_equal(ask(p, "/record/page/3/").status, 404);
	assert_int_equal(ask(p, "/record/page/0/").status, 404);
}

static void
entry_pages(void **state)
{
	struct paper *p = *state;
	const struct str text = story_file(p->j, 1, 1, "");
	struct str root;
	struct answer a;

	stories(p, 5);
	put_story(p, 1, 7, "");
	a = ask(p, "/record/entry/0/");
	has(a, "action publish\n");
	has(a, job_cstr(p->j, sha256_hex(p->j, sha256_of(text))));
	has(a, "A later version stands in entry 5");
	/* What is shown does prove it: entry 4 of 6 needs two hashes. */
	a = ask(p, "/record/entry/4/");
	const struct sha256 left = tree_fold(
	    str_sub(ask(p, "/record/tile/0/000.p/6").bytes, 0, 4 * 32));

	root = sha256_hex(p->j, left);
	has(a, job_cstr(p->j, root));
	assert_int_equal(ask(p, "/record/entry/4").status, 308);
	assert_int_equal(ask(p, "/record/entry/6/").status, 404);
	assert_int_equal(ask(p, "/record/entry/04/").status, 404);
	assert_int_equal(ask(p, "/record/entry/-1/").status, 404);
	has(ask(p, "/2026/story-1/"), "href=\"/record/entry/5/\"");
}

static void
retracted(void **state)
{
	struct paper *p = *state;
	struct answer a;

	stories(p, 2);
	assert_ok(p->j,
	    try_put(p, id_numbered(1), "story", RECORD_RETRACT,
		STR("---\naddress: /2026/story-1/\nreason: Wrong.\n---\n")));
	a = ask(p, "/record/");
	has(a, "Taken down: a story");
	assert_int_equal(str_find(a.bytes, STR("Story 1<")), NOWHERE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("the checkpoint is signed, and kept by nobody",
		    checkpoint),
		PAPER_RULE("full tiles may be kept for ever, others by nobody",
		    tiles),
		PAPER_RULE("a bundle is each leaf after its length", bundles),
		PAPER_RULE("a text file is served by its hash, and kept by "
			   "nobody",
		    files),
		PAPER_RULE("a text file that was erased is gone, in words",
		    erased),
		PAPER_RULE("the record's page says what it is, and what to "
			   "type",
		    first_page),
		PAPER_RULE("an entry's page shows leaf, hash and proof, and "
			   "each story leads to its own",
		    entry_pages),
		PAPER_RULE("what was taken down has no headline in the record",
		    retracted),
		PAPER_RULE("what the record has not is not found", unknown),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
