/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <sqlite3.h>

#include "paper.h"
#include "site/search.h"

/* ---- every row of every derived table, as text ---- */

/* What the record owns, what goes on counting, what FTS5 keeps for itself. */
static const char kept[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
    "('head', 'record', 'content', 'tile', 'thing', 'site_state', 'stale') "
    "AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' OR "
    "name = 'search_doc' ORDER BY name";

static void
dump_value(struct buf *b, sqlite3_stmt *q, int column)
{
	const unsigned char *const p = sqlite3_column_blob(q, column);
	const int n = sqlite3_column_bytes(q, column);

	if (sqlite3_column_type(q, column) == SQLITE_INTEGER) {
		buf_printf(b, "|%lld",
		    (long long)sqlite3_column_int64(q, column));
		return;
	}
	buf_ch(b, '|');
	for (int i = 0; i < n; i++)
		if (p[i] >= ' ' && p[i] < 0x7f)
			buf_ch(b, (char)p[i]);
		else
			buf_printf(b, "\\%02x", (unsigned)p[i]);
}

static void
dump_table(struct job *j, sqlite3 *db, const char *name, struct buf *b)
{
	sqlite3_stmt *q = NULL;
	char *const sql = job_cstr(j,
	    job_printf(j, "SELECT * FROM %s ORDER BY 1, 2", name));

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		buf_printf(b, "%s", name);
		for (int i = 0; i < sqlite3_column_count(q); i++)
			dump_value(b, q, i);
		buf_ch(b, '\n');
	}
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
}

