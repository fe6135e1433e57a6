/* SPDX-License-Identifier: ISC */
#include "../desk/paper.h"

#include <sqlite3.h>

#include "record/verify.h"
#include "vault/keys.h"
#include "vault/vault.h"

static struct str
story(struct paper *t, const char *headline)
{
	return job_printf(t->j, "---\nheadline: %s\n---\n%s.\n", headline,
	    headline);
}

static const char *
in_top(struct paper *t, const char *name)
{
	return file_path(t->j, t->top, name);
}

static struct backed_up
backup(struct paper *t)
{
	struct backed_up b;

	assert_ok(t->j,
	    vault_backup(t->j, t->dir, in_top(t, "b.tar"), true, NULL, &b));
	return b;
}

static struct restored
restore(struct paper *t)
{
	struct restored r;

	assert_ok(t->j,
	    vault_restore(t->j, in_top(t, "b.tar"), in_top(t, "back"), NULL,
		&r));
	return r;
}

static bool
holds(struct paper *t, const char *name)
{
	struct str all;

	assert_ok(t->j,
	    file_read(t->j, in_top(t, "b.tar"), (size_t)64 << 20, &all));
	return str_find(all, job_printf(t->j, "%s%c%c%c%c", name, 0, 0, 0, 0))
	    != NOWHERE;
}

static void
beside_reader(void **state)
{
	struct paper *t = *state;
	struct verified v = { 0 };
	struct store *old = NULL;

	paper_publish(t, story(t, "Gulls nest late").p);
	assert_ok(t->j, store_open(t->j, t->dir, SITE_DB, STORE_READ, &old));
	assert_ok(t->j, store_read_begin(old, t->j));
	paper_publish(t, story(t, "After the storm").p);
	const struct backed_up b = backup(t);

	assert_int_equal(b.entries, paper_entries(t));
	assert_true(holds(t, "site.db-wal"));
	/* What comes later is not in it. */
	paper_publish(t, story(t, "Too late").p);
	store_read_end(old);
	store_close(old);
	const struct restored r = restore(t);

	assert_int_equal(r.entries, b.entries);
	assert_int_equal(r.damages, 0);
	assert_ok(t->j, record_verify(t->j, in_top(t, "back"), NULL, &v));
	assert_int_equal(v.n, 0);
	backup(t);
	assert_false(holds(t, "site.db-wal"));
}

static void
put_medium(struct paper *t, const char *folder, const char *bytes,
    const char *named)
{
	const struct str hex = sha256_hex(t->j, sha256_of(str_of(named)));
	const char *dir = file_path(t->j, t->dir, folder);
	const char *two = job_cstr(t->j, str_sub(hex, 0, 2));

	(void)mkdir(dir, 0755);
	(void)mkdir(file_path(t->j, dir, two), 0755);
	assert_ok(t->j,
	    file_replace(t->j,
		file_path(t->j, file_path(t->j, dir, two), job_cstr(t->j, hex)),
		str_of(bytes), 0644));
}

static void
media(void **state)
{
	struct paper *t = *state;
	struct stat sb;

	put_medium(t, "media", "harbour", "harbour");
	put_medium(t, "desk-media", "secret", "secret");
	put_medium(t, "media", "mangled", "pier");
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, t->dir, "media/half.tmp~"),
		STR("half"), 0644));
	(void)mkdir(file_path(t->j, t->dir, "theme"), 0755);
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, t->dir, "theme/page.html"),
		STR("<p>"), 0644));
	assert_int_equal(symlink("/etc/passwd",
			     file_path(t->j, t->dir, "theme/link")),
	    0);
	const struct backed_up b = backup(t);

	assert_int_equal(b.media, 3);
	assert_int_equal(b.damaged, 1);
	assert_true(str_starts(b.damage, STR("media/")));
	restore(t);
	assert_int_equal(stat(in_top(t, "back/theme/page.html"), &sb), 0);
	assert_int_equal(stat(in_top(t, "back/desk-media"), &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0700);
	assert_int_not_equal(lstat(in_top(t, "back/theme/link"), &sb), 0);
	assert_int_not_equal(stat(in_top(t, "back/media/half.tmp~"), &sb), 0);
	assert_int_not_equal(stat(in_top(t, "back/restoring~"), &sb), 0);
}

static void
planted(void **state)
{
	struct paper *t = *state;
	struct restored r;
	struct stat sb;
	sqlite3 *db = NULL;

	paper_shut(t);
	assert_int_equal(sqlite3_open(file_path(t->j, t->dir, "site.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "CREATE TRIGGER t AFTER INSERT ON record BEGIN "
			     "DELETE FROM content; END",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	backup(t);
	assert_int_equal(vault_restore(t->j, in_top(t, "b.tar"),
			     in_top(t, "back"), NULL, &r),
	    INVALID);
	assert_true(str_find(job_reason(t->j), STR("tampered")) != NOWHERE);
	assert_int_not_equal(stat(in_top(t, "back"), &sb), 0);
}

static void
key_turns(void **state)
{
	struct paper *t = *state;
	struct job *own = job_new(NOON);
	struct verified v = { 0 };
	struct str verifier;

	/* By another process, while this one has the paper open. */
	assert_ok(own, keys_rotate(own, t->dir, 90, &verifier));
	paper_publish(t, story(t, "Signed by both").p);
	assert_ok(own, keys_retire(own, t->dir));
	paper_publish(t, story(t, "Signed by the new one").p);
	assert_ok(own, record_verify(own, t->dir, NULL, &v));
	assert_int_equal(v.n, 0);
	assert_int_equal(v.seals.n, 2);
	assert_true(str_eq(v.verifier, verifier));
	job_free(own);
}

static void
waits(void **state)
{
	struct paper *t = *state;
	struct published p;
	struct desk *d = NULL;
	struct tended due = { .published = 0 };
	struct str key;

	assert_ok(t->j,
	    paper_try(t,
		STR("---\nheadline: Due\nembargo: 2026-11-25T18:00:00Z\n---\n"
		    "Later.\n"),
		&p));
	assert_int_equal(p.deed, DEED_KEEP);
	backup(t);
	restore(t);
	paper_later(t, NOON + (int64_t)24 * 60 * 60);
	assert_ok(t->j, record_key_file(t->j, t->dir, &key));
	assert_ok(t->j, record_key_keep(t->j, in_top(t, "back"), key));
	assert_ok(t->j, desk_open(t->j, in_top(t, "back"), &d));
	assert_ok(t->j, desk_tend(d, t->j, &due));
	assert_int_equal(due.published, 0);
	assert_true(str_find(due.trouble, STR("backup")) != NOWHERE);
	desk_close(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a reader in the way costs a backup nothing",
		    beside_reader),
		PAPER_RULE("every picture is in it, and a bad one is told",
		    media),
		PAPER_RULE("a database with a planted trigger is refused",
		    planted),
		PAPER_RULE("who has a paper open takes up its new key",
		    key_turns),
		PAPER_RULE("what falls due waits while the paper is held",
		    waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
