/* SPDX-License-Identifier: ISC */
/*
 * How SQLite goes about each statement.  plans.txt beside this file is what is
 * expected; STET_GOLDEN=1 writes it anew, to be read before it is committed.
 */
#include "../test.h"

#include "base/buf.h"
#include "place.h"

/* From meson: paths of plans.txt and of all schema files in one. */
#if !defined(PLANS) || !defined(SCHEMAS)
	#error PLANS and SCHEMAS have to name files
#endif

static struct str
plan_of(struct place *p, struct store *s, enum stmt q)
{
	struct str plan = { NULL, 0 };

	assert_ok(p->j, store_explain(s, p->j, q, &plan));
	return plan;
}

/* Looks at all of a table.  Virtual tables and rows made by a subquery do not
   count, nor does an index that is walked in its order up to a limit. */
static bool
scans(struct str plan)
{
	struct str line;

	while (str_line(&plan, &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("SCAN "))
		    && str_find(line, STR("VIRTUAL TABLE")) == NOWHERE
		    && str_find(line, STR("CONSTANT ROW")) == NOWHERE
		    && !str_starts(line, STR("SCAN (")))
			return true;
	}
	return false;
}

/* clang-format off */
static const char *const may_scan[] = {
	"store_touch",           /* one row of the schema */
	"record_tile_count",     /* verifying */
	"record_things",         /* verifying */
	"record_seals",          /* one row a key */
	"record_head",           /* likewise, the newest */
	"store_foreign",         /* the schema, at a restore */
	"site_setting_seq",      /* one row, the newest */
	"site_sanitiser",        /* one row, the first */
	"site_menus_all",        /* one for each place and language */
	"site_fronts_all",       /* one for each section and language */
	"desk_things_of",        /* a person at a command line asks */
	"site_find_called",      /* what its own LIMIT has cut already */
	"desk_masters",          /* a person at a command line asks */
	"desk_intents",          /* what is unfinished: none or one */
	"desk_drafts",           /* the list of drafts is all of them */
	"search_newest",         /* in the order of the row ids, up to a limit */
	"search_count",          /* up to a limit */
	"search_docids",         /* likewise */
	"search_doc_words",      /* after an import that was cut off */
	"site_most_read_all",    /* ten of each language */
	"desk_addresses",        /* a redaction looks everywhere */
	"desk_redact_drafts",    /* likewise */
	"desk_redact_sources",   /* likewise */
	"desk_redaction",        /* what is unfinished: none or one */
	"desk_redaction_steps",  /* its steps */
};
/* clang-format on */

static bool
allowed(const char *name)
{
	for (size_t i = 0; i < sizeof(may_scan) / sizeof(*may_scan); i++)
		if (strcmp(may_scan[i], name) == 0)
			return true;
	return false;
}

/* do_it(arg, plan) for each statement that reads, of either database. */
static void
each_read(struct place *p,
    void (*do_it)(void *arg, const char *name, struct str plan), void *arg)
{
	for (int db = SITE_DB; db <= DESK_DB; db++) {
		struct store *s = opened(p, (enum store_db)db, STORE_READ);

		for (int i = 0; i < STMT_COUNT; i++) {
			const enum stmt q = (enum stmt)i;

			if (stmt_here(s, q) && stmt_reads(s, q)
			    && (db == SITE_DB
				|| strncmp(stmt_name(q), "store_", 6) != 0))
				do_it(arg, stmt_name(q), plan_of(p, s, q));
		}
		store_close(s);
	}
}

static void
refuse_scan(void *arg, const char *name, struct str plan)
{
	(void)arg;
	if (scans(plan) && !allowed(name))
		fail_msg("%s looks at all of a table:\n%.*s", name,
		    STR_ARG(plan));
}

static void
no_scan(void **state)
{
	each_read(*state, refuse_scan, NULL);
}

static void
put_plan(void *arg, const char *name, struct str plan)
{
	struct str line;

	buf_printf(arg, "%s\n", name);
	while (plan.n > 0 && str_line(&plan, &line))
		buf_printf(arg, "\t%.*s\n", STR_ARG(line));
}

static void
golden(void **state)
{
	struct place *p = *state;
	struct buf b = buf_in(p->j, (size_t)1024 * 1024);
	struct str got, want;

	each_read(p, put_plan, &b);
	assert_ok(p->j, buf_done(&b, &got));
	if (getenv("STET_GOLDEN") != NULL)
		assert_ok(p->j, file_replace(p->j, PLANS, got, 0644));
	assert_ok(p->j, file_read(p->j, PLANS, (size_t)1024 * 1024, &want));
	struct str a = got, b_rest = want, x, y;

	while (str_line(&a, &x) && str_line(&b_rest, &y))
		if (!str_eq(x, y))
			fail_msg("plans differ: \"%.*s\", expected \"%.*s\"; "
				 "if that is right, run this test with "
				 "STET_GOLDEN=1 and read what changed",
			    STR_ARG(x), STR_ARG(y));
	assert_true(str_eq(got, want));
}

/* The comment in front of each CREATE TABLE says what the table is for. */
static void
explained(void **state)
{
	struct place *p = *state;
	struct str sql, line, before = STR("");
	int n = 0;

	assert_ok(p->j, file_read(p->j, SCHEMAS, (size_t)1024 * 1024, &sql));
	while (str_line(&sql, &line)) {
		if (str_starts(line, STR("CREATE TABLE"))
		    || str_starts(line, STR("CREATE VIRTUAL"))) {
			n++;
			if (!str_starts(before, STR("--")))
				fail_msg("%.*s: nothing says what it is for",
				    STR_ARG(line));
		}
		before = line;
	}
	assert_true(n > 20);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("no statement that reads looks at all of a table",
		    no_scan),
		PLACE_RULE("SQLite goes about each as was agreed", golden),
		PLACE_RULE("every table says what it is for", explained),
	};

	return cmocka_run_group_tests_name("plan", rules, NULL, NULL);
}