static struct str
dump(struct paper *p)
{
	struct buf b = buf_in(p->j, (size_t)64 << 20);
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;

	assert_int_equal(sqlite3_open(file_path(p->j, p->dir, "site.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, kept, -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		dump_table(p->j, db, (const char *)sqlite3_column_text(q, 0),
		    &b);
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return buf_so_far(&b);
}

/* The first line that differs, for whoever has to find out why. */
static void
assert_same(struct str before, struct str after)
{
	struct str x, y;

	while (str_line(&before, &x) && str_line(&after, &y))
		if (!str_eq(x, y))
			fail_msg("was:\n%.*s\nis:\n%.*s", STR_ARG(x),
			    STR_ARG(y));
	assert_int_equal(before.n, after.n);
}

/* ---- a year in the life of a paper ---- */

static void
furniture(struct paper *p)
{
	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	put(p, 900, "section", "---\nname: {en: Harbour, fa: بندر}\n---\n");
	put(p, 901, "section", "---\nname: Pilots\nparent: harbour\n---\n");
	put(p, 902, "section", "---\nname: Town\norder: 1\n---\n");
	put(p, 903, "topic", "---\nname: Fog horn\n---\n");
	put(p, 904, "topic", "---\nname: Tides\nalso: [High water]\n---\n");
	put(p, 905, "person",
	    "---\nname: Ines Calado\nrole: pilot\n---\nBorn on *North "
	    "Quay*.\n");
	put(p, 950, "front",
	    "---\ntype: front\nlang: en\nslots:\n"
	    "  - story: /2026/story-7/\n    weight: lead\n"
	    "  - section: Town\n    weight: block\n---\n");
	put(p, 951, "menu",
	    "---\ntype: menu\nlang: en\nplace: main\nitems:\n"
	    "  - {label: About, to: /about/}\n  - {section: Town}\n---\n");
	put(p, 952, "redirect",
	    "---\ntype: redirect\naliases: [/shop]\nto: /about/\n---\n");
	put(p, 953, "page",
	    "---\ntype: page\nheadline: About\nlang: en\naddress: /about/\n"
	    "---\nWho we are.\n");
}

static const char *const more[] = {
	"section: Pilots\ntopics: [Fog horn, Tides]\nauthors: [Ines Calado]\n",
	"section: [Town, Harbour]\ntopics: Tides\nauthor: Nobody Known\n",
	"section: harbour\ntopics: high water\ndeck: A deck\nkicker: Storm\n",
	"topics: [tides, fog-horn]\naliases: []\nsource: test:x\n",
};

static void
import(struct paper *p, unsigned from, unsigned to)
{
	struct entry e;
	struct applied a;

	assert_ok(p->j, store_begin(p->st, p->j));
	for (unsigned i = to; i >= from; i--)
		assert_ok(p->j,
		    put_in(p, p->j, id_numbered(i), "story", RECORD_PUBLISH,
			story_file(p->j, i, (int)(i * 7 % 500) * 300,
			    more[i % 3]),
			&e));
	assert_ok(p->j, record_close_batch(p->st, p->j, batch_random(), &e));
	assert_ok(p->j, site_apply(p->s, p->j, &e, NULL, &a));
	assert_ok(p->j, site_settle(p->s, p->j));
	assert_ok(p->j, store_end(p->st, p->j, OK));
}

static void
life(struct paper *p)
{
	furniture(p);
	for (unsigned i = 1; i <= 30; i++)
		put_story(p, i, (int)(i * 37 % 60) * 2000, more[i % 3]);
	import(p, 100, 260);
	put_story(p, 5, 5,
	    "section: Town\nupdated: 2026-03-01T10:00:00Z\n"
	    "changes:\n  - at: 2026-03-01T10:00:00Z\n    grade: correction\n"
	    "    note: It was Tuesday\n");
	for (unsigned i = 10; i < 40; i++)
		put_story(p, i, (int)i,
		    job_printf(p->j,
			"section: Town\nchanges:\n"
			"- {at: 2026-04-%02uT09:00:00Z, grade: correction, "
			"note: x}\n"
			"- {at: 2026-03-%02uT09:00:00Z, grade: update}\n",
			i % 28 + 1, i * 3 % 28 + 1)
			.p);
	put_story(p, 12, 12,
	    "changes:\n- {at: 2026-05-01, grade: typo}\n"
	    "- {at: 2026-03-09T09:00:00Z, grade: update}\n");
	retract(p, 13, "story", "It was a bell");
	retract(p, 7, "story", "It was a boat");
	retract(p, 8, "story", "It was a buoy");
	put_story(p, 8, 90, more[1]);
	put(p, 903, "topic", "---\nname: Foghorn\n---\n");
	put(p, 901, "section", "---\nname: Pilots\nparent: town\n---\n");
	retract(p, 902, "section", "The town has moved");
	put(p, 300, "story",
	    "---\nheadline: Dawn work\nlang: pt\naddress: /pt/2026/faina/\n"
	    "translation_of: 5e00000000000000000000000000012e\n"
	    "published: 2026-01-05T00:00:00Z\n---\nTexto.\n");
	put(p, 302, "story",
	    "---\nheadline: Dawn\nlang: en\naddress: /2026/dawn/\n"
	    "published: 2026-01-04T00:00:00Z\n---\nText.\n");
	put(p, 301, "story",
	    "---\nheadline: بامداد\nlang: fa\naddress: /fa/2026/bamdad/\n"
	    "translation_of: 5e00000000000000000000000000012e\n"
	    "published: 2026-01-06T00:00:00Z\n---\nمتن.\n");
	retract(p, 301, "story", "Not ready");
	put(p, 303, "story",
	    "---\nheadline: Duzentos\nlang: pt\naddress: /pt/2026/200/\n"
	    "translation_of: Story 200\n"
	    "published: 2026-01-06T00:00:00Z\n---\nTexto.\n");
	import(p, 120, 150);
}

static void
same_rows(void **state)
{
	struct paper *p = *state;
	int64_t version;

	life(p);
	const struct str before = dump(p);

	read_begin(p);
	version = site_version(p->s);
	site_read_end(p->s);
	assert_ok(p->j, site_reindex(p->s, p->j, NULL));
	assert_same(before, dump(p));
	/* Readers must not go on with pages from before. */
	struct stale stale;

	read_begin(p);
	assert_true(site_version(p->s) > version);
	assert_ok(p->j, site_stale_since(p->s, p->j, version, &stale));
	assert_true(stale.everything);
	site_read_end(p->s);
}

static void
index_holds_words(void **state)
{
	struct paper *p = *state;
	int64_t num;

	life(p);
	assert_ok(p->j, site_reindex(p->s, p->j, NULL));
	assert_ok(p->j, store_begin(p->st, p->j));
	assert_ok(p->j, site_search_check(p->s, p->j));
	assert_ok(p->j, store_end(p->st, p->j, OK));
	read_begin(p);
	assert_ok(p->j,
	    site_find_story(p->s, p->j, KIND_NONE, STR("en"), STR("Story 200"),
		&num));
	assert_int_equal(site_find_story(p->s, p->j, KIND_NONE, STR("en"),
			     STR("Story 7"), &num),
	    NOT_FOUND);
	site_read_end(p->s);
}

static void
applied_once(void **state)
{
	struct paper *p = *state;
	struct entry e;
	struct applied a;

	put_story(p, 1, 1, "");
	const struct str before = dump(p);

	assert_ok(p->j, store_begin(p->st, p->j));
	assert_ok(p->j, record_entry(p->st, p->j, 0, &e));
	assert_ok(p->j, site_apply(p->s, p->j, &e, NULL, &a));
	assert_true(a.again);
	assert_ok(p->j, site_settle(p->s, p->j));
	assert_ok(p->j, store_end(p->st, p->j, OK));
	assert_same(before, dump(p));
}

static void
other_connection(void **state)
{
	struct paper *p = *state;
	struct paper other = *p;

	/* Two writers in turn leave what one alone would have left. */
	assert_ok(p->j,
	    store_open(p->j, p->dir, SITE_DB, STORE_WRITE, &other.st));
	other.s = site_new(other.st);
	furniture(p);
	for (unsigned i = 1; i <= 50; i++)
		put_story(i % 3 == 0 ? &other : p, i, (int)(i * 17 % 70) * 900,
		    more[i % 3]);
	put(&other, 903, "topic", "---\nname: Foghorn\n---\n");
	put_story(p, 60, 3, "topics: Foghorn\n");
	const struct str before = dump(p);

	site_free(other.s);
	store_close(other.st);
	assert_ok(p->j, site_reindex(p->s, p->j, NULL));
	assert_same(before, dump(p));
}

static void
gather(struct paper *p, bool import)
{
	assert_ok(p->j, store_begin(p->st, p->j));
	assert_ok(p->j,
	    store_end(p->st, p->j, site_search_gather(p->s, p->j, import)));
}

static int64_t
count_of(struct paper *p, const char *word)
{
	struct val v[1];

	assert_ok(p->j,
	    store_one(p->st, p->j, SQL_WORD_AT, VALS(val_text(str_of(word))), v,
		1));
	return v[0].i;
}

static void
counts_gather(void **state)
{
	struct paper *p = *state;
	const unsigned first = 7;

	gather(p, true);
	for (unsigned i = 1; i <= first; i++)
		put_story(p, i, (int)i, "");
	assert_int_equal(count_of(p, "text"), 4);
	assert_int_equal(count_of(p, ""), 1);
	/* As if it had been killed here: what was not written is forgotten. */
	site_free(p->s);
	p->s = site_new(p->st);
	gather(p, true);
	put_story(p, first + 1, 1, "");
	gather(p, false);
	assert_int_equal(count_of(p, "text"), first + 1);
	const struct str before = dump(p);

	assert_ok(p->j, site_reindex(p->s, p->j, NULL));
	assert_same(before, dump(p));
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("reindex gives the same rows again", same_rows),
		PAPER_RULE("after a reindex the index finds what is live",
		    index_holds_words),
		PAPER_RULE("an entry is applied once", applied_once),
		PAPER_RULE("it does not matter which process applied an entry",
		    other_connection),
		PAPER_RULE("an import that was cut off has words counted anew",
		    counts_gather),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
