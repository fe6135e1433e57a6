/* SPDX-License-Identifier: ISC */
#include "desk/batch.h"

#include "paper.h"

struct import {
	struct paper *t;
	struct batch batch;
	uint64_t i;
	struct prepare_opts opts;
};

static struct import
begin(struct paper *t, const char *source, const char *address)
{
	struct import m = { .t = t, .batch = batch_random(), .i = 1 };

	m.opts = (struct prepare_opts){ .name = STR("old.md"),
		.deflater = desk_deflater(t->d),
		.now = job_now(t->j),
		.source = str_of(source),
		.address = str_of(address) };
	assert_ok(t->j, desk_customs(t->d, t->j, &m.opts.lang, &m.opts.zone));
	return m;
}

static enum status
try_place(struct import *m, const char *bytes, struct placed *out)
{
	struct job *j = m->t->j;
	struct store *s = desk_site_db(m->t->d);
	struct prepared p;
	enum status st;

	assert_ok(j, desk_prepare(j, str_of(bytes), &m->opts, &p));
	assert_ok(j, store_begin(s, j));
	assert_ok(j, site_catch_up(desk_site(m->t->d), j));
	st = desk_place(m->t->d, j, m->batch, &m->i, &p, out);
	if (st == OK)
		st = desk_seal(m->t->d, j);
	st = store_end(s, j, st);
	if (st != OK)
		site_forget(desk_site(m->t->d));
	return st;
}

static struct placed
place(struct import *m, const char *bytes)
{
	struct placed r;

	assert_ok(m->t->j, try_place(m, bytes, &r));
	return r;
}

static const char old[] = "---\ntitle: Ferry strike\ndate: 2011-05-06\n"
			  "tags: [ferries]\nauthors: [Ann Ray]\n"
			  "section: Harbour\n---\nOver.\n";

static void
everything_is_made(void **state)
{
	struct paper *t = *state;
	int64_t n = paper_entries(t);
	struct import m = begin(t, "hugo:old.md", "/news/2011/ferry-strike/");
	struct placed r = place(&m, old);

	assert_str(r.address, "/news/2011/ferry-strike/");
	assert_int_equal(r.revision, 1);
	assert_int_equal(r.made.n, 3);
	/* A section, a topic, a person and the story. */
	assert_int_equal(paper_entries(t), n + 4);
	assert_int_equal(m.i, 5);
}

static void
again_is_nothing(void **state)
{
	struct paper *t = *state;
	struct import m = begin(t, "hugo:old.md", "/a/");
	struct placed first = place(&m, old), r;
	int64_t n = paper_entries(t);

	r = place(&m, old);
	assert_true(r.again);
	assert_true(id_eq(r.id, first.id));
	assert_int_equal(paper_entries(t), n);
}

static void
a_change_is_an_update(void **state)
{
	struct paper *t = *state;
	struct import m = begin(t, "hugo:old.md", "/a/");
	struct placed first = place(&m, old), r;
	struct str live;

	m.opts.follows = 1;
	r = place(&m, "---\ntitle: Ferry strike\n---\nNot over.\n");
	assert_true(id_eq(r.id, first.id));
	assert_int_equal(r.revision, 2);
	assert_str(r.address, "/a/");
	assert_ok(t->j, desk_show(t->d, t->j, STR("/a/"), &live));
	assert_true(str_find(live, STR("source: hugo:old.md")) != NOWHERE);
	assert_true(str_find(live, STR("published: 2011-05-06")) != NOWHERE);
	/* By now the live one is not what the source became. */
	assert_int_equal(try_place(&m, old, &r), CONFLICT);
	job_forgive(t->j);
}

static void
addresses_collide(void **state)
{
	struct paper *t = *state;
	struct import a = begin(t, "hugo:a.md", "/same/");
	struct import b = begin(t, "hugo:b.md", "/same/");
	struct import c = begin(t, "hugo:c.md", "/section/x/");
	struct placed r;

	(void)place(&a, old);
	r = place(&b, old);
	assert_str(r.evaded, "/same/");
	assert_str(r.address, "/2011/05/06/ferry-strike/");
	r = place(&c, old);
	assert_str(r.evaded, "/section/x/");
	assert_str(r.address, "/2011/05/06/ferry-strike-2/");
}

static void
an_export_comes_back(void **state)
{
	struct paper *t = *state;
	static const char
	    whole[] = "---\nheadline: Elsewhere\n"
		      "id: 00112233445566778899aabbccddeeff\nrevision: 7\n"
		      "address: /2001/02/03/elsewhere/\n"
		      "salt: 0123456789abcdef0123456789abcdef\n"
		      "published: 2001-02-03T10:00:00+00:00\n---\nx\n";
	struct import m = begin(t, "", "");
	struct placed r = place(&m, whole);
	struct str live;

	assert_int_equal(r.revision, 7);
	assert_ok(t->j, desk_show(t->d, t->j, r.address, &live));
	assert_str(live, whole);
	assert_true(place(&m, whole).again);
}

static enum status
place_in(struct import *m, const char *bytes, struct placed *out)
{
	struct job *j = m->t->j;
	struct prepared p;

	assert_ok(j, desk_prepare(j, str_of(bytes), &m->opts, &p));
	return desk_place(m->t->d, j, m->batch, &m->i, &p, out);
}

static void
what_is_refused_leaves_nothing(void **state)
{
	struct paper *t = *state;
	static const char
	    taker[] = "---\ntitle: First\naliases: [/taken/]\n---\nx\n",
	    refused[] = "---\nheadline: Second\ntopics: [storms]\n"
			"id: 00112233445566778899aabbccddeeff\nrevision: 1\n"
			"address: /2001/02/03/second/\naliases: [/taken/]\n"
			"salt: 0123456789abcdef0123456789abcdef\n---\nx\n",
	    last[] = "---\ntitle: Third\ntopics: [storms]\n---\nx\n";
	struct import a = begin(t, "hugo:a.md", "/a/"), b = begin(t, "", ""),
		      c = begin(t, "hugo:c.md", "/c/");
	struct store *s = desk_site_db(t->d);
	const int64_t n = paper_entries(t);
	struct placed r;
	struct str live;

	assert_ok(t->j, store_begin(s, t->j));
	assert_ok(t->j, site_catch_up(desk_site(t->d), t->j));
	assert_ok(t->j, place_in(&a, taker, &r));
	assert_int_equal(place_in(&b, refused, &r), CONFLICT);
	job_forgive(t->j);
	assert_ok(t->j, place_in(&c, last, &r));
	assert_int_equal(r.made.n, 1);
	assert_ok(t->j, store_end(s, t->j, desk_seal(t->d, t->j)));
	/* The first, the topic, the third; all of them on the site. */
	assert_int_equal(paper_entries(t), n + 3);
	assert_int_equal(site_applied(desk_site(t->d)), n + 3);
	assert_ok(t->j, desk_show(t->d, t->j, STR("/c/"), &live));
	assert_int_equal(desk_show(t->d, t->j, STR("/2001/02/03/second/"),
			     &live),
	    NOT_FOUND);
	job_forgive(t->j);
}

static enum status
close_it(struct store *s, struct job *j, void *arg)
{
	struct import *m = arg;

	(void)s;
	return desk_close_batch(m->t->d, j, m->batch);
}

static void
a_batch_is_closed(void **state)
{
	struct paper *t = *state;
	struct import m = begin(t, "hugo:a.md", "/a/");
	struct entry e;

	(void)place(&m, old);
	assert_ok(t->j, store_tx(desk_site_db(t->d), t->j, close_it, &m));
	assert_ok(t->j,
	    record_entry(desk_site_db(t->d), t->j, paper_entries(t) - 1, &e));
	assert_int_equal(e.action, RECORD_BATCH);
}

static void
marks_know_bytes(void **state)
{
	struct paper *t = *state;
	struct sha256 a, b, c, plain = sha256_of(STR("words"));

	assert_ok(t->j, desk_mark(t->d, t->j, STR("words"), &a));
	assert_ok(t->j, desk_mark(t->d, t->j, STR("words"), &b));
	assert_ok(t->j, desk_mark(t->d, t->j, STR("word"), &c));
	assert_true(sha256_eq(a, b));
	assert_false(sha256_eq(a, c));
	assert_false(sha256_eq(a, plain));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("an import makes what its stories refer to and "
			   "keeps their addresses",
		    everything_is_made),
		PAPER_RULE("the same source again is nothing",
		    again_is_nothing),
		PAPER_RULE("a changed source is an update, unless it was "
			   "changed here too",
		    a_change_is_an_update),
		PAPER_RULE("what is refused leaves nothing behind in a "
			   "transaction that goes on",
		    what_is_refused_leaves_nothing),
		PAPER_RULE("an address that is taken or kept is evaded, and "
			   "said so",
		    addresses_collide),
		PAPER_RULE("an exported file comes back byte for byte",
		    an_export_comes_back),
		PAPER_RULE("a batch ends with an entry of its own",
		    a_batch_is_closed),
		PAPER_RULE("a mark knows bytes again and is no plain hash",
		    marks_know_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
